"""A pane of rows with a cursor, drawn line by line, the same cost for ten rows or a million.

Drawn by Textual's Line API: only lines that are on the screen and changed are asked for. Rows are
all as high; above them stands a head that does not scroll.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.geometry import Region, Size
from textual.strip import Strip

from tui.early import Asking
from tui.glyphs import glyphs
from tui.line import Line
from tui.theme import palette
from tui.wrap import wrap

if TYPE_CHECKING:
    from textual import events

    from tui.commands import Place
    from tui.theme import Palette

MARGIN = 2
"""Rows that stay in sight before and after the cursor, where there are any."""


class Pane(Asking, can_focus=True, inherit_bindings=False):
    """Subclasses say how many rows there are and draw them."""

    ALLOW_SELECT: ClassVar[bool] = False
    place: ClassVar[Place]

    def __init__(self, name: str) -> None:
        super().__init__(id=name)
        self.cursor = 0
        self.top = 0
        self.row_height = 1
        self.head_height = 0
        self._fits = Size(0, 0)

    # What a subclass gives

    @property
    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def draw(self, index: int, part: int) -> Strip:
        """Line ``part`` of a row."""
        raise NotImplementedError

    def draw_head(self, y: int) -> Strip:
        """Line ``y`` of the head."""
        raise NotImplementedError

    def can_rest(self, index: int) -> bool:  # noqa: ARG002
        """Whether the cursor may stand on a row."""
        return True

    def moved(self) -> None:
        """The cursor is on another row."""

    def opened(self) -> None:
        """The row under the cursor is to be opened."""

    def notice(self) -> tuple[str, ...]:
        """What stands in place of rows where there are none; the first line is the news."""
        return ()

    # What every subclass has

    @property
    def palette(self) -> Palette:
        """The theme's styles."""
        return palette(self.app.theme)

    @property
    def fitting(self) -> int:
        """How many whole rows fit; at least one."""
        return max(1, (self.size.height - self.head_height) // self.row_height)

    def render_line(self, y: int) -> Strip:
        """A line of the pane (Textual's Line API)."""
        self._fit()
        return self._line(y).apply_style(self.palette.base)

    def _line(self, y: int) -> Strip:
        if y < self.head_height:
            return self.draw_head(y)
        index, part = divmod(y - self.head_height, self.row_height)
        index += self.top
        if index < self.count:
            return self.draw(index, part)
        if not self.count:
            return self._notice_line(y - self.head_height)
        return Strip.blank(self.size.width)

    def _notice_line(self, y: int) -> Strip:
        width = self.size.width
        lines = [
            (line, style)
            for at, said in enumerate(self.notice())
            for style in (self.palette.text if at == 0 else self.palette.quiet,)
            for line in wrap(said, max(8, min(width - 4, 76)))
        ]
        at = y - (1 if self.size.height - self.head_height > len(lines) + 1 else 0)
        if 0 <= at < len(lines):
            return Line(width, ellipsis=glyphs().ellipsis).to(3).add(*lines[at]).strip()
        return Strip.blank(width)

    def redraw(self) -> None:
        """Draw everything anew."""
        self.refresh()

    def redraw_row(self, index: int) -> None:
        """Draw one row anew, where it is in sight."""
        y = self.head_height + (index - self.top) * self.row_height
        if self.head_height <= y < self.size.height:
            self.refresh(Region(0, y, self.size.width, self.row_height))

    def go(self, index: int, *, center: bool = False) -> None:
        """Put the cursor on a row, or the nearest it may rest on, and bring it into sight."""
        before = self.cursor, self.top
        self.cursor = self._rest(max(0, min(index, self.count - 1)), index - self.cursor)
        self._follow(center=center)
        if self.top != before[1]:
            self.refresh()
        elif self.cursor != before[0]:
            self.redraw_row(before[0])
            self.redraw_row(self.cursor)
        if self.cursor != before[0]:
            self.moved()

    def settle(self, index: int | None, place: int | None = None) -> None:
        """Rows were made anew: be on this one, or where the cursor was if its row is gone.

        With ``place`` it stays that far below the first row in sight, unless that is the first.
        """
        at = self.cursor if index is None else index
        self.cursor = self._rest(max(0, min(at, self.count - 1)), 1)
        if place is not None:
            if self.cursor < self.fitting and not self.top:
                place = self.cursor
            self.top = max(0, min(self.cursor - place, self.count - self.fitting))
        self._follow()
        self.refresh()

    def _rest(self, index: int, step: int) -> int:
        ways = (range(index, self.count), range(min(index, self.count - 1), -1, -1))
        for way in ways if step >= 0 else reversed(ways):
            for at in way:
                if self.can_rest(at):
                    return at
        return 0

    def _follow(self, *, center: bool = False) -> None:
        """Scroll as little as shows the cursor's row and its neighbours."""
        fitting = self.fitting
        if center and not self.top <= self.cursor < self.top + fitting:
            self.top = self.cursor - fitting // 3
        margin = min(MARGIN, (fitting - 1) // 2)
        low, high = self.cursor - fitting + 1 + margin, self.cursor - margin
        self.top = max(low, min(self.top, high))
        self.top = max(0, min(self.top, self.count - fitting))

    def scroll_rows(self, rows: int) -> None:
        """Scroll without moving the cursor."""
        top = max(0, min(self.top + rows, self.count - self.fitting))
        if top != self.top:
            self.top = top
            self.refresh()

    # Commands

    def action_down(self) -> None:
        """One row down."""
        self.go(self.cursor + 1)

    def action_up(self) -> None:
        """One row up."""
        self.go(self.cursor - 1)

    def action_page(self) -> None:
        """A page down."""
        self._page(self.fitting)

    def action_page_up(self) -> None:
        """A page up."""
        self._page(-self.fitting)

    def _page(self, rows: int) -> None:
        self.top = max(0, min(self.top + rows, self.count - self.fitting))
        self.refresh()
        self.go(self.cursor + rows)

    def action_top(self) -> None:
        """To the first row."""
        self.go(0)

    def action_bottom(self) -> None:
        """To the last row there is so far."""
        self.go(self.count - 1)

    def action_open(self) -> None:
        """Open the row."""
        if self.count:
            self.opened()

    # Mouse and window

    def row_at(self, y: int) -> int | None:
        """The row at line ``y`` of the pane."""
        if y < self.head_height:
            return None
        index = (y - self.head_height) // self.row_height + self.top
        return index if index < self.count and self.can_rest(index) else None

    def on_click(self, event: events.Click) -> None:
        """Select a row; open it on the second click."""
        event.stop()
        index = self.row_at(event.y)
        if index is None:
            return
        if event.chain > 1 and index == self.cursor:
            self.opened()
        else:
            self.go(index)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll by about three lines."""
        event.stop()
        self.scroll_rows(max(1, 3 // self.row_height))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll by about three lines."""
        event.stop()
        self.scroll_rows(-max(1, 3 // self.row_height))

    def on_focus(self) -> None:
        """The cursor's sign tells which pane the keys go to."""
        self.redraw()

    def on_blur(self) -> None:
        """The cursor's sign tells which pane the keys go to."""
        self.redraw()

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._fit()
        self.refresh()

    def _fit(self) -> None:
        # The first picture is painted before anybody hears of its size.
        if self._fits != self.size:
            self._fits = self.size
            self.resized()
            self._follow()

    def resized(self) -> None:
        """The pane has another size; nothing was drawn for it yet."""
