"""The lists as the user has them: what the finder found, and what was said of it.

Everything asks for lists here; only taking in mail asks the finder itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from indexer.lists import decisions, names
from indexer.lists.finder import Finder
from indexer.lists.register import ASIDE

if TYPE_CHECKING:
    from indexer.lists.values import Group, Store, Suggestion
    from indexer.model.lists import Member

SAID = "said"
"""The row of the store that holds what was said, as it was last read."""
RECOGNISED = "recognised"
"""The row with the keys of the groups that were known again, by the name of what was said."""
DIVIDED = "divided"
"""Rows of groups that lists were taken out of: who is on which is said by others' keys."""


class Lists:
    """Lists by name, each one or more of the finder's groups."""

    def __init__(self, store: Store, *, own: frozenset[str]) -> None:
        self.finder = Finder(store, own=own)
        self.said = decisions.decode(store.get(SAID, ""))
        raw = store.get(RECOGNISED, "") or b"{}"
        recognised = self._recognised = msgspec.json.decode(raw, type=dict[str, tuple[str, ...]])
        # A list that is none may be found again in pieces: none of them is a list.
        self._none = frozenset(
            key for name, keys in recognised.items() if self.said.of(name).dropped for key in keys
        )
        self._joined = self.finder.merged()
        groups = self._groups = {group.key: group for group in self.finder.lists()}
        self._names = self._own_names(groups)
        roots = {key for key, _ in store.every(DIVIDED)}
        divided = self._divided = {key for key in self._names if self._root(key) in roots}
        self._parts: dict[str, list[Group]] = {}
        self._there = frozenset(self._names.values())
        for key, group in groups.items():
            if key in divided or key in self._joined or key in self._none:
                continue
            name = self._names[key]
            whole = self.whole(name)
            # The list that gives the whole its name comes first.
            parts = self._parts.setdefault(whole, [])
            parts.insert(0 if name == whole else len(parts), replace(group, name=name))
        self._wanted = {
            key: None if key in divided or key in self._none else self._living(name)
            for key, name in self._names.items()
        }

    def _own_names(self, groups: dict[str, Group]) -> dict[str, str]:
        """Each group's name, be it settled or that of the group which it turned out to be."""
        one: dict[str, list[str]] = {}
        for key in {*groups, *self._joined}:
            one.setdefault(self._root(key), []).append(key)
        names = {}
        for root, keys in one.items():
            # The older name stays: whoever knows the list knows it by that.
            named = [key for key in sorted(keys, key=_age) if key in groups]
            for key in (root, *keys):
                if named:
                    names[key] = groups[named[0]].name
        return names

    def _root(self, key: str) -> str:
        seen = {key}
        while (into := self._joined.get(key)) and into not in seen:
            seen.add(key := into)
        return key

    def _living(self, name: str) -> str | None:
        whole = self.whole(name)
        return None if self.said.of(whole).dropped else whole

    def wanted(self) -> dict[str, str | None]:
        """By the key of every group with a name: the list that its messages are on, if on one."""
        return self._wanted

    def spoken(self) -> tuple[tuple[str, tuple[str, str]], ...]:
        """Of every group with a name: its key, its own name, and the list it is on, "" for none."""
        return tuple((k, (self._names[k], now or "")) for k, now in self._wanted.items())

    def names(self) -> frozenset[str]:
        """Every name that is taken, those of lists that are none any more among them."""
        return frozenset({*self._names.values(), *self.said.said})

    def lists(self) -> tuple[Group, ...]:
        """The lists there are; of one that others were merged into, all together."""
        return tuple(
            self._together(name, parts)
            for name, parts in sorted(self._parts.items())
            if not self.said.of(name).dropped
        )

    def whole(self, name: str) -> str:
        """The list that one of this name is part of: itself, or what it was merged into."""
        return self.said.whole(name, self._there)

    def parts(self, name: str) -> tuple[Group, ...]:
        """The groups that are one list, that which gave it its name first."""
        return tuple(self._parts.get(name, ()))

    def keys(self, name: str) -> tuple[str, ...]:
        """The keys of the groups whose messages are those of just this list.

        Groups that turned out to be one are all there.
        """
        named = (key for key, own in self._names.items() if own == name)
        return tuple(sorted(key for key in named if key not in self._divided))

    def sources(self, name: str) -> tuple[str, ...]:
        """The keys of the finder's own groups of a list, that which takes its new mail first."""
        named = (key for key, own in self._names.items() if own == name)
        found = (key for key in named if not key.startswith(ASIDE))
        return tuple(sorted(found, key=lambda key: (key in self._joined, key)))

    def one_with(self, key: str) -> tuple[str, ...]:
        """The keys of the groups that turned out to be one with a group, its own among them."""
        root = self._root(key)
        return (root, *sorted(old for old in self._joined if self._root(old) == root))

    def is_group(self, key: str) -> bool:
        """Whether the finder has a list by this key."""
        return key in self._groups

    def group(self, key: str) -> Group:
        """A group by its key, with its own name."""
        return replace(self._groups[key], name=self._names[key])

    def _together(self, name: str, parts: list[Group]) -> Group:
        first, said = parts[0], self.said.of(name)
        posting = next((p for p in parts if p.address), first)
        address = said.address or posting.address
        return replace(
            first,
            name=name,
            title=said.title or first.title,
            kind=first.kind if first.kind != "cc" else posting.kind,
            address=address,
            members=first.members if len(parts) == 1 else len(self.people(name)),
            last=max(part.last for part in parts),
        )

    def people(self, name: str) -> frozenset[str]:
        """The addresses of those on a list now; of those with an address, who ever wrote to it."""
        parts = self._parts.get(name, [])
        # Who wrote to an address is not all that are there: where cc lists tell, they do.
        parts = [part for part in parts if part.kind == "cc"] or parts
        return frozenset[str]().union(*(self.finder.present(part.key) for part in parts))

    def addresses(self, name: str) -> frozenset[str]:
        """The addresses that lead to a list, that which the user named for it among them."""
        parts = self._parts.get(name, ())
        known = (self.said.of(name).address, *(a for p in parts for a in (p.address, *p.also)))
        return frozenset(address.lower() for address in known if address)

    def roster(self, name: str) -> tuple[Member, ...]:
        """Who is and was on a list, by address."""
        found: dict[str, Member] = {}
        for part in self._parts.get(name, ()):
            for member in self.finder.roster(part.key):
                known = found.get(member.address)
                found[member.address] = _both(known, member) if known else member
        return tuple(found[address] for address in sorted(found))

    def present(self, key: str, at: int | None = None) -> frozenset[str]:
        """The addresses in one of a list's parts, now or as far as it is known at a date."""
        return self.finder.present(key, at)

    def suggestions(self) -> tuple[Suggestion, ...]:
        """Recurring sets of people that may be lists, but for those that the user said are none."""
        taken, found = set(self.names()), []
        spoken_of = {keys[0]: name for name, keys in self._recognised.items()}
        for one in self.finder.suggestions():
            if one.key in self._none or self._root(one.key) in self._names:
                continue
            slug = spoken_of.get(one.key) or names.unique((one.slug,), taken)
            taken.add(slug)
            found.append(replace(one, slug=slug))
        return tuple(found)


def _both(one: Member, other: Member) -> Member:
    left = None if None in (one.left, other.left) else max(one.left or 0, other.left or 0)
    return replace(
        one,
        name=one.name or other.name,
        messages=one.messages + other.messages,
        first=min(one.first, other.first),
        last=max(one.last, other.last),
        left=left,
    )


def _age(key: str) -> tuple[int, str]:
    number = key.rpartition(":")[2]
    return (int(number), key) if number.isascii() and number.isdigit() else (0, key)
