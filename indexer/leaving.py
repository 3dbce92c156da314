"""Messages that were in a list's conversation with others, and may carry its tag still.

What is no longer joined keeps none of the tags that it had from the others, be it the part that
left or the one that stayed. Which groups those were is written down before the labels change, and
stays until the tags were written.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from indexer import settling

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from indexer.cache import Cache


def leave(cache: Cache, labels: Iterable[str]) -> None:
    """Remember of which groups conversations are that messages leave; in a transaction."""
    groups = {label: found for label, found in cache.groups(labels).items() if found}
    for label, rows in cache.rows(groups).items():
        cache.add_left((row.key, group) for row in rows for group in groups[label])


def names(cache: Cache, labels: Iterable[str]) -> Mapping[int, set[str]]:
    """The lists that messages may be tagged with from those they were with, by their keys."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for key, group in cache.left(labels):
        found[key] |= settling.former_names(cache, group)
    return found
