"""A run of written lines between hidden ones, which is searched from its ends."""

from __future__ import annotations

from bisect import bisect_left
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from indexer.zones.lines import is_rule

if TYPE_CHECKING:
    from indexer.model.bodies import ZoneKind
    from indexer.zones.lines import Lines

_PARAGRAPH: Final = 60
_NEAR: Final = 4
_DASHES: Final = frozenset(("—", "–", "――"))


class Run:
    """The lines of a run that are not yet marked: from ``start`` up to ``end``.

    ``bare`` are the body's stripped lines. The last line of a run is never blank.
    """

    def __init__(self, lines: Lines, kinds: list[ZoneKind], start: int, end: int) -> None:
        self.lines = lines
        self.bare = lines.bare
        self.start = start
        self.end = end
        self._kinds = kinds
        self._trim()

    def __bool__(self) -> bool:
        return self.start < self.end

    def cut(self, at: int, kind: ZoneKind) -> None:
        """Mark the lines from ``at`` on, and the rule that divides them from the text."""
        self._kinds[at : self.end] = [kind] * (self.end - at)
        self.end = at
        self._trim()
        i = self.end - 1
        if i > self.start and (self.is_dash(i) or is_rule(self.bare[i])):
            self._kinds[i:at] = [kind] * (at - i)
            self.end = i
            self._trim()

    def cut_top(self, stop: int, kind: ZoneKind) -> None:
        """Mark the lines before ``stop``."""
        self._kinds[self.start : stop] = [kind] * (stop - self.start)
        self.start = stop

    def mark(self, at: int, stop: int, kind: ZoneKind) -> None:
        """Mark lines within the run, which goes on around them."""
        self._kinds[at:stop] = [kind] * (stop - at)

    def leave(self, at: int) -> None:
        """Leave the lines from ``at`` on as they are, and go on above."""
        self.end = at
        self._trim()

    def paragraph(self, end: int = -1) -> int:
        """Where the paragraph begins that ends at ``end``, or what of it is near enough."""
        i = self.end if end < 0 else end
        top = max(self.start, i - _PARAGRAPH)
        while i > top and self.bare[i - 1]:
            i -= 1
        return i

    def above(self, at: int) -> int:
        """Where the paragraph above the one from line ``at`` on begins, or -1."""
        while at > self.start and not self.bare[at - 1]:
            at -= 1
        return self.paragraph(at) if at > self.start else -1

    def below(self) -> str:
        """The kind of what is said next below the run, where that is near."""
        i = self.end
        while i < len(self.bare) and not self.bare[i] and i < self.end + _NEAR:
            i += 1
        return self._kinds[i] if i < len(self.bare) and self.bare[i] else ""

    def text(self, at: int, stop: int = -1) -> str:
        """The paragraph from line ``at`` on, on one line."""
        return " ".join(takewhile(bool, self.bare[at : self.end if stop < 0 else stop]))

    def is_dash(self, i: int) -> bool:
        """Whether line ``i`` is a signature's ``--``, or what programs make of it."""
        return i in self.lines.dashes or self.bare[i] in _DASHES

    def may_divide(self, reach: int) -> bool:
        """Whether a rule or a signature's dashes are among the ``reach`` lines above the end."""
        dividers = self.lines.dividers
        at = bisect_left(dividers, self.end - reach)
        return at < len(dividers) and dividers[at] < self.end

    def skip_blank(self) -> None:
        """Begin at the first line that says something."""
        while self.start < self.end and not self.bare[self.start]:
            self.start += 1

    def _trim(self) -> None:
        while self.end > self.start and not self.bare[self.end - 1]:
            self.end -= 1
