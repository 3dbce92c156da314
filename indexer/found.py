"""What reading somebody's mail brings: a message, something that could not be read, or neither."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

Place = Literal["", "archive", "sent", "draft"]
"""Where a message belongs: "" as new mail does, else out of the inbox, and why."""


@dataclass(frozen=True, slots=True)
class Found:
    """A message's bytes, its Maildir flags (None where nobody has seen it), and its place."""

    raw: bytes
    flags: str | None
    place: Place = ""


@dataclass(frozen=True, slots=True)
class Lost:
    """A message, or the rest of a file, that could not be read, and why."""

    file: str
    why: str
    kind: str = "unreadable"


@dataclass(frozen=True, slots=True)
class Left:
    """Messages left where they are: deleted ones and spam."""

    messages: int = 1


@dataclass(frozen=True, slots=True)
class Busy:
    """Nothing yet: something long is being waited for."""


Item = Found | Lost | Left | Busy


def lost(path: Path, error: OSError) -> Lost:
    """What an operating system's error says of a file."""
    if isinstance(error, FileNotFoundError):
        return Lost(str(path), "is not there; check its name", "missing")
    why = (error.strerror or str(error)).lower()
    return Lost(str(path), f"cannot be read ({why}); see its permissions")
