"""Tags, what changes them, and those of mail that was not sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

UNSENT = ("draft", "queued")
"""Tags of what is being written, and of what waits to be sent: no messages of any conversation."""


def is_unsent(tags: Iterable[str]) -> bool:
    """Whether a message with these tags has not been sent yet."""
    return not frozenset(UNSENT).isdisjoint(tags)


@dataclass(frozen=True, slots=True)
class TagChange:
    """Tags to add to and remove from messages, named by Message-ID or by whole conversations.

    ``follow`` says that they are followed or no longer so; None leaves that as it is.
    """

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    conversations: tuple[str, ...] = ()
    follow: bool | None = None


@dataclass(frozen=True, slots=True)
class Tagged:
    """What a tag change really changed: ``undo`` put back gives the tags as they were."""

    messages: int
    undo: tuple[TagChange, ...]
