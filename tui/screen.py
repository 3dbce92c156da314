"""The one screen: what begins with it, new mail, searches, and where keys go.

A command goes to the pane of the level the user is at, and comes here where that has none.
"""

from __future__ import annotations

from functools import partial
from inspect import isawaitable
from typing import TYPE_CHECKING, ClassVar

from indexer import IndexerError
from tui import commands, keys, messages
from tui.asking import ask
from tui.background import begin
from tui.conversations import PAGE
from tui.moving import Moving
from tui.news import LOOK, News
from tui.views import ALL, INBOX
from tui.words import count

if TYPE_CHECKING:
    from textual.binding import BindingType

    from indexer import Client, Page, State
    from tui.palette import Choice
    from tui.settings import Settings
    from tui.start import Start

SETTLED = 1.0
"""Seconds after the first picture at which new mail is looked for."""
SEARCH_FIRST = "search first, with {search}: then {save-search} keeps the search"
WARM = (
    "tui.conversation",
    "tui.home",
    "tui.cardpane",
    "tui.prompts",
    "tui.help",
    "tui.palette",
    "tui.post",
    "tui.composer",
)
"""What the first keys will need, loaded behind the first picture."""


class Mail(Moving, inherit_bindings=False):
    """The reader's screen: its commands, its searches, its news."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [*commands.bindings()]

    def __init__(self, client: Client, settings: Settings, *, title: str, start: Start) -> None:
        super().__init__(client, settings, title)
        self.start = start
        leaves = (commands.BY_ID[name] for name in ("back", "keep", "quit"))
        self.leaving = frozenset(key for c in leaves for key in commands.keys_of(c, self.keymap))
        self.news = News(
            client, settings, self.status, start,
            seen=self.mail_seen, changed=self.mail_changed,
        )  # fmt: skip

    def on_mount(self) -> None:
        """Show the first page as soon as it comes; look for new mail behind that."""
        self.rows.show(INBOX, self.start.inbox)
        ask(self, self.start.inbox, self._land, lambda _error: None)
        self.lists.begin(self.start)
        self.go_to("conversations")
        # After fg the terminal is blank, which Textual does not reckon with.
        self.app.app_resume_signal.subscribe(self, lambda _app: self.refresh())
        self.call_after_refresh(self._settle_in)

    def _settle_in(self) -> None:
        self.set_interval(LOOK, self.news.look)
        self.set_interval(60, self._tick)
        if minutes := self.settings.fetch_minutes:
            self.set_interval(minutes * 60, lambda: self._take_in(asked=False))
        begin(self, self.news.look, "look")
        # Taking in starts programs of its own: the first picture and the first keys come before.
        self.set_timer(SETTLED, lambda: self._take_in(asked=False))
        self.set_timer(0.3, lambda: self.run_worker(_warm_up, thread=True, group="warm"))

    def _land(self, page: Page) -> None:
        """Start with everything where the inbox is empty, and mail is elsewhere."""
        if page.rows:
            return
        call = self.start.everything()

        def found(everything: Page) -> None:
            here = self.rows.view == INBOX and self.level == "conversations"
            if everything.rows and here and not self.rows.count:
                self.rows.show(ALL, call)
                self.lists.put(ALL.key)

        ask(self, call, found, lambda _error: None)

    def _tick(self) -> None:
        """A minute has passed: dates, and how long ago, are others."""
        self.rows.redraw()
        self.lists.redraw()
        self.status.refresh()

    # New mail

    def _take_in(self, *, asked: bool) -> None:
        begin(self, partial(self._look_for_mail, asked=asked), "news")

    async def _look_for_mail(self, *, asked: bool) -> None:
        self._fill(filling=True)
        await self.news.take_in(asked=asked)
        self._fill(filling=self.news.is_taking_in)

    def _fill(self, *, filling: bool) -> None:
        """Whether mail may be about to come, where there is none yet."""
        if self.rows.filling != filling:
            self.rows.filling = filling
            self.rows.refresh()

    def action_look(self) -> None:
        """Fetch and take in new mail."""
        self._take_in(asked=True)

    def mail_seen(self, state: State) -> None:
        """There was a look at the database."""
        if self.rows.no_mail != (state.messages == 0):
            self.rows.no_mail = not self.rows.no_mail
            self.rows.refresh()

    def mail_changed(self) -> None:
        """The mail is other than what was asked for before this look."""
        self.lists.again()
        self.rows.again()
        self.home_again()
        self.know_again()
        if self.reading is not None:
            self.reading.look_again(hidden=self.at_card)

    async def mail_touched(self) -> None:
        """Something was written: see what it changed."""
        await self.news.look()

    async def catch_up(self) -> None:
        """Have all that came taken in, by the round that is going on or by one more."""
        await self.news.catch_up()

    # Searches

    def action_search(self) -> None:
        """Ask for a query; its conversations are a view until the next search."""
        value = self.lists.searched.query if self.lists.searched else ""
        self.post_message(messages.PromptWanted("search: ", self._search, value=value))

    async def _search(self, query: str) -> str | None:
        query = query.strip()
        if not query:
            return "words, from:jane, subject:budget, date:week.., tag:flagged, list:NAME"
        call = self.client.rows(query, None, PAGE)
        try:
            await call
        except IndexerError as error:
            return error.text
        view = self.lists.search(query)
        self.rows.show(view, call)
        self.visit(view)
        return None

    def action_save_search(self) -> None:
        """Keep the query of the view on the screen under a name."""
        view = self.lists.current if self.level == "lists" else self.rows.view
        if view is None or view.kind not in ("search", "saved"):
            self.status_says(commands.named(SEARCH_FIRST, self.keymap))
            return

        async def answer(name: str) -> str | None:
            name = name.strip()
            if not name:
                return "give it a name"
            if not all(sign.isalnum() or sign in "-_ ." for sign in name):
                return "a name is made of letters, digits, blanks and - _ ."
            try:
                await self.client.save_search(name, view.query)
            except IndexerError as error:
                return error.text
            self.lists.again()
            self.status_says(f"saved as {name}")
            return None

        self.post_message(messages.PromptWanted("save this search as: ", answer))

    def action_read_all(self) -> None:
        """Mark all of the view on the screen read."""
        if self.rows.view:
            self.post_message(messages.ReadAllWanted(self.rows.view))

    # Keys

    def action_palette(self) -> None:
        """Find a command by its name."""
        from tui.palette import Palette, choices

        def chosen(choice: Choice | None) -> None:
            if choice is not None:
                self._carry_out(choice.run())

        self.lay_over(Palette(choices(self)), chosen)

    def take_key(self, key: str) -> bool:
        """Whether a key answers a question, or is the second of two."""
        waiting, self.waiting = self.waiting, None
        if waiting is None:
            return self.take_held(key)
        self.show_keys()
        if (chosen := waiting.choices.get(key)) is not None:
            self._carry_out(chosen())
        return True

    def action_prefix(self, key: str) -> None:
        """The first of two keys."""
        if self.prompt is None:
            self.wait_for(keys.prefix(key, self.level, self.keymap, self.command))

    def action_command(self, name: str) -> None:
        """A key of a command."""
        if self.prompt is None:
            self.command(name)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """One key may mean one command here and another elsewhere: only one that applies does."""
        if action == "command" and parameters:
            return self.level in commands.BY_ID[str(parameters[0])].where
        return super().check_action(action, parameters)

    def command(self, name: str) -> None:
        """Carry out a command: in the pane of this level, else here."""
        command = commands.BY_ID[name]
        if self.level not in command.where:
            return
        for carrier in (self.pane, self):
            if (method := getattr(carrier, command.method, None)) is not None:
                self._carry_out(method())
                return

    def _carry_out(self, result: object) -> None:
        if isawaitable(result):

            async def finish() -> None:
                await result

            begin(self, finish, "commands")

    def show_keys(self) -> None:
        """The keys that matter now, in the bottom line."""
        if self.waiting is not None:
            self.keys.show(self.waiting.hints, self.waiting.lead)
            return
        if self.held is not None and (held := self.held_hints(self.held)):
            self.keys.show(*held)
            return
        if self.level == "conversation" and self.reading and self.reading.chosen:
            lead = f"{count(len(self.reading.chosen_lines()), 'line')} selected"
            only = None if self.status.display else self.status
            lead = "" if only and only.busy else lead
            self.keys.show(tuple(commands.selecting_hints(self.keymap)), lead, only)
            return
        view = self.rows.view
        without = [] if view and view.kind == "search" else ["save-search"]
        without += [] if self.level == "lists" else ["list-home"]
        unlisted = self.level == "conversation" and self.reading and not self.reading.is_on_list
        without += ["reply-list" if unlisted else "reply-author"]
        also = ["select"] if self.rows.selected and self.level == "conversations" else []
        if self.level == "conversation" and self.reading and self.reading.is_on_repaired:
            also += ["ground"]
        if self.level == "conversations" and view and view.kind == "suggestion":
            also += ["back"]
        also += self.card.also if self.level == "card" and self.card else ()
        hints = commands.hints(self.level, self.keymap, also, without)
        self.keys.show(tuple(hints), status=None if self.status.display else self.status)


def _warm_up() -> None:
    from importlib import import_module

    for name in WARM:
        import_module(name)
