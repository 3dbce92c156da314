"""All keys on one screen, from the one table of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.screen import ModalScreen
from textual.strip import Strip

from tui.commands import (
    ANYWHERE,
    CARD,
    COMMANDS,
    HOME,
    LISTED,
    LISTS,
    MAIL,
    READING,
    ROWS,
    SUGGESTIONS,
    WRITING,
    keys_of,
    named,
    shown,
)  # fmt: skip
from tui.glyphs import glyphs
from tui.line import Line
from tui.pane import Pane
from tui.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui.commands import Place

_PARTS: tuple[tuple[str, frozenset[frozenset[Place]]], ...] = (
    ("Everywhere", frozenset((ANYWHERE, LISTED))),
    ("In a list of conversations and in one", frozenset((MAIL, MAIL | CARD))),
    (
        "In a conversation",
        frozenset((READING, READING | CARD, READING | HOME, READING | CARD | HOME)),
    ),
    ("In the lists and their conversations", frozenset((LISTS, ROWS, LISTS | ROWS, SUGGESTIONS))),
    ("In the home of a list", frozenset((HOME,))),
    ("While writing", frozenset((WRITING,))),
)
COLUMN = 16
"""Cells that keys take."""


def lines(mapped: Mapping[str, str], width: int) -> list[tuple[str, str]]:
    """Keys and help, a line each; a heading has no help and an empty line neither."""
    made: list[tuple[str, str]] = [("Keys", ""), ("", "")]
    for title, where in _PARTS:
        made.append((title, ""))
        for command in COMMANDS:
            if command.where in where:
                keys = "  ".join(shown(key) for key in keys_of(command, mapped))
                first, *rest = wrap(
                    named(command.help, mapped), max(10, min(width - COLUMN - 4, 78))
                )
                made.append((f"  {keys}", first))
                made += [("  ", more) for more in rest]
        made.append(("", ""))
    made.append(("", 'Change any key under [keys] in config.toml: archive = "e", fold-all = "z m"'))
    return made


class _Lines(Pane):
    """The lines, scrolled by row; the cursor stays out of sight."""

    place = "lists"

    def __init__(self, mapped: Mapping[str, str]) -> None:
        super().__init__("help")
        self._mapped = mapped
        self._lines: list[tuple[str, str]] = []

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def resized(self) -> None:
        """Wrap for this width."""
        self._lines = lines(self._mapped, self.size.width)

    def draw(self, index: int, part: int) -> Strip:  # noqa: ARG002
        """Keys at the left, what they do at the right."""
        keys, words = self._lines[index]
        styles = self.palette
        line = Line(self.size.width, ellipsis=glyphs().ellipsis).to(1)
        if not words:
            return line.add(keys, styles.strong).strip()
        line.add(keys, styles.accent)
        line.to(max(line.used + 2, COLUMN + 2) if line.width > 40 else line.used + 2)
        return line.add(words, styles.text).strip()

    def draw_head(self, y: int) -> Strip:  # noqa: ARG002
        """There is no head."""
        return Strip.blank(self.size.width)

    def on_click(self) -> None:  # type: ignore[override]
        """Nothing is selected here."""


class Help(ModalScreen[None], inherit_bindings=False):
    """Scrolls like everything else; any key that goes back closes it."""

    DEFAULT_CSS = "Help { background: $background; } Help _Lines { width: 1fr; height: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape", "dismiss(None)", "back", id="back"),
        Binding("question_mark", "dismiss(None)", "back", id="help"),
        Binding("enter", "dismiss(None)", "back", id="open"),
        Binding("j,down", "scroll_by(1)", "down", id="down"),
        Binding("k,up", "scroll_by(-1)", "up", id="up"),
        Binding("space,pagedown", "page(1)", "page", id="page"),
        Binding("b,pageup", "page(-1)", "page up", id="page-up"),
        Binding("g,home", "scroll_by(-10000)", "top", id="top"),
        Binding("G,end", "scroll_by(10000)", "bottom", id="bottom"),
    ]

    def __init__(self, mapped: Mapping[str, str]) -> None:
        super().__init__()
        self._lines = _Lines(mapped)

    def compose(self) -> ComposeResult:
        """One pane."""
        yield self._lines

    def action_scroll_by(self, rows: int) -> None:
        """Scroll by rows."""
        self._lines.scroll_rows(rows)

    def action_page(self, step: int) -> None:
        """Scroll by pages."""
        self._lines.scroll_rows(step * (self._lines.fitting - 1))
