"""What holds for every text, however odd: nothing lost, nothing raised.

How its time grows is measured by ``./test fuzz``.
"""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given, settings, strategies as st

from indexer.telling import snippet
from indexer.zones import clean, split
from tests.fuzz import holds
from tests.fuzz.material import PIECES, QUOTES

BODIES = st.lists(st.sampled_from(PIECES), max_size=30).map("\n".join) | st.text(max_size=300)
SUBJECTS = st.sampled_from(["", "Gritting", "Re: Gritting", "Fw: Gritting", "WG: Streusalz"])
PLAIN = st.lists(
    st.text("abc XYZ,.-", max_size=60).map(lambda s: f"x{s}" if s.strip() else ""), max_size=20
)
QUOTE = QUOTES[0]


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


@settings(max_examples=200, deadline=None)
@given(PLAIN)
def test_whatever_is_written_these_hold(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert not list(holds.of_text(text, "Re: Gritting"))
