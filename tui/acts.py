"""What a command does to tags: changes for the indexer, and words for the status.

Pure functions. An act on several, or on a conversation of several messages, says on how many.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indexer import TagChange
from tui.words import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer import Conversation

TAG_LIMIT = 200
"""Bytes that notmuch lets a tag have."""


@dataclass(frozen=True, slots=True)
class Act:
    """Tag changes, and what they are called once done."""

    changes: tuple[TagChange, ...]
    words: str


def on(
    rows: Sequence[Conversation],
    verb: str,
    add: tuple[str, ...] = (),
    remove: tuple[str, ...] = (),
) -> Act:
    """Add and remove tags on all messages of conversations."""
    messages = count(sum(row.messages for row in rows), "message")
    what = f"{count(len(rows), 'conversation')}, {messages}" if len(rows) > 1 else messages
    change = TagChange(add=add, remove=remove, conversations=tuple(row.id for row in rows))
    return Act((change,), f"{verb} {what}")


def archive(rows: Sequence[Conversation]) -> Act:
    """Take conversations out of the inbox."""
    return on(rows, "archived", remove=("inbox",))


def delete(rows: Sequence[Conversation]) -> Act:
    """Tag conversations deleted; where all are, undelete them."""
    if all("deleted" in row.tags for row in rows):
        return on(rows, "undeleted", remove=("deleted",))
    return on(rows, "deleted", add=("deleted",))


def flag(rows: Sequence[Conversation]) -> Act:
    """Flag conversations; where all have a flag, take it off."""
    if all("flagged" in row.tags for row in rows):
        return on(rows, "unflagged", remove=("flagged",))
    return on(rows, "flagged", add=("flagged",))


def mute(rows: Sequence[Conversation]) -> Act:
    """Mute conversations, which takes them out of the inbox; where all are, unmute them."""
    if all(row.muted for row in rows):
        return on(rows, "unmuted", remove=("muted",))
    return on(rows, "muted", add=("muted",), remove=("inbox", "unread"))


def mark_unread(rows: Sequence[Conversation]) -> Act:
    """Mark all messages of conversations unread."""
    return on(rows, "marked unread", add=("unread",))


def mark_read(rows: Sequence[Conversation]) -> Act:
    """Mark all messages of conversations read."""
    return on(rows, "marked read", remove=("unread",))


def parse_tags(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What ``+todo -later`` adds and removes; a word without a sign is added.

    Raises ValueError with a line that says what is wrong.
    """
    add: list[str] = []
    remove: list[str] = []
    for word in text.split():
        sign, tag = (word[0], word[1:]) if word[0] in "+-" else ("+", word)
        if not tag or tag.startswith("-"):
            raise ValueError(f"“{word}” is no tag: write +todo or -later")
        if len(tag.encode()) > TAG_LIMIT:
            raise ValueError(f"a tag has at most {TAG_LIMIT} bytes")
        (add if sign == "+" else remove).append(tag)
    if not add and not remove:
        raise ValueError("name tags to add and remove: +todo -later")
    return tuple(add), tuple(remove)


def tagged(row: Conversation, changes: Sequence[TagChange]) -> Conversation:
    """A conversation as it will be once changes to the whole of it are written."""
    tags, unread = set(row.tags), row.unread
    for change in changes:
        if row.id in change.conversations:
            tags = (tags | set(change.add)) - set(change.remove)
            if "unread" in change.add:
                unread = row.messages
            if "unread" in change.remove:
                unread = 0
    return replace(row, tags=tuple(sorted(tags)), unread=unread, muted="muted" in tags)
