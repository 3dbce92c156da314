"""Moving and folding in the open conversation, by keys and mouse."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui import folds as folding, turning
from tui.glyphs import glyphs
from tui.layout import Stop
from tui.messages import NextWanted, TurnWanted
from tui.unsent import UnsentOpened
from tui.walking import Walking

if TYPE_CHECKING:
    from textual import events

    from tui.folds import Folds

NEAR = 2
"""Rows beyond the window's edge that a step of the cursor may go to."""
OVERLAP = 2
"""Rows that stay in sight from one page to the next."""
NARROW = 40
"""Columns under which the scroll bar's one goes to the text. (In ASCII it cannot be drawn.)"""


class Moves(Walking):
    """The commands that change what is in sight."""

    # Moving

    def action_down(self) -> None:
        """To the next message or thing in it; a line on where it is further than the screen."""
        self._step(down=True)

    def action_up(self) -> None:
        """To the message or thing in it before; a line back where it is out of sight."""
        self._step(down=False)

    def _step(self, *, down: bool) -> None:
        y = self.row_of(self.cursor)
        if y is None:
            return
        bottom = self.top + self.window - 1
        if not self.top - NEAR <= y <= bottom + NEAR and self.in_sight():
            # The wheel or a page left it behind: it comes to where one is reading now.
            sight = {row.message for row in self.in_sight()}
            if self.cursor.message not in sight:
                y = self.top - 1 if down else bottom + 1
        to = self.stop_after(y) if down else self.stop_before(y)
        if to is not None and self.top - NEAR <= to <= bottom + NEAR:
            stop = self.rows[to].stop
            if stop:
                self.go(stop)
        elif down and bottom + 1 < len(self.rows):
            self.wheel(1)
        elif not down and self.top > 0:
            self.wheel(-1)

    def action_page(self) -> None:
        """A page on; past what was read before, to the next message that is new.

        All messages that the screen showed to their end are read by that.
        """
        if self.cursor.message not in self.shape.places or not self.rows:
            return
        bottom = self.top + self.window
        first, end = self.extent(self.cursor.message)
        following = self._unseen()
        goes_on = first <= bottom < end or following is None or self._goes_on(following)
        if bottom < len(self.rows) and goes_on:
            self.moved_on()
            lines = max(1, self.window - OVERLAP)
            begins = self.row_of(Stop(following)) if following else None
            if begins is not None and 0 < bottom - begins <= self.window // 7:
                # Little of it was shown: better with its author's name.
                lines = begins - self.top
            self._page(lines, following)
        elif following is not None:
            self.moved_on()
            self.go_to(following)
        else:
            self.post_message(NextWanted(1, unread=True))

    def _unseen(self) -> str | None:
        """The first unread message from the top of the screen on that was not seen to its end."""
        sight, here = self.in_sight(), self.cursor.message
        folded = folding.is_folded(self.folds, self.shape, here)
        at = self.shape.places[sight[0].message] if sight else 0
        if self.top + self.window >= len(self.rows):
            # At the end one goes on from the cursor, also where a text never comes.
            at = max(at, self.shape.places[here] + (not folded))
        left = self.unread_ids() - self.seen()
        # What was marked unread by hand is no news while the cursor is on it.
        if not folded and not self._goes_on(here):
            left -= {here}
        return next((i for i in self.shape.ids[at:] if i in left), None)

    def _goes_on(self, message: str) -> bool:
        """Whether an open message begins on the screen or right below it, and ends further down."""
        y, bottom = self.row_of(Stop(message)), self.top + self.window
        if y is None or y > bottom or message not in self.folds.open - self.gathered:
            return False
        return message not in self.digests or self.said_end(message) >= bottom

    def action_page_up(self) -> None:
        """A page back."""
        self._page(-max(1, self.window - OVERLAP))

    def _page(self, lines: int, to: str | None = None) -> None:
        """Scroll; the cursor goes along, to the message that is read then."""
        self.wheel(lines)
        shown = [row.message for row in self.in_sight()]
        if to in shown:
            self.move_cursor(Stop(to))
        elif shown and self.cursor.message not in shown:
            self.move_cursor(Stop(shown[0 if lines > 0 else -1]))

    def action_top(self) -> None:
        """To the first message."""
        if self.rows:
            self.to(0)
            self.go(Stop(self.rows[0].message))

    def action_bottom(self) -> None:
        """To the last message, and its end."""
        if self.rows:
            self.move_cursor(Stop(self.rows[-1].message))
            self.follow = False
            self.to(len(self.rows))

    def next_unread(self, step: int) -> str | None:
        """The unread message nearest after the cursor, or before it where ``step`` is -1."""
        at = self.shape.places.get(self.cursor.message, -1)
        if step > 0 and folding.is_folded(self.folds, self.shape, self.cursor.message):
            at -= 1
        places = range(at + 1, len(self.entries)) if step > 0 else range(at - 1, -1, -1)
        return next((self.entries[i].id for i in places if "unread" in self.entries[i].tags), None)

    def action_next_unread(self) -> None:
        """To the next unread message, in the next conversation where this has no more."""
        self._to_unread(1)

    def action_previous_unread(self) -> None:
        """To the unread message before, in the conversation before where this has no more."""
        self._to_unread(-1)

    def _to_unread(self, step: int) -> None:
        message = self.next_unread(step)
        if message is not None:
            self.go_to(message)
        else:
            self.post_message(NextWanted(step, unread=True))

    def action_dates(self) -> None:
        """Dates in full, or as people say them."""
        self.exact = not self.exact
        self.relayout()

    # Folding

    def fold_to(self, folds: Folds) -> None:
        """Fold or unfold; the cursor's line stays where it is if what it is on is all in sight."""
        if folds != self.folds:
            self.folds = folds
            self.follow = True
            self.relayout()
            self.reveal()
            self.looked()

    def action_fold(self) -> None:
        """Fold or unfold what the cursor is on."""
        message, kind, number = self.cursor
        if self.current is not None and self.current.unsent:
            self.post_message(UnsentOpened(self.current))
        elif kind == "hidden":
            self.fold_to(folding.with_hidden(self.folds, message, (number,)))
        elif message and folding.is_folded(self.folds, self.shape, message):
            self._unfold(message)
        elif message:
            self.cursor = Stop(message)
            fold = folding.unbrief if self._in_brief(message) else folding.toggled
            self.fold_to(fold(self.folds, message))

    def _in_brief(self, message: str) -> bool:
        """Whether an open message stands in one line."""
        _first, end = self.extent(message)
        brief = message in self.folds.brief & self.folds.open & self.digests.keys()
        return brief and self.row_of(Stop(message)) == end - 1

    def action_open(self) -> None:
        """Open what the cursor is on; where a subject turned, the other conversation."""
        message, kind, number = self.cursor
        turn = turning.numbered(self.current, number) if self.current else None
        if kind == "turn" and turn:
            self.post_message(TurnWanted(turn, message))
        else:
            self.action_fold()

    def action_fold_toggle(self) -> None:
        """Fold or unfold the message and what hangs under it."""
        message = self.cursor.message
        open_ = message in self.folds.open and not self._in_brief(message)
        if folding.is_folded(self.folds, self.shape, message) or not open_:
            self.action_fold_open()
        else:
            self.action_fold_close()

    def action_fold_open(self) -> None:
        """Unfold the message and what hangs under it."""
        if self.cursor.message:
            self._unfold(self.cursor.message)

    def _unfold(self, message: str) -> None:
        """Unfold it; of a counted row, bring all that it stood for into sight where it fits."""
        group = folding.gathered_in(self.folds, self.shape, message)
        self.fold_to(folding.opened(self.folds, self.shape, message))
        if group:
            first, (_, end) = self.extent(group.ids[0])[0], self.extent(group.ids[-1])
            self.bring(first, end - 1, context=1)

    def action_fold_close(self) -> None:
        """Fold the message and what hangs under it."""
        if self.cursor.message:
            self.fold_to(folding.closed(self.folds, self.shape, self.cursor.message))

    def action_fold_all(self) -> None:
        """A line a message; once more, a line a branch."""
        self.fold_to(folding.all_closed(self.folds, self.shape))

    def action_unfold_all(self) -> None:
        """Every message open."""
        self.fold_to(folding.all_open(self.folds, self.shape))

    def action_quotes(self) -> None:
        """All that is hidden in the messages, or none of it."""
        self.quotes = not self.quotes
        if self.quotes:
            self.show_quotes(self.digests)
            self.relayout()
        else:
            self.fold_to(replace(self.folds, shown=frozenset()))

    # Mouse and window

    def on_click(self, event: events.Click) -> None:
        """The cursor to the line; a second click, or one on a quiet line, unfolds it."""
        event.stop()
        row = self.row_at(event.y)
        if row is None:
            return
        again = row.stop is not None and row.stop == self.cursor
        self.move_cursor(row.stop or Stop(row.message))
        if row.stop and row.stop.kind == "turn" and again:
            self.action_open()
        elif row.stop and (row.stop.kind == "hidden" or again):
            self.action_fold()

    def on_resize(self) -> None:
        """What is read stays in sight at any size."""
        bar = self.size.width >= NARROW and glyphs().utf8
        self.styles.scrollbar_size_vertical = 1 if bar else 0
        self.relayout()
        if self.follow:
            self.reveal(jump=True)
        self.looked()
