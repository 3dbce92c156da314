"""The groups that are lists: a row each, and which addresses are whose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from indexer.lists import names
from indexer.lists.values import Group
from indexer.model.lists import ListKind  # noqa: TC001 - msgspec reads it at run time

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from indexer.lists.values import Store

ASIDE = "aside:"
"""Before the name of a list that was taken out of another: its key."""


class Listed(msgspec.Struct, frozen=True):
    """A group that is a list; its name is empty until it is settled."""

    kind: ListKind
    name: str
    title: str
    address: str | None
    last: int
    members: int = 0
    also: tuple[str, ...] = ()
    order: int = 0


class Register:
    """All lists by their keys, those without a name yet among them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        decode = msgspec.json.Decoder(Listed).decode
        self._rows = {key: decode(raw) for key, raw in store.every("list")}
        self._changed: set[str] = set()
        self.by_address: Mapping[str, str] = self._addresses()

    def __contains__(self, key: str) -> bool:
        return key in self._rows

    def get(self, key: str) -> Listed | None:
        """A list's row, or None of a group that is none."""
        return self._rows.get(key)

    def items(self) -> list[tuple[str, Listed]]:
        """All keys and rows, by key."""
        return sorted(self._rows.items())

    def add(self, key: str, row: Listed) -> None:
        """Have one list more, the newest."""
        order = 1 + max((each.order for each in self._rows.values()), default=0)
        self.put(key, msgspec.structs.replace(row, order=order))

    def put(self, key: str, row: Listed) -> None:
        """Know a list, or what is new of it."""
        old = self._rows.get(key)
        self._rows[key] = row
        self._changed.add(key)
        if (row.address, row.also) != ((old.address, old.also) if old else (None, ())):
            self.by_address = self._addresses()

    def drop(self, key: str) -> Listed | None:
        """Have a list no more; what it was."""
        row = self._rows.pop(key, None)
        if row:
            self._changed.add(key)
            self.by_address = self._addresses()
        return row

    def names(self) -> set[str]:
        """The names that are taken."""
        return {row.name for row in self._rows.values() if row.name}

    def groups(self) -> tuple[Group, ...]:
        """The lists that have their names."""
        return tuple(
            Group(key, r.name, r.title, r.kind, r.address, r.members, r.last, r.also)
            for key, r in self.items()
            if r.name
        )

    def older(self, one: str, other: str) -> tuple[str, str]:
        """Two keys, the one first whose list has had its name for longer."""
        rows = {key: row for key in (one, other) if (row := self._rows.get(key))}
        if not rows:
            return (other, one) if one.startswith("to:") else (one, other)
        first = min(rows, key=lambda key: (not rows[key].name, rows[key].order, key))
        return (first, other if first == one else one)

    def standing(self, key: str) -> int:
        """Which key stays when two circles are one, the least: a name is for ever."""
        row = self._rows.get(key)
        return 2 if row is None else int(not row.name)

    def flush(self) -> None:
        """Put what changed into the store."""
        for key in sorted(self._changed):
            row = self._rows.get(key)
            self._store.put("list", key, msgspec.json.encode(row) if row else None)
        self._changed.clear()

    def _addresses(self) -> dict[str, str]:
        """Which list an address is of; where two lists say so, always the same one."""
        found: dict[str, str] = {}
        for key, row in self.items():
            for address in () if key.startswith(ASIDE) else (row.address, *row.also):
                if address:
                    found.setdefault(address, key)
        return found


def called(
    key: str, row: Listed, circle: Mapping[str, str], taken: Collection[str]
) -> tuple[str, str]:
    """A name that nobody has, and what a list is called by it.

    ``circle`` says what a cc list may be called, with the title of each, the best first.
    """
    if row.kind == "cc":
        titles = dict(circle)
    elif row.kind == "address":
        titles = dict.fromkeys(names.of_address(row.address or ""), row.title)
    else:
        choices = names.of_list_id(key.partition(":")[2])
        # People know a real list by its name, written as it is.
        titles = dict.fromkeys(choices, row.title or choices[0])
    name = names.unique(titles, taken)
    by_slug = {names.slug(choice): title for choice, title in titles.items()}
    return name, by_slug.get(name) or row.title or names.title(name)
