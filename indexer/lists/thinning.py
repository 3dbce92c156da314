"""Keeps a circle's numbering short: who is in none of its sets any more needs no bit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from indexer.lists.circle import Circle

_SPARE = 300


class Gone(msgspec.Struct, frozen=True, array_like=True):
    """Someone who was on a cc list, long ago."""

    name: str
    first: int
    last: int
    left: int


def due(circle: Circle) -> bool:
    """Whether thinning is worth its cost, which is that of some hundred mails."""
    return len(circle.addresses) > 3 * circle.thinned // 2 + _SPARE


def thin(circle: Circle) -> dict[str, Gone]:
    """Number the circle's people anew; those who have left it for long, by address."""
    state = circle.state
    masks = [*circle.exemplars, state.present, state.lately]
    masks += [mask for mask, _ in state.guests]
    masks += [absence.who for absence in state.absent]
    masks += [mask for _, mask in state.told]
    active = 0
    for mask in masks:
        active |= mask
    kept = [n for n in range(len(circle.addresses)) if active >> n & 1]
    gone = {
        circle.addresses[n]: Gone(
            circle.names[n], circle.first[n], circle.seen[n], circle.left[n] or circle.seen[n]
        )
        for n in range(len(circle.addresses))
        if not active >> n & 1 and state.ever >> n & 1
    }

    def again(mask: int) -> int:
        return sum(1 << new for new, old in enumerate(kept) if mask >> old & 1)

    circle.state = replace(
        state,
        present=again(state.present),
        guests=tuple((again(mask), where) for mask, where in state.guests),
        absent=tuple(replace(a, who=again(a.who)) for a in state.absent),
        ever=again(state.ever),
        lately=again(state.lately),
        told=tuple((where, again(mask)) for where, mask in state.told),
    )
    circle.exemplars = [again(mask) for mask in circle.exemplars]
    circle.addresses = [circle.addresses[n] for n in kept]
    circle.bits = {address: bit for bit, address in enumerate(circle.addresses)}
    circle.names = [circle.names[n] for n in kept]
    circle.first = [circle.first[n] for n in kept]
    circle.seen = [circle.seen[n] for n in kept]
    circle.left = [circle.left[n] for n in kept]
    circle.thinned = len(kept)
    return gone
