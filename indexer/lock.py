"""The lock of taking in mail: one process at a time works on a mailbox's cache and tags."""

from __future__ import annotations

import fcntl
import time
from typing import IO, TYPE_CHECKING

from indexer.errors import IndexerError
from indexer.model.intake import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.session import Session

PATIENCE = 600.0
"""Seconds for which others that write are waited for."""
OTHER = "another program is writing to the mail's index"


def opened(session: Session) -> IO[str]:
    """The file of the lock, not locked yet; raises IndexerError ``read-only``."""
    file = session.cache.file.with_suffix(".lock")
    try:
        return file.open("a")
    except OSError as error:
        raise IndexerError(
            "read-only", f"{file.parent} cannot be written to ({error.strerror}); see to that first"
        ) from error


def taken(file: IO[str]) -> bool:
    """Take the lock until the file is closed; False where another process has it."""
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def turn(file: IO[str]) -> Iterator[Progress]:
    """Wait for the lock and take it; raises IndexerError ``locked`` where that takes long."""
    started = time.monotonic()
    while not taken(file):
        if time.monotonic() - started > PATIENCE:
            raise IndexerError("locked", "another cclear is taking in mail; try again later")
        yield Progress("new", 0, 0, "another cclear is taking in mail")
        # It may be another job of this worker, which goes on in between.
        time.sleep(0.03)
