"""The card above the open conversation: asked for behind its tree, and again as texts come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer import Question, asks
from tui import cardlines
from tui.asking import ask
from tui.dragging import Dragging
from tui.glyphs import glyphs
from tui.line import Line
from tui.messages import CardCame, CardWanted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.strip import Strip
    from textual.timer import Timer

    from indexer import Call, Client

SOON = 0.3
"""Seconds after texts came in which more of them come before the card is told anew."""
LATER = 3.0
"""Seconds until it is asked whether texts were read meanwhile; twice as many each time."""
LONGEST = 60.0


class Carded(Dragging):
    """Says under the subject what was asked and what came of it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.question: Question | None = None
        self.card: tuple[str, ...] = ()
        self._questioning: Call[Question] | None = None
        self._again: Timer | None = None
        self._pause = LATER

    def show(self, conversation: str, *, client: Client) -> None:
        """Open a conversation; the card of the one before is gone."""
        self.question, self._pause, self.card = None, LATER, ()
        super().show(conversation, client=client)

    def leave(self) -> None:
        """The conversation is done with."""
        self._forget()
        super().leave()

    def _forget(self) -> None:
        if self._questioning is not None:
            self._questioning.cancel()
            self._questioning = None
        if self._again is not None:
            self._again.stop()
            self._again = None

    def _open(self, client: Client) -> None:
        super()._open(client)
        # Right behind the tree: mostly both stand in the first picture.
        self._ask_question()

    def came(self, messages: Iterable[str]) -> None:
        """The text of messages is here: the card may have been without it."""
        super().came(messages)
        if self.question is None or self.question.unread:
            self._ask_in(SOON)

    def _ask_in(self, seconds: float) -> None:
        if self._again is not None:
            self._again.stop()
        self._again = self.set_timer(seconds, self._ask_question)

    def _ask_question(self) -> None:
        if self.client is None or not self.conversation:
            return
        self._forget()
        call = self.client.question(self.conversation)
        self._questioning = call
        # What goes wrong is said where the tree is asked for.
        ask(self, call, lambda question: self._took(call, question), lambda _: self._none(call))

    def _took(self, call: Call[Question], question: Question) -> None:
        if call is not self._questioning:
            return
        self._questioning = None
        before, self.question = self.question, question
        if question.unread:
            same = before is not None and before.unread == question.unread
            self._pause = min(2 * self._pause, LONGEST) if same else LATER
            self._ask_in(self._pause)
        if question != before:
            head, top = self.head_height, self.top
            self.relayout()
            if top and self.head_height != head:
                # Where one has read on, the lines stay where they are.
                self.to(top + self.head_height - head)
            self.refresh()
            self.post_message(CardCame(question))

    def _none(self, call: Call[Question]) -> None:
        if call is self._questioning:
            self._questioning = None
            self.relayout()

    # The head

    def _card(self) -> tuple[str, ...]:
        """The card's lines, as many as there is room for; blank ones while it is on its way."""
        row = self.got.conversation if self.got else None
        # Of one message, all that it says stands right below.
        if row is None or row.messages < 2:
            return ()
        size = (self.columns, self.lines)
        question = self.question
        if question is not None and (question.asked or not question.unread):
            return cardlines.lines(question, row.subject, size, glyphs())
        likely = min(self.messages, key=lambda e: (e.date, e.id), default=None)
        if likely is None or likely.auto or (self._questioning or self._again) is None:
            return ()
        digest = self.digests.get(likely.id)
        said = digest.clean if digest else likely.snippet or ""
        if not (asks(said) or asks(row.subject)):
            return ()
        told = Question(likely.sender, likely.id, (said or row.subject,))
        return ("",) * len(cardlines.lines(told, row.subject, size, glyphs()))

    def head_lines(self) -> int:
        """How many lines the head has."""
        self.card = self._card()
        return super().head_lines() + len(self.card)

    def draw_head(self, y: int) -> Strip:
        """The subject, the card, and what stands under them."""
        if 1 <= y <= len(self.card):
            line = Line(self.columns, ellipsis=glyphs().ellipsis)
            return line.to(1).add(self.card[y - 1], self.palette.quiet).strip()
        return super().draw_head(y if y == 0 else y - len(self.card))

    def on_click(self, event: events.Click) -> None:
        """A click on the card unfolds it."""
        if 1 <= event.y <= len(self.card) and self.head_height > event.y:
            event.stop()
            self.post_message(CardWanted())
        else:
            super().on_click(event)
