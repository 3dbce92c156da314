"""Changing tags: what was asked, resolved to messages, written, and how to undo it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer import conversations
from indexer.database import Reading, Retag, Writing, wait
from indexer.errors import IndexerError
from indexer.model.tags import TagChange, Tagged

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from indexer.session import Session

_PATIENCE = 120.0
_LONGEST = 200
_AT_ONCE = 100


def check(tag: str) -> str:
    """A tag that notmuch takes; raises IndexerError ``usage``."""
    if not tag or tag.startswith("-") or len(tag.encode()) > _LONGEST or not tag.isprintable():
        raise IndexerError(
            "usage", f"{tag!a:.60} cannot be a tag; tags are short, printable, and begin without -"
        )
    return tag


def change(session: Session, changes: Iterable[TagChange]) -> Generator[None, None, Tagged]:
    """Write tag changes, in order; yields while another program writes."""
    for _ in wait(session.place, _PATIENCE):
        yield None
    wanted = []
    with Reading(session.place) as db:
        for asked in changes:
            add = frozenset(check(t) for t in asked.add)
            remove = frozenset(check(t) for t in asked.remove)
            wanted += [(Retag(i, add, remove), asked.follow) for i in asked.ids]
            for conversation in asked.conversations:
                ids = conversations.ids_of(db, session.cache, conversation)
                wanted += [(Retag(i, add, remove), asked.follow) for i in ids]
    done: dict[tuple[frozenset[str], frozenset[str], bool | None], list[str]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        for _ in wait(session.place, _PATIENCE):
            yield None
        with Writing(session.place) as db:
            for retag, follow in wanted[start : start + _AT_ONCE]:
                added, removed, _ = db.retag(retag)
                if session.hello.archive and "inbox" in removed:
                    # What was never seen in the inbox is not moved: this one was.
                    db.keep_place(retag.id, "inbox")
                turned = follow is not None and db.follow(retag.id, follow)
                if added or removed or turned:
                    before = not follow if turned else None
                    done.setdefault((added, removed, before), []).append(retag.id)
        yield None
    undo = tuple(
        TagChange(tuple(sorted(removed)), tuple(sorted(added)), tuple(ids), follow=before)
        for (added, removed, before), ids in done.items()
    )
    return Tagged(len({i for ids in done.values() for i in ids}), undo)
