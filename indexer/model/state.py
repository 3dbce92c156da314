"""What is asked of all mail at once: its state, counts, and saved searches."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment of the mail: what is read after it is no older. Another one says that some changed.

    ``uuid`` and ``revision`` are the database's, ``uncleaned`` is how many texts were not worked
    out yet. That a message is gone which stood alone in its thread says the number of all alone.
    """

    uuid: str
    revision: int
    uncleaned: int


@dataclass(frozen=True, slots=True)
class State:
    """The database at one moment, and when mail was last taken in."""

    mark: Mark
    messages: int
    indexed: int | None


@dataclass(frozen=True, slots=True)
class Search:
    """A query saved under a name (notmuch's own ``query.NAME``)."""

    name: str
    query: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many messages match a query, None where that was not asked, and how many are unread."""

    messages: int | None
    unread: int
