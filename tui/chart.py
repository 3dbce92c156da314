"""A chart of months as bars of block characters, in any width and height. Pure.

Two rows of bars that share their months need no library of plotting: they are drawn of the same
signs as everything else, in ASCII too, and cost nothing to load.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.words import MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer import Month
    from tui.glyphs import Glyphs

WIDEST = 4
"""Cells that a month takes at most, the gap after it included."""


@dataclass(frozen=True, slots=True)
class Axis:
    """The months of a chart, the oldest first, and how many cells each takes."""

    months: tuple[tuple[int, int], ...]
    step: int

    @property
    def bar(self) -> int:
        """Cells across that a bar has."""
        return max(1, self.step - 1)


def axis(months: Sequence[Month], today: tuple[int, int], width: int) -> Axis:
    """All months from the first with a message to this one, as many of the newest as fit.

    A month after this one, which only a wrong clock makes, is left out unless there is no other.
    """
    when = [(month.year, month.month) for month in months]
    known = [one for one in when if one <= today]
    if not when or width < 1:
        return Axis((), 1)
    first, last = (known[0], today) if known else (when[0], when[-1])
    count = _nth(last) - _nth(first) + 1
    step = max(1, min(WIDEST, width // count))
    kept = min(count, width // step)
    return Axis(tuple(_month(_nth(last) - n) for n in reversed(range(kept))), step)


def _nth(month: tuple[int, int]) -> int:
    return month[0] * 12 + month[1] - 1


def _month(nth: int) -> tuple[int, int]:
    return nth // 12, nth % 12 + 1


def bars(counts: Sequence[int], along: Axis, height: int, signs: Glyphs) -> list[str]:
    """Bars over the months of an axis, line by line from the top.

    The highest is as high as there is room for; any count at all is seen.
    """
    levels = signs.bars if signs.utf8 else ".:#"
    steps, top = len(levels), max(counts, default=0)
    filled = [-(-n * height * steps // top) if n > 0 else 0 for n in counts]
    lines = []
    for line in reversed(range(height)):
        cells = [max(0, min(steps, one - line * steps)) for one in filled]
        pieces = [(levels[one - 1] if one else " ") * along.bar for one in cells]
        lines.append((" " * (along.step - along.bar)).join(pieces))
    return lines


def labels(along: Axis) -> str:
    """What stands under the bars: years where they begin, months as far as there is room."""
    line = [" "] * (len(along.months) * along.step)
    years = [(at, str(y)) for at, (y, m) in enumerate(along.months) if m == 1 or at == 0]
    if along.months:
        year, month = along.months[0]
        if month != 1:
            years[0] = (0, f"{MONTHS[month - 1]} {year}")
    quarters = [(at, MONTHS[m - 1]) for at, (_, m) in enumerate(along.months) if m % 3 == 1]
    every = [(at, MONTHS[m - 1]) for at, (_, m) in enumerate(along.months)]
    # The first label gives way to the first January, which says the year more plainly.
    for at, text in [*years[1:], *years[:1], *quarters, *every]:
        start, end = at * along.step, at * along.step + len(text)
        around = line[max(0, start - 1) : end + 1]
        if end <= len(line) and all(sign == " " for sign in around):
            line[start:end] = text
    return "".join(line).rstrip()
