"""The pass over header blocks: what a message's head says, put into the cache. No bodies."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from indexer import automatic, envelope, gate
from indexer.cache import News
from indexer.joining import headed, is_unsure, parents
from indexer.lists import Seen
from indexer.model.people import Person

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from indexer.cache import Cache, Row
    from indexer.database import Known, Reading
    from indexer.envelope import Envelope

_VIA = re.compile(r"\s+(?:via|über|par|tramite)\s.{1,80}$", re.IGNORECASE)


class Facts(msgspec.Struct, frozen=True, array_like=True):
    """What the finder of lists wants to know of a message, but for its recipients."""

    list_id: str | None
    list_title: str
    list_post: str | None
    no_post: bool
    unsubscribe: bool
    precedence: str
    auto: bool
    recipients: int
    list_names: tuple[str, ...] = ()
    forum: bool = False
    first: str = ""


def put_known(cache: Cache, known: Iterable[Known]) -> None:
    """Put messages as the database knows them, each string through the gate."""
    rows = []
    for k in known:
        sender = next(iter(envelope.people(k.sender)), None) or Person(gate.line(k.sender), "")
        rows.append(
            News(
                k.id, k.thread, k.date, sender.name, sender.address, gate.line(k.subject), k.tags,
                k.conversation, k.followed, k.looked, gate.line(k.evidence),
                tuple(map(gate.line, k.hands)),
            )
        )  # fmt: skip
    cache.put_messages(rows)


def read_head(path: Path) -> Envelope:
    """The envelope of a message's file; raises OSError."""
    # Read by itself: a buffer would take as much again.
    with path.open("rb", buffering=0) as file:
        raw = file.read(16 << 10)
        while b"\n\n" not in raw and b"\r\n\r\n" not in raw and len(raw) < 200 << 10:
            more = file.read(64 << 10)
            if not more:
                break
            raw += more
    raw = envelope.newlines(raw)
    block, begins = envelope.split(raw)
    found = envelope.parse(block)
    if not found.automatic and (kind := automatic.of_body(raw, begins)):
        return replace(found, auto=True, automatic=kind)
    return found


def take_heads(db: Reading, cache: Cache, rows: Iterable[Row]) -> list[int]:
    """Read the header blocks of messages; inside a transaction.

    The keys of those of which the text alone may say what they belong to.
    """
    uncleaned: list[tuple[int, int]] = []
    waiting: list[tuple[int, int, bytes]] = []
    unjoined: list[tuple[int, int, bytes | None]] = []
    untagged: set[str] = set()
    unsure = []
    for row in rows:
        try:
            env = read_head(db.file(row.id))
        except Exception as error:
            if isinstance(error, MemoryError):
                raise
            env = envelope.parse(b"")
        people = {p.address: p.name for p in (*env.to, *env.cc)}
        named = len(people)
        # Not notmuch's From: it decodes before anybody reads the addresses in it, so that an
        # encoded name can hold another address.
        sender = author(env, env.sender if env.sender.address else Person(row.name, row.address))
        if sender.address:
            people.setdefault(sender.address, sender.name)
        recipients = cache.intern(people)
        cache.put_headers(
            row.key,
            sender,
            parents(env.in_reply_to, env.references),
            people=named,
            recipients=recipients,
            post=env.list_post or env.list_id or next(iter(env.list_names), ""),
            auto=env.automatic,
        )
        facts = Facts(
            env.list_id, env.list_title, env.list_post, env.no_post, env.unsubscribe,
            env.precedence, env.auto, recipients, env.list_names, env.forum,
            env.to[0].address if env.to else "",
        )  # fmt: skip
        uncleaned.append((row.date, row.key))
        # What was not sent to anybody yet makes nobody a member; once it is, it comes here again.
        if not row.unsent:
            waiting.append((row.date, row.key, msgspec.msgpack.encode(facts)))
            untagged.add(row.label)
            letter = headed(replace(env, id=row.id, date=row.date), sender)
            unjoined.append((row.date, row.key, msgspec.msgpack.encode(letter)))
            if is_unsure(letter):
                unsure.append(row.key)
    cache.add_uncleaned(uncleaned)
    cache.add_waiting(waiting)
    cache.add_unjoined(unjoined)
    cache.add_untagged(untagged)
    return unsure


def author(env: Envelope, known: Person) -> Person:
    """Who wrote a message: its From, or where a list put its own address there, whom it names.

    Lists do that so that DMARC lets their mail through (RFC 7960, section 4.1.3.1); the name then
    often says "Jane via the-list".
    """
    itself = {env.list_post, *env.list_names}
    if known.address and known.address in itself:
        for person in (*env.original, *env.reply_to):
            if person.address not in itself:
                return Person(person.name or _VIA.sub("", known.name), person.address)
    return known


def seen(cache: Cache, row: Row, packed: bytes, own: frozenset[str], now: int) -> Seen:
    """A message as the finder of lists takes it; one from the future is of ``now``."""
    facts = msgspec.msgpack.decode(packed, type=Facts)
    known = cache.people(facts.recipients)
    people = tuple(person for person in known if person.address != row.address)
    if facts.first:
        # Sets of people are kept without their order; whom a message is to first says something.
        first = tuple(person for person in people if person.address == facts.first)
        people = (*first, *(person for person in people if person.address != facts.first))
    written = (cache.author(parent[1:]) for parent in row.parents)
    answers = next((address for address in written if address is not None), None)
    return Seen(
        id=row.id, thread=row.thread, date=min(row.date, now), sender=Person(row.name, row.address),
        recipients=people, subject=row.subject, list_id=facts.list_id,
        list_title=facts.list_title, list_post=facts.list_post, no_post=facts.no_post,
        unsubscribe=facts.unsubscribe, precedence=facts.precedence, auto=facts.auto,
        own=row.address in own or not own.isdisjoint([p.address for p in people]), answers=answers,
        list_names=facts.list_names, forum=facts.forum,
    )  # fmt: skip
