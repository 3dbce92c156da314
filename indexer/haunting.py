"""Trees with what is known from quotes alone: messages that are not here, in their places. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from indexer import joining, telling
from indexer.joining import Recovered
from indexer.model.bodies import Zone
from indexer.model.conversations import Entry
from indexer.model.people import Person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.joining import Ghost


def read(packed: bytes) -> Recovered:
    """What was recovered of a conversation, as the cache keeps it."""
    return msgspec.msgpack.decode(packed, type=Recovered)


def zones(ghost: Ghost) -> tuple[Zone, ...]:
    """What a recovered message says."""
    return (Zone("new", ghost.text),)


def haunted(entries: Sequence[Entry], found: Recovered) -> tuple[Entry, ...]:
    """A tree in reading order, the recovered messages in their places.

    A date of 0 says that none is known; it stands before what quotes it.
    """
    here = {entry.id: entry for entry in entries}
    parents = {one: ghost for one, ghost in found.parents.items() if one in here}
    known = {ghost.id: _entry(ghost, here) for ghost in found.ghosts if ghost.found_in in here}
    leaves = [
        joining.Leaf(entry.id, entry.date, parents.get(entry.id, entry.parent), entry.evidence)
        for entry in entries
    ]
    for ghost in found.ghosts:
        if ghost.id in known:
            date = ghost.date or here[ghost.found_in].date
            above = ghost.parent or _above(ghost.id, parents, here)
            leaves.append(joining.Leaf(ghost.id, date, above, "quote"))
    every = {e.id: replace(e, above=e.parent) if e.id in parents else e for e in entries} | known
    return tuple(
        replace(every[branch.leaf.id], parent=branch.parent, depth=branch.depth)
        for branch in joining.build(leaves)
    )


def _entry(ghost: Ghost, here: dict[str, Entry]) -> Entry:
    quoting = here[ghost.found_in]
    return Entry(
        id=ghost.id, parent=None, depth=0, evidence="quote",
        sender=Person(ghost.name, ghost.address), date=ghost.date or 0, subject=quoting.subject,
        people=0, joined=0, dropped=0, audience="private", tags=(),
        snippet=telling.snippet(zones(ghost), ghost.name), recovered=ghost.found_in,
    )  # fmt: skip


def _above(ghost: str, parents: dict[str, str], here: dict[str, Entry]) -> str | None:
    """Where nothing says what it answered: what those answered that answer it."""
    return next((here[one].parent for one, above in parents.items() if above == ghost), None)
