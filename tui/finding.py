"""Finding words in the open conversation: in what its authors wrote, folded or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui import commands, find, words
from tui.messages import PromptWanted, StatusWanted
from tui.moves import Moves

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer import Client
    from tui.layout import Row, Stop
    from tui.scroller import Marks


WALKING = "{next-unread} and {previous-unread} go on, {back} ends"


class Finding(Moves):
    """Marks the words that are looked for, and walks them."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.found = find.Found("", ())
        self._at: tuple[str, int] | None = None
        self._awaits_hit = False
        self._marked: dict[str, Marks] = {}
        self._marked_rows: list[Row] | None = None

    def show(self, conversation: str, *, client: Client) -> None:
        """Open a conversation by its id, or by ``id:`` and a Message-ID in it."""
        super().show(conversation, client=client)
        self.found, self._at, self._awaits_hit = find.Found("", ()), None, False

    def move_cursor(self, stop: Stop) -> None:
        """Put the cursor elsewhere; whoever moves waits for no match."""
        self._awaits_hit = False
        super().move_cursor(stop)

    def action_find(self) -> None:
        """Words in the conversation's clean text; all of it is looked through."""

        def answer(text: str) -> str | None:
            self.look_for(text)
            if not text.strip():
                return None
            if not self.found.hits and self._missing():
                self._awaits_hit = True
                return None
            self._to_hit(1)
            return None if self.found.hits else "not in this conversation"

        self.post_message(
            PromptWanted("find: ", answer, value=self.found.words, changed=self.look_for)
        )

    def look_for(self, text: str) -> None:
        """Mark words in what is shown; no words end that, and what was said of it."""
        if self.found.words and not text.strip():
            self.post_message(StatusWanted(""))
        self.found = find.find(text, self.shape.ids, self.digests)
        self._at, self._awaits_hit, self._marked = None, False, {}
        self.want()
        self.refresh()
        if self.found.words and self._missing():
            self.post_message(StatusWanted("still reading the rest of the conversation"))

    def _missing(self) -> bool:
        return any(i not in self.digests for i in self.shape.ids)

    def also_wanted(self) -> Iterable[str]:
        """All messages, while words are looked for."""
        return self.shape.ids if self.found.words else super().also_wanted()

    def came(self, messages: Iterable[str]) -> None:
        """Texts that came later are looked through too; one that waits for them goes to a match."""
        super().came(messages)
        if not self.found.words:
            return
        self.found = find.find(self.found.words, self.shape.ids, self.digests)
        if self._awaits_hit and not self._missing():
            self._awaits_hit = False
            self._to_hit(1)

    def _to_hit(self, by: int) -> None:
        at = self.shape.places.get(self.cursor.message, 0)
        try:
            self._at = self.found.step(self._at, by, self.shape.ids[at:])
        except LookupError:
            self.post_message(StatusWanted("not in this conversation"))
            return
        message, nth = self._at
        if message != self.cursor.message or message not in self.folds.open - self.gathered:
            self.go_to(message)
        first = self._tops.get(message, 0)
        marks, _nth = self.marks(message)
        for y, found in marks.items():
            if any(one == nth for _begin, _end, one in found):
                self.follow = False
                self.bring(first + y, first + y, context=2)
                break
        place = self.found.before(message, nth) + 1
        keys = commands.named(WALKING, self.keymap)
        said = f"{place} of {words.count(self.found.total, 'match')}, {keys}"
        self.post_message(StatusWanted(said))
        self.refresh()

    def marks(self, message: str) -> tuple[Marks, int]:
        """Where the words stand on a message's rows."""
        if not self.found.words or message not in self._tops:
            return {}, -1
        if self._marked_rows is not self.rows:
            self._marked_rows, self._marked = self.rows, {}
        if message not in self._marked:
            first, end = self.extent(message)
            self._marked[message] = find.spans(self.found.words, self.rows[first:end])
        return self._marked[message], self._at[1] if self._at and self._at[0] == message else -1

    def action_next_unread(self) -> None:
        """To the next unread message; while words are looked for, to the next match."""
        if self.found.words:
            self._to_hit(1)
        else:
            super().action_next_unread()

    def action_previous_unread(self) -> None:
        """To the unread message before; while words are looked for, to the match before."""
        if self.found.words:
            self._to_hit(-1)
        else:
            super().action_previous_unread()
