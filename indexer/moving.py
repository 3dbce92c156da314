"""Joining conversations by hand, splitting them, saying what answers what; and taking that back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer import byhand, conversations, headers, record, takein
from indexer.database import Reading, Writing, wait
from indexer.errors import IndexerError
from indexer.model.joins import Moved

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence

    from indexer.cache import Cache, Row
    from indexer.session import Session

    Job = Generator[None, None, Moved]

_PATIENCE = 120.0


def join(session: Session, named: str, into: str) -> Job:
    """Make one conversation of two. Raises IndexerError ``unknown-id``, ``usage``."""
    yield from _see(session)
    with Reading(session.place) as db:
        rows, others = (_rows(db, session.cache, one) for one in (named, into))
    if rows[0].label == others[0].label:
        raise IndexerError("usage", f"{named} and {into} are one conversation already")
    here = {row.id for row in rows}
    conversation = conversations.conversation_id(rows)
    roots = [row for row in rows if row.parent not in here]
    said = {row.id: byhand.line(row.id, "joins", others[0].id, conversation) for row in roots}
    return (yield from _say(session, said, {row.id: others[0].id for row in roots}))


def split(session: Session, named: str) -> Job:
    """Let a message, with all that answers it, be a conversation of its own.

    A conversation's id stands for the message that it was made of: of two that were joined one is
    split off again by its own. Raises IndexerError ``unknown-id``, ``usage``.
    """
    yield from _see(session)
    with Reading(session.place) as db:
        rows = _rows(db, session.cache, named)
        row = _message(session.cache, rows, named)
    if row is None or (row.parent is None and row == rows[0]):
        raise IndexerError(
            "usage", f"{named} begins its conversation; name the message to split at, as id:..."
        )
    conversation = conversations.conversation_id(rows)
    away = row.parent or rows[0].id
    said = byhand.line(row.id, "alone", away, conversation)
    return (yield from _say(session, {row.id: said}, {row.id: away}))


def answer(session: Session, named: str, parent: str) -> Job:
    """Let a message answer another. Raises IndexerError ``unknown-id``, ``usage``."""
    yield from _see(session)
    with Reading(session.place) as db:
        rows, others = (_rows(db, session.cache, one) for one in (named, parent))
        row, other = (_message(session.cache, *one) for one in ((rows, named), (others, parent)))
    if row is None or other is None:
        raise IndexerError("usage", "name two messages, as id:...; the first answers the second")
    if row.id == other.id:
        raise IndexerError("usage", f"{named} cannot answer itself; name two messages")
    if row.id in _above(rows, other):
        raise IndexerError(
            "usage", f"{parent} is below {named}, and a message cannot answer its own answers"
        )
    conversation = conversations.conversation_id(rows)
    said = {row.id: byhand.line(row.id, "answers", other.id, conversation)}
    beside = {row.id: other.id}
    if top := _closing(session.cache, rows, row, other):
        # It was joined to what hangs below it now: from a circle nothing could be split off again.
        said[top.id] = byhand.line(top.id, "alone", "", conversation)
    return (yield from _say(session, said, beside))


def undo(session: Session, named: str, *, split: bool) -> Job:
    """Take back what was said by hand of a message or of a conversation.

    Of a conversation that was joined to another, all of it, whichever of its messages is named.
    Raises IndexerError ``unknown-id``, ``usage``.
    """
    yield from _see(session)
    cache = session.cache
    whats = ("alone",) if split else ("joins", "answers")
    with Reading(session.place) as db:
        rows = _rows(db, cache, named)
        row = _message(cache, rows, named)
    lines = [
        (known, what, conversation)
        for value in cache.every_hand()
        for message, what, _, conversation in [[*value.split(" "), "", "", ""][:4]]
        if what in whats and (known := record.named(cache, message))
    ]
    found = {m for m, _, conversation in lines if (row and m == row.id) or conversation == named}
    if not found and row:
        # A conversation is joined, and split off, by what it begins with.
        above = _above(rows, row)
        whole = {c for m, what, c in lines if m in above and what == "joins"}
        found = {m for m, what, c in lines if what == "joins" and c in whole}
        if split and not named.startswith("id:"):
            found = {m for m, _, _ in lines if m in above}
    if not found:
        raise IndexerError("usage", f"nothing was said of {named} by hand that can be taken back")
    return (yield from _say(session, dict.fromkeys(sorted(found), ""), {}))


def restore(session: Session, before: Iterable[tuple[str, str]]) -> Job:
    """Say of messages what was said of them before: a Message-ID, and a line or nothing, each."""
    yield from _see(session)
    said = dict(before)
    beside = {}
    for message, value in said.items():
        other = record.named(session.cache, [*value.split(" "), "", ""][2])
        if other and session.cache.row(other):
            beside[message] = other
    return (yield from _say(session, said, beside))


def _see(session: Session) -> Iterator[None]:
    """Know what the database says by now: a round of taking in may not have come to it yet."""
    for _ in takein.see(session):
        yield None


def _rows(db: Reading, cache: Cache, named: str) -> list[Row]:
    """A conversation's messages that were sent, in order."""
    label = conversations.label_of(db, cache, named)
    found = conversations.fresh(db, cache, [label])[label]
    bare = [row for row in found if not row.headers]
    if bare:
        with cache.change():
            headers.take_heads(db, cache, bare)
        found = cache.rows([label])[label]
    if sent := [row for row in found if not row.unsent]:
        return sent
    raise IndexerError("usage", f"{named} is not sent yet; it goes where what it answers is")


