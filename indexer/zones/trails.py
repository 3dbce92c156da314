"""Where quotes and copied messages stand: the second step of the cleaner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from indexer.zones import attribution, blocks, notes, prefixes
from indexer.zones.lines import is_forward

if TYPE_CHECKING:
    from collections.abc import Callable

    from indexer.model.bodies import ZoneKind
    from indexer.zones.blocks import Trail
    from indexer.zones.lines import Lines

_HEAD: Final = 8
_PROMPT: Final = ">>> "


class Sweep:
    """Goes down a body's lines once, marking quotes, and stops at each trail without marks."""

    def __init__(
        self,
        lines: Lines,
        kinds: list[ZoneKind],
        is_point: Callable[[int], bool],
        *,
        opening: bool = False,
    ) -> None:
        """``is_point`` says whether a copy at a line is the message's point: little is above.

        ``opening`` says that the message begins its conversation: nothing was said before that
        it could quote, so what is marked but attributed to nobody is the author's own choice.
        """
        self._lines = lines
        self._opening = opening
        self._is_point = is_point
        self._kinds = kinds
        self._events = sorted(
            {*lines.starts, *lines.labels, *lines.separators, *lines.colons, *lines.ends}.union(
                lines.trails, lines.columns, lines.foreign
            )
        )
        self._columns, self._foreign = set(lines.columns), set(lines.foreign)
        self._next = 0
        self._attributed = False

    def until_trail(self, floor: int, base: ZoneKind) -> Trail | None:
        """Mark quotes and attributions from line ``floor`` on, down to the next trail.

        Lines of text there get the kind ``base``. None where there is no more trail.
        """
        lines = self._lines
        # Line by line on the way down: each of many forwards would fill all that is below it.
        given: ZoneKind | None = base if base != "new" else None
        pos = above = filled = floor
        while self._next < len(self._events):
            i = self._events[self._next]
            self._next += 1
            if i < pos:
                continue
            end = self._quoted_to(i)
            if given:
                self._fill(filled, end, given)
                filled = end
            if lines.quoted[i]:
                self._quote(i, end, above)
                pos = above = end
            elif i in lines.ends and given == "forward":
                above = pos = i + 1
                given = "new"
            else:
                trail, pos = self._trail(i, above)
                if trail and self._marked(trail):
                    self._fill(trail.start, trail.body, "attribution")
                    self._attributed = True
                    pos = above = trail.body
                elif trail and (quote := self._forwarded_quote(trail)) >= 0:
                    pos = above = quote
                elif trail:
                    if given and not trail.forward:
                        self._fill(filled, trail.end if trail.end >= 0 else len(lines.bare), given)
                    return trail
            filled = max(filled, above)
        if given:
            self._fill(filled, len(lines.bare), given)
        return None

    def _quoted_to(self, i: int) -> int:
        """The line after line ``i``, or after the quote that begins there."""
        quoted = self._lines.quoted
        end = i + 1
        if quoted[i]:
            end = quoted.find(0, end)
        return end if end >= 0 else len(quoted)

    def _trail(self, i: int, floor: int) -> tuple[Trail | None, int]:
        lines = self._lines
        if i in lines.trails:
            return blocks.known(lines, i, floor), i + 1
        if i in lines.separators:
            return blocks.separated(lines, i, floor), i + 1
        if i in lines.labels:
            return blocks.block_at(lines, i, floor)
        if i in self._foreign and (foreign := blocks.foreign_at(lines, i, floor)):
            return foreign, i + 1
        if i in self._columns and (table := notes.table_at(lines, i, floor)):
            return blocks.Trail(*table, forward=False, header=True), i + 1
        if i in lines.colons:
            after = lines.next_said(i + 1)
            if after < 0 or not lines.quoted[after]:
                first = attribution.alone(lines, i, floor)
                if first >= 0:
                    end = prefixes.indented_to(lines, first, i + 1)
                    return blocks.Trail(first, i + 1, forward=False, header=False, end=end), i + 1
        return None, i + 1

    def _marked(self, trail: Trail) -> bool:
        """Whether the trail's text has quote marks: then it needs no end."""
        after = self._lines.next_said(trail.body, 5)
        return not trail.forward and after >= 0 and bool(self._lines.quoted[after])

    def _forwarded_quote(self, trail: Trail) -> int:
        """Mark the quote that a forward's announcement stands over; the line after it, or -1."""
        lines = self._lines
        end = lines.next_said(trail.body, 5)
        if not trail.forward or end < 0 or not lines.quoted[end]:
            return -1
        end = self._quoted_to(end)
        self._fill(trail.start, end, "forward")
        return end

    def _quote(self, i: int, end: int, floor: int) -> None:
        """Mark the quote from line ``i`` up to ``end``, and what is above it."""
        lines = self._lines
        first = attribution.above_quote(lines, i, floor)
        while first > floor and not lines.bare[first]:
            first += 1
        if self._opening and first >= 0 and not attribution.is_dated(lines, first, i):
            first = -1
        if first >= 0 and self._kinds[first] not in {"attribution", "quote"}:
            self._fill(first, i, "attribution")
            self._attributed = True
        elif not self._attributed and _is_prompt(lines, i, end):
            return
        kind: ZoneKind = "quote"
        head = lines.bare[i : min(end, i + _HEAD)]
        # Below an attribution it was passed on before: that is quoted with the rest.
        if first < 0 and is_forward(head, header=self._is_point(i)):
            kind = "forward"
        elif self._opening and not self._attributed:
            return
        self._fill(i, end, kind)

    def _fill(self, start: int, end: int, kind: ZoneKind) -> None:
        self._kinds[start:end] = [kind] * (end - start)


def _is_prompt(lines: Lines, start: int, end: int) -> bool:
    """Whether lines that look three times quoted are a Python session: all so, and none less."""
    return all(
        (line.startswith(_PROMPT) and not line.startswith(">>> >")) or line == ">>>"
        for line in lines.bare[start:end]
    )
