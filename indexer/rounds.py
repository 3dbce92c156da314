"""A round of taking in mail: ``notmuch new``, then all that follows from what it found."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from indexer import lock, newmail
from indexer.database import wait
from indexer.model.intake import Indexed, Progress

if TYPE_CHECKING:
    from collections.abc import Generator

    from indexer.session import Session


def index(
    session: Session, children: set[int], *, rebuild: bool
) -> Generator[Progress, None, Indexed]:
    """One round; only one at a time works on a mailbox, another waits for it."""
    started = time.monotonic()
    with lock.opened(session) as file:
        yield from lock.turn(file)
        if rebuild:
            with session.cache.change():
                session.cache.empty()
        for _ in wait(session.place, lock.PATIENCE):
            yield Progress("new", 0, 0, lock.OTHER)
        outcome = newmail.Outcome()
        with newmail.started(session.place, children) as child:
            # Loading what comes next takes as long as notmuch does for a few messages.
            from indexer import archiving, draftflags, importing, placing, takein

            yield from newmail.watch(child, outcome)
        yield from draftflags.tag(session)
        for done in placing.settle(session, session.mail_root / importing.FOLDER):
            yield Progress("tags", done, 0)
        for done in archiving.settle(session):
            yield Progress("tags", done, 0)
        yield from takein.catch_up(session)
        lists = yield from takein.tag_lists(session)
        with session.cache.change():
            session.cache.set_meta(indexed=int(time.time()))
    return Indexed(
        outcome.files, outcome.added, outcome.removed, outcome.moved, tuple(outcome.unreadable),
        lists, time.monotonic() - started,
    )  # fmt: skip
