"""Where the reader's attention is in the open conversation: the cursor, and what has been seen.

A message is read once its text was on the screen and one moved on (:mod:`tui.unread`). Tags are
shown as they will be at once, and written by the worker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer import TagChange
from tui import folds as folding, tagging, unread, words
from tui.looking import Looking
from tui.messages import TagsWanted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer import Client, Entry, Tagged
    from tui.acts import Act
    from tui.layout import Stop

BATCH = 0.4
"""Seconds in which messages that were read are marked so in one write."""
CONTEXT = 2
"""Rows of what came before that stay in sight above a message one jumps to."""


class Attention(Looking):
    """Follows the cursor and the eye through the conversation."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.reading = unread.Reading()
        self.follow = False
        self._read: dict[str, None] = {}
        self._painted = False

    # Coming and going

    def show(self, conversation: str, *, client: Client) -> None:
        """Open a conversation; what was read of the one before is marked so."""
        super().show(conversation, client=client)
        self.reading = unread.Reading()
        self.follow = True

    def leave(self) -> None:
        """The conversation is done with: what was read of it is marked so."""
        self.pause()
        super().leave()

    def pause(self) -> None:
        """One looks elsewhere: what was read up to here is marked so."""
        if self.entries:
            self._saw()
            self._mark_read(unread.leave_all(self.reading, self.unread_ids()))
            self.flush()
        self._painted = False

    def engaged(self) -> frozenset[str]:
        """The cursor's message, and what was seen of this conversation."""
        return super().engaged() | self.reading.seen

    def on_hide(self) -> None:
        """Another pane took this one's place."""
        self.pause()

    def on_show(self) -> None:
        """The pane is on the screen again."""
        self.looked()

    # The cursor

    @property
    def current(self) -> Entry | None:
        """The message that the cursor is on, or that stands for a folded branch."""
        at = self.shape.places.get(self.cursor.message)
        return self.entries[at] if at is not None else None

    def move_cursor(self, stop: Stop) -> None:
        """Put the cursor elsewhere; a message that it leaves may have been read by that."""
        before, self.cursor = self.cursor, stop
        if before.message != stop.message:
            self._saw()
            group = folding.gathered_in(self.folds, self.shape, before.message)
            left = frozenset(group.ids if group else (before.message,))
            self._mark_read(unread.leave(self.reading, left, self.unread_ids()))
            self.reading = unread.arrive(self.reading, stop.message)
        self.refresh()

    def go(self, stop: Stop, *, jump: bool = False) -> None:
        """The cursor to a stop, and that into sight; all of its message where it fits."""
        self.move_cursor(stop)
        self.follow = True
        self.reveal(jump=jump)
        self.want()
        self.looked()

    def reveal(self, *, jump: bool = False) -> None:
        """Bring the cursor's stop into sight; with ``jump``, near the top of the window."""
        y = self.row_of(self.cursor)
        if y is None:
            return
        first, end = self.extent(self.cursor.message)
        if self.cursor.kind != "message":
            self.bring(y, y, context=1)
        elif jump and not (self.top <= first and end <= self.top + self.window):
            self.to(first - min(CONTEXT, self.window // 6))
        else:
            self.bring(first, end - 1, context=1)

    def came(self, messages: Iterable[str]) -> None:
        """Text that was waited for is shown as a jump to it would have shown it."""
        if self.follow and self.cursor.message in messages:
            self.reveal(jump=True)

    def scrolled(self) -> None:
        """Other messages are in sight."""
        self.want()
        self.looked()

    def wheel(self, rows: int) -> None:
        """Scroll without moving the cursor."""
        self.follow = False
        super().wheel(rows)

    # Reading

    def unread_ids(self) -> frozenset[str]:
        """The messages that nobody read yet."""
        return frozenset(entry.id for entry in self.entries if "unread" in entry.tags)

    def looked(self) -> None:
        """Other text is on the screen: once it is painted, it has been seen."""
        self.call_after_refresh(self._painted_now)

    def _painted_now(self) -> None:
        self._painted = True
        self._saw()

    def _saw(self) -> None:
        """Remember what text the screen shows to its end, or is filled by."""
        if not self._painted or not self.is_attached or not self.display:
            return
        sight, bottom = self.in_sight(), self.top + self.window
        full = len(sight) == self.window and len({row.message for row in sight}) == 1
        shown = {row.message for row in sight if row.said} & self.digests.keys()
        seen = {i for i in shown if full or self.said_end(i) < bottom}
        self.reading = unread.counted(unread.saw(self.reading, frozenset(seen)), self._counted())

    def _counted(self) -> frozenset[str]:
        """The messages that rows on the screen stand for."""
        groups = (
            folding.gathered_in(self.folds, self.shape, row.message) for row in self.in_sight()
        )
        return frozenset(i for group in groups if group for i in group.ids)

    def seen(self) -> frozenset[str]:
        """The messages whose text was seen, and does not go on below the screen."""
        self._saw()
        bottom = self.top + self.window
        seen = frozenset(i for i in self.reading.seen if self.said_end(i) < bottom)
        return seen | self._counted()

    def moved_on(self) -> None:
        """All that was seen is read: one goes on from the screen as a whole."""
        self._mark_read(self.seen() & self.unread_ids())

    def _mark_read(self, ids: frozenset[str]) -> None:
        if not ids:
            return
        if not self._read:
            self.set_timer(BATCH, self.flush)
        self._read |= dict.fromkeys(i for i in self.shape.ids if i in ids)
        self.change((TagChange(remove=("unread",), ids=tuple(ids)),))

    def flush(self) -> None:
        """Have written what was read since the last time."""
        ids, self._read = tuple(self._read), {}
        if ids:
            change = TagChange(remove=("unread",), ids=ids)
            said = f"read {words.count(len(ids), 'message')}"
            self._post((change,), ids, said, by_itself=True)

    # Tags

    def change(self, changes: tuple[TagChange, ...]) -> None:
        """Show tags as they will be."""
        self.entries = tagging.applied(self.entries, changes, self.conversation)
        self.relayout()

    def act(self, act: Act) -> None:
        """Change tags: shown at once as pending, written by the worker."""
        self.flush()
        ids = {i for change in act.changes for i in change.ids}
        if any(change.conversations for change in act.changes):
            ids.update(self.shape.ids)
        self._post(act.changes, tuple(ids), act.words)
        self.change(act.changes)

    def _post(
        self,
        changes: tuple[TagChange, ...],
        ids: tuple[str, ...],
        said: str,
        *,
        by_itself: bool = False,
    ) -> None:
        shown, pending = self.conversation, self.pending
        for i in ids:
            pending[i] = pending.get(i, 0) + 1

        def settled(done: Tagged | None) -> None:
            for i in ids:
                pending[i] -= 1
                if not pending[i]:
                    del pending[i]
            if shown == self.conversation and self.is_attached:
                self.relayout()
                if done is None or (self._outdated and not pending):
                    self.look_again()

        self.post_message(TagsWanted(changes, said, settled, by_itself=by_itself))
