"""Bodies as some hundred mail programs write them in some forty languages: what shows of each."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from indexer.zones import split


class Case(NamedTuple):
    program: str
    subject: str
    marks: str
    text: str


def cases() -> list[Case]:
    table = Path(__file__).with_name("zones_programs.txt").read_text(encoding="utf-8")
    found = []
    for section in table.split("\n= ")[1:]:
        head, _, body = section.rstrip("\n").partition("\n")
        program, _, subject = head.partition(" | ")
        lines = body.split("\n")
        marks = "".join(line[0] for line in lines)
        assert set(marks) <= set("+-~"), program
        found.append(Case(program, subject, marks, "\n".join(line[1:] for line in lines)))
    return found


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.program)
def test_a_body_shows_what_is_new(case: Case) -> None:
    zones = split(case.text, case.subject)
    kinds = [zone.kind for zone in zones for _ in zone.text.split("\n")]
    lines = list(zip(case.marks, kinds, case.text.split("\n"), strict=True))
    said = [(mark, kind, line) for mark, kind, line in lines if line.strip()]
    shown = [line for mark, kind, line in said if kind in {"new", "forward"} and mark != "~"]
    assert shown == [line for mark, _, line in said if mark == "+"]


@pytest.mark.parametrize("subject", ["Boats", "Re: Boats", ""])
def test_a_body_behind_marks_is_a_quote_whoever_wrote_it(subject: str) -> None:
    for case in cases():
        marked = "\n".join(f"> {line}" for line in case.text.split("\n"))
        kinds = {zone.kind for zone in split(marked, subject)}
        assert kinds <= {"quote", "forward"}, case.program


def test_a_body_below_a_quote_changes_nothing_above() -> None:
    question = "On Wed, 1 May 2024 at 10:00, Ann Other <ann@one.example> wrote:\n> Why?\n"
    for case in cases():
        zones = split(f"Because of this.\n\n{question}\n{case.text}", "Re: Why")
        assert zones[0].kind == "new", case.program
        assert zones[1].kind == "attribution", case.program
