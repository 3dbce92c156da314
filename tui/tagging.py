"""What a command does to messages' tags: changes for the indexer, and words for the status. Pure.

The words say on how many messages, so that an act on something folded is seen to be on all of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from indexer import TagChange
from tui.acts import Act
from tui.words import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from indexer import Entry


def on(
    entries: Sequence[Entry],
    verb: str,
    add: tuple[str, ...] = (),
    remove: tuple[str, ...] = (),
) -> Act:
    """Add and remove tags on messages."""
    change = TagChange(add=add, remove=remove, ids=tuple(entry.id for entry in entries))
    return Act((change,), f"{verb} {count(len(entries), 'message')}")


def toggle(entries: Sequence[Entry], tag: str, verb: str, undone: str) -> Act:
    """Add a tag; where all messages have it, remove it."""
    if all(tag in entry.tags for entry in entries):
        return on(entries, undone, remove=(tag,))
    return on(entries, verb, add=(tag,))


def applied(
    entries: Iterable[Entry], changes: Sequence[TagChange], conversation: str
) -> tuple[Entry, ...]:
    """Entries as they will be once changes are written."""
    return tuple(_applied(entry, changes, conversation) for entry in entries)


def _applied(entry: Entry, changes: Sequence[TagChange], conversation: str) -> Entry:
    tags = frozenset(entry.tags)
    for change in changes:
        if entry.id in change.ids or conversation in change.conversations:
            tags = (tags | frozenset(change.add)) - frozenset(change.remove)
    return entry if tags == frozenset(entry.tags) else replace(entry, tags=tuple(sorted(tags)))
