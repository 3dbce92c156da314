"""Looking at a conversation: what came since the last time, and that it has been looked at now.

What is new when it is opened stays marked while it stands open, and what arrives meanwhile is new
too. That it was looked at is written once it has stood open for a while, or is left; while another
program holds the database, it waits its turn behind what is shown.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from indexer import IndexerError
from tui import folds as folding, since
from tui.background import begin
from tui.layout import Row, Stop
from tui.messages import StatusWanted
from tui.opened import Opened
from tui.since import Order

if TYPE_CHECKING:
    from textual.timer import Timer

    from indexer import Client, Tree
    from tui.gathering import Gathered
    from tui.heads import Look
    from tui.outline import Item

A_LOOK = 4.0
"""Seconds after which a conversation that stands open has been looked at."""
AT_ONCE = 500
"""Messages that are written in one transaction, at most: other programs wait meanwhile."""
PAUSE = 5.0
"""Seconds between two tries to write it while the database is held."""


class Looking(Opened):
    """Knows what is new since the last look, and puts it first."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.new_first = False
        self.order = Order()
        self._apart: frozenset[str] = frozenset()
        self._grown = False
        self._known: frozenset[str] = frozenset()
        self.noted: set[str] = set()
        self._due: dict[str, None] = {}
        self._writing = False
        self._stands: Timer | None = None

    # What is new

    def show(self, conversation: str, *, client: Client) -> None:
        """Open a conversation; the one before has been looked at."""
        super().show(conversation, client=client)
        self.new, self._apart, self._known = frozenset(), frozenset(), frozenset()
        self._grown, self.order = False, Order()

    def learn(self, tree: Tree) -> None:
        """The first tree says what is new, later ones what came meanwhile."""
        ids = frozenset(entry.id for entry in tree.entries)
        unread = frozenset(entry.id for entry in tree.entries if "unread" in entry.tags)
        fresh = frozenset(entry.id for entry in tree.entries if entry.fresh)
        if self.got is None:
            self.new, self._apart = fresh, unread
            self._grown = bool(fresh) and len(ids) > self.window
            self._stands = self.set_timer(A_LOOK, self.note_look)
        else:
            came = ids - self._known
            if self.new or fresh:
                # What was split off and put back is as it was.
                self.new |= (came - self.been_here) & (fresh | unread)
            # What another program marks unread is not to be in a row that says nothing of it.
            self._apart |= came | unread
        self._known |= ids

    def set_order(self, made: Gathered) -> None:
        """Put the new where it belongs, and fold what is not around it."""
        before = self.shape
        self.order = Order()
        if self.new_first and self.new:
            made, self.order = since.new_first(made, self.new)
        elif self._grown:
            made = since.in_tree(made, self.new, self._apart)
        super().set_order(made)
        self.folds = since.parted(self.folds, before, self.shape)
        if not self.order.first:
            first = next((i for i in self.shape.ids if i in self.new), "")
            self.order = Order(first)

    def rows_of(self, item: Item, look: Look, common: tuple[object, ...]) -> tuple[Row, ...]:
        """A message's rows below what stands before it."""
        made = super().rows_of(item, look, common)
        covered = [entry.id for entry in item.covered] or [item.entry.id]
        above = since.lines(look, self.order, covered, len(self.new))
        return (*(Row(spans, item.entry.id) for spans in above), *made) if above else made

    def action_new_first(self) -> None:
        """What is new at the top, or all of it in the tree's order."""
        if not self.new:
            self.post_message(StatusWanted("nothing came since you last looked"))
            return
        self.new_first = not self.new_first
        self.regather()
        self.relayout()
        if self.new_first:
            first = folding.ancestor_in_sight(self.folds, self.shape, self.order.first)
            self.move_cursor(Stop(first))
            self.to(0)
        self.reveal(jump=True)
        self.looked()
        self.post_message(StatusWanted("new first" if self.new_first else "in the tree’s order"))

    @property
    def look(self) -> Look:
        """How it is looked at now: what is new goes on being called so once it was read."""
        look, places = super().look, self.shape.places
        told = (i for i in self.new if i in places)
        read = {i for i in told if "unread" not in self.entries[places[i]].tags}
        return replace(look, arrived=look.arrived | read)

    # That it was looked at

    def leave(self) -> None:
        """The conversation is no longer looked at."""
        if self._stands is not None:
            self._stands.stop()
        self.note_look()
        super().leave()

    def note_look(self) -> None:
        """All of it has been looked at, but what came meanwhile and is further down."""
        client = self.client
        if client is None or self.got is None:
            return
        unseen = self.arrived - self.engaged()
        here = (e for e in self.messages if not (e.id in unseen and "unread" in e.tags))
        self._due |= dict.fromkeys(entry.id for entry in here if entry.id not in self.noted)
        if self._due and not self._writing and self.is_attached:
            self._writing = True
            begin(self, partial(self._note, client), "looking")

    async def _note(self, client: Client) -> None:
        try:
            while self._due:
                ids = tuple(self._due)[:AT_ONCE]
                try:
                    await client.looked(ids)
                except IndexerError as error:
                    if error.kind != "locked":
                        # What cannot be written now is tried with the next conversation.
                        return
                    await asyncio.sleep(PAUSE)
                    continue
                self.noted.update(ids)
                for i in ids:
                    self._due.pop(i, None)
        finally:
            self._writing = False
