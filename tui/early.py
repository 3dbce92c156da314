"""Keys typed faster than the screen changes: each goes where the keys before it lead.

A key that opens a composer, a prompt, a question or another screen holds all keys behind it. Those
on their way through panes are kept as they come up unused, those fresh from the terminal as they
arrive. Once what they are for has the focus they are typed again, in order, each when all is there
that the one before it led to.
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
    from collections.abc import Awaitable, Iterable, Iterator, Sequence

    from textual.app import App
    from textual.dom import DOMNode
    from textual.message import Message


GONE = 10.0
"""Seconds after which a widget, or what keys are held for, is taken to be gone for good."""
SOON = 10.0
"""Seconds that keys wait at most for what they are for: as long as for a silent worker."""


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
    """What was typed while a screen changes; ``late`` what waits for keys still on their way.

    ``wanted`` is the number of the last asking that nothing came of yet, 0 where there is none;
    ``until`` is what a key was put off for. ``left`` is set where the next key leaves,
    ``hurried`` where one of them does that is no letter.
    """

    early: list[str] = field(default_factory=list)
    late: list[str] | None = None
    wanted: int = 0
    handing: int = 0
    typing: bool = False
    left: asyncio.Event = field(default_factory=asyncio.Event)
    until: asyncio.Event | None = None
    hurried: asyncio.Event = field(default_factory=asyncio.Event)


class Early(Screen[None], inherit_bindings=False):
    """Holds keys, also those for screens over it, and hands them over."""

    def __init__(self) -> None:
        super().__init__()
        self.leaving: frozenset[str] = frozenset()
        """Keys that do not wait for what opens to be there."""
        self._coming: events.Key | None = None
        self._typed: list[events.Key] = []
        self._held_keys: Held | None = None
        self._asked = 0

    async def settled(self) -> None:
        """Wait until what stands on the screen now can take keys."""

    def post_message(self, message: Message) -> bool:
        """Post a message; where it asks for keys, those behind it are held."""
        if isinstance(message, KeysWanted):
            self.hold()
        return super().post_message(message)

    def hold(self) -> int:
        """Keep what is typed from this moment on, until it is handed over; a number to let go."""
        held = self._holding()
        self._asked += 1
        held.wanted = self._asked
        self.set_timer(GONE, partial(self._give_up, held, self._asked))
        return self._asked

    def _holding(self) -> Held:
        if self._held_keys is None:
            self._held_keys = Held()
        return self._held_keys

    def _give_up(self, held: Held, asked: int) -> None:
        """What keys were held for did not come: they go where they would have gone."""
        if self._held_keys is held and held.wanted == asked:
            with self.opening():
                pass

    def let_go(self, asked: int | None = None) -> None:
        """Drop what is held; with a number, only where nothing came of that asking yet."""
        if asked is None or (self._held_keys is not None and self._held_keys.wanted == asked):
            self._held_keys = None

    def wait_for_key(self, event: events.Key) -> None:
        """Hold what is typed behind a key until that has come up and done what it does."""
        self._coming = event
        with self.opening():
            pass

    def take_early(self, event: events.Key) -> bool:
        """Whether a key that a pane had no use for was typed for what is about to open."""
        if self._held_keys is None or event is self._coming or self.is_typed(event):
            return False
        self._take(self._held_keys, self._held_keys.early, event.key)
        return True

    def take_late(self, event: events.Key) -> bool:
        """Whether a key has to wait for those that are still on their way."""
        if self._held_keys is None or self._held_keys.late is None or self.is_typed(event):
            return False
        self._take(self._held_keys, self._held_keys.late, event.key)
        return True

    def put_off(self, key: str, until: asyncio.Event) -> bool:
        """Type a key once more when something is there, and after it what is typed meanwhile.

        Whether it is: not where one of the keys behind it leaves.
        """
        held = self._holding()
        if held.hurried.is_set():
            return False
        with self.opening():
            held.early.insert(0, key)
            held.until = until
        return True

    @property
    def keys_are_through(self) -> bool:
        """Whether nothing is held."""
        return self._held_keys is None

    def is_typed(self, event: events.Key) -> bool:
        """Whether a key was held, and is just being typed."""
        return any(event is one for one in self._typed)

    def _take(self, held: Held, keys: list[str], key: str) -> None:
        first = not (held.early or held.late)
        keys.append(key)
        if key in self.leaving:
            if first:
                held.left.set()
            if not character(key):
                held.hurried.set()

    @contextlib.contextmanager
    def opening(self) -> Iterator[None]:
        """Around what changes the screen: keys held for it are typed once it is there.

        Keys that are on their way still go to what has the focus at its beginning.
        """
        held = self._holding()
        held.wanted = 0
        held.late = held.late or []
        held.handing += 1
        way = tuple((self.app.focused or self.app.screen).ancestors_with_self)
        try:
            yield
        finally:
            begin(self, partial(self._hand_over, held, way), "typed")

    async def _hand_over(self, held: Held, way: Sequence[DOMNode]) -> None:
        try:
            # Once for the keys, once for what they sent.
            await passed(way)
            await passed(way)
            await self._until_settled(held)
        finally:
            held.handing -= 1
        if not held.typing:
            held.typing = True
            try:
                await self._type(held)
            finally:
                held.typing = False

    async def _until_settled(self, held: Held) -> None:
        """Wait for what opens; not for long, and not where it is left before it is there."""
        there: tuple[Awaitable[object], ...]
        if held.until is not None:
            there = (held.until.wait(), held.hurried.wait())
        else:
            there = (self.settled(), held.left.wait())
        waits = [asyncio.ensure_future(one) for one in there]
        try:
            await asyncio.wait(waits, timeout=SOON, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waits:
                one.cancel()

    async def _type(self, held: Held) -> None:
        """Type what was held, key by key, as far as nothing opens that the rest is for."""
        while self._held_keys is held and not held.handing and not held.wanted:
            keys = held.early or held.late
            if not keys:
                self._held_keys = None
                break
            await self._type_one(held, keys.pop(0))
        if held.wanted and not held.handing:
            # None is on its way any more: one that leaves what takes its time is not to wait.
            held.early, held.late = [*held.early, *(held.late or ())], None
        self._typed.clear()

    async def _type_one(self, held: Held, key: str) -> None:
        held.until = None
        if key in self.leaving:
            held.hurried.clear()
        first = next(iter(held.early or held.late or ()), "")
        (held.left.set if first in self.leaving else held.left.clear)()
        way = tuple((self.app.focused or self.app.screen).ancestors_with_self)
        event = events.Key(key, key_to_character(key) or character(key) or None)
        self._typed.append(event)
        self.app.post_message(event)
        await handled(self.app)
        await passed(way)
        await passed(way)


class Asking(Widget):
    """A pane that asks its screen for keys."""

    def post_message(self, message: Message) -> bool:
        """Post a message; where it asks for keys, those behind it are held."""
        if isinstance(message, KeysWanted) and (screen := holder(self.app)) is not None:
            screen.hold()
        return super().post_message(message)


def holder(app: App[object]) -> Early | None:
    """The screen of an app that holds keys, which others may lie over."""
    return next((screen for screen in app.screen_stack if isinstance(screen, Early)), None)


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
