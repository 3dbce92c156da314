"""Footnotes below a text that refers to them: ``[1] https://…`` is text, no signature's link.

Both are marked alike: ``[1]``, ``[*]``, ``(1)``, ``^1`` or a raised figure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from indexer.zones.contacts import has_link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.zones.runs import Run

_RAISED: Final = "¹²³⁴⁵⁶⁷⁸⁹⁰"
_FIRST: Final = frozenset(f"[(^{_RAISED}")
_MARK: Final = re.compile(
    rf"\[(?:\d{{1,3}}|\*{{1,3}})\]|\(\d{{1,2}}\)|\^\d{{1,2}}(?!\d)|[{_RAISED}]{{1,2}}"
)
_NOTE: Final = re.compile(rf"({_MARK.pattern})[\s:.?]*[^\s:.?]")
_FAR: Final = 500


def skip_footnotes(run: Run) -> None:
    """Leave the footnotes that end a run as they are, and go on above."""
    while run:
        at = run.paragraph()
        first = next((i for i in range(at, run.end) if _is_note(run.bare[i])), -1)
        if first < 0 or not _all_notes(run, first) or not _referred(run, range(first, run.end)):
            return
        run.leave(first)


def below_footnotes(run: Run, at: int) -> int:
    """Line ``at``, or the one below the last footnote that stands between it and the run's end."""
    notes = [i for i in range(at, run.end) if _is_note(run.bare[i])]
    if not notes or not _referred(run, notes):
        return at
    return notes[-1] + 1


def _is_note(line: str) -> bool:
    return line[:1] in _FIRST and _NOTE.match(line) is not None


def _all_notes(run: Run, first: int) -> bool:
    """Whether the lines from ``first`` on are footnotes, each broken into two lines at most."""
    return all(
        _is_note(run.bare[i]) or _is_note(run.bare[i - 1]) for i in range(first + 1, run.end)
    )


def _referred(run: Run, notes: Iterable[int]) -> bool:
    """Whether the text above refers to one of the footnotes at some lines."""
    found = [(i, match[1]) for i in notes if (match := _NOTE.match(run.bare[i]))]
    top = found[0][0]
    above = {
        mark[0]
        for line in run.bare[max(0, top - _FAR) : top]
        for mark in _MARK.finditer(line)
        if mark.start() or not has_link(line)
    }
    return any(name in above for _, name in found)
