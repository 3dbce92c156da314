"""How taking in mail goes, and what it did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Phase = Literal["new", "headers", "joins", "lists", "tags", "bodies"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far taking in mail has come; ``total`` is 0 while it is not known.

    ``waiting`` says in words what it waits for (another program's lock), else it is empty.
    """

    phase: Phase
    done: int
    total: int
    waiting: str = ""


@dataclass(frozen=True, slots=True)
class Indexed:
    """What one round of taking in mail did. ``unreadable`` holds paths."""

    files: int
    added: int
    removed: int
    moved: int
    unreadable: tuple[str, ...]
    lists: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Imported:
    """What has come of one imported file so far; of all of it once ``done``.

    ``messages`` is the sum of the next three. ``left`` counts, beside it, what was left where it
    was: deleted mail and spam.
    """

    file: str
    messages: int
    new: int
    duplicates: int
    unreadable: int
    done: bool = True
    left: int = 0
