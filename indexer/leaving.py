"""Messages that left a list's conversation, and may carry its tag still.

What is no longer joined takes none of the tags along that it had from the others. Which groups
those were is written down before the labels change, and stays until the tags were written.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from indexer import settling

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from indexer.cache import Cache, Row


def leave(cache: Cache, rows: Iterable[Row]) -> None:
    """Remember of which groups the conversations are that messages leave; in a transaction."""
    rows = list(rows)
    groups = cache.groups({row.label for row in rows})
    cache.add_left((row.key, group) for row in rows for group in groups[row.label])


def names(cache: Cache, labels: Iterable[str]) -> Mapping[int, set[str]]:
    """The lists that messages may be tagged with from a conversation they left, by their keys."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for key, group in cache.left(labels):
        found[key] |= settling.former_names(cache, group)
    return found
