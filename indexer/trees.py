"""Trees of messages: who answers whom, in reading order. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from indexer import joining

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from indexer.cache import Row
    from indexer.model.joins import Evidence

_HEADER: Final[tuple[Evidence, Evidence]] = ("in-reply-to", "references")


@dataclass(frozen=True, slots=True)
class Node:
    """A message in its place: its parent among those here, and why."""

    row: Row
    parent: Row | None
    depth: int
    evidence: Evidence | None


def build(rows: Iterable[Row]) -> list[Node]:
    """All messages in reading order: depth first, answers by date. No circles, each once.

    A message that the joiner has not placed yet answers whom its header names.
    """
    here = {row.id: row for row in rows}
    nodes = []
    for branch in joining.build(_leaf(row, here) for row in here.values()):
        row, parent = here[branch.leaf.id], here.get(branch.parent or "")
        evidence = branch.leaf.evidence if parent or row.evidence not in _HEADER else None
        nodes.append(Node(row, parent, branch.depth, evidence))
    return nodes


def _leaf(row: Row, here: Container[str]) -> joining.Leaf:
    if row.placed:
        return joining.Leaf(row.id, row.date, row.parent, row.evidence)
    named = next((n for n in row.parents if n[1:] in here and n[1:] != row.id), None)
    if named is None:
        return joining.Leaf(row.id, row.date)
    return joining.Leaf(row.id, row.date, named[1:], _HEADER["ir".index(named[0])])


def hang(rows: Iterable[Row], built: Iterable[Node]) -> list[Node]:
    """Where drafts would hang in a tree if they were sent, by date; none of them below another."""
    here = {node.row.id: node for node in built}
    nodes = []
    for row in sorted(rows, key=lambda r: (r.date, r.id)):
        named = next((n for n in row.parents if n[1:] in here), None)
        if named is None:
            nodes.append(Node(row, None, 0, None))
        else:
            evidence = _HEADER["ir".index(named[0])]
            parent = here[named[1:]]
            nodes.append(Node(row, parent.row, parent.depth + 1, evidence))
    return nodes
