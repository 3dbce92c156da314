"""From a key on a real mailbox to what an SMTP server got, driven by Pilot."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.events import Key

import indexer
from outbox import OutboxError, Settings as Outbox
from tests.outbox.servers import HOST, Arrived, real
from tests.support.messages import ME, START, crowd
from tests.tui.driving import Driven, reading
from tui.levels import Panes
from tui.settings import Settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.support.mailbox import Mailbox

OWN = "sam@here.example"
LATER = START + timedelta(days=9)


def fill(mailbox: Mailbox) -> None:
    """A cc list's conversations; in the newest one somebody asks, and another answers all."""
    everyone = [ME, *crowd(40)]
    for number in range(8):
        day = START + timedelta(days=number)
        before = mailbox.message(
            subject=f"Round {number}", sender=everyone[number + 1], to=everyone, date=day,
            body="Here is what we did.\n",
        )  # fmt: skip
        mailbox.add(before, "S")
        if number < 4:
            answer = mailbox.message(
                reply_to_message=before, sender=everyone[number + 9], to=everyone,
                date=day + timedelta(hours=3), body="So did we.\n",
            )  # fmt: skip
            mailbox.add(answer, "S")
    asked = mailbox.message(
        subject="Gritting", sender=everyone[1], to=everyone, date=LATER, id="asked@mail.example",
        body="Hello all,\n\nHow do you grit, and what do you pay for it?\n",
    )  # fmt: skip
    openly = mailbox.message(
        reply_to_message=asked, sender=everyone[3], to=everyone, date=LATER + timedelta(hours=2),
        body="We use salt and it costs us four thousand pounds.\n",
    )  # fmt: skip
    privately = mailbox.message(
        reply_to_message=asked, sender=everyone[5], to=everyone[1],
        date=LATER + timedelta(hours=3), body="Between us, it was far too dear for what it did.\n",
    )  # fmt: skip
    mailbox.add(asked)
    mailbox.add(openly, "S")
    mailbox.add(privately, "S")
    mailbox.client(indexer.Settings(addresses=(OWN,))).index().result(60)


@asynccontextmanager
async def sending(
    mailbox: Mailbox, port: int, size: tuple[int, int] = (110, 36), undo: int = 1
) -> AsyncIterator[Driven]:
    """The reader on that mailbox with a transport, the conversation open."""
    outbox = Outbox(
        transport="smtp", host=HOST, port=port, security="none", undo_seconds=undo, name="Sam R",
        deadline_seconds=120,
    )  # fmt: skip
    settings = Settings(fetch_minutes=0, outbox=outbox)
    client = mailbox.client(indexer.Settings(addresses=(OWN,)))
    mailbox.client = lambda *_: client  # type: ignore[method-assign]
    async with reading(mailbox, size, settings) as driven:
        await driven.press("enter")
        await driven.shows("How do you grit")
        yield driven


async def opened(driven: Driven) -> None:
    """Wait for the composer and what is to be in it."""
    await driven.until(lambda: driven.mail.composer and driven.mail.composer.letter)
    await driven.pilot.pause()


def written(driven: Driven) -> str:
    """The text in the composer."""
    assert driven.mail.composer is not None
    return driven.mail.composer.current().draft.text


async def test_a_list_reply_is_sent_to_who_asked_alone_and_can_be_taken_back(
    mailbox: Mailbox,
) -> None:
    fill(mailbox)
    arrived = Arrived()
    with real(arrived) as port:
        async with sending(mailbox, port, undo=3) as driven:
            await driven.press("L")
            await opened(driven)
            assert "── Ann Ash alone (" in driven.text()
            assert "> How do you grit, and what do you pay for it?" in driven.text()
            await driven.press(*"Salt", "ctrl+s")
            await driven.shows("sent to Ann Ash alone in ", " s · u undoes")
            assert driven.mail.composer is None
            await driven.press("u")
            await opened(driven)
            assert "\nSalt\n" in written(driven)
            assert not driven.mail.entries
            await driven.press(*" and grit", "ctrl+s")
            await driven.shows("sent to 1 person")
            await driven.until(lambda: not driven.mail.entries)
        ((sender, recipients, data),) = arrived.mail
        assert (sender, recipients) == (OWN, ("ann.0@county.example",))
        got = message_from_bytes(data, policy=default)
        assert got["In-Reply-To"] == "<asked@mail.example>"
        assert "Salt and grit" in got.get_content()
        assert got["Cc"] is None
    assert mailbox.notmuch("count", "tag:replied and id:asked@mail.example").strip() == "1"
    assert mailbox.notmuch("count", "tag:sent").strip() == "1"
    assert mailbox.notmuch("count", "tag:draft or tag:queued").strip() == "0"


