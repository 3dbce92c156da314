"""A store that lasts as long as the process: for mail that is looked at once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from typing import Final

_LAST: Final = "\U0010ffff"


class Memory:
    """A :class:`~indexer.joining.values.Store` in memory."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], bytes] = {}
        self._posted: dict[tuple[str, int], list[tuple[int, str]]] = {}

    def get(self, kind: str, message: str) -> bytes | None:
        """A row, or None."""
        return self._rows.get((kind, message))

    def put(self, kind: str, message: str, row: bytes | None) -> None:
        """Write or delete a row."""
        if row is None:
            self._rows.pop((kind, message), None)
        else:
            self._rows[kind, message] = row

    def post(self, kind: str, key: int, number: int, message: str) -> None:
        """Add a posting."""
        some = self._posted.setdefault((kind, key), [])
        at = bisect_left(some, (number, message))
        if at == len(some) or some[at] != (number, message):
            insort(some, (number, message))

    def unpost(self, kind: str, key: int, number: int, message: str) -> None:
        """Take a posting away."""
        some = self._posted.get((kind, key), [])
        at = bisect_left(some, (number, message))
        if at < len(some) and some[at] == (number, message):
            del some[at]

    def posted(self, kind: str, key: int, limit: int, *, since: int = 0) -> list[str]:
        """The first so many, from a number on."""
        some = self._posted.get((kind, key), [])
        at = bisect_left(some, (since, ""))
        return [message for _, message in some[at : at + limit]]

    def before(self, kind: str, key: int, limit: int, number: int) -> list[str]:
        """The last so many up to a number."""
        some = self._posted.get((kind, key), [])
        at = bisect_right(some, (number, _LAST))
        return [message for _, message in reversed(some[max(0, at - limit) : at])]
