"""Whom a reply goes to: the matrix, what the composer says, and what no header can change."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings, strategies as st

from indexer import Parent, Person
from outbox import (
    KINDS,
    Case,
    Exchange,
    Kind,
    OutboxError,
    Recipients,
    cycle,
    decide,
    gather,
    usual,
)
from outbox.mailboxes import key, known_as
from tests.outbox import cases
from tests.outbox.cases import GROUPS, OWN, Row, addresses, matrix, people
from tests.support.messages import ME

if TYPE_CHECKING:
    from tests.support.mailbox import Mailbox

RULES, ROWS = matrix()
CASES = {row.title.partition(" ")[0]: row.case for row in ROWS}
HEADERS = ("reply_to", "followup_to", "original", "sender", "list_post", "list_id")


def bare(found: tuple[Person, ...]) -> list[str]:
    return [p.address for p in found]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.title}: {row.kind}")
def test_the_matrix(row: Row) -> None:
    if row.error:
        with pytest.raises(OutboxError) as failed:
            decide(row.kind, row.case)
        assert failed.value.kind == row.error
        return
    found = decide(row.kind, row.case)
    assert sorted(bare(found.to)) == sorted(row.to)
    assert sorted(bare(found.cc)) == sorted(row.cc)
    assert sorted(bare(found.bcc)) == sorted(row.bcc)
    assert found.people == len(row.to) + len(row.cc) + len(row.bcc)
    assert bool(found.title) == bool(row.bcc)


def test_the_matrix_is_whole_and_every_row_has_its_rule() -> None:
    counted = Counter(row.title for row in ROWS)
    assert 60 <= len(counted) < 90
    assert set(counted.values()) == {len(KINDS)}
    assert {row.rule for row in ROWS} == set(RULES)


def holds(kind: Kind, case: Case) -> None:
    """What is so of every reply, whatever its parent's header says."""
    refused = ""
    try:
        found = decide(kind, case)
    except OutboxError as error:
        refused = error.kind
    if refused:
        assert refused in {"no-list", "no-posting", "hidden", "nobody"}
        return
    every = bare((*found.to, *found.cc, *found.bcc))
    lists = set(case.lists) | ({case.group.address} if case.group else set())
    is_cc = bool(case.group and case.group.kind == "cc" and not case.group.address)
    parent = case.parent
    assert every
    assert len(set(map(key, every))) == len(every) == found.people
    assert not set(every) & set(case.own) or every == [every[0]]
    assert not set(bare(found.joined)) & set(bare(found.dropped))
    if case.group and kind == "everyone" and is_cc:
        assert (found.to, found.cc, found.bcc) == ((), (), tuple(found.bcc))
        assert set(every) == set(bare(case.group.roster)) - set(case.own)
    else:
        assert not found.bcc
        assert found.to
    if kind == "author" or (kind == "list" and is_cc):
        # One's own message is answered to those who have it already.
        own = set(case.own)
        mine = set(bare(parent.authors)) <= own or (
            # So is one whose From a known list rewrote.
            set(bare(parent.authors)) <= lists
            and any(
                given and set(bare(given)) <= own for given in (parent.reply_to, parent.original)
            )
        )
        assert not set(every) & lists
        assert len(every) == 1 or (len(parent.authors) > 1 or mine)
        assert len(every) <= 3
        assert set(every) <= (
            {*bare(parent.authors), *bare((*parent.to, *parent.cc))} if len(every) > 1 else {*every}
        )
    elif kind == "list":
        assert len(every) == 1 or not set(every) & lists
    assert sized(found, case) == len(every), found.words
    assert all(w.isprintable() for w in (*found.warnings, found.words))


def sized(found: Recipients, case: Case) -> int:
    """How many mailboxes the composer's words name, whose names are those of who is reached."""
    reached = (*found.to, *found.cc, *found.bcc)
    known = {p.name for p in reached} | {p.address for p in reached}
    known |= {case.group.title} if case.group and case.group.address else set()
    known |= {"yourself"} if {p.address for p in reached} & set(case.own) else set()
    said = found.words.removeprefix("to ")
    if match := re.fullmatch(
        r"([\d,]+) people( in this conversation|, hidden from one another)?", said
    ):
        assert ("hidden" in said) == bool(found.bcc)
        return int(match[1].replace(",", ""))
    if match := re.fullmatch(r"1 person, hidden from one another", said):
        return 1
    match = re.fullmatch(r"(?:the lists? )?(.+?)(?: alone| and ([\d,]+) (?:person|people))?", said)
    assert match
    some = re.split(", | and ", re.sub(r" and \d+ more$", "", match[1]))
    more = re.search(r" and (\d+) more$", match[1])
    assert set(some) <= known, (some, known)
    assert said.startswith("the list") or found.people <= 3
    return len(some) + int(match[2] or 0) + (int(more[1]) if more else 0)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.title}: {row.kind}")
def test_what_is_so_of_every_reply(row: Row) -> None:
    holds(row.kind, row.case)


