"""What was sent from here: the seconds in which it can be taken back, then the queue, in words."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import cached_property, partial
from math import ceil
from time import time
from typing import TYPE_CHECKING

from textual import on

from indexer import IndexerError
from outbox import OutboxError
from tui import commands, keys
from tui.background import begin
from tui.clock import LOCAL, now
from tui.deciding import Deciding
from tui.lists import Entered
from tui.words import count, when

if TYPE_CHECKING:
    from indexer import Client
    from outbox import Entry, Event, Saved
    from tui.post import Post
    from tui.settings import Settings

STUCK = frozenset(("failed", "unsure"))
"""States that nothing but the user ends."""
FIRST = 1.0
"""Seconds from the first picture to the first look into the queue."""
ROUND = 60.0
"""Seconds between two looks into the queue, where nothing in it is due before."""


@dataclass(frozen=True, slots=True)
class Going:
    """A message that can still be taken back: its id, whom it goes to in words, and until when."""

    id: str
    words: str
    until: float


class Outgoing(Deciding, inherit_bindings=False):
    """Sends what is due while the reader runs, one round at a time, in a thread."""

    def __init__(self, client: Client, settings: Settings, title: str) -> None:
        super().__init__(client, settings, title)
        self.entries: tuple[Entry, ...] = ()
        self._going: list[Going] = []
        self._counting = False
        self._sending = False
        self._again = False
        self._queue_read = asyncio.Lock()

    @cached_property
    def post(self) -> Post:
        """The way to the outbox, loaded when it is first gone."""
        from tui.post import Post

        attach = commands.named("{attach}", self.keymap)
        return Post(self.client, self.settings.outbox, attach)

    def on_mount(self) -> None:
        """What an earlier run left is gone on with, once the first picture is there."""
        self.set_timer(FIRST, self.send_due)
        self.set_interval(ROUND, self.send_due)

    # The seconds to take it back

    def goes(self, entry: Entry, words: str) -> None:
        """A message was queued: count down, then send it."""
        self._going.append(Going(entry.id, words, entry.not_before))
        self.set_timer(max(0.05, entry.not_before - time() + 0.05), self.send_due)
        self._count_down()

    def _count_down(self) -> None:
        self._going = [one for one in self._going if one.until > time()]
        self._counting = bool(self._going)
        if self._going:
            last = self._going[-1]
            undo = commands.named("{undo}", self.keymap)
            self.status_says(going_words(last.words, last.until - time(), undo), hold=True)
            self.set_timer(min(1.0, max(0.05, last.until - time())), self._count_down)

    async def action_undo(self) -> None:
        """Take back the message that is about to go; else undo the last change of tags."""
        self._going = [one for one in self._going if one.until > time()]
        if self._going:
            await self.take_back(self._going.pop().id)
        else:
            await super().action_undo()

    async def take_back(self, message: str) -> None:
        """Take a message out of the queue, and go on writing it."""
        self._going = [one for one in self._going if one.id != message]
        asked = self.hold()
        try:
            saved = await self.post.cancel(message)
            self.status_says("taken back")
            await self.look_into_queue()
            if saved is not None:
                await self.go_on(saved)
        except (OutboxError, IndexerError) as error:
            self.status_says(error.text, danger=True)
        finally:
            self.let_go(asked)

    def action_quit(self) -> None:
        """Leave, after asking; what still waits is said."""
        waiting = sum(entry.state == "queued" for entry in self.entries)
        if any(entry.state == "sending" for entry in self.entries):
            said = "Leave cclear? It ends once the message is out that is being sent."
        elif waiting:
            said = f"Leave cclear? {count(waiting, 'message')} waits, for cclear to run again."
            said = said.replace("s waits", "s wait")
        else:
            super().action_quit()
            return
        self.wait_for(keys.question(said, {"y": self.app.exit, "enter": self.app.exit}))

    async def go_on(self, saved: Saved) -> None:
        """Go on with a draft."""
        raise NotImplementedError

    # The Outbox

    @on(Entered)
    def _outbox_entered(self, event: Entered) -> None:
        if event.view.kind == "outbox":
            event.stop()
            event.prevent_default()
            with self.opening():
                self.action_outbox()

    def action_outbox(self) -> None:
        """What waits to be sent, and how it stands."""
        self.show_outbox()

    def show_outbox(self, at: str = "") -> None:
        """The Outbox, with the cursor on a message; what is taken back there is gone on with."""
        from tui.waiting import Waiting

        def left(taken: str | None) -> None:
            if taken is not None:
                self.hold()
                begin(self, partial(self.take_back, taken), "commands")

        self.lay_over(Waiting(self, at), left)

    # Rounds

    def send_due(self, only: str | None = None) -> None:
        """Send what is due, or the one message that the user wants sent now."""
        if self._sending and only is None:
            self._again = True
        else:
            begin(self, partial(self._round, only), "sending", exit_on_error=False)

    async def _round(self, only: str | None) -> None:
        self._sending = True
        try:
            await self.post.send(self._became, only)
        except (OutboxError, IndexerError) as error:
            if self.entries or only:
                self.status_says(error.text, danger=True)
        finally:
            self._sending = False
        await self.look_into_queue()
        if self._again:
            self._again = False
            self.send_due()

    async def look_into_queue(self) -> None:
        """See what waits, and come back when something is due."""
        # One after the other: what was read first is not to come last.
        async with self._queue_read:
            try:
                entries = await self.post.entries()
            except (OutboxError, IndexerError):
                return
            before, self.entries = self.entries, entries
        if before != self.entries:
            stuck = any(entry.state in STUCK for entry in self.entries)
            self.lists.show_outbox(len(self.entries), stuck=stuck)
            await self.mail_touched()
        soon = [e.not_before - time() for e in self.entries if e.state == "queued"]
        if soon and min(soon) < ROUND:
            self.set_timer(max(0.2, min(soon) + 0.05), self.send_due)

    def _became(self, event: Event) -> None:
        if not self.is_attached:
            return
        danger = event.state in ("failed", "unsure") or event.next_try is not None
        if not (event.state == "queued" and event.next_try is None):
            self.status_says(became_words(event), danger=danger, hold=danger)


def going_words(words: str, seconds: float, undo: str) -> str:
    """``sent to Jane Khan alone in 8 s · u undoes``, by the key ``undo``."""
    return f"sent {words} in {max(1, ceil(seconds))} s · {undo} undoes".replace("  ", " ")


def became_words(event: Event) -> str:
    """What became of a message: ``sent to 1 person``, ``not sent: ...; tries again 11:40``."""
    if event.state in ("sending", "sent"):
        return event.text
    if event.state == "unsure":
        return f"unsure: {event.text}"
    if event.next_try is None:
        return f"not sent: {event.text}; see the Outbox"
    again = when(int(event.next_try), now(), LOCAL).strip()
    return f"not sent: {event.text}; tries again {again}"
