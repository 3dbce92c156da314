"""A small index of large sets: which groups share members with this one.

Of a set only the few members with the lowest hashes are kept (a bottom-k sketch: Cohen and Kaplan,
"Summarizing data using bottom-k sketches", PODC 2007). Two sets that share the part J of their
union share each of these with a chance of about J, so alike sets meet in the index whatever their
size, at the cost of a few look-ups.
"""

from __future__ import annotations

import zlib
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.lists.values import Store

K = 12
_LONGEST = 24
_CACHED = 50_000
_FEW = 6
_SPACE = 1 << 32


class Index:
    """Groups by the sketches of their sets; in the store, and in memory for groups in use."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._near: dict[int, list[str]] = {}
        self._hashes: dict[str, int] = {}
        self._decode = msgspec.json.Decoder(tuple[str, ...]).decode

    def sketch(self, people: Iterable[str]) -> tuple[int, ...]:
        """The lowest ``K`` hashes of a set of addresses; the same in every process."""
        cache = self._hashes
        if len(cache) > _CACHED:
            cache.clear()
        addresses = list(people)
        try:
            hashes = [cache[address] for address in addresses]
        except KeyError:
            for address in addresses:
                if address not in cache:
                    cache[address] = zlib.crc32(address.encode(errors="replace"))
            hashes = [cache[address] for address in addresses]
        # Sorting the lowest tenth is enough, but for sets whose hashes are unlike chance.
        bound = _SPACE * 3 * K // max(1, len(hashes))
        low = sorted([value for value in hashes if value < bound])
        return tuple((low if len(low) >= K else sorted(hashes))[:K])

    def add(self, sketch: Iterable[int], key: str) -> None:
        """Enter a group's set, for ever."""
        for value in sketch:
            row = self._posting(value)
            if key not in row:
                row = (*row, key)[-_LONGEST:]
                self._store.put("sketch", f"{value:08x}", msgspec.json.encode(row))
        self.hold(sketch, key)

    def hold(self, sketch: Iterable[int], key: str) -> None:
        """Have a group that is in use in memory too."""
        for value in sketch:
            keys = self._near.setdefault(value, [])
            if key not in keys:
                keys.append(key)

    def let_go(self, sketch: Iterable[int], key: str) -> None:
        """Forget in memory a group that is no longer in use."""
        for value in sketch:
            keys = self._near.get(value, [])
            if key in keys:
                keys.remove(key)
            if not keys:
                self._near.pop(value, None)

    def near(self, sketch: Iterable[int]) -> list[str]:
        """Groups in memory that share members with the set, the likeliest first."""
        return _most([self._near.get(value, ()) for value in sketch])

    def far(self, sketch: Iterable[int]) -> list[str]:
        """The same of all groups there ever were."""
        return _most([self._posting(value) for value in sketch])

    def _posting(self, value: int) -> tuple[str, ...]:
        raw = self._store.get("sketch", f"{value:08x}")
        return () if raw is None else self._decode(raw)


def _most(postings: Iterable[Iterable[str]]) -> list[str]:
    """The few groups that share most, those left out that share much less than the first."""
    votes = Counter(chain.from_iterable(postings))
    least = max(votes.values(), default=0) / 3
    likely = [(count, key) for key, count in votes.items() if count >= least]
    return [key for _, key in sorted(likely, reverse=True)[:_FEW]]
