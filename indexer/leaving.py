"""Messages that left a list's conversation, and may carry its tag still.

What is no longer joined takes none of the tags along that it had from the others. Which groups
those were is written down before the labels change, and stays until the tags were written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer import settling

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from indexer.cache import Cache, Row

LEFT = "left"
"""Rows that say, by a message's key and a group, that the message left a conversation of that."""


def leave(cache: Cache, rows: Iterable[Row]) -> None:
    """Remember of which groups the conversations are that messages leave; in a transaction."""
    rows = list(rows)
    groups = cache.groups({row.label for row in rows})
    for row in rows:
        for group in groups[row.label]:
            cache.put(LEFT, f"{row.key} {group}", b"")


def names(cache: Cache) -> dict[int, frozenset[str]]:
    """The lists that messages may be tagged with from a conversation they left, by their keys."""
    found: dict[int, frozenset[str]] = {}
    for text, _ in cache.every(LEFT):
        key, _, group = text.partition(" ")
        found[int(key)] = found.get(int(key), frozenset()) | settling.former_names(cache, group)
    return found


def left(cache: Cache, labels: Collection[str]) -> None:
    """The tags of these conversations' messages are right now; in a transaction."""
    keys = {text: int(text.partition(" ")[0]) for text, _ in cache.every(LEFT)}
    waiting = {row.key for row in cache.by_key(set(keys.values())) if row.label not in labels}
    for text, key in keys.items():
        if key not in waiting:
            cache.put(LEFT, text, None)
