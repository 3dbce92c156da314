"""A conversation's tree: asked for, waited for, and asked for anew as the mail changes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui import commands, notices
from tui.asking import ask
from tui.messages import StatusWanted
from tui.scroller import Scroller

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indexer import Call, Client, IndexerError, Tree

PATIENCE = 0.3
"""Seconds after which a conversation that is not there yet is said to be on its way."""


class Awaited(Scroller):
    """Has one conversation's tree, the newest that came. What is made of it is for subclasses."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.client: Client | None = None
        self.keymap: Mapping[str, str] = {}
        self.conversation = ""
        self.kept = ""
        """The message whose conversation is shown, whichever that comes to be; or none."""
        self.got: Tree | None = None
        self.said: tuple[str, ...] = ()
        self.there = asyncio.Event()
        self._is_open = False
        self._opening: Call[Tree] | None = None
        self._outdated = False

    # What subclasses make of it

    def clear(self, client: Client) -> None:
        """Another conversation is asked for: show nothing of the one before."""
        raise NotImplementedError

    def take(self, tree: Tree) -> None:
        """Keep in ``got`` a tree that has come, and show it."""
        raise NotImplementedError

    def looked(self) -> None:
        """Other text is on the screen."""

    # Asking

    def show(self, conversation: str, *, client: Client) -> None:
        """Open a conversation: its tree at once, what it says as it comes."""
        self.leave()
        self.there.clear()
        self.client, self.conversation, self.kept = client, conversation, ""
        self.got, self.said = None, ()
        self._is_open, self._outdated = True, False
        self.clear(client)
        self.set_timer(PATIENCE, self._say_opening)
        self._open(client)

    def _say_opening(self) -> None:
        if self.got is None and self._opening is not None:
            self.said = ("Opening…",)
            self.refresh()

    def look_again(self, *, hidden: bool = False) -> None:
        """The mail changed: take in what is new here, without moving what is being read.

        Where another pane stands in its place that waits, unless it is asked for ``hidden``.
        """
        if self.client is None or not self._is_open:
            return
        if not (self.display or hidden) or (self.got is None and self._opening is not None):
            # Later: the first picture comes first, however often the mail changes.
            self._outdated = True
            return
        if self._opening:
            self._opening.cancel()
        self._open(self.client)

    def on_show(self) -> None:
        """The pane is on the screen again."""
        if self._outdated:
            self.look_again()

    def leave(self) -> None:
        """The conversation is no longer looked at: ask for nothing more."""
        self._is_open = False
        if self._opening:
            self._opening.cancel()
            self._opening = None
        self.there.set()

    def _open(self, client: Client) -> None:
        call = client.open(f"id:{self.kept}" if self.kept else self.conversation)
        self._opening, self._outdated = call, False
        ask(self, call, lambda tree: self._take(call, tree), lambda error: self._lost(call, error))

    def _take(self, call: Call[Tree], tree: Tree) -> None:
        if call is not self._opening:
            return
        self._opening = None
        first = self.got is None
        self.take(tree)
        self.there.set()
        self.looked()
        if first and self._outdated:
            self.look_again()

    def _lost(self, call: Call[Tree], error: IndexerError) -> None:
        if call is not self._opening:
            return
        if self.kept and error.kind == "unknown-id" and self.client is not None:
            # It is here no more; the others are.
            self.kept = ""
            self._open(self.client)
            return
        self._opening = None
        self.there.set()
        if self.got is None:
            self.said = (error.text, commands.named(notices.BACK, self.keymap))
            self.refresh()
        else:
            self.post_message(StatusWanted(error.text, danger=True))
