"""The open conversation: its tree, what is folded, what its messages say, as rows.

Each change makes the rows of what changed anew and keeps those of other messages. Texts are asked
for as they come near the screen (:mod:`tui.loading`); until then a message is one line.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from tui import evidence, folds as folding, gathering
from tui.asking import ask
from tui.awaited import Awaited
from tui.bodies import hidden_runs
from tui.clock import LOCAL, now
from tui.folds import Folds
from tui.glyphs import glyphs
from tui.headings import Facts, heading, notice
from tui.heads import Look
from tui.layout import NOTHING, Extras, Row, Stop, rows
from tui.loading import Loader
from tui.messages import StatusWanted
from tui.outline import Item, plan
from tui.unsent import with_unsent

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from textual.strip import Strip

    from indexer import Client, Entry, MailList, Tree
    from tui.bodies import Digest
    from tui.commands import Place
    from tui.gathering import Gathered
    from tui.scroller import Anchor

ROOMY = 60
"""Columns from which on text keeps clear of the scroll bar; under it, there is little of one."""


class Opened(Awaited):
    """Shows one conversation. What the cursor and the reader make of it is for subclasses."""

    place: ClassVar[Place] = "conversation"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.entries: tuple[Entry, ...] = ()
        self.shape = folding.shape(())
        self.folds = Folds()
        self.digests: dict[str, Digest] = {}
        self.extras: dict[str, Extras] = {}
        self.titles: Mapping[str, str] = {}
        self.selected: frozenset[str] = frozenset()
        self.moving: frozenset[str] = frozenset()
        self.pending: dict[str, int] = {}
        self.arrived: frozenset[str] = frozenset()
        self.been_here: set[str] = set()
        self.new: frozenset[str] = frozenset()
        self.loose: frozenset[str] = frozenset()
        self.exact = False
        self.standing: Mapping[str, str] = {}
        self.finders: Mapping[str, str] = {}
        self.quotes = False
        self._loader: Loader | None = None
        self._made: dict[str, tuple[object, tuple[Row, ...]]] = {}
        self.whole: tuple[Entry, ...] = ()

    @property
    def messages(self) -> tuple[Entry, ...]:
        """The conversation's messages: not what is not sent yet, nor what nobody here has."""
        return tuple(e for e in self.entries if not e.unsent and not e.recovered)

    @property
    def sent(self) -> tuple[Entry, ...]:
        """The same, each below the message that it answers, as the index has them."""
        return tuple(e for e in self.whole if not e.unsent and not e.recovered)

    @property
    def gathered(self) -> frozenset[str]:
        """The messages that stand in one row with others which say nothing new."""
        folds, groups = self.folds, self.shape.groups
        return frozenset(i for i, group in groups.items() if group.key not in folds.parted)

    # What subclasses make of it

    def engaged(self) -> frozenset[str]:
        """The messages that are being read, and do not go from where they are."""
        return frozenset((self.cursor.message,))

    def move_cursor(self, stop: Stop) -> None:
        """Put the cursor elsewhere."""
        self.cursor = stop
        self.refresh()

    def reveal(self, *, jump: bool = False) -> None:
        """Bring the cursor's message into sight."""

    def learn(self, tree: Tree) -> None:
        """A tree has come, and is not shown yet."""

    def came(self, messages: Iterable[str]) -> None:
        """The text of messages is here and on its rows."""

    def also_wanted(self) -> Iterable[str]:
        """Messages whose text is needed though they are not on the screen.

        In a storm, whether they say anything is to be known of all of them.
        """
        storm = self.got is not None and self.got.conversation.storm
        return [entry.id for entry in self.messages if storm and entry.snippet is None]

    # Showing a conversation

    def clear(self, client: Client) -> None:
        """Show nothing yet of a conversation; what it says is asked for as its tree is there."""
        self.entries, self.shape = (), folding.shape(())
        self.folds, self.digests, self.extras = Folds(), {}, {}
        self.selected, self.pending, self.arrived = frozenset(), {}, frozenset()
        self.loose, self.whole = frozenset(), ()
        self.quotes, self._made = False, {}
        self.cursor = Stop("")
        self._loader = Loader(client, self._came, self._unreadable)
        self.lay([])
        self.to(0)

    def leave(self) -> None:
        """The conversation is no longer looked at: ask for nothing more."""
        if self._loader:
            self._loader.close()
            self._loader = None
        super().leave()

    def take(self, tree: Tree) -> None:
        """Show a tree that has come, without moving what is being read."""
        self.learn(tree)
        first, known = self.got is None, {entry.id: entry for entry in self.entries}
        self.got, self.conversation = tree, tree.conversation.id
        # Tags that wait to be written are not in the index yet.
        self._outdated |= any(i in self.pending for i in known)
        old = self.shape
        self._gather(
            replace(entry, tags=known[entry.id].tags)
            if entry.id in self.pending and entry.id in known
            else entry
            for entry in with_unsent(tree)
        )
        self.said = () if self.entries else ("No messages are left in this conversation.",)
        if first:
            self.folds, message = folding.first(self.entries, self.shape, self.new)
            self.cursor = Stop(message)
        else:
            here = {entry.id for entry in self.entries}
            fresh = here - known.keys() - self.been_here
            self.arrived |= fresh
            unread = {e.id for e in self.entries if e.id in fresh and "unread" in e.tags}
            self.folds = replace(
                self.folds, open=self.folds.open | unread, brief=self.folds.brief | unread
            )
        self.been_here.update(entry.id for entry in self.entries)
        self._made = {i: made for i, made in self._made.items() if i in self.shape.places}
        self.selected &= self.shape.places.keys()
        if self.cursor.message not in self.shape.places:
            self.cursor = Stop(folding.stands_after(old, self.shape, self.cursor.message))
        self._name_lists(tree.conversation.lists)
        self.relayout()
        if first:
            self.reveal(jump=True)

    def _gather(self, entries: Iterable[Entry]) -> None:
        """Put what says nothing new behind the rest, as far as that is known by now."""
        before = {entry.id: entry.chat for entry in self.entries}
        whole = []
        for entry in entries:
            digest = self.digests.get(entry.id)
            if digest and digest.chat != entry.chat:
                entry = replace(entry, chat=digest.chat, auto=digest.auto)  # noqa: PLW2901
            whole.append(entry)
        told = {e.id for e in whole if e.chat and before.get(e.id) == ""}
        self.loose |= told & self.engaged()
        storm = self.got is not None and self.got.conversation.storm is not None
        self.whole = tuple(whole)
        self.finders = evidence.finders(whole)
        self.set_order(gathering.gathered(whole, storm=storm, loose=self.loose))

    def set_order(self, made: Gathered) -> None:
        """Put messages into the order in which they are shown."""
        self.entries, self.shape = made.entries, folding.shape(made.entries, made.groups)

    def regather(self) -> None:
        """Put them into their order anew. Tags may be others by now than the tree's."""
        known = {entry.id: entry for entry in self.entries}
        self._gather(replace(one, tags=known[one.id].tags) for one in self.whole)

    def _name_lists(self, names: Iterable[str]) -> None:
        """Have the titles of lists that are known by their names only so far."""
        if self.client is None or all(name in self.titles for name in names):
            return

        def took(lists: tuple[MailList, ...]) -> None:
            self.titles = {**self.titles, **{given.name: given.title for given in lists}}
            self.refresh()

        # A heading with a list's name in place of its title is no news for the status.
        ask(self, self.client.lists(), took, lambda _error: None)

    def _came(self, batch: dict[str, Digest]) -> None:
        self.digests.update(batch)
        if any(digest.chat for digest in batch.values()):
            self.regather()
        if self.quotes:
            self.show_quotes(batch)
        self.relayout()
        self.came(batch)
        self.looked()

    def _unreadable(self, text: str) -> None:
        self.post_message(StatusWanted(text, danger=True))

    def show_quotes(self, digests: Mapping[str, Digest]) -> None:
        """Unfold all that is hidden in some messages."""
        self.folds = replace(self.folds, shown=self.folds.shown | hidden_runs(digests))

    # Rows

    @property
    def look(self) -> Look:
        """How it is looked at now."""
        subject = self.got.conversation.subject if self.got else ""
        width = self.columns - (1 if self.columns >= ROOMY else 0)
        return Look(
            width, now() // 60 * 60, LOCAL, glyphs(), subject, self.exact,
            self.selected | self.moving, frozenset(self.pending), self.arrived, self.standing,
            self.finders, self.keymap,
        )  # fmt: skip

    def stand(self, standing: Mapping[str, str]) -> None:
        """How messages in the queue stand, in words."""
        if standing != self.standing:
            self.standing = standing
            self.relayout()

    def relayout(self) -> None:
        """Make the rows anew of what changed; what is read stays where it is."""
        if self.cursor.message in self.shape.places:
            sight = folding.ancestor_in_sight(self.folds, self.shape, self.cursor.message)
            if sight != self.cursor.message:
                self.move_cursor(Stop(sight))
        look = self.look
        common = (look.width, look.now // 3600, look.glyphs, look.subject, look.exact)
        shown: dict[str, list[int]] = {}
        for message, number in sorted(self.folds.shown):
            shown.setdefault(message, []).append(number)
        made: list[Row] = []
        for item in plan(self.entries, self.shape, self.folds, look):
            made += self.rows_of(item, look, (common, shown.get(item.entry.id)))
        self.head_height = self.head_lines()
        self.lay(made, self._anchor({row.message for row in made}))
        if self.row_of(self.cursor) is None:
            self.cursor = Stop(self.cursor.message)
        self.want()

    def _anchor(self, there: Container[str]) -> Anchor | None:
        """What stays where it is: what is being read, else the first below it that is there."""
        anchor = self.held()
        if anchor is None or anchor.message in there:
            return anchor
        sight = range(self.top, min(self.top + self.window, len(self.rows)))
        return next((self.keeping(y) for y in sight if self.rows[y].message in there), None)

    def rows_of(self, item: Item, look: Look, common: tuple[object, ...]) -> tuple[Row, ...]:
        """The rows of a message in sight."""
        message = item.entry.id
        digest, extras = self.digests.get(message), self.extras.get(message, NOTHING)
        key = (
            item, id(digest), extras, common,
            message in self.folds.headed, message in self.folds.addressed,
            message in self.folds.grounded, look.finders.get(item.entry.recovered or ""),
            look.standing.get(message),
            message in self.folds.brief,
            [(e.id in look.selected, e.id in look.pending, e.id in look.arrived)
             for e in item.covered],
        )  # fmt: skip
        known = self._made.get(message)
        if known and known[0] == key:
            return known[1]
        fresh = rows(item, digest, self.folds, look, extras)
        self._made[message] = (key, fresh)
        return fresh

    def want(self) -> None:
        """Ask for the texts that the screen shows, from the cursor on, then those near it."""
        if self._loader is None:
            return
        top, window = self.top, self.window
        near = self.rows[max(0, top - window // 2) : top + 2 * window]
        ids = list(dict.fromkeys(row.message for row in near))
        if self.cursor.message in ids:
            at = ids.index(self.cursor.message)
            ids = ids[at:] + ids[:at]
        open_, closed = self.folds.open, self.folds.closed | self.gathered
        wanted = [i for i in ids if i in open_ and i not in closed]
        wanted += [
            i
            for i in ids
            if i not in open_
            and i not in closed
            and self.entries[self.shape.places[i]].snippet is None
        ]
        wanted += self.also_wanted()
        self._loader.want([i for i in dict.fromkeys(wanted) if i not in self.digests])

    # The head

    def head_lines(self) -> int:
        """How many lines the head has."""
        return 1 if self.lines < 12 else 2

    def draw_head(self, y: int) -> Strip:
        """The subject with what it is on; under it a rule, where it is narrow with the facts."""
        new = sum("unread" in entry.tags for entry in self.entries)
        row = self.got.conversation if self.got else None
        facts = Facts(row, row.messages if row else 0, new, self.titles)
        return heading(facts, y, self.columns, self.palette, glyphs())

    def render_line(self, y: int) -> Strip:
        """A line of the pane; in place of rows, where there are none, why."""
        if self.said and y >= self.head_height:
            at = y - self.head_height - 1
            strip = notice(self.said, at, self.columns, self.palette, glyphs())
            return strip.apply_style(self.palette.base)
        return super().render_line(y)
