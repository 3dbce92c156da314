"""What an attribution or a copied header block says of the message below it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from indexer import subjects
from indexer.zones.dates import Moment, moments
from indexer.zones.words import LABELS

_MOST: Final = 4000
_LABEL: Final = 24
_HEAD: Final = 60
_ANNOUNCED: Final = 5
_AROUND: Final = " \t\r*_>|\xa0"


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


def apart(text: str) -> tuple[str, str]:
    """A forwarded message's announcement and header block, and its body.

    The first is empty where there is no header block near the top.
    """
    lines = text.split("\n")
    labels = 0
    for i, line in enumerate(lines[:_HEAD]):
        bare = line.strip(_AROUND)
        if _role(bare):
            labels += 1
        elif not bare and labels >= 2 and not any(map(_role, lines[i + 1 : i + 2])):
            return "\n".join(lines[:i]), "\n".join(lines[i + 1 :])
        elif not labels and i > _ANNOUNCED:
            break
    return "", text


def read(text: str) -> Cited:
    """What the lines of an attribution or of a header block say."""
    fields: dict[str, str] = {}
    role = ""
    lines = [line.strip(_AROUND) for line in text[:_MOST].split("\n")]
    for line in lines:
        if found := _role(line):
            role = found
            if role != "other":
                value = line.replace("：", ":", 1).partition(":")[2]
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


def _role(line: str) -> str | None:
    """Which field of a header block a line begins, in whatever language."""
    label, colon, _ = line.replace("：", ":", 1).partition(":")
    return LABELS.get(label.strip(_AROUND).casefold()) if colon and len(label) <= _LABEL else None
