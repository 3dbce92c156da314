"""What is not sent yet, gone on with: drafts, and what waits, from wherever they show."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from textual import on

from indexer import IndexerError
from tui import commands
from tui.background import begin
from tui.beside import Beside
from tui.conversations import Opened
from tui.unsent import UnsentOpened, draft_key

if TYPE_CHECKING:
    from indexer import Client, Entry
    from outbox import Event, Saved
    from tui.composing import Letter
    from tui.settings import Settings

WAITS = "finding out which list this is on …"
ROUNDS = 2
"""Rounds of taking in mail that are waited for: the one that goes on may have begun too early."""
ANOTHER = "another draft is in this conversation; {keep}, then {go-on} goes on with it"
ELSEWHERE = "this draft is another program’s; go on with it there"


class Drafting(Beside, inherit_bindings=False):
    """Opens the composer on a draft, the Outbox on what waits; says how that stands."""

    def __init__(self, client: Client, settings: Settings, title: str) -> None:
        super().__init__(client, settings, title)
        self._order = asyncio.Lock()

    async def read(self, conversation: str) -> None:
        """Show one conversation, one after the other."""
        async with self._order:
            await super().read(conversation)
        self._stand()

    # How what waits stands

    async def look_into_queue(self) -> None:
        """See what waits; the open conversation says how each of it stands."""
        await super().look_into_queue()
        self._stand()

    def _became(self, event: Event) -> None:
        super()._became(event)
        if self.is_attached:
            begin(self, self.look_into_queue, "became", exclusive=True)

    def _stand(self) -> None:
        if self.reading is not None and (self.entries or self.reading.standing):
            from tui.waiting import state_words

            self.reading.stand({entry.id: state_words(entry) for entry in self.entries})

    # Going on

    async def go_on(self, saved: Saved) -> None:
        """Go on with a draft."""

        async def make() -> Letter:
            if saved.work.parent:
                await self.decided(f"id:{saved.work.parent}")
            return await self.post.resume(saved)

        await self.compose_letter(make)

    async def decided(self, named: str) -> None:
        """Wait until it is known which lists a conversation is on, or the user waits no longer.

        Its list's tag comes at the end of the round of taking in mail that first sees it.
        """
        composer = self.composer
        for _ in range(ROUNDS):
            try:
                tree = await self.client.open(named)
            except IndexerError:
                # What is asked of it next says so.
                return
            if tree.decided or tree.conversation.lists or composer is None:
                return
            composer.heading.wait(WAITS)
            over = asyncio.Event()

            async def take_in(over: asyncio.Event = over) -> None:
                try:
                    await self.catch_up()
                finally:
                    over.set()

            # The round goes on without the composer.
            begin(self, take_in, "deciding")
            either = [asyncio.ensure_future(one.wait()) for one in (over, composer.hurried)]
            _, left = await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            for one in left:
                one.cancel()
            if composer.hurried.is_set():
                return

    async def at_rest(self) -> None:
        """A conversation that is just being opened is the one that is meant, where it opens."""
        async with self._order:
            pass
        if self.level == "conversation" and self.reading is not None:
            await self.reading.there.wait()

    async def goes_on(self) -> bool:
        """Whether the cursor is on something that is not sent, which is gone on with then."""
        await self.at_rest()
        entry = self.reading.current if self.reading is not None else None
        if self.level != "conversation" or entry is None or not entry.unsent:
            return False
        await self._open(entry)
        return True

    async def _open(self, entry: Entry) -> None:
        if "draft" not in entry.tags:
            await self.look_into_queue()
            self.show_outbox(entry.id)
            return
        key = draft_key(entry.id)
        saved = next((one for one in await self.post.drafts() if one.work.key == key), None)
        if saved is None:
            self.status_says(ELSEWHERE)
        else:
            await self.go_on(saved)

    @on(UnsentOpened)
    def _unsent_opened(self, event: UnsentOpened) -> None:
        """Enter on a draft goes on writing it; on what waits, shows how it stands."""
        event.stop()
        begun = self.begin(self._open(event.entry)) if "draft" in event.entry.tags else None

        async def opened() -> None:
            if begun is not None:
                await begun
                return
            with self.opening():
                await self._open(event.entry)

        begin(self, opened, "commands")

    @on(Opened)
    async def _draft_opened(self, event: Opened) -> None:
        """In the view of drafts, opening one goes on with it."""
        if self.rows.view and self.rows.view.kind == "drafts":
            event.stop()
            event.prevent_default()
            begin(self, partial(self._go_on_in, event.conversation), "commands")

    async def _go_on_in(self, conversation: str) -> None:
        asked = self.hold()
        try:
            await self.read(conversation)
            saved = await self.draft_for(conversation, None)
            if saved is not None:
                await self.go_on(saved)
            else:
                self.status_says(ELSEWHERE)
        finally:
            self.let_go(asked)

    async def draft_for(self, named: str, kinds: frozenset[str] | None) -> Saved | None:
        """The draft saved last in a conversation that is not queued.

        With ``kinds``, one of these that answers the message that is named; what answers another
        is a draft of its own.
        """
        # Asked anew, and before the drafts: in its first second the reader knows of no queue yet.
        waiting = {entry.draft for entry in await self.post.entries()}
        found = tuple(s for s in await self.post.drafts() if s.work.key not in waiting)
        if not found:
            return None
        tree = await self.client.open(named)
        here = {entry.id for entry in tree.entries}
        keys = {draft_key(entry.id) for entry in tree.unsent}
        found = tuple(s for s in found if s.work.parent in here or s.work.key in keys)
        if kinds is None or not tree.entries:
            return next(iter(found), None)
        answered = named.removeprefix("id:") if named.startswith("id:") else None
        for saved in found:
            if saved.work.kind in kinds and answered in (None, saved.work.parent):
                return saved
        if found:
            self.status_says(commands.named(ANOTHER, self.keymap))
        return None