async def test_a_draft_is_found_again_in_its_conversation(mailbox: Mailbox) -> None:
    fill(mailbox)
    with real(Arrived()) as port:
        async with sending(mailbox, port) as driven:
            await driven.press("L")
            await opened(driven)
            await driven.press(*"Half", "ctrl+t", "escape")
            await driven.shows("✎ draft · Half")
            await driven.until(lambda: mailbox.notmuch("count", "tag:draft").strip() == "1")
            await driven.press("L")
            await opened(driven)
            assert "Half" in written(driven)
            assert "people in this conversation" in driven.text()
            # Everybody but one, by hand: it stays so, and all of them hidden.
            await driven.press("ctrl+t", "ctrl+r")
            composer = driven.mail.composer
            assert composer is not None
            composer.bcc.line.value = composer.bcc.line.value.rpartition(", ")[0]
            await driven.shows("hidden from one another, changed by hand · +0 −1")
            await driven.press("escape")
            await driven.until(lambda: driven.mail.composer is None)
            await driven.press("L")
            await opened(driven)
            await driven.shows("hidden from one another, changed by hand · +0 −1")
            await driven.press("escape")
            await driven.until(lambda: driven.mail.composer is None)
            await driven.press("q")
            # Drafts have a view, and Enter there goes on with one.
            driven.mail.visit(next(v for v in driven.mail.lists.views if v.key == "drafts"))
            await driven.until(lambda: driven.mail.rows.rows.rows)
            await driven.press("enter")
            await opened(driven)
            assert "Half" in written(driven)


async def test_a_server_that_is_not_there_is_said_and_the_outbox_shows_it(
    mailbox: Mailbox,
) -> None:
    fill(mailbox)
    arrived = Arrived()
    with real(arrived) as port:
        pass
    async with sending(mailbox, port) as driven:
        await driven.press("r")
        await opened(driven)
        await driven.press(*"Salt", "ctrl+s")
        await driven.shows("not sent: ")
        await driven.until(lambda: driven.mail.lists.waiting == 1)
        await driven.shows("Outbox")
        await driven.press("Q")
        await driven.shows("Re: Gritting", "queued · tries again at ")
        await driven.press("u")
        await driven.shows("taken back")
        await opened(driven)
        assert "Salt" in written(driven)
        assert not driven.mail.entries


async def test_a_summary_goes_to_everybody_and_wants_their_number(mailbox: Mailbox) -> None:
    fill(mailbox)
    arrived = Arrived()
    with real(arrived) as port:
        async with sending(mailbox, port) as driven:
            await driven.press("U")
            await opened(driven)
            assert "Summary to" in driven.text()
            assert "We use salt" in written(driven)
            assert "Between us" not in written(driven)
            await driven.shows("left out: 1 private answer (Ed)")
            await driven.press("ctrl+l")
            await driven.shows("[ ] Ed Ash")
            await driven.press("enter", "enter")
            assert "Between us" in written(driven)
            await driven.press("ctrl+l")
            await driven.shows("[x] Ed Ash")
            await driven.press("enter", "enter")
            assert "Between us" not in written(driven)
            await driven.press("ctrl+s")
            await driven.shows("This goes to 40 people. Type 40 to send it:")
            await driven.press("4", "0", "enter")
            await driven.until(lambda: arrived.mail)
        ((_sender, recipients, data),) = arrived.mail
        assert len(recipients) == 40
        got = message_from_bytes(data, policy=default)
        assert got["Subject"] == "SUMMARY: Gritting"
        assert got["Bcc"] is None
        assert str(got["To"]).endswith(":;")


