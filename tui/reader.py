"""The reader: a Textual app around the one screen."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

from textual import events
from textual.app import App
from textual.filter import ANSIToTruecolor, Monochrome, NoColor

from tui import commands, theme
from tui.early import handled
from tui.edge import Edge
from tui.glyphs import glyphs
from tui.inorder import InOrder
from tui.screen import Mail
from tui.start import Start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.filter import LineFilter

    from indexer import Client
    from tui.settings import Settings


_NO_COLOR = NoColor()


class Reader(App[None]):
    """Reads the mail of one client."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self, client: Client, settings: Settings, *, title: str = "",
        start: Start | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.client = client
        self.settings = settings
        self.title = f"cclear {title}".strip()
        self._whose = title
        theme.register(self)
        # Without colour (https://no-color.org), weights and signs are all there is.
        self._dress("terminal" if self.no_color else settings.theme)
        self._edge = Edge(utf8=glyphs().utf8)
        self._begin = start or Start(client)
        self._mail: Mail | None = None
        keymap = commands.keymap(settings.keys)
        self.set_keymap(keymap)
        self._prefixes, self._first = commands.prefixes(keymap), ""
        for key in self._prefixes:
            self.bind(key, f"screen.prefix({key!r})", show=False)

    def _dress(self, name: str) -> None:
        """Start in a theme: setting ``theme`` would parse and lay out everything twice."""
        self.set_reactive(App.theme, name)
        self.stylesheet.set_variables(self.get_css_variables())
        self.set_class(self.current_theme.dark, "-dark-mode", update=False)
        self.set_class(not self.current_theme.dark, "-light-mode", update=False)

    def get_default_screen(self) -> Mail:
        """The screen with everything."""
        self._mail = Mail(self.client, self.settings, title=self._whose, start=self._begin)
        return self._mail

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own, and the terminal's edge after them all."""
        without = (Monochrome, ANSIToTruecolor) if self.native_ansi_color else Monochrome
        filters = [f for f in super().get_line_filters() if not isinstance(f, without)]
        return [*filters, *((_NO_COLOR,) if self.no_color else ()), self._edge]

    async def on_event(self, event: events.Event) -> None:
        """Keys that a question or the first of two keys waits for go there."""
        mail = self._mail
        if not isinstance(event, events.Key) or mail is None:
            await super().on_event(event)
            return
        if not self.screen_stack:
            # It is being left: there is nothing that a key could be for.
            return
        field, fresh = self.focused, not event.is_forwarded
        if isinstance(field, InOrder) and fresh and not event.is_printable:
            # What it is bound to is for all that was typed before it.
            await handled(field)
        # One that comes up unused was typed before those that are fresh.
        held = mail.take_late(event) if fresh else mail.take_early(event)
        over = self.screen is not mail
        if held or (await self._take_row(event.key) if over else mail.take_key(event.key)):
            return
        await super().on_event(event)
        if over and fresh and not isinstance(field, InOrder) and not mail.is_typed(event):
            # It may leave the screen that those behind it would be on their way through.
            mail.wait_for_key(event)

    async def _take_row(self, key: str) -> bool:
        """Whether a key is one of two in a row on a screen over the first; both do what they do."""
        first, self._first = self._first, ""
        if not first and key not in self._prefixes:
            return False
        active = self.screen.active_bindings
        if first:
            if (found := active.get(f"{first} {key}")) is not None:
                await self.run_action(found.binding.action, found.node)
            return True
        if any(one.startswith(f"{key} ") for one in active):
            self._first = key
        return bool(self._first)

    def on_mount(self) -> None:
        """A terminal that is closed, or a polite end, is leaving too; asked once more, it ends."""
        if self.is_headless:
            return
        loop = asyncio.get_running_loop()

        def leave(number: signal.Signals) -> None:
            loop.remove_signal_handler(number)
            self.exit(return_code=128 + number)

        for number in (signal.SIGHUP, signal.SIGTERM):
            loop.add_signal_handler(number, leave, number)

    async def action_quit(self) -> None:
        """Leave at once."""
        self.exit()

    def left(self) -> None:
        """Wait for what is just being sent, once the screen is gone."""
        screen = self._mail
        if screen is not None and "post" in vars(screen):
            screen.post.rounds.finish()
