"""Trees of messages: who answers whom, in reading order. Pure.

The parent of a message is the first of those it names (In-Reply-To, then References from the last
backwards; RFC 5322, section 3.6.4) that is here. Trees are built without recursion: chains of a
thousand answers exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from indexer.cache import Row
    from indexer.model import Evidence


@dataclass(frozen=True, slots=True)
class Node:
    """A message in its place: its parent among those here, and why."""

    row: Row
    parent: Row | None
    depth: int
    evidence: Evidence | None


def parents(in_reply_to: Sequence[str], references: Sequence[str]) -> tuple[str, ...]:
    """The Message-IDs a message answers, nearest first, each behind ``i`` or ``r``."""
    named = [f"i{m}" for m in in_reply_to[:1]]
    named += [f"r{m}" for m in reversed(references)]
    named += [f"i{m}" for m in in_reply_to[1:]]
    seen: set[str] = set()
    return tuple(n for n in named if not (n[1:] in seen or seen.add(n[1:])))  # type: ignore[func-returns-value]


def build(rows: Iterable[Row]) -> list[Node]:
    """All messages in reading order: depth first, answers by date. No cycles, each once."""
    here = {r.id: r for r in sorted(rows, key=lambda r: (r.date, r.id))}
    above: dict[str, tuple[Row, Evidence]] = {}
    answered: set[str] = set()
    for row in here.values():
        for named in row.parents:
            parent = here.get(named[1:])
            if parent is None or parent.id == row.id:
                continue
            # Only a message that an older one claims to answer can close a circle.
            if row.id in answered and _leads_to(parent, row, above):
                continue
            above[row.id] = (parent, "in-reply-to" if named[0] == "i" else "references")
            answered.add(parent.id)
            break
    below: dict[str, list[Row]] = {i: [] for i in here}
    for child, (parent, _) in above.items():
        below[parent.id].append(here[child])
    order: list[Node] = []
    stack = [(r, 0) for r in reversed(here.values()) if r.id not in above]
    while stack:
        row, depth = stack.pop()
        found = above.get(row.id)
        order.append(Node(row, found[0] if found else None, depth, found[1] if found else None))
        stack += [(r, depth + 1) for r in reversed(below[row.id])]
    return order


def hang(rows: Iterable[Row], built: Iterable[Node]) -> list[Node]:
    """Where drafts would hang in a tree if they were sent, by date; none of them below another."""
    here = {node.row.id: node for node in built}
    nodes = []
    for row in sorted(rows, key=lambda r: (r.date, r.id)):
        named = next((n for n in row.parents if n[1:] in here), None)
        if named is None:
            nodes.append(Node(row, None, 0, None))
        else:
            evidence: Evidence = "in-reply-to" if named[0] == "i" else "references"
            parent = here[named[1:]]
            nodes.append(Node(row, parent.row, parent.depth + 1, evidence))
    return nodes


def _leads_to(start: Row, goal: Row, above: dict[str, tuple[Row, Evidence]]) -> bool:
    at: Row | None = start
    while at is not None:
        if at.id == goal.id:
            return True
        found = above.get(at.id)
        at = found[0] if found else None
    return False