async def test_a_new_message_and_a_forward_are_addressed_by_hand(mailbox: Mailbox) -> None:
    fill(mailbox)
    arrived = Arrived()
    with real(arrived) as port:
        async with sending(mailbox, port) as driven:
            await driven.press("m")
            await opened(driven)
            await driven.press(*"bo as")
            await driven.shows("Bo Ash <bo.1@county.example>")
            await driven.press("tab", "tab", *"Hello", "tab", *"Text", "ctrl+s")
            await driven.until(lambda: len(arrived.mail) == 1)
            await driven.press("f")
            await opened(driven)
            assert "Forwarded message" in driven.text()
            await driven.press(*"di@d.example", "ctrl+s")
            await driven.until(lambda: len(arrived.mail) == 2)
        assert arrived.mail[0][1] == ("bo.1@county.example",)
        assert arrived.mail[1][1] == ("di@d.example",)
        assert b"Subject: Fwd: Gritting" in arrived.mail[1][2]


def forget(mailbox: Mailbox, message: str) -> None:
    """Delete a message, under whatever name its file goes by now."""
    Path(mailbox.notmuch("search", "--output=files", f"id:{message}").strip()).unlink()
    mailbox.notmuch("new", "--no-hooks")


async def test_a_forward_takes_along_what_the_message_holds_from_draft_to_wire(
    mailbox: Mailbox,
) -> None:
    holds = mailbox.message(
        subject="Gritting map", date=LATER + timedelta(hours=9), id="map@mail.example",
        body="How do you grit this?\n",
        attachments=[("map.png", b"PNG" * 9, "image/png"), ("map.png", b"2", "image/png"),
                     ("../big.pdf", b"x" * 3_000_000, "application/pdf")],
    )  # fmt: skip
    mailbox.add(holds)
    fill(mailbox)
    arrived = Arrived()
    with real(arrived) as port:
        async with sending(mailbox, port) as driven:
            await driven.press("f")
            await opened(driven)
            await driven.shows("map.png", "big.pdf")
            await driven.press(*"di@d.example", "ctrl+f")
            await driven.shows("takes it off")
            await driven.press("down", "enter", "enter")
            await driven.until(lambda: driven.text().count("map.png  ") == 3)
            await driven.press("escape")
            await driven.shows("the draft is kept")
            await driven.press("E")
            await opened(driven)
            await driven.shows("map.png", "big.pdf")
            await driven.press("ctrl+s")
            await driven.until(lambda: arrived.mail)
            # Its message goes before it does: the draft says so.
            await driven.press("f")
            await opened(driven)
            await driven.press(*"q@q.example", "escape")
            await driven.until(lambda: driven.mail.composer is None)
            (saved, *_) = await driven.mail.post.drafts()
            forget(mailbox, "map@mail.example")
            await driven.mail.go_on(saved)
            await driven.shows("not there any more: map.png, map.png, big.pdf; ctrl+f")
    got = message_from_bytes(arrived.mail[0][2], policy=default)
    assert [(p.get_filename(), p.get_content_type(), len(p.get_content()))
            for p in got.iter_attachments()] == [
        ("map.png", "image/png", 27), ("big.pdf", "application/pdf", 3_000_000),
    ]  # fmt: skip


