"""Series of patches as ``git format-patch`` numbers them: ``[PATCH net v2 3/7] subject``. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_LEADING: Final = re.compile(r"(?:\s*\[[^][]{1,80}\]){1,4}")
_BRACKET: Final = re.compile(r"\[([^][]{1,80})\]")
_NUMBER: Final = re.compile(r"(?<![\d.])(\d{1,4})\s?/\s?(\d{1,4})(?![\d.])")
_PATCH: Final = re.compile(r"\b(?:patch|pull|rfc)", re.IGNORECASE)
_SENT: Final = re.compile(r"(\d{10,14}[.-]\d{1,9})-(\d{1,4})-")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A message's place in its series: ``label`` is what else its brackets say, lower case."""

    label: str
    number: int
    total: int

    def follows(self, other: Numbered) -> bool:
        """Whether ``other`` is the cover letter of the same series, or its first patch."""
        same = (self.label, self.total) == (other.label, other.total)
        return same and other.number < min(self.number, 2)


def numbered(subject: str) -> Numbered | None:
    """The place that a subject states; None for an answer and for anything without a number."""
    leading = _LEADING.match(subject)
    if not leading or not _PATCH.search(leading[0]):
        return None
    for bracket in _BRACKET.findall(leading[0]):
        place = _NUMBER.search(bracket)
        if place and int(place[1]) <= int(place[2]):
            rest = f"{bracket[: place.start()]} {bracket[place.end() :]}".casefold().split()
            label = " ".join(word for word in rest if word != "rfc")
            return Numbered(label, int(place[1]), int(place[2]))
    return None


def is_patch(subject: str) -> bool:
    """Whether a subject begins with brackets that say it is a patch, or asks to pull some."""
    leading = _LEADING.match(subject)
    return leading is not None and _PATCH.search(leading[0]) is not None


def sent(message: str) -> tuple[str, int] | None:
    """The batch of ``git send-email`` that a Message-ID is of, and its number in that."""
    found = _SENT.match(message)
    return (found[1], int(found[2])) if found else None


def begins(subject: str, message: str) -> bool:
    """Whether a message may be what the patches of a series answer: a cover letter, or the first.

    What ``git send-email`` sent first may be a cover letter without a number.
    """
    place, batch = numbered(subject), sent(message)
    return (place is not None and place.number < 2) or (batch is not None and batch[1] < 2)
