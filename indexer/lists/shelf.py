"""Circles at work in memory, bounded; the others as rows in the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from indexer.lists import merging, stored
from indexer.lists.sketch import Index

if TYPE_CHECKING:
    from collections.abc import Callable

    from indexer.lists.circle import Circle
    from indexer.lists.values import Store

_HELD = 100_000


class Shelf:
    """All circles by their keys, and by what they share; ``standing`` as in :class:`CcLists`."""

    def __init__(self, store: Store, standing: Callable[[str], int]) -> None:
        self._store = store
        self._merged = {old: new.decode() for old, new in store.every("merged circle")}
        self.index = Index(store, self.living, standing)
        self.held: dict[str, Circle] = {}
        self.weight = 0
        self._decode = msgspec.json.Decoder(stored.Row).decode

    def living(self, key: str) -> str:
        """The key of the circle that a circle has become part of; its own where it has not."""
        while key in self._merged:
            key = self._merged[key]
        return key

    def merged(self) -> dict[str, str]:
        """All circles that have become part of others, and of which, by key."""
        return {old: self.living(old) for old in self._merged}

    def get(self, key: str) -> Circle | None:
        """A circle by its key, or by that of a part of it."""
        key = self.living(key)
        held = self.held.pop(key, None)
        if held is None:
            raw = self._store.get("circle", key)
            if raw is None:
                return None
            held = stored.circle(key, self._decode(raw))
            self.index.hold(held.sketch, key)
            self.weight += len(held.addresses)
        self.held[key] = held
        return held

    def use(self, circle: Circle) -> None:
        """Have a circle, new or not, as the one used last."""
        self.held.pop(circle.key, None)
        self.held[circle.key] = circle

    def join(self, stays: Circle, goes: Circle) -> None:
        """Make one circle part of another, for good."""
        before = len(stays.addresses) + len(goes.addresses)
        self.held.pop(goes.key, None)
        self.index.let_go(goes.sketch, goes.key)
        merging.absorb(stays, goes)
        self.index.hold(stays.sketch, stays.key)
        for address, raw in list(self._store.every(f"gone {goes.key}")):
            merging.absorb_gone(self._store, stays.key, address, raw)
            self._store.put(f"gone {goes.key}", address, None)
        self._store.put("circle", goes.key, None)
        self._store.put("merged circle", goes.key, stays.key.encode())
        self._merged[goes.key] = stays.key
        self.use(stays)
        self.weigh(len(stays.addresses) - before)

    def weigh(self, change: int) -> None:
        """Know how many more people are held; the circles least lately used go when too many."""
        self.weight += change
        while self.weight > _HELD and len(self.held) > 1:
            key = next(iter(self.held))
            circle = self.held.pop(key)
            self._put(circle)
            self.index.let_go(circle.sketch, key)
            self.weight -= len(circle.addresses)

    def flush(self) -> None:
        """Put what changed into the store."""
        for circle in self.held.values():
            self._put(circle)
        self.index.flush()

    def _put(self, circle: Circle) -> None:
        if circle.changed:
            self._store.put("circle", circle.key, msgspec.json.encode(stored.row(circle)))
            circle.changed = False
