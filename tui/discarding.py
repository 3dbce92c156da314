"""Drafts thrown away, after asking: from their row, from the view of drafts, from the composer."""

from __future__ import annotations

import contextlib
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import on

from indexer import IndexerError
from outbox import OutboxError
from tui import commands, keys
from tui.background import begin
from tui.drafting import Drafting
from tui.unsent import DraftsUnwanted, UnsentUnwanted, draft_key
from tui.words import count

if TYPE_CHECKING:
    from collections.abc import Sequence

THEIRS = "this draft is another program’s; throw it away there"
WAITS = "it waits to be sent: take it back first, with {undo} in the Outbox"
BUSY = "it is being written; {discard} in the composer throws it away"


class Discarding(Drafting, inherit_bindings=False):
    """What is thrown away is gone: only a yes gets there."""

    @on(UnsentUnwanted)
    def _unsent_unwanted(self, event: UnsentUnwanted) -> None:
        event.stop()
        if "draft" in event.entry.tags:
            begin(self, partial(self._ask_for, (draft_key(event.entry.id),)), "commands")
            return
        with self.opening():
            self.status_says(commands.named(WAITS, self.keymap))

    @on(DraftsUnwanted)
    def _drafts_unwanted(self, event: DraftsUnwanted) -> None:
        event.stop()
        begin(self, partial(self._ask_in, event.conversations), "commands")

    async def _ask_in(self, conversations: Sequence[str]) -> None:
        with self.opening():
            try:
                found = [await self.draft_for(one, None) for one in conversations]
            except (OutboxError, IndexerError) as error:
                self.status_says(error.text, danger=True)
                return
            await self._ask_for([saved.work.key for saved in found if saved is not None])

    async def _ask_for(self, drafts: Sequence[str]) -> None:
        """Ask whether drafts, by their keys, are to go."""
        with self.opening():
            await self._look_and_ask(drafts)

    async def _look_and_ask(self, drafts: Sequence[str]) -> None:
        try:
            known = {saved.work.key for saved in await self.post.drafts()}
            waiting = {entry.draft for entry in await self.post.entries()}
        except (OutboxError, IndexerError) as error:
            self.status_says(error.text, danger=True)
            return
        mine = [key for key in drafts if key in known]
        if not mine:
            self.status_says(THEIRS)
        elif waiting & set(mine):
            self.status_says(commands.named(WAITS, self.keymap))
        elif self.composer is not None and self.composer.saver.key in mine:
            self.status_says(commands.named(BUSY, self.keymap))
        else:
            asked = "this draft" if len(mine) == 1 else count(len(mine), "draft")

            async def throw() -> None:
                self.rows.unselect()
                try:
                    await self._throw(mine)
                except OutboxError as error:
                    self.status_says(error.text, danger=True)

            self.wait_for(keys.question(f"Throw {asked} away?", {"y": throw}))

    async def on_composer_discard_wanted(self, event: Any) -> None:  # noqa: ANN401
        """Throw away what is being written, and close the composer."""
        event.stop()
        composer = self.composer
        if composer is None:
            return
        with self.opening():
            key = await composer.saver.end()
            try:
                await self._throw([key] if key else [])
            except OutboxError as error:
                composer.saver.go_on()
                composer.not_sent(error.text)
            else:
                await self._put_away()

    async def _throw(self, drafts: Sequence[str]) -> None:
        """Throw drafts away, by their keys; raises OutboxError where a file cannot be removed."""
        for key in drafts:
            # The index finds with its next round that it is gone, where it cannot be told now.
            with contextlib.suppress(IndexerError):
                await self.post.discard(key)
        self.status_says("thrown away")
        pane = self.reading
        left = pane is None or any(draft_key(entry.id) not in drafts for entry in pane.entries)
        if pane is not None and not left and self.level == "conversation":
            # There was nothing else in it.
            pane.leave()
            self.go_to("conversations")
        await self.mail_touched()
