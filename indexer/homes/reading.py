"""A home put together from the cache: as it is known now, or whole, with all texts read."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from indexer import ahead, bodies, headers, query, takein
from indexer.database import Reading
from indexer.errors import IndexerError
from indexer.homes import tally
from indexer.homes.tally import Letter, Sent
from indexer.homes.values import Home
from indexer.lists import Lists
from indexer.model.lists import Member
from indexer.model.people import Card, Person

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

    from indexer.homes.tally import Wrote
    from indexer.session import Session

_PAUSE: Final = 1.0
"""Seconds until a home is told again while its texts are read; twice as many each time."""
_LONGEST: Final = 15.0
_SOME: Final = 16


def now(session: Session, name: str) -> Home:
    """The home of a list, as far as its texts have been worked out.

    Raises IndexerError ``unknown-id`` where no message is on such a list.
    """
    _look(session, name)
    return _home(session, name)


def whole(session: Session, name: str) -> Generator[Home | None, None, Home]:
    """The home of a list at once, again now and then while its texts are read, and complete."""
    at_rest = _look(session, name)
    home = _home(session, name)
    yield home
    if not at_rest:
        for _ in takein.see(session):
            yield None
        yield (home := _home(session, name))
    elif not home.unread_texts:
        return home
    pause, until = _PAUSE, time.monotonic() + _PAUSE
    for _ in _read(session, name):
        if time.monotonic() < until:
            yield None
            continue
        yield _home(session, name)
        pause = min(2 * pause, _LONGEST)
        until = time.monotonic() + pause
    for _ in ahead.join(session):
        yield None
    return _home(session, name)


def _look(session: Session, name: str) -> bool:
    """Take in what changed of a list's messages; whether that is all there is to be known."""
    cache, tag = session.cache, f"tag:list/{name}"
    with Reading(session.place) as db:
        if f"list/{name}" not in db.tags():
            raise IndexerError("unknown-id", f"there is no list {name!a:.80}; names: cclear lists")
        if cache.meta("uuid") != db.uuid:
            return False
        if db.revision > cache.revision:
            known = db.known(f"{tag} and lastmod:{cache.revision + 1}..")
            with cache.change():
                headers.put_known(cache, known)
        return db.count(query.sent(tag), exclude=False) == cache.count_listed(name)


def _read(session: Session, name: str) -> Iterator[object]:
    """Have all texts on a list worked out."""
    cache = session.cache
    while cache.uncleaned(1, name):
        yield from bodies.catch_up(session, name)
        # Somebody else is at the texts of all mail: those wanted now are not waited for.
        yield from bodies.now(session, cache.by_key(k for _, k in cache.uncleaned(_SOME, name)))


def _home(session: Session, name: str) -> Home:
    cache = session.cache
    letters = [Letter._make(row) for row in cache.letters(name)]
    conversations = tally.by_conversation(letters).values()
    asked, answered = tally.questions(conversations)
    wrote = tally.people(letters)
    members, guests = _people(session, name, wrote)
    first = letters[0] if letters else None
    return Home(
        name=name,
        members=members,
        guests=guests,
        messages=len(letters),
        conversations=len(conversations),
        months=tally.months(letters),
        founder=Person(first.name, first.address) if first else None,
        since=first.date if first else None,
        last=letters[-1].date if letters else None,
        questions=asked,
        answered=answered,
        subjects=tally.subjects(name, conversations),
        hashtags=tally.topics(name, letters, cache.list_hashtags(name)),
        files=tally.files(letters, map(Sent._make, cache.list_files(name))),
        unread_texts=tally.unread_texts(letters),
    )


def _people(
    session: Session, name: str, wrote: Mapping[str, Wrote]
) -> tuple[tuple[Member, ...], tuple[Member, ...]]:
    """Who is and was on the list, and who wrote there without; each by address."""
    roster = {member.address: member for member in _roster(session, name)}
    cards = session.cache.cards({*roster, *wrote})
    bounced = session.cache.bounced({*roster, *wrote})

    def told(member: Member) -> Member:
        address = member.address
        counted = _counted(member, wrote.get(address), cards.get(address, Card()))
        return replace(counted, bounced=bounced.get(address))

    members = tuple(map(told, roster.values()))
    guests = tuple(
        told(Member(address, "", 0, one.first, one.last, None))
        for address, one in sorted(wrote.items())
        if address not in roster
    )
    return members, guests


def _roster(session: Session, name: str) -> tuple[Member, ...]:
    # Another program's list has a tag and no roster.
    lists = Lists(session.cache, own=session.own)
    return lists.roster(lists.whole(name))


def _counted(member: Member, wrote: Wrote | None, card: Card) -> Member:
    name = member.name or (wrote.name if wrote else "") or card.name.text
    if wrote is None:
        return replace(member, name=name, messages=0, answers=0, card=card)
    return replace(
        member, name=name, messages=wrote.messages, answers=wrote.answers, card=card,
        first=min(member.first, wrote.first), last=max(member.last, wrote.last),
    )  # fmt: skip
