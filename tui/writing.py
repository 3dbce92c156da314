"""Tag changes, and what is said of lists: done in order, tried again while locked, undone."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from indexer import IndexerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from indexer import Call, Client, Decided, TagChange, Tagged
    from tui.bars import Say

TRIES = 60
"""How often a change is tried while another program holds the database."""
PAUSE = 1.0
"""Seconds between two tries, and those after which waiting is worth a word."""
LOCKED = "another program is writing to the mail; still trying"


class Writing:
    """Writes changes in order and remembers how to undo them, the last first."""

    def __init__(self, client: Client, say: Say) -> None:
        self._client = client
        self._say = say
        self._order = asyncio.Lock()
        self._done: list[tuple[str, tuple[TagChange, ...] | str]] = []

    async def write(
        self, changes: tuple[TagChange, ...], words: str, *, by_itself: bool = False
    ) -> Tagged | None:
        """Write changes and say so in ``words``; None where that failed, which is said too.

        What was done ``by_itself`` is not announced, nor undone with what the user did.
        """
        async with self._order:
            tagged = await self._try(changes)
            if tagged is None:
                return None
            if not by_itself:
                if tagged.undo:
                    self._done.append((words, tagged.undo))
                self._say(words)
            return tagged

    async def decide(
        self, ask: Callable[[], Call[Decided]], words: Callable[[Decided], str]
    ) -> Decided | None:
        """Say something of a list, and ``words`` of it; None where that failed, which is said."""
        async with self._order:
            self._say("one moment …", hold=True)
            try:
                done = await ask()
            except IndexerError as error:
                self._say(error.text, danger=True)
                return None
            said = words(done)
            self._done.append((said, done.name))
            self._say(f"{said}; u undoes it")
            return done

    async def undo(self) -> Tagged | Decided | None:
        """Undo the last change or decision that was not undone yet."""
        async with self._order:
            if not self._done:
                self._say("nothing to undo")
                return None
            words, what = self._done[-1]
            done: Tagged | Decided | None
            if isinstance(what, str):
                try:
                    done = await self._client.undo_list(what)
                except IndexerError as error:
                    self._say(error.text, danger=True)
                    return None
            else:
                done = await self._try(what)
            if done is not None:
                self._done.pop()
                self._say(f"undone: {words}")
            return done

    async def _try(self, changes: tuple[TagChange, ...]) -> Tagged | None:
        for left in reversed(range(TRIES)):
            writing = asyncio.ensure_future(_result(self._client.tag(*changes)))
            if not (await asyncio.wait((writing,), timeout=PAUSE))[0]:
                self._say(LOCKED, danger=True, hold=True)
            try:
                return await writing
            except IndexerError as error:
                if error.kind != "locked" or not left:
                    self._say(error.text, danger=True)
                    return None
                self._say(LOCKED, danger=True, hold=True)
                await asyncio.sleep(PAUSE)
        return None


async def _result(call: Call[Tagged]) -> Tagged:
    return await call
