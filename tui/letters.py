"""Writing: what opens the composer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer import IndexerError
from outbox import OutboxError
from tui.discarding import Discarding

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping

    from outbox import Kind, Saved
    from tui.composer import Composer
    from tui.composing import Letter

_FAMILY: Mapping[Kind, frozenset[str]] = {
    "list": frozenset(("list", "thread", "everyone")),
    "author": frozenset(("author",)),
    "all": frozenset(("all",)),
}
"""The kinds of a draft that the key for a kind goes on with."""


class Letters(Discarding, inherit_bindings=False):
    """Answers, new messages, forwards, summaries."""

    def action_reply_list(self) -> Awaitable[None]:
        """Answer the list, on a cc list who asked."""
        return self._answer("list")

    def action_reply_author(self) -> Awaitable[None]:
        """Answer the author alone."""
        return self._answer("author")

    def action_reply_all(self) -> Awaitable[None]:
        """Answer all whom the message names."""
        return self._answer("all")

    def action_write(self) -> Awaitable[None]:
        """Write a new message."""
        return self.begin(self.compose_letter(self.post.new, addressed=True))

    def action_forward(self) -> Awaitable[None]:
        """Forward the message."""
        return self.begin(self._forward())

    def action_summarise(self) -> Awaitable[None]:
        """Write a summary of the conversation."""
        return self.begin(self._summarise())

    def action_go_on(self) -> Awaitable[None]:
        """Go on with the draft that is here."""
        return self.begin(self._go_on_here())

    def _answer(self, kind: Kind) -> Awaitable[None]:
        """Answer what is read; where lines of it are selected, quote just these."""
        chosen = self._selected_lines()
        if chosen is not None and (composer := self.composer) is not None:
            # What is typed from now on is for the composer, below what is quoted.
            self.hold()
            return self._quote_below(composer, *chosen)
        return self.begin(self._reply(kind, chosen))

    def _selected_lines(self) -> tuple[str, tuple[str, ...]] | None:
        """The message that lines are selected of, and those; None where none are."""
        pane = self.reading if self.level == "conversation" else None
        pane = pane if pane and not (pane.current and pane.current.recovered) else None
        lines = pane.chosen_lines(marked=True) if pane else ()
        return (f"id:{pane.chosen.message}", lines) if pane and pane.chosen and lines else None

    async def _reply(self, kind: Kind, chosen: tuple[str, tuple[str, ...]] | None) -> None:
        if chosen is None and await self.goes_on():
            return
        named, lines = chosen or (await self._named(), ())
        if named is None:
            return
        saved: Saved | None = None

        async def make() -> Letter:
            nonlocal saved
            saved = await self.draft_for(named, _FAMILY[kind])
            await self.decided(named)
            return await (self.post.resume(saved) if saved else self.post.reply(kind, named, lines))

        await self.compose_letter(make)
        if self.composer is None or not lines:
            return
        if saved is not None:
            await self._quote_in(self.composer, named, lines)
        elif self.reading is not None:
            self.reading.choose(None)

    async def _quote_below(self, composer: Composer, named: str, lines: tuple[str, ...]) -> None:
        with self.opening():
            composer.display = True
            self.set_focus(composer.resting)
            await self._quote_in(composer, named, lines)

    async def _quote_in(self, composer: Composer, named: str, lines: tuple[str, ...]) -> None:
        """Quote lines in the message that is being written."""
        try:
            passage = await self.post.passage(named, lines)
        except (OutboxError, IndexerError) as error:
            self.status_says(error.text, danger=True)
            return
        if self.composer is composer and composer.letter is not None:
            composer.quote(passage)
            if self.reading is not None:
                self.reading.choose(None)

    async def _forward(self) -> None:
        if await self.goes_on():
            return
        named = await self._named()
        if named is not None:
            await self.compose_letter(lambda: self.post.forward(named), addressed=True)

    async def _summarise(self) -> None:
        named = await self._named(whole=True)
        if named is None:
            return

        async def make() -> Letter:
            await self.decided(named)
            return await self.post.summary(named)

        await self.compose_letter(make)

    async def _go_on_here(self) -> None:
        if await self.goes_on():
            return
        named = await self._named()
        saved = await self.draft_for(named, None) if named else None
        if saved is not None:
            await self.go_on(saved)
        elif named is not None:
            self.status_says("there is no draft here")

    async def _named(self, *, whole: bool = False) -> str | None:
        """What is answered, for the outbox; on the way there, its conversation is opened.

        ``whole`` where any message of that will do. None, having said why, where there is nothing
        that can be answered.
        """
        await self.at_rest()
        level = self.level
        if level == "conversations" and (row := self.rows.current):
            await self.read(row.id)
            return row.id
        if level == "conversation" and self.reading and self.reading.conversation:
            message = self.reading.cursor.message
            if whole and self.reading.current and self.reading.current.recovered:
                return self.reading.conversation
            if self.reading.is_absent():
                return None
            return f"id:{message}" if message else self.reading.conversation
        self.status_says("put the cursor on a message first")
        return None
