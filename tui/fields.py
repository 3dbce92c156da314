"""Lines to type in, and the text: what a message is entered with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import TextArea

from indexer import gate
from tui.inorder import InOrder
from tui.prompts import LineInput, Words
from tui.theme import palette
from tui.wrap import cells

if TYPE_CHECKING:
    from rich.text import Text
    from textual import events
    from textual.app import ComposeResult

LABEL = 10
"""Cells that a field's name takes."""
MOST_TYPED = 1_000_000
"""Characters of one line: a Bcc of thousands has to fit."""


class Line1(LineInput):
    """One line; nothing that is pasted brings more than text."""

    # Down to what is offered, and enter takes it.
    AFTER_ALL = frozenset(("enter",))

    def _on_paste(self, event: events.Paste) -> None:
        # Textual calls the handlers of all bases, each with what is left of the event.
        event.text = gate.line(event.text.strip(), MOST_TYPED)


class Field(Horizontal):
    """A name and a line to type in."""

    DEFAULT_CSS = """
    Field { height: 1; }
    Field Words { height: 1; }
    Field Input, Field Input:focus {
        height: 1; width: 1fr; border: none; padding: 0; background: $background;
    }
    """

    def __init__(self, label: str, name: str) -> None:
        super().__init__(id=name)
        self.label = Words(label)
        self.label.styles.width = max(LABEL, cells(label) + 1)
        self.line = Line1(select_on_focus=False)

    def compose(self) -> ComposeResult:
        """Side by side."""
        yield self.label
        yield self.line

    def rename(self, label: str, *, danger: bool = False) -> None:
        """Another name."""
        self.label.text, self.label.danger = label, danger
        self.label.styles.width = min(max(LABEL, cells(label) + 2), self.app.size.width - 8)
        self.label.refresh()


class Body(InOrder, TextArea):
    """The text, plain: no markup, no highlighting but that quoted lines are quiet."""

    OWN = frozenset(("enter",))

    DEFAULT_CSS = """
    Body, Body:focus {
        border: none; padding: 0 0 0 1; background: $background; height: 1fr; width: 1fr;
        max-width: 84;
        scrollbar-size: 0 1;
    }
    Body .text-area--cursor-line { background: $background; }
    """

    class Left(Message):
        """Up from the first line."""

    def __init__(self) -> None:
        super().__init__(highlight_cursor_line=False, tab_behavior="focus")

    def get_line(self, line_index: int) -> Text:
        """A line as it is drawn."""
        line = super().get_line(line_index)
        if line.plain.startswith(">"):
            line.stylize(palette(self.app.theme).quiet)
        return line

    def action_cursor_up(self, select: bool = False) -> None:  # noqa: FBT002 - Textual's
        """Up; from the first line to the field above."""
        if self.cursor_at_first_line and not select:
            self.post_message(self.Left())
        else:
            super().action_cursor_up(select)

    async def _on_paste(self, event: events.Paste) -> None:
        event.text = gate.block(event.text)
