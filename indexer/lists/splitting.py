"""Taking a list out of another: which conversations go, and which stay. Pure.

The rule: a conversation goes where its first message's recipients are nearer, to those of the
conversations that were taken out, or to those of the conversations least like them. What came
through a mailing list's own address counts as going to that address alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Went = frozenset[int | str]

_DRIFT = 0.2
"""How much less alike the conversations of one list are to some of it, drifting as lists do."""
EXAMPLES = 24
"""Conversations at most that stand for a side."""


@dataclass(frozen=True, slots=True)
class Side:
    """A list that was taken out: conversations by their threads, and examples of both sides."""

    name: str
    threads: frozenset[str]
    off: tuple[Went, ...]
    stays: tuple[Went, ...]

    def takes(self, thread: str, went: Went) -> bool:
        """Whether a conversation, whose first message went there, is on it; not where in doubt."""
        return thread in self.threads or likest(went, self.off) > likest(went, self.stays)


def likest(went: Went, examples: Sequence[Went]) -> float:
    """How alike a set of recipients is to the likest of some (Jaccard), from 0 to 1."""
    return max((_alike(went, one) for one in examples), default=0.0)


def _alike(one: Went, other: Went) -> float:
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def place(name: str, thread: str, went: Went, sides: Callable[[str], Sequence[Side]]) -> str:
    """The list that a conversation is on, among ``name`` and what was taken out of it.

    ``sides`` are those taken out of a list, in the order in which that was said.
    """
    for side in sides(name):
        if side.takes(thread, went):
            return place(side.name, thread, went, sides)
    return name


def choose_stays(off: Sequence[Went], others: Mapping[str, Went]) -> tuple[str, ...]:
    """Of conversations that were not named, in order of time, examples of those that stay.

    Where some are clearly less like those taken out than others, these; else any.
    """
    likeness = {key: likest(went, off) for key, went in others.items()}
    most = _cut(sorted(likeness.values()))
    return spread([key for key, alike in likeness.items() if alike <= most], EXAMPLES)


def _cut(values: Sequence[float]) -> float:
    """The greatest of the lower ones, where sorted values are two heaps; else of all.

    Between the heaps the variance is greatest (Otsu 1979), so that a stray value is no heap.
    """
    total, below = sum(values), 0.0
    best, cut = 0.0, values[-1] if values else 0.0
    for number, value in enumerate(values[:-1], 1):
        below += value
        left = len(values) - number
        apart = (total - below) / left - below / number
        if apart >= _DRIFT and number * left * apart * apart > best:
            best, cut = number * left * apart * apart, value
    return cut


def spread(values: Sequence[str], count: int) -> tuple[str, ...]:
    """At most so many of the values, first and last among them, evenly apart."""
    if len(values) <= count:
        return tuple(values)
    step = (len(values) - 1) / (count - 1)
    return tuple(values[round(n * step)] for n in range(count))
