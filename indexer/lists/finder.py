"""The finder: takes messages, says which groups they belong to, and which have become lists."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Literal

import msgspec

from indexer.lists import names, suggesting
from indexer.lists.cc import CcLists
from indexer.lists.distribution import Distributions
from indexer.lists.posted import PostedLists
from indexer.lists.roster import Rosters
from indexer.lists.suggesting import Recurring
from indexer.lists.values import Group, Promotion, Suggestion
from indexer.model.lists import ListKind  # noqa: TC001 - msgspec reads it at run time

if TYPE_CHECKING:
    from collections.abc import Collection

    from indexer.lists.circle import Circle
    from indexer.lists.values import Seen, Store
    from indexer.model.lists import Member

ASIDE = "aside:"
"""Before the name of a list that was taken out of another: its key."""


SUGGESTED = 50
"""How many suggestions are made at a time."""


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


class Finder:
    """Finds lists of all three kinds; keeps what it knows in ``store``.

    ``own`` are one's own addresses, lower case. ``cc_list_people`` is the least number of people
    that makes a recurring set of them a list.
    """

    def __init__(self, store: Store, *, own: frozenset[str], cc_list_people: int = 10) -> None:
        self._store = store
        self._own = own
        self._posted = PostedLists(store, own, self._older)
        self._distributions = Distributions(store, own)
        self._recurring = Recurring(store)
        self._cc = CcLists(store, own, cc_list_people, self._standing, self._recurring)
        self._rosters = Rosters(store)
        decode = msgspec.json.Decoder(Listed).decode
        self._lists = {key: decode(raw) for key, raw in store.every("list")}
        self._changed: set[str] = set()
        self._by_address = self._addresses()

    def take(self, seen: Seen) -> tuple[str, ...]:
        """The keys of the groups that the message itself belongs to, candidates among them.

        Within a batch messages come in order of date.
        """
        keys: dict[str, None] = {}
        key = self._posted.take(seen)
        if key:
            keys[self._take_posted(key, seen)] = None
        addresses = {person.address for person in seen.recipients}
        for known in sorted(self._by_address.keys() & addresses):
            keys[self._by_address[known]] = None
        if not seen.is_listed:
            for address in self._distributions.take(seen):
                key = self._take_address(address, seen.date)
                keys.setdefault(key, None)
                if self._own and key not in self._lists:
                    self._recurring_address(key, address, seen.date)
            found = (self._lists[key] for key in keys if key in self._lists)
            addressed = any(row.kind == "list-id" for row in found)
            for circle in self._cc.take(seen, addressed=addressed):
                for old, new in self._cc.joined():
                    self._join(old, new)
                self._take_circle(circle, seen)
                keys[circle.key] = None
        for key in keys:
            self._rosters.wrote(key, seen.sender, seen.date)
            row = self._lists.get(key)
            if row:
                last, members = max(row.last, seen.date), self._members(key, row)
                if (last, members) != (row.last, row.members):
                    self._set(key, msgspec.structs.replace(row, last=last, members=members))
        return tuple(keys)

    def promotions(self) -> tuple[Promotion, ...]:
        """Groups that have become lists and are not settled, with names nobody else has."""
        taken = {row.name for row in self._lists.values() if row.name}
        found = []
        for key, row in sorted(self._lists.items()):
            if row.name:
                continue
            name, title = self._named(key, row, taken)
            taken.add(name)
            self._set(key, msgspec.structs.replace(row, title=title))
            found.append(Promotion(key, row.kind, name, title, row.address))
        return tuple(found)

    def settle(self, key: str, name: str) -> None:
        """Give a list its name, for ever."""
        row = self._lists.get(key)
        if row and row.name != name:
            self._set(key, msgspec.structs.replace(row, name=name))

    def accept(self, key: str) -> None:
        """Make a suggestion a list; it is promoted as those are that were found."""
        if key in self._lists:
            return
        circle, address = self._cc.circle(key), key.removeprefix("to:")
        if circle:
            circle.found = circle.changed = True
            row = Listed("cc", "", "", None, circle.last, self._circle_size(key))
        elif address != key:
            row = Listed("address", "", "", address, 0, self._rosters.count(key))
        else:
            return
        self._set(key, msgspec.structs.replace(row, order=self._order()))
        self._by_address = self._addresses()
        self._store.put("accepted", key, b"")

    def accepted(self) -> set[str]:
        """The lists that are lists by being accepted."""
        return {key for key, _ in self._store.every("accepted")}

    def withdraw(self, key: str) -> bool:
        """Take back that a suggestion was accepted; whether it is no list now."""
        self._store.put("accepted", key, None)
        circle, address = self._cc.circle(key), key.removeprefix("to:")
        if circle and not circle.evidence.enough:
            circle.found, circle.changed = False, True
        elif address == key or self._distributions.found(address) is not None:
            return False
        self._lists.pop(key, None)
        self._changed.discard(key)
        self._store.put("list", key, None)
        self._by_address = self._addresses()
        return True

    def aside(self, key: str, of: Group, seen: Seen) -> None:
        """Take a message of a group into a list that was taken out of it by hand.

        ``of`` is that group, with the list's own name and title.
        """
        if of.kind == "cc":
            self._cc.into(key, seen)
        self._rosters.wrote(key, seen.sender, seen.date)
        row = self._lists.get(key) or Listed(of.kind, of.name, of.title, of.address, seen.date)
        last = max(row.last, seen.date)
        row = msgspec.structs.replace(row, last=last, members=self._members(key, row))
        self._set(key, row)

    def lists(self) -> tuple[Group, ...]:
        """The lists that have their names."""
        return tuple(
            Group(key, r.name, r.title, r.kind, r.address, r.members, r.last, r.also)
            for key, r in sorted(self._lists.items())
            if r.name
        )

    def roster(self, key: str) -> tuple[Member, ...]:
        """Who is and was on a list, by address; of lists with an address, who wrote to it."""
        row = self._lists.get(key)
        circle = self._cc.circle(key) if row and row.kind == "cc" else None
        return self._rosters.of_circle(key, circle) if circle else self._rosters.writers(key)

    def present(self, key: str, at: int | None = None) -> frozenset[str]:
        """The addresses on a list now, or as far as it is known at a date."""
        row = self._lists.get(key)
        circle = self._cc.circle(key) if row and row.kind == "cc" else None
        if circle and (at is None or at >= circle.last):
            return frozenset(circle.people(circle.state.present))
        return frozenset(
            member.address
            for member in self.roster(key)
            if (member.left is None or (at is not None and at < member.left))
            and (at is None or member.first <= at)
        )

    def merged(self) -> dict[str, str]:
        """Groups that turned out to be others: the key of each, and of the one that it is now.

        For good: what was taken under the old key belongs to the other.
        """
        return self._posted.merged() | self._cc.merged()

    def suggestions(self) -> tuple[Suggestion, ...]:
        """Groups that recur and are no list by the evidence, the most used ones first."""
        taken = {row.name for row in self._lists.values() if row.name}
        found: list[Suggestion] = []
        unlisted = (item for item in self._recurring.most_used() if item[0] not in self._lists)
        for key, use in islice(unlisted, SUGGESTED):
            address = None if key.startswith("cc:") else key.removeprefix("to:")
            kind: Literal["cc", "address"] = "address" if address else "cc"
            name, title = self._named(key, Listed(kind, "", "", address, use.last), taken)
            taken.add(name)
            members = use.members or self._rosters.count(key)
            found.append(Suggestion(key, kind, name, title, members, use.mails, use.last))
        return tuple(found)

    def flush(self) -> None:
        """Put what changed into the store."""
        self._posted.flush()
        self._distributions.flush()
        self._cc.flush()
        self._rosters.flush()
        self._recurring.flush()
        for key in sorted(self._changed):
            row = self._lists.get(key)
            self._store.put("list", key, msgspec.json.encode(row) if row else None)
        self._changed.clear()

    def _take_posted(self, key: str, seen: Seen) -> str:
        self._settle_joined()
        about = self._posted.about(key)
        if not about.found:
            return key
        # A person's is none; what was the list's stays that, whoever forges mail from it.
        addresses = [
            a
            for a in dict.fromkeys((about.address, *about.also))
            if a and a not in self._own
            if self._by_address.get(a) == key or not self._distributions.wrote(a)
        ]
        for each in addresses:
            other = self._by_address.get(each)
            if other and other != key and (key not in self._lists or other.startswith("to:")):
                key = self._posted.join(other, key)
                self._settle_joined()
        # An address that is another list's stays that until both are known to be one.
        addresses = [a for a in addresses if self._by_address.get(a, key) == key]
        address = about.address if about.address in addresses else next(iter(addresses), None)
        also = tuple(a for a in addresses if a != address)
        row = self._lists.get(key)
        if row is None:
            new = Listed("list-id", "", about.title, address, seen.date, also=also)
            self._set(key, msgspec.structs.replace(new, order=self._order()))
        elif (row.kind, row.address, row.also) != ("list-id", address, also):
            self._set(key, msgspec.structs.replace(row, kind="list-id", address=address, also=also))
        else:
            return key
        self._by_address = self._addresses()
        for one in addresses:
            # What was sent to it without having come through it, one's own copies above all.
            self._posted.join(f"to:{one}", key)
        self._settle_joined()
        return key

    def _settle_joined(self) -> None:
        """Make one list of what turned out to be one."""
        for old, key in self._posted.joined():
            self._rosters.move(old, key)
            gone, row = self._lists.pop(old, None), self._lists.get(key)
            if gone:
                self._changed.add(old)
                row = row or gone
                also = dict.fromkeys(
                    a for a in (*row.also, gone.address, *gone.also) if a and a != row.address
                )
                row = msgspec.structs.replace(
                    row,
                    last=max(row.last, gone.last),
                    also=tuple(also),
                )
                self._set(key, row)
                self._by_address = self._addresses()

    def _older(self, one: str, other: str) -> tuple[str, str]:
        """Two keys, the one first whose list has had its name for longer."""
        rows = {key: row for key in (one, other) if (row := self._lists.get(key))}
        if not rows:
            return (other, one) if one.startswith("to:") else (one, other)
        first = min(rows, key=lambda key: (not rows[key].name, rows[key].order, key))
        return (first, other if first == one else one)

    def _order(self) -> int:
        return 1 + max((row.order for row in self._lists.values()), default=0)

    def _take_address(self, address: str, date: int) -> str:
        key = self._by_address.get(address) or self._posted.living(f"to:{address}")
        if key not in self._lists:
            name = self._distributions.found(address)
            if name is not None:
                self._set(key, Listed("address", "", name, address, date, order=self._order()))
                self._by_address = self._addresses()
        return key

    def _recurring_address(self, key: str, address: str, date: int) -> None:
        known = self._distributions.about(address)
        use = suggesting.of_address(known, date) if known else None
        if use:
            self._recurring.note(key, use)

    def _take_circle(self, circle: Circle, seen: Seen) -> None:
        if not circle.found and circle.evidence.enough:
            circle.found = True
            self._recurring.drop(circle.key)
            if circle.key not in self._lists:
                self._set(circle.key, Listed("cc", "", "", None, seen.date, order=self._order()))

    def _standing(self, key: str) -> int:
        """Which key stays when two circles are one: a name is for ever."""
        row = self._lists.get(key)
        return 2 if row is None else int(not row.name)

    def _join(self, old: str, new: str) -> None:
        self._rosters.move(old, new)
        gone = self._lists.pop(old, None)
        if gone:
            self._changed.discard(old)
            self._store.put("list", old, None)
            self._set(new, self._lists.get(new) or msgspec.structs.replace(gone, name=""))

    def _named(self, key: str, row: Listed, taken: Collection[str]) -> tuple[str, str]:
        """A name that nobody has, and what it is called by it."""
        titles: dict[str, str] = {}
        if row.kind == "cc":
            titles = self._cc.called(key)
        elif row.kind == "address":
            titles = dict.fromkeys(names.of_address(row.address or ""), row.title)
        else:
            choices = names.of_list_id(key.partition(":")[2])
            # People know a real list by its name, written as it is.
            titles = dict.fromkeys(choices, row.title or choices[0])
        name = names.unique(titles, taken)
        by_slug = {names.slug(choice): title for choice, title in titles.items()}
        return name, by_slug.get(name) or row.title or names.title(name)

    def _members(self, key: str, row: Listed) -> int:
        return self._circle_size(key) if row.kind == "cc" else self._rosters.count(key)

    def _circle_size(self, key: str) -> int:
        circle = self._cc.circle(key)
        return circle.state.present.bit_count() if circle else 0

    def _addresses(self) -> dict[str, str]:
        """Which list an address is of; where two lists say so, always the same one."""
        found: dict[str, str] = {}
        for key, row in sorted(self._lists.items()):
            for address in () if key.startswith(ASIDE) else (row.address, *row.also):
                if address:
                    found.setdefault(address, key)
        return found

    def _set(self, key: str, row: Listed) -> None:
        self._lists[key] = row
        self._changed.add(key)
