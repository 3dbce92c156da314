"""Texts read ahead of being asked, and what they show of conversations."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from indexer import assembling, bodies, lock, takein
from indexer.errors import IndexerError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from indexer.model.intake import Progress
    from indexer.session import Session

_EVERY: Final = 20.0
"""Seconds after which conversations are joined, while texts are still being read."""


def read(session: Session) -> Generator[Progress | None, None, None]:
    """Read what nobody has asked for yet, newest first, and join conversations by it."""
    until = time.monotonic() + _EVERY
    for step in bodies.catch_up(session):
        yield step
        if time.monotonic() > until:
            yield from join(session)
            until = time.monotonic() + _EVERY
    yield from join(session)


def read_all(session: Session) -> Iterator[Progress | None]:
    """Have all mail known, its texts read and all that they show joined.

    Whoever else may be at it is waited for; raises IndexerError ``locked`` where that takes long.
    """
    cache = session.cache
    yield from takein.catch_up_in_turn(session)
    until = time.monotonic() + lock.PATIENCE
    while cache.total("uncleaned") or cache.waits_to_join():
        left = cache.total("uncleaned")
        yield from read(session)
        if cache.total("uncleaned") < left:
            until = time.monotonic() + lock.PATIENCE
        elif time.monotonic() > until:
            raise IndexerError("locked", "another cclear is reading this mail; try again later")
        else:
            yield None
            time.sleep(0.05)


def join(session: Session) -> Iterator[Progress]:
    """Join what texts have shown; a round of taking in that is going on does it itself."""
    if session.cache.waits_to_join():
        with lock.opened(session) as file:
            if lock.taken(file):
                yield from assembling.join(session)
                yield from takein.tag_lists(session)
