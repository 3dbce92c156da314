"""What may be lists: who is in them and what they wrote about, to be accepted or not.

Whoever cannot tell from that opens their mail, and comes back.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding
from textual.message import Message
from textual.screen import ModalScreen

from indexer import IndexerError
from tui import commands
from tui.background import begin
from tui.bars import Keys
from tui.clock import LOCAL, now
from tui.glyphs import glyphs
from tui.line import NONE, Line
from tui.pane import Pane
from tui.words import count, people, when

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.strip import Strip

    from indexer import Suggested
    from tui.deciding import Deciding


NONE_LEFT = "{undo} undoes what you said last, {back} goes back."


class Rows(Pane):
    """A suggestion in four lines: what it is, who is in it, what about, and a blank one."""

    place = "suggestions"

    class Opened(Message):
        """The mail of the one under the cursor is to be shown."""

    def __init__(
        self, found: tuple[Suggested, ...], keymap: Mapping[str, str], at: str = ""
    ) -> None:
        super().__init__("suggestions")
        self.found = found
        self._none_left = commands.named(NONE_LEFT, keymap)
        self.cursor = self._place(at) or 0
        self.row_height = 4
        self.head_height = 2

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.found)

    @property
    def current(self) -> Suggested | None:
        """The one under the cursor."""
        return self.found[self.cursor] if self.cursor < self.count else None

    def give(self, found: tuple[Suggested, ...]) -> None:
        """Show others; the cursor stays on what it is on, where that is among them."""
        query = self.current.query if self.current else ""
        self.found = found
        at = self._place(query)
        self.go(self.cursor if at is None else at)
        self.redraw()

    def _place(self, query: str) -> int | None:
        """Where the one with a query stands."""
        return next((at for at, one in enumerate(self.found) if one.query == query), None)

    def notice(self) -> tuple[str, ...]:
        """All of them were answered."""
        return ("No more suggestions.", self._none_left)

    def draw_head(self, y: int) -> Strip:
        """What this is."""
        line = Line(self.size.width, ellipsis=glyphs().ellipsis).to(1)
        if y == 0:
            line.add("Suggested", self.palette.strong)
            line.add("  the same people, again and again: lists only if you say so",
                     self.palette.quiet)  # fmt: skip
        return line.strip()

    def draw(self, index: int, part: int) -> Strip:
        """One line of a suggestion."""
        one, styles, signs = self.found[index], self.palette, glyphs()
        here = index == self.cursor and part < self.row_height - 1
        line = Line(self.size.width, styles.cursor if here else NONE, signs.ellipsis)
        if here:
            line.add(signs.cursor, styles.accent)
        line.to(1)
        if part == 0:
            facts = f"{people(one.members)}, {count(one.messages, 'mail')}"
            line.add(one.title, styles.strong).add(f"  {facts}  ", styles.quiet)
            line.right(when(one.last, now(), LOCAL).strip(), styles.quiet, 1)
        elif part == 1:
            who = ", ".join(person.name or person.address for person in one.people)
            line.to(3).add(who, styles.text)
        elif part == 2:
            line.to(3).add("  ".join(f"“{subject}”" for subject in one.subjects), styles.quiet)
        return line.strip()

    def opened(self) -> None:
        """Show its mail."""
        self.post_message(self.Opened())


class Suggestions(ModalScreen["Suggested | None"], inherit_bindings=False):
    """Moves like every pane; two keys answer, one leaves with what is to be opened."""

    DEFAULT_CSS = """
    Suggestions { background: $background; layout: vertical; }
    Suggestions Rows { width: 1fr; height: 1fr; }
    Suggestions Keys { height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *commands.bindings(commands.SUGGESTIONS),
        Binding("q,escape", "dismiss(None)", "back", id="back"),
        Binding("u", "undo", "undo", id="undo"),
        Binding("j,down", "move('down')", "down", id="down"),
        Binding("k,up", "move('up')", "up", id="up"),
        Binding("space,pagedown", "move('page')", "page", id="page"),
        Binding("b,pageup", "move('page_up')", "page up", id="page-up"),
        Binding("g,home", "move('top')", "top", id="top"),
        Binding("G,end", "move('bottom')", "bottom", id="bottom"),
        Binding("question_mark", "help", "keys", id="help"),
    ]

    def __init__(self, found: tuple[Suggested, ...], mail: Deciding, at: str = "") -> None:
        """``at`` is the query of the one whose mail was looked at since ``found`` was asked for."""
        super().__init__()
        self.rows = Rows(found, mail.keymap, at)
        self.keys = Keys()
        self._mail = mail
        self._again = bool(at)

    def compose(self) -> ComposeResult:
        """The rows above the keys."""
        yield self.rows
        yield self.keys

    def on_mount(self) -> None:
        """The keys go to the rows."""
        self.rows.focus()
        self.say()
        if self._again:
            begin(self._mail, self._look_again, "deciding")

    def say(self, lead: str = "") -> None:
        """Show the keys, behind some words."""
        mapped = self._mail.keymap
        others = (("{undo}", "undo"), ("{back}", "back"), ("{help}", "keys"))
        named = ((commands.named(key, mapped), title) for key, title in others)
        self.keys.show((*commands.hints("suggestions", mapped), *named), lead)

    def action_command(self, name: str) -> None:
        """A key of a command."""
        getattr(self, commands.BY_ID[name].method)()

    @on(Rows.Opened)
    def action_open_suggested(self) -> None:
        """Leave for its mail."""
        if one := self.rows.current:
            self._mail.hold()
            self.dismiss(one)

    def action_accept_list(self) -> None:
        """Make it a list."""
        self._answer(accept=True)

    def action_refuse_list(self) -> None:
        """Say that it is none."""
        self._answer(accept=False)

    def _answer(self, *, accept: bool) -> None:
        if one := self.rows.current:
            self.rows.give(tuple(other for other in self.rows.found if other is not one))
            # The screen below does it, also when this one is left meanwhile.
            begin(self._mail, partial(self._said, one, accept=accept), "deciding")

    async def _said(self, one: Suggested, *, accept: bool) -> None:
        client = self._mail.client
        if accept:
            words = f"{one.title} is a list"
            await self._mail.decide(lambda: client.accept_list(one.name), words)
        else:
            words = f"{one.title} is no list"
            await self._mail.decide(lambda: client.drop_list(one.name), words)
        await self._look_again()

    def action_undo(self) -> None:
        """Take back what was said last."""
        begin(self._mail, self._undone, "deciding")

    async def _undone(self) -> None:
        await self._mail.action_undo()
        await self._look_again()

    async def _look_again(self) -> None:
        """Show what there is now, and the words of the screen below, which is out of sight."""
        words = self._mail.status.text
        found = self.rows.found
        try:
            found = await self._mail.client.suggestions()
        except IndexerError as error:
            words = error.text
        # Somebody may have been at the mail of one meanwhile, and back in a screen of its own.
        for screen in self._mail.app.screen_stack:
            if isinstance(screen, Suggestions):
                screen.rows.give(found)
                screen.say(words)

    def action_move(self, how: str) -> None:
        """Move the cursor as every pane does."""
        getattr(self.rows, f"action_{how}")()

    def action_help(self) -> None:
        """All keys."""
        self._mail.action_help()
