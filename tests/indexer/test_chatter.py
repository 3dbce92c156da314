"""What a text says that says nothing new, and what is shown for it might say something."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from indexer import automatic
from indexer.chatter import chat_of
from indexer.chatter_words import languages
from indexer.failures import MOST, failed

KINDS = ("", "thanks", "agree", "remove", "stop", "wrong")
LINES = [
    line.partition(" | ") if " | " in line else (line.rstrip(" |"), "", "")
    for line in Path(__file__).with_name("chatter.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, _, text in LINES])
def test_a_text_is_of_its_kind(kind: str, text: str) -> None:
    assert chat_of(text.replace("\\n", "\n"), {"jane", "rhys"}, sender="Ben Ash") == kind.strip("-")


def test_no_phrase_is_of_two_kinds_in_a_language() -> None:
    for language in languages():
        kinds = (language.thanks, language.agree, language.remove, language.stop, language.wrong)
        every = [phrase for kind in kinds for phrase in kind]
        assert len(every) == len(set(every))
        assert all(phrase == phrase.lower() for phrase in every)
        assert language.filler


@given(st.text(), st.binary(), st.sampled_from(["thanks", "+1", "remove me", "danke für"]))
def test_strangers_text_raises_nothing(text: str, raw: bytes, words: str) -> None:
    assert chat_of(f"{words} {text}", sender=text[:9]) in KINDS
    assert automatic.of_text(text, text) == ""
    assert len(failed(b"Content-Type: message/delivery-status\n\n" + raw)) <= MOST


def test_it_takes_no_longer_for_what_goes_on_for_ever() -> None:
    assert chat_of("thanks " * 100_000) == ""
    assert chat_of("thanks, " * 50 + "ok") == ""
