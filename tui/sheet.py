"""A message being written, as it stands on the screen and on disk.

It opens before anything is known of the answer, so that no key is lost: what is typed meanwhile
stays below what comes to be quoted.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from textual.containers import Vertical

from indexer import gate
from tui import commands
from tui.background import begin
from tui.composing import lines
from tui.early import Asking
from tui.fields import MOST_TYPED, Body, Field
from tui.framing import ROWS, Files, Foot, Heading, Offers
from tui.messages import KeysWanted
from tui.saving import PAUSE, Saver

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from textual.app import ComposeResult
    from textual.widget import Widget

    from tui.composing import Letter
    from tui.fields import Line1


class Sheet(Asking, Vertical, inherit_bindings=False):
    """Fields, text and foot; saved while one types."""

    DEFAULT_CSS = """
    Sheet { width: 1fr; background: $background; }
    Sheet Heading, Sheet Files { height: 1; }
    Sheet #to, Sheet #cc, Sheet #bcc, Sheet #ask { display: none; }
    """

    class Done(KeysWanted):
        """It is closed; ``words`` say what became of the draft."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    def __init__(
        self,
        write: Callable[[Letter], Awaitable[str]],
        *,
        keymap: Mapping[str, str] = MappingProxyType({}),
        addressed: bool = False,
    ) -> None:
        """``write`` saves a draft and returns its key; ``keymap`` has the user's own keys.

        ``addressed`` says that To is to be typed, first of all.
        """
        super().__init__(id="composer")
        self.keymap = keymap
        self.addressed = addressed
        self.letter: Letter | None = None
        self.seen: Letter | None = None
        self.there = asyncio.Event()
        self.saver = Saver(write, self._saved)
        self.busy = False
        self.copying = False
        self._pending = False
        self.heading, self.files, self.foot = Heading(), Files(), Foot()
        self.heading.key = self.named("{widen}")
        self.foot.hints = tuple(commands.hints("composer", keymap))
        self.to, self.cc, self.bcc = Field("To", "to"), Field("Cc", "cc"), Field("Bcc", "bcc")
        self.subject = Field("Subject", "subject")
        self.ask, self.offers, self.body = Field("", "ask"), Offers(), Body()

    def compose(self) -> ComposeResult:
        """From the heading to the foot."""
        yield self.heading
        yield self.to
        yield self.cc
        yield self.bcc
        yield self.subject
        yield self.body
        yield self.files
        yield self.offers
        yield self.ask
        yield self.foot

    def named(self, text: str) -> str:
        """Words of the program's own with the key of each command that they name as ``{id}``."""
        return commands.named(text, self.keymap)

    def on_mount(self) -> None:
        """To stands there from the beginning where it is to be typed."""
        self.to.display = self.addressed

    @property
    def first(self) -> Widget:
        """Where typing begins."""
        return self.to.line if self.addressed else self.body

    def open(self, letter: Letter) -> None:
        """Show a message; what was typed before it came stays at its cursor."""
        early = self.body.text
        self.body.load_text(gate.block(letter.draft.text))
        self.subject.line.value = self.subject.line.value or gate.line(letter.draft.subject)
        line = min(letter.line, self.body.document.line_count - 1)
        self.body.move_cursor((line, len(self.body.document.get_line(line))))
        named = self.to.line.value
        if letter.typed is not None:
            self.fill_addresses(letter)
        self.letter = letter
        self.there.set()
        self.saver.begin(self.current())
        if early:
            self.body.insert(early)
        if named:
            self.to.line.value = named
            self.to.line.cursor_position = len(named)
        elif letter.typed is not None and not letter.typed:
            self.to.display = True
            if not early:
                self.to.line.focus()
        self.show_all()
        # It may not have its height yet, without which it does not know where its cursor shows.
        self.call_after_refresh(self.body.scroll_cursor_visible)
        self.seen = self.current()
        if early or named:
            self.touched()

    def quote(self, passage: str) -> None:
        """Put a quoted passage below the line the cursor is on, and the cursor below that.

        Where more of the same message is quoted right above, one attribution is enough.
        """
        row, _column = self.body.cursor_location
        above = [self.body.document.get_line(at) for at in range(row + 1)]
        line = above[-1]
        first, _, rest = passage.partition("\n")
        if next((one for one in reversed(above) if one.endswith(" wrote:")), "") == first:
            passage = rest
        lead = "\n\n" if line.strip() else "" if not row else "\n"
        end = (row, len(line))
        self.body.move_cursor(self.body.insert(f"{lead}{passage}", end).end_location)
        self.touched()

    def current(self) -> Letter:
        """The message as it stands."""
        assert self.letter is not None  # noqa: S101 - nobody asks before it is open
        text = self.body.text
        draft = replace(
            self.letter.draft,
            subject=self.subject.line.value.strip(),
            text=text if not text or text.endswith("\n") else f"{text}\n",
        )
        if self.letter.typed is None:
            return replace(self.letter, draft=draft)
        to, cc, bcc = (field.line.value for field in (self.to, self.cc, self.bcc))
        return replace(self.letter, draft=draft, typed=to, copies=cc, hidden=bcc)

    def fill_addresses(self, letter: Letter) -> None:
        """Show To, Cc and Bcc as a letter has them."""
        for field, typed in zip((self.to, self.cc, self.bcc), lines(letter), strict=True):
            field.line.value = gate.line(typed, MOST_TYPED)

    @property
    def stops(self) -> list[Line1]:
        """The lines above the text that are there, from above."""
        fields = (self.to, self.cc, self.bcc, self.subject)
        return [field.line for field in fields if field.display]

    @property
    def resting(self) -> Widget:
        """Where typing goes on."""
        return self.ask.line if self.ask.display else self.body

    # How it looks

    def show_all(self) -> None:
        """Heading, addresses and files as they are now."""
        self.files.letter = given = self.letter
        self.heading.letter = None if given is None else self.current()
        typed = self.addressed if given is None else given.typed is not None
        self.to.display = typed
        for field in (self.cc, self.bcc):
            field.display = typed and (self.copying or bool(field.line.value))
        self._fit()
        self.heading.refresh()
        self.files.refresh()

    def on_resize(self) -> None:
        """Warnings and attachments give way to the text, whose cursor stays in sight."""
        self._fit()
        self.call_after_refresh(self.body.scroll_cursor_visible)

    def _fit(self) -> None:
        room = self.size.height - 4 - len(self.stops)
        warnings = self.heading.warnings
        shown = max(0, min(len(warnings), ROWS, room - 2))
        self.heading.styles.height = 1 + shown
        if len(warnings) > shown and not self.foot.said and self.size.height:
            self.foot.say(warnings[shown])
        held = len(self.letter.files) if self.letter else 0
        rows = max(0, min(held, ROWS, room - shown - 1))
        self.files.display = rows > 0
        self.files.styles.height = max(1, rows)

    # Drafts

    def touched(self) -> None:
        """Something may have changed: save it soon."""
        self._saved()
        if self.letter is not None and not self._pending:
            self._pending = True
            self.set_timer(PAUSE, self._save_soon)

    def _save_soon(self) -> None:
        self._pending = False
        if self.letter is not None and not self.saver.is_safe(self.current()):
            begin(self, self.save, "draft")

    async def save(self) -> bool:
        """Save it now; whether it is safe."""
        if self.letter is None:
            return True
        safe = await self.saver.save(self.current())
        if not safe and self.is_attached:
            self.set_timer(PAUSE, self._save_soon)
        return safe

    def _saved(self) -> None:
        if self.is_attached and self.letter is not None:
            words = self.saver.words(self.current())
            self.foot.show_saved(words, trouble=bool(self.saver.trouble))
