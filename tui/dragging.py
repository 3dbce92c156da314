"""Selecting lines of an open message by dragging the mouse over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui import selection
from tui.layout import Stop
from tui.selecting import Selecting
from tui.selection import Selection

if TYPE_CHECKING:
    from textual import events
    from textual.timer import Timer

STILL = 2
"""Cells that the mouse may move along one line and it is still a click."""
PULL = 0.06
"""Seconds for each row that is scrolled while the mouse is held beyond the window's edge."""


class Dragging(Selecting):
    """Whole lines, from where the button was pressed; a click goes on meaning what it did."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._pressed: tuple[str, int, int] | None = None
        self._dragged = False
        self._pointer = 0
        self._pull: Timer | None = None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Perhaps the first of some lines; they stay under the pointer, whatever comes."""
        self._dragged, self.follow = False, False
        row = self.row_at(event.y)
        if event.button == 1 and row is not None:
            at = self.top + event.y - self.head_height
            self._pressed = (row.message, at - self._tops[row.message], event.x)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """With the button held, select the lines from where it was pressed."""
        if self._pressed is None:
            return
        if not event.button:
            self._let_go()
            return
        message, offset, x = self._pressed
        at = self.top + event.y - self.head_height
        if not self._dragged:
            if at == self._tops.get(message, 0) + offset and abs(event.x - x) <= STILL:
                return
            self._dragged = True
            self.capture_mouse()
            self.choose(None)
            if self._spots(message) and message != self.cursor.message:
                self.move_cursor(Stop(message))
            self._pull = self.set_interval(PULL, self._pull_on)
        self._pointer = event.y
        self._drag()

    def _drag(self) -> None:
        """Select what lies between the row that was pressed and the pointer's."""
        if self._pressed is None or self._pressed[0] not in self._tops:
            return
        message, offset, _x = self._pressed
        first, end = self.extent(message)
        y = max(self.head_height, min(self._pointer, self.size.height - 1))
        to = max(first, min(self.top + y - self.head_height, end - 1))
        begin = min(first + offset, end - 1)
        near = selection.spots(self.rows[min(begin, to) : max(begin, to) + 1])
        if near:
            up, down = near[0], near[-1]
            self.choose(Selection(message, *((up, down) if to >= begin else (down, up))))
            self.follow = False

    def _pull_on(self) -> None:
        """Scroll towards a pointer that is beyond the edge, as far as the message goes."""
        if self._pressed is None or self._pressed[0] not in self._tops:
            return
        first, end = self.extent(self._pressed[0])
        if self._pointer < self.head_height and first < self.top:
            self.wheel(-1)
        elif self._pointer >= self.size.height and end > self.top + self.window:
            self.wheel(1)
        else:
            return
        self._drag()

    def on_mouse_up(self) -> None:
        """The lines are selected."""
        self._let_go()

    def _let_go(self) -> None:
        self._pressed = None
        if self._pull is not None:
            self._pull.stop()
            self._pull = None
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """The end of a drag is no click; a click ends what was selected."""
        if self._dragged:
            self._dragged = False
            event.stop()
            event.prevent_default()
            return
        self.choose(None)
        row = self.row_at(event.y)
        near = selection.spots((row,)) if row else ()
        self._clicked = (row.message, near[0]) if row and near else None
