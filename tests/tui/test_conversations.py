from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.support.mailbox import LONG
from tests.support.messages import crowd
from tests.tui.driving import locked, reading

if TYPE_CHECKING:
    from tests.support.mailbox import Mailbox
else:
    pass

HOSTILE = (
    "[/] [@click=app.quit]free[/] [b]bold",
    "esc \x1b]52;c;ZWNobw==\x07\x1b[2J here",
    "[red]\u202eback\u2066wards\u2028split\x9b31m",
    "wide 漢字 \U0001f469\u200d\U0001f469\u200d\U0001f467 ｆｕｌｌ",
)


def fill(mailbox: Mailbox) -> None:
    """Three conversations: one of three messages, two of one."""
    asked = mailbox.message(
        subject="Gritting", sender="Jane Khan <jane@otterley.example>", body="How do you grit?\n"
    )
    mailbox.add(asked, "S")
    for who in ("Rhys Patel <rhys@ripley.example>", "Nadia Xu <nadia@derwent.example>"):
        mailbox.add(mailbox.message(reply_to_message=asked, sender=who, body="With salt.\n"))
    mailbox.add(mailbox.message(subject="Snow closures", sender="Tom Lloyd <tom@marlow.example>"))
    mailbox.add(mailbox.message(subject="Budget", sender="Ben Ash <ben@ash.example>"), "S")
    mailbox.index()


def order(text: str, *subjects: str) -> bool:
    places = [text.find(subject) for subject in subjects]
    return -1 not in places and places == sorted(places)


def tagged(mailbox: Mailbox, query: str) -> int:
    return int(mailbox.notmuch("count", "--exclude=false", query))


async def test_acts_are_written_shown_and_undone(mailbox: Mailbox) -> None:
    fill(mailbox)
    async with reading(mailbox) as driven:
        assert order(driven.text(), "Budget", "Snow closures", "Gritting")
        await driven.shows("2 answers, 2 new", "“With salt.”")

        await driven.press("G", "a")
        await driven.shows("archived 3 messages")
        await driven.hides("Gritting")
        assert tagged(mailbox, "tag:inbox") == 2
        # The cursor is on the row that is now in that place.
        assert "▌" in driven.line("Snow closures")

        await driven.press("exclamation_mark")
        await driven.until(lambda: tagged(mailbox, "tag:flagged") == 1)
        await driven.until(lambda: "⚑ Snow" in driven.text())
        await driven.press("u")
        await driven.shows("undone: flagged 1 message")
        assert tagged(mailbox, "tag:flagged") == 0
        await driven.press("u")
        await driven.shows("undone: archived 3 messages", "Gritting")
        assert tagged(mailbox, "tag:inbox") == 5
        assert order(driven.text(), "Budget", "Snow closures", "Gritting")
        await driven.press("u")
        await driven.shows("nothing to undo")


async def test_what_is_followed_is_marked_wherever_it_is_and_what_is_muted_wakes(
    mailbox: Mailbox,
) -> None:
    fill(mailbox)
    followed = "property:cclear.followed=yes"
    async with reading(mailbox) as driven:
        assert "Followed" not in driven.text()
        await driven.press("G", "F")
        await driven.shows("followed 3 messages", "★ Gritting", "Followed")
        assert tagged(mailbox, followed) == 3
        await driven.until(lambda: driven.line("Followed").split("│")[0].split()[1:2] == ["2"])
        await driven.press("ampersand")
        await driven.shows("muted 3 messages, no longer followed")
        assert tagged(mailbox, followed) == 0
        await driven.hides("Followed ")
        await driven.press("u")
        await driven.shows("undone: muted 3 messages", "★ Gritting")
        assert (tagged(mailbox, followed), tagged(mailbox, "tag:muted")) == (3, 0)

        # In the open conversation the same keys, and its heading says it.
        await driven.press("G", "enter")
        await driven.until(lambda: driven.at("conversation"))
        await driven.shows("★ Gritting")
        await driven.press("F")
        await driven.shows("unfollowed 3 messages")
        await driven.hides("★")
        await driven.press("ampersand")
        await driven.shows("muted 3 messages")
        assert tagged(mailbox, "tag:muted") == 3
        await driven.press("q")
        await driven.hides("Gritting")

        (asked,) = mailbox.notmuch("search", "--output=messages", "from:jane").split()
        mailbox.add(
            mailbox.message(
                sender="Nadia Xu <nadia@derwent.example>",
                subject="Re: Gritting",
                body="Just for you.\n",
                headers={"In-Reply-To": f"<{asked.removeprefix('id:')}>"},
            )
        )
        mailbox.index()
        await driven.press("dollar_sign")
        await driven.shows("● Gritting", "1 new · wakes: to you alone")
        await driven.press("g", "F")
        await driven.shows("followed 4 messages, no longer muted", "★ Gritting")


