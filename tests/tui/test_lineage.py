"""Who answers whom can be told from the lines at the left alone, at any depth and width."""

from __future__ import annotations

import re
import time
from datetime import UTC
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings, strategies as st

from tests.tui import trees
from tests.tui.trees import NOW, chain, fan, tree, zipper
from tui.folds import Folds, Group, shape
from tui.glyphs import ASCII, UTF8
from tui.heads import Look
from tui.layout import layout
from tui.lineage import COLUMN
from tui.outline import Item, plan
from tui.wrap import cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer import Entry
    from tui.glyphs import Glyphs


NONE = Folds()


def look(width: int = 80, signs: Glyphs = UTF8) -> Look:
    return Look(width, NOW, UTC, signs, "Gritting")


def heads(entries: Sequence[Entry], width: int = 80, folds: Folds = NONE) -> list[str]:
    return [item.head.rstrip() for item in plan(entries, shape(entries), folds, look(width))]


def told(items: Sequence[Item], signs: Glyphs) -> dict[str, str | None]:
    """The parents that a reader makes out, who sees the lines of rows and no more."""
    found: dict[str, str | None] = {}
    open_: dict[int, str | None] = {}
    before: str | None = None
    ends = {signs.branch + signs.arm: True, signs.top + signs.arm: True}
    ends[signs.corner + signs.arm] = False
    for item in items:
        mark = re.match(rf" *(\d+){signs.deeper} ?", item.head)
        drawn = item.head[mark.end() :] if mark else item.head
        depth = len(drawn) // COLUMN + (int(mark[1]) if mark else 0)
        last = drawn[-COLUMN:]
        if last in ends:
            found[item.entry.id] = open_.get(depth, before)
            if ends[last]:
                open_[depth] = found[item.entry.id]
            else:
                open_.pop(depth, None)
        else:
            found[item.entry.id] = before
        before = item.entry.id
    return found


@st.composite
def forests(draw: st.DrawFn) -> tuple[Entry, ...]:
    """Trees that are deep and branch often."""
    size = draw(st.integers(1, 60))
    near = draw(st.integers(1, 3))
    roots = draw(st.integers(1, 3))
    parents: list[int | None] = [None] * min(roots, size)
    while len(parents) < size:
        parents.append(max(0, len(parents) - draw(st.integers(1, near))))
    return tree(parents)


@settings(deadline=None, max_examples=150)
@given(forests(), st.integers(10, 130), st.sampled_from((UTF8, ASCII)))
def test_parents_can_be_told_from_the_lines_alone(
    entries: tuple[Entry, ...], width: int, signs: Glyphs
) -> None:
    at = look(width, signs)
    items = list(plan(entries, shape(entries), Folds(), at))
    assert [item.entry for item in items] == list(entries)
    assert told(items, signs) == {one.id: one.parent for one in entries}
    room = COLUMN * at.levels + 4
    assert all(cells(item.head) == cells(item.body) <= room for item in items)
    assert all(item.head.isascii() for item in items) or signs is UTF8


@settings(deadline=None, max_examples=60)
@given(trees.scenes())
def test_folded_too(scene: tuple[tuple[Entry, ...], Folds, object, Look]) -> None:
    entries, folds, _bodies, at = scene
    items = list(plan(entries, shape(entries), folds, at))
    assert [one for item in items for one in item.covered] == list(entries)
    assert told(items, at.glyphs) == {item.entry.id: item.entry.parent for item in items}


def test_only_where_it_branches_there_is_a_column() -> None:
    #  0 ─┬ 1 ─ 2 ─┬ 3
    #     │        └ 4 ─ 5
    #     └ 6
    assert heads(tree([None, 0, 1, 2, 2, 4, 0])) == ["", "├", "│", "│ ├", "│ └", "│", "└"]


def test_first_messages_stand_side_by_side() -> None:
    assert heads(tree([None, 0, None, 2, None])) == ["┌", "│", "├", "│", "└"]
    assert heads(tree([None])) == [""]


def test_a_folded_branch_keeps_its_place() -> None:
    entries = tree([None, 0, 1, 2, 2, 0])
    folds = Folds(closed=frozenset((entries[1].id,)))
    assert heads(entries, folds=folds) == ["", "├", "└"]
    group = Group("chat", (entries[3].id, entries[4].id))
    items = list(plan(entries, shape(entries, (group,)), Folds(), look()))
    assert [item.head.rstrip() for item in items] == ["", "├", "│", "│ └", "└"]


def test_what_has_no_room_is_counted_and_most_of_the_width_is_text() -> None:
    entries = zipper(2001)
    for width in (20, 40, 80, 120):
        made = heads(entries, width)
        assert max(map(len, made)) <= max(7, width // 4)
    rows = layout(entries, shape(entries), Folds(), {}, look(78))
    assert min(78 - row.text.index("▸") for row in rows) >= 50
    assert made[-1].strip().startswith("99")
    deepest, last = heads(zipper(23), 80)[-2:]
    assert (deepest.split(), last.split()) == (["5‹", "├"], ["5‹", "└"])
    assert len(deepest) == len(last) == max(map(len, heads(zipper(17), 80)))


@pytest.mark.parametrize(
    "entries", [chain(2000), fan(2000), zipper(2001)], ids=["chain", "fan", "zip"]
)
def test_two_thousand_messages_are_planned_at_once(entries: tuple[Entry, ...]) -> None:
    made = shape(entries)
    began = time.process_time()
    assert sum(1 for _ in plan(entries, made, Folds(), look())) == len(entries)
    assert time.process_time() - began < 0.5
