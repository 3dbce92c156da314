"""The card of a question: its lines at any size, its rows, and the way through it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING

import pytest

from indexer import Attached, Link, Person, Question, Settled, Voice
from tests.support.messages import ME, crowd
from tests.tui.driving import reading
from tui import cardlines, cardrows
from tui.cardrows import Given, Leads, Words
from tui.glyphs import ASCII, UTF8
from tui.theme import palette
from tui.wrap import cells

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.mailbox import Mailbox

JANE = Person("Jane Khan", "jane@x.example")
RHYS = Person("Rhys Patel", "rhys@x.example")
TOM = Person("Tom Lloyd", "tom@x.example")
ASKED = ("How do you handle gritting updates, and what do you pay?", "Who reads them?")
CARD = Question(
    JANE,
    "0@x",
    ASKED,
    (Voice(RHYS, "1@x"), Voice(TOM, "2@x")),
    ("3@x",),
    (Voice(Person("Ben Ash", "ben@x.example"), "4@x", private=True),),
    Settled("thanks", "5@x", JANE),
    (Link("https://x.example/map", "the map", RHYS, "1@x"),),
    (Attached("3@x", 2, "costs.csv", "text/csv", 12_000, TOM, private=True),),
    1,
)
WHOLE = (
    "Jane asked: “How do you handle gritting updates, and what do you pay? Who reads them?”",
    "answered: Rhys, Tom · privately: 1 · me too: 1 · 1 not read yet · settled, with thanks",
)
BRIEF = "answered: 2 · privately: 1 · settled, with thanks"


@pytest.mark.parametrize(
    ("size", "found"),
    [
        ((120, 40), WHOLE),
        ((120, 12), WHOLE[1:]),
        ((60, 40), (
            "Jane asked: “How do you handle gritting updates, and what",
            "do you pay? Who reads them?”",
            BRIEF,
        )),
        ((60, 20), ("Jane asked: “How do you handle gritting updates, and wha…”", BRIEF)),
        ((40, 10), ("answered: 2 · settled, with thanks",)),
        ((20, 40), ("settled",)),
        ((120, 7), ()),
        ((8, 40), ()),
    ],
)  # fmt: skip
def test_the_card_gives_way(size: tuple[int, int], found: tuple[str, ...]) -> None:
    lines = cardlines.lines(CARD, "Gritting", size, UTF8)
    assert lines == found
    assert all(cells(line) <= size[0] - 2 for line in lines)


def test_the_card_says_only_what_there_is() -> None:
    def said(question: Question, subject: str = "Gritting") -> tuple[str, ...]:
        return cardlines.lines(question, subject, (100, 40), UTF8)

    asked = Question(JANE, "0@x", ("Who pays?",))
    assert said(asked) == ("Jane asked: “Who pays?”", "no answer · not settled")
    assert said(asked, "Who pays?") == ("no answer · not settled",)
    assert said(Question(JANE, "0@x", unread=3)) == ()
    assert said(Question(JANE, "0@x", files=CARD.files)) == ("1 attachment",)
    many = replace(asked, answered=tuple(Voice(Person(f"P{n}", f"{n}@x"), "") for n in range(40)))
    assert said(many)[1].startswith("answered: P0, P1")
    assert said(many)[1].endswith("not settled")


@pytest.mark.parametrize("width", [8, 20, 40, 80, 200])
def test_every_row_fits(width: int) -> None:
    for signs in (UTF8, ASCII):
        made = cardrows.rows(Given(CARD, {}, 0, UTC, signs), width)
        for row in made:
            strip = cardrows.draw(row, width, palette("dark"), signs, here=True, focus=True)
            assert strip.cell_length == width
    told = [row.name if isinstance(row, Leads) else row.text for row in made]
    assert [one for one in told if one][:1] == ["Jane Khan asked"]
    assert {"Answered", "Answered privately", "Me too", "Links", "Attachments"} <= set(told)
    assert "1 message not read yet." in told
    private = next(row for row in made if isinstance(row, Leads) and row.file)
    assert private.about == "privately - Tom Lloyd"
    assert isinstance(made[1], Words)


async def test_the_card_leads_to_what_it_tells(mailbox: Mailbox, tmp_path: Path) -> None:
    people = crowd(20)
    body = "Hi all,\n\nOurs is up. [b]What[/b] do you pay for gritting?\n\nAnn\n"
    asked = mailbox.message(subject="Gritting", sender=people[0], to=[ME, *people], body=body)
    first = mailbox.message(
        reply_to_message=asked, sender=people[1], to=[ME, *people],
        body="About 4k, see the map at https://map.example/grit?a=1.\n",
        attachments=[("costs.csv", b"a,b\n", "text/csv")],
    )  # fmt: skip
    again = mailbox.message(
        reply_to_message=asked, sender=people[2], to=[ME, *people],
        body="Same question here. Please share the answers with me too.\n",
    )  # fmt: skip
    for one in (asked, first, again):
        mailbox.add(one, "S")
    mailbox.index()
    async with reading(mailbox, (120, 40)) as driven:
        await driven.press("enter")
        await driven.shows("Ann asked: “[b]What[/b] do you pay for gritting?”")
        await driven.shows("answered: Bo · me too: 1 · not settled · 1 link · 1 attachment")
        await driven.press("c")
        await driven.until(lambda: driven.at("card"))
        assert "About 4k, see the map" in driven.line("Bo Ash")
        await driven.press("G")
        assert "O open attachment" in driven.line("save attachment")
        await driven.press("S")
        await driven.until(lambda: driven.prompted)
        driven.mail.prompt.line.value = str(tmp_path)  # type: ignore[union-attr]
        await driven.press("enter")
        await driven.until((tmp_path / "costs.csv").exists)
        await driven.until(lambda: not driven.prompted)
        assert driven.at("card")
        await driven.press("k", "y")
        await driven.shows("copied the link")
        assert driven.app.clipboard == "https://map.example/grit?a=1"
        # Mail comes while it is unfolded.
        mailbox.add(
            mailbox.message(
                reply_to_message=first, sender=people[0], to=[ME, *people],
                body="Thanks Bo, that's all I need.\n",
            ), "S",
        )  # fmt: skip
        mailbox.index()
        driven.mail.mail_changed()
        await driven.shows("Settled")
        await driven.press("k", "k", "enter")
        await driven.until(lambda: driven.at("conversation"))
        await driven.shows("About 4k", "settled")
        pane = driven.mail.reading
        assert pane is not None
        assert pane.current is not None
        assert pane.current.sender.name == "Bo Ash"
        await driven.press("c", "q")
        await driven.until(lambda: driven.at("conversation"))
