"""The second level: the conversations of a view, newest first.

Pages are fetched as the cursor comes near the end of what is there; nothing is loaded that no one
looks at. Views left a moment ago are shown again as they were, and fetched anew behind that.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indexer import IndexerError
from tui.asking import ask
from tui.drawn import Drawn
from tui.messages import KeysWanted, NextWanted, StatusWanted
from tui.paging import Rows
from tui.snippets import Snippets
from tui.unsent import DraftsUnwanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from indexer import Call, Client, Page, Snippet
    from tui.views import View

PAGE = 60
"""Conversations asked for at once."""
KEPT = 24
"""Views whose rows are remembered."""
SEEK = 20
"""Pages that a search for the next unread one fetches at most."""


class Opened(KeysWanted):
    """A conversation is to be shown."""

    def __init__(self, conversation: str) -> None:
        super().__init__()
        self.conversation = conversation


@dataclass(frozen=True, slots=True)
class _Place:
    """A view as it was left."""

    rows: Rows
    cursor: str | None
    offset: int


class ConversationsPane(Drawn):
    """The rows of one view."""

    place = "conversations"

    def __init__(self, client: Client, keymap: Mapping[str, str]) -> None:
        """``keymap`` has the user's own keys, to be named."""
        super().__init__("conversations", keymap)
        self.client = client
        self._snippets = Snippets(self, client, self._got_snippets)
        self._calls: dict[int | None, Call[Page]] = {}
        self._stale: set[int | None] = set()
        self._places: dict[str, _Place] = {}
        self._open_first = False
        self._untouched = True
        self._became: dict[str, str] = {}
        self.there = asyncio.Event()

    # Showing a view

    def show(self, view: View, call: Call[Page] | None = None) -> None:
        """Show a view's conversations; ``call`` may have asked for its first page already."""
        if self.view and self.view.key == view.key and self.view.query == view.query:
            self.view = view
            self.refresh()
            return
        self._leave()
        self.view = view
        place = self._places.get(_key(view))
        self.rows = place.rows if place else Rows()
        at = self.rows.index(place.cursor) if place else None
        self.cursor = at or 0
        self.top = max(0, self.cursor - place.offset) if place else 0
        self.error = None
        self._open_first, self._untouched = False, place is None
        self.above = 0
        self.forget_look()
        self._stale = self.rows.every_token
        (self.there.set if self.rows.ready else self.there.clear)()
        self._fetch(None, call)
        self.refresh()

    def _leave(self) -> None:
        for call in self._calls.values():
            call.cancel()
        self._calls.clear()
        self._snippets.leave()
        self.selected.clear()
        if self.view and self.rows.ready:
            self._places.pop(_key(self.view), None)
            cursor = self.current.id if self.current else None
            self._places[_key(self.view)] = _Place(self.rows, cursor, self.cursor - self.top)
            if len(self._places) > KEPT:
                del self._places[next(iter(self._places))]

    def again(self) -> None:
        """The mail may have changed: fetch anew what is in sight, and the newest.

        Other pages are fetched anew as they come into sight.
        """
        if self.view is None:
            return
        self._stale = self.rows.every_token
        wanted = self.rows.tokens(self.top, self.top + self.fitting) or (None,)
        # What is on its way was read before the change.
        for token in dict.fromkeys((*wanted, *self._calls)):
            self._fetch(token)

    def follow(self, ids: Iterable[str], became: str) -> None:
        """Conversations have become one: on one of them, the cursor stays on that."""
        self._became.update((name, became) for name in ids if name != became)

    def _fetch(self, token: int | None, call: Call[Page] | None = None) -> None:
        if self.view is None:
            return
        if token in self._calls:
            self._calls[token].cancel()
        self._stale.discard(token)
        call = call or self.client.rows(self.view.query, token, PAGE)
        self._calls[token] = call
        ask(
            self,
            call,
            lambda page: self._got(call, token, page),
            lambda error: self._failed(call, token, error),
        )

    def _got(self, call: Call[Page], token: int | None, page: Page) -> None:
        if self._calls.get(token) is not call:
            return
        del self._calls[token]
        self.there.set()
        # While a mailbox fills for the first time, nobody is anywhere yet: the newest stay on top.
        filling = self._untouched and self.count < self.fitting
        current = None if filling else self.current
        stays = self._became.get(current.id, current.id) if current else None
        before, first = self.cursor, self.rows.rows[:1]
        self.rows = self.rows.take(token, page, stays)
        self.error = None
        if stays:
            at = self.rows.index(stays)
            if at is not None:
                self._became.clear()
                self.cursor = at
                self.top = max(0, self.top + at - before)
        if token is None and first and self.top:
            at = self.rows.index(first[0].id) or 0
            self.above = self.above + at
        self.cursor = max(0, min(self.cursor, self.count - 1))
        # Where all fits, all is shown: a blank below would hide what came above for nothing.
        self.top = max(0, min(self.top, self.count - self.fitting))
        self.above = self.above if self.top else 0
        self.selected = {row.id: row for row in self.rows.rows if row.id in self.selected}
        self.refresh()
        self._more()
        if self._open_first:
            self._open_first = False
            super().action_open()

    def _failed(self, call: Call[Page], token: int | None, error: IndexerError) -> None:
        if self._calls.get(token) is not call:
            return
        del self._calls[token]
        self._stale.add(token)
        self.there.set()
        self.error = error
        if self.rows.ready:
            self.post_message(StatusWanted(error.text, danger=True))
        self.refresh()

    def _more(self) -> None:
        """Fetch what is missing in sight, and the next page near the end of what is there."""
        self._snippets.want(self.rows.rows[self.top : self.top + self.fitting + 1])
        for token in self.rows.tokens(self.top, self.top + self.fitting):
            if token in self._stale and token not in self._calls:
                self._fetch(token)
        near = max(self.cursor, self.top + self.fitting) + self.fitting
        token = self.rows.before
        if token is not None and near >= self.count and token not in self._calls:
            self._fetch(token)

    def _got_snippets(self, found: Mapping[str, Snippet]) -> None:
        self.rows = self.rows.changed(
            *(
                replace(
                    row,
                    snippet=found[row.id].text,
                    draft=found[row.id].draft,
                    snippet_by=found[row.id].by or row.snippet_by,
                )
                for row in self.rows.rows
                if row.id in found
            )
        )
        self.refresh()

    def resized(self) -> None:
        """Other rows are in sight."""
        super().resized()
        self._more()

    # Moving

    def moved(self) -> None:
        """Fetch ahead of the cursor."""
        if not self.top:
            self.above = 0
        self._more()

    def scroll_rows(self, rows: int) -> None:
        """Scroll without moving the cursor."""
        super().scroll_rows(rows)
        self._more()

    def go(self, index: int, *, center: bool = False) -> None:
        """Put the cursor on a row."""
        self._untouched = False
        super().go(index, center=center)

    def action_open(self) -> None:
        """Show the conversation; where none is there yet, the first that comes."""
        self._open_first, self._untouched = not self.rows.ready, False
        super().action_open()

    def opened(self) -> None:
        """Show the conversation."""
        if self.current:
            self.post_message(Opened(self.current.id))

    def action_next_unread(self) -> None:
        """To the next conversation with something new."""
        self.post_message(NextWanted(1, unread=True, opens=False))

    def action_previous_unread(self) -> None:
        """To the conversation before that has something new."""
        self.post_message(NextWanted(-1, unread=True, opens=False))

    async def beside(self, step: int, *, unread: bool = False) -> str | None:
        """Move the cursor to the next row, or unread one, fetching pages; its conversation."""
        view = self.view
        at = self.cursor + step
        for _ in range(SEEK):
            while 0 <= at < self.count:
                row = self.rows.rows[at]
                if not unread or (row.unread and not row.hushed):
                    self.go(at, center=True)
                    return row.id
                at += step
            token = self.rows.before
            if view is None or step < 0 or token is None:
                return None
            stale = self._stale
            try:
                page = await self.client.rows(view.query, token, PAGE)
            except IndexerError as error:
                self.post_message(StatusWanted(error.text, danger=True))
                return None
            if self.view is None or self.view.key != view.key:
                return None
            self.rows = self.rows.take(token, page)
            if stale is not self._stale:
                # The mail changed meanwhile.
                self._stale.add(token)
        return None

    def action_delete(self) -> None:
        """The tag deleted; in the view of drafts these are meant, never what they answer."""
        if self.view is None or self.view.kind != "drafts":
            super().action_delete()
        elif rows := self.targets():
            self.post_message(DraftsUnwanted(tuple(row.id for row in rows)))


def _key(view: View) -> str:
    return f"{view.key}\n{view.query}"
