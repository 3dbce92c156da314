"""Whether another program writes to the database, and waiting until none does."""

from __future__ import annotations

import fcntl
import time
from typing import TYPE_CHECKING

import notmuch2

from indexer.database.failures import failure
from indexer.database.reading import Reading
from indexer.errors import IndexerError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.database.values import Place


def locked(place: Place) -> bool:
    """Whether another program is writing just now; a look that changes nothing."""
    with Reading(place) as db:
        home = db.path
    for lock in (home / ".notmuch/xapian/flintlock", home / "xapian/flintlock"):
        if lock.exists():
            try:
                with lock.open("r+b") as handle:
                    fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            except PermissionError as error:
                raise failure(notmuch2.ReadOnlyDatabaseError(), place) from error
            except OSError:
                return False
    return False


def wait(place: Place, limit: float) -> Iterator[None]:
    """Yield until nobody else writes; raises ``locked`` after ``limit`` seconds."""
    until = time.monotonic() + limit
    while locked(place):
        if time.monotonic() > until:
            raise IndexerError(
                "locked",
                "another program is writing to the mail's index; try again when it is done",
            )
        yield
        time.sleep(0.05)
