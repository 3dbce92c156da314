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
    from indexer.joining.writers import Writer
    from indexer.model.bodies import Zone

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
        self._authors = {one.address.casefold() for one in members}
        # Of long texts few fingerprints are kept: a short quote from one may hold none of them.
        self._long = [one for one in members if 0 < one.said.density < _LOSSY]
        self._zones = zones
        self._read: dict[str, frozenset[tuple[str, ...]]] = {}

    def names(self, writer: Writer) -> bool:
        """Whether it is somebody: an address alone may be a list's, or a program's."""
        return bool(writer.name) or writer.address in self._authors - {""}

    def has(self, letter: Letter, number: int, quote: Quote, *, missing: bool) -> bool:
        """Whether what ``letter`` quotes under that number may be of a message that is here.

        ``letter.citations`` are those of its trail. Where a header says that it is of one that is
        ``missing``, what was written at another time than the quote says is
        likeness alone, as of the versions of a patch.
        """
        if self._common(quote):
            return True
        for other in judge.candidates(letter, number, self._library):
            if other.id == letter.id:
                continue
            match = quoted.match(letter, number, other)
            if match.holds(nearest=True) or (match.author > 0 and match.time == 2):
                return True
            other_time = missing and quote.minutes and match.time < 0
            if match.shared >= _SHARED and match.cover >= _COVER and not other_time:
                return True
            if match.author > 0 and match.subject and match.time == 1 and not quote.minutes:
                return True
        return self._within(letter, number, quote, missing=missing)

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

    def _within(self, letter: Letter, number: int, quote: Quote, *, missing: bool) -> bool:
        """Whether a part of it stands in a long message of the conversation."""
        since = letter.date + judge.AHEAD
        older = [one for one in self._long if one.date < since and one.id != letter.id]
        if missing and quote.minutes:
            older = [one for one in older if quoted.time(letter, number, one) >= 0]
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
