"""Keys typed faster than the screen changes: each goes where the keys before it lead.

A key that opens a composer, a prompt or a question holds all keys behind it. Those on their way
through panes are kept as they come up unused, those fresh from the terminal as they arrive; once
what they are for has the focus, it is given all of them in order.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.keys import key_to_character
from textual.screen import Screen
from textual.widget import Widget

from tui.background import begin
from tui.messages import KeysWanted

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Iterator
    from typing import Any

    from textual.dom import DOMNode
    from textual.message import Message

    Give = Callable[[tuple[str, ...]], object]


GONE = 5.0
"""Seconds after which a widget, or what keys are held for, is taken to be gone for good."""
SOON = 2.0
"""Seconds that keys wait at most for what they are for to be there."""


_SHORT = {"at": "@", "slash": "/", "backslash": "\\", "minus": "-", "plus": "+", "underscore": "_"}
"""Textual's short names, which its own way back does not know (textual.keys)."""


def character(key: str) -> str:
    """What a key types, by its name: a printable character, a newline for enter, else nothing."""
    if key == "enter":
        return "\n"
    sign = _SHORT.get(key) or key_to_character(key) or ""
    return sign if sign.isprintable() else ""


@dataclass(eq=False, slots=True)
class Held:
    """What was typed while a screen changes; ``late`` what waits for keys still on their way."""

    early: list[str] = field(default_factory=list)
    late: list[str] | None = None
    handing: int = 0
    left: asyncio.Event = field(default_factory=asyncio.Event)


class Early(Screen[None], inherit_bindings=False):
    """Holds keys, and hands them over."""

    def __init__(self) -> None:
        super().__init__()
        self.leaving: frozenset[str] = frozenset()
        """Keys that do not wait for what opens to be there."""
        self.coming: events.Key | None = None
        """The key on its way up that the others are held for."""
        self._held_keys: Held | None = None

    async def settled(self) -> None:
        """Wait until what stands on the screen now can take keys."""

    def post_message(self, message: Message) -> bool:
        """Post a message; where it asks for keys, those behind it are held."""
        if isinstance(message, KeysWanted):
            self.hold()
        return super().post_message(message)

    def hold(self) -> Held:
        """Keep what is typed from this moment on, until it is handed over."""
        if self._held_keys is None:
            self._held_keys = Held()
            self.set_timer(GONE, partial(self._give_up, self._held_keys))
        return self._held_keys

    def _give_up(self, held: Held) -> None:
        """What keys were held for did not come: they go where they would have gone."""
        if self._held_keys is held and not held.handing:
            with self.opening():
                pass

    def let_go(self, held: Held | None = None) -> None:
        """Drop what is held; with ``held``, only where that is not handed over yet."""
        if held in (None, self._held_keys):
            self._held_keys = None

    def wait_for_key(self, event: events.Key) -> None:
        """Hold what is typed behind a key until that has come up and done what it does."""
        self.coming = event
        with self.opening():
            pass

    def take_early(self, key: str) -> bool:
        """Whether a key that a pane had no use for was typed for what is about to open."""
        if self._held_keys is None:
            return False
        self._take(self._held_keys, self._held_keys.early, key)
        return True

    def take_late(self, key: str) -> bool:
        """Whether a key has to wait for those that are still on their way."""
        if self._held_keys is None or self._held_keys.late is None:
            return False
        self._take(self._held_keys, self._held_keys.late, key)
        return True

    def _take(self, held: Held, keys: list[str], key: str) -> None:
        keys.append(key)
        if key in self.leaving:
            held.left.set()

    def handing_over(self, give: Give) -> Callable[[], Coroutine[Any, Any, None]]:
        """From now on keys wait; what it returns gives ``give`` all of them once it is awaited.

        Call it while the keys that are on their way still go to what has the focus, and await what
        it returns where no message is being handled. Of several at once the last one gives.
        """
        held = self.hold()
        held.late = held.late or []
        held.handing += 1
        way = (self.focused or self).ancestors_with_self

        async def hand_over() -> None:
            keys: list[str] | None = None
            try:
                # Once for the keys, once for what they sent.
                await passed(way)
                await passed(way)
                await self._until_settled(held)
            finally:
                held.handing -= 1
                if self._held_keys is held and not held.handing:
                    keys = [*held.early, *(held.late or ())]
                    self._held_keys = None
            if keys is not None:
                give(tuple(keys))

        return hand_over

    async def _until_settled(self, held: Held) -> None:
        """Wait for what opens; not for long, and not where it is left before it is there."""
        waits = [asyncio.ensure_future(one) for one in (self.settled(), held.left.wait())]
        try:
            await asyncio.wait(waits, timeout=SOON, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waits:
                one.cancel()

    @contextlib.contextmanager
    def opening(self) -> Iterator[None]:
        """Around what changes the screen: keys held for it go to what it shows."""
        typed = self.handing_over(self.type_held)
        try:
            yield
        finally:
            begin(self, typed, "typed")

    def type_held(self, typed: tuple[str, ...]) -> None:
        """Type what was held, each key where it goes now."""
        for key in typed:
            event = events.Key(key, key_to_character(key) or character(key) or None)
            # Textual has no other way to hand a key to what has the focus.
            (self.focused or self)._forward_event(event)  # noqa: SLF001


class Asking(Widget):
    """A pane that asks its screen for keys."""

    def post_message(self, message: Message) -> bool:
        """Post a message; where it asks for keys, those behind it are held."""
        if isinstance(message, KeysWanted) and isinstance(screen := self.screen, Early):
            screen.hold()
        return super().post_message(message)


async def passed(way: Iterable[DOMNode]) -> None:
    """Wait until all that was sent to a node so far has come up through all above it.

    ``way`` is the node and those above it, which may be taken out of the screen meanwhile.
    """
    for node in way:
        await handled(node)


async def handled(node: DOMNode) -> None:
    """Wait until a node has handled all that was sent to it so far."""
    done = asyncio.Event()
    # One that is just being removed answers no more.
    if node.call_later(done.set):
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), GONE)
