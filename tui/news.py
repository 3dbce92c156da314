"""New mail: fetched and taken in on a key and every few minutes, noticed whoever brought it."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from indexer import IndexerError
from tui.batches import Batches
from tui.clock import now
from tui.words import count

if TYPE_CHECKING:
    from collections.abc import Callable

    from indexer import Client, Mark, Progress, State
    from tui.bars import Status
    from tui.settings import Settings
    from tui.start import Start

LOOK = 3.0
"""Seconds between two looks at the database's revision."""


class News:
    """Runs one round of taking in mail at a time, and says when anything changed.

    ``start`` asked for what is on the screen first. ``seen`` is given what every look sees, and
    after it ``changed`` is called where that is not what was there before.
    """

    def __init__(
        self,
        client: Client,
        settings: Settings,
        status: Status,
        start: Start,
        *,
        seen: Callable[[State], None],
        changed: Callable[[], None],
    ) -> None:
        self._client = client
        self._settings = settings
        self._status = status
        self._start = start
        self._seen = seen
        self._changed = changed
        self._looked = False
        self._before: tuple[Mark, int] | None = None
        self._running = False
        self._looking = asyncio.Lock()
        self._indexing = asyncio.Lock()
        self._queued = False
        self._again = False

    @property
    def is_taking_in(self) -> bool:
        """Whether a round of fetching and taking in goes on."""
        return self._running

    async def look(self) -> None:
        """Ask for the database's state; say what it is, and whether it is another one."""
        if self._queued:
            return
        self._queued = True
        try:
            await self._looking.acquire()
        finally:
            # Also where whoever asked for it was ended meanwhile: others are not to wait for it.
            self._queued = False
        try:
            await self._look()
        finally:
            self._looking.release()

    async def _look(self) -> None:
        try:
            state = await self._client.look()
            before = self._before or await self._first()
        except IndexerError as error:
            if not self._looked:
                self._status.say(error.text, danger=True)
            return
        self._looked = True
        self._before = state.mark, state.messages
        self._status.show_taken(state.indexed)
        self._seen(state)
        # A message that stood alone in its thread goes without another revision.
        if before != self._before:
            self._changed()

    async def _first(self) -> tuple[Mark, int] | None:
        """What there was before all that is on the screen, None where that could not be told."""
        with contextlib.suppress(IndexerError):
            return await self._start.mark, (await self._start.state).messages
        return None

    async def take_in(self, *, asked: bool) -> None:
        """Fetch where a command is set up, then index; ``asked`` by the user, who is told."""
        if self._running:
            if asked:
                # What came since this round began may have been missed by it.
                self._again = True
                self._status.say("already looking for mail")
            return
        self._running = True
        try:
            if not self._settings.fetch or await self._fetch():
                await self._index(asked=asked)
        finally:
            self._running = False
            self._status.show_progress(None)
        await self.look()
        if self._again:
            self._again = False
            await self.take_in(asked=True)

    async def catch_up(self) -> None:
        """Have what came taken in: by the index that is going on, else by one more."""
        if self._indexing.locked():
            async with self._indexing:
                pass
        else:
            await self._index(asked=False)
        await self.look()

    async def _fetch(self) -> bool:
        self._status.say("fetching mail", hold=True)
        # What cannot be moved now is moved by the round that follows, which says what is wrong.
        with contextlib.suppress(IndexerError):
            await self._client.file_away()
        from tui.piping import run

        said, status = await run(self._settings.fetch)
        self._status.say("")
        if status:
            from indexer import gate

            lines = said.decode("utf-8", "replace").strip().splitlines()
            lines = lines or [f"exit status {status}"]
            self._status.say(f"fetching failed: {gate.line(lines[-1], 200)}", danger=True)
        # What was fetched before it failed is mail all the same.
        return True

    async def _index(self, *, asked: bool) -> None:
        try:
            async with self._indexing:
                indexed = await self._client.index(Batches(self._show).put)
        except IndexerError as error:
            if asked or error.kind != "locked":
                self._status.say(error.text, danger=True)
            return
        self._status.show_taken(now())
        if indexed.added:
            self._status.say(f"{count(indexed.added, 'new message')}")
        elif asked:
            self._status.say("no new mail")

    def _show(self, come: list[Progress]) -> None:
        if self._running:
            self._status.show_progress(come[-1])
