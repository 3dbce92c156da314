"""Drafts and queued messages among a conversation's: which have a row, where, and what is theirs.

Pure, but for the messages that one of them was opened, or is not wanted.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from tui import folds
from tui.messages import KeysWanted

if TYPE_CHECKING:
    from indexer import Entry, Tree


class UnsentOpened(KeysWanted):
    """A draft is to be gone on with, or what waits to be looked at."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.entry = entry


class UnsentUnwanted(KeysWanted):
    """One's own that is not sent yet is to be thrown away."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.entry = entry


class DraftsUnwanted(KeysWanted):
    """The drafts that stand for conversations are to be thrown away, one of each."""

    def __init__(self, conversations: tuple[str, ...]) -> None:
        super().__init__()
        self.conversations = conversations


def draft_key(message: str) -> str:
    """The key of the draft that a Message-ID is a version of; else nothing that is one."""
    return message.partition("@")[0].rpartition(".")[0]


def with_unsent(tree: Tree) -> tuple[Entry, ...]:
    """A conversation's messages in reading order, what is not sent in its place among them.

    That is below what it answers, after all that is there; without that, at the end. Of a draft's
    versions there is the one saved last, and none of them is unread.
    """
    newest = {_draft(entry): entry for entry in tree.unsent}
    if not newest:
        return tree.entries
    shape = folds.shape(tree.entries)
    after: defaultdict[int, list[tuple[int, int, Entry]]] = defaultdict(list)
    for nth, entry in enumerate(newest.values()):
        above = shape.places.get(entry.parent or "", -1)
        tags = tuple(tag for tag in entry.tags if tag != "unread")
        end = shape.ends[above] if above >= 0 else len(tree.entries)
        # The deepest first: a branch stays one run.
        after[end].append((-above, nth, replace(entry, tags=tags)))
    placed: list[Entry] = []
    for at in range(len(tree.entries) + 1):
        placed += [entry for _above, _nth, entry in sorted(after[at], key=lambda one: one[:2])]
        placed += tree.entries[at : at + 1]
    return tuple(placed)


def _draft(entry: Entry) -> str:
    key = draft_key(entry.id)
    return key if key.startswith("cclear-") and "draft" in entry.tags else entry.id
