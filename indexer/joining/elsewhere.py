"""Whether a quoted text is known, as a message that is here or as a part of one.

What is asked is more than whether a message may be taken for the quote's: any likeness counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from indexer.joining import fingerprints, judge, keys, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from indexer.joining.library import Library
    from indexer.joining.trail import Quote
    from indexer.joining.values import Letter
    from indexer.model import Zone

_SHARED: Final = 2
_COVER: Final = 0.25
_LOSSY: Final = 0.5
_LONG: Final = 24
_SAME: Final = 0.3


class Known:
    """All messages that are here; those of the conversation can be read whole."""

    def __init__(
        self,
        library: Library,
        members: Sequence[Letter],
        zones: Callable[[str], Sequence[Zone]],
    ) -> None:
        self._library = library
        # Of long texts few fingerprints are kept: a short quote from one may hold none of them.
        self._long = [one for one in members if 0 < one.said.density < _LOSSY]
        self._zones = zones
        self._read: dict[str, frozenset[tuple[str, ...]]] = {}

    def has(self, letter: Letter, number: int, quote: Quote) -> bool:
        """Whether what ``letter`` quotes under that number may be of a message that is here.

        ``letter.citations`` are those of its trail.
        """
        if self._common(quote):
            return True
        for other in judge.candidates(letter, number, self._library):
            if other.id == letter.id:
                continue
            match = quoted.match(letter, number, other)
            if match.holds(nearest=True) or (match.author > 0 and match.time == 2):
                return True
            if match.shared >= _SHARED and match.cover >= _COVER:
                return True
            if match.author > 0 and match.subject and match.time == 1 and not quote.minutes:
                return True
        return self._within(letter, quote)

    def answered(self, letter: Letter, number: int) -> Letter | None:
        """The message that is what ``letter`` quotes under that number, where that is sure."""
        best: tuple[float, int, str] | None = None
        for other in judge.candidates(letter, number, self._library):
            if not judge.may_answer(letter, other):
                continue
            match = quoted.match(letter, number, other)
            if match.holds(nearest=False):
                rank = (round(match.rank, 1), other.date, other.id)
                best = max(best, rank) if best else rank
        return self._library.letter(best[2]) if best else None

    def _common(self, quote: Quote) -> bool:
        """Whether it is mostly what so many wrote that they are not told apart by it."""
        most = judge.COMMON[keys.TEXT]
        marks = quote.print.marks
        many = sum(self._library.count(keys.TEXT, mark, most + 1) > most for mark in marks)
        return 2 * many >= len(marks)

    def _within(self, letter: Letter, quote: Quote) -> bool:
        """Whether a part of it stands in a long message of the conversation."""
        since = letter.date + judge.AHEAD
        older = [one for one in self._long if one.date < since and one.id != letter.id]
        if not older:
            return False
        grams = _grams(quote.text)
        return any(len(grams & self._grams_of(one)) >= _SAME * len(grams) for one in older[-_LONG:])

    def _grams_of(self, letter: Letter) -> frozenset[tuple[str, ...]]:
        if letter.id not in self._read:
            new = "\n".join(z.text for z in self._zones(letter.id) if z.kind == "new")
            self._read[letter.id] = _grams(new)
        return self._read[letter.id]


def _grams(text: str) -> frozenset[tuple[str, ...]]:
    said = fingerprints.words(text)
    return frozenset(zip(*(said[n:] for n in range(fingerprints.GRAM)), strict=False))
