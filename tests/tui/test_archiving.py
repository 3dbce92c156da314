"""What is archived on the screen is in the archive folder when the next fetch runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import indexer
from tests.tui.driving import reading
from tui.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.mailbox import Mailbox


async def test_a_fetch_finds_what_was_archived_before_it(mailbox: Mailbox, tmp_path: Path) -> None:
    for folder in ("INBOX", "Archive"):
        mailbox.add(mailbox.message(subject=f"It is in {folder}"), "S", folder=folder)
        # As mbsync leaves it in what it keeps.
        (mailbox.path / folder / ".mbsyncstate").write_text("FarUidValidity 1\n\n1 1 S\n")
    mailbox.client(settings := indexer.Settings(archive="Archive")).index().result()
    seen = tmp_path / "seen"
    fetch = Settings(fetch=f"ls '{mailbox.path}'/Archive/cur >>'{seen}'", fetch_minutes=0)
    async with reading(mailbox, settings=fetch, mail=settings) as driven:
        await driven.shows("It is in INBOX")
        assert "It is in Archive" not in driven.text()
        await driven.press("ctrl+r")
        await driven.shows("no new mail")
        before = len(seen.read_text().splitlines())
        await driven.press("a")
        await driven.shows("The inbox is empty.")
        await driven.press("ctrl+r")
        await driven.until(lambda: len(seen.read_text().splitlines()) > before)
        # Each round looks once; the one of the reader's start may be among them.
        assert len({*seen.read_text().splitlines()[before:]}) == 2
