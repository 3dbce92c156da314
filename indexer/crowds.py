"""Whom messages reach through lists' addresses, as far as that is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.storms import Crowd

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indexer.cache import Cache, Row
    from indexer.lists import Lists


class Crowds:
    """The crowds of messages; lists and rosters are read when first asked for, each once.

    On a list with an address is known to be who wrote to it: how many read it in silence its mail
    does not tell.
    """

    def __init__(self, cache: Cache, own: frozenset[str]) -> None:
        self._cache = cache
        self._own = own
        self._lists: Lists | None = None
        self._behind: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    def __call__(self, rows: Sequence[Row]) -> Mapping[int, Crowd]:
        """The crowd of each message that went to a list's address, by its key."""
        listed = [row for row in rows if any(tag.startswith("list/") for tag in row.tags)]
        groups = self._cache.groups_with(row.key for row in listed)
        found = {}
        for row in listed:
            addresses, people = self._of(groups[row.key])
            if addresses:
                named = {person.address for person in self._cache.people(row.recipients)}
                reached = (people | named) - addresses - {row.address}
                found[row.key] = Crowd(addresses, len(reached))
        return found

    def _of(self, groups: set[str]) -> tuple[frozenset[str], frozenset[str]]:
        """The addresses of the lists that some groups are, and who is on these lists."""
        addresses: frozenset[str] = frozenset()
        people: frozenset[str] = frozenset()
        # What belongs to a cc list named its people itself.
        posted = sorted(key for key in groups if not key.startswith("cc:"))
        for key in posted:
            if key not in self._behind:
                self._behind[key] = self._look_up(key)
            addresses |= self._behind[key][0]
            people |= self._behind[key][1]
        return addresses, people

    def _look_up(self, key: str) -> tuple[frozenset[str], frozenset[str]]:
        if self._lists is None:
            from indexer.lists import Lists

            self._lists = Lists(self._cache, own=self._own)
        name = self._lists.wanted().get(key)
        if name is None:
            return frozenset(), frozenset()
        return self._lists.addresses(name), self._lists.people(name)