async def test_what_changes_while_it_is_on_its_way_is_seen(mailbox: Mailbox) -> None:
    fill(mailbox)
    async with reading(mailbox) as driven:
        await driven.press("g", "enter")
        await driven.until(lambda: driven.mail.reading and driven.mail.reading.digests)
        pane, client = driven.mail.reading, mailbox.client()
        assert pane is not None
        name, looked = pane.conversation, mailbox.client().look

        def changed(words: str) -> None:
            # All in one moment of the event loop: the answer is there, and not taken yet.
            client.counts("*").result(LONG)
            mailbox.notmuch("tag", words, "--", "from:ben")
            state = looked().result(LONG)
            driven.mail.news._before = state.mark, state.messages
            driven.mail.mail_changed()

        pane.show(name, client=client)
        changed("+flagged")
        await driven.until(lambda: any("flagged" in entry.tags for entry in pane.entries))
        # Neither is it lost where another level is on the screen for that moment.
        driven.mail.go_to("conversations")
        await driven.until(lambda: driven.mail.rows.rows.ready and not pane.is_on_screen)
        changed("-flagged")
        driven.mail.go_to("conversation")
        await driven.until(lambda: not any("flagged" in entry.tags for entry in pane.entries))


async def test_what_is_selected_is_acted_on_together(mailbox: Mailbox) -> None:
    fill(mailbox)
    async with reading(mailbox) as driven:
        await driven.press("g", "x", "x", "x")
        assert driven.text().count("✓") == 3
        await driven.shows("3 selected")
        await driven.press("N")
        await driven.shows("marked unread 3 conversations, 5 messages")
        assert tagged(mailbox, "tag:unread") == 5
        await driven.press("x", "q")
        assert "✓" not in driven.text()

        await driven.press("g", "ampersand")
        await driven.shows("muted 1 message")
        assert tagged(mailbox, "tag:muted and not tag:unread and not tag:inbox") == 1
        await driven.press("u")
        await driven.shows("undone: muted 1 message")
        assert tagged(mailbox, "tag:muted") == 0
        assert tagged(mailbox, "tag:unread") == 5

        await driven.shows("5 unread")
        await driven.press("A")
        await driven.shows("Mark 5 messages in Inbox read?")
        await driven.press("x")
        await driven.hides("Mark 5 messages")
        assert tagged(mailbox, "tag:unread") == 5
        await driven.press("A")
        await driven.shows("Mark 5 messages in Inbox read?")
        await driven.press("y")
        await driven.shows("marked Inbox read: 3 conversations")
        assert tagged(mailbox, "tag:unread") == 0


async def test_tags_are_named_in_a_prompt_that_says_what_is_wrong(mailbox: Mailbox) -> None:
    fill(mailbox)
    async with reading(mailbox) as driven:
        await driven.press("t")
        await driven.shows("tags:")
        await driven.type("+")
        await driven.press("enter")
        await driven.shows("“+” is no tag")
        await driven.type("todo -inbox")
        await driven.press("enter")
        await driven.shows("tagged 1 message")
        assert tagged(mailbox, "tag:todo and not tag:inbox") == 1
        await driven.hides("Budget")
        await driven.press("d")
        await driven.shows("deleted 1 message")
        assert tagged(mailbox, "tag:deleted") == 1


