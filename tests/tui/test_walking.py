"""Walking the tree, why a message hangs there, and over to where a subject turned, on real mail."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from indexer import Entry, Turn
from tests.support.messages import bare_id, crowd
from tests.tui.driving import Driven, reading

if TYPE_CHECKING:
    from tests.support.mailbox import Mailbox


def name(driven: Driven) -> str:
    pane = driven.mail.reading
    return pane.current.sender.name if pane and pane.current else ""


def put(driven: Driven, *entries: Entry) -> None:
    """Have the open conversation show these in place of those that it has."""
    pane = driven.mail.reading
    assert pane is not None
    known = {entry.id: entry for entry in entries}
    old = pane.whole
    pane._gather([*(known.pop(e.id, e) for e in old), *known.values()])
    pane.relayout()


async def test_the_tree_is_walked_and_says_why(mailbox: Mailbox) -> None:
    jane = mailbox.message(subject="Gritting", to=crowd(30), body="How do you do it?\n")

    def answer(who: str, body: str, **more: object) -> str:
        made = mailbox.message(
            sender=f"{who} <{who[:2].lower()}@ripley.example>",
            to=crowd(30),
            reply_to_message=jane,
            body=body,
            **more,  # type: ignore[arg-type]
        )
        return mailbox.add(made, "S")

    first = mailbox.add(jane, "S")
    answer("Rhys Patel", "About £4k a year, from one supplier.\n")
    nadia = answer("Nadia Xu", "Same supplier as Rhys.\n", headers={"In-Reply-To": ""})
    answer("Tom Lloyd", "We share the feed.\n")
    buses = mailbox.message(subject="Buses", body="Are there any?\n")
    mailbox.add(buses, "S")
    mailbox.index()
    async with reading(mailbox) as driven:
        await driven.until(lambda: len(driven.mail.rows.rows.rows) == 2)
        await driven.press("j", "enter")
        await driven.shows("Nadia Xu")
        pane = driven.mail.reading
        assert pane is not None
        await driven.press("g", "right_square_bracket")
        await driven.shows("there is one first message")
        await driven.press("j", "right_square_bracket")
        assert name(driven) == "Nadia Xu"
        await driven.press("left_square_bracket", "left_square_bracket")
        assert name(driven) == "Rhys Patel"
        await driven.shows("the first answer")
        await driven.press("right_square_bracket", "right_square_bracket", "right_square_bracket")
        assert name(driven) == "Tom Lloyd"
        await driven.shows("the last answer")
        await driven.press("e")
        await driven.shows("⤷ its In-Reply-To names Jane Khan’s message")
        await driven.press("e")
        await driven.hides("its In-Reply-To")
        await driven.press("left_square_bracket", "e")
        await driven.shows("⤷ its References name Jane Khan’s message")
        assert "⤷ by references" not in driven.line("Nadia Xu")
        await driven.press("tab")
        await driven.shows("⤷ by references · to 30 people")
        await driven.press("circumflex_accent")
        assert name(driven) == "Jane Khan"
        await driven.press("circumflex_accent")
        await driven.shows("it answers nothing that is here")

        # On what was repaired, the bottom line names the key.
        assert "why here" not in driven.text()
        rhys = pane.entries[1]
        put(driven, replace(rhys, evidence="subject"))
        await driven.press("j")
        await driven.shows("e why here", "⤷ by subject")
        await driven.press("e")
        await driven.shows("⤷ same subject, ")
        await driven.press("k")
        await driven.hides("e why here")

        # What nobody here has can be read, and that is all.
        entry = pane.entries[pane.shape.places[nadia]]
        put(driven, replace(entry, id="gone@x.example", recovered=nadia, snippet="In a quote."))
        await driven.press("G", "r")
        await driven.shows("nobody here has this message: it stands in Nadia Xu’s quote")
        assert driven.mail.composer is None
        await driven.press("j", "d", "L", "e", "h")
        assert driven.mail.composer is None
        assert "deleted" not in driven.text()

        # Where a subject turned, a line leads over there.
        over = driven.mail.rows.rows.rows[0].id
        turn = Turn(bare_id(buses), over, "Buses", pane.entries[0].date)
        put(driven, replace(pane.entries[0], turns=(turn,)))
        await driven.press("g", "j")
        assert pane.cursor.kind == "turn"
        assert "⤷ “Buses” went on by itself" in driven.line("Buses")
        await driven.press("tab", "tab", "j")
        assert (pane.conversation, pane.cursor.kind) != (over, "message"), "tab folds, and stays"
        await driven.press("enter")
        await driven.shows("Are there any?")
        assert pane.cursor.message == turn.message
        assert first not in pane.shape.places
        pane.go_to_turn(first, turn.message)
        assert pane.cursor.message == turn.message, "what is not here moves nothing"
