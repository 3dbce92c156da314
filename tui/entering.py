"""Typing into a message: from field to field, what is offered meanwhile, questions at the foot."""

from __future__ import annotations

import asyncio
from types import MappingProxyType
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widgets import Input, TextArea

from tui.completion import SHOWN, addresses
from tui.fields import Body
from tui.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from tui.completion import Known, Offer
    from tui.composing import Letter


class Entering(Sheet, inherit_bindings=False):
    """Where the keys go while one writes."""

    class KnownWanted(Message):
        """Addresses are being typed: who is known is wanted."""

    class Aside(Message):
        """The keys are to go to what is answered, the composer stays."""

    def __init__(
        self,
        write: Callable[[Letter], Awaitable[str]],
        *,
        keymap: Mapping[str, str] = MappingProxyType({}),
        addressed: bool = False,
    ) -> None:
        super().__init__(write, keymap=keymap, addressed=addressed)
        self.known: Sequence[Known] = ()
        self.hurried = asyncio.Event()
        self._answer: Callable[[str], Awaitable[str]] | None = None
        self._offering: Callable[[str], Sequence[Offer]] | None = None

    async def action_keep(self) -> None:
        """Close what is open above the text; else keep the draft and close."""
        if self.offers.display:
            self.offers.give((), 0)
        elif self.ask.display:
            self.close_ask()
        elif self.busy:
            # What is on its way out is no draft any more; the outbox takes it back.
            self.foot.say("one moment …")
        elif self.letter is None:
            # What was typed is kept as soon as there is a draft to keep it in.
            self.hurried.set()
            if not (self.body.text.strip() or self.to.line.value.strip()):
                self.post_message(self.Done(""))
        elif not self.saver.key and self.saver.is_safe(self.current()):
            self.post_message(self.Done("nothing was written, no draft kept"))
        elif await self.save():
            self.post_message(self.Done("the draft is kept"))
        else:
            self.foot.say("the draft could not be saved and stays here", danger=True)

    # Typing

    @on(TextArea.Changed)
    def _text_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._changed()

    def _changed(self) -> None:
        # Textual tells of changes a moment later, those of opening among them.
        if self.letter is None or (now := self.current()) == self.seen:
            return
        self.seen = now
        if now.typed is not None:
            self.heading.letter = now
            self.heading.refresh()
        if self.foot.said and not self.busy:
            self.foot.say("")
        self.touched()

    @on(Body.Left)
    def _up_from_text(self, event: Body.Left) -> None:
        event.stop()
        self.subject.line.focus()

    @on(Input.Changed)
    def _line_changed(self, event: Input.Changed) -> None:
        event.stop()
        typed = event.value
        room = min(SHOWN, self.size.height - 5)
        if event.input in self._addresses:
            if event.input.has_focus:
                self.post_message(self.KnownWanted())
                self.offers.give(addresses(self.known, typed, SHOWN), room)
            self._changed()
        elif event.input is self.ask.line:
            self.offers.give(self._offering(typed) if self._offering else (), room)
        else:
            self._changed()

    def offer_again(self) -> None:
        """More people are known."""
        line = next((line for line in self._addresses if line.has_focus), None)
        if line is not None:
            offers = addresses(self.known, line.value, SHOWN)
            self.offers.give(offers, min(SHOWN, self.size.height - 5))

    @property
    def _addresses(self) -> tuple[Input, ...]:
        return self.to.line, self.cc.line, self.bcc.line

    @on(Input.Submitted)
    async def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self._take_offer(event.input):
            return
        if event.input is self.ask.line and self._answer is not None:
            asked = self._answer
            wrong = await asked(event.value.strip())
            if wrong:
                self.foot.say(wrong, danger=True)
            elif self.ask.display and self._answer is asked:
                self.close_ask()
        else:
            self.action_step(1)

    def _take_offer(self, line: Input) -> bool:
        offer = self.offers.chosen if self.offers.display else None
        if offer is None or (line is self.ask.line and line.value == offer.value):
            self.offers.give((), 0)
            return False
        line.value = offer.value
        line.cursor_position = len(offer.value)
        self.offers.give((), 0)
        return True

    def action_step(self, step: int) -> None:
        """To the field below or above; among what is offered where there is something."""
        if self.offers.display:
            self.offers.move(step)
            return
        stops = self.stops
        line = next((at for at, stop in enumerate(stops) if stop.has_focus), None)
        if line is None:
            return
        at = line + step
        if at >= len(stops):
            self.body.focus()
        elif at >= 0:
            stops[at].focus()

    def action_tab(self, step: int) -> None:
        """Take what is offered; else the next field. Before the first is what is answered."""
        focused = self.app.focused
        if step > 0 and isinstance(focused, Input) and self._take_offer(focused):
            return
        self.offers.give((), 0)
        stops = [*self.stops, self.body]
        at = next((at for at, stop in enumerate(stops) if stop.has_focus), 0) + step
        if at < 0 or at >= len(stops):
            self.post_message(self.Aside())
        else:
            stops[at].focus()

    # Asking

    def open_ask(
        self,
        label: str,
        answer: Callable[[str], Awaitable[str]],
        hint: str,
        offering: Callable[[str], Sequence[Offer]] | None = None,
    ) -> None:
        """A line to be typed at the foot; ``answer`` returns what is wrong with it, or nothing."""
        self._answer, self._offering = answer, offering
        self.ask.line.value = ""
        self.ask.display = True
        self.ask.rename(label)
        self.ask.line.focus()
        self.foot.say(hint)
        self.offers.give(offering("") if offering else (), min(SHOWN, self.size.height - 5))

    def close_ask(self) -> None:
        """It is answered, or left."""
        self._answer, self.ask.display = None, False
        self.offers.give((), 0)
        self.foot.say("")
        self.body.focus()
