"""An answer to mail that is just being taken in, driven by Pilot: it waits for what it needs."""

from __future__ import annotations

import fcntl
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import indexer
from outbox import Settings as Outbox
from tests.tui.driving import Driven, reading
from tests.tui.test_letters import LATER, OWN, fill, opened, written
from tui.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.mailbox import Mailbox


@contextmanager
def another(mailbox: Mailbox) -> Iterator[None]:
    """Another cclear takes in mail all the while."""
    (lock,) = mailbox.path.with_name(f"{mailbox.path.name}.cclear").glob("*.lock")
    with lock.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def to(driven: Driven, subject: str) -> None:
    """Put the cursor on a conversation."""
    rows = driven.mail.rows
    rows.go(next(at for at, row in enumerate(rows.rows.rows) if row.subject == subject))


async def test_an_answer_waits_for_the_round_that_finds_its_list(mailbox: Mailbox) -> None:
    fill(mailbox)
    post = {"List-Id": "<grit.lists.example>", "List-Post": "<mailto:grit@lists.example>"}
    for subject, headers in (("Lunch?", {}), ("Snow", post)):
        sender = "Ann Ash <ann.0@county.example>"
        mailbox.add(
            mailbox.message(
                subject=subject, sender=sender, date=LATER.replace(year=LATER.year + 1),
                to="grit@lists.example" if headers else OWN, body="Who comes?\n", headers=headers,
                id=f"{subject.strip('?').lower()}@mail.example",
            )
        )  # fmt: skip
    client = mailbox.client(indexer.Settings(addresses=(OWN,)))
    mailbox.client = lambda *_: client  # type: ignore[method-assign]
    # Another program finds them first, which knows nothing of lists.
    mailbox.notmuch("new")
    assert not client.open("id:snow@mail.example").result(60).decided
    settings = Settings(fetch_minutes=0, outbox=Outbox(name="Sam R"))
    async with reading(mailbox, (110, 36), settings) as driven:
        to(driven, "Snow")
        await driven.press("L", *"Half")
        await opened(driven)
        assert "Half" in written(driven)
        assert "── the list " in driven.text()
        assert (await client.open("id:snow@mail.example")).decided
        await driven.press("escape")
        await driven.until(lambda: driven.mail.composer is None)
        await driven.press("q")
        # What is on none says so at once.
        to(driven, "Lunch?")
        await driven.press("L")
        await driven.shows("this message is on no list")
        assert driven.mail.composer is None


async def test_who_does_not_wait_has_the_text_kept(mailbox: Mailbox) -> None:
    fill(mailbox)
    mailbox.add(mailbox.message(subject="Lunch?", date=LATER.replace(year=LATER.year + 1)))
    client = mailbox.client(indexer.Settings(addresses=(OWN,)))
    mailbox.client = lambda *_: client  # type: ignore[method-assign]
    mailbox.notmuch("new")
    with ExitStack() as held:
        held.enter_context(another(mailbox))
        async with reading(mailbox, (110, 36)) as driven:
            await driven.press("r")
            await driven.shows("finding out which list this is on")
            await driven.press(*"Yes", "ctrl+s")
            await driven.shows("not sent: whom it goes to was not shown yet", "Yes")
            await driven.press("escape")
            await driven.shows("the draft is kept")
            assert driven.mail.composer is None
            await driven.until(lambda: mailbox.notmuch("count", "tag:draft").strip() == "1")
            held.close()
            await driven.press("r")
            await opened(driven)
            assert "Yes" in written(driven)
