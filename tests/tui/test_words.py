"""Words are the same everywhere, so what they say is settled here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, strategies as st

from indexer import Person
from tui import words

NOW = int(datetime(2025, 5, 14, 15, 30, tzinfo=UTC).timestamp())  # a Wednesday


def ts(*when: int) -> int:
    return int(datetime(*when, tzinfo=UTC).timestamp())  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("then", "said"),
    [
        ((2025, 5, 14, 11, 2), " 11:02"),
        ((2025, 5, 14, 0, 0), " 00:00"),
        ((2025, 5, 13, 23, 59), "   Tue"),
        ((2025, 5, 8, 0, 0), "   Thu"),
        ((2025, 5, 7, 23, 59), " 7 May"),
        ((2025, 1, 12, 9, 0), "12 Jan"),
        ((2024, 12, 20, 9, 0), "20 Dec"),
        ((2024, 5, 20, 9, 0), "  2024"),
        ((2023, 5, 12, 9, 0), "  2023"),
        ((2025, 5, 15, 9, 0), "15 May"),
        ((2031, 1, 1, 9, 0), "  2031"),
    ],
)
def test_a_date_is_said_as_people_say_it(then: tuple[int, ...], said: str) -> None:
    assert words.when(ts(*then), NOW, UTC) == said


def test_today_is_the_readers_today() -> None:
    late = ts(2025, 5, 13, 23, 30)
    assert words.when(late, NOW, UTC) == "   Tue"
    assert words.when(late, NOW, timezone(timedelta(hours=2))) == " 01:30"


@given(st.integers(-(2**63), 2**63), st.integers(0, 2**33))
def test_any_date_takes_the_same_room(then: int, now: int) -> None:
    assert len(words.when(then, now, UTC)) == words.DATE_WIDTH
    assert words.exact(then, UTC)


def test_the_exact_date_names_day_and_zone() -> None:
    zone = timezone(timedelta(hours=-3, minutes=-30))
    assert words.exact(NOW, UTC) == "Wed 14 May 2025, 15:30 +0000"
    assert words.exact(NOW, zone) == "Wed 14 May 2025, 12:00 -0330"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(-5, "just now"), (59, "just now"), (125, "2 min ago"), (3 * 3600, "3 h ago"),
     (5 * 86400, "5 days ago")],
)  # fmt: skip
def test_how_long_ago(seconds: int, said: str) -> None:
    assert words.ago(NOW - seconds, NOW) == said


@pytest.mark.parametrize(
    ("n", "word", "said"),
    [
        (1, "message", "1 message"),
        (0, "message", "0 messages"),
        (2013, "message", "2,013 messages"),
        (1, "person", "1 person"),
        (301, "person", "301 people"),
        (2, "reply", "2 replies"),
        (2, "key", "2 keys"),
        (2, "match", "2 matches"),
    ],
)
def test_counts(n: int, word: str, said: str) -> None:
    assert words.count(n, word) == said


@pytest.mark.parametrize(
    ("octets", "said"),
    [(0, "0 B"), (999, "999 B"), (1000, "1 KB"), (12_345, "12 KB"), (999_400, "999 KB"),
     (999_999, "1.0 MB"), (3_400_000, "3.4 MB"), (34_000_000, "34 MB"),
     (2_000_000_000_000, "2,000 GB")],
)  # fmt: skip
def test_sizes(octets: int, said: str) -> None:
    assert words.size(octets) == said


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("jane@otterley.gov.example", "Otterley"),
        ("jane@otterley.gov.uk", "Otterley"),
        ("j@comms.otterley.gov.uk", "Otterley"),
        ("a@digital.cabinet-office.gov.uk", "Cabinet Office"),
        ("a@dyffryncelyn.llyw.cymru", "Dyffryncelyn"),
        ("a@cs.stanford.edu", "Stanford"),
        ("a@news.bbc.co.uk", "BBC"),
        ("a@bbc.com", "BBC"),
        ("a@otterley.example", "Otterley"),
        ("a@gmail.com", ""),
        ("a@yahoo.co.uk", ""),
        ("a@web.de", ""),
        ("a@free.fr", ""),
        ("a@free.press", "Free"),
        ("a@xn--mnchen-3ya.de", "München"),
        ("a@xn--0.de", "xn--0"),
        ("a@[192.0.2.1]", ""),
        ("a@[IPv6:2001:db8::1]", ""),
        ("a@localhost", ""),
        ("nobody", ""),
        ("", ""),
    ],
)
def test_an_organisation_is_read_from_the_domain(address: str, said: str) -> None:
    assert words.organisation(address) == said


@given(st.text())
def test_any_address_has_some_answer(text: str) -> None:
    assert "\n" not in words.organisation(text.replace("\n", ""))
    assert words.short_name(Person(text, "a@b.example"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Jane Khan", "Jane Khan"),
        ('"Jane Khan"', "Jane Khan"),
        ("Khan, Jane", "Jane Khan"),
        ("Khan, Jane (Comms)", "Jane Khan"),
        ("Jane Khan via Web teams", "Jane Khan"),
        ("", "jane.khan"),
        ("jane.khan@otterley.example", "jane.khan"),
        ("Web team, comms, and others", "Web team, comms, and others"),
    ],
)
def test_a_name_where_space_is_short(name: str, said: str) -> None:
    assert words.short_name(Person(name, "jane.khan@otterley.example")) == said


def test_names_are_said_once_and_counted() -> None:
    who = [Person(f"{n} X", f"{n}@x.example") for n in ("Ben", "Carol", "Dave", "Eve", "Ben")]
    assert words.names(who) == "Ben, Carol, Dave +1"
    assert words.names(who[:2]) == "Ben, Carol"
    assert words.names([]) == ""


def test_bars() -> None:
    assert words.sparkline((0, 1, 4, 8)) == "▁▂▅█"
    assert words.sparkline((5,), width=4) == "▁▁▁█"
    assert words.sparkline((9, 9, 0, 7), width=2) == "▁█"
    assert words.sparkline((), width=3) == "▁▁▁"
    assert words.sparkline((0, 9), bars=words.ASCII_BARS) == ".@"


@given(st.lists(st.integers(0, 10**9), max_size=60), st.integers(1, 60))
def test_bars_take_their_width(weeks: list[int], width: int) -> None:
    assert len(words.sparkline(weeks, width)) == width
