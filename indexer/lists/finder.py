"""The finder: takes messages, says which groups they belong to, and which have become lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from indexer.lists import suggesting
from indexer.lists.accepting import Accepting
from indexer.lists.cc import CcLists
from indexer.lists.distribution import Distributions
from indexer.lists.posted import PostedLists
from indexer.lists.register import Listed, Register, called
from indexer.lists.roster import Rosters
from indexer.lists.suggesting import Recurring
from indexer.lists.values import Promotion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.lists.circle import Circle
    from indexer.lists.values import Group, Seen, Store, Suggestion
    from indexer.model.lists import Member


class Finder:
    """Finds lists of all three kinds; keeps what it knows in ``store``.

    ``own`` are one's own addresses, lower case. ``cc_list_people`` is the least number of people
    that makes a recurring set of them a list.
    """

    def __init__(self, store: Store, *, own: frozenset[str], cc_list_people: int = 10) -> None:
        self._own = own
        self._register = Register(store)
        self._posted = PostedLists(store, own, self._register.older)
        self._distributions = Distributions(store, own)
        self._recurring = Recurring(store)
        self._cc = CcLists(store, own, cc_list_people, self._register.standing, self._recurring)
        self._rosters = Rosters(store)
        self._accepting = Accepting(
            self._register, self._recurring, self._cc, self._distributions, self._rosters
        )

    def take(self, seen: Seen) -> tuple[str, ...]:
        """The keys of the groups that the message itself belongs to, candidates among them.

        Within a batch messages come in order of date.
        """
        keys: dict[str, None] = {}
        key = self._posted.take(seen)
        if key:
            keys[self._take_posted(key, seen)] = None
        addresses = {person.address for person in seen.recipients}
        for known in sorted(self._register.by_address.keys() & addresses):
            keys[self._register.by_address[known]] = None
        if not seen.is_listed:
            for address in self._distributions.take(seen):
                key = self._take_address(address, seen.date)
                keys.setdefault(key, None)
                if self._own and key not in self._register:
                    self._recurring_address(key, address, seen.date)
            rows = map(self._register.get, keys)
            addressed = any(row is not None and row.kind == "list-id" for row in rows)
            for circle in self._cc.take(seen, addressed=addressed):
                for old, new in self._cc.joined():
                    self._join(old, new)
                self._take_circle(circle, seen)
                keys[circle.key] = None
        for key in keys:
            self._rosters.wrote(key, seen.sender, seen.date)
            row = self._register.get(key)
            if row:
                last, members = max(row.last, seen.date), self._members(key, row)
                if (last, members) != (row.last, row.members):
                    self._register.put(
                        key, msgspec.structs.replace(row, last=last, members=members)
                    )
        return tuple(keys)

    def promotions(self) -> tuple[Promotion, ...]:
        """Groups that have become lists and are not settled, with names nobody else has."""
        taken = self._register.names()
        found = []
        for key, row in self._register.items():
            if row.name:
                continue
            if row.kind == "list-id" and not self._posted.about(key).is_list:
                # It seemed to be one before the rest of its mail was seen.
                self._register.drop(key)
                continue
            circle = self._cc.called(key) if row.kind == "cc" else {}
            name, title = called(key, row, circle, taken)
            taken.add(name)
            self._register.put(key, msgspec.structs.replace(row, title=title))
            found.append(Promotion(key, row.kind, name, title, row.address))
        return tuple(found)

    def settle(self, key: str, name: str) -> None:
        """Give a list its name, for ever."""
        row = self._register.get(key)
        if row and row.name != name:
            self._register.put(key, msgspec.structs.replace(row, name=name))
            self._posted.stand(key)

    def unfound(self) -> Iterator[str]:
        """The keys of mail with the fields of a real list that is none, as it was last stored."""
        return self._posted.unfound()

    def stand(self, key: str) -> None:
        """Have one of these for a list, whoever writes there; it is promoted as others are."""
        about = self._posted.about(key)
        self._posted.stand(key)
        if key not in self._register:
            also = tuple(each for each in about.also if each != about.address)
            self._register.add(key, Listed("list-id", "", about.title, about.address, 0, also=also))

    def aside(self, key: str, of: Group, seen: Seen) -> None:
        """Take a message of a group into a list that was taken out of it by hand.

        ``of`` is that group, with the list's own name and title.
        """
        if of.kind == "cc":
            self._cc.into(key, seen)
        self._rosters.wrote(key, seen.sender, seen.date)
        row = self._register.get(key) or Listed(of.kind, of.name, of.title, of.address, seen.date)
        last = max(row.last, seen.date)
        row = msgspec.structs.replace(row, last=last, members=self._members(key, row))
        self._register.put(key, row)

    def lists(self) -> tuple[Group, ...]:
        """The lists that have their names."""
        return self._register.groups()

    def roster(self, key: str) -> tuple[Member, ...]:
        """Who is and was on a list, by address; of lists with an address, who wrote to it."""
        row = self._register.get(key)
        circle = self._cc.circle(key) if row and row.kind == "cc" else None
        return self._rosters.of_circle(key, circle) if circle else self._rosters.writers(key)

    def present(self, key: str, at: int | None = None) -> frozenset[str]:
        """The addresses on a list now, or as far as it is known at a date."""
        row = self._register.get(key)
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
        return self._accepting.suggestions()

    def accept(self, key: str) -> None:
        """Make a suggestion a list; it is promoted as those are that were found."""
        self._accepting.accept(key)

    def accepted(self) -> set[str]:
        """The lists that are lists by being accepted."""
        return self._accepting.accepted()

    def withdraw(self, key: str) -> bool:
        """Take back that a suggestion was accepted; whether it is no list now."""
        return self._accepting.withdraw(key)

    def flush(self) -> None:
        """Put what changed into the store."""
        self._posted.flush()
        self._distributions.flush()
        self._cc.flush()
        self._rosters.flush()
        self._recurring.flush()
        self._register.flush()

    def _take_posted(self, key: str, seen: Seen) -> str:
        self._settle_joined()
        about = self._posted.about(key)
        if not about.is_list:
            return key
        # A person's is none; what was the list's stays that, whoever forges mail from it.
        addresses = [
            a
            for a in dict.fromkeys((about.address, *about.also))
            if a and a not in self._own
            if self._register.by_address.get(a) == key or not self._distributions.wrote(a)
        ]
        for each in addresses:
            other = self._register.by_address.get(each)
            if other and other != key and (key not in self._register or other.startswith("to:")):
                key = self._posted.join(other, key)
                self._settle_joined()
        # An address that is another list's stays that until both are known to be one.
        addresses = [a for a in addresses if self._register.by_address.get(a, key) == key]
        address = about.address if about.address in addresses else next(iter(addresses), None)
        also = tuple(a for a in addresses if a != address)
        row = self._register.get(key)
        if row is None:
            new = Listed("list-id", "", about.title, address, seen.date, also=also)
            self._register.add(key, new)
        elif (row.kind, row.address, row.also) != ("list-id", address, also):
            row = msgspec.structs.replace(row, kind="list-id", address=address, also=also)
            self._register.put(key, row)
        else:
            return key
        for one in addresses:
            # What was sent to it without having come through it, one's own copies above all.
            self._posted.join(f"to:{one}", key)
        self._settle_joined()
        return key

    def _settle_joined(self) -> None:
        """Make one list of what turned out to be one."""
        for old, key in self._posted.joined():
            self._rosters.move(old, key)
            gone, row = self._register.drop(old), self._register.get(key)
            if gone:
                row = row or gone
                also = dict.fromkeys(
                    a for a in (*row.also, gone.address, *gone.also) if a and a != row.address
                )
                row = msgspec.structs.replace(
                    row,
                    last=max(row.last, gone.last),
                    also=tuple(also),
                )
                self._register.put(key, row)

    def _take_address(self, address: str, date: int) -> str:
        key = self._register.by_address.get(address) or self._posted.living(f"to:{address}")
        if key not in self._register:
            name = self._distributions.found(address)
            if name is not None:
                self._register.add(key, Listed("address", "", name, address, date))
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
            if circle.key not in self._register:
                self._register.add(circle.key, Listed("cc", "", "", None, seen.date))

    def _join(self, old: str, new: str) -> None:
        self._rosters.move(old, new)
        gone = self._register.drop(old)
        if gone:
            row = self._register.get(new) or msgspec.structs.replace(gone, name="")
            self._register.put(new, row)

    def _members(self, key: str, row: Listed) -> int:
        return self._circle_size(key) if row.kind == "cc" else self._rosters.count(key)

    def _circle_size(self, key: str) -> int:
        circle = self._cc.circle(key)
        return circle.state.present.bit_count() if circle else 0
