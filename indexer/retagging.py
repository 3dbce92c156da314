"""Tags and properties brought to what is known of conversations.

Their lists, what was said of them, and how they were joined.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from indexer import byhand, leaving, lock, muting, record, settling
from indexer.conversations import fresh
from indexer.database import Reading, Retag, Writing, wait
from indexer.lists import Lists
from indexer.model.intake import Progress

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from indexer.session import Session

_AT_ONCE = 200
_WRITE_SECONDS = 3.0


def write_tags(session: Session) -> Iterator[Progress]:
    """Give the messages of lists' conversations their tags, and keep on all what was said.

    A conversation gets ``list/NAME`` of every list that it is on, and loses those of lists that it
    was on and is no longer: merged, taken apart, said to be none. A tag
    ``list/NAME`` on a conversation that never was on that list was put there by the user or by
    another program, and stays.
    """
    cache = session.cache
    total, done = cache.total("untagged"), 0
    while labels := cache.untagged(_AT_ONCE):
        changes, revision = yield from _wanted(session, labels)
        while changes:
            for _ in wait(session.place, lock.PATIENCE):
                yield Progress("tags", done, total, lock.OTHER)
            left = _write_some(session, changes, revision)
            # Who tagged meanwhile may have unmuted what these would mute again.
            changes, revision = left or (yield from _wanted(session, labels))
            yield Progress("tags", done, total)
        with cache.change():
            cache.was_kept(cache.unkept(labels))
            cache.drop_left(labels)
            cache.drop_untagged(labels)
        done += len(labels)
        yield Progress("tags", done, total)


def _wanted(
    session: Session, labels: list[str]
) -> Generator[Progress, None, tuple[list[Retag], int]]:
    """What is to be changed in conversations, and at which revision of the database that was so."""
    cache = session.cache
    lists = Lists(cache, own=frozenset())
    names = lists.wanted()
    addresses = {group.address for group in lists.finder.lists() if group.address}
    groups = cache.groups(labels)
    former = {g: settling.former_names(cache, g) for g in set().union(*groups.values())}
    with Reading(session.place) as db:
        revision, every = db.revision, fresh(db, cache, labels)
    unkept, left = cache.unkept(labels), leaving.names(cache, labels)
    changes = []
    for label, messages in every.items():
        rows = [row for row in messages if not row.unsent]
        here = groups[label]
        tags = frozenset(f"list/{name}" for g in here if (name := names.get(g)))
        stale = frozenset(f"list/{name}" for g in here for name in former[g]) - tags
        wanted = {
            r.id: Retag(
                r.id,
                tags - set(r.tags),
                (stale | {f"list/{name}" for name in left.get(r.key, ())} - tags) & set(r.tags),
                join=(r.conversation or "", record.of(r)) if r.key in unkept else None,
                hands=byhand.missing(cache, r) if r.key in unkept else (),
            )
            for r in rows
        }
        for change in muting.retags(session, rows, muting.stance(rows), addresses):
            if change is None:
                yield Progress("tags", 0, 0)
            else:
                other = wanted[change.id]
                wanted[change.id] = replace(
                    change,
                    add=change.add | other.add,
                    remove=change.remove | other.remove,
                    join=other.join,
                    hands=other.hands,
                )
        changes += [c for c in wanted.values() if c.add or c.remove or c.follow or c.join]
    return changes, revision


def _write_some(
    session: Session, changes: list[Retag], revision: int
) -> tuple[list[Retag], int] | None:
    """Write for a short while, so that other programs and readers get their turn; what is left.

    With it the revision that this has led to. None where the database is at another revision than
    the changes were worked out for.
    """
    until = time.monotonic() + _WRITE_SECONDS
    done = 0
    with Writing(session.place) as db:
        if db.revision != revision:
            return None
        for change in changes:
            db.retag(change)
            done += 1
            if time.monotonic() > until:
                break
        return changes[done:], db.reached
