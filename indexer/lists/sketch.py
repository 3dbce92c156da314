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

from indexer.lists.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from indexer.lists.values import Store

K = 12
MEET = 3
"""How many of their lowest hashes two sets share at least that may be alike."""

_LONGEST = 64
_CACHED = 50_000
_FEW = 64
_SPACE = 1 << 32


class Hashes:
    """The hashes of addresses, the same in every process."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def of(self, people: Collection[str]) -> list[int]:
        """A number below 2 ** 32 for each address."""
        known = self._known
        try:
            return [known[address] for address in people]
        except KeyError:
            if len(known) > _CACHED:
                known.clear()
            for address in people:
                if address not in known:
                    known[address] = zlib.crc32(address.encode(errors="replace"))
            return [known[address] for address in people]


def lowest(hashes: Collection[int], few: int = K) -> tuple[int, ...]:
    """The ``few`` lowest of the hashes of a set: its sketch."""
    # Sorting the lowest part is enough, but for sets whose hashes are unlike chance.
    bound = _SPACE * 3 * few // max(1, len(hashes))
    low = sorted([value for value in hashes if value < bound])
    return tuple((low if len(low) >= few else sorted(hashes))[:few])


def alike(one: Iterable[int], other: Iterable[int], few: int) -> float:
    """How alike (Jaccard) two sets are by their sketches of ``few``; exact for smaller sets."""
    mine, theirs = set(one), set(other)
    both, shared = mine | theirs, mine & theirs
    if len(both) > few:
        both = set(sorted(both)[:few])
        shared &= both
    return len(shared) / max(1, len(both))


class Index:
    """Groups by the sketches of their sets; in the store, and in memory for groups in use.

    ``living`` gives the group that another has become part of; ``standing`` is least for groups
    that are worth most.
    """

    def __init__(
        self, store: Store, living: Callable[[str], str], standing: Callable[[str], int]
    ) -> None:
        self._standing = standing
        self._near: dict[int, list[str]] = {}
        self._living = living
        self._postings = Table(store, "sketch", tuple[str, ...], 20_000)

    def add(self, sketch: Iterable[int], key: str) -> None:
        """Enter a group's set."""
        for value in sketch:
            row = self._posting(value)
            if key not in row:
                if len(row) >= _LONGEST:
                    spare = max(row, key=self._standing)
                    row = tuple(k for k in row if k != spare)
                self._postings.put(f"{value:08x}", (*row, key))
        self.hold(sketch, key)

    def drop(self, values: Collection[int], key: str) -> None:
        """Forget that a group has members with these hashes."""
        self.let_go(values, key)
        for value in values:
            row = self._posting(value)
            if key in row:
                self._postings.put(f"{value:08x}", tuple(k for k in row if k != key))

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
        return likeliest([self._near.get(value, ()) for value in sketch])

    def far(self, sketch: Iterable[int]) -> list[str]:
        """The same of all groups there are."""
        return likeliest([self._posting(value) for value in sketch])

    def flush(self) -> None:
        """Put what changed into the store."""
        self._postings.flush()

    def _posting(self, value: int) -> tuple[str, ...]:
        row = self._postings.get(f"{value:08x}") or ()
        return tuple(dict.fromkeys(map(self._living, row)))


def likeliest(postings: Iterable[Iterable[str]]) -> list[str]:
    """The few groups that share most, those left out that share much less than the first."""
    votes = Counter(chain.from_iterable(postings))
    least = max(MEET, max(votes.values(), default=0) / 3)
    likely = [(count, key) for key, count in votes.items() if count >= least]
    return [key for _, key in sorted(likely, reverse=True)[:_FEW]]