SOME = (
    "me", "me2", "jane", "home", "rhys", "nadia", "eve", "boss", "dig", "dig2", "town", "staff",
    "sam+shop@here.example", "rhys@bücher.example", "rhys@xn--bcher-kva.example",
    "mailer-daemon@here.example",
)  # fmt: skip
FIELDS = ("From", "Sender", "Reply-To", "Mail-Followup-To", "X-Original-From", "To", "Cc")
MAILBOXES = st.lists(st.sampled_from(SOME), max_size=5).map(", ".join)


@settings(max_examples=300, deadline=None)
@given(
    headers=st.fixed_dictionaries(dict.fromkeys(FIELDS, MAILBOXES)),
    post=st.sampled_from(("", "NO", *SOME[:12])),
    listed=st.sampled_from(("", "digital.lists.example", "eve.evil.example", "talk.home.example")),
    said=st.fixed_dictionaries(
        {
            "list": st.sampled_from(("", "comms", "named", "dig", "ann", "staff")),
            "writers": MAILBOXES,
            "privately": MAILBOXES,
            "first": st.sampled_from(("", "From: jane", "From: me", "From: jane | Reply-To: home")),
        }
    ),
    flags=st.sets(st.sampled_from(("asks", "private"))),
)
def test_no_header_makes_it_otherwise(
    headers: dict[str, str], post: str, listed: str, said: dict[str, str], flags: set[str]
) -> None:
    lines = [f"{name}: {value}" for name, value in headers.items() if value]
    lines += [f"List-Post: {post}"] if post else []
    lines += [f"List-Id: raw <{listed}>"] if listed else []
    lines += [f"~ {name}: {value}" for name, value in said.items() if value]
    lines += [f"~ {name}" for name in flags]
    case = known_as(cases.parent(lines))
    for kind in KINDS:
        holds(kind, case)


@pytest.mark.parametrize(
    "header",
    [
        {"reply_to": people("staff")},
        {"reply_to": people("town, jane")},
        {"reply_to": people("roster")},
        {"reply_to": people("jane, rhys")},
        {"followup_to": people("staff, 40 strangers")},
        {"list_post": cases.address("staff")},
        {"list_post": cases.address("staff"), "list_id": "all-staff.otterley.example"},
        {"sender": people("staff")[0], "original": people("boss")},
    ],
    ids=str,
)
@pytest.mark.parametrize("number", ["1", "2", "3", "14", "50", "60"])
def test_no_header_makes_an_answer_to_one_reach_more(
    header: dict[str, object], number: str
) -> None:
    case = CASES[number]
    plain = replace(case, parent=replace(case.parent, reply_to=()))
    for kind in ("list", "author", "thread"):
        try:
            before = decide(kind, plain)
        except OutboxError:
            with pytest.raises(OutboxError):
                decide(kind, replace(plain, parent=replace(plain.parent, **header)))  # type: ignore[arg-type]
            continue
        found = decide(kind, replace(plain, parent=replace(plain.parent, **header)))  # type: ignore[arg-type]
        assert set(bare((*found.to, *found.cc))) == set(bare((*before.to, *before.cc)))


WORDS = [
    ("19", "list", "to the list Digital"),
    ("1", "list", "to Jane Khan alone"),
    ("71", "thread", "to 3 people in this conversation"),
    ("1", "everyone", "to 18 people, hidden from one another"),
    ("38", "all", "to the list Digital and 3 people"),
    ("45", "list", "to the list town@lists.example"),
    ("37", "all", "to the lists Digital and town@lists.example and 1 person"),
    ("10", "list", "to yourself alone"),
    ("55", "author", "to Jane Khan and Rhys Patel"),
    ("70", "all", "to 1,001 people"),
    ("66", "author", "to jane@otterley.example alone"),
]


@pytest.mark.parametrize(("number", "kind", "said"), WORDS)
def test_what_the_composer_says(number: str, kind: str, said: str) -> None:
    assert decide(kind, CASES[number]).words == said  # type: ignore[arg-type]


WARNED = [
    ("20", "author", "Reply-To", "digital@lists.example", "jane@otterley.example"),
    ("51", "author", "Reply-To", "jane@home.example", "jane@otterley.example"),
    ("43", "list", "Mail-Followup-To", "all-staff@otterley.example", "39 more"),
    ("36", "list", "List-Post", "all-staff@otterley.example", "digital@lists.example"),
    ("8", "list", "List-Post", "town@lists.example", "who asked"),
    ("39", "list", "one person alone", "", ""),
    ("58", "author", "40 people", "jane@otterley.example", "alone"),
    ("69", "author", "nobody may read", "no-reply@shop.example", ""),
    ("13", "everyone", "boss@otterley.example", "not on the list", ""),
    ("13", "list", "boss@otterley.example", "not on the list", ""),
    ("6", "thread", "without 1 person", "privately", ""),
    ("18", "everyone", "did not get this", "nadia@derwent.example", "tom@marlow.example"),
    ("24", "author", "From is", "digital@lists.example", "jane@otterley.example"),
    ("30", "all", "nobody may post", "", ""),
    ("71", "thread", "did not get this", "jane@otterley.example", ""),
    ("72", "list", "one person alone", "", ""),
    ("73", "list", "one person alone", "", ""),
    ("79", "author", "Reply-To", "rhys@ripley.example", "jane@otterley.example"),
    ("81", "all", "no address of yours", "", ""),
    ("83", "thread", "without", "mailer-daemon@here.example", ""),
]


