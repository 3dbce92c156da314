"""What wakes a muted conversation: a message to oneself alone, or one that names oneself. Pure.

``alone`` is a message whose To names nobody but oneself and its sender, and whose Cc few others:
a reply to all of a list writes its author alone into To by itself, and the whole list into Cc. A
list's own address in Cc is many. What no person wrote wakes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.naming import called, names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: name and addresses in lower case, and how many people make a list."""

    name: str
    addresses: frozenset[str]
    many: int = 10


@dataclass(frozen=True, slots=True)
class Came:
    """A message that came, as far as it matters here: addresses in lower case."""

    sender: str
    to: tuple[str, ...]
    cc: tuple[str, ...] = ()
    automatic: bool = False


def alone(came: Came, reader: Reader, lists: Collection[str] = ()) -> bool:
    """Whether a message is to oneself alone; ``lists`` are addresses that stand for many."""
    own, sender = reader.addresses, came.sender
    if sender in own or came.automatic:
        return False
    to = {a for a in came.to if a != sender}
    cc = {a for a in came.cc if a != sender}
    others = cc - own
    # Who has no To is addressed by Cc.
    addressed = to or cc
    return (
        bool(addressed)
        and addressed <= own
        and len(others) < reader.many
        and others.isdisjoint(lists)
    )


def named(came: Came, reader: Reader, text: str, others: Iterable[str]) -> bool:
    """Whether its newly written text names oneself; ``others`` are the names of those it is among.

    Where somebody else has the same first name, the full name alone counts.
    """
    if came.sender in reader.addresses or came.automatic:
        return False
    return names(text, called(reader.name, reader.addresses, others))
