"""Real lists, by what their software says in List-Id and List-Post (RFC 2919, RFC 2369).

Newsletters and notifications carry the same fields, so a message without List-Post proves a list
only when people write to one another there: it is addressed to the list from outside of the
list's own domain, or several people write and answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from indexer import subjects
from indexer.lists.table import Table

if TYPE_CHECKING:
    from indexer.lists.values import Seen, Store

_SENDERS = 4
_MOVED, _STEADY, _CLAIMS = 3, 100, 5
_BULK = frozenset({"bulk", "junk"})


class Posted(msgspec.Struct, frozen=True, omit_defaults=True):
    """What has been seen of one List-Id: enough to tell a list from a newsletter.

    ``post`` is the address that List-Post first gave, ``steady`` counts (up to a hundred) how
    often it gave it again and ``moved`` how often another; ``rival`` is the last of those and
    ``claims`` how often it came in a row.
    """

    post: str | None = None
    steady: int = 0
    moved: int = 0
    rival: str | None = None
    claims: int = 0
    title: str = ""
    senders: tuple[str, ...] = ()
    answers: int = 0
    outside: bool = False

    @property
    def address(self) -> str | None:
        """Where one posts, or None where every message says another address.

        That is then a way to answer that message.
        """
        return self.post if self.steady >= self.moved or self.moved < _MOVED else None

    @property
    def found(self) -> bool:
        """Whether it is a list that people write to."""
        several = len(self.senders) > 1 and self.answers > 0
        return self.post is not None or self.outside or several


def guess(list_id: str) -> str:
    """The address that a List-Id stands for where nothing says otherwise: its first dot an @."""
    return list_id.replace(".", "@", 1)


class PostedLists:
    """Lists known by List-Id; several List-Ids with one List-Post are one list."""

    def __init__(self, store: Store) -> None:
        self._rows = Table(store, "posted", Posted, 2_000)
        self._alias = Table(store, "alias", str, 2_000)

    def take(self, seen: Seen) -> str | None:
        """The key of what the message came through, or None where that can be no list."""
        if seen.no_post or not (seen.list_id or seen.list_post):
            return None
        key = self._key(seen)
        row = self._rows.get(key) or Posted()
        after = _learn(row, seen)
        if after != row:
            self._rows.put(key, after)
        return key

    def about(self, key: str) -> Posted:
        """What is known of it."""
        return self._rows.get(key) or Posted()

    def flush(self) -> None:
        """Put what changed into the store."""
        self._rows.flush()
        self._alias.flush()

    def _key(self, seen: Seen) -> str:
        by_id = f"id:{seen.list_id}" if seen.list_id else None
        by_post = f"post:{seen.list_post}" if seen.list_post else None
        known = by_id and self._alias.get(by_id)
        if not known and by_post:
            known = self._alias.get(by_post)
        key = known or by_id or by_post or ""
        for name in (by_id, by_post):
            if name and self._alias.get(name) is None:
                self._alias.put(name, key)
        return key


def _learn(row: Posted, seen: Seen) -> Posted:
    senders, sender = row.senders, seen.sender.address
    if sender not in senders and len(senders) < _SENDERS and not seen.auto:
        senders = (*senders, sender)
    answers, outside = row.answers, row.outside
    if not seen.auto and not row.found:
        by_other = seen.answers is not None and seen.answers != sender
        answers += by_other or (seen.answers is None and subjects.is_reply(seen.subject))
        outside = outside or _from_outside(seen)
    return msgspec.structs.replace(
        _post(row, seen.list_post),
        title=row.title or seen.list_title,
        senders=senders,
        answers=answers,
        outside=outside,
    )


def _post(row: Posted, post: str | None) -> Posted:
    """One message must not lead the answers to a list astray: an address moves by repetition."""
    change = msgspec.structs.replace
    if post is None:
        return row
    if row.post is None:
        return change(row, post=post)
    if post == row.post:
        return change(row, steady=min(row.steady + 1, _STEADY), rival=None, claims=0)
    claims = row.claims + 1 if post == row.rival else 1
    if claims >= _CLAIMS:
        return change(row, post=post, steady=0, moved=0, rival=None, claims=0)
    return change(row, moved=min(row.moved + 1, 2 * _STEADY), rival=post, claims=claims)


def _from_outside(seen: Seen) -> bool:
    """Whether somebody of another domain wrote to the list's own address."""
    address = guess(seen.list_id or "")
    if address not in {person.address for person in seen.recipients}:
        return False
    ours, theirs = address.partition("@")[2], seen.sender.address.partition("@")[2]
    personal = not (seen.unsubscribe or seen.precedence in _BULK)
    return personal or not _related(ours, theirs)


def _related(one: str, other: str) -> bool:
    return one.split(".")[-2:] == other.split(".")[-2:]
