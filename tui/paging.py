"""The rows of a view that were fetched so far, and how fresh ones are laid over them.

Pages come newest first, each with the cursor that asks for the next. A page that is fetched again
replaces the rows it covers; rows older than its last stay until their own page comes again. No row
moves away under the user: the one they are on keeps its place though an answer to it just came.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer import Conversation, Page


@dataclass(frozen=True, slots=True)
class _Fetched:
    token: int | None
    rows: tuple[Conversation, ...]
    before: int | None


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows known of a view, in order; ``before`` asks for more, None when that is all.

    ``ready`` is False until the first page came.
    """

    rows: tuple[Conversation, ...] = ()
    pages: tuple[_Fetched, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether anything was fetched."""
        return bool(self.pages)

    @property
    def before(self) -> int | None:
        """What the next page is asked with."""
        return self.pages[-1].before if self.pages else None

    @property
    def every_token(self) -> set[int | None]:
        """What all pages were asked with."""
        return {page.token for page in self.pages}

    def index(self, conversation: str | None) -> int | None:
        """Where a conversation stands."""
        for at, row in enumerate(self.rows):
            if row.id == conversation:
                return at
        return None

    def tokens(self, first: int, last: int) -> tuple[int | None, ...]:
        """What the first page and those with rows ``first`` to ``last`` are asked with again."""
        wanted = {row.id for row in self.rows[first : last + 1]}
        return tuple(
            page.token
            for at, page in enumerate(self.pages)
            if at == 0 or any(row.id in wanted for row in page.rows)
        )

    def take(self, token: int | None, page: Page, pinned: str | None = None) -> Rows:
        """With a page that was asked with ``token``; ``pinned`` names the row that stays put."""
        fresh = _Fetched(token, page.rows, page.before)
        known = [old.token for old in self.pages]
        pages = [
            _laid_over(old, fresh) if old.token == token else replace(old, rows=_left(old, fresh))
            for old in self.pages
        ]
        if token not in known:
            pages.append(fresh)
        rows = _once(row for one in pages for row in one.rows)
        return Rows(_pin(self.rows, rows, pinned), tuple(pages))

    def changed(self, *rows: Conversation) -> Rows:
        """With other states of some rows, each in its place."""
        fresh = {row.id: row for row in rows}

        def swap(old: tuple[Conversation, ...]) -> tuple[Conversation, ...]:
            return tuple(fresh.get(row.id, row) for row in old)

        return Rows(swap(self.rows), tuple(replace(p, rows=swap(p.rows)) for p in self.pages))


def _laid_over(old: _Fetched, fresh: _Fetched) -> _Fetched:
    older = tuple(row for row in _left(old, fresh) if fresh.rows and row.last < fresh.rows[-1].last)
    return replace(fresh, rows=fresh.rows + older, before=old.before if older else fresh.before)


def _left(old: _Fetched, fresh: _Fetched) -> tuple[Conversation, ...]:
    """What is left of a page's rows: not those that came again, nor those that would have."""
    newest = math.inf if fresh.token is None else max((r.last for r in fresh.rows), default=0)
    oldest = -math.inf if fresh.before is None else fresh.rows[-1].last if fresh.rows else math.inf
    again = {row.id for row in fresh.rows}
    return tuple(row for row in old.rows if row.id not in again and not oldest < row.last <= newest)


def _once(rows: Iterable[Conversation]) -> tuple[Conversation, ...]:
    first: dict[str, Conversation] = {}
    for row in rows:
        first.setdefault(row.id, row)
    return tuple(first.values())


def _pin(
    old: tuple[Conversation, ...], new: tuple[Conversation, ...], pinned: str | None
) -> tuple[Conversation, ...]:
    """``new``, with the pinned row where it stood, though newer mail came to it."""
    place = next((at for at, row in enumerate(old) if row.id == pinned), None)
    kept = next((row for row in new if row.id == pinned), None)
    if place is None or kept is None:
        return new
    moved = kept.last != old[place].last
    if not moved and not (place and old[place - 1].last < kept.last):
        # It stood where it belongs.
        return new
    others = [row for row in new if row.id != pinned]
    there = {row.id: at for at, row in enumerate(others)}
    for row in reversed(old[:place]):
        # One that has itself moved up tells nothing of where the pinned row was.
        if row.id in there and others[there[row.id]].last == row.last:
            others.insert(there[row.id] + 1, kept)
            return tuple(others)
    for row in old[place + 1 :]:
        if row.id in there and others[there[row.id]].last == row.last:
            others.insert(there[row.id], kept)
            return tuple(others)
    return new
