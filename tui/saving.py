"""Drafts on their way to disk: written while one types, and said to be saved only once they are."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from indexer import IndexerError
from outbox import OutboxError
from tui.clock import LOCAL, now
from tui.words import when

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tui.composing import Letter

PAUSE = 1.5
"""Seconds from the first key that is not saved yet to the save."""


class Saver:
    """Writes one message's draft, one save at a time."""

    def __init__(self, write: Callable[[Letter], Awaitable[str]], told: Callable[[], None]) -> None:
        """``write`` returns the draft's key once it is safe; ``told`` hears of every outcome."""
        self._write = write
        self._told = told
        self._order = asyncio.Lock()
        self._written: Letter | None = None
        self.key = ""
        self.at: int | None = None
        self.trouble = ""
        self._ended = False

    def begin(self, letter: Letter) -> None:
        """What needs no saving: a message nobody has changed yet, a draft as it was found."""
        self._written, self.key = letter, letter.key

    def is_safe(self, letter: Letter) -> bool:
        """Whether this is what is on disk, or was never touched."""
        return not self.trouble and letter == self._written

    async def save(self, letter: Letter) -> bool:
        """Write it where it is not written yet; whether it is safe now."""
        async with self._order:
            if self._ended or self.is_safe(letter):
                return True
            try:
                self.key = await self._write(replace(letter, key=self.key))
            except (OutboxError, IndexerError) as error:
                self.trouble = error.text
            except OSError as error:
                self.trouble = (error.strerror or str(error)).lower()
            else:
                self.trouble, self.at, self._written = "", now(), letter
            self._told()
            return not self.trouble

    async def end(self) -> str:
        """Wait for what is being written, and write no more; the draft's key, if it has one."""
        async with self._order:
            self._ended = True
            return self.key

    def go_on(self) -> None:
        """Write again."""
        self._ended = False

    def words(self, letter: Letter) -> str:
        """``saved 11:24`` where all of it is; else that it will be, or what keeps it from that."""
        if self.trouble:
            return f"not saved: {self.trouble}"
        if letter != self._written:
            return "saving …"
        return f"saved {when(self.at, self.at, LOCAL).strip()}" if self.at else ""
