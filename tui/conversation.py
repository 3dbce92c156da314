"""The third level: one conversation as a collapsed tree of what its authors newly wrote.

What can be done with its messages besides reading them: tags, copies, attachments.
An act is on the selected messages, else on what the cursor's line stands for.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from tui import acts, commands, folds as folding, handing, tagging, unread, words
from tui.acts import Act, parse_tags
from tui.closer import Closer
from tui.layout import Stop
from tui.messages import CopyWanted, Left, PipeWanted, PromptWanted, StatusWanted
from tui.unsent import UnsentUnwanted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from indexer import Conversation, Entry, Part


UNSENT = "it is not sent yet: {open} goes on with it"


class ConversationPane(Closer):
    """One conversation, and what its keys do."""

    def __init__(
        self, id: str = "conversation", *, opener: str = "xdg-open",  # noqa: A002
        keymap: Mapping[str, str] = MappingProxyType({}),
    ) -> None:  # fmt: skip
        """``opener`` opens what goes along; ``keymap`` has the user's own keys, to be named."""
        super().__init__(id)
        self.opener, self.keymap = opener, keymap

    def action_back(self) -> None:
        """End what was found or selected; with neither, leave the conversation."""
        if self.chosen:
            self.choose(None)
        elif self.found.words:
            self.look_for("")
        elif self.selected:
            self.unselect()
        else:
            self.leave()
            self.post_message(Left())

    def unselect(self) -> None:
        """Select nothing."""
        self.selected = frozenset()
        self.relayout()

    def hold(self, messages: frozenset[str]) -> None:
        """Mark messages that are to be moved."""
        self.moving = messages
        self.relayout()

    # Tags

    def targets(self) -> tuple[Entry, ...]:
        """The messages that an act is on."""
        if self.selected:
            return tuple(entry for entry in self.messages if entry.id in self.selected)
        if self.current is None:
            return ()
        if self.current.unsent:
            self.post_message(StatusWanted(commands.named(UNSENT, self.keymap)))
        if self.is_absent():
            return ()
        covered = set(folding.covered(self.folds, self.shape, self.current.id))
        return tuple(entry for entry in self.messages if entry.id in covered)

    def _act(self, act: Act) -> None:
        self.selected = frozenset()
        self.act(act)

    def action_archive(self) -> None:
        """Out of the inbox."""
        if entries := self.targets():
            self._act(tagging.on(entries, "archived", remove=("inbox",)))

    def action_delete(self) -> None:
        """Tagged deleted, or no longer; a draft is thrown away, after asking."""
        if self.current is not None and self.current.unsent and not self.selected:
            self.post_message(UnsentUnwanted(self.current))
        elif entries := self.targets():
            self._act(tagging.toggle(entries, "deleted", "deleted", "undeleted"))

    def action_flag(self) -> None:
        """Flagged, or no longer."""
        if entries := self.targets():
            self._act(tagging.toggle(entries, "flagged", "flagged", "unflagged"))

    def action_unread(self) -> None:
        """Marked unread, until one comes back to it."""
        if entries := self.targets():
            self.reading = unread.keep(self.reading, frozenset(entry.id for entry in entries))
            self._act(tagging.on(entries, "marked unread", add=("unread",)))

    def action_read_all(self) -> None:
        """All of the conversation marked read."""
        entries = tuple(entry for entry in self.entries if "unread" in entry.tags)
        if entries:
            self._act(tagging.on(entries, "marked read", remove=("unread",)))
        else:
            self.post_message(StatusWanted("nothing is unread here"))

    def action_mute(self) -> None:
        """The conversation muted, or no longer."""
        self._stand(acts.mute)

    def action_follow(self) -> None:
        """The conversation followed, or no longer."""
        self._stand(acts.follow)

    def _stand(self, what: Callable[[tuple[Conversation]], Act]) -> None:
        """Do what is done to the conversation as a whole."""
        if self.got is None or not self.messages:
            return
        row = self.got.conversation
        act = what((row,))
        self.got = replace(self.got, conversation=acts.tagged(row, act.changes))
        self._act(act)

    def action_tag(self) -> None:
        """Tags that the user types."""
        entries = self.targets()
        if not entries:
            return

        def answer(text: str) -> str | None:
            try:
                add, remove = parse_tags(text)
            except ValueError as error:
                return str(error)
            self._act(tagging.on(entries, "tagged", add=add, remove=remove))
            return None

        label = f"tag {words.count(len(entries), 'message')}: "
        self.post_message(PromptWanted(label, answer))

    def action_select(self) -> None:
        """Selected, or no longer; then on to the next."""
        if self.current is None or self.is_absent():
            return
        covered = frozenset(folding.covered(self.folds, self.shape, self.current.id))
        every = covered <= self.selected
        self.selected = self.selected - covered if every else self.selected | covered
        self.relayout()
        _first, end = self.extent(self.cursor.message)
        if end < len(self.rows):
            self.go(Stop(self.rows[end].message))

    # Out of here

    def action_copy(self) -> None:
        """The clean text to the clipboard; where lines are selected, just these."""
        if self.chosen:
            self.copy_lines()
            return
        entries = self.targets()
        here = [entry for entry in entries if entry.id in self.digests]
        if not here:
            self.post_message(StatusWanted("open the message first: its text is not here yet"))
            return
        text = self.digests[here[0].id].clean
        if len(entries) > 1:
            text = "\n\n".join(
                f"{words.short_name(entry.sender)}:\n{self.digests[entry.id].clean}"
                for entry in here
            )
        missing = len(entries) - len(here)
        said = f"copied {words.count(len(here), 'message')}"
        said += f", {words.count(missing, 'message')} not open yet" if missing else ""
        self.post_message(CopyWanted(text, said))

    def action_pipe(self) -> None:
        """The message to a command."""
        if entries := self.targets():
            self.post_message(PipeWanted(tuple(entry.id for entry in entries)))

    # Attachments

    def _part(self) -> tuple[str, Part] | None:
        """The part under the cursor, or the only one of its message."""
        digest = self.digests.get(self.cursor.message)
        found = digest.parts if digest else ()
        if self.cursor.kind == "part":
            found = tuple(part for part in found if part.number == self.cursor.number)
        if len(found) == 1:
            return self.cursor.message, found[0]
        text = "put the cursor on one of the attachments" if found else "no attachment here"
        self.post_message(StatusWanted(text))
        return None

    def action_open(self) -> None:
        """Open what the cursor is on: a message, what is hidden of it, an attachment."""
        if self.cursor.kind == "part":
            self.action_open_part()
        else:
            super().action_open()

    def action_save_part(self) -> None:
        """The attachment to a directory that the user names."""
        chosen, client = self._part(), self.client
        if chosen is None or client is None:
            return
        handing.save(self, client, *chosen)

    def action_open_part(self) -> None:
        """A copy of the attachment to the system's program for it, after asking."""
        chosen, client = self._part(), self.client
        if chosen is None or client is None:
            return
        handing.open_copy(self, client, lambda: self.opener, *chosen)