async def test_while_a_mailbox_fills_the_newest_stay_on_top(mailbox: Mailbox) -> None:
    mailbox.add(mailbox.message(subject="The oldest"))
    mailbox.index()
    async with reading(mailbox) as driven:
        await driven.shows("The oldest")
        for number in range(30):
            mailbox.add(mailbox.message(subject=f"Newer {number}"))
        mailbox.index()
        await driven.shows("Newer 29")
        await driven.until(lambda: "▌" in driven.line("Newer 29"))
        assert "newer above" not in driven.text()


async def test_mail_that_arrives_moves_nothing_under_the_cursor(mailbox: Mailbox) -> None:
    for number in range(20):
        mailbox.add(mailbox.message(subject=f"Old {number}"), "S")
    mailbox.add(
        mailbox.message(
            subject="Snow closures", sender="Tom Lloyd <tom@marlow.example>", id="snow@mail.example"
        ),
        "S",
    )
    mailbox.add(mailbox.message(subject="Budget"), "S")
    mailbox.index()
    async with reading(mailbox) as driven:
        await driven.press("j")
        row = next(y for y, line in enumerate(driven.lines()) if "Snow closures" in line)
        answered = mailbox.message(
            subject="Snow closures",
            sender="Tom Lloyd <tom@marlow.example>",
            headers={"References": "<snow@mail.example>"},
        )
        mailbox.add(answered)
        mailbox.add(mailbox.message(subject="Brand new"))
        await driven.press("dollar_sign")
        await driven.shows("2 new messages")
        await driven.shows("1 newer above")
        assert "▌" in driven.lines()[row]
        assert "Snow closures" in driven.lines()[row]
        subjects = [row.subject for row in driven.mail.rows.rows.rows]
        assert subjects[:3] == ["Brand new", "Budget", "Snow closures"]
        await driven.press("g")
        await driven.shows("Brand new")


async def test_pages_come_as_the_cursor_nears_the_end(mailbox: Mailbox) -> None:
    for number in range(150):
        mailbox.add(mailbox.message(subject=f"Subject {number:03}"), "" if number == 3 else "S")
    mailbox.index()
    async with reading(mailbox, (80, 24)) as driven:
        await driven.shows("Subject 149")
        assert driven.mail.rows.count < 150
        await driven.press("n")
        await driven.shows("Subject 003")
        assert "▌" in driven.line("Subject 003")
        await driven.press("n")
        await driven.shows("nothing new further on")
        await driven.press("G")
        await driven.shows("Subject 000")
        assert driven.mail.rows.count == 150
        await driven.press("g")
        # What another program changes out of sight is seen once one comes there.
        mailbox.notmuch("tag", "+flagged", "--", "subject:149 or subject:000")
        await driven.shows("⚑ Subject 149")
        await driven.press("G")
        await driven.shows("⚑ Subject 000")
        await driven.press("g")
        for _ in range(30):
            await driven.press("space")
        await driven.shows("Subject 000")
        assert "▌" in driven.line("Subject 000")
        await driven.press("g", "p")
        await driven.shows("nothing new before")


async def test_what_is_in_a_subject_is_shown_and_not_obeyed(mailbox: Mailbox) -> None:
    for number, subject in enumerate(HOSTILE):
        raw = mailbox.message(subject="X", sender=f'"{subject[:9]}" <a{number}@b.example>')
        head = f"Subject: {subject}\n".encode("utf-8", "surrogateescape")
        mailbox.add(raw.as_bytes().replace(b"Subject: X\n", head))
    mailbox.index()
    async with reading(mailbox) as driven:
        await driven.shows("[/] [@click=app.quit]free[/] [b]bold", "漢字")
        for size in ((110, 30), (60, 20), (38, 8), (20, 5)):
            await driven.pilot.resize_terminal(*size)
            await driven.pilot.pause()
            text = driven.text()
            assert not any(ord(c) < 32 and c != "\n" for c in text)
            assert not set("\x9b\x7f\u202e\u2066\u2028") & set(text)
            assert all(len(line) <= size[0] for line in driven.lines())
        await driven.pilot.click(driven.mail.rows, (6, 1))
        assert driven.app.is_running


