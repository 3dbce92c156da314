"""Three levels: lists at the left, conversations or a conversation at the right.

In a narrow terminal one of the three has it all. The pane with the focus is the level the user is
at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget

from tui import messages
from tui.conversations import ConversationsPane, Opened
from tui.early import handled
from tui.errands import Errands
from tui.lists import Chosen, Entered, ListsPane

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from indexer import Client
    from tui.commands import Place
    from tui.conversation import ConversationPane
    from tui.settings import Settings
    from tui.views import View

SHORT = 9
"""Rows below which the line at the top is left out."""


class Panes(Widget):
    """What stands between the line at the top and the line of keys."""


class Levels(Errands, inherit_bindings=False):
    """Panes, and what goes on between them."""

    DEFAULT_CSS = """
    Levels { overflow: hidden; layout: vertical; }
    Levels Panes { layout: horizontal; height: 1fr; }
    Levels #top, Levels #keys { height: 1; }
    Levels #lists, Levels #conversations, Levels #conversation { width: 1fr; height: 1fr; }
    Levels.-wide #lists { width: 34; margin-right: 2; }
    """

    def __init__(self, client: Client, settings: Settings, title: str) -> None:
        super().__init__(client, settings, title)
        self.lists = ListsPane(client)
        self.rows = ConversationsPane(client, self.keymap)
        self.reading: ConversationPane | None = None
        self.level: Place = "conversations"

    def compose(self) -> ComposeResult:
        """The panes between two lines, each in its place before anything is laid out."""
        self._arrange()
        yield self.status
        with Panes():
            yield self.lists
            yield self.rows
        yield self.keys

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
            # At once: the next key would be lost in a composer that is just being removed.
            self.set_focus(self.pane, scroll_visible=False)

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
        if self.wide and self.level == "lists":
            self._show_view(event.view)

    @on(Entered)
    def _entered(self, event: Entered) -> None:
        event.stop()
        with self.opening():
            self._show_view(event.view)
            self.go_to("conversations")

    async def settled(self) -> None:
        """Wait until the pane with the keys has something in it."""
        if not self.is_current:
            await handled(self.app.screen)
        elif self.prompt is None and self.waiting is None:
            if self.rows.has_focus:
                await self.rows.there.wait()
            elif self.reading is not None and self.reading.has_focus:
                await self.reading.there.wait()

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
        with self.opening():
            await self.read(event.conversation)

    async def read(self, conversation: str) -> None:
        """Show one conversation."""
        if self.reading is None:
            from tui.conversation import ConversationPane

            pane = ConversationPane(opener=self.settings.opener, keymap=self.keymap)
            pane.display = False
            await self.query_one(Panes).mount(pane)
            self.reading = pane
        self.reading.show(conversation, client=self.client)
        self.go_to("conversation")

    @on(messages.NextWanted)
    async def _next_wanted(self, event: messages.NextWanted) -> None:
        event.stop()
        with self.opening():
            name = await self.rows.beside(event.step, unread=event.unread)
            if name is None:
                new = "nothing new further on" if event.step > 0 else "nothing new before"
                self.status_says(new if event.unread else "that is all")
            elif event.opens:
                await self.read(name)

    @on(messages.TurnWanted)
    async def _turn_wanted(self, event: messages.TurnWanted) -> None:
        event.stop()
        with self.opening():
            await self.read(event.turn.conversation)
            if self.reading is None:
                return
            await self.reading.there.wait()
            self.reading.go_to_turn(event.turn.message, event.came_from)

    @on(messages.Left)
    def _left(self, event: messages.Left) -> None:
        event.stop()
        with self.opening():
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

    def action_right(self) -> None:
        """To the pane at the right, or deeper in."""
        if self.level == "lists":
            reading = self.reading is not None and self.reading.display
            if reading:
                self.go_to("conversation")
            else:
                self.lists.opened()
        elif self.level == "conversations":
            self.rows.opened()
