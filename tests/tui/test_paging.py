from __future__ import annotations

from typing import Any

from hypothesis import given, strategies as st

from indexer import Conversation, Page, Person
from tui.paging import Rows

SOMEBODY = Person("Jane Khan", "jane@otterley.example")


def row(name: str, last: int, **given: Any) -> Conversation:  # noqa: ANN401
    made: dict[str, Any] = {
        "id": name, "subject": name, "lists": (), "messages": 1, "unread": 0, "people": 1,
        "first": last, "last": last, "tags": (), "muted": False, "asker": SOMEBODY,
        "answers": 0, "snippet": "", "snippet_by": None,
    }  # fmt: skip
    return Conversation(**(made | given))


def page(rows: dict[str, int], before: int | None = None) -> Page:
    return Page(tuple(row(name, last) for name, last in rows.items()), before)


def names(rows: Rows) -> str:
    return "".join(row.id for row in rows.rows)


TWO = Rows().take(None, page({"a": 9, "b": 8, "c": 7}, 7)).take(7, page({"d": 6, "e": 5}, None))


def test_pages_follow_one_another() -> None:
    assert not Rows().ready
    assert names(TWO) == "abcde"
    assert TWO.before is None
    assert TWO.index("d") == 3
    assert TWO.index("x") is None


def test_the_first_page_and_those_in_sight_are_asked_for_again() -> None:
    assert TWO.tokens(0, 1) == (None,)
    assert TWO.tokens(3, 4) == (None, 7)
    assert TWO.tokens(0, 4) == (None, 7)


def test_new_rows_push_none_out_and_gone_ones_leave() -> None:
    fresh = TWO.take(None, page({"z": 10, "a": 9, "b": 8}, 8))
    assert names(fresh) == "zabcde"
    archived = TWO.take(None, page({"a": 9, "c": 7}, 7))
    assert names(archived) == "acde"
    assert names(TWO.take(None, page({"a": 9}, None))) == "a"


def test_a_row_that_moved_up_is_there_once() -> None:
    answered = TWO.take(None, page({"e": 10, "a": 9, "b": 8}, 8))
    assert names(answered) == "eabcd"


def test_the_row_one_is_on_stays_where_it_was() -> None:
    answered = TWO.take(None, page({"e": 10, "a": 9, "b": 8}, 8), pinned="e")
    assert names(answered) == "abcde"
    assert answered.rows[4].last == 10
    both = TWO.take(None, page({"d": 11, "e": 10, "a": 9, "b": 8}, 8), pinned="e")
    assert names(both) == "dabce"
    # And so when nothing more comes.
    again = both.take(None, page({"d": 11, "e": 10, "a": 9, "b": 8}, 8), pinned="e")
    assert names(again) == "dabce"
    assert names(again.take(None, page({"d": 11, "e": 10, "a": 9, "b": 8}, 8))) == "deabc"
    first = TWO.take(None, page({"z": 12, "a": 11, "b": 8}, 8), pinned="a")
    assert names(first) == "zabcde"


def test_rows_put_back_take_their_own_place_before_the_pinned_one() -> None:
    without = TWO.take(None, page({"b": 8, "c": 7}, 7), pinned="b")
    assert names(without) == "bcde"
    assert names(without.take(None, page({"a": 9, "b": 8, "c": 7}, 7), pinned="b")) == "abcde"


def test_one_row_changes_in_its_place() -> None:
    changed = TWO.changed(row("b", 8, unread=1))
    assert names(changed) == "abcde"
    assert changed.rows[1].unread == 1
    # It is so in its page too: the next answer to another page does not bring the old one back.
    assert changed.take(7, page({"d": 6}, None)).rows[1].unread == 1


@given(st.lists(st.integers(1, 60), min_size=1, max_size=40, unique=True), st.data())
def test_whatever_came_or_went_the_first_page_is_as_it_was_given(
    dates: list[int], data: st.DataObject
) -> None:
    old = sorted(dates, reverse=True)
    size = data.draw(st.integers(1, len(old)))
    rows = Rows().take(None, page({str(d): d for d in old[:size]}, old[size - 1]))
    for at in range(size, len(old), size):
        part = old[at : at + size]
        rows = rows.take(old[at - 1], page({str(d): d for d in part}, part[-1]))
    new = sorted(data.draw(st.sets(st.integers(1, 80), min_size=1)), reverse=True)[:size]
    fresh = rows.take(None, page({str(d): d for d in new}, new[-1]))
    assert [r.last for r in fresh.rows][: len(new)] == new
    assert sorted((r.last for r in fresh.rows), reverse=True) == [r.last for r in fresh.rows]
    kept = {d for d in old if d < new[-1]}
    assert kept == {r.last for r in fresh.rows} - set(new)
