"""What messages say: worked out once, kept in the cache, ahead of being asked where possible."""

from __future__ import annotations

import contextlib
import fcntl
import os
import sqlite3
from typing import TYPE_CHECKING

from indexer import body, conversations, envelope, gate, texts, zones
from indexer.database import Reading
from indexer.errors import IndexerError
from indexer.limits import TooSlow, deadline
from indexer.model.bodies import Body
from indexer.model.conversations import Snippet
from indexer.model.heads import Recipients
from indexer.model.intake import Progress
from indexer.model.people import Person

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence
    from pathlib import Path

    from indexer.cache import Cache, Row
    from indexer.session import Session

_BATCH = 16
_TRIES = 12


def of(session: Session, ids: Iterable[str]) -> Iterator[Body]:
    """What messages say, in order."""
    cache = session.cache
    for message in ids:
        found = cache.body(message)
        if found is None and (label := cache.haunts(message)):
            found = _recovered(cache, label, message)
        if found is None:
            row = cache.row(message)
            text = texts.read(session, message, row)
            found = text.body
            if row:
                # What cannot be kept, on a full disk say, is worked out again next time.
                with contextlib.suppress(sqlite3.OperationalError), cache.change():
                    texts.keep(cache, row, text)
        yield found


def _recovered(cache: Cache, label: str, message: str) -> Body | None:
    """What a message says that is known from a quote alone."""
    from indexer import haunting

    packed = cache.recovered(label)
    for ghost in haunting.read(packed).ghosts if packed else ():
        if ghost.id == message:
            return Body(message, haunting.zones(ghost), (), "")
    return None


def snippets(session: Session, asked: Iterable[str]) -> Iterator[Snippet]:
    """The snippets of conversations whose newest news has not been worked out yet."""
    cache = session.cache
    for named in asked:
        first = cache.by_hash(named)
        if first is None:
            continue
        rows = cache.rows([first.label])[first.label]
        if rows:
            draft = conversations.newest_draft(rows)
            told, said = _told(session, rows)
            own = _snippet(session, draft) if draft else ""
            yield Snippet(named, said, own, Person(told.name, told.address))


def _told(session: Session, rows: list[Row]) -> tuple[Row, str]:
    """The message that stands for a conversation, and its first words.

    Whether it says something new is known once its text is.
    """
    told = conversations.teller(rows)
    for _ in rows[:_TRIES]:
        said = _snippet(session, told)
        rows = session.cache.rows([told.label])[told.label] or rows
        before, told = told, conversations.teller(rows)
        if told.id == before.id:
            return told, said
    return told, _snippet(session, told)


def _snippet(session: Session, row: Row) -> str:
    if row.snippet is None:
        for _ in of(session, [row.id]):
            pass
        row = session.cache.row(row.id) or row
    return row.snippet or ""


