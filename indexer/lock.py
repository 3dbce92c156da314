"""The lock of taking in mail: one process at a time works on a mailbox's cache and tags."""

from __future__ import annotations

import fcntl
from typing import IO, TYPE_CHECKING

from indexer.errors import IndexerError

if TYPE_CHECKING:
    from indexer.session import Session


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
