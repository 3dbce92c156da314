"""What the screens ask: pages of conversations, trees, lists, counts.

Which conversations stand on a page is asked of notmuch itself, through windows of dates that widen
until the page is full (the cost of a query follows what matches, not what is taken). What a row
says comes from the cache, after whatever changed in just these threads since the cache's revision
was read again: so counts are right at once after another program changed tags, however many.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from indexer import headers, query, trees
from indexer.lists import Finder, audience
from indexer.model import (
    Conversation,
    Count,
    Entry,
    IndexerError,
    MailList,
    Member,
    Page,
    Person,
    Search,
    State,
    Tree,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from indexer.cache import Cache, Row
    from indexer.database import Reading
    from indexer.lists import Group
    from indexer.session import Session

_DAY = 86_400
_WEEKS = 12


def fresh(db: Reading, cache: Cache, threads: Sequence[str]) -> dict[str, list[Row]]:
    """The messages of threads, oldest first, as they stand in the database now."""
    if cache.meta("uuid") != db.uuid:
        with cache.change():
            cache.empty()
            cache.set_meta(uuid=db.uuid)
    if threads and db.revision > cache.revision:
        known = db.known(f"{query.threads(list(threads))} and lastmod:{cache.revision + 1}..")
        if known:
            with cache.change():
                headers.put_known(cache, known)
    return cache.rows(threads)


def rows(db: Reading, cache: Cache, asked: str, before: int | None, limit: int) -> Page:
    """Conversations with a message that matches, newest matching message first."""
    wanted = query.translate(asked)
    found: dict[str, int] = {}
    high = before - 1 if before is not None else None
    top = int(cache.meta("newest", "0")) or int(time.time())
    span = 7 * _DAY
    more = True
    while more and len(found) < limit:
        low = (high if high is not None else top) - span
        news, reached = _window(db, wanted, (max(low, 0), high), found, limit)
        more = reached > 0
        if before is not None and news:
            for thread in _shown_before(db, wanted, list(news), before):
                del news[thread]
        found |= news
        high = reached - 1
        span *= 4
    messages = fresh(db, cache, list(found))
    page = tuple(summarise(messages[t]) for t in found if messages[t])
    return Page(page, high + 1 if more and high is not None else None)


def _window(
    db: Reading, wanted: str, dates: tuple[int, int | None], found: dict[str, int], limit: int
) -> tuple[dict[str, int], int]:
    """New threads between two dates, newest first, and the date down to which all are there.

    That date is 0 at the end of the mail. Messages of one second stay together, so that a date can
    be the cursor between pages.
    """
    low, high = dates
    # An open range leaves out the dates at and before 1970, which undated mail has.
    window = f"date:@{low}..{'' if high is None else f'@{high}'}" if low else ""
    if not low and high is not None:
        window = f"not date:@{high + 1}.."
    asked = " and ".join(
        part
        for part in (
            f"({wanted})" if wanted != "*" else "",
            window,
        )
        if part
    )
    news: dict[str, int] = {}
    last = None
    for date, thread in db.newest(asked or "*"):
        if thread in found or thread in news:
            continue
        if len(found) + len(news) >= limit and date != last:
            return news, last or 0
        news[thread] = last = date
    return news, low


def _shown_before(db: Reading, wanted: str, threads: list[str], before: int) -> set[str]:
    """Which of these threads stood on an earlier page."""
    shown = set()
    for start in range(0, len(threads), 100):
        some = query.threads(threads[start : start + 100])
        asked = f"{some} and date:@{before}.."
        if wanted != "*":
            asked += f" and ({wanted})"
        shown |= {thread for _, thread in db.newest(asked)}
    return shown & set(threads)


def summarise(rows: Sequence[Row]) -> Conversation:
    """One conversation's row from its messages, oldest first. Pure."""
    first, last = rows[0], rows[-1]
    tags = sorted({t for r in rows for t in r.tags})
    unread = [r for r in rows if "unread" in r.tags]
    teller = unread[0] if unread else last
    writers = {r.address or r.name for r in rows}
    return Conversation(
        id=conversation_id(rows),
        subject=trees.base_subject(first.subject) or first.subject,
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
    groups = _groups(cache, own, conversation.lists)
    sets = {key: frozenset(cache.members(key)) for key in {r.recipients for r in messages}}
    names = cache.addresses({k for s in sets.values() for k in s})
    addresses = {key: frozenset(names[k][0] for k in s) for key, s in sets.items()}
    entries = []
    for node in trees.build(messages):
        row, parent = node.row, node.parent
        mine = sets[row.recipients]
        theirs = sets[parent.recipients] if parent else mine
        went = addresses[row.recipients] - {row.address}
        heard = min(
            (
                audience(went, row.address, messages[0].address, own, group, present)
                for group, present in groups
            ),
            key=("list", "some", "private").index,
        )
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


def _groups(
    cache: Cache, own: frozenset[str], names: Iterable[str]
) -> list[tuple[Group | None, frozenset[str]]]:
    wanted = set(names)
    if not wanted:
        return [(None, frozenset())]
    finder = Finder(cache, own=own)
    found = [(g, finder.present(g.key)) for g in finder.lists() if g.name in wanted]
    return list(found) or [(None, frozenset())]


def counts(db: Reading, queries: Iterable[str]) -> tuple[Count, ...]:
    """Messages that match, and unread ones among them."""
    found = []
    for asked in queries:
        wanted = query.translate(asked)
        messages = db.count(wanted)
        unread = db.count("tag:unread" if wanted == "*" else f"({wanted}) and tag:unread")
        found.append(Count(messages, unread))
    return tuple(found)


def lists(db: Reading, session: Session, *, exact: bool) -> tuple[MailList, ...]:
    """The lists, the one with the newest message first: messages as of now, people as cached.

    Conversations are counted where ``exact``, else they are those of the last round of taking in.
    """
    cache = session.cache
    since = (int(time.time()) // _DAY + 1) * _DAY - _WEEKS * 7 * _DAY
    groups = {g.name: g for g in Finder(cache, own=session.own).lists()}
    said = db.configs("cclear.list.")
    found = []
    for tag in db.tags():
        if not tag.startswith("list/"):
            continue
        name = tag.removeprefix("list/")
        group = groups.get(name)
        messages = db.count(f"tag:{tag}", exclude=False)
        if not messages:
            continue
        found.append(
            MailList(
                name=name,
                title=said.get(f"{name}.title") or (group.title if group else name),
                kind=group.kind if group else "list-id",
                address=said.get(f"{name}.address") or (group.address if group else None),
                members=group.members if group else 0,
                messages=messages,
                conversations=(
                    cache.conversations(name) if exact else int(cache.meta(f"list/{name}", "0"))
                ),
                unread=db.count(f"tag:{tag} and tag:unread"),
                last=cache.newest_listed(name),
                weeks=cache.weeks(name, since, _WEEKS),
            )
        )
    return tuple(sorted(found, key=lambda m: (-(m.last or 0), m.name)))


def roster(session: Session, name: str) -> tuple[Member, ...]:
    """Who is and was on a list; raises IndexerError ``unknown-id``."""
    finder = Finder(session.cache, own=session.own)
    for group in finder.lists():
        if group.name == name:
            return finder.roster(group.key)
    raise IndexerError("unknown-id", f"there is no list {name!a:.80}; names: cclear lists")


def searches(db: Reading) -> tuple[Search, ...]:
    """The saved searches: notmuch's own named queries."""
    return tuple(Search(name, text) for name, text in sorted(db.configs("query.").items()) if text)


def look(db: Reading, cache: Cache) -> State:
    """The database's revision, and how far the cache is."""
    indexed = cache.meta("indexed")
    return State(
        db.uuid, db.revision, db.count("*", exclude=False), cache.total("uncleaned"),
        int(indexed) if indexed else None,
    )  # fmt: skip
