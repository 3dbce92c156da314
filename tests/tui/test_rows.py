from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest
from hypothesis import given, strategies as st

from indexer import MailList, Person, gate
from tests.tui.test_paging import SOMEBODY, row
from tui import views
from tui.glyphs import ASCII, UTF8
from tui.headline import headline
from tui.line import Line
from tui.rows import Look, State, one_line, two_lines
from tui.theme import palette

NOW = 1_700_000_000
RHYS = Person("Rhys Patel", "rhys@ripley.example")
PLAIN = State()


def look(width: int = 90, **given: Any) -> Look:  # noqa: ANN401
    return Look(width, palette("dark"), UTF8, NOW, UTC, **given)


def busy(**given: Any) -> Any:  # noqa: ANN401
    about = {
        "subject": "Gritting updates: what do you pay?", "messages": 11, "unread": 2,
        "answers": 9, "snippet": "About £4k a year, and it paid for itself.", "snippet_by": RHYS,
    }  # fmt: skip
    return row("a", NOW - 60, **(about | given))


def test_a_row_says_what_is_new_who_asked_and_what_was_said() -> None:
    first, second = (strip.text for strip in two_lines(busy(), look(), PLAIN))
    assert first.startswith(" ● Gritting updates: what do you pay?  ")
    assert first.endswith("Jane Khan            22:12 ")
    assert second.startswith(
        "   9 answers, 2 new · Rhys: “About £4k a year, and it paid for itself.”"
    )


def test_what_the_asker_said_needs_no_name() -> None:
    _, second = two_lines(busy(snippet_by=SOMEBODY, answers=0, messages=1, unread=0), look(), PLAIN)
    assert second.text.startswith("   “About £4k")


def test_the_list_is_named_where_rows_may_be_of_any() -> None:
    given = busy(lists=("comms",))
    _, second = two_lines(given, look(titles={"comms": "Comms network"}), PLAIN)
    assert second.text.endswith("  Comms network ")
    assert "Comms" not in two_lines(given, look(), PLAIN)[1].text


@pytest.mark.parametrize(
    ("given", "state", "sign"),
    [
        ({}, State(cursor=True), "▌●"),
        ({}, State(selected=True), " ✓"),
        ({}, State(pending=True), " ◌"),
        ({"muted": True}, PLAIN, " ▷"),
        ({"followed": True}, PLAIN, " ★"),
        ({"followed": True, "unread": 0}, PLAIN, " ☆"),
        ({"muted": True, "woken": "alone"}, PLAIN, " ●"),
        ({"unread": 0}, PLAIN, "  "),
        ({"unread": 0, "tags": ("flagged",)}, PLAIN, "   ⚑ "),
    ],
)
def test_every_state_has_a_sign(given: dict[str, Any], state: State, sign: str) -> None:
    assert two_lines(busy(**given), look(), state)[0].text.startswith(sign)
    assert one_line(busy(**given), look(), state).text.startswith(sign)


def test_muted_and_deleted_ones_say_so() -> None:
    _, second = two_lines(busy(muted=True, tags=("deleted", "muted")), look(), PLAIN)
    assert second.text.startswith("   9 answers · muted · deleted · Rhys:")
    _, second = two_lines(busy(muted=True, woken="named", unread=1), look(), PLAIN)
    assert second.text.startswith("   9 answers, 1 new · wakes: names you · Rhys:")


def test_without_utf8_the_signs_are_ascii() -> None:
    plain = Look(90, palette("terminal"), ASCII, NOW, UTC)
    strips = two_lines(busy(snippet="plain"), plain, State(cursor=True))
    assert all(strip.text.isascii() for strip in strips)
    assert strips[0].text.startswith(">*")


TEXT = st.text(max_size=120).map(gate.line)


@given(
    st.tuples(TEXT, TEXT, TEXT), st.integers(1, 300), st.integers(0, 99_999),
    st.builds(State, st.booleans(), st.booleans(), st.booleans(), st.booleans()), st.booleans(),
)  # fmt: skip
def test_lines_are_as_wide_as_they_should_be_whatever_is_in_them(
    texts: tuple[str, str, str], width: int, many: int, state: State, exact: bool
) -> None:
    subject, snippet, name = texts
    given = busy(
        subject=subject, snippet=snippet, asker=Person(name, "a@b.example"), answers=many,
        unread=many, lists=("x",), tags=("flagged",),
    )  # fmt: skip
    how = look(width, exact=exact, titles={"x": name or "x"})
    for strip in (*two_lines(given, how, state), one_line(given, how, state)):
        assert strip.cell_length == width
        assert sum(segment.cell_length for segment in strip) == width


LIST = MailList("comms", "Comms network", "cc", None, 301, 900, 80, 12, NOW, (0, 1, 5, 2))


def test_a_headline_says_the_kind_in_words_and_what_is_unread() -> None:
    view = views.of_list(LIST)
    assert view.what == "cc · 301 people"
    told = headline(view, look(), 0).text
    assert told.startswith(" Comms network  ")
    assert told.endswith("cc · 301 people · ▁▁▁▁▁▁▁▁▁▃█▄ · 12 unread ")
    assert set(headline(view, look(), 1).text.strip()) == {"─"}


@given(TEXT, st.integers(1, 200), st.lists(TEXT, max_size=3))
def test_a_headline_keeps_to_its_width(title: str, width: int, notes: list[str]) -> None:
    view = views.of_list(LIST)
    strip = headline(
        views.View("k", "list", title, "q", view.unread, None, view.list), look(width), 0,
        tuple(notes),
    )  # fmt: skip
    assert strip.cell_length == width


@given(st.lists(st.tuples(TEXT, st.integers(0, 30)), max_size=6), st.integers(0, 60), TEXT)
def test_a_line_is_exactly_as_wide_as_asked(
    pieces: list[tuple[str, int]], width: int, right: str
) -> None:
    line = Line(width)
    for text, limit in pieces:
        line.add(text, limit=limit)
    assert line.right(right, margin=1).strip().cell_length == width
