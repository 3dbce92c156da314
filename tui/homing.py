"""The way to a list's home and back, from any of the three levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from tui import messages
from tui.levels import Levels, Panes

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from textual.widget import Widget

    from indexer import Client, MailList
    from tui.commands import Place
    from tui.home import HomePane
    from tui.settings import Settings
    from tui.views import View


class Homing(Levels, inherit_bindings=False):
    """A fourth pane, in place of the conversations; what is opened from it leads back to it."""

    DEFAULT_CSS = "Homing #home { width: 1fr; height: 1fr; }"

    def __init__(self, client: Client, settings: Settings, title: str) -> None:
        super().__init__(client, settings, title)
        self.home: HomePane | None = None
        self._came_from: Place = "lists"
        self._led_to: tuple[Place, str] | None = None

    @property
    def pane(self) -> Widget | None:
        """The pane of the level the user is at."""
        return self.home if self.level == "home" else super().pane

    @property
    def at_home(self) -> bool:
        """Whether a home stands on the screen."""
        return self.home is not None and self.home.display

    def action_list_home(self) -> Awaitable[None] | None:
        """The home of the list that the cursor is on."""
        given = self._list_here()
        if given is None:
            self.status_says("this is on no list" if self.level != "lists" else "this is no list")
            return None
        self.hold()
        return self._go_home(given)

    async def _go_home(self, given: MailList) -> None:
        with self.opening():
            if self.home is None:
                from tui.home import HomePane

                self.home = HomePane(self.client, opener=self.settings.opener, keymap=self.keymap)
                self.home.display = False
                await self.query_one(Panes).mount(self.home)
            self._came_from, self._led_to = self.level, None
            self.home.show(given)
            self.go_to("home")

    def _list_here(self) -> MailList | None:
        view = self.lists.current if self.level == "lists" else self.rows.view
        names: tuple[str, ...] = ()
        if self.level == "conversations" and self.rows.current:
            names = self.rows.current.lists
        elif self.level == "conversation" and self.reading and self.reading.got:
            names = self.reading.got.conversation.lists
        if view and view.list and (not names or view.list.name in names):
            return view.list
        return next((one for one in self.lists.lists or () if one.name in names), None)

    def home_again(self) -> None:
        """The mail changed: a home that is looked at is told anew."""
        if self.home is not None and self.at_home:
            self.home.again()

    def _arrange(self) -> None:
        home = self.home is not None and (
            self.level == "home" or (self.wide and self.level == "lists" and self.home.display)
        )
        super()._arrange()
        if self.home is not None:
            if self.home.display and not home:
                self.home.leave()
            self.home.display = home
            if home:
                self.rows.display = False
                if self.reading is not None:
                    self.reading.display = False

    def on_descendant_focus(self) -> None:
        """A click may have gone to another pane."""
        if self.home is not None and self.home.has_focus:
            self.level = "home"
        super().on_descendant_focus()

    def _show_view(self, view: View) -> None:
        if self.home is not None and self.home.display:
            self.home.leave()
            self.home.display = False
        super()._show_view(view)

    @on(messages.SearchWanted)
    def _search_wanted(self, event: messages.SearchWanted) -> None:
        event.stop()
        with self.opening():
            view = self.lists.search(event.query)
            self.visit(view)
            self._led_to = ("conversations", view.query)

    @on(messages.MessageWanted)
    async def _message_wanted(self, event: messages.MessageWanted) -> None:
        event.stop()
        with self.opening():
            await self.read(f"id:{event.message}")
            if self.reading is None:
                return
            await self.reading.there.wait()
            if event.message in self.reading.shape.places:
                self.reading.go_to(event.message)
                self._led_to = ("conversation", self.reading.conversation)

    def action_back(self) -> None:
        """A level back; to the home, from what that led to."""
        if self.level == "home":
            self.go_to(self._came_from)
        elif self._leads_home():
            self._led_to = None
            if self.home is not None and self.home.list is not None:
                self.home.show(self.home.list)
            self.go_to("home")
        else:
            super().action_back()

    def _leads_home(self) -> bool:
        if self._led_to is None or self.rows.selected:
            return False
        level, named = self._led_to
        if self.level == "conversations":
            return (
                level == self.level and self.rows.view is not None and named == self.rows.view.query
            )
        return (
            self.level == level and self.reading is not None and named == self.reading.conversation
        )

    def action_left(self) -> None:
        """To the pane at the left."""
        if self.level == "home":
            self.go_to("lists")
        else:
            super().action_left()

    def action_right(self) -> None:
        """To the pane at the right, or deeper in."""
        if self.level == "lists" and self.at_home:
            self.go_to("home")
        elif self.level == "home" and self.home is not None:
            self.home.action_open()
        else:
            super().action_right()
