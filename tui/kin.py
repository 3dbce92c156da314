"""What a message answers, and the answers beside it, by the lines that are in sight. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui import folds as folding

if TYPE_CHECKING:
    from tui.folds import Folds, Shape


def parent(shape: Shape, message: str) -> str | None:
    """The message that one answers; None for a first message."""
    at = shape.parents[shape.places[message]]
    return shape.ids[at] if at >= 0 else None


def sibling(folds: Folds, shape: Shape, message: str, step: int) -> str | None:
    """The line of the next answer to the same message, or with ``step`` -1 of the one before.

    First messages are beside one another. Where a group stands in one row, that is one line; where
    there is no further answer, None.
    """
    group = folding.gathered_in(folds, shape, message)
    at = shape.places[group.ids[0] if group else message]
    above = shape.parents[at]
    if step < 0:
        before = at - 1
        if before < 0 or before == above:
            return None
        while shape.parents[before] != above:
            before = shape.parents[before]
        return folding.ancestor_in_sight(folds, shape, shape.ids[before])
    after = at + len(group.ids) if group else shape.ends[at]
    end = shape.ends[above] if above >= 0 else len(shape.ids)
    return shape.ids[after] if after < end else None


def ending(folds: Folds, shape: Shape, message: str, step: int) -> str:
    """Why there is no further line: ``the last answer``, ``the only answer``."""
    alone = sibling(folds, shape, message, -step) is None
    first = parent(shape, message) is None
    if alone and first:
        return "there is one first message"
    which = "only" if alone else "first" if step < 0 else "last"
    return f"the {which} answer" if not first else f"the {which} of the first messages"
