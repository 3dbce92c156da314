"""Taking a list out of another: which conversations go, and which stay. Pure.

The rule: the conversations that are named go, and each other one whose first message's recipients
are nearer to those of conversations that went than of conversations that stayed, among those next
to it in time (lists drift). What came through a mailing list's own address went to that address.
"""

from __future__ import annotations

from bisect import bisect, insort
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

Went = frozenset[int | str]
"""Whom a message went to."""

EXAMPLES = 24
"""Conversations at most that stand for a side."""
NEAR = 6
"""Conversations of a side that another is compared to, next to it in time."""
_BESIDE = 24
_DRIFT, _GAP = 0.2, 0.05


@dataclass(frozen=True, slots=True)
class Side:
    """A list that was taken out: threads that went and that stayed, and whom they went to."""

    name: str
    went: frozenset[str]
    stayed: frozenset[str]
    off: tuple[Went, ...]
    stays: tuple[Went, ...]


def place(
    name: str,
    thread: str,
    went: Went,
    sides: Callable[[str], Sequence[Side]],
    recent: Callable[[str], Sequence[Went]],
) -> str:
    """The list that a conversation is on, among ``name`` and what was taken out of it.

    ``sides`` are those taken out of a list, in the order in which that was said; ``recent`` is
    whom the last conversations of a list went to. In doubt a conversation stays.
    """

    def recently(one: str) -> tuple[Went, ...]:
        below = (w for side in sides(one) for w in recently(side.name))
        return (*recent(one), *below)

    rest = sides(name)
    for number, side in enumerate(rest, 1):
        goes = thread in side.went
        if not goes and thread not in side.stayed:
            later = (w for other in rest[number:] for w in recently(other.name))
            stays = (*side.stays, *recent(name), *later)
            goes = likest(went, (*side.off, *recently(side.name))) > likest(went, stays)
        if goes:
            return place(side.name, thread, went, sides, recent)
    return name


def likest(went: Went, examples: Sequence[Went]) -> float:
    """How alike a set of recipients is to the likest of some (Jaccard), from 0 to 1."""
    return max((_alike(went, one) for one in examples), default=0.0)


def _alike(one: Went, other: Went) -> float:
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def divide(went: Mapping[str, Went], named: Collection[str]) -> tuple[list[str], list[str]]:
    """The conversations that go and that stay, both in order of time, as all are given.

    Those next to the named ones are of two heaps, more and less like them, or else none but the
    named go; from there on outwards each goes as those before it, the likest first.
    """
    keys = list(went)
    at = {key: number for number, key in enumerate(keys)}
    off = [went[key] for key in named]
    others = sorted(
        (key for key in keys if key not in named),
        key=lambda key: min(abs(at[key] - at[one]) for one in named),
    )
    beside = {key: likest(went[key], off) for key in others[:_BESIDE]}
    cut = _cut(sorted(beside.values()))

    def nearest(side: list[int], key: str) -> float:
        place = bisect(side, at[key])
        return likest(went[key], [went[keys[n]] for n in side[max(0, place - NEAR) : place + NEAR]])

    goes = sorted(at[key] for key in named)
    stays: list[int] = []
    for key in others:
        if key in beside:
            is_off = cut is not None and beside[key] > cut
        else:
            is_off = cut is not None and nearest(goes, key) > nearest(stays, key)
        insort(goes if is_off else stays, at[key])
    return [keys[number] for number in goes], [keys[number] for number in stays]


def _cut(values: Sequence[float]) -> float | None:
    """The greatest of the lower ones, where sorted values are two heaps; else None.

    Between the heaps the variance is greatest (Otsu 1979), so that a stray value is no heap, and
    nothing lies: a list that drifts has all values there are.
    """
    total, below = sum(values), 0.0
    best, cut = 0.0, None
    for number, value in enumerate(values[:-1], 1):
        below += value
        left = len(values) - number
        apart = (total - below) / left - below / number
        is_gap = values[number] - value >= _GAP and apart >= _DRIFT
        if is_gap and number * left * apart * apart > best:
            best, cut = number * left * apart * apart, value
    return cut


def spread(values: Sequence[str], count: int) -> tuple[str, ...]:
    """At most so many of the values, first and last among them, evenly apart."""
    if len(values) <= count:
        return tuple(values)
    step = (len(values) - 1) / (count - 1)
    return tuple(values[round(n * step)] for n in range(count))