async def test_below_twelve_rows_the_composer_has_all_of_the_screen(mailbox: Mailbox) -> None:
    fill(mailbox)
    with real(Arrived()) as port:
        async with sending(mailbox, port, (60, 20)) as driven:
            await driven.press("L")
            await opened(driven)
            assert driven.mail.composer is not None
            assert "Gritting" in driven.lines()[1]
            await driven.press(*"So")
            for size in ((40, 11), (20, 5), (300, 100), (60, 12), (20, 5)):
                await driven.pilot.resize_terminal(*size)
                await driven.pilot.pause()
                assert "So" in driven.text(), size
                assert driven.mail.composer.is_mounted
                alone = driven.mail.composer.size.height >= size[1] - 1
                assert alone == (size[1] < 12), size
                panes = driven.mail.query_one(Panes)
                assert alone or panes.content_size.width == size[0]
            await driven.press("escape")
            await driven.until(lambda: driven.mail.reading and driven.mail.reading.has_focus)
            assert driven.mail.composer is None


async def test_it_opens_in_a_low_terminal_and_the_keys_go_aside_and_come_back(
    mailbox: Mailbox,
) -> None:
    fill(mailbox)
    arrived = Arrived()
    with real(arrived) as port:
        async with sending(mailbox, port, (40, 11)) as driven:
            await driven.press("L")
            await opened(driven)
            await driven.press(*"So")
            assert "So" in driven.text()
            await driven.press("tab")
            await driven.shows("How do you grit", "? keys")
            # What came while there was no room for it is as wide as the window all the same.
            pane = driven.mail.reading
            assert pane is not None
            await driven.press("r")
            await driven.until(lambda: not pane.is_on_screen)
            pane.relayout()
            await driven.press(*" be it")
            await driven.shows("So be it")
            assert written(driven).count("So be it") == 1
            await driven.press("tab")
            await driven.shows("How do you grit", "? keys")
            # All that is typed before a key that acts on it is there by then.
            await driven.press("r")
            for key in ("e", "n", "d", "ctrl+s"):
                driven.app.post_message(Key(key, key if len(key) == 1 else None))
            await driven.until(lambda: arrived.mail)
    assert b"So be itend" in arrived.mail[0][2]


async def test_an_answer_that_there_is_not_says_why_and_loses_no_text(
    mailbox: Mailbox,
) -> None:
    fill(mailbox)
    mailbox.add(mailbox.message(subject="Lunch?", date=LATER - timedelta(hours=1)))
    mailbox.client(indexer.Settings(addresses=(OWN,))).index().result(60)
    with real(Arrived()) as port:
        async with sending(mailbox, port) as driven:
            await driven.shows("L reply to list")
            await driven.press("q", "j", "enter")
            await driven.shows("r reply ")
            await driven.hides("L reply to list")
            await driven.press("L")
            await driven.shows("this message is on no list")
            assert driven.mail.composer is None
            # A hand that types on at once has its words in a new message.
            driven.mail.post.reply = never(driven)  # type: ignore[method-assign]
            await driven.press("L")
            await driven.until(lambda: driven.mail.composer)
            await driven.press(*"Yes")
            await opened(driven)
            await driven.shows("there is no such answer")
            assert "Yes" in written(driven)


async def test_an_address_that_is_named_for_a_cc_list_is_its_own_from_then_on(
    mailbox: Mailbox,
) -> None:
    fill(mailbox)
    arrived = Arrived()
    with real(arrived) as port:
        async with sending(mailbox, port) as driven:
            await driven.press("L")
            await opened(driven)
            await driven.press("ctrl+r", "ctrl+u", *"round@lists.example", "tab", "tab", *"So")
            await driven.press("ctrl+s")
            await driven.shows("Is round@lists.example the address of Round from now on?")
            await driven.press("y")
            await driven.shows("Round is at round@lists.example")
            await driven.until(lambda: arrived.mail)
            await driven.press("L")
            await opened(driven)
            assert "── the list Round ──" in driven.text()
    assert [mail[1] for mail in arrived.mail] == [("round@lists.example",)]


def never(driven: Driven) -> Any:  # noqa: ANN401 - it stands for a method
    """An answer that comes to nothing, once something was typed."""

    async def reply(*_given: object) -> None:
        await driven.until(lambda: driven.mail.composer and driven.mail.composer.body.text == "Yes")
        raise OutboxError("no-list", "there is no such answer")

    return reply
