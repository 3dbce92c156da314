"""Rosters: who is on a list, who was, and how much each wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from indexer.lists import presence
from indexer.lists.circle import bits
from indexer.lists.thinning import Gone
from indexer.model.lists import Member

if TYPE_CHECKING:
    from indexer.lists.circle import Circle
    from indexer.lists.values import Store
    from indexer.model.people import Person

_HELD = 8_000


class Writer(msgspec.Struct, frozen=True, array_like=True):
    """What one person wrote to one group."""

    name: str
    messages: int
    first: int
    last: int


class Rosters:
    """Who wrote to which group: a row a person, so that a message changes one row."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rows: dict[tuple[str, str], Writer] = {}
        self._changed: set[tuple[str, str]] = set()
        self._counts: dict[str, int] = {}
        self._encode = msgspec.json.Encoder().encode
        self._decode = msgspec.json.Decoder(Writer).decode
        self._decode_gone = msgspec.json.Decoder(Gone).decode

    def wrote(self, key: str, person: Person, date: int) -> None:
        """Count a message by ``person`` to group ``key``."""
        where = (key, person.address)
        old = self._rows.get(where) or self._stored(where)
        if old is None:
            new = Writer(person.name, 1, date, date)
            self._counts[key] = self.count(key) + 1
        else:
            first, last = min(old.first, date), max(old.last, date)
            new = Writer(person.name or old.name, old.messages + 1, first, last)
        self._rows[where] = new
        self._changed.add(where)
        if len(self._rows) > _HELD:
            self.flush()
            self._rows.clear()
            self._counts.clear()

    def move(self, old: str, key: str) -> None:
        """Count what was written to one group as written to another, which it turned out to be."""
        for address, writer in self._of(old).items():
            where = (key, address)
            before = self._rows.get(where) or self._stored(where)
            if before is None:
                self._counts[key] = self.count(key) + 1
                self._rows[where] = writer
            else:
                self._rows[where] = Writer(
                    before.name or writer.name,
                    before.messages + writer.messages,
                    min(before.first, writer.first),
                    max(before.last, writer.last),
                )
            self._changed.add(where)
            self._rows.pop((old, address), None)
            self._changed.discard((old, address))
            self._store.put(f"writer {old}", address, None)
        self._store.put("writers", old, None)
        self._counts.pop(old, None)

    def count(self, key: str) -> int:
        """How many people wrote to a group."""
        if key not in self._counts:
            raw = self._store.get("writers", key)
            self._counts[key] = int(raw) if raw else 0
        return self._counts[key]

    def writers(self, key: str) -> tuple[Member, ...]:
        """Those who wrote to a group, by address."""
        return tuple(
            Member(address, w.name, w.messages, w.first, w.last, None)
            for address, w in sorted(self._of(key).items())
        )

    def of_circle(self, key: str, circle: Circle) -> tuple[Member, ...]:
        """Those who are or were on a cc list, by address."""
        wrote = self._of(key)
        present = circle.state.present
        named = present & ~presence.waiting(circle.state)
        seen, gone = circle.history()
        members = self._gone(key, wrote)
        for bit in bits(circle.ever):
            address, name = circle.addresses[bit], circle.names[bit]
            writer = wrote.get(address)
            last = circle.last if named >> bit & 1 else seen[bit]
            left = None if present >> bit & 1 else max(gone[bit], last)
            if writer:
                last, name = max(last, writer.last), writer.name or name
            messages = writer.messages if writer else 0
            first, by = circle.first[bit], circle.named_by(bit)
            before = members.get(address)
            if before and before.first < first:
                first, by = before.first, before.by
            members[address] = Member(address, name, messages, first, last, left, by=by)
        return tuple(members[address] for address in sorted(members))

    def _gone(self, key: str, wrote: dict[str, Writer]) -> dict[str, Member]:
        members = {}
        for address, raw in self._store.every(f"gone {key}"):
            row, writer = self._decode_gone(raw), wrote.get(address)
            messages, last = (writer.messages, writer.last) if writer else (0, 0)
            last = max(last, row.last)
            members[address] = Member(
                address, row.name, messages, row.first, last, row.left, by=row.by
            )
        return members

    def flush(self) -> None:
        """Put what changed into the store."""
        for where in sorted(self._changed):
            self._store.put(f"writer {where[0]}", where[1], self._encode(self._rows[where]))
        for key in sorted({key for key, _ in self._changed}):
            self._store.put("writers", key, b"%d" % self.count(key))
        self._changed.clear()

    def _stored(self, where: tuple[str, str]) -> Writer | None:
        raw = self._store.get(f"writer {where[0]}", where[1])
        return None if raw is None else self._decode(raw)

    def _of(self, key: str) -> dict[str, Writer]:
        rows = {a: self._decode(raw) for a, raw in self._store.every(f"writer {key}")}
        for (group, address), writer in self._rows.items():
            if group == key:
                rows[address] = writer
        return rows
