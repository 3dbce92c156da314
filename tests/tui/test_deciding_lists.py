from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.support.mailbox import LONG
from tests.support.messages import START, crowd
from tests.tui.driving import QUIET, reading
from tests.tui.test_lists import fill

if TYPE_CHECKING:
    from tests.support.mailbox import Mailbox


async def test_what_is_said_of_lists_is_told_and_undone(mailbox: Mailbox) -> None:
    sales = crowd(14, 60, "sales.example")
    for day in range(4):
        mailbox.add(
            mailbox.message(
                subject=f"Sales report [/] {day}",
                sender=sales[0],
                to=sales,
                date=START + timedelta(days=day),
            )
        )
    fill(mailbox)
    async with reading(mailbox, (120, 30)) as driven:
        mail = driven.mail

        def titles() -> set[str]:
            return {given.title for given in mail.lists.lists or ()}

        await driven.shows("Suggested (1)", "✉")
        names = titles()
        # However often it is clicked it opens once.
        line = driven.lines().index(driven.line("Suggested (1)"))
        with driven.stopped():
            await driven.pilot.click(offset=(2, line), times=3)
        await driven.shows("14 people, 4 mails", "Ann Gray", "“Sales report [/] 3”")
        await driven.press("a")
        await driven.shows("No more suggestions.", "is a list; u undoes it")
        await driven.until(lambda: len(titles()) == len(names) + 1)
        await driven.press("u")
        await driven.shows("14 people, 4 mails", "undone:")
        await driven.press("n")
        await driven.shows("is no list; u undoes it")
        await driven.press("u", "q")
        await driven.shows("Suggested (1)")
        await driven.until(lambda: titles() == names)

        cc = next(given for given in mail.lists.lists or () if given.kind == "cc")
        mail.lists.put(f"list:{cc.name}")
        await driven.press("l", "r")
        await driven.until(lambda: driven.prompted)
        await driven.type("Roads")
        await driven.press("enter")
        await driven.shows(f"{cc.title} is called Roads; u undoes it")
        await driven.until(lambda: "Roads" in titles())

        # Merged into the other list, it is shown there.
        await driven.press("l", "m")
        await driven.shows("merge into:")
        await driven.press("enter")
        await driven.shows("Roads merged into")
        await driven.until(lambda: len(titles()) == len(names) - 1)
        await driven.until(lambda: mail.rows.view and mail.rows.view.messages == 15)
        await driven.press("u", "u")
        await driven.until(lambda: titles() == names)

        # Taken out: what is selected, here all that have one subject; the rest stays.
        mail.lists.put(f"list:{cc.name}")
        await driven.press("enter")
        await driven.shows("Round 7")
        await driven.press("x", "l", "s")
        await driven.shows("1 conversation taken out of", "u undoes it")
        await driven.until(lambda: len(titles()) == len(names) + 1)
        await driven.press("u")
        await driven.until(lambda: titles() == names)
        await driven.press("l", "n")
        await driven.shows("is no list; u undoes it")
        await driven.until(lambda: mail.rows.view and mail.rows.view.key == "inbox")
    assert mailbox.notmuch("count", f"tag:list/{cc.name}") == "0\n"
    assert mailbox.cclear("lists", "undo").stdout.startswith("Undone: ")
    assert mailbox.notmuch("count", f"tag:list/{cc.name}") == "12\n"


async def test_the_mail_of_a_suggestion_is_read_and_back_leads_to_it(mailbox: Mailbox) -> None:
    roads = crowd(16, 80, "roads.example")
    sales = crowd(14, 60, "sales.example")

    def report(day: int, who: list[str], about: str) -> None:
        date = START + timedelta(days=day)
        mailbox.add(mailbox.message(subject=f"{about} {day}", sender=who[0], to=who, date=date))

    for day in range(5):
        report(day, roads, "Roadworks")
    for day in range(4):
        report(day, sales, "Sales report")
    fill(mailbox)
    settings = replace(QUIET, keys={"undo": "."})
    async with reading(mailbox, (120, 30), settings) as driven:
        mail = driven.mail
        await driven.press("l", "l")
        await driven.shows("Roadworks  16 people", "Sales report  14 people", "enter its mail")
        await driven.press("j", "enter")
        await driven.shows("suggested · 14 people", "4 unread", "“Hello.", "q back")
        assert [row.subject[:12] for row in mail.rows.rows.rows] == ["Sales report"] * 4
        await driven.press("enter")
        await driven.texts(1)
        await driven.press("q")
        await driven.shows("3 unread")
        # What comes meanwhile to the same people, and no other mail, stands here too.
        report(4, sales, "Sales report")
        report(5, roads, "Roadworks")
        mailbox.index()
        await mail.mail_touched()
        await driven.shows("Sales report 4", "4 unread")
        assert "Roadworks" not in driven.text()
        await driven.press("A", "y")
        await driven.hides("unread")
        await driven.press("q")
        await driven.shows("Roadworks  16 people, 6 mails", "Sales report  14 people, 5 mails")
        assert driven.line("Sales report  14").startswith("▌")
        await driven.press("enter", "q", "n")
        await driven.shows("Sales report is no list; . undoes it", ". undo  q back")
        await driven.press("full_stop")
        await driven.shows("undone:", "Sales report  14")
        await driven.press("G", "n")
        await driven.shows("Sales report is no list; . undoes it")
        await driven.hides("Sales report  14")
        await driven.press("q")
        await driven.until(lambda: mail.rows.view and mail.rows.view.key == "inbox")
        assert driven.at("conversations")
    client = mailbox.client()
    page = client.rows("suggested:roadworks and not subject:2").result(LONG)
    assert len(page.rows) == 5
    assert not client.rows("suggested:sales-report").result(LONG).rows
    (found,) = client.suggestions().result(LONG)
    client.accept_list(found.name).result(LONG)
    assert client.counts(found.query, f"list:{found.name}").result(LONG)[0].messages == 6
