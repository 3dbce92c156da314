"""Messages split off and hung elsewhere by hand in a conversation, driven by Pilot."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from indexer import IndexerError
from tests.support.messages import ME, START, crowd
from tests.tui import trees
from tests.tui.driving import QUIET, reading
from tests.tui.test_joined import to
from tui.moving import above, topmost

if TYPE_CHECKING:
    from tests.support.mailbox import Mailbox
    from tests.tui.driving import Driven
    from tui.conversation import ConversationPane

ANN, BO, CY = crowd(3)


def fill(mailbox: Mailbox) -> tuple[str, ...]:
    """Salt: a question, an answer, and two more, each below the one before; and Grit by itself."""
    given = [mailbox.message(sender=ANN, to=[ME], subject="Salt", date=START)]
    for hours, sender in enumerate((BO, CY, ANN), 1):
        given.append(
            mailbox.message(
                sender=sender, to=[ME], subject="Re: Salt", reply_to_message=given[-1],
                date=START + timedelta(hours=hours),
            )
        )  # fmt: skip
    given.append(mailbox.message(sender=BO, to=[ME], subject="Grit", date=START))
    made = tuple(mailbox.add(each) for each in given)
    mailbox.index()
    return made


async def opened(driven: Driven, subject: str) -> ConversationPane:
    await driven.until(lambda: len(driven.mail.rows.rows.rows) == 2)
    to(driven, subject)
    await driven.press("enter")
    await driven.until(lambda: driven.mail.reading and driven.mail.reading.messages)
    assert driven.mail.reading
    return driven.mail.reading


def parents(pane: ConversationPane) -> dict[str, str | None]:
    return {entry.id: entry.parent for entry in pane.whole}


async def test_a_message_is_split_off_and_put_back(mailbox: Mailbox) -> None:
    ask, barn, dry, wet, _ = fill(mailbox)
    settings = replace(QUIET, keys={"split": "X", "undo": "."})
    async with reading(mailbox, settings=settings) as driven:
        pane = await opened(driven, "Salt")
        await driven.press("g", "X")
        await driven.shows("it begins its conversation")
        pane.go_to(dry)
        await driven.press("X")
        await driven.shows("split off: Salt (2 messages); . undoes it")
        await driven.shows("⤷ “Re: Salt” was split off")
        await driven.until(lambda: set(parents(pane)) == {ask, barn})
        # The cursor is on the line that leads there.
        await driven.until(lambda: pane.cursor.kind == "turn")
        assert pane.cursor.message == barn
        await driven.press("enter")
        await driven.shows("⤷ split off from “Re: Salt”")
        assert set(parents(pane)) == {dry, wet}
        await driven.press("g", "e")
        await driven.shows("you split it off; X puts it back")
        await driven.press("X")
        await driven.shows("put back: Salt (4 messages)")
        await driven.until(lambda: len(parents(pane)) == 4)
        assert pane.cursor.message == dry
        # What was read a moment ago is not new for having moved.
        assert not pane.look.arrived
        # Undone in the order in which it was done, tags and all.
        await driven.press("exclamation_mark")
        await driven.shows("flagged 1 message")
        for said, left in (("flagged", 4), ("put back", 2), ("split off", 4)):
            await driven.press("full_stop")
            await driven.shows(f"undone: {said}")
            await driven.until(lambda left=left: len(parents(pane)) == left)  # type: ignore[misc]
            await driven.until(lambda: pane.cursor.message == dry)
        assert not pane.look.arrived
    assert "cclear.hand" not in mailbox.notmuch("dump", "--include=properties")


async def test_what_is_read_stays_with_its_message_whatever_else_is_looked_at(
    mailbox: Mailbox,
) -> None:
    ask, barn, dry, wet, _ = fill(mailbox)
    async with reading(mailbox) as driven:
        pane = await opened(driven, "Salt")
        pane.go_to(dry)
        pane.keep_to(dry)
        # It is looked at before what moves has moved.
        pane.there.clear()
        pane.look_again()
        await pane.there.wait()
        assert set(parents(pane)) == {ask, barn, dry, wet}
        # An answer that is late says nothing of where the message is.
        pane.look_again()
        assert pane._opening is not None
        pane._lost(pane._opening, IndexerError("lost", "no answer came in time"))
        mailbox.client().split(f"id:{dry}").result()
        await driven.mail.mail_touched()
        await driven.until(lambda: set(parents(pane)) == {dry, wet})
        # Of one that goes, the others are left.
        pane.keep_to(wet)
        mailbox.remove(wet)
        mailbox.index()
        await driven.mail.mail_touched()
        await driven.until(lambda: set(parents(pane)) == {dry})


async def test_a_message_is_put_below_another(mailbox: Mailbox) -> None:
    ask, barn, dry, wet, grit = fill(mailbox)
    async with reading(mailbox, (80, 24)) as driven:
        pane = await opened(driven, "Salt")
        pane.go_to(barn)
        await driven.press("J")
        await driven.shows("message moves", "J puts it below this")
        pane.go_to(wet)
        await driven.press("J")
        await driven.shows("cannot answer its own answers")
        await driven.press("escape")
        await driven.shows("left where it is")
        await driven.press("J")
        pane.go_to(ask)
        await driven.press("enter")
        await driven.shows("moved below Ann Ash’s message", "by hand")
        await driven.until(lambda: parents(pane)[wet] == ask)
        assert (pane.cursor.message, parents(pane)[dry]) == (ask, barn)
        # Twice on it takes it back, and u takes that back.
        pane.go_to(wet)
        await driven.press("J", "J")
        await driven.shows("taken back: Salt (4 messages)")
        await driven.until(lambda: parents(pane)[wet] == dry)
        await driven.press("u")
        await driven.until(lambda: parents(pane)[wet] == ask)
        # Into another conversation.
        await driven.press("J", "q")
        to(driven, "Grit")
        await driven.press("J")
        await driven.shows("open it first")
        await driven.press("enter")
        await driven.until(lambda: grit in parents(pane))
        await driven.press("J")
        await driven.until(lambda: parents(pane).get(wet) == grit)
        assert pane.cursor.message == grit
        await driven.press("u", "u")
        await driven.until(lambda: set(parents(pane)) == {grit})
        await driven.until(lambda: "cclear.hand" not in mailbox.notmuch("dump"))


def test_what_moves_is_told_by_who_answers_whom() -> None:
    entries = trees.tree([None, 0, 1, 2, 0])
    ids = [entry.id for entry in entries]
    assert above(entries, ids[3]) == (ids[3], ids[2], ids[1], ids[0])
    assert topmost(entries, {ids[1], ids[3], ids[4]}) == (entries[1], entries[4])
