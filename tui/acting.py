"""Acts on conversations: shown as done at once, written behind that."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from indexer import IndexerError
from tui import acts
from tui.background import begin
from tui.early import holder
from tui.messages import (
    CopyWanted,
    PipeWanted,
    PromptWanted,
    ReadAllWanted,
    StatusWanted,
    TagsWanted,
)
from tui.pane import Pane
from tui.words import count

if TYPE_CHECKING:
    from collections.abc import Callable

    from indexer import Client, Conversation, Tagged
    from tui.paging import Rows
    from tui.views import View


class Acting(Pane):
    """A pane of conversations whose tags can be changed, one or all that are selected."""

    client: Client
    rows: Rows
    view: View | None

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.selected: dict[str, Conversation] = {}
        self.pending: dict[str, int] = {}

    @property
    def current(self) -> Conversation | None:
        """The conversation under the cursor."""
        return self.rows.rows[self.cursor] if self.cursor < self.count else None

    def again(self) -> None:
        """Fetch anew what is in sight."""
        raise NotImplementedError

    def targets(self) -> tuple[Conversation, ...]:
        """What an act is done to: all that is selected, else the row under the cursor."""
        if self.selected:
            return tuple(row for row in self.rows.rows if row.id in self.selected)
        return (self.current,) if self.current else ()

    def unselect(self) -> None:
        """Select nothing."""
        self.selected.clear()
        self.refresh()

    def action_select(self) -> None:
        """Select the row, or no longer; on to the next."""
        row = self.current
        if row is None:
            return
        if self.selected.pop(row.id, None) is None:
            self.selected[row.id] = row
        self.redraw_row(self.cursor)
        self.go(self.cursor + 1)
        self.refresh()

    def act(self, what: Callable[[tuple[Conversation, ...]], acts.Act]) -> None:
        """Show an act as done already, and have it written."""
        rows = self.targets()
        if not rows:
            return
        act = what(rows)
        ids = [row.id for row in rows]
        for name in ids:
            self.pending[name] = self.pending.get(name, 0) + 1
        self.rows = self.rows.changed(*(acts.tagged(row, act.changes) for row in rows))
        self.selected.clear()
        self.refresh()
        self.post_message(TagsWanted(act.changes, act.words, lambda got: self._settled(ids, got)))

    def _settled(self, ids: list[str], tagged: Tagged | None) -> None:
        for name in ids:
            left = self.pending.get(name, 0) - 1
            if left > 0:
                self.pending[name] = left
            else:
                self.pending.pop(name, None)
        self.refresh()
        if tagged is None:
            self.again()

    def action_archive(self) -> None:
        """Out of the inbox."""
        self.act(acts.archive)

    def action_delete(self) -> None:
        """The tag deleted."""
        self.act(acts.delete)

    def action_flag(self) -> None:
        """The tag flagged."""
        self.act(acts.flag)

    def action_unread(self) -> None:
        """Unread again."""
        self.act(acts.mark_unread)

    def action_read_all(self) -> None:
        """What is selected read; without a selection, all of the view, after asking."""
        if self.selected:
            self.act(acts.mark_read)
        elif self.view:
            self.post_message(ReadAllWanted(self.view))

    def action_mute(self) -> None:
        """The tag muted."""
        self.act(acts.mute)

    def action_follow(self) -> None:
        """Followed, or no longer."""
        self.act(acts.follow)

    def action_tag(self) -> None:
        """Tags that the user names."""
        rows = self.targets()
        if not rows:
            return

        def answer(text: str) -> str | None:
            try:
                add, remove = acts.parse_tags(text)
            except ValueError as error:
                return str(error)
            self.act(lambda rows: acts.on(rows, "tagged", add, remove))
            return None

        on = count(len(rows), "conversation") if len(rows) > 1 else "tags"
        self.post_message(PromptWanted(f"{on}: ", answer))

    def action_pipe(self) -> None:
        """Feed the messages of what is selected to a command."""
        self._with_messages(lambda ids: self.post_message(PipeWanted(ids)))

    def action_copy(self) -> None:
        """Copy subjects, and where each conversation is found again."""
        rows = self.targets()
        if rows:
            text = "\n".join(f"{row.subject}  ({row.id})" for row in rows)
            what = count(len(rows), "subject") if len(rows) > 1 else "the subject and its id"
            self.post_message(CopyWanted(text, f"copied {what}"))

    def _with_messages(self, then: Callable[[tuple[str, ...]], object]) -> None:
        rows, screen = self.targets(), holder(self.app)

        async def gather() -> None:
            ids: list[str] = []
            with screen.opening() if screen else nullcontext():
                try:
                    for row in rows:
                        tree = await self.client.open(row.id)
                        ids += [entry.id for entry in tree.entries]
                except IndexerError as error:
                    self.post_message(StatusWanted(error.text, danger=True))
                    return
                then(tuple(ids))

        if rows:
            if screen is not None:
                screen.hold()
            begin(self, gather, "gather")
