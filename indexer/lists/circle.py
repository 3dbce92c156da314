"""A circle: people whom mail names together, again and again. Some circles are cc lists.

Sets of people are bit masks over the circle's own numbering, so that comparing two costs next to
nothing and an exemplar takes a bit a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from indexer.lists import presence
from indexer.lists.evidence import Evidence
from indexer.lists.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from indexer.lists.presence import Presence
    from indexer.lists.timeline import Step

_EXEMPLARS = 8
_ONE = ord("1")
_DRIFTED = 0.85
_SIZES = (0.7, 1.4)


class Exemplar(NamedTuple):
    """A set of people that a mail to all went to, unlike the ones before it, and its sketch."""

    date: int
    who: int
    sketch: frozenset[int]


class Circle:
    """One circle at work.

    ``bits`` numbers its people. ``first`` is when each was first named, ``by`` which of ``adders``
    did that (-1 where nobody did, since they wrote themselves). ``seen`` and ``left`` are as of
    the timeline's base. ``past`` are those who were on it by mail older than the timeline knows,
    ``hinted`` those whom one such conversation named, and its name. ``began`` is the date of its
    first mail and ``origin`` who wrote that.
    """

    __slots__ = (
        "adders", "addresses", "began", "bits", "by", "changed", "evidence", "exemplars", "first",
        "found", "hinted", "key", "left", "names", "origin", "past", "seen", "thinned", "timeline",
    )  # fmt: skip

    def __init__(self, key: str, origin: str = "", began: int = 0) -> None:
        self.key = key
        self.origin = origin
        self.began = began
        self.addresses: list[str] = []
        self.bits: dict[str, int] = {}
        self.names: list[str] = []
        self.first: list[int] = []
        self.seen: list[int] = []
        self.left: list[int] = []
        self.by: list[int] = []
        self.adders: list[str] = []
        self.exemplars: list[Exemplar] = []
        self.timeline = Timeline()
        self.past = 0
        self.hinted = (0, "")
        self.evidence = Evidence()
        self.found = False
        self.thinned = 0
        self.changed = True

    @property
    def state(self) -> Presence:
        """Who is on it."""
        return self.timeline.state

    @property
    def last(self) -> int:
        """The date of its newest mail to all."""
        return self.timeline.last

    @property
    def mails(self) -> int:
        """How many mails its timeline has, as long as these are all there were."""
        return 0 if self.timeline.until else len(self.timeline.log)

    @property
    def ever(self) -> int:
        """Those who are or were on it, as far as they have a number."""
        return self.state.ever | self.past

    @property
    def sketch(self) -> set[int]:
        """What it is found by: the sketches of its exemplars."""
        return {value for exemplar in self.exemplars for value in exemplar.sketch}

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
        return [self.addresses[bit] for bit in bits(mask)]

    def likeness(self, mask: int, size: int) -> float:
        """How alike a set of ``size`` people, ``mask`` here, is to a set of the circle's.

        The part of both together that they share (Jaccard), at its best over the people on it
        now and its exemplars.
        """
        present = self.timeline.state.present
        shared = (present & mask).bit_count()
        best = shared / (size + present.bit_count() - shared)
        for exemplar in reversed(self.exemplars):
            shared = (exemplar.who & mask).bit_count()
            if shared:
                best = max(best, shared / (size + exemplar.who.bit_count() - shared))
        return best

    def meets(self, sketch: Iterable[int]) -> int:
        """How much of a set's sketch is in that of the likest exemplar."""
        return max((len(e.sketch.intersection(sketch)) for e in self.exemplars), default=0)

    def add(
        self, people: dict[str, str], sender: str, date: int, conversation: str, mask: int | None
    ) -> int:
        """Take a mail to all of it: names by address, and their mask where it is known.

        Returns the mask.
        """
        self.changed = True
        mask = self.mask(people) if mask is None else mask
        if mask.bit_count() < len(people):
            for address in sorted(people.keys() - self.bits.keys()):
                self.number(address, people[address], date, self.adder(sender, address))
            mask = self.mask(people)
        if date < self.last or date < self.began:
            self._earlier(mask, sender, date)
        if not self.timeline.add(mask, date, conversation):
            self._past(mask, date, conversation)
        for step in self.timeline.fold():
            record(step, self.seen, self.left)
        return mask

    def number(self, address: str, name: str, date: int, by: int) -> int:
        """Number somebody who is new."""
        bit = self.bits[address] = len(self.addresses)
        self.addresses.append(address)
        self.names.append(name)
        self.first.append(date)
        self.seen.append(date)
        self.left.append(0)
        self.by.append(by)
        return bit

    def adder(self, sender: str, address: str) -> int:
        """The number of a sender as one who first named ``address``."""
        if not sender or sender == address:
            return -1
        # Most who are new come several at a time, named by one sender.
        if self.adders and self.adders[-1] == sender:
            return len(self.adders) - 1
        if sender not in self.adders:
            self.adders.append(sender)
        return self.adders.index(sender)

    def named_by(self, bit: int) -> str:
        """The address of whoever's mail first named somebody, empty for those it began with."""
        by = self.by[bit]
        return self.adders[by] if by >= 0 and self.first[bit] > self.began else ""

    def history(self) -> tuple[list[int], list[int]]:
        """When each was last named before being forgotten, and when they left (0: they did not)."""
        seen, left = self.seen.copy(), self.left.copy()
        for step in self.timeline.steps():
            record(step, seen, left)
        return seen, left

    def evict(self) -> list[Exemplar]:
        """Take out the exemplars there are too many of, those first that were set first."""
        spare, self.exemplars = self.exemplars[:-_EXEMPLARS], self.exemplars[-_EXEMPLARS:]
        return spare

    def _earlier(self, mask: int, sender: str, date: int) -> None:
        """A mail that came late may be the first that named somebody."""
        if date < self.began:
            self.began, self.origin = date, sender
        for bit in bits(mask):
            if date < self.first[bit]:
                self.first[bit] = date
                self.by[bit] = self.adder(sender, self.addresses[bit])

    def _past(self, mask: int, date: int, conversation: str) -> None:
        """What is too old for the timeline shows who was on it all the same.

        A name in a single conversation may be a guest's, so it takes two.
        """
        before, where = self.hinted
        if where != conversation:
            self.past |= before & mask
        self.hinted = (before | mask, conversation)
        for bit in bits(mask):
            self.seen[bit] = max(self.seen[bit], date)

    def differs(self, mask: int) -> bool:
        """Whether a mail to all of it went to a set that no exemplar stands for."""
        size = mask.bit_count()
        if self.exemplars:
            ratio = size / max(1, self.exemplars[-1].who.bit_count())
            if not _SIZES[0] <= ratio <= _SIZES[1]:
                return False
            for exemplar in reversed(self.exemplars):
                shared = (exemplar.who & mask).bit_count()
                if shared / (size + exemplar.who.bit_count() - shared) >= _DRIFTED:
                    return False
        return True


def bits(mask: int) -> Iterator[int]:
    """The numbers of the people in a mask."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def record(step: Step, seen: list[int], left: list[int]) -> None:
    """Write down what a mail says of those who came, went, or were left out."""
    # Only these are touched; the others' dates follow from being there.
    before, after, date = step.before, step.told.state, step.told.date
    waiting = presence.waiting(before)
    for bit in bits(before.present & ~after.present):
        left[bit] = max(left[bit], date)
    for bit in bits(after.present & ~before.present):
        left[bit] = 0
    for bit in bits(step.told.who & ~after.present):
        seen[bit] = max(seen[bit], date)
    for bit in bits((presence.waiting(after) | before.present & ~after.present) & ~waiting):
        seen[bit] = max(seen[bit], step.previous)
