"""Walking from answer to answer, and up, by the lines in sight."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given, settings

from tests.tui import trees
from tests.tui.trees import tree
from tui import kin
from tui.folds import Folds, Group, ancestor_in_sight, shape
from tui.outline import in_sight

if TYPE_CHECKING:
    from indexer import Entry
    from tui.heads import Look


@settings(deadline=None, max_examples=80)
@given(trees.scenes())
def test_siblings_are_the_lines_in_sight_below_the_same_message(
    scene: tuple[tuple[Entry, ...], Folds, object, Look],
) -> None:
    entries, folds, _bodies, _look = scene
    made = shape(entries)
    rows: dict[int, list[str]] = {}
    for at, _end in in_sight(made, folds):
        rows.setdefault(made.parents[at], []).append(made.ids[at])
    for parent, ids in rows.items():
        for one in ids:
            assert kin.parent(made, one) == (made.ids[parent] if parent >= 0 else None)
        for one, other in pairwise(ids):
            assert kin.sibling(folds, made, one, 1) == other
            assert kin.sibling(folds, made, other, -1) == one
        assert kin.sibling(folds, made, ids[0], -1) is None
        assert kin.sibling(folds, made, ids[-1], 1) is None


def test_a_group_in_one_row_is_one_line_on_the_way() -> None:
    ids = [entry.id for entry in tree([None, 0, 0, 0, 0])]
    made = shape(tree([None, 0, 0, 0, 0]), (Group("chat", (ids[2], ids[3])),))
    folds = Folds()
    assert kin.sibling(folds, made, ids[1], 1) == ids[2]
    assert kin.sibling(folds, made, ids[2], 1) == ids[4]
    assert kin.sibling(folds, made, ids[4], -1) == ids[2] == ancestor_in_sight(folds, made, ids[3])
    parted = Folds(parted=frozenset(("chat",)))
    assert kin.sibling(parted, made, ids[2], 1) == ids[3]


def test_where_there_is_none_it_says_so() -> None:
    entries = tree([None, 0, 1, 1])
    made, (first, only, one, other) = shape(entries), (entry.id for entry in entries)
    folds = Folds()
    assert kin.ending(folds, made, first, 1) == "there is one first message"
    assert kin.ending(folds, made, only, -1) == "the only answer"
    assert kin.ending(folds, made, one, -1) == "the first answer"
    assert kin.ending(folds, made, other, 1) == "the last answer"
    several = shape(tree([None, None]))
    assert kin.ending(folds, several, several.ids[1], 1) == "the last of the first messages"
