"""Writing: what opens the composer, and the drafts that are gone on with."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import on

from indexer import IndexerError
from outbox import OutboxError
from tui.beside import Beside
from tui.conversations import Opened

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping

    from indexer import Client
    from outbox import Kind, Saved
    from tui.composer import Composer
    from tui.composing import Letter
    from tui.settings import Settings

_FAMILY: Mapping[Kind, frozenset[str]] = {
    "list": frozenset(("list", "thread", "everyone")),
    "author": frozenset(("author",)),
    "all": frozenset(("all",)),
}
"""The kinds of a draft that the key for a kind goes on with."""


class Letters(Beside, inherit_bindings=False):
    """Answers, new messages, forwards, summaries."""

    def __init__(self, client: Client, settings: Settings, title: str) -> None:
        super().__init__(client, settings, title)
        self._order = asyncio.Lock()

    def action_reply_list(self) -> Awaitable[None]:
        """Answer the list, on a cc list who asked."""
        return self._answer("list")

    def action_reply_author(self) -> Awaitable[None]:
        """Answer the author alone."""
        return self._answer("author")

    def action_reply_all(self) -> Awaitable[None]:
        """Answer all whom the message names."""
        return self._answer("all")

    def action_write(self) -> Awaitable[None]:
        """Write a new message."""
        return self.begin(self.compose_letter(self.post.new, addressed=True))

    def action_forward(self) -> Awaitable[None]:
        """Forward the message."""
        return self.begin(self._forward())

    def action_summarise(self) -> Awaitable[None]:
        """Write a summary of the conversation."""
        return self.begin(self._summarise())

    def action_go_on(self) -> Awaitable[None]:
        """Go on with the draft that is here."""
        return self.begin(self._go_on_here())

    async def read(self, conversation: str) -> None:
        """Show one conversation, one after the other."""
        async with self._order:
            await super().read(conversation)

    def _answer(self, kind: Kind) -> Awaitable[None]:
        """Answer what is read; where lines of it are selected, quote just these."""
        chosen = self._selected_lines()
        if chosen is not None and (composer := self.composer) is not None:
            # What is typed from now on is for the composer.
            composer.display = True
            self.set_focus(composer.resting)
            return self._quote_in(composer, *chosen)
        return self.begin(self._reply(kind, chosen))

    def _selected_lines(self) -> tuple[str, tuple[str, ...]] | None:
        """The message that lines are selected of, and those; None where none are."""
        pane = self.reading if self.level == "conversation" else None
        lines = pane.chosen_lines(marked=True) if pane else ()
        return (f"id:{pane.chosen.message}", lines) if pane and pane.chosen and lines else None

    async def _reply(self, kind: Kind, chosen: tuple[str, tuple[str, ...]] | None) -> None:
        named, lines = chosen or (await self._named(), ())
        if named is None:
            return
        saved: Saved | None = None

        async def make() -> Letter:
            nonlocal saved
            saved = await self._draft_for(named, _FAMILY[kind])
            return await (self.post.resume(saved) if saved else self.post.reply(kind, named, lines))

        await self.compose_letter(make)
        if self.composer is None or not lines:
            return
        if saved is not None:
            await self._quote_in(self.composer, named, lines)
        elif self.reading is not None:
            self.reading.choose(None)

    async def _quote_in(self, composer: Composer, named: str, lines: tuple[str, ...]) -> None:
        """Quote lines in the message that is being written."""
        try:
            passage = await self.post.passage(named, lines)
        except (OutboxError, IndexerError) as error:
            self.status_says(error.text, danger=True)
            return
        if self.composer is composer and composer.letter is not None:
            composer.quote(passage)
            if self.reading is not None:
                self.reading.choose(None)

    async def _forward(self) -> None:
        named = await self._named()
        if named is not None:
            await self.compose_letter(lambda: self.post.forward(named), addressed=True)

    async def _summarise(self) -> None:
        named = await self._named()
        if named is not None:
            await self.compose_letter(lambda: self.post.summary(named))

    async def _go_on_here(self) -> None:
        named = await self._named()
        saved = await self._draft_for(named, None) if named else None
        if saved is not None:
            await self.go_on(saved)
        elif named is not None:
            self.status_says("there is no draft here")

    async def go_on(self, saved: Saved) -> None:
        """Go on with a draft."""
        await self.compose_letter(lambda: self.post.resume(saved))

    async def _named(self) -> str | None:
        """What is answered, for the outbox; on the way there, its conversation is opened."""
        async with self._order:
            # A conversation that is just being opened is the one that is meant.
            level = self.level
        if level == "conversations" and (row := self.rows.current):
            await self.read(row.id)
            return row.id
        if level == "conversation" and self.reading and self.reading.conversation:
            message = self.reading.cursor.message
            return f"id:{message}" if message else self.reading.conversation
        self.status_says("put the cursor on a message first")
        return None

    async def _draft_for(self, named: str, kinds: frozenset[str] | None) -> Saved | None:
        """The draft of these kinds in a conversation that is not queued, the last one."""
        # Asked anew, and before the drafts: in its first second the reader knows of no queue yet.
        waiting = {entry.draft for entry in await self.post.entries()}
        found = await self.post.drafts()
        found = tuple(s for s in found if s.work.key not in waiting)
        if not found:
            return None
        tree = await self.client.open(named)
        here = {entry.id for entry in tree.entries}
        keys = {draft_key(name) for name in here}
        chosen = draft_key(named.removeprefix("id:"))
        return next((saved for saved in found if saved.work.key == chosen), None) or next(
            (
                saved
                for saved in found
                if (saved.work.parent in here or saved.work.key in keys)
                and (kinds is None or saved.work.kind in kinds)
            ),
            None,
        )

    @on(Opened)
    async def _draft_opened(self, event: Opened) -> None:
        """In the view of drafts, opening one goes on with it."""
        if self.rows.view and self.rows.view.kind == "drafts":
            event.stop()
            event.prevent_default()
            self.run_worker(self._go_on_in(event.conversation), group="commands")

    async def _go_on_in(self, conversation: str) -> None:
        await self.read(conversation)
        saved = await self._draft_for(conversation, None)
        if saved is not None:
            await self.go_on(saved)


def draft_key(message: str) -> str:
    """The key of the draft that a Message-ID is a version of; else nothing that is one."""
    return message.partition("@")[0].rpartition(".")[0]
