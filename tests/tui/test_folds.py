"""Folding is steps between values: each keeps to the tree, and none loses a message."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given

from tests.tui import trees
from tests.tui.trees import chain, entry, fan, tree
from tui import folds, unread
from tui.folds import Folds, shape

if TYPE_CHECKING:
    from indexer import Entry


def ids(*numbers: int) -> frozenset[str]:
    return frozenset(f"m{n}@x.example" for n in numbers)


def one(number: int) -> str:
    return f"m{number}@x.example"


#  0 ─┬ 1 ─ 2
#     └ 3
TREE = tree([None, 0, 1, 0])
SHAPE = shape(TREE)


@given(trees.trees())
def test_a_subtree_is_a_run_of_its_message_and_what_answers_it(entries: tuple[Entry, ...]) -> None:
    made = shape(entries)
    below: dict[str, set[str]] = {one.id: {one.id} for one in entries}
    for each in reversed(entries):
        if each.parent:
            below[each.parent] |= below[each.id]
    for at, each in enumerate(entries):
        assert set(made.subtree(at)) == below[each.id]
    assert sum(made.fans) == sum(parent >= 0 for parent in made.parents)


def test_a_parent_that_is_not_on_the_way_makes_a_root() -> None:
    entries = (entry(0), entry(1, 7), entry(2, 0), entry(3, 3))
    assert shape(entries).parents == (-1, -1, -1, -1)


def test_a_chain_of_thousands_has_a_shape() -> None:
    made = shape(chain(20_000))
    assert made.ends[0] == 20_000
    assert made.parents[-1] == 19_998


def test_a_conversation_opens_with_what_is_new() -> None:
    new = tuple(replace(e, tags=("unread",)) if e.id in ids(2, 3) else e for e in TREE)
    assert folds.first(new) == (Folds(open=ids(2, 3), brief=ids(2, 3)), one(2))
    newest = tuple(replace(e, date=10**10) if e.id == one(1) else e for e in TREE)
    assert folds.first(newest) == (Folds(open=ids(1)), one(1))
    assert folds.first(()) == (Folds(), "")


def test_closing_folds_a_branch_then_the_one_around_it() -> None:
    once = folds.closed(Folds(), SHAPE, one(1))
    assert once.closed == ids(1)
    assert folds.covered(once, SHAPE, one(1)) == (one(1), one(2))
    assert folds.ancestor_in_sight(once, SHAPE, one(2)) == one(1)
    twice = folds.closed(once, SHAPE, one(1))
    assert twice.closed == ids(0, 1)
    assert folds.covered(twice, SHAPE, one(0)) == SHAPE.ids
    assert folds.ancestor_in_sight(twice, SHAPE, one(2)) == one(0)


def test_closing_a_message_that_nobody_answered_folds_its_text_first() -> None:
    once = folds.closed(Folds(open=ids(3)), SHAPE, one(3))
    assert once == Folds()
    assert folds.closed(once, SHAPE, one(3)).closed == ids(0)


def test_opening_unfolds_the_branch_then_the_texts_in_it() -> None:
    once = folds.opened(Folds(closed=ids(1)), SHAPE, one(1))
    assert once == Folds()
    assert folds.opened(once, SHAPE, one(1)).open == ids(1, 2)


def test_all_is_folded_to_lines_then_to_branches_and_unfolded_again() -> None:
    every = folds.all_open(Folds(), SHAPE)
    assert every.open == frozenset(SHAPE.ids)
    lines = folds.all_closed(every, SHAPE)
    assert lines == Folds()
    branches = folds.all_closed(lines, SHAPE)
    assert branches.closed == ids(1)
    assert folds.all_open(branches, SHAPE) == every
    wide = shape(fan(9))
    assert folds.all_closed(Folds(), wide).closed == frozenset()


def test_a_jump_opens_every_fold_around_its_message() -> None:
    assert folds.revealed(Folds(closed=ids(0, 1, 3)), SHAPE, one(2)).closed == ids(3)


def test_hidden_runs_unfold_and_fold_together() -> None:
    once = folds.with_hidden(Folds(), one(0), (0, 1))
    assert once.shown == {(one(0), 0), (one(0), 1)}
    assert folds.with_hidden(once, one(0), (0, 1)) == Folds()
    partly = folds.with_hidden(Folds(shown=frozenset(((one(0), 0),))), one(0), (0, 1))
    assert partly == once


def test_moving_on_reads_only_what_was_seen() -> None:
    new = ids(0, 1)
    start = unread.Reading()
    assert unread.leave(start, ids(0), new) == frozenset()
    seen = unread.saw(start, ids(0, 3))
    assert unread.leave(seen, ids(0), new) == ids(0)
    assert unread.leave(seen, ids(3), new) == frozenset(), "it was read before"
    assert unread.leave_all(seen, new) == ids(0)
    counted = unread.counted(unread.keep(seen, ids(3)), ids(1, 2, 3))
    assert unread.leave(counted, ids(1, 2, 3), ids(1, 3)) == ids(1), "3 was marked by hand"


def test_what_was_marked_unread_stays_until_one_comes_back() -> None:
    kept = unread.keep(unread.saw(unread.Reading(), ids(0, 1)), ids(0))
    assert unread.leave_all(unread.saw(kept, ids(0, 1)), ids(0, 1)) == ids(1)
    back = unread.arrive(kept, one(0))
    assert unread.leave_all(unread.saw(back, ids(0)), ids(0)) == ids(0)
