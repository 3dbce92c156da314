"""Finding words in what is on a conversation's rows. Pure.

Case is ignored, and a phrase is found where it is broken over rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui.bodies import Digest
    from tui.layout import Row


@dataclass(frozen=True, slots=True)
class Found:
    """Messages with the words, in reading order, and how often each has them."""

    words: str
    hits: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(n for _message, n in self.hits)

    def before(self, message: str, nth: int) -> int:
        """How many come before the ``nth`` in a message."""
        total = 0
        for one, n in self.hits:
            if one == message:
                break
            total += n
        return total + nth

    def step(self, at: tuple[str, int] | None, by: int, ids: Sequence[str]) -> tuple[str, int]:
        """The hit after or before one, round the ends; the first at or after ``ids[0]`` for None.

        LookupError where there is none.
        """
        if not self.hits:
            raise LookupError(self.words)
        places = {message: place for place, (message, _n) in enumerate(self.hits)}
        if at is None or at[0] not in places:
            first = next((i for i in ids if i in places), self.hits[0][0])
            return first, 0
        place, nth = places[at[0]], at[1] + by
        if 0 <= nth < self.hits[place][1]:
            return at[0], nth
        message, n = self.hits[(place + by) % len(self.hits)]
        return message, 0 if by > 0 else n - 1


def folded_case(text: str) -> str:
    """Text as it is compared: lower case, as many characters as it has."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower()[:1] or c for c in text)


def find(words: str, ids: Sequence[str], digests: Mapping[str, Digest]) -> Found:
    """Where words stand in the clean text of messages."""
    wanted = folded_case(" ".join(words.split()))
    if not wanted:
        return Found("", ())
    counts = (
        (i, folded_case(" ".join(digests[i].clean.split())).count(wanted))
        for i in ids
        if i in digests
    )
    return Found(wanted, tuple((i, n) for i, n in counts if n))


def spans(words: str, rows: Sequence[Row]) -> dict[int, list[tuple[int, int, int]]]:
    """Where words stand on the rows of one message that its author wrote.

    By row: begin and end in the row's text, and which one of the message's hits it is. A word that
    was itself broken in two, for being wider than the window, is not seen to be one.
    """
    if not words:
        return {}
    whole: list[str] = []
    origin: list[tuple[int, int]] = []
    for at, row in enumerate(rows):
        if not row.said or (row.stop is not None and row.words is None):
            continue
        at_words = len(row.spans) - 1 if row.words is None else row.words
        lead = sum(len(span.text) for span in row.spans[:at_words])
        text = "".join(span.text for span in row.spans[: at_words + 1])
        blank = True
        for place in range(lead, len(text)):
            if not text[place].isspace():
                blank = False
            elif blank or text[place - 1].isspace():
                continue
            whole.append(text[place])
            origin.append((at, place))
        if whole and not whole[-1].isspace():
            whole.append(" ")
            origin.append((at, len(text)))
    line = folded_case("".join(whole))
    made: dict[int, list[tuple[int, int, int]]] = {}
    begin, nth = line.find(words), 0
    while begin >= 0:
        end = begin + len(words)
        for at, run in groupby(origin[begin:end], key=itemgetter(0)):
            places = [place for _at, place in run]
            made.setdefault(at, []).append((places[0], places[-1] + 1, nth))
        nth += 1
        begin = line.find(words, end)
    return made
