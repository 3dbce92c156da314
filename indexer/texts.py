"""All that a message's file tells once its text is read: worked out in one go, in bounded time."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indexer import (
    asking,
    automatic,
    body,
    cards,
    chatter,
    failures,
    frame,
    subjects,
    telling,
    zones,
)
from indexer.database import Reading
from indexer.errors import IndexerError
from indexer.homes import files, hashtags
from indexer.limits import TooSlow, deadline
from indexer.model.bodies import Body, Zone
from indexer.model.people import Person

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.cache import Cache, Row
    from indexer.homes.files import Brought
    from indexer.session import Session

SECONDS = 3.0
PICTURE = 40_000
"""Bytes up to which a picture in a text is taken for a signature's, which says nothing."""
_BIGGEST = 64 << 20
_TOO_MUCH = (TooSlow, MemoryError, RecursionError)


@dataclass(frozen=True, slots=True)
class Text:
    """A message's body, its first words, the files it brought, and whom it says mail failed to."""

    body: Body
    snippet: str = ""
    files: tuple[Brought, ...] = ()
    failed: tuple[str, ...] = ()


def unread(message: str, trouble: str) -> Text:
    """What is known of a message that cannot be read, and why."""
    return Text(Body(message, (Zone("new", ""),), (), trouble))


def work_out(message: str, raw: bytes, subject: str, sender: str = "") -> tuple[Body, str]:
    """A message's body and its snippet, in bounded time; never raises for anything in it.

    ``sender`` is its author's name.
    """
    try:
        with deadline(SECONDS):
            text = body.read(raw)
            split = zones.split(text.text, subject, text.hints)
            said = telling.snippet(split, sender)
            return Body(message, split, text.parts, text.trouble, snippet=said), said
    except TooSlow:
        trouble = (
            f"This message's text took longer than {SECONDS:.0f} seconds to read; "
            "pipe it to a pager to see it raw."
        )
    except MemoryError:
        trouble = "This text needs too much memory to read; pipe it to a pager to see it raw."
    except RecursionError:
        trouble = "This message is nested too deeply to read; pipe it to a pager to see it raw."
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


def read(session: Session, message: str, row: Row | None) -> Text:
    """What a message's file tells; never raises for anything in it."""
    try:
        with Reading(session.place) as db:
            path = db.file(message)
        raw = load(path)
    except IndexerError as error:
        text = unread(message, error.text)
        return replace(text, body=replace(text.body, auto=row.auto)) if row else text
    subject, sender = (row.subject, row.name) if row else ("", "")
    found, snippet = work_out(message, raw, subject, sender)
    if row is None:
        return Text(found, snippet)
    brought: tuple[Brought, ...] = ()
    failed: tuple[str, ...] = ()
    with contextlib.suppress(*_TOO_MUCH), deadline(SECONDS):
        brought = files.of(raw, found.parts)
        if row.auto == "bounce":
            failed = failures.failed(raw)
    return Text(_judged(session.cache, row, found), snippet, brought, failed)


def keep(cache: Cache, row: Row, text: Text) -> None:
    """Put what a message's file told into the cache; in a transaction of the caller's."""
    cache.put_body(row.key, text.body, text.snippet)
    if row.headers and not row.unsent:
        # What it says and quotes may show what it answers, and what answers it.
        cache.add_unjoined([(row.date, row.key, None)])
    said = zones.clean(text.body.zones)
    asks = asking.asks(said) or asking.asks(subjects.bare(row.subject))
    cache.put_contents(row.key, asks=asks, hashtags=hashtags.of(said), files=text.files)
    # A report from the future would be one that nothing they write comes after.
    cache.put_failed(row.key, min(row.date, int(time.time())), text.failed)
    # Whose it is, is known once its header block was read; then its text is worked out again.
    if row.headers and not row.unsent:
        cache.put_signed(row, cards.of_message(text.body.zones, Person(row.name, row.address)))


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
        names = {w for p in cache.people(row.recipients) for w in p.name.lower().split()}
    return replace(found, chat=chatter.chat_of(text, names, sender=row.name))