async def test_while_another_program_writes_a_change_waits_and_says_so(mailbox: Mailbox) -> None:
    fill(mailbox)
    async with reading(mailbox) as driven:
        await driven.shows("taken in just now", "Budget")
        with locked(mailbox):
            await driven.press("a")
            await driven.until(lambda: "◌" in driven.line("Budget"), "a change that waits")
            await driven.shows("another program is writing to the mail")
            assert "◌" in driven.line("Budget")
            # The rest goes on meanwhile.
            await driven.press("j", "j")
            assert "▌" in driven.line("Gritting")
        await driven.shows("archived 1 message")
        await driven.hides("Budget")


async def test_a_conversation_of_a_crowd_opens_and_closes(mailbox: Mailbox) -> None:
    people = crowd(40)
    asked = mailbox.message(subject="Crowd", sender=people[0], to=people[1:], body="Who?\n")
    mailbox.add(asked)
    for who in people[1:6]:
        mailbox.add(mailbox.message(reply_to_message=asked, sender=who, to=people, body="Me.\n"))
    mailbox.index()
    async with reading(mailbox) as driven:
        await driven.press("enter")
        await driven.shows("6 messages", "Who?")
        await driven.texts(6)
        # Moving on marks what was on the screen as read.
        await driven.press("j", "j", "j")
        await driven.until(lambda: tagged(mailbox, "tag:unread") < 6)
        await driven.press("q")
        # All that was read in passing is read now, and the newest stands for it.
        await driven.shows("5 answers · Flo: “Me.”")
        await driven.hides("unread")
        assert driven.at("conversations")


async def test_what_was_not_counted_yet_is_counted_before_it_is_said_to_be_read(
    mailbox: Mailbox,
) -> None:
    fill(mailbox)
    async with reading(mailbox) as driven:
        rows = driven.mail.rows
        await driven.until(lambda: rows.view and rows.view.unread)
        assert rows.view is not None
        rows.view = replace(rows.view, unread=0)
        await driven.press("A")
        await driven.shows("Mark 3 messages in Inbox read?")
        await driven.press("y")
        await driven.until(lambda: not tagged(mailbox, "tag:unread"))
        await driven.press("A")
        await driven.shows("nothing unread in Inbox")


async def test_words_are_found_in_texts_that_come_later(mailbox: Mailbox) -> None:
    asked = mailbox.message(subject="Gritting", body="How do you grit?\n")
    mailbox.add(asked)
    for n in range(3):
        said = f"We pay too much for it.\n\nA lorry of {'salt' if n else 'brine'} a day.\n"
        mailbox.add(mailbox.message(reply_to_message=asked, body=said), "S")
    mailbox.index()
    mailbox.client().read_all().result(LONG)
    async with reading(mailbox) as driven:
        await driven.press("enter")
        await driven.texts(1)
        with driven.stopped():
            await driven.press("ctrl+f", *"brine", "enter")
            await driven.shows("still reading the rest of the conversation")
        await driven.shows("1 of 1 match", "A lorry of brine a day.")


async def test_messages_are_piped_to_a_command_and_subjects_copied(mailbox: Mailbox) -> None:
    fill(mailbox)
    async with reading(mailbox) as driven:
        await driven.press("vertical_line")
        await driven.shows("pipe to:")
        await driven.press("enter")
        await driven.shows("name a command")
        await driven.type("grep ")
        await driven.press("minus", "c", "space")
        await driven.type("Subject")
        await driven.press("enter")
        await driven.shows("1")
        await driven.press("G", "vertical_line")
        await driven.shows("pipe 3 messages to:")
        await driven.type("exit 7")
        await driven.press("enter")
        await driven.shows("exit status 7")
        await driven.press("y")
        await driven.shows("copied the subject and its id")
        assert driven.app.clipboard.startswith("Gritting  (")
