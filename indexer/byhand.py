"""What the user said of where messages belong: it wins over all evidence, for ever.

Each decision is a line: what names the message, what was said (``answers``, ``joins``, ``alone``,
as :class:`indexer.joining.Hand` has it), what names the other message or ``-``, and the id of the
conversation that it was said of. It stands as a property on the message itself and on the other
one, so that it outlives either: a file removed and added again loses its properties.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from indexer import record
from indexer.joining import Hand

if TYPE_CHECKING:
    from indexer.cache import Cache, Row

What = Literal["answers", "joins", "alone"]
_WHATS: Final[dict[str, What]] = {"answers": "answers", "joins": "joins", "alone": "alone"}
_NOBODY: Final = "-"


def line(message: str, what: What, other: str, conversation: str) -> str:
    """A decision as it is recorded; ``other`` may be empty."""
    named = record.reference(other) if other else _NOBODY
    return f"{record.reference(message)} {what} {named} {conversation}"


def of(cache: Cache, row: Row) -> Hand | None:
    """What the user said of a message; what stands on itself before what stands on others."""
    for _, value in sorted(_lines(cache, row), key=lambda one: (one[0] != row.key, one[1])):
        _, what, other, _ = [*value.split(" "), "", "", ""][:4]
        if what in _WHATS:
            message = record.named(cache, other) if other != _NOBODY else ""
            return Hand(_WHATS[what], message or "")
    return None


def missing(cache: Cache, row: Row) -> tuple[str, ...]:
    """What was said of a message and does not stand on it."""
    said = _lines(cache, row)
    if not said or any(holder == row.key for holder, _ in said):
        return ()
    return (min(value for _, value in said),)


def _lines(cache: Cache, row: Row) -> list[tuple[int, str]]:
    return cache.hands((row.id, f"#{row.hash}"))
