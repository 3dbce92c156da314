"""What a SUMMARY holds, and what it leaves out."""

from __future__ import annotations

from indexer import Person, unframed
from outbox.summary import Said, summarise

JANE = Person("Jane Khan", "jane@otterley.example")
RHYS = Person("Rhys Patel", "rhys@ripley.example")
NADIA = Person("Nadia Xu", "nadia@derwent.example")
TOM = Person("Tom Lloyd", "tom@marlow.example")
ASKED = Said("1@x", JANE, "Hi all,\n\nWhat do you pay?\n\nThanks,\nJane")


def test_the_question_then_each_answer_under_its_author() -> None:
    answers = [
        Said("2@x", RHYS, "Hi Jane,\n\nAbout £4k a year.\n\nRhys"),
        Said("3@x", TOM, "Thanks, very useful!"),
        Said("4@x", JANE, "Rhys, is that all?"),
        Said("5@x", NADIA, "Nothing: it is the county's."),
        Said("6@x", RHYS, "That is all."),
        Said("7@x", TOM, "about £4K a year"),
    ]
    found = summarise("Re: Gritting", ASKED, answers)
    assert found.subject == "SUMMARY: Gritting"
    assert found.text == (
        "Jane Khan asked:\n\nWhat do you pay?\n\n2 people answered.\n\n"
        "Rhys Patel:\n\nAbout £4k a year.\n\nThat is all.\n\n"
        "Nadia Xu:\n\nNothing: it is the county's.\n"
    )
    assert found.left_out == 2
    assert found.private == ()


def test_a_private_answer_is_in_only_when_ticked() -> None:
    secret = Said("2@x", RHYS, "We pay £40k. Do not tell.", private=True)
    found = summarise("Gritting", ASKED, [secret, Said("3@x", NADIA, "Nothing.")])
    assert "40k" not in found.text
    assert "Rhys" not in found.text
    assert found.private == (secret,)
    assert found.ticked == frozenset()
    ticked = summarise("Gritting", ASKED, [secret], ["2@x"])
    assert "Rhys Patel:\n\nWe pay £40k." in ticked.text
    assert ticked.ticked == {"2@x"}


def test_an_answer_without_its_frame() -> None:
    assert unframed("Dear Jane,\n\nYes.\n\nKind regards,\nRhys\n", RHYS.name) == "Yes."
    foot = "Yes.\n\nThank you!\nRhys\n\nPress Officer\nTel: 01632 960 100\n"
    assert unframed(foot, "PATEL, Rhys") == "Yes."
    assert unframed("Rhys", RHYS.name) == ""
    assert unframed("Rhys Patel is the one to ask.", RHYS.name) == "Rhys Patel is the one to ask."
