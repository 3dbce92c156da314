"""What messages say: worked out once, kept in the cache, ahead of being asked where possible."""

from __future__ import annotations

import contextlib
import fcntl
import os
import sqlite3
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from indexer import (
    automatic,
    body,
    cards,
    chatter,
    conversations,
    envelope,
    failures,
    frame,
    gate,
    zones,
)
from indexer.database import Reading
from indexer.limits import TooSlow, deadline
from indexer.model import Body, IndexerError, Person, Progress, Recipients, Snippet, Zone

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator
    from pathlib import Path

    from indexer.cache import Cache, Row
    from indexer.session import Session

SECONDS = 3.0
PICTURE = 40_000
"""Bytes up to which a picture in a text is taken for a signature's, which says nothing."""
_BIGGEST = 64 << 20
_BATCH = 16
_TRIES = 12


def work_out(message: str, raw: bytes, subject: str) -> tuple[Body, str]:
    """A message's body and its snippet, in bounded time; never raises for anything in it."""
    try:
        with deadline(SECONDS):
            text = body.read(raw)
            split = zones.split(text.text, subject, text.hints)
            return Body(message, split, text.parts, text.trouble), zones.snippet(split)
    except TooSlow:
        trouble = (
            f"This message's text took longer than {SECONDS:.0f} seconds to read; | shows it raw."
        )
    except MemoryError:
        trouble = "This text needs too much memory to read; | shows it raw."
    except RecursionError:
        trouble = "This message is nested too deeply to read; | shows it raw."
    return Body(message, (Zone("new", ""),), (), trouble), ""


def load(path: Path) -> bytes:
    """The bytes of a message's file, at most 64 MiB; raises IndexerError ``unreadable``."""
    try:
        with path.open("rb") as file:
            return file.read(_BIGGEST)
    except OSError as error:
        raise IndexerError(
            "unreadable", f"the message's file cannot be read ({error.strerror}): {path}"
        ) from error


def of(session: Session, ids: Iterable[str]) -> Iterator[Body]:
    """What messages say, in order."""
    cache = session.cache
    for message in ids:
        found = cache.body(message)
        if found is None:
            row = cache.row(message)
            found, snippet, failed = _from_file(session, message, row)
            if row:
                # What cannot be kept, on a full disk say, is worked out again next time.
                with contextlib.suppress(sqlite3.OperationalError), cache.change():
                    _put(cache, row, found, snippet, failed)
        yield found


def _put(cache: Cache, row: Row, found: Body, snippet: str, failed: Iterable[str]) -> None:
    cache.put_body(row.key, found, snippet)
    # A report from the future would be one that nothing they write comes after.
    cache.put_failed(row.key, min(row.date, int(time.time())), failed)
    # Whose it is, is known once its header block was read; then its text is worked out again.
    if row.headers and not row.unsent:
        cache.put_signed(row, cards.of_message(found.zones, Person(row.name, row.address)))


def snippets(session: Session, asked: Iterable[str]) -> Iterator[Snippet]:
    """The snippets of conversations whose newest news has not been worked out yet."""
    cache = session.cache
    for named in asked:
        first = cache.by_hash(named)
        if first is None:
            continue
        rows = cache.rows([first.thread])[first.thread]
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
        rows = session.cache.rows([told.thread])[told.thread] or rows
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


def _from_file(
    session: Session, message: str, row: Row | None
) -> tuple[Body, str, tuple[str, ...]]:
    """What a message says, its snippet, and whom it says that mail failed to."""
    try:
        with Reading(session.place) as db:
            path = db.file(message)
        raw = load(path)
    except IndexerError as error:
        auto = row.auto if row else ""
        return Body(message, (Zone("new", ""),), (), error.text, auto=auto), "", ()
    found, snippet = work_out(message, raw, row.subject if row else "")
    if row is None:
        return found, snippet, ()
    failed: tuple[str, ...] = ()
    if row.auto == "bounce":
        with contextlib.suppress(TooSlow, MemoryError, RecursionError), deadline(SECONDS):
            failed = failures.failed(raw)
    return _judged(session.cache, row, found), snippet, failed


def _judged(cache: Cache, row: Row, found: Body) -> Body:
    """With what kind of nothing new it says, if any; what goes along with a text says something."""
    text = zones.clean(found.zones)
    auto = row.auto or automatic.of_text(row.subject, text)
    if auto == "meeting" and automatic.is_commented(frame.unframed(text, row.name)):
        # Whoever wrote something beside it answered.
        auto = ""
    if auto:
        return replace(found, chat="automatic", auto=auto)
    along = any(
        part.kind not in ("signature", "image") or (part.kind == "image" and part.size > PICTURE)
        for part in found.parts
    )
    brief = len(text) <= 2 * chatter.LONGEST
    if not brief or along or found.trouble or any(z.kind == "forward" for z in found.zones):
        return found
    names: set[str] = set()
    if row.recipients is not None:
        names = {w for _, name in cache.people(row.recipients) for w in name.lower().split()}
    return replace(found, chat=chatter.chat_of(text, names, sender=row.name))


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
            with cache.change():
                cache.put_body(
                    suspects[0],
                    Body("", (Zone("new", ""),), (), "This message could not be read."),
                    "",
                )
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
    for row in rows:
        done.append((row, *_from_file(session, row.id, row)))
        yield None
    with cache.change():
        for row, found, snippet, failed in done:
            _put(cache, row, found, snippet, failed)
        cache.set_meta(parsing="")


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
    return tuple(
        sorted((Person(n, a) for a, n in cache.addresses(keys).values()), key=lambda p: p.address)
    )


def save_part(session: Session, message: str, number: int, directory: Path) -> Path:
    """Write a part of a message to a new file of its own name; never over another."""
    from indexer import parts

    with Reading(session.place) as db:
        raw = load(db.file(message))
    try:
        with deadline(SECONDS * 5):
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
        return work_out("", raw, envelope.parse(envelope.head(raw)).subject)[0]
    try:
        with deadline(SECONDS):
            if form == "html":
                made = body.rendered(text)
                return Body("", zones.split(made.text, hints=made.hints))
            return Body("", zones.split(gate.block(text)))
    except TooSlow:
        why = f"this text took longer than {SECONDS:.0f} seconds to read"
    except (MemoryError, RecursionError):
        why = "this text needs too much memory to read"
    raise IndexerError("unreadable", f"{why}; cut it")
