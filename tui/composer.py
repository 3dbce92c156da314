"""The composer: a message being written, below what it answers; what its keys do."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from inspect import isawaitable
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from indexer import IndexerError, gate
from outbox import OutboxError, forgotten
from tui import attaching, commands, composing, editing
from tui.completion import Offer, files
from tui.early import holder
from tui.entering import Entering
from tui.messages import KeysWanted
from tui.words import number, people

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from textual.binding import BindingType

    from tui.composing import Letter

MOMENT = "one moment …"


class Composer(Entering, inherit_bindings=False):
    """What becomes of a message is the screen's to do: it hears of it by messages."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *commands.bindings(commands.WRITING, priority=True),
        Binding("down", "step(1)", "down"),
        Binding("up", "step(-1)", "up"),
        Binding("tab", "tab(1)", "next"),
        Binding("shift+tab", "tab(-1)", "back"),
    ]

    class SendWanted(KeysWanted):
        """It is to go; the draft is safe."""

        def __init__(self, letter: Letter) -> None:
            super().__init__()
            self.letter = letter

    class DiscardWanted(KeysWanted):
        """It is to be thrown away."""

    def __init__(
        self,
        write: Callable[[Letter], Awaitable[str]],
        *,
        limit: int = 12,
        editor: editing.Edit | None = None,
        keymap: Mapping[str, str] = MappingProxyType({}),
        addressed: bool = False,
    ) -> None:
        """``write`` saves a draft and returns its key; over ``limit`` people are typed out."""
        super().__init__(write, keymap=keymap, addressed=addressed)
        self._limit = limit
        self._editor = editor or editing.in_terminal
        self._reminded: set[str] = set()

    async def action_command(self, name: str) -> None:
        """A key of a command; what needs the message waits for it, and so do the keys behind."""
        command = commands.BY_ID[name]
        if self.letter is None and name not in ("send", "keep"):
            key, *_ = commands.keys_of(command, self.keymap)
            screen = holder(self.app)
            if screen is not None and screen.put_off(key, self.there):
                self.foot.say(MOMENT)
                return
        if self.foot.said == MOMENT:
            self.foot.say("")
        done = getattr(self, command.method)()
        if isawaitable(done):
            await done

    # To whom

    def action_widen(self) -> None:
        """Asker or list, those in this conversation, everybody, and back."""
        if self.letter is None:
            return
        if len(self.letter.choices) < 2 and self.letter.typed is None:
            self.foot.say(self.named("there is nobody else to answer; {readdress} changes To"))
            return
        self.letter = composing.cycled(self.current())
        self.foot.say("")
        self.show_all()
        self.resting.focus()
        self.touched()

    def action_readdress(self) -> None:
        """Change the recipients by hand."""
        if self.letter is None:
            return
        if self.letter.typed is None:
            self.letter = composing.by_hand(self.current())
            self.fill_addresses(self.letter)
            if not (self.letter.copies and self.letter.hidden):
                self.foot.say(self.named("{readdress} again for Cc and Bcc"))
        else:
            self.copying = True
            self.foot.say("")
        self.show_all()
        self.to.line.focus()
        self.to.line.cursor_position = len(self.to.line.value)

    # Along with it

    def action_attach(self) -> None:
        """A file to go along; one that does is taken off."""
        if self.letter is not None:
            hint = self.named("enter attaches   tab completes   {keep} leaves it")
            self.open_ask("attach:", self._add_file, hint, self._offer_files)

    def _offer_files(self, typed: str) -> Sequence[Offer]:
        held = self.letter.files if self.letter and not typed else ()
        taken = zip(held, composing.labels(held), strict=True)
        return [Offer(one.name, "takes it off", label) for one, label in taken] or files(typed)

    async def _add_file(self, typed: str) -> str:
        if self.letter is None or not typed:
            return "name a file"
        held = self.letter.files
        known = zip(held, composing.labels(held), strict=True)
        left = tuple(one for one, label in known if label != typed)
        if left == held:
            try:
                left = (*held, await asyncio.to_thread(attaching.look, typed))
            except OSError as error:
                return str(error)
        self.letter = replace(self.letter, files=left)
        self.show_all()
        self.touched()
        return ""

    def action_tick(self) -> None:
        """In a summary: a private answer goes in, or comes out."""
        if self.letter is None or not self.letter.extra:
            self.foot.say("no private answers here")
            return
        hint = self.named("enter puts it in, or takes it out   {keep} leaves it")
        self.open_ask("private answer:", self._tick, hint, self._offer_extra)

    def _offer_extra(self, typed: str) -> Sequence[Offer]:
        made = []
        for one in self.letter.extra if self.letter else ():
            mark = "x" if one.passage in self.body.text else " "
            line = gate.line(" ".join(one.text.split()), 60)
            made.append(Offer(f"[{mark}] {one.author}", line, one.author))
        return [offer for offer in made if typed.casefold() in offer.value.casefold()]

    async def _tick(self, typed: str) -> str:
        found = [e for e in (self.letter.extra if self.letter else ()) if e.author == typed]
        if not found:
            return "choose one of those above"
        text, passage = self.body.text, gate.block(found[0].passage)
        if passage in text:
            start = text.index(passage)
            end = start + len(passage) + text[start + len(passage) :].startswith("\n")
            self.body.replace("", self._place(text, start), self._place(text, end))
        else:
            at = text.find("\n-- \n")
            at = at + 1 if at >= 0 else len(text)
            self.body.insert(f"{passage}\n", self._place(text, at))
        self.touched()
        return ""

    @staticmethod
    def _place(text: str, at: int) -> tuple[int, int]:
        above = text[:at]
        return above.count("\n"), at - (above.rfind("\n") + 1)

    async def action_editor(self) -> None:
        """Go on in the user's own editor; the draft is saved before it starts."""
        if self.letter is None or self.busy:
            return
        if not await self.save():
            self.foot.say("the draft could not be saved; no editor before it is", danger=True)
            return
        try:
            text = await editing.edit(self.app, self.body.text, self._editor)
        except OSError as error:
            self.foot.say(str(error), danger=True)
            return
        if text != self.body.text:
            at = self.body.cursor_location
            self.body.load_text(text)
            self.body.move_cursor(at)
        self.app.refresh(layout=True)
        self.body.focus()
        self.touched()

    # Not sending

    def action_discard(self) -> None:
        """Throw it away, after asking."""
        if self.busy:
            return
        if self.letter is None:
            self.foot.say(self.named("there is nothing to throw away yet; {keep} closes it"))
        elif not self.saver.key and self.saver.is_safe(self.current()):
            self.post_message(self.Done("nothing was written, no draft kept"))
        else:
            hint = self.named("y, then enter, throws it away   {keep} leaves it")
            self.open_ask("Throw it away? y:", self._discarded, hint)

    async def _discarded(self, typed: str) -> str:
        if typed.casefold() not in ("y", "yes"):
            return self.named("y throws it away; {keep} leaves it")
        self.busy = True
        self.post_message(self.DiscardWanted())
        return ""

    # Sending

    async def action_send(self) -> None:
        """Send it, once there is nothing left to ask."""
        if self.letter is None:
            said = self.named("not sent: whom it goes to was not shown yet; {send} sends")
            self.foot.say(said, danger=True)
        if self.letter is None or self.busy:
            return
        letter = self.current()
        try:
            draft = composing.addressed(letter)
            many = composing.guard(letter, self._limit)
            second = composing.second(letter, self._limit)
        except OutboxError as error:
            self.foot.say(error.text, danger=True)
            return
        if not (draft.to or draft.cc or draft.bcc):
            self.foot.say("name somebody in To", danger=True)
            self.to.line.focus()
        elif reminder := self._reminder(letter):
            self.foot.say(reminder)
        elif many:
            asked = f"This goes to {people(many)}. Type {many} to send it:"
            if len(asked) > self.size.width - 12:
                asked = f"{people(many)}! Type {many}:"
            hint = self.named("enter sends it   {keep} leaves it")
            self.open_ask(asked, self._counted(many, second), hint)
        elif second:
            self._ask_second(second)
        else:
            await self._go()

    def _reminder(self, letter: Letter) -> str:
        """What to ask before sending, each once."""
        asked = self._reminded
        if not letter.draft.subject and "subject" not in asked:
            asked.add("subject")
            return self.named("There is no subject. {send} sends it so")
        said = forgotten(letter.draft.text, len(letter.files))
        if said and "attachment" not in asked:
            asked.add("attachment")
            keys = self.named("{send} sends, {attach} attaches")
            return f"No file goes along: “{gate.line(said, 30)}”. {keys}"
        return ""

    def _counted(self, many: int, second: str) -> Callable[[str], Awaitable[str]]:
        async def answer(typed: str) -> str:
            if typed.replace(",", "") != str(many):
                leaves = self.named("{keep} leaves it")
                return f"not sent: {number(many)} is the number to type; {leaves}"
            self.close_ask()
            if second:
                self._ask_second(second)
            else:
                await self._go()
            return ""

        return answer

    def _ask_second(self, question: str) -> None:
        """Once more, before it goes into a storm; only a yes is one."""

        async def answer(typed: str) -> str:
            if typed.strip().casefold() not in ("y", "yes"):
                return self.named("not sent: y sends it all the same; {keep} leaves it")
            self.close_ask()
            await self._go()
            return ""

        asked, _, rest = question.partition(". ")
        fits = len(question) <= self.size.width - 12
        label = question if fits else rest if len(rest) <= self.size.width - 12 else "Sure?"
        hint = self.named("y, then enter, sends it   {keep} leaves it")
        short = self.named("y sends   {keep} leaves")
        self.open_ask(f"{label} y:", answer, hint if fits else f"{asked}.   {short}")

    async def _go(self) -> None:
        self.busy = True
        self.foot.say("queueing …")
        if await self.save():
            self.post_message(self.SendWanted(replace(self.current(), key=self.saver.key)))
        else:
            self.not_sent("not sent: the draft could not be saved")

    def refused(self, error: OutboxError | IndexerError) -> None:
        """It could not be queued, and stays here; a file that cannot go along can be taken off."""
        off = self.named("; {attach} takes it off") if error.kind == "enclosure" else ""
        self.not_sent(f"not sent: {error.text}{off}")

    def not_sent(self, why: str) -> None:
        """It stays here."""
        self.busy = False
        self.foot.say(why, danger=True)
