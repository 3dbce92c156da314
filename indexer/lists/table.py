"""Rows of one kind, read once, kept while they are in use, and written back when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

if TYPE_CHECKING:
    from indexer.lists.values import Store

T = TypeVar("T")


class Table(Generic[T]):
    """A bounded view of the store's rows of ``kind``, each a value of type ``row``.

    At most about ``limit`` rows are held, the least lately used ones go first; what changed is
    put into the store when it goes and at :meth:`flush`.
    """

    def __init__(self, store: Store, kind: str, row: type[T], limit: int) -> None:
        self._store = store
        self._kind = kind
        self._limit = limit
        self._held: dict[str, T | None] = {}
        self._changed: set[str] = set()
        self._encode = msgspec.json.Encoder().encode
        self._decode = msgspec.json.Decoder(row).decode

    def get(self, key: str) -> T | None:
        """The row, or None where there is none."""
        if key in self._held:
            row = self._held.pop(key)
        else:
            raw = self._store.get(self._kind, key)
            row = None if raw is None else self._decode(raw)
            self._trim()
        self._held[key] = row
        return row

    def put(self, key: str, row: T) -> None:
        """Set the row."""
        self._held.pop(key, None)
        self._trim()
        self._held[key] = row
        self._changed.add(key)

    def every(self) -> list[tuple[str, T]]:
        """All rows, those not written back yet too."""
        self.flush()
        return [(key, self._decode(raw)) for key, raw in self._store.every(self._kind)]

    def flush(self) -> None:
        """Write back what changed."""
        for key in sorted(self._changed):
            self._store.put(self._kind, key, self._encode(self._held[key]))
        self._changed.clear()

    def _trim(self) -> None:
        if len(self._held) < self._limit:
            return
        # A quarter at a time, so that writing back comes in runs.
        for key in list(self._held)[: max(1, self._limit // 4)]:
            row = self._held.pop(key)
            if key in self._changed:
                self._changed.discard(key)
                self._store.put(self._kind, key, self._encode(row))
