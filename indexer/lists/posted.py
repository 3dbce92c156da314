"""Real lists: all that their software calls one goes together, whatever the order it comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from indexer.lists import traces
from indexer.lists.table import Table
from indexer.lists.traces import NEW, Posted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from indexer.lists.values import Seen, Store

_CALLED, _BOTH = 3, 12


class PostedLists:
    """Lists known by what their software calls them; all names that go together are one list.

    ``own`` addresses are no list's. ``older`` says which of two keys is to stay when they turn
    out to be one list.
    """

    def __init__(
        self, store: Store, own: frozenset[str], older: Callable[[str, str], tuple[str, str]]
    ) -> None:
        self._store = store
        self._own = own
        self._older = older
        self._rows = Table(store, "posted", Posted, 2_000)
        self._alias = Table(store, "alias", str, 4_000)
        self._merged = {old: key.decode() for old, key in store.every("merged")}
        self._new: list[tuple[str, str]] = []
        self._changed: set[str] = set()

    def take(self, seen: Seen) -> str | None:
        """The key of what the message came through, or None where that can be no list."""
        names = self._names(seen)
        if seen.no_post or not names:
            return None
        key = next((k for k in map(self._known, names) if k), names[0])
        row = self._rows.get(key) or Posted()
        key, row = self._call(key, row, seen, names)
        after = traces.learn(row, seen, self._own)
        if after != row:
            self._rows.put(key, after)
        return key

    def about(self, key: str) -> Posted:
        """What is known of it."""
        return self._rows.get(key) or Posted()

    def stand(self, key: str) -> None:
        """Have it for a list from now on, whoever writes there."""
        row = self._rows.get(key)
        if row and not row.found:
            self._rows.put(key, msgspec.structs.replace(row, found=True))

    def unfound(self) -> Iterator[str]:
        """The keys of what was no list when all was last put into the store."""
        for key, _ in self._store.every("posted"):
            row = self._rows.get(key)
            if row and not row.is_list and self.living(key) == key:
                yield key

    def join(self, one: str, other: str) -> str:
        """Make two keys one, for good; the key that stays."""
        one, other = self.living(one), self.living(other)
        if one == other:
            return one
        key, old = self._older(one, other)
        for gone in [old, *(g for g, k in self._merged.items() if k == old)]:
            self._merged[gone] = key
            self._changed.add(gone)
        self._new.append((old, key))
        before, row = self._rows.get(old), self._rows.get(key)
        if before:
            self._rows.put(key, traces.total(row, before) if row else before)
        return key

    def living(self, key: str) -> str:
        """The key that a key has become."""
        return self._merged.get(key, key)

    def merged(self) -> dict[str, str]:
        """All keys that became others, with those."""
        return dict(self._merged)

    def joined(self) -> list[tuple[str, str]]:
        """The keys that went into another since this was last asked, with those."""
        new, self._new = self._new, []
        return new

    def flush(self) -> None:
        """Put what changed into the store."""
        self._rows.flush()
        self._alias.flush()
        for old in sorted(self._changed):
            self._store.put("merged", old, self._merged[old].encode())
        self._changed.clear()

    def _names(self, seen: Seen) -> list[str]:
        """All that the message calls its list, the surest name first."""
        names = [f"id:{seen.list_id.replace('@', '.')}"] if seen.list_id else []
        others = (seen.list_post, *seen.list_names)
        return names + [_as_name(each) for each in others if each and each not in self._own]

    def _known(self, name: str) -> str | None:
        key = self._alias.get(name)
        return key and self.living(key)

    def _call(self, key: str, row: Posted, seen: Seen, names: list[str]) -> tuple[str, Posted]:
        """Learn the list's names.

        What stands beside its List-Id names it, unless it names another list already or is an
        address of elsewhere: a list that is a member of another leaves its fields in what comes
        through both. Such a name counts once it came three times in a row, and two lists that
        both are found become one when their List-Post is the same, or after a dozen.
        """
        called: dict[str, int] = {}
        for name in names:
            known = self._known(name)
            if known == key:
                continue
            often = row.called.get(name, 0) + 1
            sure = name == names[0] or traces.goes_with(row, seen, name)
            sure |= name == f"post:{seen.list_post}" and known is not None
            if known is None and (sure or often >= _CALLED):
                self._alias.put(name, key)
                row = traces.with_address(row, name, seen)
            elif known and often >= self._enough(known, key, sure=sure):
                self._rows.put(key, row)
                key = self.join(known, key)
                row = traces.with_address(self._rows.get(key) or Posted(), name, seen)
            else:
                called[name] = often
        if called != row.called:
            row = msgspec.structs.replace(row, called=called)
        return key, row

    def _enough(self, *keys: str, sure: bool) -> int:
        """How often in a row two keys must come together to be one list.

        Once will do where one of them is hardly a list yet: little is lost by a mistake.
        """
        rows = [self._rows.get(key) or Posted() for key in keys]
        if sure:
            return 1 if any(r.mails <= NEW and not r.is_list for r in rows) else _CALLED
        return _BOTH if all(r.is_list for r in rows) else _CALLED


def _as_name(name: str) -> str:
    return f"post:{name}" if "@" in name else name
