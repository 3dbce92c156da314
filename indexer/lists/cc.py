"""Cc lists: finds the circle that a message went to, and says which circles are lists.

A message costs a sketch of its recipients and a look at the few circles that share it, however
many messages there were before. Circles that are not in use are rows in the store.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from indexer.lists import evidence, jointly, merging, names, thinning
from indexer.lists.circle import Circle, Exemplar
from indexer.lists.eras import Eras
from indexer.lists.shelf import Shelf
from indexer.lists.sketch import MEET, Hashes, lowest
from indexer.lists.suggesting import Use
from indexer.lists.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from indexer.lists.suggesting import Recurring
    from indexer.lists.values import Seen, Store

ALIKE = 0.46
"""The part that two sets of people share, of both together, from which they are one circle.

Two lists that share half their people share a third of both together; a list loses less than
half between two of its mails.
"""

_SURE = 0.8
_PLAIN, _FEW = 8, 20
_LISTED = 1
"""The standing of lists, or less; no other circle's."""

_VOCABULARY = 4_000


class _Mail(NamedTuple):
    """Whom a message names: ``hashes`` of all others, and whether newer ones came before it."""

    people: dict[str, str]
    hashes: list[int]
    sketch: tuple[int, ...]
    date: int
    late: bool


class CcLists:
    """Circles of at least ``least`` people; ``own`` addresses say nothing about a set.

    ``standing`` says of the key of a circle how much speaks for keeping it when two circles turn
    out to be one, the least first: 0 and 1 are lists', more is that of all others.
    """

    def __init__(
        self,
        store: Store,
        own: frozenset[str],
        least: int,
        standing: Callable[[str], int],
        recurring: Recurring,
    ) -> None:
        self._store = store
        self._own = own
        self._least = least
        self._standing = standing
        self._shelf = Shelf(store, standing)
        self._index = self._shelf.index
        self._hashes = Hashes()
        self._eras = Eras(store)
        self._recurring = recurring
        self._joined: list[tuple[str, str]] = []
        self._words = Table(store, "words", dict[str, int], 4)
        self._next = self._stored = self._counter("cc", 1)
        self._newest = self._counter("newest", 0)

    def take(self, seen: Seen, *, addressed: bool = False) -> tuple[Circle, ...]:
        """The circles that the message went to all of, one made where there was none.

        What is ``addressed`` to a real list besides shows nothing of people who have none.
        """
        if len(seen.recipients) + 1 < self._least:
            return ()
        people = {person.address: person.name for person in seen.recipients}
        sender = seen.sender
        people[sender.address] = sender.name or people.get(sender.address, "")
        others = people.keys() - self._own
        if len(people) < self._least or not others:
            return ()
        hashes = self._hashes.of(others)
        mail = _Mail(people, hashes, lowest(hashes), seen.date, seen.date < self._newest)
        self._newest = max(self._newest, seen.date)
        circle, mask = self._match(mail)
        several = jointly.lists(circle, people.keys(), self._own, self._least, self._near)
        for each in several:
            self._told(each, seen, people)
        if circle is None or circle in several:
            # All of several lists may turn out to be a list as well.
            mask = None
            circle = Circle(f"cc:{self._next}", sender.address, seen.date)
            self._next += 1
        self._shelf.use(circle)
        size = len(circle.addresses)
        mask = circle.add(people, sender.address, seen.date, seen.thread, mask)
        if circle.mails == 2:
            # Most circles are of one mail for ever: what they were at the time need not be known.
            first = circle.exemplars[0]
            self._eras.add(circle.key, first.date, self._others(circle, first.who))
        new = circle.differs(mask)
        if new:
            self._enter(circle, mail, mask)
        self._thin(circle)
        if not (seen.auto or addressed):
            self._learn(circle, seen)
        self._shelf.weigh(len(circle.addresses) - size)
        return (self._known_as(circle, mail) if new and mail.late else circle, *several)

    def into(self, key: str, seen: Seen) -> None:
        """Take a message into a circle of one's own choice, which no other mail is compared to."""
        people = {person.address: person.name for person in seen.recipients}
        people[seen.sender.address] = seen.sender.name or people.get(seen.sender.address, "")
        circle = self.circle(key)
        if circle is None:
            circle = Circle(key, seen.sender.address, seen.date)
            circle.found = True
            self._shelf.use(circle)
        size = len(circle.addresses)
        circle.add(people, seen.sender.address, seen.date, seen.thread, None)
        self._thin(circle)
        self._shelf.weigh(len(circle.addresses) - size)

    def merged(self) -> dict[str, str]:
        """All circles that have become part of others, and of which, by key."""
        return self._shelf.merged()

    def joined(self) -> list[tuple[str, str]]:
        """The circles that have become part of others since this was asked last."""
        joined, self._joined = self._joined, []
        return joined

    def called(self, key: str) -> dict[str, str]:
        """What a circle may be called, the best first, with the title of each."""
        circle = self.circle(key)
        if circle is None:
            return {}
        found = circle.evidence.exchanges
        about = [f"{one.label} {one.subject}".strip() for one in found if one.subject]
        counts = self._counts()
        words = names.shared_words(about, counts, counts.get("", 0)) if about else []
        bit = circle.bits.get(circle.origin)
        return names.of_circle(words, circle.origin, "" if bit is None else circle.names[bit])

    def circle(self, key: str) -> Circle | None:
        """A circle by its key, or by that of a part of it."""
        return self._shelf.get(key)

    def flush(self) -> None:
        """Put what changed into the store."""
        self._shelf.flush()
        self._words.flush()
        self._eras.flush()
        if self._next != self._stored:
            self._stored = self._next
            self._store.put("counter", "cc", b"%d" % self._next)
        self._store.put("counter", "newest", b"%d" % self._newest)

    def _counts(self) -> dict[str, int]:
        """How many conversations of all circles had a word in their subject; of "" all of them."""
        return self._words.get("cc") or {}

    def _counter(self, name: str, first: int) -> int:
        raw = self._store.get("counter", name)
        return int(raw) if raw else first

    def _near(self, people: set[str]) -> Iterator[Circle]:
        """The cc lists that share some of these people."""
        sketch = lowest(self._hashes.of(people - self._own))
        for key in dict.fromkeys((*self._index.near(sketch), *self._index.far(sketch))):
            if self._standing(key) <= _LISTED and (circle := self.circle(key)) and circle.found:
                yield circle

    def _told(self, circle: Circle, seen: Seen, people: dict[str, str]) -> None:
        """Take a mail that went to other lists too: it says who of a list's own is still on it."""
        self._shelf.use(circle)
        own = {one: people[one] for one in circle.people(circle.state.present) if one in people}
        circle.add(own, seen.sender.address, seen.date, seen.thread, None)
        self._thin(circle)

    def _learn(self, circle: Circle, seen: Seen) -> None:
        if circle.found and circle.evidence.full:
            return
        begun = circle.evidence.begun
        circle.evidence = evidence.learn(circle.evidence, seen)
        if circle.evidence.recurs and not circle.found:
            use = Use(circle.evidence.mails, circle.last, circle.state.present.bit_count())
            self._recurring.note(circle.key, use)
        if circle.evidence.begun == begun:
            return
        counts = dict(self._counts())
        for word in names.words(circle.evidence.exchanges[-1].subject) | {""}:
            counts[word] = counts.get(word, 0) + 1
        if len(counts) > _VOCABULARY:
            counts = dict(sorted(counts.items(), key=lambda i: -i[1])[: _VOCABULARY // 2])
        self._words.put("cc", counts)

    def _thin(self, circle: Circle) -> None:
        if thinning.due(circle):
            for address, row in thinning.thin(circle).items():
                self._store.put(f"gone {circle.key}", address, msgspec.json.encode(row))

    def _enter(self, circle: Circle, mail: _Mail, mask: int) -> None:
        """Have a set as one of those that the circle is found by."""
        circle.exemplars.append(Exemplar(mail.date, mask, frozenset(mail.sketch)))
        self._index.add(mail.sketch, circle.key)
        if len(circle.exemplars) > 1 or mail.late:
            self._eras.add(circle.key, mail.date, mail.hashes)
        self._evict(circle)

    def _evict(self, circle: Circle) -> None:
        for exemplar in circle.evict():
            self._index.drop(exemplar.sketch - circle.sketch, circle.key)

    def _others(self, circle: Circle, who: int) -> list[int]:
        return self._hashes.of(set(circle.people(who)) - self._own)

    def _match(self, mail: _Mail) -> tuple[Circle | None, int | None]:
        near = self._index.near(mail.sketch)
        found = self._best(near, mail)
        if found[0] is None:
            known = set(near)
            found = self._best([k for k in self._index.far(mail.sketch) if k not in known], mail)
        if found[0] is None and mail.late:
            for key in self._eras.like(mail.hashes, mail.date, ALIKE):
                return self.circle(key), None
        return found

    def _likely(self, keys: Iterable[str], mail: _Mail) -> Iterator[Circle]:
        """The circles whose exemplars' sketches meet the mail's, the likeliest first."""
        circles = [circle for circle in map(self.circle, keys) if circle is not None]
        now = [(len(c.exemplars[-1].sketch.intersection(mail.sketch)), c) for c in circles]
        first = max(now, key=lambda pair: pair[0], default=(0, None))
        if first[1] and first[0] >= _PLAIN:
            yield first[1]
        else:
            first = (0, None)
        likely = [(c.meets(mail.sketch), c) for c in circles if c is not first[1]]
        for meets, circle in sorted(likely, key=lambda pair: -pair[0])[:_FEW]:
            if meets >= MEET:
                yield circle

    def _best(self, keys: list[str], mail: _Mail) -> tuple[Circle | None, int | None]:
        best, best_mask, score = None, None, ALIKE
        addresses = tuple(mail.people)
        for circle in self._likely(keys, mail):
            mask = circle.mask(addresses)
            alike = circle.likeness(mask, len(addresses))
            if alike >= score:
                best, best_mask, score = circle, mask, alike
                if alike >= _SURE:
                    break
        return best, best_mask

    def _known_as(self, circle: Circle, mail: _Mail) -> Circle:
        """The circle that a circle is with all that its newest set shows to be one."""
        alike = self._eras.like(mail.hashes, mail.date, ALIKE)
        for other in self._likely(self._index.far(mail.sketch), mail):
            if other is not circle:
                score = other.likeness(other.mask(mail.people), len(mail.people))
                if score >= ALIKE:
                    alike.append(other.key)
        for key in alike:
            found = self.circle(key)
            if found and found is not circle and merging.are_one(circle, found, mail.people):
                circle = self._join(circle, found)
        return circle

    def _join(self, one: Circle, other: Circle) -> Circle:
        """Make two circles one; the key that has stood for longer stays."""
        stays, goes = sorted((one, other), key=lambda c: (self._standing(c.key), int(c.key[3:])))
        self._shelf.join(stays, goes)
        self._evict(stays)
        self._joined.append((goes.key, stays.key))
        self._recurring.drop(goes.key)
        return stays
