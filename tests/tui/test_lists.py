from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.support.mailbox import LONG
from tests.support.messages import ME, START as FIRST_DATE, crowd
from tests.tui.driving import reading
from tui.start import Start

if TYPE_CHECKING:
    from tests.support.mailbox import Mailbox

HOSTILE = "[red][@click=app.quit]Web\x1b[2J teams[/]"


def fill(mailbox: Mailbox) -> None:
    """A real list, a cc list of 40 people, some mail of one's own."""
    people = crowd(40)
    for number in range(8):
        asked = mailbox.message(
            subject=f"Round {number}",
            sender=people[number],
            to=[ME, *people],
            date=FIRST_DATE + timedelta(days=number),
        )
        mailbox.add(asked, "" if number > 4 else "S")
        if number < 4:
            answer = mailbox.message(
                reply_to_message=asked,
                sender=people[number + 9],
                to=[ME, *people],
                date=FIRST_DATE + timedelta(days=number, hours=3),
            )
            mailbox.add(answer, "S")
    for number in range(3):
        mailbox.add(
            mailbox.message(
                subject=f"Web {number}",
                to="web@lists.example",
                headers={
                    "List-Id": f'"{HOSTILE}" <web.lists.example>',
                    "List-Post": "<mailto:web@lists.example>",
                },
            ),
            "S",
        )
    mailbox.add(mailbox.message(subject="Lunch?"), "S")
    mailbox.index()


async def test_lists_say_what_they_are_and_their_conversations_stand_beside(
    mailbox: Mailbox,
) -> None:
    fill(mailbox)
    async with reading(mailbox, (120, 30)) as driven:
        await driven.shows("✉")
        cc = next(given for given in driven.mail.lists.lists or () if given.kind == "cc")
        listed = next(
            line[:36] for line in driven.lines() if line[:36].strip().startswith(cc.title)
        )
        assert listed.split()[-2:] == [str(cc.members), "3"]
        # A title that is markup and escapes is shown as it stands.
        assert "[red][@click=app" in driven.line("✉")

        # Inbox, Everything, Drafts, a gap, then the lists: all within reach of a few keys.
        await driven.press("q", "G")
        await driven.until(lambda: driven.mail.rows.view and driven.mail.rows.view.list)
        assert driven.at("lists")
        await driven.press("p")
        await driven.until(
            lambda: driven.mail.rows.view and driven.mail.rows.view.title == cc.title
        )
        await driven.shows(f"cc · {cc.members} people", "3 unread", "Round 7")
        await driven.hides("Lunch?")
        await driven.press("enter", "enter")
        await driven.until(lambda: driven.at("conversation"))
        await driven.press("q", "q", "g")
        await driven.until(lambda: driven.mail.rows.view and driven.mail.rows.view.key == "inbox")
        await driven.shows("Lunch?")


async def test_counts_follow_what_another_program_tags(mailbox: Mailbox) -> None:
    fill(mailbox)
    async with reading(mailbox, (120, 30)) as driven:
        await driven.until(lambda: driven.line("Inbox")[:36].rstrip().endswith(" 3"))
        # A look that nobody waits for any more keeps nobody else from looking.
        async with driven.mail.news._looking:
            look = asyncio.ensure_future(driven.mail.news.look())
            await asyncio.sleep(0)
            look.cancel()
            await asyncio.wait([look])
        mailbox.notmuch("tag", "-unread", "--", "*")
        await driven.until(lambda: driven.line("Inbox")[:36].rstrip().endswith("Inbox"))
        mailbox.notmuch("tag", "+unread", "--", "subject:Lunch")
        await driven.until(lambda: driven.line("Inbox")[:36].rstrip().endswith(" 1"))
        mailbox.notmuch("tag", "+draft", "--", "subject:Lunch")
        await driven.until(lambda: driven.line("Drafts")[:36].rstrip().endswith(" 1"))


async def test_what_another_program_tags_before_the_first_look_is_seen(mailbox: Mailbox) -> None:
    fill(mailbox)
    start = Start(mailbox.client())
    assert start.counts.result(LONG)[0].unread == 3
    assert start.inbox.result(LONG).rows[0].unread == 1
    start.lists.result(LONG)
    mailbox.notmuch("tag", "-unread", "--", "*")
    async with reading(mailbox, (120, 30), start=start) as driven:
        await driven.until(lambda: driven.line("Inbox")[:36].rstrip().endswith("Inbox"))
        await driven.until(lambda: not driven.mail.rows.rows.rows[0].unread)


async def test_a_search_stands_among_the_views_and_can_be_kept_and_forgotten(
    mailbox: Mailbox,
) -> None:
    fill(mailbox)
    async with reading(mailbox, (120, 30)) as driven:
        await driven.press("slash")
        await driven.type("subject:Lunch")
        await driven.press("enter")
        await driven.shows("Search: subject:Lunch")
        await driven.hides("Round 7")
        await driven.press("s")
        await driven.shows("save this search as:")
        await driven.press("enter")
        await driven.shows("give it a name")
        await driven.type("[b]food")
        await driven.press("enter")
        await driven.shows("a name is made of letters")
        await driven.press(*["backspace"] * 7)
        await driven.type("food and drink")
        await driven.press("enter")
        await driven.shows("saved as food and drink")
        assert mailbox.notmuch("config", "get", "query.food and drink").strip() == "subject:Lunch"

        # It is there for the next reader too.
        await driven.press("slash")
        await driven.shows("search: subject:Lunch")
        await driven.type("nothing_like_it")
        await driven.press("enter")
        await driven.shows("Nothing matches.", "Searched for: nothing_like_it")
        await driven.press("q")
        driven.mail.lists.put("saved:food and drink")
        await driven.shows("saved search", "Lunch?")
        await driven.press("X")
        await driven.shows("Forget the search food and drink?")
        await driven.press("y")
        await driven.shows("forgot food and drink")
        await driven.until(lambda: driven.mail.lists.view("saved:food and drink") is None)
        assert "food" not in mailbox.notmuch("config", "list")


async def test_what_is_wrong_with_a_query_is_said_under_it(mailbox: Mailbox) -> None:
    fill(mailbox)
    async with reading(mailbox) as driven:
        await driven.press("slash", "enter")
        await driven.shows("words, from:jane")
        await driven.type("(subject:x")
        await driven.press("enter")
        await driven.shows("is never closed")
        assert driven.prompted
        await driven.press("escape")
        await driven.hides("search:")
        await driven.press("j")
        assert driven.at("conversations")
        cc = next(given for given in driven.mail.lists.lists or () if given.kind == "cc")
        await driven.press("slash")
        await driven.type(f"list:{cc.name} and tag:unread")
        await driven.press("enter")
        await driven.shows("Round 7", "Round 5")
        await driven.hides("Round 4")