@pytest.mark.parametrize(("number", "kind", "one", "two", "three"), WARNED)
def test_what_differs_is_shown(number: str, kind: str, one: str, two: str, three: str) -> None:
    warnings = decide(kind, CASES[number]).warnings  # type: ignore[arg-type]
    assert any(one in w and two in w and three in w for w in warnings), warnings


@pytest.mark.parametrize("number", ["1", "2", "19", "22", "47", "50", "60"])
def test_where_nothing_differs_nothing_is_said(number: str) -> None:
    for kind in KINDS:
        try:
            assert not decide(kind, CASES[number]).warnings
        except OutboxError:
            assert CASES[number].group is None


def test_a_borrowed_name_is_shown_for_what_it_is() -> None:
    case = CASES["2"]
    forged = replace(
        case, parent=replace(case.parent, authors=people("Jane Khan <eve@evil.example>"))
    )
    assert "this Jane Khan is eve@evil.example, not jane@otterley.example" in (
        decide("author", forged).warnings
    )


def test_where_a_program_takes_answers_is_followed() -> None:
    case = CASES["80"]
    asked = people("incoming+7f@lists.example")
    forum = replace(case.parent, authors=people("Forum <forum@lists.example>"), reply_to=asked)
    assert decide("author", replace(case, parent=forum)).to == asked


def test_who_comes_and_goes() -> None:
    found = decide("everyone", CASES["18"])
    assert bare(found.joined) == addresses("nadia, tom")
    assert bare(found.dropped) == addresses("boss")
    assert bare(decide("list", CASES["38"]).dropped) == addresses("boss")
    assert bare(decide("list", CASES["2"]).dropped) == addresses("rhys, nadia, tom, herd")


def test_what_a_reply_is_without_a_word() -> None:
    expected = {"1": "list", "19": "list", "39": "author", "45": "list", "46": "author"}
    expected |= {"50": "author", "12": "author", "30": "list", "72": "author", "73": "author"}
    expected |= {"75": "author", "77": "list", "81": "list"}
    assert {number: usual(CASES[number]) for number in expected} == expected


def test_one_key_goes_from_the_asker_to_everybody() -> None:
    assert [kind for kind, _ in cycle(CASES["2"])] == ["list", "thread", "everyone"]
    assert [kind for kind, _ in cycle(CASES["1"])] == ["list", "everyone"]
    assert [kind for kind, _ in cycle(CASES["19"])] == ["list"]
    assert cycle(CASES["68"]) == ()


def test_errors_say_what_to_do() -> None:
    with pytest.raises(OutboxError, match="answer its author"):
        decide("list", CASES["50"])
    with pytest.raises(OutboxError, match="kinds: list, author"):
        decide("nobody", CASES["50"])  # type: ignore[arg-type]


def test_a_list_of_nobody_is_not_written_to() -> None:
    alone = replace(GROUPS["comms"], roster=people("me"))
    case = Case(Parent("1@x.example", people("jane")), Exchange(), alone, OWN)
    with pytest.raises(OutboxError) as failed:
        decide("everyone", case)
    assert failed.value.kind == "nobody"


def test_on_a_real_database_who_wrote_privately_stays_out_and_no_program_asks(
    mailbox: Mailbox,
) -> None:
    def add(sender: str, to: str, text: str, extra: str = "") -> str:
        number = len(mailbox.files) + 1
        return mailbox.add(
            f"From: {cases.box(sender)}\nTo: {', '.join(map(cases.box, to.split()))}\n"
            f"Message-ID: <{number}@mail.example>\nReferences: <1@mail.example>\n"
            f"Subject: Gritting\nDate: Mon, 04 Mar 2024 09:0{number}:00 +0000\n{extra}\n{text}\n"
        )

    me = ME.partition("<")[2].rstrip(">")
    add("jane", f"{me} rhys nadia", "What do you pay?")
    aside = add("rhys", me, "Between us, too much.")
    away = add("nadia", f"jane {me}", "Who can wait?", "Auto-Submitted: auto-replied\n")
    add("tom", f"jane {me} rhys", "Nothing.")
    mailbox.index()
    case = gather(mailbox.client(), f"id:{away}").case
    assert not case.exchange.asks
    assert case.exchange.privately == {cases.address("rhys")}
    assert bare(decide("thread", case).to) == addresses("jane")
    assert bare(decide("thread", case).cc) == addresses("tom"), "no program is answered"
    alone = gather(mailbox.client(), f"id:{aside}").case
    assert usual(alone) == "author"
    assert bare(decide("author", alone).to) == addresses("rhys")
