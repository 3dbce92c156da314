"""Circles that turn out to be one, since mail of the time between them came late.

A mail that is alike a set of another circle shows that both are one list, unless what is known of
the two says otherwise: that one of them went on as it was past a set of the other.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import msgspec

from indexer.lists import evidence
from indexer.lists.circle import bits
from indexer.lists.thinning import Gone, renumbered
from indexer.lists.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.lists.circle import Circle, Exemplar
    from indexer.lists.values import Store

_KEPT = 0.15
_APART = 0.6
_GROWN = 1.3


def are_one(one: Circle, other: Circle, people: Iterable[str]) -> bool:
    """Whether a mail to these people, which is alike sets of both, shows them to be one circle.

    It does not when it went to the people of both, and when the two have stood beside each other,
    each with its own people.
    """
    newest = frozenset(people)
    mine, theirs = _sets(one, newest), _sets(other, newest)
    for sets in (mine, theirs):
        nearest = max(sets, key=lambda pair: _alike(pair[1], newest), default=None)
        if nearest and _alike(nearest[1], newest) and len(newest) > _GROWN * len(nearest[1]):
            return False
    return not (_went_on(mine, theirs) or _went_on(theirs, mine))


def _sets(circle: Circle, newest: frozenset[str]) -> list[tuple[int, frozenset[str]]]:
    masks = [(e.date, e.who) for e in circle.exemplars]
    masks.append((circle.last, circle.state.present))
    sets = [(date, frozenset(circle.people(who))) for date, who in masks]
    return sorted((pair for pair in sets if pair[1] != newest), key=lambda pair: pair[0])


def _went_on(
    one: list[tuple[int, frozenset[str]]], other: list[tuple[int, frozenset[str]]]
) -> bool:
    for (begin, before), (end, after) in itertools.pairwise(one):
        kept = _alike(before, after)
        for date, between in other:
            if begin <= date <= end:
                shared = max(_alike(before, between), _alike(between, after))
                if shared < _APART and kept >= shared + _KEPT:
                    return True
    return False


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    shared = len(one & other)
    return shared / max(1, len(one) + len(other) - shared)


def absorb(circle: Circle, other: Circle) -> None:
    """Make everything that is known of another circle known of this one."""
    older, newer = sorted((circle, other), key=lambda c: c.timeline.until)
    # What the timeline that ends first had settled is the past.
    settled = newer.timeline.until
    mine, theirs = circle.history(), other.history()
    past = circle.past, other.past
    late = older.state.ever if older.timeline.until or _before(older, settled) else 0
    numbers = _number(circle, other)

    def again(mask: int) -> int:
        return renumbered(mask, numbers) if mask else 0

    def here(owner: Circle, mask: int) -> int:
        return mask if owner is circle else again(mask)

    circle.past = past[0] | again(past[1]) | here(older, late)
    if other.hinted[0]:
        circle.hinted = (circle.hinted[0] | again(other.hinted[0]), circle.hinted[1])
    _dates(circle, other, mine, theirs, numbers)
    mails = [
        (told.date, told.conversation, here(owner, told.who))
        for owner in (older, newer)
        for told in owner.timeline.log
        if told.date >= settled
    ]
    base = newer.timeline.renumbered(again) if newer is other else newer.timeline
    timeline = Timeline(base.base, base.until)
    timeline.fill(sorted(mails, key=lambda mail: mail[0]))
    circle.timeline = timeline
    exemplars = [e._replace(who=again(e.who)) for e in other.exemplars]
    circle.exemplars = _both(circle.exemplars, exemplars)
    if other.began < circle.began:
        circle.began, circle.origin = other.began, other.origin
    circle.evidence = evidence.merge(circle.evidence, other.evidence)
    circle.found = circle.found or other.found
    circle.changed = True


def absorb_gone(store: Store, key: str, address: str, raw: bytes) -> None:
    """Have what is known of somebody who left another circle long ago in the rows of this one."""
    new, known = msgspec.json.decode(raw, type=Gone), store.get(f"gone {key}", address)
    if known:
        old = msgspec.json.decode(known, type=Gone)
        first = old if old.first <= new.first else new
        last, left = max(old.last, new.last), max(old.left, new.left)
        new = Gone(old.name or new.name, first.first, last, left, first.by)
    store.put(f"gone {key}", address, msgspec.json.encode(new))


def _before(circle: Circle, date: int) -> bool:
    return any(told.date < date for told in circle.timeline.log)


def _number(circle: Circle, other: Circle) -> dict[int, int]:
    """The circle's numbers of the other's people, who are new to it or known."""
    numbers = {}
    for bit, address in enumerate(other.addresses):
        known = circle.bits.get(address)
        adder = other.adders[other.by[bit]] if other.by[bit] >= 0 else ""
        if known is None:
            first = other.first[bit]
            known = circle.number(address, other.names[bit], first, circle.adder(adder, address))
        elif other.first[bit] < circle.first[known]:
            circle.first[known] = other.first[bit]
            circle.by[known] = circle.adder(adder, address)
        numbers[bit] = known
    return numbers


def _dates(
    circle: Circle,
    other: Circle,
    mine: tuple[list[int], list[int]],
    theirs: tuple[list[int], list[int]],
    numbers: dict[int, int],
) -> None:
    """When each was last named, and left, by what both know."""
    spare = [0] * (len(circle.addresses) - len(mine[0]))
    seen, left = mine[0] + spare, mine[1] + spare
    for bit in bits(circle.state.present):
        seen[bit] = max(seen[bit], circle.last)
    for bit in bits(other.state.present):
        theirs[0][bit] = max(theirs[0][bit], other.last)
    for bit, number in numbers.items():
        seen[number] = max(seen[number], theirs[0][bit])
        left[number] = max(left[number], theirs[1][bit])
    circle.seen, circle.left = seen, left


def _both(one: Iterable[Exemplar], other: Iterable[Exemplar]) -> list[Exemplar]:
    """The exemplars of both, as they were set: the last of each come last."""
    mine, theirs = list(one), list(other)
    both = []
    while mine or theirs:
        longer = mine if len(mine) >= len(theirs) else theirs
        both.append(longer.pop(0))
    return both
