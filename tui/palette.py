"""Commands by their names, and the places to go to, in Textual's palette."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tui.commands import COMMANDS, keys_of, shown
from tui.screen import Mail

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Commands(Provider):
    """What can be done at this level; every view that can be gone to."""

    def _all(self) -> Iterator[tuple[str, str, str, Callable[[], object]]]:
        # Keys are the user's and titles of lists other people's: content, never markup, which
        # Textual reads in the help.
        screen = self.screen
        if not isinstance(screen, Mail):
            return
        for command in COMMANDS:
            if command.palette and screen.level in command.where:
                keys = "  ".join(shown(key) for key in keys_of(command, screen.keymap))
                yield command.title, keys, command.help, partial(screen.command, command.id)
        for view in screen.lists.views:
            yield f"go to {view.title}", view.what, "", partial(screen.visit, view)

    async def discover(self) -> Hits:
        """All of them."""
        for title, aside, words, run in self._all():
            yield DiscoveryHit(_said(title, aside), run, title, words or None)

    async def search(self, query: str) -> Hits:
        """Those whose title is like ``query``."""
        matcher = self.matcher(query)
        for title, aside, words, run in self._all():
            if (score := matcher.match(title)) > 0:
                yield Hit(score, _said(title, aside), run, title, words or None)


def _said(title: str, aside: str) -> Content:
    return Content(f"{title}   {aside}").stylize("dim", len(title)) if aside else Content(title)
