"""Taking in what the database has: heads, lists and tags of what changed since last time.

Everything here is a generator that yields often, so that the worker can answer others meanwhile,
and leaves the cache in a state from which the next run goes on, wherever this one was ended:
a message's head, the finder's view of it and the tags it still needs are each recorded in the same
transaction as the work that they follow from.
"""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING, TypeVar

from indexer import archiving, assembling, bodies, headers, lock, retagging, settling
from indexer.database import Reading
from indexer.errors import IndexerError
from indexer.lists import Finder
from indexer.marks import MUTED
from indexer.model.intake import Progress
from indexer.owner import infer_own

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from indexer.session import Session

T = TypeVar("T")

_WINDOW = 4000
_HEADS = 100
_TAKE = 500
_GIVE_WAY = 1.0
_FEW = 300
_WEAK = (None, "subject")
"""Evidence that a text may better."""


def catch_up_in_turn(session: Session) -> Iterator[Progress]:
    """Bring the cache to the database's revision, without new mail; others are waited for."""
    with contextlib.ExitStack() as stack:
        file = None
        # Where nothing can be written the cache is this process's own.
        with contextlib.suppress(IndexerError):
            file = stack.enter_context(lock.opened(session))
        if file is not None:
            yield from lock.turn(file)
        yield from catch_up(session)


def tag_lists(session: Session) -> Generator[Progress, None, int]:
    """Bring tags to what was found of lists and what the user said of them; how many there are."""
    yield from assembling.join(session)
    for _ in settling.settle(session):
        yield Progress("lists", 0, 0)
    yield from retagging.write_tags(session)
    yield from _read_back(session)
    return session.cache.count_lists()


def after_deciding(session: Session) -> Generator[None, None, bool]:
    """Do now what was said of lists; False where a round that is going on leaves it to the next."""
    started = time.monotonic()
    with lock.opened(session) as file:
        while not lock.taken(file):
            if time.monotonic() - started > _GIVE_WAY:
                return False
            yield None
            time.sleep(0.05)
        for _ in _known(session, news=True):
            yield None
        for _ in tag_lists(session):
            yield None
    return True


def file_away(session: Session) -> Iterator[None]:
    """Move what was archived since the last round; whoever takes in mail just now does that."""
    if session.hello.archive:
        with lock.opened(session) as file:
            if lock.taken(file):
                for _ in archiving.settle(session):
                    yield None


def catch_up(session: Session) -> Iterator[Progress]:
    """Bring the cache to the database's revision: messages, their heads, joins and lists.

    Whoever calls it holds the lock.
    """
    yield from see(session)
    unsure = yield from _heads(session)
    yield from assembling.join(session)
    yield from _read(session, unsure)
    yield from _lists(session)


def see(session: Session) -> Iterator[Progress]:
    """Have the cache know which messages there are, and their tags, as the database does.

    Safe beside a round of taking in, which reads the rest.
    """
    yield from _known(session, news=True)
    yield from _forget_removed(session)


def _known(session: Session, *, news: bool) -> Iterator[Progress]:
    """Every message that changed since the cache's revision, in windows of revisions.

    What ``news`` says of conversations is left to
    :func:`indexer.retagging.write_tags` to put on all their messages.
    """
    cache = session.cache
    with Reading(session.place) as db:
        target, uuid = db.revision, db.uuid
    cache.belong(uuid)
    at = cache.revision
    start = at
    while at < target:
        end = min(at + _WINDOW, target)
        with Reading(session.place) as db:
            known = db.known(f"lastmod:{at + 1}..{end}")
            muted = MUTED in db.tags()
        for part in _parts(known, 400):
            with cache.change():
                headers.put_known(cache, part)
                if news and (muted or cache.follows()):
                    labels = cache.labels({k.thread for k in part}).values()
                    # Another program tagged one message, a file was taken away and came back,
                    # threads were joined: then a part alone is muted or followed.
                    cache.add_untagged(cache.uneven({one for some in labels for one in some}))
            yield Progress("headers", at - start, target - start)
        with cache.change():
            newest = max([int(cache.meta("newest", "0")), *(k.date for k in known)])
            cache.set_meta(revision=end, newest=newest)
        at = end
        yield Progress("headers", at - start, target - start)


def _forget_removed(session: Session) -> Iterator[Progress]:
    """A deletion shows in no ``lastmod:``; only the counts tell."""
    cache = session.cache
    with Reading(session.place) as db:
        if db.count("*", exclude=False) == cache.total("message"):
            return
        there = set(db.ids("*"))
    gone = [key for key, message in cache.ids() if message not in there]
    for part in _parts(gone, 400):
        with cache.change():
            assembling.part_with(cache, part)
            cache.remove(part)
        yield Progress("headers", 0, 0)


def _heads(session: Session) -> Generator[Progress, None, list[int]]:
    """Read header blocks; of few, the messages whose text alone may say what they belong to."""
    cache = session.cache
    unsure: list[int] = []
    done, total = 0, cache.headless()
    few = total <= _FEW
    while rows := cache.headless_rows(_HEADS):
        with Reading(session.place) as db, cache.change():
            found = headers.take_heads(db, cache, rows)
        done += len(rows)
        unsure += found if few else ()
        yield Progress("headers", done, total)
    return unsure


def _read(session: Session, unsure: list[int]) -> Iterator[Progress]:
    """Read the texts that may say to which conversation new mail belongs.

    First those of messages that do not say it themselves; then, where that was not enough, those
    that they may quote. After much mail at once that is left to who reads texts ahead.
    """
    cache = session.cache
    if not unsure:
        return
    yield from bodies.now(session, cache.by_key(unsure))
    yield from assembling.join(session)
    if any(row.evidence in _WEAK and not row.parted for row in cache.by_key(unsure)):
        waiting = cache.uncleaned(_FEW + 1)
        if 0 < len(waiting) <= _FEW:
            yield from bodies.now(session, cache.by_key([key for _, key in waiting]))
            yield from assembling.join(session)


def _lists(session: Session) -> Iterator[Progress]:
    """Show the finder every message that it has not seen, oldest first.

    What became a list gets its name when all was seen: a name is for ever, and the more
    conversations there are the better it says what they share.
    """
    cache = session.cache
    total = cache.total("waiting")
    if not total:
        return
    if not session.named:
        with cache.change():
            cache.set_meta(own=" ".join(infer_own(cache)))
    now = int(time.time())
    finder = Finder(cache, own=session.own, cc_list_people=session.hello.cc_list_people)
    said = settling.read(session)
    done = 0
    while batch := cache.waiting(_TAKE):
        rows = {r.key: r for r in cache.by_key(key for _, key, _ in batch)}
        with cache.change():
            for date, key, packed in batch:
                row = rows.get(key)
                groups: tuple[str, ...] = ()
                # It may have become a draft since its head was read.
                if row and not row.unsent:
                    groups = finder.take(headers.seen(cache, row, packed, session.own, now))
                cache.taken(date, key, groups)
            # With the last of them, or it would seem to be decided what is on a list.
            if not cache.waiting(1):
                settling.promote(cache, finder, said)
            finder.flush()
        done += len(batch)
        yield Progress("lists", done, total)


def _read_back(session: Session) -> Iterator[Progress]:
    """See one's own changes of tags as those of any other program are seen."""
    for progress in _known(session, news=False):
        yield Progress("tags", progress.done, progress.total)


def _parts(values: list[T], size: int) -> Iterator[list[T]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]
