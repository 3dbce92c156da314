"""Drafts thrown away on a real mailbox, driven by Pilot: only after a yes, and nothing besides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.outbox.servers import Arrived, real
from tests.tui.test_letters import LATER, fill, opened, sending

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.mailbox import Mailbox
    from tests.tui.driving import Driven


def kept(mailbox: Mailbox) -> list[Path]:
    """The files of drafts of ours."""
    return [path for path in mailbox.path.rglob("cclear-*") if "Drafts" in str(path)]


async def draft(driven: Driven, key: str, text: str) -> None:
    """Write something and leave it."""
    await driven.press(key)
    await opened(driven)
    if key == "m":
        await driven.press("tab", "tab")
    await driven.press(*text, "escape")
    await driven.until(lambda: driven.mail.composer is None)
    await driven.shows("the draft is kept")


async def test_a_draft_goes_after_a_yes_from_its_row_its_view_and_the_composer(
    mailbox: Mailbox,
) -> None:
    fill(mailbox)
    theirs = mailbox.message(
        subject="Re: Gritting", sender="Sam <sam@here.example>", date=LATER, body="Elsewhere.\n",
        headers={"In-Reply-To": "<asked@mail.example>"},
    )  # fmt: skip
    mailbox.add(theirs, "D", folder="Drafts")
    mailbox.index()
    with real(Arrived()) as port:
        async with sending(mailbox, port, undo=600) as driven:
            reading = driven.mail.reading
            assert reading is not None
            await draft(driven, "L", "First")
            await driven.shows("✎ draft · First")
            row = next(one.id for one in reading.entries if one.id.startswith("cclear-"))
            reading.go_to(row)
            await driven.press("d")
            await driven.shows("Throw this draft away?")
            assert len(kept(mailbox)) == 1
            await driven.press("n")
            await driven.hides("Throw this draft away?")
            assert len(kept(mailbox)) == 1
            await driven.press("d")
            await driven.shows("Throw this draft away?")
            await driven.press("y")
            await driven.until(lambda: row not in {one.id for one in reading.entries})
            assert not kept(mailbox)
            # Another program's is not ours to throw away.
            reading.go_to(str(theirs["Message-ID"]).strip("<>"))
            await driven.press("d")
            await driven.shows("throw it away there")
            # In the view of drafts, the draft goes and what it answers stays as it is.
            await draft(driven, "m", "Second")
            driven.mail.visit(next(v for v in driven.mail.lists.views if v.key == "drafts"))
            await driven.shows("✎ Second", "✎ Elsewhere.")
            rows = driven.mail.rows
            rows.go(next(at for at, one in enumerate(rows.rows.rows) if one.draft == "Second"))
            await driven.press("d")
            await driven.shows("Throw this draft away?")
            await driven.press("y")
            await driven.hides("✎ Second")
            rows.go(next(at for at, one in enumerate(rows.rows.rows) if "Else" in one.draft))
            await driven.press("d")
            await driven.shows("throw it away there")
            assert mailbox.notmuch("count", "tag:draft").strip() == "1"
            # In the composer, also once it was saved.
            await driven.press("m")
            await opened(driven)
            await driven.press("tab", "tab", *"Third")
            await driven.until(lambda: kept(mailbox))
            await driven.press("ctrl+g", "n", "enter")
            await driven.shows("y throws it away")
            await driven.press("escape")
            assert driven.mail.composer is not None
            assert kept(mailbox)
            await driven.press("ctrl+g", "y", "enter")
            await driven.shows("thrown away")
            await driven.until(lambda: driven.mail.composer is None)
            assert not kept(mailbox)
            # Also before it is there to be thrown away.
            with driven.stopped():
                await driven.press("m", "tab", "tab", *"Fourth", "ctrl+g", "y", "enter")
                await driven.until(lambda: driven.mail.composer)
            await driven.until(lambda: driven.mail.composer is None)
            await driven.shows("thrown away")
            assert not kept(mailbox)
    assert mailbox.notmuch("count", "--exclude=false", "tag:deleted").strip() == "0"


async def test_what_waits_to_be_sent_is_taken_back_first(mailbox: Mailbox) -> None:
    fill(mailbox)
    with real(Arrived()) as port:
        async with sending(mailbox, port, undo=600) as driven:
            await driven.press("L")
            await opened(driven)
            await driven.press(*"Salt", "ctrl+s")
            await driven.shows("◌ queued", " · Salt")
            (queued,) = driven.mail.entries
            assert driven.mail.reading is not None
            driven.mail.reading.go_to(queued.id)
            await driven.press("d")
            await driven.until(lambda: "take it back first" in driven.mail.status.text)
            assert kept(mailbox)
            assert len(driven.mail.entries) == 1
