"""The way from a conversation to its question's card, and back to one of its messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from tui import messages
from tui.homing import Homing
from tui.levels import Panes

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from textual.widget import Widget

    from indexer import Client
    from tui.cardpane import CardPane
    from tui.settings import Settings
    from tui.views import View


class Carding(Homing, inherit_bindings=False):
    """A pane in the conversation's place, which goes on behind it."""

    DEFAULT_CSS = "Carding #card { width: 1fr; height: 1fr; }"

    def __init__(self, client: Client, settings: Settings, title: str) -> None:
        super().__init__(client, settings, title)
        self.card: CardPane | None = None

    @property
    def pane(self) -> Widget | None:
        """The pane of the level the user is at."""
        return self.card if self.level == "card" else super().pane

    @property
    def at_card(self) -> bool:
        """Whether a card stands on the screen."""
        return self.card is not None and self.card.display

    def action_card(self) -> Awaitable[None] | None:
        """Unfold the card of the conversation, or fold it again."""
        if self.level == "card":
            self.go_to("conversation")
            return None
        if self.reading is None or self.reading.got is None:
            return None
        question = self.reading.question
        if question is None or not (question.asked or question.links or question.files):
            unread = question is None or question.unread
            self.status_says("not read yet" if unread else "nothing was asked here")
            return None
        self.hold()
        return self._unfold()

    async def _unfold(self) -> None:
        with self.opening():
            if self.card is None:
                from tui.cardpane import CardPane

                self.card = CardPane(self.client, opener=self.settings.opener, keymap=self.keymap)
                self.card.display = False
                await self.query_one(Panes).mount(self.card)
            self._give()
            self.go_to("card")

    def _give(self) -> None:
        reading = self.reading
        if self.card is None or reading is None or reading.got is None or not reading.question:
            return
        entries = {entry.id: entry for entry in reading.messages}
        self.card.give(reading.question, entries, reading.got.conversation.subject)

    @on(messages.CardCame)
    def _card_came(self, event: messages.CardCame) -> None:
        event.stop()
        if self.at_card:
            self._give()

    @on(messages.CardWanted)
    async def _card_wanted(self, event: messages.CardWanted) -> None:
        event.stop()
        with self.opening():
            if not event.message:
                if (unfolding := self.action_card()) is not None:
                    await unfolding
                return
            self.go_to("conversation")
            if self.reading is not None and event.message in self.reading.shape.places:
                self.reading.go_to(event.message)

    def _arrange(self) -> None:
        card = self.card is not None and (
            self.level == "card" or (self.wide and self.level == "lists" and self.card.display)
        )
        super()._arrange()
        if self.card is not None:
            self.card.display = card
            if card:
                self.rows.display = False
                if self.reading is not None:
                    self.reading.display = False

    def on_descendant_focus(self) -> None:
        """A click may have gone to another pane."""
        if self.card is not None and self.card.has_focus:
            self.level = "card"
        super().on_descendant_focus()

    def _show_view(self, view: View) -> None:
        if self.card is not None:
            self.card.display = False
        super()._show_view(view)

    def action_back(self) -> None:
        """From a card to its conversation."""
        if self.level == "card":
            self.go_to("conversation")
        else:
            super().action_back()

    def action_left(self) -> None:
        """To the lists where they are beside the card, else to its conversation."""
        if self.level == "card":
            self.go_to("lists" if self.wide else "conversation")
        else:
            super().action_left()

    def action_right(self) -> None:
        """To the pane at the right, or deeper in."""
        if self.level == "lists" and self.at_card:
            self.go_to("card")
        elif self.level == "card" and self.card is not None:
            self.card.action_open()
        else:
            super().action_right()
