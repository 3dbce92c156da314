"""Which messages of a conversation stand in a line of their own, and for whom each line stands.

Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui import folds as folding, lineage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indexer import Entry
    from tui.folds import Folds, Shape
    from tui.heads import Look


@dataclass(frozen=True, slots=True)
class Item:
    """A message that has a line of its own, and for whom the line stands.

    ``head`` and ``body`` are the tree's lines left of it. ``covered`` are the entries of a folded
    branch, the message's own first, or of a group that is ``gathered``; elsewhere the message's
    alone.
    """

    entry: Entry
    covered: tuple[Entry, ...]
    head: str
    body: str
    open: bool
    folded: bool
    gathered: bool = False


def plan(entries: Sequence[Entry], shape: Shape, folds: Folds, look: Look) -> Iterator[Item]:
    """The messages in sight, in reading order, with the lines of :mod:`tui.lineage`."""
    seen = in_sight(shape, folds)
    drawn = lineage.lines(shape, seen, look.glyphs, look.levels)
    for (at, end), lines in zip(seen, drawn, strict=True):
        entry = entries[at]
        group = folding.gathered_in(folds, shape, entry.id) is not None
        folded = group or (entry.id in folds.closed and end > at + 1)
        yield Item(
            entry,
            tuple(entries[at:end]) if folded else (entry,),
            lines.head,
            lines.body,
            entry.id in folds.open and not folded,
            folded,
            group,
        )


def in_sight(shape: Shape, folds: Folds) -> list[tuple[int, int]]:
    """The places of messages in sight; with each, the place after its subtree or its group."""
    seen: list[tuple[int, int]] = []
    at = 0
    while at < len(shape.ids):
        message = shape.ids[at]
        group = folding.gathered_in(folds, shape, message)
        end = at + len(group.ids) if group else shape.ends[at]
        seen.append((at, end))
        at = end if group or message in folds.closed else at + 1
    return seen
