"""What the database has of why a message is in its conversation, as a property of it.

A kind of evidence and the Message-ID that it leads to, or ``split`` and the one that the message
has nothing to do with. What every mail program sees needs no record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

from indexer.cache import identify
from indexer.joining import Kept, Recorded

if TYPE_CHECKING:
    from indexer.cache import Cache, Row

_PLAIN: Final = ("in-reply-to", "references")
_KINDS: Final = {kind: kind for kind in get_args(Recorded)}
_LONGEST: Final = 200


def of(row: Row) -> str:
    """What is to be recorded of a message, mostly nothing."""
    if row.parted and row.evidence != "hand":
        return f"split {reference(row.parted)}"
    if row.evidence is None or row.evidence in _PLAIN:
        return ""
    return f"{row.evidence} {reference(row.parent)}" if row.parent else row.evidence


def read(cache: Cache, row: Row) -> Kept | None:
    """What is recorded of a message, where that says whom it answers."""
    kind, _, said = row.record.partition(" ")
    if kind in _KINDS and said and (message := named(cache, said)):
        return Kept(_KINDS[kind], message)
    return None


def reference(message: str) -> str:
    """A Message-ID as it may stand in a property: a long or an odd one is hashed.

    A property's term of over 245 bytes ends the process.
    """
    if len(message.encode()) <= _LONGEST and " " not in message and message.isprintable():
        return message
    return f"#{identify(message)}"


def named(cache: Cache, said: str) -> str | None:
    """The Message-ID of a reference; None where its message is not here."""
    if not said.startswith("#"):
        return said
    row = cache.by_hash(said[1:])
    return row.id if row else None
