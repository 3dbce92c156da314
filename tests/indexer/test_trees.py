"""Trees: every message once, under the nearest ancestor that is here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, strategies as st

from indexer import trees
from indexer.cache import Row

if TYPE_CHECKING:
    from random import Random

IDS = [f"m{n}@x.example" for n in range(12)]


def row(message: str, date: int, *parents: str) -> Row:
    return Row(
        key=date, id=message, hash=message, thread="t", date=date, name="", address="a@x.example",
        subject="", tags=(), headers=True, parents=parents, people=1, recipients=None,
        conversation=None, snippet=None,
    )  # fmt: skip


def shape(rows: list[Row]) -> list[tuple[str, str | None, int]]:
    return [(n.row.id, n.parent.id if n.parent else None, n.depth) for n in trees.build(rows)]


def test_in_reply_to_comes_before_references_and_missing_ancestors_are_skipped() -> None:
    rows = [row("a", 1), row("b", 2, "ia"), row("c", 3, "igone", "rb", "ra"), row("d", 4, "rb")]
    assert shape(rows) == [("a", None, 0), ("b", "a", 1), ("c", "b", 2), ("d", "b", 2)]
    assert [n.evidence for n in trees.build(rows)] == [
        None,
        "in-reply-to",
        "references",
        "references",
    ]


def test_answers_read_depth_first_by_date() -> None:
    rows = [row("a", 1), row("late", 9, "ia"), row("early", 2, "ia"), row("deep", 10, "iearly")]
    assert [n.row.id for n in trees.build(rows)] == ["a", "early", "deep", "late"]


def test_circles_and_self_references_are_cut() -> None:
    rows = [row("a", 1, "ib"), row("b", 2, "ia"), row("c", 3, "ic")]
    assert sorted(shape(rows)) == [("a", None, 0), ("b", "a", 1), ("c", None, 0)]


def test_a_chain_of_two_thousand_answers_needs_no_recursion() -> None:
    rows = [row("0", 0)] + [row(str(n), n, f"i{n - 1}") for n in range(1, 2000)]
    assert [n.depth for n in trees.build(rows)] == list(range(2000))


@given(
    st.lists(
        st.tuples(
            st.integers(0, 5),
            st.lists(
                st.builds(str.__add__, st.sampled_from("ir"), st.sampled_from(IDS)), max_size=4
            ),
        ),
        max_size=12,
    ),
    st.randoms(),
)
def test_each_message_once_under_its_parent_in_any_order(
    given_rows: list[tuple[int, list[str]]], random: Random
) -> None:
    rows = [row(IDS[n], date, *parents) for n, (date, parents) in enumerate(given_rows)]
    nodes = trees.build(rows)
    assert sorted(n.row.id for n in nodes) == sorted(r.id for r in rows)
    place = {n.row.id: i for i, n in enumerate(nodes)}
    for node in nodes:
        if node.parent:
            above = nodes[place[node.parent.id]]
            assert place[node.parent.id] < place[node.row.id]
            assert node.depth == above.depth + 1
        else:
            assert node.depth == 0
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert trees.build(shuffled) == nodes
