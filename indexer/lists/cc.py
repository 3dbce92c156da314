"""Cc lists: finds the circle that a message went to, and says which circles are lists.

A message costs a sketch of its recipients and a look at the few circles that share it, however
many messages there were before. Circles that are not in use are rows in the store.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from indexer.lists import evidence, names, thinning
from indexer.lists.circle import Circle, Row
from indexer.lists.sketch import Index
from indexer.lists.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from indexer.lists.values import Seen, Store

ALIKE = 0.46
"""The part that two sets of people share, of both together, from which they are one circle.

Two lists that share half their people share a third of both together; a list loses less than
half between two of its mails.
"""

_SURE = 0.8
_VOCABULARY = 4_000
_HELD = 100_000


class CcLists:
    """Circles of at least ``least`` people; ``own`` addresses say nothing about a set."""

    def __init__(self, store: Store, own: frozenset[str], least: int) -> None:
        self._store = store
        self._own = own
        self._least = least
        self._index = Index(store)
        self._held: dict[str, Circle] = {}
        self._weight = 0
        self._decode = msgspec.json.Decoder(Row).decode
        self._words = Table(store, "words", dict[str, int], 4)
        raw = store.get("counter", "cc")
        self._next = self._stored = int(raw) if raw else 1

    def take(self, seen: Seen) -> Circle | None:
        """The circle that the message went to all of, made where there was none."""
        if len(seen.recipients) + 1 < self._least:
            return None
        people = {person.address: person.name for person in seen.recipients}
        sender = seen.sender
        people[sender.address] = sender.name or people.get(sender.address, "")
        others = people.keys() - self._own
        if len(people) < self._least or not others:
            return None
        sketch = self._index.sketch(others)
        circle, mask = self._match(people.keys(), sketch)
        circle = circle or self._make(sender.address)
        self._weight -= len(circle.addresses)
        if circle.add(people, seen.date, seen.thread, mask):
            self._index.add(sketch, circle.key)
            circle.sketch.update(sketch)
        if thinning.due(circle):
            self._thin(circle)
        if not seen.auto:
            self._learn(circle, seen)
        self._weight += len(circle.addresses)
        self._trim()
        return circle

    def into(self, key: str, seen: Seen) -> None:
        """Take a message into a circle of one's own choice, which no other mail is compared to."""
        people = {person.address: person.name for person in seen.recipients}
        people[seen.sender.address] = seen.sender.name or people.get(seen.sender.address, "")
        circle = self.circle(key)
        if circle is None:
            circle = self._held[key] = Circle(key, seen.sender.address)
            circle.found = True
        self._weight -= len(circle.addresses)
        circle.add(people, seen.date, seen.thread, None)
        if thinning.due(circle):
            self._forget_left(circle)
        self._weight += len(circle.addresses)
        self._trim()

    def every(self) -> Iterator[tuple[str, Circle]]:
        """All circles as they are stored; what is at work is put there first."""
        for circle in self._held.values():
            self._put(circle)
        for key, raw in self._store.every("circle"):
            yield key, Circle.of(key, self._decode(raw))

    def subjects(self, key: str) -> list[str]:
        """The base subjects of a circle's conversations, as far as they are kept."""
        circle = self.circle(key)
        return [e.subject for e in circle.evidence.exchanges if e.subject] if circle else []

    def words(self) -> dict[str, int]:
        """How many conversations of all circles had a word in their subject; of "" all of them."""
        return self._words.get("cc") or {}

    def circle(self, key: str) -> Circle | None:
        """A circle by its key."""
        held = self._held.pop(key, None)
        if held is None:
            raw = self._store.get("circle", key)
            if raw is None:
                return None
            held = Circle.of(key, self._decode(raw))
            self._index.hold(held.sketch, key)
            self._weight += len(held.addresses)
        self._held[key] = held
        return held

    def flush(self) -> None:
        """Put what changed into the store."""
        for circle in self._held.values():
            self._put(circle)
        self._words.flush()
        if self._next != self._stored:
            self._stored = self._next
            self._store.put("counter", "cc", b"%d" % self._next)

    def _learn(self, circle: Circle, seen: Seen) -> None:
        if circle.found and circle.evidence.full:
            return
        begun = circle.evidence.begun
        circle.evidence = evidence.learn(circle.evidence, seen)
        if circle.evidence.begun == begun:
            return
        counts = dict(self.words())
        for word in names.words(circle.evidence.exchanges[-1].subject) | {""}:
            counts[word] = counts.get(word, 0) + 1
        if len(counts) > _VOCABULARY:
            counts = dict(sorted(counts.items(), key=lambda i: -i[1])[: _VOCABULARY // 2])
        self._words.put("cc", counts)

    def _forget_left(self, circle: Circle) -> None:
        for address, row in thinning.thin(circle).items():
            self._store.put(f"gone {circle.key}", address, msgspec.json.encode(row))

    def _thin(self, circle: Circle) -> None:
        self._forget_left(circle)
        self._index.let_go(circle.sketch, circle.key)
        circle.sketch = {
            value
            for exemplar in circle.exemplars
            for value in self._index.sketch(set(circle.people(exemplar)) - self._own)
        }
        self._index.hold(circle.sketch, circle.key)

    def _match(
        self, people: Iterable[str], sketch: tuple[int, ...]
    ) -> tuple[Circle | None, int | None]:
        found = self._best(self._index.near(sketch), people)
        return found if found[0] else self._best(self._index.far(sketch), people)

    def _best(self, keys: list[str], people: Iterable[str]) -> tuple[Circle | None, int | None]:
        best, best_mask, score = None, None, ALIKE
        addresses = tuple(people)
        for key in keys:
            circle = self.circle(key)
            if circle is None:
                continue
            mask = circle.mask(addresses)
            alike = circle.likeness(mask, len(addresses))
            if alike >= score:
                best, best_mask, score = circle, mask, alike
                if alike >= _SURE:
                    break
        return best, best_mask

    def _make(self, origin: str) -> Circle:
        circle = Circle(f"cc:{self._next}", origin)
        self._next += 1
        self._held[circle.key] = circle
        return circle

    def _trim(self) -> None:
        """Let the circles least lately used go to the store once too many people are held."""
        while self._weight > _HELD and len(self._held) > 1:
            key = next(iter(self._held))
            circle = self._held.pop(key)
            self._put(circle)
            self._index.let_go(circle.sketch, key)
            self._weight -= len(circle.addresses)

    def _put(self, circle: Circle) -> None:
        if circle.changed:
            self._store.put("circle", circle.key, msgspec.json.encode(circle.row()))
            circle.changed = False