def _message(cache: Cache, rows: Sequence[Row], named: str) -> Row | None:
    """The message that an id names; of a conversation's the one that it was made of."""
    if named.startswith("id:"):
        message = named.removeprefix("id:").strip("<>")
        return next((row for row in rows if row.id == message), None)
    found = cache.by_hash(named)
    return found if found and found.hash == named else None


def _above(rows: Sequence[Row], row: Row) -> set[str]:
    """A message and all that it answers."""
    known = {one.id: one for one in rows}
    found: set[str] = set()
    at: Row | None = row
    while at and at.id not in found:
        found.add(at.id)
        at = known.get(at.parent or "")
    return found


def _closing(cache: Cache, rows: Sequence[Row], row: Row, other: Row) -> Row | None:
    """What was joined to a message or to what is below it, and has ``other`` below itself."""
    known = {one.id: one for one in rows}
    seen: set[str] = set()
    at: Row | None = other
    top = None
    while at and at.id != row.id and at.id not in seen:
        seen.add(at.id)
        above = known.get(at.parent or "")
        if above is None:
            hand = byhand.of(cache, at)
            top = at
            above = known.get(hand.other) if hand and hand.what == "joins" else None
        at = above
    return top if at and at.id == row.id else None


def _say(session: Session, said: dict[str, str], beside: dict[str, str]) -> Job:
    """Write down what is said of messages, nothing where it is taken back; then do it.

    Each stands on the message, and ``beside`` on another.
    """
    cache = session.cache
    about = {record.reference(message): message for message in said}
    for message in said:
        if row := cache.row(message):
            about[f"#{row.hash}"] = message
    held = [(row.id, value) for row, value in _held(cache, about)]
    before = {about[value.split(" ")[0]]: value for _, value in held}
    touched = {holder for holder, _ in held} | said.keys() | set(beside.values())
    wanted: dict[str, set[str]] = {message: set() for message in touched}
    for message, value in said.items():
        for holder in filter(None, (message, beside.get(message, ""))) if value else ():
            wanted[holder].add(value)
    for _ in wait(session.place, _PATIENCE):
        yield None
    with Writing(session.place) as db:
        db.say_hands(wanted, about)
    done = yield from takein.after_deciding(session)
    row = cache.row(next(iter(said)))
    rows = cache.rows([row.label])[row.label] if row else []
    return Moved(
        conversations.conversation_id(rows) if rows else "",
        tuple(said),
        tuple((message, before.get(message, "")) for message in said),
        later=not done,
    )


def _held(cache: Cache, about: Iterable[str]) -> list[tuple[Row, str]]:
    lines = cache.hands(list(about))
    rows = {row.key: row for row in cache.by_key({holder for holder, _ in lines})}
    return [(rows[holder], value) for holder, value in lines if holder in rows]
