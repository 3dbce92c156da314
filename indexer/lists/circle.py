"""A circle: people whom mail names together, again and again. Some circles are cc lists.

Sets of people are bit masks over the circle's own numbering, so that comparing two costs next to
nothing and an exemplar takes a bit a person.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import msgspec

from indexer.lists import presence
from indexer.lists.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable

_EXEMPLARS = 8
_ONE = ord("1")
_DRIFTED = 0.85
_SIZES = (0.7, 1.4)


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """A circle as it is stored: people in order of number, masks in hexadecimal."""

    addresses: tuple[str, ...]
    names: tuple[str, ...]
    first: tuple[int, ...]
    seen: tuple[int, ...]
    left: tuple[int, ...]
    exemplars: tuple[str, ...]
    sketch: tuple[int, ...]
    present: str
    ever: str
    last: int
    origin: str
    guests: tuple[tuple[str, str], ...] = ()
    absent: tuple[tuple[str, int, str], ...] = ()
    lately: str = "0"
    told: tuple[tuple[str, str], ...] = ()
    evidence: Evidence = Evidence()
    found: bool = False
    thinned: int = 0


class Circle:
    """One circle at work. ``bits`` numbers its people; ``left`` is 0 while they are on it."""

    __slots__ = (
        "addresses", "bits", "changed", "evidence", "exemplars", "first", "found", "key", "last",
        "left", "names", "origin", "seen", "sketch", "state", "thinned",
    )  # fmt: skip

    def __init__(self, key: str, origin: str) -> None:
        self.key = key
        self.origin = origin
        self.addresses: list[str] = []
        self.bits: dict[str, int] = {}
        self.names: list[str] = []
        self.first: list[int] = []
        self.seen: list[int] = []
        self.left: list[int] = []
        self.exemplars: list[int] = []
        self.sketch: set[int] = set()
        self.state = presence.Presence()
        self.evidence = Evidence()
        self.last = 0
        self.found = False
        self.thinned = 0
        self.changed = True

    def mask(self, people: Iterable[str]) -> int:
        """Those of the people, each named once, whom the circle has ever had."""
        # Written as binary digits and read at once: shifting bits into place one by one costs
        # the length of the mask for each.
        digits = bytearray(b"0") * len(self.bits)
        for bit in map(self.bits.get, people):
            if bit is not None:
                digits[~bit] = _ONE
        return int(digits, 2) if digits else 0

    def people(self, mask: int) -> list[str]:
        """The addresses of a mask."""
        return [self.addresses[bit] for bit in _bits(mask)]

    def likeness(self, mask: int, size: int) -> float:
        """How alike a set of ``size`` people, ``mask`` here, is to a set of the circle's.

        The part of both together that they share (Jaccard), at its best over the people on it
        now and its exemplars.
        """
        best = 0.0
        for known in (self.state.present, *reversed(self.exemplars)):
            shared = (known & mask).bit_count()
            if shared:
                best = max(best, shared / (size + known.bit_count() - shared))
        return best

    def add(self, people: dict[str, str], date: int, conversation: str, mask: int | None) -> bool:
        """Take a mail to all of it: names by address, and their mask where it is known.

        Says whether it set a new exemplar.
        """
        self.changed = True
        mask = self.mask(people) if mask is None else mask
        new = people.keys() - self.bits.keys() if mask.bit_count() < len(people) else ()
        for address in sorted(new):
            self.bits[address] = len(self.addresses)
            self.addresses.append(address)
            self.names.append(people[address])
            self.first.append(date)
            self.seen.append(date)
            self.left.append(0)
        if new:
            mask = self.mask(people)
        if date >= self.last:
            self._step(mask, date, conversation)
        else:
            for bit in _bits(mask):
                self.first[bit] = min(self.first[bit], date)
        return self._exemplify(mask)

    def _step(self, mask: int, date: int, conversation: str) -> None:
        before = self.state
        after = self.state = presence.named(before, mask, conversation)
        # Only those who came or went are touched; the others' dates follow from being there.
        for bit in _bits(before.present & ~after.present):
            self.left[bit] = date
        for bit in _bits(after.present & ~before.present):
            self.left[bit] = 0
        for bit in _bits(mask & ~after.present):
            self.seen[bit] = date
        absent = 0
        for absence in after.absent:
            absent |= absence.who
        previous = 0
        for absence in before.absent:
            previous |= absence.who
        for bit in _bits(absent & ~previous):
            self.seen[bit] = self.last
        for bit in _bits(before.present & ~after.present & ~previous):
            self.seen[bit] = self.last
        self.last = date

    def _exemplify(self, mask: int) -> bool:
        size = mask.bit_count()
        if self.exemplars:
            newest = self.exemplars[-1]
            shared = (newest & mask).bit_count()
            ratio = size / max(1, newest.bit_count())
            alike = shared / (size + newest.bit_count() - shared)
            if alike >= _DRIFTED or not _SIZES[0] <= ratio <= _SIZES[1]:
                return False
        self.exemplars.append(mask)
        if len(self.exemplars) > _EXEMPLARS:
            del self.exemplars[_nearest_pair(self.exemplars)]
        return True

    def row(self) -> Row:
        """The circle as it is stored."""
        state = self.state
        return Row(
            tuple(self.addresses), tuple(self.names), tuple(self.first), tuple(self.seen),
            tuple(self.left), tuple(f"{e:x}" for e in self.exemplars), tuple(sorted(self.sketch)),
            f"{state.present:x}", f"{state.ever:x}", self.last, self.origin,
            tuple((f"{m:x}", c) for m, c in state.guests),
            tuple((f"{a.who:x}", a.mails, a.conversation) for a in state.absent),
            f"{state.lately:x}",
            tuple((c, f"{m:x}") for c, m in state.told),
            self.evidence, self.found, self.thinned,
        )  # fmt: skip

    @classmethod
    def of(cls, key: str, row: Row) -> Circle:
        """The circle that was stored."""
        circle = cls(key, row.origin)
        circle.addresses = list(row.addresses)
        circle.bits = {address: bit for bit, address in enumerate(row.addresses)}
        circle.names = list(row.names)
        circle.first, circle.seen = list(row.first), list(row.seen)
        circle.left = list(row.left)
        circle.exemplars = [int(e, 16) for e in row.exemplars]
        circle.sketch = set(row.sketch)
        circle.state = presence.Presence(
            int(row.present, 16),
            tuple((int(m, 16), c) for m, c in row.guests),
            tuple(presence.Absence(int(m, 16), n, c) for m, n, c in row.absent),
            int(row.ever, 16),
            int(row.lately, 16),
            tuple((c, int(m, 16)) for c, m in row.told),
        )
        circle.evidence, circle.last, circle.found = row.evidence, row.last, row.found
        circle.thinned = row.thinned
        circle.changed = False
        return circle


def _bits(mask: int) -> Iterable[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def _nearest_pair(masks: list[int]) -> int:
    """The index of the set that differs least from the one before it, the newest apart."""
    changes = [(a ^ b).bit_count() for a, b in itertools.pairwise(masks[:-1])]
    return 1 + changes.index(min(changes))
