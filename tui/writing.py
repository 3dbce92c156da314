"""Tag changes, what is said of lists, what is moved: done in order, tried while locked, undone."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from indexer import IndexerError, Moved

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from indexer import Call, Client, Decided, TagChange, Tagged
    from tui.bars import Say

R = TypeVar("R")

TRIES = 60
"""How often a change is tried while another program holds the database."""
PAUSE = 1.0
"""Seconds between two tries, and those after which waiting is worth a word."""
LOCKED = "another program is writing to the mail; still trying"


class Writing:
    """Writes changes in order and remembers how to undo them, the last first.

    ``undo`` is the key that does, in words.
    """

    def __init__(self, client: Client, say: Say, undo: str) -> None:
        self._client = client
        self._say = say
        self._undo = undo
        self._order = asyncio.Lock()
        self._done: list[tuple[str, tuple[TagChange, ...] | str | Moved]] = []

    async def write(
        self, changes: tuple[TagChange, ...], words: str, *, by_itself: bool = False
    ) -> Tagged | None:
        """Write changes and say so in ``words``; None where that failed, which is said too.

        What was done ``by_itself`` is not announced, nor undone with what the user did.
        """
        async with self._order:
            tagged = await self._try(partial(self._client.tag, *changes))
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
            self._say(f"{said}; {self._undo} undoes it")
            return done

    async def move(
        self,
        asks: Sequence[Callable[[], Call[Moved]]],
        words: Callable[[Moved], Awaitable[str]],
    ) -> Moved | None:
        """Move messages, one step after the other, and say it in ``words``; undone as one.

        None where nothing was moved. Where a step fails, that is said, and no further one is taken.
        """
        async with self._order:
            self._say("one moment …", hold=True)
            steps: list[Moved] = []
            for ask in asks:
                step = await self._try(ask)
                if step is None:
                    break
                steps.append(step)
            if not steps:
                return None
            moved = together(steps)
            said = await words(moved)
            self._done.append((said, moved))
            if len(steps) == len(asks):
                self._say(f"{said}; {self._undo} undoes it")
            return moved

    @property
    def moved_last(self) -> bool:
        """Whether what would be undone is that messages were moved."""
        return bool(self._done) and isinstance(self._done[-1][1], Moved)

    async def undo(self) -> Tagged | Decided | Moved | None:
        """Undo the last change or decision that was not undone yet."""
        async with self._order:
            if not self._done:
                self._say("nothing to undo")
                return None
            words, what = self._done[-1]
            done: Tagged | Decided | Moved | None
            if isinstance(what, str):
                try:
                    done = await self._client.undo_list(what)
                except IndexerError as error:
                    self._say(error.text, danger=True)
                    return None
            elif isinstance(what, Moved):
                done = await self._try(partial(self._client.restore, what.before))
            else:
                done = await self._try(partial(self._client.tag, *what))
            if done is not None:
                self._done.pop()
                self._say(f"undone: {words}")
            return done

    async def _try(self, ask: Callable[[], Call[R]]) -> R | None:
        for left in reversed(range(TRIES)):
            writing = asyncio.ensure_future(_result(ask()))
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


async def _result(call: Call[R]) -> R:
    return await call


def together(steps: Sequence[Moved]) -> Moved:
    """Several moves as one: what was said of each message before the first of them."""
    before: dict[str, str] = {}
    for step in steps:
        for message, said in step.before:
            before.setdefault(message, said)
    return replace(
        steps[-1],
        messages=tuple(before),
        before=tuple(before.items()),
        later=any(step.later for step in steps),
    )
