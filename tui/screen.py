"""The one screen: lists at the left, conversations or a conversation at the right.

In a narrow terminal one of the three has it all. The pane with the focus is the level the user is
at; commands go to it first and then come here.
"""

from __future__ import annotations

from inspect import isawaitable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widget import Widget

from indexer import IndexerError
from tui import commands, keys, messages
from tui.asking import ask
from tui.conversations import PAGE, ConversationsPane, Opened
from tui.errands import Errands
from tui.lists import Chosen, ListsPane
from tui.news import LOOK, News
from tui.views import ALL, INBOX

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from indexer import Client, Page, State
    from tui.commands import Place
    from tui.conversation import ConversationPane
    from tui.palette import Choice
    from tui.settings import Settings
    from tui.start import Start
    from tui.views import View

SHORT = 9
"""Rows below which the line at the top is left out."""
WARM = ("tui.conversation", "tui.prompts", "tui.help", "tui.palette")
"""What the first keys will need, loaded behind the first picture."""


class Body(Widget):
    """What stands between the line at the top and the line of keys."""


class Mail(Errands, inherit_bindings=False):
    """Levels, panes and what goes on between them."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [*commands.bindings()]
    DEFAULT_CSS = """
    Mail { overflow: hidden; layout: vertical; }
    Mail Body { layout: horizontal; height: 1fr; }
    Mail #top, Mail #keys { height: 1; }
    Mail #lists, Mail #conversations, Mail #conversation { width: 1fr; height: 1fr; }
    Mail.-wide #lists { width: 34; margin-right: 2; }
    """

    def __init__(self, client: Client, settings: Settings, *, title: str, start: Start) -> None:
        super().__init__(client, settings, title)
        self.start = start
        self.keymap = commands.keymap(settings.keys)
        self.lists = ListsPane(client)
        self.rows = ConversationsPane(client)
        self.reading: ConversationPane | None = None
        self.news = News(client, settings, self.status, self.mail_changed)
        self.level: Place = "conversations"

    def compose(self) -> ComposeResult:
        """The panes between two lines, each in its place before anything is laid out."""
        self._arrange()
        yield self.status
        with Body():
            yield self.lists
            yield self.rows
        yield self.keys

    def on_mount(self) -> None:
        """Show the first page as soon as it comes; look for new mail behind that."""
        self.rows.show(INBOX, self.start.inbox)
        ask(self, self.start.inbox, self._land, lambda _error: None)
        self.lists.again(self.start.lists)
        self.go_to("conversations")
        self.call_after_refresh(self._settle_in)

    def _settle_in(self) -> None:
        self.set_interval(LOOK, self.news.look)
        self.set_interval(60, self._tick)
        if minutes := self.settings.fetch_minutes:
            self.set_interval(minutes * 60, lambda: self._take_in(asked=False))
        self.run_worker(self.news.look(), group="look")
        self._take_in(asked=False)
        self.set_timer(0.3, lambda: self.run_worker(_warm_up, thread=True, group="warm"))

    def _land(self, page: Page) -> None:
        """Start with everything where the inbox is empty."""
        if not page.rows and self.rows.view == INBOX and self.level == "conversations":
            self.rows.show(ALL, self.start.everything())
            self.lists.put(ALL.key)

    def _tick(self) -> None:
        """A minute has passed: dates, and how long ago, are others."""
        self.rows.redraw()
        self.lists.redraw()
        self.status.refresh()

    # Levels

    @property
    def wide(self) -> bool:
        """Whether the lists stay beside what is read."""
        return self.app.size.width >= self.settings.wide

    @property
    def pane(self) -> Widget | None:
        """The pane of the level the user is at."""
        if self.level == "lists":
            return self.lists
        return self.rows if self.level == "conversations" else self.reading

    def go_to(self, level: Place) -> None:
        """Give a level the focus, and the screen where there is no room for two."""
        self.level = level
        self._arrange()
        self.focus_pane()

    def focus_pane(self) -> None:
        """Give the focus to the pane of this level."""
        if self.pane is not None and self.prompt is None:
            self.pane.focus(scroll_visible=False)

    def on_resize(self) -> None:
        """Panes for this size."""
        self._arrange()

    def _arrange(self) -> None:
        wide = self.wide
        self.set_class(wide, "-wide")
        reading = self.reading is not None and (
            self.level == "conversation"
            or (wide and self.level == "lists" and self.reading.display)
        )
        self.lists.display = wide or self.level == "lists"
        self.rows.display = not reading and (wide or self.level == "conversations")
        if self.reading is not None:
            self.reading.display = reading
        self.status.display = self.app.size.height >= SHORT
        self.show_keys()

    def on_descendant_focus(self) -> None:
        """A click may have gone to another pane."""
        if self.lists.has_focus:
            self.level = "lists"
        elif self.rows.has_focus:
            self.level = "conversations"
        elif self.reading is not None and self.reading.has_focus_within:
            self.level = "conversation"
        self.show_keys()

    @on(Chosen)
    def _chosen(self, event: Chosen) -> None:
        event.stop()
        if event.opened or (self.wide and self.level == "lists"):
            self._show_view(event.view)
        if event.opened:
            self.go_to("conversations")

    @on(ListsPane.Fresh)
    def _fresh_lists(self, event: ListsPane.Fresh) -> None:
        """Counts and titles are there anew, those above the rows among them."""
        event.stop()
        self.rows.name_lists({given.name: given.title for given in self.lists.lists or ()})
        shown = self.rows.view
        fresh = self.lists.view(shown.key) if shown else None
        if fresh and shown and fresh.query == shown.query:
            self.rows.show(fresh)

    def visit(self, view: View) -> None:
        """Go to a view, wherever the user is."""
        self._show_view(view)
        self.lists.put(view.key)
        self.go_to("conversations")

    def _show_view(self, view: View) -> None:
        self.rows.show(view)
        if self.reading is not None:
            self.reading.display = False
        self._arrange()

    @on(Opened)
    async def _opened(self, event: Opened) -> None:
        event.stop()
        await self.read(event.conversation)

    async def read(self, conversation: str) -> None:
        """Show one conversation."""
        if self.reading is None:
            from tui.conversation import ConversationPane

            pane = ConversationPane(opener=self.settings.opener)
            pane.display = False
            await self.query_one(Body).mount(pane)
            self.reading = pane
        self.reading.show(conversation, client=self.client)
        self.go_to("conversation")

    @on(messages.NextWanted)
    async def _next_wanted(self, event: messages.NextWanted) -> None:
        event.stop()
        name = await self.rows.beside(event.step, unread=event.unread)
        if name is not None:
            await self.read(name)
        else:
            self.status_says("nothing new further on" if event.unread else "that is all")

    @on(messages.Left)
    def _left(self, event: messages.Left) -> None:
        event.stop()
        self.action_back()

    def action_back(self) -> None:
        """A level back; at the first, leave."""
        if self.level == "conversation":
            self.go_to("conversations")
        elif self.level == "conversations" and self.rows.selected:
            self.rows.unselect()
        elif self.level == "conversations":
            if self.rows.view:
                self.lists.put(self.rows.view.key)
            self.go_to("lists")
        else:
            self.action_quit()

    def action_left(self) -> None:
        """To the pane at the left."""
        if self.level == "conversations" or (self.level == "conversation" and self.wide):
            self.go_to("lists")
        elif self.level == "conversation":
            self.go_to("conversations")

    async def action_right(self) -> None:
        """To the pane at the right, or deeper in."""
        if self.level == "lists":
            reading = self.reading is not None and self.reading.display
            if reading:
                self.go_to("conversation")
            else:
                self.lists.opened()
        elif self.level == "conversations":
            self.rows.opened()

    # New mail

    def _take_in(self, *, asked: bool) -> None:
        self.run_worker(self.news.take_in(asked=asked), group="news")

    def action_look(self) -> None:
        """Fetch and take in new mail."""
        self._take_in(asked=True)

    def mail_changed(self, state: State, before: State | None) -> None:
        """The database is another one than at the last look."""
        self.rows.no_mail = state.messages == 0
        self.rows.refresh()
        # At the first look, what is on the screen was asked for a moment ago.
        if before is not None:
            self.lists.again()
            self.rows.again()
            if self.reading is not None and self.reading.display:
                self.reading.look_again()

    async def mail_touched(self) -> None:
        """Something was written: see what it changed."""
        await self.news.look()

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
            self.status_says("search first, with /: then s keeps the search")
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

        self.app.push_screen(Palette(choices(self)), chosen)

    def take_key(self, key: str) -> bool:
        """Whether a key answers a question, or is the second of two."""
        waiting, self.waiting = self.waiting, None
        if waiting is None:
            return False
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

            self.run_worker(finish(), group="commands")

    def show_keys(self) -> None:
        """The keys that matter now, in the bottom line."""
        if self.waiting is not None:
            self.keys.show(self.waiting.hints, self.waiting.lead)
            return
        view = self.rows.view
        without = [] if view and view.kind == "search" else ["save-search"]
        also = ["select"] if self.rows.selected and self.level == "conversations" else []
        hints = commands.hints(self.level, self.keymap, also, without)
        self.keys.show(tuple(hints), status=None if self.status.display else self.status)


def _warm_up() -> None:
    from importlib import import_module

    for name in WARM:
        import_module(name)
