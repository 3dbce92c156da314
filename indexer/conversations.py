"""Conversations: a row of one, its id, and the tree of all its messages.

The finder of lists and the parser of headers are loaded where they are used: the reader's first
page needs neither, and waits for this module.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer import query, subjects, trees
from indexer.model import Conversation, Entry, IndexerError, Person, Tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.cache import Cache, Row
    from indexer.database import Reading
    from indexer.lists import Group
    from indexer.model import Audience
    from indexer.session import Session

    _People = tuple[Group | None, frozenset[str]]

_DAY = 86_400
_DRIFT = 14 * _DAY
_WIDEST = ("list", "some", "private")


def fresh(db: Reading, cache: Cache, threads: Sequence[str]) -> dict[str, list[Row]]:
    """The messages of threads, oldest first, as they stand in the database now."""
    if cache.meta("uuid") != db.uuid:
        with cache.change():
            cache.empty()
            cache.set_meta(uuid=db.uuid)
    if threads and db.revision > cache.revision:
        known = db.known(f"{query.threads(list(threads))} and lastmod:{cache.revision + 1}..")
        if known:
            from indexer import headers

            with cache.change():
                headers.put_known(cache, known)
    return cache.rows(threads)


def summarise(rows: Sequence[Row]) -> Conversation:
    """One conversation's row from its messages, oldest first. Pure."""
    first, last = rows[0], rows[-1]
    tags = sorted({t for r in rows for t in r.tags})
    unread = [r for r in rows if "unread" in r.tags]
    teller = unread[0] if unread else last
    writers = {r.address or r.name for r in rows}
    return Conversation(
        id=conversation_id(rows),
        subject=subjects.bare(first.subject) or first.subject,
        lists=tuple(t.removeprefix("list/") for t in tags if t.startswith("list/")),
        messages=len(rows),
        unread=len(unread),
        people=len(writers),
        first=first.date,
        last=last.date,
        tags=tuple(tags),
        muted="muted" in tags,
        asker=_sender(first),
        answers=len(writers - {first.address or first.name}),
        snippet=teller.snippet or "",
        snippet_by=_sender(teller),
    )


def conversation_id(rows: Sequence[Row]) -> str:
    """The id of a conversation, from its messages, oldest first."""
    return rows[0].conversation or rows[0].hash


def _sender(row: Row) -> Person:
    return Person(row.name, row.address)


def thread_of(db: Reading, cache: Cache, named: str) -> str:
    """The thread of a conversation's id or of ``id:`` and a Message-ID.

    Raises IndexerError ``unknown-id``.
    """
    if named.startswith("id:"):
        found = db.find(named.removeprefix("id:").strip("<>"))
        if found:
            return found.thread
    elif row := cache.by_hash(named):
        now = db.find(row.id)
        if now:
            return now.thread
    raise IndexerError(
        "unknown-id",
        f"there is no conversation or message {named!a:.80}; ids: cclear threads --json",
    )


def open_tree(db: Reading, session: Session, named: str) -> Tree:
    """A conversation with all its messages in reading order."""
    cache = session.cache
    thread = thread_of(db, cache, named)
    messages = fresh(db, cache, [thread])[thread]
    bare = [r for r in messages if not r.headers]
    if bare:
        from indexer import headers

        with cache.change():
            headers.take_heads(db, cache, bare)
        messages = cache.rows([thread])[thread]
    if not messages:
        raise IndexerError("unknown-id", f"the conversation {named!a:.80} has no messages any more")
    conversation = summarise(messages)
    return Tree(conversation, _entries(cache, session.own, conversation, messages))


def _entries(
    cache: Cache, own: frozenset[str], conversation: Conversation, messages: Sequence[Row]
) -> tuple[Entry, ...]:
    groups = _Groups(cache, own, conversation.lists)
    sets = {key: frozenset(cache.members(key)) for key in {r.recipients for r in messages}}
    everybody = cache.addresses(frozenset().union(*sets.values()))
    address = {key: known[0] for key, known in everybody.items()}.__getitem__
    addresses = {key: frozenset(map(address, people)) for key, people in sets.items()}
    entries = []
    for node in trees.build(messages):
        row, parent = node.row, node.parent
        mine = sets[row.recipients]
        theirs = sets[parent.recipients] if parent else mine
        went = addresses[row.recipients] - {row.address}
        heard = groups.heard(went, row, messages[0].address)
        entries.append(
            Entry(
                id=row.id,
                parent=parent.id if parent else None,
                depth=node.depth,
                evidence=node.evidence,
                sender=_sender(row),
                date=row.date,
                subject=row.subject,
                people=row.people,
                joined=len(mine - theirs),
                dropped=len(theirs - mine),
                audience=heard,
                tags=row.tags,
                snippet=row.snippet,
            )
        )
    return tuple(entries)


class _Groups:
    """The lists that a conversation is on, and who was on them on a day."""

    def __init__(self, cache: Cache, own: frozenset[str], names: Sequence[str]) -> None:
        from indexer.lists import Finder

        self._finder = Finder(cache, own=own) if names else None
        self._groups = [g for g in self._finder.lists() if g.name in names] if self._finder else []
        self._own = own
        self._settled = max((g.last for g in self._groups if g.kind == "cc"), default=0)
        self._now = self._people(None)
        self._days: dict[int, list[_People]] = {}

    def heard(self, went: frozenset[str], row: Row, asker: str) -> Audience:
        """Whom a message went to: on the list as it is, else as it was on that day."""
        from indexer.lists import audience

        for groups in (self._now, None):
            heard = min(
                (
                    audience(went, row.address, asker, self._own, group, present)
                    for group, present in (groups or self._at(row.date))
                ),
                key=_WIDEST.index,
            )
            # Who was on a list long ago is slow to say, and mostly need not be known.
            if heard != "some" or row.date > self._settled - _DRIFT:
                break
        return heard

    def _at(self, date: int) -> list[_People]:
        day = date // _DAY + 1
        if day not in self._days:
            self._days[day] = self._people(day * _DAY)
        return self._days[day]

    def _people(self, date: int | None) -> list[_People]:
        if not self._groups or not self._finder:
            return [(None, frozenset())]
        return [(g, self._finder.present(g.key, date)) for g in self._groups]
