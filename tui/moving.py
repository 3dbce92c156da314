"""Where messages belong, said by hand: conversations joined, messages split off or hung elsewhere.

What is to be moved is held, marked where it stands, until it is put somewhere: any view, search
or conversation can be gone to in between.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from indexer import IndexerError
from tui import commands, evidence, folds as folding, words
from tui.background import begin
from tui.glyphs import glyphs
from tui.letters import Letters
from tui.wrap import cells, cut

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Sequence

    from indexer import Call, Client, Conversation, Entry, Moved
    from tui.bars import Status
    from tui.conversation import ConversationPane
    from tui.settings import Settings

    Ask = Callable[[], Call[Moved]]

UNSENT = "it is not sent yet: it goes where what it answers is"
SEVERAL = "these are several messages: {fold} shows them one by one"
ONE = "select no messages: {split} splits off the one under the cursor, with its answers"
BEGINS = "it begins its conversation: there is nothing to split it off from"
BELOW = "it is below what moves: a message cannot answer its own answers"
OPEN = "open it first: a message is put below a message"
LEFT = "left where it is"
LATER = ", once the mail that comes in just now is taken in"


@dataclass(frozen=True, slots=True)
class Held:
    """What is to be moved, in ``words``: a whole conversation, else messages with their answers."""

    words: str
    conversation: Conversation | None = None
    messages: tuple[Entry, ...] = ()

    @property
    def ids(self) -> frozenset[str]:
        """The Message-IDs."""
        return frozenset(entry.id for entry in self.messages)


def above(entries: Sequence[Entry], message: str) -> tuple[str, ...]:
    """What a message answers, the nearest first, down from itself."""
    parents = {entry.id: entry.parent for entry in entries}
    found: dict[str, None] = {}
    at: str | None = message
    while at is not None and at in parents and at not in found:
        found[at] = None
        at = parents[at]
    return tuple(found)


def topmost(entries: Sequence[Entry], chosen: Collection[str]) -> tuple[Entry, ...]:
    """Those of the chosen messages that answer, at any distance, no other one of them."""
    return tuple(
        entry
        for entry in entries
        if entry.id in chosen and not set(above(entries, entry.id)[1:]) & set(chosen)
    )


class Moving(Letters, inherit_bindings=False):
    """Holds, puts, splits; each is said in the status and can be undone."""

    def __init__(self, client: Client, settings: Settings, title: str) -> None:
        super().__init__(client, settings, title)
        self.held: Held | None = None

    # What is held

    def _hold(self, held: Held | None) -> None:
        """Hold something, or nothing any more."""
        self.held = held
        self.rows.hold(held.conversation.id if held and held.conversation else "")
        if self.reading is not None:
            self.reading.hold(held.ids if held else frozenset())
        self.show_keys()

    def take_held(self, key: str) -> bool:
        """Whether a key is about what is held: escape leaves it, enter puts it below a message."""
        if self.held is None or self.prompt is not None or self.focused is not self.pane:
            return False
        if key == "escape":
            self._hold(None)
            self.status_says(LEFT)
        elif key == "enter" and self._at_message():
            self.action_answers()
        else:
            return False
        return True

    def _at_message(self) -> bool:
        pane = self.reading if self.level == "conversation" else None
        return pane is not None and pane.cursor.kind == "message"

    def held_hints(
        self, held: Held
    ) -> tuple[tuple[tuple[str, str], ...], str, Status | None] | None:
        """What the bottom line shows while something is held, where it can be put."""
        name = {"conversations": "join", "conversation": "answers"}.get(self.level)
        if name is None:
            return None
        key, *_ = commands.keys_of(commands.BY_ID[name], self.keymap)
        put = "joins it to this" if held.conversation else "puts it below this"
        width = self.app.size.width
        said = (put, "leaves it") if width >= 60 else ("here", "no")
        hints = ((commands.shown(key), said[0]), ("esc", said[1]))
        room = width - sum(cells(key) + cells(title) + 3 for key, title in hints) - 10
        lead = f"{cut(held.words, room, glyphs().ellipsis)} moves" if room >= 6 else ""
        return hints, lead, None if self.status.display else self.status

    # Conversations

    def action_join(self) -> None:
        """Join all that are selected; else hold one, or join what is held to it."""
        rows = self.rows.targets()
        here = self.rows.current
        if here is None or not rows:
            return
        if self.held is not None:
            self._put_at(here)
        elif not all(row.messages for row in rows):
            self.status_says(UNSENT)
        else:
            self.rows.unselect()
            if len(rows) > 1:
                self._join(rows)
            else:
                self._hold(Held(f"“{rows[0].subject or '(no subject)'}”", rows[0]))

    def _put_at(self, row: Conversation) -> None:
        held = self.held.conversation if self.held else None
        if held is None:
            self.status_says(OPEN)
        elif row.id == held.id:
            self._hold(None)
            self.status_says(LEFT)
        elif not row.messages:
            self.status_says(UNSENT)
        else:
            self._join((held, row))

    def _join(self, rows: Sequence[Conversation]) -> None:
        """Make one conversation of several: the oldest is joined by the others."""
        self._hold(None)
        oldest, *others = sorted(rows, key=lambda row: (row.first, row.id))
        asks = [partial(self.client.join, row.id, oldest.id) for row in others]
        ids = tuple(row.id for row in rows)
        begin(self, partial(self._move, asks, partial(self._told, "joined"), ids), "moving")

    # Messages

    def action_answers(self) -> None:
        """Hold the message, or put what is held below it."""
        pane = self.reading
        if pane is None or pane.got is None:
            return
        if self.held is not None:
            self._put_below(pane, self.held)
        elif entries := self._movable(pane):
            who = f"{words.short_name(entries[0].sender)}’s message"
            held = who if len(entries) == 1 else words.count(len(entries), "message")
            pane.unselect()
            self._hold(Held(held, messages=entries))

    def _movable(self, pane: ConversationPane) -> tuple[Entry, ...]:
        """The selected messages, else the one under the cursor; none, having said why."""
        if pane.selected:
            return topmost(pane.sent, pane.selected)
        entry = self._under_cursor(pane)
        return (entry,) if entry else ()

    def _under_cursor(self, pane: ConversationPane) -> Entry | None:
        """The message under the cursor as the index has it; None, having said why."""
        entry = pane.current
        if entry is None:
            return None
        if entry.unsent:
            self.status_says(UNSENT)
        elif entry.recovered:
            self.status_says(evidence.absent(pane.finders.get(entry.recovered, "")))
        elif folding.gathered_in(pane.folds, pane.shape, entry.id):
            self.status_says(commands.named(SEVERAL, self.keymap))
        else:
            return next((one for one in pane.sent if one.id == entry.id), None)
        return None

    def _put_below(self, pane: ConversationPane, held: Held) -> None:
        here = self._under_cursor(pane)
        if here is None or pane.got is None:
            return
        row = pane.got.conversation
        if held.conversation is not None and held.conversation.id != row.id:
            pane.keep_to(here.id)
            self._join((held.conversation, row))
        elif held.conversation is not None:
            self._hold(None)
            self.status_says(LEFT)
        elif here.id in held.ids:
            self._hold(None)
            if here.evidence != "hand" or here.left:
                self.status_says(LEFT)
                return
            back: Ask = partial(self.client.undo_move, f"id:{here.id}", split=False)
            self._go(pane, here, [back], partial(self._told, "taken back"))
        elif held.ids & set(above(pane.whole, here.id)):
            self.status_says(BELOW)
        else:
            self._hold(None)
            said = f"moved below {words.short_name(here.sender)}’s message"
            asks = [
                partial(self.client.answers, f"id:{entry.id}", f"id:{here.id}")
                for entry in held.messages
            ]
            self._go(pane, here, asks, partial(self._plainly, said))

    def action_split(self) -> None:
        """Split the message off, or put back what was."""
        pane = self.reading
        if pane is None or pane.got is None:
            return
        if pane.selected:
            self.status_says(commands.named(ONE, self.keymap))
            return
        entry = self._under_cursor(pane)
        if entry is None:
            return
        named = f"id:{entry.id}"
        if entry.id != pane.sent[0].id:
            asks = [partial(self.client.split, named)]
            begin(self, partial(self._split, pane, entry, asks), "moving")
        elif entry.evidence == "hand" and entry.left:
            back: Ask = partial(self.client.undo_move, named, split=True)
            self._go(pane, entry, [back], partial(self._told, "put back"))
        else:
            self.status_says(BEGINS)

    async def _split(self, pane: ConversationPane, entry: Entry, asks: Sequence[Ask]) -> None:
        """Split off; the cursor goes to the line that leads there."""
        rest = (*above(pane.sent, entry.id)[1:], pane.sent[0].id)
        pane.keep_to(rest[0])
        if await self._move(asks, partial(self._told, "split off")):
            pane.there.clear()
            pane.look_again()
            await pane.there.wait()
            pane.go_to_line(rest[0], entry.id)

    # Doing it

    def _go(
        self,
        pane: ConversationPane,
        here: Entry,
        asks: Sequence[Ask],
        said: Callable[[Moved], Awaitable[str]],
    ) -> None:
        """Move messages; what is read stays with the message that it is at."""
        pane.keep_to(here.id)
        begin(self, partial(self._move, asks, said), "moving")

    async def _move(
        self,
        asks: Sequence[Ask],
        said: Callable[[Moved], Awaitable[str]],
        ids: Sequence[str] = (),
    ) -> Moved | None:
        """Move, and show what came of it; ``ids`` are the conversations that become one."""
        moved = await self.writing.move(asks, said)
        if moved is not None and moved.later:
            await self.catch_up()
        if moved is not None and ids:
            try:
                tree = await self.client.open(f"id:{moved.messages[0]}")
            except IndexerError as error:
                self.status_says(error.text, danger=True)
            else:
                self.rows.follow(ids, tree.conversation.id)
        await self._show_moved()
        return moved

    async def _show_moved(self) -> None:
        """What moved may show in no revision of the database: look at it all anew."""
        await self.mail_touched()
        self.rows.again()
        if self.reading is not None and self.reading.display:
            self.reading.look_again()

    async def action_undo(self) -> None:
        """Undo the last change; after a move, what is read stays with its message."""
        moved = self.writing.moved_last
        if moved and self.reading is not None:
            self.reading.keep_to(self.reading.cursor.message)
        await super().action_undo()
        if moved:
            await self._show_moved()

    async def _told(self, verb: str, moved: Moved) -> str:
        """``joined: Salt (14 messages)``."""
        if moved.later:
            return verb + LATER
        try:
            row = (await self.client.open(moved.conversation)).conversation
        except IndexerError:
            return verb
        return f"{verb}: {row.subject or '(no subject)'} ({words.count(row.messages, 'message')})"

    async def _plainly(self, said: str, moved: Moved) -> str:
        return said + (LATER if moved.later else "")
