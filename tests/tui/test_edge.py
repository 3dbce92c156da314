from __future__ import annotations

from hypothesis import given, strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from tui.edge import Edge

BLACK = Color(0, 0, 0)
ALL = st.text(st.characters(codec=None, exclude_categories=()))
HOSTILE = "\x1b]52;c;ZWNobw==\x07 \x9b31m \x1bP$q\x1b\\ \u202egnp.exe\u2066 \u2028 \x00 \x7f a"


def through(text: str, style: Style | None = None, *, utf8: bool = True) -> Segment:
    [segment] = Edge(utf8=utf8).apply([Segment(text, style)], BLACK)
    return segment


def is_control(sign: str) -> bool:
    return ord(sign) < 32 or 127 <= ord(sign) < 160 or sign in "\u202e\u2066\u2028\u200f\u061c"


@given(ALL)
def test_nothing_that_a_terminal_obeys_gets_out_and_no_column_moves(text: str) -> None:
    out = through(text).text
    assert not any(map(is_control, out))
    out.encode()
    # A lone surrogate is one cell wide, and so is what stands for it.
    assert cell_len(out) == cell_len("".join(c for c in text if not is_control(c)))


@given(ALL)
def test_twice_is_once(text: str) -> None:
    once = through(text).text
    assert through(once).text == once


@given(ALL)
def test_without_utf8_only_ascii_gets_out_as_wide_as_it_was(text: str) -> None:
    out = through(text, utf8=False).text
    assert out.isascii()
    assert out.isprintable()
    assert len(out) == cell_len(through(text).text)


EMOJI = (
    "👍🏽 👩\u200d👩\u200d👧\u200d👦 🏳\ufe0f\u200d🌈 ❤\ufe0f 1\ufe0f\u20e3 "
    "👩🏽\u200d⚕\ufe0f 🇬🇧 क्\u200dष"
)


@given(st.lists(st.sampled_from([*EMOJI.split()[:-1], " ", "a"])).map("".join))
def test_emoji_are_as_wide_as_they_were_counted_whoever_counts(text: str) -> None:
    out = through(text).text
    assert cell_len(out) == cell_len(text) == len(through(text, utf8=False).text)
    # As terminals count that know of no sequences.
    assert sum(map(cell_len, out)) == cell_len(text)


def test_of_an_emoji_the_first_sign_stays_and_of_a_word_all() -> None:
    assert through(EMOJI).text == "👍 👩 🏳  ❤  1\u20e3  👩 🇬🇧 क्\u200dष"


def test_escapes_of_every_kind_are_harmless() -> None:
    out = through(HOSTILE).text
    assert out == "]52;c;ZWNobw== 31m P$q\\ gnp.exe    a"


def test_signs_have_alikes_without_utf8() -> None:
    assert through("“It’s” – 3 × 4 …", utf8=False).text == '"It\'s" - 3 x 4 .'


def test_links_with_controls_and_actions_are_dropped_and_plain_ones_stay() -> None:
    bad = Style(link="https://x.example/\x1b]0;owned\x07", color="red")
    style = through("x", bad).style
    assert style is not None
    assert style.link is None
    assert style.color == bad.color
    for link in ("javascript:alert(1)", "file:///etc/passwd", "https://x.example/\u202e"):
        style = through("x", Style(link=link)).style
        assert style is not None
        assert style.link is None
    style = through("x", Style.from_meta({"@click": "app.quit"})).style
    assert style is not None
    assert not style.meta
    style = through("x", Style(link="https://x.example/a")).style
    assert style is not None
    assert style.link == "https://x.example/a"
    style = through("x", Style.from_meta({"offset": (1, 2)})).style
    assert style is not None
    assert style.meta == {"offset": (1, 2)}


def test_control_segments_lose_their_power() -> None:
    assert through("x").control is None
    [segment] = Edge().apply([Segment("x", None, [(1,)])], BLACK)  # type: ignore[list-item]
    assert segment.control is None
