"""The finder: takes messages, says which groups they belong to, and which have become lists."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Literal

import msgspec

from indexer.lists import names, posted, suggesting
from indexer.lists.cc import CcLists
from indexer.lists.distribution import Distributions
from indexer.lists.posted import PostedLists
from indexer.lists.roster import Rosters
from indexer.lists.suggesting import Recurring
from indexer.lists.values import Group, Promotion, Suggestion
from indexer.model import ListKind  # noqa: TC001 - msgspec reads it at run time

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.lists.circle import Circle
    from indexer.lists.values import Seen, Store
    from indexer.model import Member


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


class Finder:
    """Finds lists of all three kinds; keeps what it knows in ``store``.

    ``own`` are one's own addresses, lower case. ``cc_list_people`` is the least number of people
    that makes a recurring set of them a list.
    """

    def __init__(self, store: Store, *, own: frozenset[str], cc_list_people: int = 10) -> None:
        self._store = store
        self._own = own
        self._posted = PostedLists(store)
        self._distributions = Distributions(store, own)
        self._recurring = Recurring(store)
        self._cc = CcLists(store, own, cc_list_people, self._standing, self._recurring)
        self._rosters = Rosters(store)
        decode = msgspec.json.Decoder(Listed).decode
        self._lists = {key: decode(raw) for key, raw in store.every("list")}
        self._changed: set[str] = set()
        self._merges: list[str] = []
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
        if not (seen.list_id or seen.list_post):
            for address in self._distributions.take(seen):
                key = self._take_address(address, seen.date)
                keys.setdefault(key, None)
                if self._own and key not in self._lists:
                    self._recurring_address(key, address, seen.date)
            circle = self._cc.take(seen)
            if circle:
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
            choices, title = self._names(key, row)
            name = names.unique(choices, taken)
            taken.add(name)
            title = title or names.title(name)
            self._set(key, msgspec.structs.replace(row, title=title))
            found.append(Promotion(key, row.kind, name, title, row.address))
        return tuple(found)

    def settle(self, key: str, name: str) -> None:
        """Give a list its name, for ever."""
        self._set(key, msgspec.structs.replace(self._lists[key], name=name))

    def lists(self) -> tuple[Group, ...]:
        """The lists that have their names."""
        return tuple(
            Group(key, r.name, r.title, r.kind, r.address, r.members, r.last)
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
        """Keys of circles that turned out to be part of others, and the key of what they are now.

        For good: what was taken under the old key belongs to the other.
        """
        return self._cc.merged()

    def newly_merged(self) -> tuple[str, ...]:
        """The keys of :meth:`merged` that have come since this was asked last."""
        merges, self._merges = tuple(self._merges), []
        return merges

    def suggestions(self) -> tuple[Suggestion, ...]:
        """Groups that recur and are no list by the evidence, the most used ones first."""
        taken = {row.name for row in self._lists.values() if row.name}
        found: list[Suggestion] = []
        unlisted = (item for item in self._recurring.most_used() if item[0] not in self._lists)
        for key, use in islice(unlisted, SUGGESTED):
            address = None if key.startswith("cc:") else key.removeprefix("to:")
            if address is None:
                choices, title = self._circle_names(key)
            else:
                choices, title = names.of_address(address), ""
            name = names.unique(choices, taken)
            taken.add(name)
            title, members = title or names.title(name), use.members or self._rosters.count(key)
            kind: Literal["cc", "address"] = "address" if address else "cc"
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
            self._store.put("list", key, msgspec.json.encode(self._lists[key]))
        self._changed.clear()

    def _take_posted(self, key: str, seen: Seen) -> str:
        about = self._posted.about(key)
        if not about.found:
            return key
        row = self._lists.get(key)
        address = about.address
        if about.post is None and about.outside and seen.list_id:
            address = posted.guess(seen.list_id)
        if row is None and address in self._by_address:
            return self._by_address[address]
        if row is None:
            self._set(key, Listed("list-id", "", about.title, address, seen.date))
        elif address != row.address:
            self._set(key, msgspec.structs.replace(row, address=address))
        if row is None or address != row.address:
            self._by_address = self._addresses()
        return key

    def _take_address(self, address: str, date: int) -> str:
        key = self._by_address.get(address) or f"to:{address}"
        if key not in self._lists:
            name = self._distributions.found(address)
            if name is not None:
                self._set(key, Listed("address", "", name, address, date))
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
                self._set(circle.key, Listed("cc", "", "", None, seen.date))

    def _standing(self, key: str) -> int:
        """Which key stays when two circles are one: a name is for ever."""
        row = self._lists.get(key)
        return 2 if row is None else int(not row.name)

    def _join(self, old: str, new: str) -> None:
        self._rosters.move(old, new)
        self._merges.append(old)
        gone = self._lists.pop(old, None)
        if gone:
            self._changed.discard(old)
            self._store.put("list", old, None)
            self._set(new, self._lists.get(new) or msgspec.structs.replace(gone, name=""))

    def _names(self, key: str, row: Listed) -> tuple[Iterable[str], str]:
        if row.kind == "cc":
            return self._circle_names(key)
        if row.kind == "address":
            return names.of_address(row.address or ""), row.title
        choices = names.of_list_id(key.partition(":")[2])
        # People know a real list by its name, written as it is.
        return choices, row.title or choices[0]

    def _circle_names(self, key: str) -> tuple[Iterable[str], str]:
        circle = self._cc.circle(key)
        if circle is None:
            return (), ""
        about, counts = self._cc.subjects(key), self._cc.words()
        words = names.shared_words(about, counts, counts.get("", 0)) if about else []
        domain = circle.origin.partition("@")[2]
        place = names.organisation(domain)
        choices = ["-".join(words), f"{'-'.join(words)}-{place}"] if words else []
        title = names.title(" ".join(words)) if words else f"{names.title(place)} and others"
        return [*choices, place, domain], title

    def _members(self, key: str, row: Listed) -> int:
        circle = self._cc.circle(key) if row.kind == "cc" else None
        return circle.state.present.bit_count() if circle else self._rosters.count(key)

    def _addresses(self) -> dict[str, str]:
        """Which list an address is of; where two lists say so, always the same one."""
        found: dict[str, str] = {}
        for key, row in sorted(self._lists.items()):
            if row.address:
                found.setdefault(row.address, key)
        return found

    def _set(self, key: str, row: Listed) -> None:
        self._lists[key] = row
        self._changed.add(key)
