"""Conversations joined by hand in the list of them, driven by Pilot on a real mailbox."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.support.messages import ME, START, crowd
from tests.tui.driving import reading

if TYPE_CHECKING:
    from tests.support.mailbox import Mailbox
    from tests.tui.driving import Driven

AS_IT_WAS = [("Grit", 1), ("Salt", 2), ("Sand", 1)]


def fill(mailbox: Mailbox) -> None:
    ann, bo, cy = crowd(3)
    asked = mailbox.message(sender=ann, to=[ME], subject="Salt", date=START)
    mailbox.add(asked)
    for hours, (sender, subject) in enumerate(((bo, "Re: Salt"), (bo, "Grit"), (cy, "Sand")), 1):
        answers = asked if subject == "Re: Salt" else None
        mailbox.add(
            mailbox.message(
                sender=sender, to=[ME], subject=subject, reply_to_message=answers,
                date=START + timedelta(hours=hours),
            )
        )  # fmt: skip
    mailbox.index()


def subjects(driven: Driven) -> list[tuple[str, int]]:
    return sorted((row.subject, row.messages) for row in driven.mail.rows.rows.rows)


def to(driven: Driven, subject: str) -> None:
    rows = driven.mail.rows
    rows.go(next(at for at, row in enumerate(rows.rows.rows) if row.subject == subject))


def current(driven: Driven) -> str:
    row = driven.mail.rows.current
    return row.subject if row else ""


async def test_conversations_are_joined_and_parted_again(mailbox: Mailbox) -> None:
    fill(mailbox)
    async with reading(mailbox, (80, 24)) as driven:
        await driven.until(lambda: subjects(driven) == AS_IT_WAS)
        to(driven, "Salt")
        await driven.press("J")
        await driven.shows("“Salt” moves", "J joins it to this")
        await driven.press("escape")
        await driven.hides("joins it to this")
        await driven.press("J")
        to(driven, "Sand")
        await driven.press("J")
        # Wherever the key was pressed first, the newer goes to the older; the cursor goes along.
        await driven.shows("joined: Salt (3 messages); u undoes it")
        await driven.until(lambda: subjects(driven) == [("Grit", 1), ("Salt", 3)])
        assert current(driven) == "Salt"
        # All that are selected at once; undone the last first, and each as one.
        await driven.press("g", "x", "x", "J")
        await driven.shows("joined: Salt (4 messages)")
        await driven.until(lambda: subjects(driven) == [("Salt", 4)])
        await driven.press("u")
        await driven.shows("undone: joined: Salt (4 messages)")
        await driven.until(lambda: subjects(driven) == [("Grit", 1), ("Salt", 3)])
        await driven.press("u")
        await driven.until(lambda: subjects(driven) == AS_IT_WAS)
    assert "cclear.hand" not in mailbox.notmuch("dump", "--include=properties")
