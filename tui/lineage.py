"""The tree's lines left of messages: whom each hangs below, in a few cells at any depth. Pure.

A column stands where the tree branches: below a message that has several answers, and beside
first messages of which there are several. A chain of any length stays in its column. Of more
columns than there is room for only the innermost are drawn; before them stands how many are not.
So each message's parent can be told from the lines alone, row by row: a column that begins hangs
below the row before it, one that goes on belongs to the answers above it, and where none begins,
the message answers the row before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tui.folds import Shape
    from tui.glyphs import Glyphs


COLUMN = 2
"""Cells of a column."""


class Lines(NamedTuple):
    """What stands left of a message's first row, and of its other ones."""

    head: str
    body: str


def lines(
    shape: Shape, seen: Sequence[tuple[int, int]], signs: Glyphs, levels: int
) -> Iterator[Lines]:
    """The lines of messages in sight, at most ``levels`` columns of them.

    ``seen`` are their places in reading order, each with the place after all that its row stands
    for. What answers a message that is not in sight hangs below the next one above that is.
    """
    parents = _parents(shape, seen)
    several = sum(parent < 0 for parent in parents.values()) > 1
    depths, deepest = _depths(shape, parents, several=several)
    kept = _kept(deepest, levels)
    blank = " " * (levels > 1)
    size = max(COLUMN * (levels - kept), len(_mark(deepest - kept, signs) + blank))
    trunk, gap = signs.trunk + " ", " " * COLUMN
    bodies: dict[int, str] = {}
    for nth, (at, end) in enumerate(seen):
        parent = parents[at]
        body = head = bodies[parent] if parent >= 0 else ""
        if shape.fans[parent] > 1 if parent >= 0 else several:
            goes_on = end < (shape.ends[parent] if parent >= 0 else len(shape.ids))
            sign = (signs.branch if goes_on else signs.corner) if nth else signs.top
            head = (body + sign + signs.arm)[-COLUMN * levels :]
            body = (body + (trunk if goes_on else gap))[-COLUMN * levels :]
        bodies[at] = body
        if depths[at] > levels:
            room = -COLUMN * kept
            mark = (_mark(depths[at] - kept, signs) + blank).rjust(size)
            head, body = mark + head[room:], " " * size + body[room:]
        yield Lines(head, body)


def _parents(shape: Shape, seen: Sequence[tuple[int, int]]) -> dict[int, int]:
    """What each message in sight hangs below, by their places; below nothing is -1."""
    found: dict[int, int] = {}
    for at, _end in seen:
        parent = shape.parents[at]
        while parent >= 0 and parent not in found:
            parent = shape.parents[parent]
        found[at] = parent
    return found


def _depths(
    shape: Shape, parents: Mapping[int, int], *, several: bool
) -> tuple[dict[int, int], int]:
    """How many columns each message has, by its place, and the most that one has."""
    depths: dict[int, int] = {}
    for at, parent in parents.items():
        if parent < 0:
            depths[at] = int(several)
        else:
            depths[at] = depths[parent] + (shape.fans[parent] > 1)
    return depths, max(depths.values(), default=0)


def _kept(deepest: int, levels: int) -> int:
    """How many columns are drawn beside the mark, which takes the room of some."""
    if deepest <= levels:
        return levels
    return max(1, levels - (len(str(deepest)) + 1 + COLUMN) // COLUMN)


def _mark(left_out: int, signs: Glyphs) -> str:
    return f"{left_out}{signs.deeper}"
