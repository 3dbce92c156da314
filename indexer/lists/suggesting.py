"""Groups that are no list by the evidence but recur: kept for the user to say what they are.

Only those most used are kept; one that falls out comes back when it is used again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from indexer.lists.distribution import Candidate
    from indexer.lists.values import Store

_MOST = 200
_AWAY, _SENDERS, _CONVERSATIONS = 6, 3, 4


class Use(msgspec.Struct, frozen=True, array_like=True):
    """How many mails went to a group, when the last did, and how many people it has (0: hidden)."""

    mails: int
    last: int
    members: int


def of_address(known: Candidate, last: int) -> Use | None:
    """The use of an address that may stand for people, or None where it seldom does.

    It never writes, several write to it in several conversations, and mostly that reaches us
    though we are not named.
    """
    often = (
        known.away >= _AWAY
        and known.away > 2 * known.named
        and len(known.senders) >= _SENDERS
        and len(known.exchanges) >= _CONVERSATIONS
    )
    return Use(known.away, last, 0) if often and not known.wrote else None


class Recurring:
    """The groups most used that are no lists, as one row in the store, and which were accepted."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, Use] | None = None
        self._changed = False

    def note(self, key: str, use: Use) -> None:
        """Know a group, or that it was used again."""
        self._all()[key] = use
        self._changed = True
        if len(self._all()) > 2 * _MOST:
            self._known = dict(self.most_used())

    def drop(self, key: str) -> None:
        """Forget a group: it is a list now, or part of another group."""
        if self._all().pop(key, None):
            self._changed = True

    def accept(self, key: str) -> None:
        """Know that the user said of a group that it is a list."""
        self._store.put("accepted", key, b"")

    def withdraw(self, key: str) -> None:
        """Forget that."""
        self._store.put("accepted", key, None)

    def accepted(self) -> set[str]:
        """The groups of which the user said so."""
        return {key for key, _ in self._store.every("accepted")}

    def most_used(self) -> list[tuple[str, Use]]:
        """The groups, at most two hundred, the most used ones first."""
        order = sorted(self._all().items(), key=lambda i: (-i[1].mails, -i[1].last, i[0]))
        return order[:_MOST]

    def flush(self) -> None:
        """Put what changed into the store."""
        if self._changed:
            self._store.put("recurring", "all", msgspec.json.encode(dict(self.most_used())))
            self._changed = False

    def _all(self) -> dict[str, Use]:
        if self._known is None:
            raw = self._store.get("recurring", "all")
            self._known = msgspec.json.decode(raw, type=dict[str, Use]) if raw else {}
        return self._known
