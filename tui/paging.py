"""The rows of a view that were fetched so far, and how fresh ones are laid over them.

Pages come newest first, each with the cursor that asks for the next. A page that is fetched again
replaces the rows it covers; rows older than its last stay until their own page comes again. No row
moves away under the user: the one they are on keeps its place though an answer to it just came.
"""

from __future__ import annotations

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
        pages = list(self.pages)
        for at, old in enumerate(pages):
            if old.token == token:
                pages[at] = _laid_over(old, page)
                break
        else:
            pages.append(_Fetched(token, page.rows, page.before))
        rows = _once(row for one in pages for row in one.rows)
        return Rows(_pin(self.rows, rows, pinned), tuple(pages))

    def changed(self, *rows: Conversation) -> Rows:
        """With other states of some rows, each in its place."""
        fresh = {row.id: row for row in rows}

        def swap(old: tuple[Conversation, ...]) -> tuple[Conversation, ...]:
            return tuple(fresh.get(row.id, row) for row in old)

        return Rows(swap(self.rows), tuple(replace(p, rows=swap(p.rows)) for p in self.pages))


def _laid_over(old: _Fetched, page: Page) -> _Fetched:
    if page.before is None or not page.rows:
        return _Fetched(old.token, page.rows, page.before)
    fresh = {row.id for row in page.rows}
    covered = page.rows[-1].last
    older = tuple(row for row in old.rows if row.last < covered and row.id not in fresh)
    return _Fetched(old.token, page.rows + older, old.before if older else page.before)


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
    if place is None or kept is None or kept.last == old[place].last:
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
