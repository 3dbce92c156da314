"""What holds for every text, however odd: nothing lost, nothing raised, nothing slow."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import example, given, settings, strategies as st

from indexer.zones import clean, snippet, split

PIECES = (
    "", "", "", "text of somebody", "Another line, which says more: a lot.", "> quoted",
    ">> twice quoted", " > indented", ">>> prompt", ">From here", "> Begin forwarded message:",
    "> From: Ann Other <ann@one.example>", "> Date: 1 May 2024 10:00", "> To: you@two.example",
    "On Wed, 1 May 2024 at 10:00, Ann Other <ann@one.example> wrote:",
    "On Wed, 1 May 2024 at 10:00, Ann Other", "<ann@one.example> wrote:", "Ann wrote:",
    "From: Ann Other <ann@one.example>", "*Sent:* 1 May 2024 10:00", "To: you@two.example,",
    "\tus@two.example", "Cc: all", "Subject: Gritting", "Von: Ann", "Gesendet: Mittwoch", "An: Sie",
    "Betreff: Streusalz", "-----Original Message-----", "---------- Forwarded message ---------",
    "----- Forwarded by Ann/ONE on 05/01/2024 10:00 AM -----", "Begin forwarded message:",
    "----- End forwarded message -----", "05/01/2024 10:00 AM", "Ann Other@ONE", "-- ", "--", "---",
    "_______________________________________________", "gritters mailing list",
    "To unsubscribe send a line to gritters-request@lists.example", "Sent from my iPhone",
    "[EXTERNAL]", "CAUTION: this email originated from outside", "Kind regards,", "Ann Other",
    "Head of Roads", "Tel: 020 7946 0000", "https://roads.example/", "PS: and one thing more",
    "This email is confidential and for the intended recipient only.", "@@ -1,2 +1,2 @@",
    "-a", "+b", "\r", "\x0b", "\x85", "\u2028", "|", "| quoted", "FYI", "Hi all,",
    "see my comments in red",
)  # fmt: skip
BODIES = st.lists(st.sampled_from(PIECES), max_size=30).map("\n".join) | st.text(max_size=300)
SUBJECTS = st.sampled_from(["", "Gritting", "Re: Gritting", "Fw: Gritting", "WG: Streusalz"])
PLAIN = st.lists(
    st.text("abc XYZ,.-", max_size=60).map(lambda s: f"x{s}" if s.strip() else ""), max_size=20
)
QUOTE = "On Wed, 1 May 2024 at 10:00, Ann Other <ann@one.example> wrote:\n\n> first\n> second"


@settings(max_examples=600, deadline=None)
@given(BODIES, SUBJECTS)
def test_the_zones_joined_are_the_text(text: str, subject: str) -> None:
    zones = split(text, subject)
    assert "\n".join(zone.text for zone in zones) == text
    assert all(a.kind != b.kind for a, b in pairwise(zones))


@settings(max_examples=300, deadline=None)
@given(BODIES, SUBJECTS)
def test_what_is_shown_is_the_text_s_own(text: str, subject: str) -> None:
    zones = split(text, subject)
    shown = clean(zones)
    assert all(line in text for line in shown.split("\n"))
    assert shown == "" or (shown.strip("\n") == shown and shown.split("\n")[0].strip())
    said = snippet(zones)
    assert "\n" not in said
    assert len(said) <= 200
    assert bool(said) == bool(shown)


@settings(max_examples=400, deadline=None)
@given(PLAIN, st.sampled_from(["> quoted", QUOTE, "", ">> deep\n> less"]), PLAIN)
def test_text_between_and_below_quotes_is_shown(
    above: list[str], quote: str, below: list[str]
) -> None:
    text = "\n".join([*above, "", quote, "", *below, "", "> the last quote", "", *below])
    shown = {line.rstrip() for line in clean(split(text)).split("\n")}
    assert {line.rstrip() for line in [*above, *below] if line} <= shown


@settings(max_examples=600, deadline=None)
@given(BODIES, SUBJECTS)
@example("-- \nAnn", "")
@example("Sent from my iPhone", "")
@example("This email is confidential and for the intended recipient only.", "")
def test_a_quote_below_changes_nothing_above(text: str, subject: str) -> None:
    before = clean(split(text, subject))
    if not before:
        return
    after = clean(split(f"{text}\n\n{QUOTE}", subject))
    if subject.startswith(("Fw", "WG")):
        # What is below may be the forward that the message is for.
        assert after.startswith(before)
    else:
        assert after == before


@settings(max_examples=300, deadline=None)
@given(BODIES)
def test_a_message_without_quotes_is_never_empty(text: str) -> None:
    unquoted = "\n".join(line for line in text.split("\n") if ">" not in line)
    assert bool(clean(split(unquoted))) == bool(unquoted.strip()) or "wrote:" in unquoted


@settings(max_examples=200, deadline=None)
@given(PLAIN)
def test_a_message_marked_with_quote_signs_is_a_quote(lines: list[str]) -> None:
    zones = split("\n".join(f"> {line}" for line in lines) or ">")
    assert {zone.kind for zone in zones} == {"quote"}


@settings(max_examples=200, deadline=None)
@given(PLAIN)
def test_cleaning_twice_changes_nothing(lines: list[str]) -> None:
    once = clean(split("\n".join([*lines, "", QUOTE])))
    assert clean(split(once)) == once


@pytest.mark.parametrize(
    "piece", [*PIECES, "a", "> " * 50, "a@b, ", "To: x\nSubject: y\n", "x:\n\n"]
)
def test_time_grows_with_length(piece: str) -> None:
    """Eight times the text takes at most some twenty times as long, with time to spare."""

    def seconds(length: int) -> float:
        text = "".join(unit * (length // len(unit)) for unit in (f"{piece}\n", f"{piece}\n> q\n"))
        start = time.process_time()
        zones = split(text)
        clean(zones)
        snippet(zones)
        return time.process_time() - start

    small = min(seconds(3_000) for _ in range(2))
    assert seconds(24_000) < 20 * small + 0.3
