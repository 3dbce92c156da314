"""Whom a reply goes to: the matrix, what the composer says, and what no header can change."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from indexer import Parent, Person
from outbox import KINDS, Case, Exchange, OutboxError, cycle, decide, usual
from tests.outbox import cases
from tests.outbox.cases import GROUPS, OWN, Row, addresses, matrix, people

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
    assert len(counted) >= 60
    assert set(counted.values()) == {len(KINDS)}
    assert {row.rule for row in ROWS} == set(RULES)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.title}: {row.kind}")
def test_nobody_twice_and_never_oneself_among_others(row: Row) -> None:
    if row.error:
        return
    found = decide(row.kind, row.case)
    every = bare((*found.to, *found.cc, *found.bcc))
    assert len(set(every)) == len(every)
    assert not set(every) & set(OWN) or every == [every[0]]
    assert not set(bare(found.joined)) & set(bare(found.dropped))
    assert found.words.startswith("to ")
    assert all(w.isprintable() for w in (*found.warnings, found.words))


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
    ("6", "thread", "without 1 person", "privately", ""),
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


def test_who_comes_and_goes() -> None:
    found = decide("everyone", CASES["18"])
    assert bare(found.joined) == addresses("nadia, tom")
    assert bare(found.dropped) == addresses("boss")
    assert bare(decide("list", CASES["38"]).dropped) == addresses("boss")
    assert bare(decide("list", CASES["2"]).dropped) == addresses("rhys, nadia, tom, herd")


def test_what_a_reply_is_without_a_word() -> None:
    expected = {"1": "list", "19": "list", "39": "author", "45": "list", "46": "author"}
    expected |= {"50": "author", "12": "author", "30": "list"}
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
