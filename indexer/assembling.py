"""Conversations assembled: the joiner is fed with what is known of messages, and believed.

A message is taken as soon as its header block was read, and again once its text was. What the
joiner decides stands in the cache at once: the parent of each message, and the label that all of
one conversation have. What notmuch's own threads do not show :mod:`indexer.retagging` writes to
the database, so that it outlives the cache and every program sees it.

Only whoever holds the lock of taking in may do this: the joiner remembers what it wrote.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from indexer import byhand, joining, leaving, record
from indexer.cache import Postings
from indexer.conversations import JOINED, conversation_id, is_joined
from indexer.joining import Joiner, Letter
from indexer.model.intake import Progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from indexer.cache import Cache, Row
    from indexer.joining import Changed
    from indexer.model.bodies import Zone
    from indexer.session import Session

_TAKE = 200
_RECOVER = 20


def join(session: Session) -> Iterator[Progress]:
    """Have the joiner take all that waits; each step is one transaction."""
    cache = session.cache
    if not cache.waits_to_join():
        return
    postings = Postings(cache)
    joiner = Joiner(postings)
    done, total = 0, cache.total("unjoined")
    while True:
        waiting, gone = cache.unjoined(_TAKE), cache.departed(_TAKE)
        if not waiting and not gone:
            yield from _recover(cache, joiner)
            return
        with cache.change():
            letters = _letters(cache, joiner, {key: packed for _, key, packed in waiting})
            before = joiner.drop(gone)
            after = joiner.take(letters)
            _believe(cache, joiner, (before, after))
            postings.flush()
            cache.was_joined([each[:2] for each in waiting], gone)
            cache.add_unrecovered((), [key for _, key, _ in waiting])
        done += len(waiting)
        yield Progress("joins", done, total)


def _recover(cache: Cache, joiner: Joiner) -> Iterator[Progress]:
    """Find what is known from quotes alone, in the conversations where that may have changed."""
    done, total = 0, cache.total("unrecovered")

    def zones(message: str) -> tuple[Zone, ...]:
        body = cache.body(message)
        return body.zones if body else ()

    while labels := cache.unrecovered(_RECOVER):
        with cache.change():
            for label in labels:
                here = joiner.labelled(int(label.removeprefix(JOINED))) if is_joined(label) else ()
                found = joiner.recovered(here[0], zones) if here else joining.Recovered()
                packed = msgspec.msgpack.encode(found) if found.ghosts else None
                cache.put_recovered(label, packed, (ghost.id for ghost in found.ghosts))
        done += len(labels)
        yield Progress("joins", done, total)


def _letters(cache: Cache, joiner: Joiner, waiting: Mapping[int, bytes | None]) -> Iterator[Letter]:
    """Messages for the joiner, each with its text where that was read."""
    said = cache.has_hands()
    for row in sorted(cache.by_key(waiting), key=lambda row: (row.date, row.key)):
        packed = waiting[row.key]
        known = msgspec.msgpack.decode(packed, type=Letter) if packed else joiner.letter(row.id)
        if known is None or row.unsent:
            continue
        hand = byhand.of(cache, row) if said else None
        body = cache.body(row.id) if row.said is not None else None
        if body:
            yield joining.told(known, body.zones, hand)
        else:
            yield msgspec.structs.replace(known, kept=record.read(cache, row), hand=hand)


def _believe(cache: Cache, joiner: Joiner, changes: Iterable[Changed]) -> None:
    """Put what the joiner decided on the messages."""
    said = cache.has_hands()
    labels: set[int] = set()
    moved: set[str] = set()
    for change in changes:
        labels |= change.labels
        moved |= {message for message, join in change.joins.items() if join}
    for message in moved:
        if join := joiner.join(message):
            cache.place(message, join)
    members = {f"{JOINED}{label}": joiner.labelled(label) for label in labels}
    before = {row.id: row for row in cache.by_id({*moved, *chain(*members.values())})}
    ids = {
        label: conversation_id(rows)
        for label, rows in cache.rows({row.label for row in before.values()}).items()
    }
    parted = {
        row.label for label, messages in members.items() for message in messages
        if (row := before.get(message)) and row.placed and row.label != label
    }  # fmt: skip
    leaving.leave(cache, parted)
    cache.relabel(
        {message: label for label, messages in members.items() for message in messages},
        {row.label for row in before.values() if not row.placed} | parted,
    )
    cache.follow_thread({row.thread for row in before.values()})
    known = cache.rows([label for label, messages in members.items() if messages])
    # Of one whose mail was removed the joiner may know some that it is still to hear of.
    grown = {label: rows for label, rows in known.items() if any(row.placed for row in rows)}
    unkept: set[int] = set()
    for label, rows in grown.items():
        placed = [row for row in rows if row.placed]
        first = [before[m] for m in members[label] if m in before]
        called = [ids[row.label] for row in first if row.label in ids]
        unkept |= _keep(cache, label, placed, called)
        unkept.update(row.key for row in placed if row.record != record.of(row))
        if said:
            unkept.update(row.key for row in placed if byhand.missing(cache, row))
    cache.add_unkept(unkept)
    cache.add_untagged(grown)
    cache.add_unrecovered(grown, ())


def _keep(cache: Cache, label: str, rows: Sequence[Row], known: Sequence[str]) -> set[int]:
    """See to the id of a conversation: the one that it was known by first.

    ``known`` are those that its messages were known by, first that of the message taken in first.
    The keys of the messages for which that is news.
    """
    claims = dict.fromkeys((*(row.conversation for row in rows if row.conversation), *known))
    first = rows[0]
    chosen = next((one for one in claims if _may_be(cache, label, rows, one)), first.hash)
    if cache.is_thread(label):
        wanted = {row.key: row.conversation for row in rows}
        wanted[first.key] = chosen if chosen != first.hash else first.conversation and chosen
    else:
        wanted = {row.key: chosen for row in rows}
    news = {row.key: wanted[row.key] for row in rows if row.conversation != wanted[row.key]}
    if news:
        cache.keep(news)
    return set(news)


def part_with(cache: Cache, keys: Sequence[int]) -> None:
    """See that a conversation keeps its id though the message that it is of goes."""
    gone = frozenset(keys)
    labels = {row.label for row in cache.by_key(keys)}
    for label, rows in cache.rows(labels).items():
        left = [row for row in rows if row.key not in gone and row.placed]
        if left and (known := conversation_id(rows)) != conversation_id(left):
            cache.keep({left[0].key: known})
            cache.add_unkept([left[0].key])
            cache.add_untagged([label])


def _may_be(cache: Cache, label: str, rows: Sequence[Row], known: str) -> bool:
    """Whether a conversation may be known by an id: the message that it is of is not elsewhere.

    Who reads the mail anew has to read the texts first, to see where that one belongs.
    """
    owner = cache.by_hash(known)
    return (
        owner is None
        or owner.hash != known
        or owner.label == label
        or any(row.conversation == known and row.said is None for row in rows)
    )
