"""Where a database is, and what is copied out of it and written into it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """Where a database is: its configuration file (None: notmuch's own search) and home."""

    config: Path | None = None
    home: Path | None = None

    def environment(self) -> Mapping[str, str]:
        """The environment in which the ``notmuch`` program uses this database."""
        if self.config is None:
            return os.environ
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("NOTMUCH_")}
        return inherited | {"NOTMUCH_CONFIG": str(self.config)}


@dataclass(frozen=True, slots=True)
class Known:
    """A message as the database alone knows it; nothing of it has been through the gate.

    ``conversation`` is the one that it was joined to or kept in, and ``evidence`` why, where that
    is recorded; ``hands`` what the user said of that, of this and other messages.
    """

    id: str
    thread: str
    date: int
    sender: str
    subject: str
    tags: tuple[str, ...]
    conversation: str | None
    followed: bool = False
    looked: bool = False
    evidence: str = ""
    hands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a message lies: its files, its tags, and its property ``cclear.place``."""

    id: str
    files: tuple[Path, ...]
    tags: frozenset[str]
    place: str


@dataclass(frozen=True, slots=True)
class Retag:
    """Tags to add to and remove from one message; ``place`` is recorded where it is not empty.

    With ``follow`` its conversation is recorded as one that the user follows, with ``join`` by
    which id that is known, and why the message is in it; what is empty there is forgotten. All of
    ``hands`` is recorded besides what is there.
    """

    id: str
    add: frozenset[str]
    remove: frozenset[str]
    place: str = ""
    follow: bool = False
    join: tuple[str, str] | None = None
    hands: tuple[str, ...] = ()
