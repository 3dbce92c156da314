"""What circles once were: sets of people by the time at which mail went to them.

A list of old has nothing in common with what it has become, so mail that comes late finds it by
whom it had at the time. Times are cut into weeks, and into spans of sixteen weeks for lists that
write seldom; a circle keeps a bounded number of sets in each, and each can be found by its sketch
among those of the same time only. However long the past, a look costs the same.
"""

from __future__ import annotations

import heapq
from array import array
from typing import TYPE_CHECKING

from indexer.lists import sketch
from indexer.lists.table import Table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from indexer.lists.values import Store

_WIDE = 512
"""How many hashes of a set are kept: all of them, but for the largest lists."""

_SPANS = (7 * 86_400, 112 * 86_400)
_SAME, _FEW = 8, 24
_MOST = 12
_CROWD = 32


class Eras:
    """Past sets of circles, in the store."""

    def __init__(self, store: Store) -> None:
        self._sets = Table(store, "eras", tuple[bytes, ...], 200)
        self._postings = Table(store, "era", tuple[str, ...], 20_000)

    def add(self, key: str, date: int, hashes: Collection[int]) -> None:
        """Keep a set of a circle's, unless it had one like it at that time."""
        lowest = sketch.lowest(hashes)
        wide = b""
        for span in range(len(_SPANS)):
            when = _time(span, date)
            kept = self._sets.get(f"{when} {key}") or ()
            if len(kept) >= _MOST or any(_meet(lowest, other) >= _SAME for other in kept):
                continue
            wide = wide or array("I", sketch.lowest(hashes, _WIDE)).tobytes()
            self._sets.put(f"{when} {key}", (*kept, wide))
            for value in lowest:
                row = self._postings.get(f"{when} {value:x}") or ()
                if key not in row:
                    self._postings.put(f"{when} {value:x}", (*row, key)[-_CROWD:])

    def like(self, hashes: Collection[int], date: int, least: float) -> list[str]:
        """Circles that had a set alike by ``least`` at about that time, the most alike first.

        The keys are those that the sets were kept under.
        """
        wide = sketch.lowest(hashes, _WIDE)
        lowest, mine = wide[: sketch.K], frozenset(wide)
        near: list[tuple[int, str, bytes]] = []
        for span, length in enumerate(_SPANS):
            times = [_time(span, date + beside) for beside in (-length, 0, length)]
            rows = [
                (self._postings.get(f"{when} {value:x}") or ())
                for value in lowest
                for when in times
            ]
            for key in sketch.likeliest(rows):
                kept = [e for when in times for e in self._sets.get(f"{when} {key}") or ()]
                near += [(_meet(lowest, other), key, other) for other in kept]
        scores: dict[str, float] = {}
        for meet, key, other in heapq.nlargest(_FEW, near, key=lambda one: one[0]):
            score = _alike(mine, other) if meet >= sketch.MEET else 0.0
            if score >= least:
                scores[key] = max(score, scores.get(key, 0.0))
        return sorted(scores, key=lambda key: -scores[key])

    def flush(self) -> None:
        """Put what changed into the store."""
        self._sets.flush()
        self._postings.flush()


def _time(span: int, date: int) -> str:
    return f"{span}.{date // _SPANS[span]}"


def _meet(lowest: Iterable[int], kept: bytes) -> int:
    """How many of the lowest hashes two sets share."""
    return len(set(array("I", kept[: 4 * sketch.K])).intersection(lowest))


def _alike(mine: frozenset[int], kept: bytes) -> float:
    theirs = array("I", kept)
    both = len(mine) + len(theirs)
    if max(len(mine), len(theirs)) >= _WIDE:
        return sketch.alike(mine, theirs, _WIDE)
    shared = len(mine.intersection(theirs))
    return shared / (both - shared)
