"""What the screens ask: pages of conversations, trees, lists, counts.

Which conversations stand on a page is asked of notmuch itself, through windows of dates that widen
until the page is full (the cost of a query follows what matches, not what is taken). What a row
says comes from the cache, after whatever changed in just these threads since the cache's revision
was read again: so counts are right at once after another program changed tags, however many.
"""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from indexer import query
from indexer.conversations import fresh, summarise
from indexer.crowds import Crowds
from indexer.errors import IndexerError
from indexer.model.conversations import Page
from indexer.model.lists import MailList, Member
from indexer.model.state import Count, Mark, Search, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from indexer.cache import Cache
    from indexer.database import Reading
    from indexer.session import Session

    _Newest = Callable[[str], Iterator[tuple[int, str]]]

_DAY = 86_400
_WEEKS = 12


def rows(db: Reading, session: Session, asked: str, before: int | None, limit: int) -> Page:
    """Conversations with a message that matches, newest matching message first."""
    cache, hello = session.cache, session.hello
    wanted = query.translate(asked, _parts_of_lists(db, asked))
    newest = partial(_newest, db, cache)
    found: dict[str, int] = {}
    high = before - 1 if before is not None else None
    top = int(cache.meta("newest", "0")) or int(time.time())
    span = 7 * _DAY
    more = True
    while more and len(found) < limit:
        low = (high if high is not None else top) - span
        news, reached = _window(newest, wanted, (max(low, 0), high), found, limit)
        more = reached > 0
        if before is not None and news:
            for label in _shown_before(newest, wanted, cache.threads(news) or news, before):
                news.pop(label, None)
        found |= news
        high = reached - 1
        span *= 4
    messages = fresh(db, cache, list(found))
    crowds = Crowds(cache, session.own)
    page = tuple(
        summarise(messages[t], crowds, people=hello.storm_people, answers=hello.storm_answers)
        for t in found
        if messages[t]
    )
    return Page(page, high + 1 if more and high is not None else None)


def _window(
    newest: _Newest, wanted: str, dates: tuple[int, int | None], found: dict[str, int], limit: int
) -> tuple[dict[str, int], int]:
    """New conversations between two dates, newest first, and the date down to which all are there.

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
    for date, label in newest(asked or "*"):
        if label in found or label in news:
            continue
        if len(found) + len(news) >= limit and date != last:
            return news, last or 0
        news[label] = last = date
    return news, low


def _newest(db: Reading, cache: Cache, asked: str) -> Iterator[tuple[int, str]]:
    """Date and conversation of each message that matches, newest first."""
    known: dict[str, list[str]] = {}
    for date, message, thread in db.newest(asked):
        if thread not in known:
            known |= cache.labels([thread])
        labels = known[thread]
        if len(labels) > 1:
            yield date, cache.label(message) or labels[0]
        else:
            yield date, labels[0] if labels else thread


def _shown_before(newest: _Newest, wanted: str, threads: Iterable[str], before: int) -> set[str]:
    """The conversations with a message in one of these threads that stood on an earlier page."""
    shown = set()
    every = sorted(threads)
    for start in range(0, len(every), 100):
        some = query.threads(every[start : start + 100])
        asked = f"{some} and date:@{before}.."
        if wanted != "*":
            asked += f" and ({wanted})"
        shown |= {label for _, label in newest(asked)}
    return shown


def _parts_of_lists(db: Reading, asked: str) -> Mapping[str, str]:
    """Lists that were merged into others, and into which; nothing where no list is asked for."""
    if "list:" not in asked.casefold():
        return {}
    from indexer.lists import decisions

    said = decisions.parse(db.configs(decisions.PREFIX))
    there = frozenset(tag.removeprefix("list/") for tag in db.tags() if tag.startswith("list/"))
    return {name: said.whole(name, there) for name, one in said.said.items() if one.merged}


def counts(db: Reading, queries: Iterable[str], *, unread: bool) -> tuple[Count, ...]:
    """Messages that match, unless ``unread`` asks for those alone, and unread ones among them."""
    found = []
    for asked in queries:
        wanted = query.translate(asked, _parts_of_lists(db, asked))
        new = db.count("tag:unread" if wanted == "*" else f"({wanted}) and tag:unread")
        found.append(Count(None if unread else db.count(wanted), new))
    return tuple(found)


def lists(db: Reading, session: Session) -> tuple[MailList, ...]:
    """The lists, the one with the newest message first: messages as of now, the rest as cached."""
    cache = session.cache
    since = (int(time.time()) // _DAY + 1) * _DAY - _WEEKS * 7 * _DAY
    from indexer.lists import Lists

    known = Lists(cache, own=session.own)
    groups = {g.name: g for g in known.lists()}
    gone = known.names() - groups.keys()
    said = db.configs("cclear.list.")
    found = []
    for tag in db.tags():
        if not tag.startswith("list/"):
            continue
        name = tag.removeprefix("list/")
        group = groups.get(name)
        if name in gone and (known.said.of(name).merged or known.said.of(name).dropped):
            # Its last tags are being taken away.
            continue
        messages = db.count(query.sent(f"tag:{tag}"), exclude=False)
        if not messages:
            continue
        address = said.get(f"{name}.address") or (group.address if group else None)
        reached = {part.address for part in known.parts(name) if part.address}
        found.append(
            MailList(
                name=name,
                title=said.get(f"{name}.title") or (group.title if group else name),
                kind=group.kind if group else "list-id",
                address=address,
                members=group.members if group else 0,
                messages=messages,
                conversations=cache.conversations(name),
                unread=db.count(f"tag:{tag} and tag:unread"),
                last=cache.newest_listed(name),
                weeks=cache.weeks(name, since, _WEEKS),
                also=tuple(sorted(reached - {address})),
            )
        )
    return tuple(sorted(found, key=lambda m: (-(m.last or 0), m.name)))


def roster(session: Session, name: str) -> tuple[Member, ...]:
    """Who is and was on a list, and what they sign with; raises IndexerError ``unknown-id``."""
    from indexer.lists import Lists

    lists = Lists(session.cache, own=session.own)
    name = lists.whole(name)
    if lists.parts(name):
        members = lists.roster(name)
        bounced = session.cache.bounced(member.address for member in members)
        return tuple(
            replace(_with_card(m, session.cache), bounced=bounced.get(m.address)) for m in members
        )
    raise IndexerError("unknown-id", f"there is no list {name!a:.80}; names: cclear lists")


def _with_card(member: Member, cache: Cache) -> Member:
    card = cache.card(member.address)
    return replace(member, name=member.name or card.name.text, card=card)


def searches(db: Reading) -> tuple[Search, ...]:
    """The saved searches: notmuch's own named queries."""
    return tuple(Search(name, text) for name, text in sorted(db.configs("query.").items()) if text)


def mark(db: Reading, cache: Cache) -> Mark:
    """The database's revision, and how many texts are still to be worked out."""
    return Mark(db.uuid, db.revision, cache.total("uncleaned"))


def look(db: Reading, cache: Cache) -> State:
    """The mark, how much mail there is, and when it was taken in."""
    indexed = cache.meta("indexed")
    messages = db.count("*", exclude=False)
    return State(mark(db, cache), messages, int(indexed) if indexed else None)
