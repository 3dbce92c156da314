"""Whatever the text, no line is wider than its room, and nothing that was written is lost."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, strategies as st

from tui.wrap import cells, chop, cut, hanging, is_stiff, pad, prose, split, wrap

TEXT = st.text(
    st.one_of(
        st.sampled_from("ab cd.-> \t"),
        st.sampled_from("日本語한국👩‍👩‍👧é❤\ufe0f\u0301\u200dｗ"),
        st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")),
    ),
    max_size=120,
)


def fitted(lines: list[str], width: int) -> list[str]:
    return [line.text for line in prose(lines, width)]


def bare(text: str) -> str:
    return "".join(text.split())


@given(TEXT, st.integers(0, 60))
def test_a_cut_text_fits_and_says_that_it_was_cut(text: str, width: int) -> None:
    kept = cut(text, width)
    assert cells(kept) <= width
    assert kept == text or kept.endswith("…") or width == 0


@given(TEXT, st.integers(0, 60))
def test_a_padded_text_takes_its_room_exactly(text: str, width: int) -> None:
    assert cells(pad(text, width)) == width


@given(TEXT, st.integers(0, 60))
def test_a_split_text_is_whole(text: str, width: int) -> None:
    left, right = split(text, width)
    assert left + right == text
    assert cells(left) <= width


@given(TEXT, st.integers(2, 60))
def test_chopped_pieces_fit_and_are_the_text(text: str, width: int) -> None:
    pieces = chop(text, width)
    assert "".join(pieces) == text
    assert all(cells(piece) <= width for piece in pieces)


@given(TEXT, st.integers(1, 60), st.sampled_from(("", " ", "  ", "    ")))
def test_wrapped_lines_fit(text: str, width: int, hang: str) -> None:
    lines = wrap(text.replace("\t", " "), width, hang)
    assert all(cells(line) <= width for line in lines)
    if width > 1:
        assert bare("".join(lines)) == bare(text)


@given(st.lists(TEXT, max_size=12), st.integers(1, 100))
def test_prose_fits_and_loses_no_letter(lines: list[str], width: int) -> None:
    made = fitted(lines, width)
    assert all(cells(line) <= width for line in made)
    if width > 1:
        assert bare("".join(made)) == bare("".join(lines))


@given(st.lists(TEXT, max_size=12), st.integers(2, 100))
def test_each_row_of_prose_knows_the_lines_it_comes_from(lines: list[str], width: int) -> None:
    made = prose(lines, width)
    assert {at for row in made for at in range(row.first, row.end)} == set(range(len(lines)))
    for row in made:
        assert bare(row.text) in bare("".join(lines[row.first : row.end]))


def test_what_fits_is_left_as_it_was_written() -> None:
    lines = ["one", "  two   spaced  out", "", "- three"]
    assert fitted(lines, 40) == lines


def test_a_filled_paragraph_is_filled_anew_where_it_does_not_fit() -> None:
    lines = [
        "This paragraph was filled to some seventy columns by the program that",
        "sent it, and a narrow window would otherwise make a comb of it, which",
        "nobody wants to read.",
        "",
        "Kind regards",
        "Jane",
    ]
    made = fitted(lines, 38)
    assert made[-3:] == ["", "Kind regards", "Jane"]
    assert all(len(line) > 25 for line in made[:4])


def test_a_list_keeps_its_items_and_hangs() -> None:
    made = fitted(["- the first of the things that we would have to agree on", "- second"], 30)
    assert made == ["- the first of the things that", "  we would have to agree on", "- second"]
    assert hanging("  2. two") == "     "
    assert hanging("Jane wrote") == ""


def test_a_patch_is_not_wrapped_at_words() -> None:
    patch = [
        "diff --git a/x b/x",
        "--- a/x",
        "+++ b/x",
        "@@ -1,2 +1,2 @@ int main(void)",
        "-	return a_rather_long_name(with, several, arguments);",
        "+	return another_name(with, several, arguments, more);",
    ]
    made = fitted(patch, 30)
    assert "".join(made) == "".join(line.expandtabs(8) for line in patch)
    assert all("\t" not in line for line in made)


@pytest.mark.parametrize(
    ("line", "stiff"),
    [
        ("    indented code", True),
        ("name     costs     year", True),
        ("| a | b |", True),
        ("a sentence.  Two spaces.", False),
        ("", False),
    ],
)
def test_a_layout_that_means_something_is_known(line: str, stiff: bool) -> None:
    assert is_stiff(line) is stiff


def test_wide_letters_count_twice() -> None:
    assert cells("日本") == 4
    assert cut("日本語", 4) == "日…"
    assert wrap("日本語日本語", 4) == ["日本", "語日", "本語"]


@pytest.mark.parametrize(
    "text", ["語" * 200_000, "a" * 400_000, "語 " * 100_000, "\u0301" * 100_000]
)
def test_a_huge_line_is_no_more_work_than_its_length(text: str) -> None:
    began = time.process_time()
    assert wrap(text, 20)
    assert time.process_time() - began < 30
