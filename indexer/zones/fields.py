"""The fields of a copied header block: how far each goes, and whether together they make one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from indexer import subjects
from indexer.zones.words import LABELS

if TYPE_CHECKING:
    from indexer.zones.lines import Lines

_FEW: Final = 3
_PACKED: Final = 2000
_MOST_FOLDED: Final = 400
_WRAPPED: Final = 60
# Seldom needed, so that they are compiled when they first are.
_CLOCK: Final = r"(?<!\d)\d{1,2}[:.]\d\d(?!\d)"
FIELD: Final = r"[*_]{0,2}[^\W\d_][\w .'’/-]{0,23}[*_]{0,2}[ \u00a0]?[:：][*_]{0,2}(?:\s|$)"
"""A line that begins with a label, known or not."""


def make_block(
    lines: Lines, roles: dict[str, int], *, announced: bool, ruled: bool = False
) -> bool:
    """Whether the fields with these ``roles`` (each with its line) are a copied message's header.

    ``announced`` says that a separator stands above them, ``ruled`` that a rule does.
    """
    named = roles.keys() - {"other"}
    if announced:
        return len(named) >= 2
    dated = "date" in named and _dated(lines, roles)
    if "from" not in named:
        return {"to", "subject"} <= named and (
            (dated and _sent(lines, roles)) or _answers(lines, roles)
        )
    known = "@" in lines.bare[roles["from"]]
    if len(named) < _FEW:
        return ruled and dated and known and len(named) > 1
    if "subject" not in named:
        # An itinerary has from, to and date as well.
        return dated or known
    if "[PATCH" in lines.bare[roles["subject"]] and "to" not in named:
        return False
    # A memorandum has all of them, with the day and no addresses.
    return dated or known or ruled or "date" not in named or _addressed(lines, roles)


def _answers(lines: Lines, roles: dict[str, int]) -> bool:
    """Whether a block without a sender is an answer's to an address: Notes' own mail copied."""
    subject = lines.bare[roles["subject"]].partition(":")[2]
    return "@" in lines.bare[roles["to"]] and subjects.is_reply(subject)


def _addressed(lines: Lines, roles: dict[str, int]) -> bool:
    """Whether the recipients are a program's: with an address, or in Notes' or Outlook's form."""
    to = lines.bare[roles["to"]] if "to" in roles else ""
    return "@" in to or "/" in to or ";" in to


def _sent(lines: Lines, roles: dict[str, int]) -> bool:
    """Whether the date is called the time of sending, as in no memorandum."""
    date = lines.bare[roles["date"]].strip("*_ ").lower()
    return date.startswith(("sent", "gesendet", "envoyé", "enviad", "inviato", "verzonden"))


def _dated(lines: Lines, roles: dict[str, int]) -> bool:
    """Whether the date has a time of day, or is called the time of sending."""
    return _sent(lines, roles) or re.search(_CLOCK, lines.bare[roles["date"]]) is not None


def goes_on(lines: Lines, j: int, role: str, folded: int, *, known: int) -> bool:
    """Whether line ``j`` goes on with the field above it: addresses go on for long.

    A label that is not ``known`` belongs to the block where the next line's label does, too.
    """
    line, before = lines.bare[j], lines.bare[j - 1]
    if j + 1 in lines.labels and known and not lines.quoted[j + 1] and re.match(FIELD, line):
        return True
    if role in {"to", "cc"}:
        if folded > _MOST_FOLDED:
            return False
        return "@" in line or ";" in line or before[-1:] in (",", ";", "<")
    if folded > (role == "from"):
        return False
    if role == "from":
        broken = max(before.rfind("<"), before.rfind("[")) > max(
            before.rfind(">"), before.rfind("]")
        )
        if (broken or line.startswith(("<", "["))) and "@" in line:
            return True
        # "On behalf of NAME" is broken anywhere; the date follows.
        return len(before) > _WRAPPED and lines.labels.get(j + 1) in {"date", "to"}
    if role == "other":
        return line[:1] == "<" or lines.raw[j][:1] in " \t"
    return role == "subject" and lines.raw[j][:1] in " \t" and len(before) > 40


def packed(line: str) -> set[str]:
    """The roles of the labels within a line: of a block whose lines a program joined."""
    roles: set[str] = set()
    for before in line[:_PACKED].split(": ")[1:-1]:
        words = before.split()
        found = (LABELS.get(" ".join(words[-n:]).lower()) for n in (1, 2))
        roles.update(role for role in found if role)
    return roles - {"from", "other"}
