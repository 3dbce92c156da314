"""The cleaner looks again at what it shows: ends that are new, footnotes, marks and names."""

from __future__ import annotations

import pytest

from indexer.zones import clean, split

ATTRIBUTION = "On Wed, 1 May 2024 at 10:00, Ann Other <ann@one.example> wrote:"
BLOCK = "From: Ann Other <ann@one.example>\nSent: 1 May 2024 10:00\nTo: You\nSubject: Roads"
SIGNATURE = "Sue Garside\nHead of Roads\nTel: 020 7946 0000"
NOTES = "[1] https://roads.example/draft\n\n[2] https://roads.example/map"


@pytest.mark.parametrize("close", ["Regards,\n\n\tJess.", "Regards,\nJess Roe", "Jess"])
@pytest.mark.parametrize("below", ["", "\n\n-- \nhttps://jess.example/", f"\n\n{ATTRIBUTION}\n> q"])
def test_footnotes_that_the_text_refers_to_are_text(close: str, below: str) -> None:
    text = f"The draft [1] is out, and so is the map [2].\n\n{close}\n\n{NOTES}"
    assert clean(split(text + below)) == text


@pytest.mark.parametrize("mark", ["[1]", "(1)", "^1", "¹", "[*]"])
def test_footnotes_are_marked_in_many_ways(mark: str) -> None:
    text = (
        f"The draft is out{mark} at last.\n\nRegards,\nJess\n\n{mark} https://roads.example/draft"
    )
    assert clean(split(text)) == text
    assert "https" not in clean(split(text.replace(f"out{mark}", "out")))


def test_footnotes_below_a_signature_are_text() -> None:
    text = f"The draft is out [1].\n\nRegards,\n\n{SIGNATURE}\n\n[1] https://roads.example/draft"
    assert clean(split(text)) == (
        "The draft is out [1].\n\nRegards,\n\n[1] https://roads.example/draft"
    )


def test_a_link_that_nothing_refers_to_goes_with_the_signature() -> None:
    text = f"The draft is out.\n\nRegards,\n{SIGNATURE}\n[1] https://roads.example/"
    assert clean(split(text)) == "The draft is out.\n\nRegards,"


@pytest.mark.parametrize(
    "text",
    [
        f"The draft is out.\n\nRegards,\n{SIGNATURE}\n\n-- \nSue\nhttps://roads.example/",
        f"The draft is out.\n\n{SIGNATURE}\n\n-- \nSent with care\n\n{ATTRIBUTION}\n> q",
        f"> The end of a quote\n\n[EXTERNAL]\n\nThe draft is out.\n\n{ATTRIBUTION}\n> q",
        f"[EXTERNAL]\n> quoted\n> by nobody\n\n{ATTRIBUTION}\n> q",
        "An: Sie\n-- \n> Begin forwarded message:\nAn: Sie\nCAUTION: this email is foreign\nSo.",
    ],
)
@pytest.mark.parametrize("subject", ["", "Re: Roads", "Roads"])
def test_what_is_shown_is_settled(text: str, subject: str) -> None:
    shown = clean(split(text, subject))
    assert clean(split(shown, subject)) == shown
    assert "Tel:" not in shown
    assert ("The draft is out." in shown) == ("The draft is out." in text)


def test_a_banner_below_a_quote_that_begins_the_message_is_hidden() -> None:
    text = f"{ATTRIBUTION}\n> q\n\n[EXTERNAL]\n\nThe draft is out."
    assert clean(split(text, "Re: Roads")) == "The draft is out."


def test_what_stands_between_two_answers_is_not_looked_at_again() -> None:
    text = f"Yes.\n\n{ATTRIBUTION}\n> Who pays?\n\n[EXTERNAL] is what it says.\n\n> Why?\n\nNo.\n"
    assert "[EXTERNAL] is what it says." in clean(split(text))


def test_marks_around_a_line_are_no_quote_but_behind_marks_they_are() -> None:
    line = ">>> >>>  https://roads.example <<<"
    assert line in clean(split(f"Visit us\n{line}\nsoon."))
    assert clean(split(f"Soon.\n\n{ATTRIBUTION}\n> Visit us\n> {line}\n> soon.")) == "Soon."
    log = ">    [junit4] ERROR   1.05s | Roads.testGrit <<<"
    code = ">     if (wet < cold)\n> case GRIT:\n>     spread();"
    for quote in (log, code):
        assert clean(split(f"Soon.\n\n{ATTRIBUTION}\n{quote}")) == "Soon."


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n"])
def test_a_name_right_above_a_header_block_is_the_author_s(gap: str) -> None:
    text = f"We pay.\n\nAnn Other{gap}{BLOCK}\n\nWho pays?"
    assert clean(split(text, "Re: Roads")) == "We pay.\n\nAnn Other"


def test_a_name_above_a_header_block_that_foxmail_puts_there_is_hidden() -> None:
    text = f"We pay.\n\nAnn Other\n \n{BLOCK}\n\nWho pays?"
    assert clean(split(text, "Re: Roads")) == "We pay."


def test_a_first_name_written_above_the_signature_stays() -> None:
    text = f"The draft is out, and it is the one that you know.\n\nSue\n\n{SIGNATURE}"
    assert clean(split(text)).endswith("\n\nSue")
