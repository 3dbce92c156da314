"""Selecting lines of an open message, by keys and mouse: to quote just these, or to copy them.

While lines are selected, the keys that move extend the selection. It ends when its lines are
folded away, and when the cursor goes to another message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui import selection, words
from tui.finding import Finding
from tui.layout import Stop
from tui.messages import CopyWanted, KeysChanged, StatusWanted
from tui.selection import Selection, Spot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.timer import Timer

    from tui.layout import Row
    from tui.scroller import Anchor

STILL = 2
"""Cells that the mouse may move along one line and it is still a click."""
PULL = 0.06
"""Seconds for each row that is scrolled while the mouse is held beyond the window's edge."""


class Selecting(Finding):
    """Keeps what is selected on its lines, whatever comes and goes around them."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.chosen: Selection | None = None
        self._clicked: tuple[str, Spot] | None = None
        self._pressed: tuple[str, int, int] | None = None
        self._dragged = False
        self._pointer = 0
        self._pull: Timer | None = None

    # What is selected

    def choose(self, chosen: Selection | None) -> None:
        """Select other lines; with None, none."""
        if chosen != self.chosen:
            self.chosen = chosen
            self.refresh()
            self.post_message(KeysChanged())

    def chosen_lines(self, *, marked: bool = False) -> tuple[str, ...]:
        """The selected lines as they stand; with ``marked``, as they are to be quoted."""
        if self.chosen is None:
            return ()
        shown = self._spots(self.chosen.message)
        digest = self.digests[self.chosen.message]
        return selection.lines(digest, self.chosen, shown, marked=marked)

    def is_selected(self, row: Row) -> bool:
        """Whether a row shows lines that are selected."""
        chosen = self.chosen
        return chosen is not None and row.message == chosen.message and chosen.covers(row.source)

    def _rows_of_text(self, message: str) -> tuple[int, Sequence[Row]]:
        """Where a message's rows begin, and those."""
        if message not in self._tops:
            return 0, ()
        first, end = self.extent(message)
        return first, self.rows[first:end]

    def _spots(self, message: str) -> tuple[Spot, ...]:
        return selection.spots(self._rows_of_text(message)[1])

    def _rows_with(self, message: str, spot: Spot) -> list[int]:
        first, rows = self._rows_of_text(message)
        return [y for y, row in enumerate(rows, first) if spot in selection.spots((row,))]

    def _in_sight(self, y: int) -> bool:
        return self.top <= y < self.top + self.window

    # What ends it, and what does not

    def leave(self) -> None:
        """The conversation is done with, and what was selected in it."""
        self.choose(None)
        super().leave()

    def move_cursor(self, stop: Stop) -> None:
        """Put the cursor elsewhere; on another message, nothing is selected."""
        if self.chosen and stop.message != self.chosen.message:
            self.choose(None)
        super().move_cursor(stop)

    def go(self, stop: Stop, *, jump: bool = False) -> None:
        """The cursor to a stop; the line that was clicked is no longer where one is."""
        self._clicked = None
        super().go(stop, jump=jump)

    def relayout(self) -> None:
        """Make the rows anew; lines that are on none any more are not selected."""
        super().relayout()
        if self.chosen:
            shown = self._spots(self.chosen.message)
            if self.chosen.anchor not in shown or self.chosen.head not in shown:
                self.choose(None)

    def held(self) -> Anchor | None:
        """What is being read: where lines are selected, the end of them that moves."""
        if self.chosen:
            rows = self._rows_with(self.chosen.message, self.chosen.head)
            if rows and self._in_sight(rows[0]):
                return self.keeping(rows[0])
        return super().held()

    def reveal(self, *, jump: bool = False) -> None:
        """Bring the cursor into sight; where lines are selected, the end of them that moves."""
        if self.chosen is None:
            super().reveal(jump=jump)
            return
        rows = self._rows_with(self.chosen.message, self.chosen.head)
        if rows:
            self.bring(rows[0], rows[-1], context=1)
            if self.chosen.head > self.chosen.anchor:
                self.bring(rows[-1], rows[-1])

    # By keys

    def action_select_lines(self) -> None:
        """Begin to select lines where one is reading, or end it."""
        message = self.cursor.message
        if self.chosen:
            self.choose(None)
        elif (spot := self._where(message)) is not None:
            self.choose(Selection(message, spot, spot))
            self.follow = True
            self.reveal()
        else:
            shown = message in self.folds.open and message not in self.folds.closed
            said = "no line to select here" if shown else "open the message first"
            self.post_message(StatusWanted(said))

    def _where(self, message: str) -> Spot | None:
        """The line that was found or clicked, else the first in sight from the cursor on."""
        shown, digest = self._spots(message), self.digests.get(message)
        if not shown or digest is None:
            return None
        marks, current = self.marks(message)
        first, rows = self._rows_of_text(message)
        for at, found in marks.items() if current >= 0 else ():
            if any(nth == current for _begin, _end, nth in found) and self._in_sight(first + at):
                return selection.spots(rows[at : at + 1])[0]
        if self._clicked and self._clicked[0] == message:
            spot = self._clicked[1]
            if any(map(self._in_sight, self._rows_with(message, spot))):
                return spot
        cursor = self.row_of(self.cursor)
        begin = cursor if cursor is not None and self._in_sight(cursor) else self.top
        near = selection.spots(self.rows[max(begin, first) : self.top + self.window])
        for spot in (one for one in (*near, *shown) if one in shown):
            if selection.lines(digest, Selection(message, spot, spot), (spot,)):
                return spot
        return None

    def _extend(self, by: int) -> bool:
        """Move the end that moves by lines; False where nothing is selected."""
        if self.chosen is None:
            return False
        shown = self._spots(self.chosen.message)
        self.choose(selection.extended(self.chosen, shown, by))
        self.follow = True
        self.reveal()
        return True

    def _extend_page(self, way: int) -> bool:
        """Move the end that moves by as many lines as are on a page."""
        if self.chosen is None:
            return False
        y = self._rows_with(self.chosen.message, self.chosen.head)[0]
        to = max(0, y + way * max(1, self.window - 2))
        first, end = self.extent(self.chosen.message)
        span = self.rows[max(first, min(y, to)) : min(end, max(y, to) + 1)]
        return self._extend(way * max(1, len(selection.spots(span)) - 1))

    def action_down(self) -> None:
        """On; where lines are selected, one more."""
        if not self._extend(1):
            super().action_down()

    def action_up(self) -> None:
        """Back; where lines are selected, one up."""
        if not self._extend(-1):
            super().action_up()

    def action_page(self) -> None:
        """A page on; where lines are selected, a page more of them."""
        if not self._extend_page(1):
            super().action_page()

    def action_page_up(self) -> None:
        """A page back; where lines are selected, a page up."""
        if not self._extend_page(-1):
            super().action_page_up()

    def action_top(self) -> None:
        """To the first message; where lines are selected, to the first line."""
        if not self._extend(-len(self.rows)):
            super().action_top()

    def action_bottom(self) -> None:
        """To the last message; where lines are selected, to the last line."""
        if not self._extend(len(self.rows)):
            super().action_bottom()

    def copy_lines(self) -> None:
        """The selected lines to the clipboard."""
        found = self.chosen_lines()
        said = f"copied {words.count(len(found), 'line')}"
        self.post_message(CopyWanted("\n".join(found), said))

    # By mouse

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
