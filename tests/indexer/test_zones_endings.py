"""Endings of what somebody wrote: signatures with words below them, Welsh trails."""

from __future__ import annotations

import pytest

from indexer.zones import clean, split

SIGNATURE = """Sam Bright
Press Officer
Otterley Borough Council
Tel: 01632 960 111
www.otterley.example"""


def test_a_word_about_the_organisation_below_a_signature_is_part_of_it() -> None:
    tail = "Otterley Borough Council is the data controller for what you send us."
    zones = split(f"The pool opens on Monday.\n\n{SIGNATURE}\n\n{tail}")
    assert [z.kind for z in zones] == ["new", "signature"]
    assert clean(zones) == "The pool opens on Monday."


@pytest.mark.parametrize(
    "tail",
    ["One city. Two rivers. Three ice rinks.", "And bring the keys to the hall on Monday, Jane."],
)
def test_other_words_below_a_signature_stay_shown(tail: str) -> None:
    zones = split(f"The pool opens on Monday.\n\n{SIGNATURE}\n\n{tail}")
    assert "Tel:" not in clean(zones)
    assert clean(zones).endswith(tail)


def test_a_question_below_a_signature_leaves_all_shown() -> None:
    text = f"The pool opens on Monday.\n\n{SIGNATURE}\n\nCan you print the posters?"
    assert clean(split(text)) == text


def test_welsh_header_blocks() -> None:
    block = "Oddi wrth: Siân\nAnfonwyd: 21 Hydref 2026 09:15\nAt: Nia\nPwnc: Bws\n\nHen eiriau."
    assert clean(split(f"Diolch!\n\n{block}", "Re: Bws")) == "Diolch!"
