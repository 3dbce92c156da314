"""The conversations of a view as they are drawn: a head, and rows or what stands in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui import notices
from tui.acting import Acting
from tui.clock import LOCAL, now
from tui.glyphs import glyphs
from tui.headline import headline
from tui.paging import Rows
from tui.rows import Look, State, one_line, two_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.strip import Strip

    from indexer import Conversation, IndexerError
    from tui.views import View

DRAWN = 2000
"""Rows whose lines are remembered."""


class Drawn(Acting):
    """Draws rows. Which there are is for subclasses."""

    def __init__(self, name: str, keymap: Mapping[str, str]) -> None:
        super().__init__(name)
        self.keymap = keymap
        self.view: View | None = None
        self.rows = Rows()
        self.error: IndexerError | None = None
        self.titles: Mapping[str, str] = {}
        self.no_mail = False
        self.filling = True
        self.above = 0
        self._drawn: dict[str, tuple[Conversation, State, tuple[Strip, ...]]] = {}
        self._look: Look | None = None
        self._exact = False
        self._held = ""

    @property
    def count(self) -> int:
        """How many conversations were fetched so far."""
        return len(self.rows.rows)

    def resized(self) -> None:
        """Two lines a row where that shows at least four of them."""
        width, height = self.size
        self.head_height = 2 if height >= 10 else 1 if height >= 4 else 0
        self.row_height = 2 if height - self.head_height >= 8 and width >= 30 else 1
        self.forget_look()

    def hold(self, conversation: str) -> None:
        """Mark a conversation that is to be joined to another, or none."""
        self._held = conversation
        self.refresh()

    def name_lists(self, titles: Mapping[str, str]) -> None:
        """The titles of lists, by name."""
        if titles != self.titles:
            self.titles = titles
            self.redraw()

    def forget_look(self) -> None:
        """Widths, dates or titles are others now."""
        self._look = None
        self._drawn.clear()

    def redraw(self) -> None:
        """Draw everything anew."""
        self.forget_look()
        self.refresh()

    def _looks(self) -> Look:
        if self._look is None:
            titles = None if self.view and self.view.kind == "list" else self.titles
            self._look = Look(
                self.size.width, self.palette, glyphs(), now(), LOCAL, self._exact, titles,
                drafts=self.view is not None and self.view.kind == "drafts",
            )  # fmt: skip
        return self._look

    def draw(self, index: int, part: int) -> Strip:
        """A line of a row."""
        row = self.rows.rows[index]
        state = State(
            cursor=index == self.cursor,
            focus=self.has_focus,
            selected=row.id in self.selected or row.id == self._held,
            pending=row.id in self.pending,
        )
        drawn = self._drawn.get(row.id)
        if drawn is None or drawn[0] is not row or drawn[1] != state:
            if len(self._drawn) > DRAWN:
                self._drawn.clear()
            look = self._looks()
            strips = (
                two_lines(row, look, state)
                if self.row_height == 2
                else (one_line(row, look, state),)
            )
            drawn = self._drawn[row.id] = (row, state, strips)
        return drawn[2][part]

    def draw_head(self, y: int) -> Strip:
        """The view's title and what it is."""
        notes = []
        if self.selected:
            notes.append(f"{len(self.selected)} selected")
        if self.above and self.top:
            notes.append(f"{self.above} newer above")
        return headline(self.view, self._looks(), y, tuple(notes))

    def notice(self) -> tuple[str, ...]:
        """Loading, empty, broken, or no mail at all yet."""
        if self.error:
            return notices.broken(self.error)
        if self.no_mail:
            return notices.FILLING if self.filling else notices.NO_MAIL
        if self.view is None or not self.rows.ready:
            return notices.LOADING
        return notices.empty(self.view, now(), LOCAL, self.keymap)

    def action_dates(self) -> None:
        """Exact dates, or short ones."""
        self._exact = not self._exact
        self.redraw()
