"""Selecting lines of an open message by keys: to quote just these, or to copy them.

While lines are selected, the keys that move extend the selection. It ends when its lines are
folded away, and when the cursor goes to another message.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from tui import selection, words
from tui.finding import Finding
from tui.messages import CopyWanted, KeysChanged, StatusWanted
from tui.selection import Selection, Spot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.layout import Row, Stop
    from tui.scroller import Anchor


class Selecting(Finding):
    """Keeps what is selected on its lines, whatever comes and goes around them."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.chosen: Selection | None = None
        self._clicked: tuple[str, Spot] | None = None

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
        return [y for y, row in enumerate(rows, first) if row.source and row.source.has(*spot)]

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
            shown = message in self.folds.open - self.folds.closed - self.gathered
            said = "no line to select here" if shown else "open the message first"
            self.post_message(StatusWanted(said))

    def _where(self, message: str) -> Spot | None:
        """The line that was found or clicked, else the first in sight from the cursor on."""
        shown, digest = self._spots(message), self.digests.get(message)
        if not shown or digest is None:
            return None
        marks, current = self.marks(message)
        first, rows = self._rows_of_text(message)
        found = [
            at
            for at, marked in marks.items()
            if any(nth == current for _begin, _end, nth in marked) and self._in_sight(first + at)
        ]
        pointed = list(selection.spots(rows[at] for at in found))
        if self._clicked and self._clicked[0] == message:
            here = any(map(self._in_sight, self._rows_with(message, self._clicked[1])))
            pointed += [self._clicked[1]] if here else []
        cursor = self.row_of(self.cursor)
        begin = cursor if cursor is not None and self._in_sight(cursor) else self.top
        last = min(first + len(rows), self.top + self.window)
        near = selection.spots(self.rows[max(begin, first) : last])
        written = (
            spot
            for spot in (*near, *shown)
            if selection.lines(digest, Selection(message, spot, spot), (spot,))
        )
        return next(chain(pointed, written), None)

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
