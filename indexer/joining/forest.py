"""Trees of a conversation's messages in reading order. Pure, and without recursion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.model.joins import Evidence

_TRUST: Final = (
    "subject", "series", "quote", "thread-index", "references", "in-reply-to", "hand",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Leaf:
    """A message, its date, and the message that it was decided to answer, and why."""

    id: str
    date: int
    parent: str | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """A message in its place: ``depth`` counts those above it."""

    leaf: Leaf
    parent: str | None
    depth: int


def build(leaves: Iterable[Leaf]) -> list[Branch]:
    """All messages in reading order: depth first, answers by date. No circles, each once.

    A circle is cut where the evidence is weakest, and of those at the oldest message.
    """
    here = {leaf.id: leaf for leaf in sorted(leaves, key=lambda x: (x.date, x.id))}
    above = {
        leaf.id: leaf.parent
        for leaf in here.values()
        if leaf.parent is not None and leaf.parent in here and leaf.parent != leaf.id
    }
    for cut in _cuts(here, above):
        del above[cut]
    below: dict[str, list[Leaf]] = {}
    roots: list[Leaf] = []
    for leaf in here.values():
        below.setdefault(above[leaf.id], []).append(leaf) if leaf.id in above else roots.append(
            leaf
        )
    order: list[Branch] = []
    stack = [(leaf, 0) for leaf in reversed(roots)]
    while stack:
        leaf, depth = stack.pop()
        order.append(Branch(leaf, above.get(leaf.id), depth))
        stack += [(x, depth + 1) for x in reversed(below.get(leaf.id, ()))]
    return order


def _cuts(here: dict[str, Leaf], above: dict[str, str]) -> list[str]:
    """A message of each circle, which then answers nothing."""
    seen: dict[str, int] = {}
    cuts = []
    for number, start in enumerate(here):
        path: list[str] = []
        at: str | None = start
        while at is not None and at not in seen:
            seen[at] = number
            path.append(at)
            at = above.get(at)
        if at is not None and seen[at] == number:
            circle = path[path.index(at) :]
            cuts.append(min(circle, key=lambda x: _weakness(here[x])))
    return cuts


def _weakness(leaf: Leaf) -> tuple[int, int, str]:
    trust = _TRUST.index(leaf.evidence) if leaf.evidence in _TRUST else -1
    return trust, leaf.date, leaf.id