def catch_up(session: Session, name: str = "") -> Generator[Progress | None, None, None]:
    """Work out what has not been asked yet, newest first; one process a mailbox does it.

    With the name of a list only what is on that, as soon as can be.

    Which messages are being worked on is written down first: should one end the process, they are
    tried one by one next time, and the one that does it again is given up.
    """
    cache = session.cache
    with cache.file.with_suffix(".bodies").open("a") as lock:
        try:
            fcntl.flock(lock.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        if not name:
            os.nice(5)
        suspects = [int(k) for k in cache.meta("parsing").split()]
        if len(suspects) == 1:
            given_up = texts.unread("", "This message could not be read.")
            with cache.change():
                for row in cache.by_key(suspects):
                    texts.keep(cache, row, given_up)
                cache.set_meta(parsing="")
        elif suspects:
            for row in cache.by_key(suspects):
                yield from _batch(session, [row])
        done, total = 0, cache.total("uncleaned")
        while keys := [key for _, key in cache.uncleaned(_BATCH, name)]:
            rows = cache.by_key(keys)
            yield from _batch(session, rows)
            done += len(rows)
            yield Progress("bodies", done, total)


def _batch(session: Session, rows: list[Row]) -> Iterator[None]:
    cache = session.cache
    with cache.change():
        cache.set_meta(parsing=" ".join(str(r.key) for r in rows))
    done = []
    try:
        for row in rows:
            done.append((row, texts.read(session, row.id, row)))
            yield None
    except GeneratorExit:
        # It was left off, and none of them ended the process.
        with cache.change():
            cache.set_meta(parsing="")
        raise
    with cache.change():
        _keep(cache, done)
        cache.set_meta(parsing="")


def now(session: Session, rows: Sequence[Row]) -> Iterator[Progress]:
    """Work out messages' texts, whoever else may be at them; a step each."""
    for start in range(0, len(rows), _BATCH):
        done = []
        for row in rows[start : start + _BATCH]:
            done.append((row, texts.read(session, row.id, row)))
            yield Progress("bodies", start + len(done), len(rows))
        with session.cache.change():
            _keep(session.cache, done)


def _keep(cache: Cache, done: Iterable[tuple[Row, texts.Text]]) -> None:
    """Keep texts of messages that are there still: a key may be another's by now."""
    told = {row.key: (row, text) for row, text in done}
    for here in cache.by_key(told):
        row, text = told[here.key]
        if here.id == row.id:
            texts.keep(cache, row, text)


def recipients(session: Session, message: str) -> Recipients:
    """Whom a message named, and who came and went against the one it answers."""
    from indexer.headers import read_head

    cache = session.cache
    with Reading(session.place) as db:
        try:
            env = read_head(db.file(message))
        except OSError as error:
            raise IndexerError(
                "unreadable", f"the message's file cannot be read ({error.strerror})"
            ) from error
        tree = conversations.open_tree(db, session, f"id:{message}")
    entry = next((e for e in (*tree.entries, *tree.unsent) if e.id == message), None)
    parent = cache.row(entry.parent) if entry and entry.parent else None
    row = cache.row(message)
    if not row:
        return Recipients(env.to, env.cc, (), ())
    mine = set(cache.members(row.recipients))
    theirs = set(cache.members(parent.recipients)) if parent else mine
    named = {person.address: person for person in (*env.to, *env.cc)}
    return Recipients(
        env.to, env.cc, _people(cache, mine - theirs), _people(cache, theirs - mine),
        Person(row.name, row.address), cache.card(row.address),
        tuple(named[address] for address in sorted(cache.bounced(named))),
    )  # fmt: skip


def _people(cache: Cache, keys: set[int]) -> tuple[Person, ...]:
    return tuple(sorted(cache.persons(keys).values(), key=lambda p: p.address))


def save_part(session: Session, message: str, number: int, directory: Path) -> Path:
    """Write a part of a message to a new file of its own name; never over another."""
    from indexer import parts

    with Reading(session.place) as db:
        raw = texts.load(db.file(message))
    try:
        with deadline(texts.SECONDS * 5):
            name, content = parts.part(raw, number)
    except (LookupError, TooSlow, MemoryError, RecursionError) as error:
        raise IndexerError("unreadable", "this part cannot be taken out of its message") from error
    stem, dot, ending = name.rpartition(".")
    tries = [
        name,
        *(
            f"{stem or ending}-{n}{dot if stem else ''}{ending if stem else ''}"
            for n in range(2, 1000)
        ),
    ]
    try:
        for attempt in tries:
            path = directory / gate.file_name(attempt)
            try:
                handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600)
            except FileExistsError:
                continue
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            return path
    except OSError as error:
        raise IndexerError(
            "disk", f"cannot save in {directory}: {error.strerror}; name another folder"
        ) from error
    raise IndexerError("disk", f"{directory} is full of files called {name}; name another folder")


def clean(form: str, text: str) -> Body:
    """The zones of a body given as such: ``text``, ``html``, or ``eml`` (a character a byte).

    Raises IndexerError ``unreadable`` where that takes too long, or too much memory.
    """
    if form == "eml":
        raw = text.encode("latin-1", "replace")
        return texts.work_out("", raw, envelope.parse(envelope.head(raw)).subject)[0]
    try:
        with deadline(texts.SECONDS):
            if form == "html":
                made = body.rendered(text)
                return Body("", zones.split(made.text, hints=made.hints))
            return Body("", zones.split(gate.block(text)))
    except TooSlow:
        why = f"this text took longer than {texts.SECONDS:.0f} seconds to read"
    except (MemoryError, RecursionError):
        why = "this text needs too much memory to read"
    raise IndexerError("unreadable", f"{why}; cut it")
