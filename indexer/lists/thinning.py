"""Keeps a circle's numbering short: who is in none of its sets any more needs no bit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from indexer.lists.circle import bits

if TYPE_CHECKING:
    from indexer.lists.circle import Circle

_SPARE = 300


class Gone(msgspec.Struct, frozen=True, array_like=True):
    """Someone who was on a cc list, long ago."""

    name: str
    first: int
    last: int
    left: int
    by: str = ""


def due(circle: Circle) -> bool:
    """Whether thinning is worth its cost, which is that of some hundred mails."""
    return len(circle.addresses) > 3 * circle.thinned // 2 + _SPARE


def thin(circle: Circle) -> dict[str, Gone]:
    """Number the circle's people anew; those who have left it for long, by address."""
    active = 0
    for mask in circle.timeline.masks():
        active |= mask
    for exemplar in circle.exemplars:
        active |= exemplar.who
    kept = list(bits(active))
    ever = circle.ever
    gone = {
        circle.addresses[n]: Gone(
            circle.names[n],
            circle.first[n],
            circle.seen[n],
            max(circle.left[n], circle.seen[n]),
            circle.named_by(n),
        )
        for n in bits(ever & ~active)
    }
    numbers = {old: new for new, old in enumerate(kept)}

    def again(mask: int) -> int:
        return renumbered(mask & active, numbers)

    circle.timeline = circle.timeline.renumbered(again)
    circle.exemplars = [e._replace(who=again(e.who)) for e in circle.exemplars]
    circle.past = again(circle.past)
    circle.hinted = (again(circle.hinted[0]), circle.hinted[1])
    circle.addresses = [circle.addresses[n] for n in kept]
    circle.bits = {address: bit for bit, address in enumerate(circle.addresses)}
    circle.names = [circle.names[n] for n in kept]
    circle.first = [circle.first[n] for n in kept]
    circle.seen = [circle.seen[n] for n in kept]
    circle.left = [circle.left[n] for n in kept]
    _thin_adders(circle, kept)
    circle.thinned = len(kept)
    return gone


def renumbered(mask: int, numbers: dict[int, int]) -> int:
    """The mask whose people have new numbers."""
    return sum(1 << numbers[bit] for bit in bits(mask))


def _thin_adders(circle: Circle, kept: list[int]) -> None:
    by = [circle.adders[circle.by[n]] if circle.by[n] >= 0 else "" for n in kept]
    circle.adders = sorted(set(by) - {""})
    numbers = {address: n for n, address in enumerate(circle.adders)}
    circle.by = [numbers.get(address, -1) for address in by]
