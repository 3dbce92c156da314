"""What an attribution or a copied header block says of the message below it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from indexer import subjects
from indexer.zones.dates import Moment, moments
from indexer.zones.words import LABELS

_MOST: Final = 4000
_LABEL: Final = 24


@dataclass(frozen=True, slots=True)
class Cited:
    """Who wrote, when, and about what, as far as the lines say so.

    ``author`` is a text that names them, not the name alone: of an attribution it is all of it.
    ``moments`` are the readings of the date. ``subject`` is a base subject, empty where none
    stands. ``block`` says that it is a header block.
    """

    author: str = ""
    moments: tuple[Moment, ...] = ()
    subject: str = ""
    block: bool = False


def read(text: str) -> Cited:
    """What the lines of an attribution or of a header block say."""
    fields: dict[str, str] = {}
    role = ""
    lines = [line.strip(" \t\r*_>|\xa0") for line in text[:_MOST].split("\n")]
    for line in lines:
        label, colon, value = line.replace("：", ":", 1).partition(":")
        found = LABELS.get(label.strip(" \xa0*_").casefold()) if colon else None
        if found and len(label) <= _LABEL:
            role = found
            if role != "other":
                fields.setdefault(role, value.strip(" *_\xa0"))
        elif role in fields and line:
            fields[role] += f" {line}"
    if len(fields.keys() & {"from", "date", "to", "subject"}) >= 2:
        return Cited(
            fields.get("from", ""),
            moments(fields.get("date", "")),
            subjects.base(fields.get("subject", "")),
            block=True,
        )
    said = " ".join(line for line in lines if line)
    return Cited(said, moments(said))
