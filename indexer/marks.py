"""Tags by which other notmuch programs see what is muted, and what stands out of that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Collection

MUTED = "muted"
"""On the messages of a muted conversation."""

ALONE, NAMED = "woken/alone", "woken/named"
WOKEN = (ALONE, NAMED)
"""On messages that stand out of a muted conversation: to oneself alone, or naming oneself.

Such a message has not the tag ``muted``, and keeps ``inbox`` and ``unread`` until it is read.
"""

Woken = Literal["", "alone", "named"]
"""Which of these, in words."""


def settled(tags: Collection[str]) -> bool:
    """Whether a message of a muted conversation was seen to: it is muted, or has woken it."""
    return MUTED in tags or not frozenset(WOKEN).isdisjoint(tags)
