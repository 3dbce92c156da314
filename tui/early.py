"""Keys typed faster than the screen changes: each goes where the keys before it lead.

A key that opens a composer, a prompt or a question holds all keys behind it. Those on their way
through panes are kept as they come up unused, those fresh from the terminal as they arrive; once
what they are for has the focus, it is given all of them in order.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from textual.keys import key_to_character
from textual.screen import Screen
from textual.widget import Widget

from tui.messages import KeysWanted

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

    from textual.dom import DOMNode
    from textual.message import Message

    Give = Callable[[tuple[str, ...]], object]


GONE = 5.0
"""Seconds after which a widget is taken to be gone for good."""


_SHORT = {"at": "@", "slash": "/", "backslash": "\\", "minus": "-", "plus": "+", "underscore": "_"}
"""Textual's short names, which its own way back does not know (textual.keys)."""


def character(key: str) -> str:
    """What a key types, by its name: a printable character, a newline for enter, else nothing."""
    if key == "enter":
        return "\n"
    sign = _SHORT.get(key) or key_to_character(key) or ""
    return sign if sign.isprintable() else ""


class Early(Screen[None], inherit_bindings=False):
    """Holds keys, and hands them over."""

    def __init__(self) -> None:
        super().__init__()
        self._early: list[str] | None = None
        self._late: list[str] | None = None

    def post_message(self, message: Message) -> bool:
        """Post a message; where it asks for keys, those behind it are held."""
        if isinstance(message, KeysWanted):
            self.hold()
        return super().post_message(message)

    def hold(self) -> None:
        """Keep what is typed from this moment on, until it is handed over."""
        if self._early is None:
            self._early = []

    def let_go(self) -> None:
        """Hold no longer; what was held is dropped."""
        self._early = self._late = None

    def take_early(self, key: str) -> bool:
        """Whether a key that a pane had no use for was typed for what is about to open."""
        if self._early is None:
            return False
        self._early.append(key)
        return True

    def take_late(self, key: str) -> bool:
        """Whether a key has to wait for those that are still on their way."""
        if self._late is None:
            return False
        self._late.append(key)
        return True

    def handing_over(self, give: Give) -> Callable[[], Coroutine[Any, Any, None]]:
        """From now on keys wait; what it returns gives ``give`` all of them once it is awaited.

        Call it while the keys that are on their way still go to what has the focus, and await what
        it returns where no message is being handled.
        """
        self.hold()
        self._late = self._late or []
        start = self.focused or self

        async def hand_over() -> None:
            try:
                await passed(start)
                keys = (*(self._early or ()), *(self._late or ()))
            finally:
                self.let_go()
            give(keys)

        return hand_over


class Asking(Widget):
    """A pane that asks its screen for keys."""

    def post_message(self, message: Message) -> bool:
        """Post a message; where it asks for keys, those behind it are held."""
        if isinstance(message, KeysWanted) and isinstance(screen := self.screen, Early):
            screen.hold()
        return super().post_message(message)


async def passed(node: DOMNode | None) -> None:
    """Wait until all that was sent to a node so far has come up through all above it."""
    while node is not None:
        await handled(node)
        node = node.parent


async def handled(node: DOMNode) -> None:
    """Wait until a node has handled all that was sent to it so far."""
    done = asyncio.Event()
    # One that is just being removed answers no more.
    if node.call_later(done.set):
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), GONE)
