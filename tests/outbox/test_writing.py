"""What a reply begins with, whether a text asks, and whether it forgot its attachment."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from indexer import Person, asks, question
from indexer.zones import split
from outbox import Recipients, changed, forgotten, signed
from outbox.quoting import attribution, beginning, quoted

JANE = Person("Jane Khan", "jane@otterley.example")
WHEN = datetime(2024, 5, 12, 9, 12, tzinfo=UTC)

ASKING = [
    "How do you tell people about gritting?",
    "Hi all,\n\nWhat do you pay for texts (if anything)?\n\nJane",
    "Does anyone have a template for this",
    "I was wondering whether we could share the feed.",
    "Morning.\n1. What is it?\n2. Why?",
    "Weiß jemand, was das kostet",
    "いくらですか？",
    "Could you share the address? Thanks",
    "Hope you are well? What does yours cost?",
]
TELLING = [
    "About £4k a year.",
    "Thanks!",
    "Hi Jane, how are you?\n\nWe pay £4k.",
    "See https://otterley.example/find?",
    "> How do you do it?\n\nBy hand.",
    'The public asks one thing, "has my road been done?", and that answers it.',
    "Hope this helps?",
    "Any questions? No.",
    "",
]


@pytest.mark.parametrize("text", ASKING)
def test_it_asks(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize("text", TELLING)
def test_it_does_not(text: str) -> None:
    assert not asks(text)


def test_only_the_question_is_quoted() -> None:
    text = "Morning all,\n\nWe send texts. The contract ends.\n\nWhat do\nyou pay?\n\nJane"
    assert question(text) == ("What do", "you pay?")
    assert question("We pay.\n\nJane") == ("We pay.", "", "Jane")
    assert beginning(JANE, WHEN, question(text), "Sam") == (
        "On 12 May 2024 at 09:12, Jane Khan wrote:\n> What do\n> you pay?\n\n\n-- \nSam\n"
    )
    assert beginning(JANE, WHEN, ["", " "]) == ""


def test_other_programs_know_the_quote_for_one() -> None:
    text = beginning(JANE, WHEN, ["How?", "", "> older"]) + "By hand.\n"
    assert [zone.kind for zone in split(text)] == ["attribution", "quote", "new"]


def test_quotes_are_safe_and_bounded() -> None:
    assert quoted(["\x1b[2J\u202eabc"]) == ("> \ufffd[2Jabc",)
    assert len(quoted(["x"] * 1000)) == 41
    assert quoted(["x"] * 1000, whole=True) == ("> x",) * 1000, "what somebody chose is all quoted"
    assert attribution(Person("eve@evil.example\n", JANE.address), None) == (
        "jane@otterley.example wrote:"
    )


def test_a_signature_stands_once() -> None:
    once = signed("Yes.\n", "Sam\nHere")
    assert once == "Yes.\n\n-- \nSam\nHere\n"
    assert signed(once, "Sam") == once
    assert signed("Yes.", "") == "Yes."


@pytest.mark.parametrize(
    "line",
    ["The rota is attached.", "See attachment!", "im Anhang finden Sie", "Vous trouverez ci-joint",
     "Te envío el archivo adjunto.", "In allegato il piano", "In de bijlage", "Bifogar planen",
     "Zie bijgevoegd", "W załączniku plan", "Во вложении", "添付します", "请看附件", "ynghlwm",
     "Segue em anexo", "Liitteenä", "Anbei der Plan", "Veuillez trouver la pièce jointe"],
)  # fmt: skip
def test_an_attachment_is_missed(line: str) -> None:
    text = f"Hello,\n\n{line}\n\nSam\n"
    assert forgotten(text, 0) == line
    assert forgotten(text, 1) == ""


@pytest.mark.parametrize(
    "text",
    ["> It is attached.\nYes.", "On 3 May Jane wrote: attached\n> x\nYes.",
     "Yes.\n-- \nSam\nattached to nobody", "Thanks for your attachment", "no attachment needed",
     "unattached", "We detached it", ""],
)  # fmt: skip
def test_nothing_is_missed(text: str) -> None:
    assert forgotten(text, 0) == ""


def test_what_was_changed_by_hand_is_said() -> None:
    jane, bo, di = (
        Person("Jane Khan", "jane@x.example"),
        Person("", "bo@x.example"),
        Person("Di", "d@x"),
    )
    meant = Recipients((jane,), (bo,), words="to 2 people in this conversation")
    assert changed(meant, (jane,), (bo,)) == meant
    for given, said in (
        (((jane,),), "to Jane Khan alone, changed by hand · +0 −1"),
        (((jane, bo),), "to Jane Khan and 1 other, changed by hand · 2 people"),
        (((di,), (jane, di)), "to Di and 1 other, changed by hand · 2 people · +1 −1"),
        (
            ((di,), (), (bo, di)),
            "to Di and 1 other, 1 person hidden, changed by hand · 2 people · +1 −1",
        ),
        ((), ""),
    ):
        found = changed(meant, *(given or ((),)))
        assert found.words == said
        every = (*found.to, *found.cc, *found.bcc)
        assert len({p.address for p in every}) == len(every) == found.people
    assert changed(None, (jane, bo, di)).words == "to Jane Khan and 2 others · 3 people"
    hidden = Recipients((), bcc=(jane, bo), title="Comms", words="to 2 people, hidden")
    assert changed(hidden, (), (), (jane,)).title == "Comms"
    assert changed(hidden, (di,), (), (jane,)).title == ""
