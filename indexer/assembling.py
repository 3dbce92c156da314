"""Conversations assembled: the joiner is fed with what is known of messages, and believed.

A message is taken as soon as its header block was read, and again once its text was. What the
joiner decides stands in the cache at once: the parent of each message, and the label that all of
one conversation have. What notmuch's own threads do not show is written to the database besides
(DESIGN.md, Tags and properties), so that it outlives the cache and every program sees it.

Only whoever holds the lock of taking in may do this: the joiner remembers what it wrote.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final, get_args

import msgspec

from indexer import joining
from indexer.cache import Postings, identify
from indexer.conversations import JOINED, conversation_id
from indexer.database import Writing, wait
from indexer.joining import Joiner, Kept, Letter, Recorded
from indexer.model import Progress
from indexer.retagging import OTHER, PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from indexer.cache import Cache, Row
    from indexer.joining import Changed
    from indexer.session import Session

PLAIN: Final = ("in-reply-to", "references")
"""Evidence that every mail program sees, and that needs no record."""
_KINDS: Final = {kind: kind for kind in get_args(Recorded)}
_TAKE = 200
_KEEP = 200
_LONGEST = 200


def join(session: Session) -> Iterator[Progress]:
    """Have the joiner take all that waits; each step is one transaction."""
    cache = session.cache
    if not cache.waits_to_join():
        return
    joiner = Joiner(Postings(cache))
    done, total = 0, cache.total("unjoined")
    while True:
        waiting, gone = cache.unjoined(_TAKE), cache.departed(_TAKE)
        if not waiting and not gone:
            return
        with cache.change():
            letters = [one for each in waiting if (one := _letter(cache, joiner, *each[1:]))]
            before = joiner.drop(gone)
            after = joiner.take(letters)
            _believe(cache, joiner, (before, after))
            cache.was_joined([each[:2] for each in waiting], gone)
        done += len(waiting)
        yield Progress("joins", done, total)


def _letter(cache: Cache, joiner: Joiner, key: int, packed: bytes | None) -> Letter | None:
    """A message for the joiner, with its text where that was read; None where there is none."""
    row = next(iter(cache.by_key([key])), None)
    if row is None or row.unsent:
        return None
    known = msgspec.msgpack.decode(packed, type=Letter) if packed else joiner.letter(row.id)
    if known is None:
        return None
    if body := cache.body(row.id):
        return joining.told(known, body.zones)
    return msgspec.structs.replace(known, kept=_recorded(cache, row))


def _recorded(cache: Cache, row: Row) -> Kept | None:
    kind, _, named = row.record.partition(" ")
    if kind in _KINDS and named and (message := _named(cache, named)):
        return Kept(_KINDS[kind], message)
    return None


def _named(cache: Cache, reference: str) -> str | None:
    """The Message-ID that stands in a property, see :func:`reference`."""
    if not reference.startswith("#"):
        return reference
    row = cache.by_hash(reference[1:])
    return row.id if row else None


def _believe(cache: Cache, joiner: Joiner, changes: Iterable[Changed]) -> None:
    """Put what the joiner decided on the messages."""
    labels: set[int] = set()
    moved: set[str] = set()
    for change in changes:
        labels |= change.labels
        moved |= {message for message, join in change.joins.items() if join}
    for message in moved:
        if join := joiner.join(message):
            cache.place(message, join)
    members = {f"{JOINED}{label}": joiner.labelled(label) for label in labels}
    before = {m: row for m in {*moved, *chain(*members.values())} if (row := cache.row(m))}
    ids = {
        label: conversation_id(rows)
        for label, rows in cache.rows({row.label for row in before.values()}).items()
    }
    for label, messages in members.items():
        cache.relabel(messages, label)
    cache.follow_thread({row.thread for row in before.values()})
    grown = cache.rows([label for label, messages in members.items() if messages])
    for label, rows in grown.items():
        placed = [row for row in rows if row.placed]
        first = [before[m] for m in members[label] if m in before]
        known = [ids[row.label] for row in first if row.label in ids]
        _keep(cache, label, placed, known)
    cache.add_untagged(grown)


def _keep(cache: Cache, label: str, rows: Sequence[Row], known: Sequence[str]) -> None:
    """See to the id of a conversation: the one that it was known by first.

    ``known`` are those that its messages were known by, first that of the message taken in first.
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
    cache.keep(news)
    cache.add_unkept({*news, *(row.key for row in rows if row.record != record(row))})


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


def record(row: Row) -> str:
    """What the database is to have of why a message is in its conversation; mostly nothing.

    A kind of evidence and the Message-ID that it leads to, or ``split`` and the one that the
    message has nothing to do with.
    """
    if row.parted:
        return f"split {reference(row.parted)}"
    if row.evidence is None or row.evidence in PLAIN:
        return ""
    return f"{row.evidence} {reference(row.parent)}" if row.parent else row.evidence


def reference(message: str) -> str:
    """A Message-ID as it may stand in a property: a long or an odd one is hashed."""
    if len(message.encode()) <= _LONGEST and " " not in message and message.isprintable():
        return message
    return f"#{identify(message)}"


def keep(session: Session) -> Iterator[Progress]:
    """Write to the database what it does not say yet."""
    cache = session.cache
    done, total = 0, cache.total("unkept")
    while keys := cache.unkept(_KEEP):
        for _ in wait(session.place, PATIENCE):
            yield Progress("joins", done, total, OTHER)
        rows = cache.by_key(keys)
        with Writing(session.place) as db:
            for row in rows:
                db.keep_join(row.id, row.conversation or "", record(row))
        with cache.change():
            cache.was_kept(keys)
        done += len(keys)
        yield Progress("joins", done, total)
