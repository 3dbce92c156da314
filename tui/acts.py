"""What a command does to tags: changes for the indexer, and words for the status.

Pure functions. An act on several, or on a conversation of several messages, says on how many.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indexer import FOLLOW, MUTE, UNFOLLOW, UNMUTE, TagChange
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
    return _carried_out(rows, verb, TagChange(add=add, remove=remove))


def _carried_out(rows: Sequence[Conversation], verb: str, change: TagChange, also: str = "") -> Act:
    messages = count(sum(row.messages for row in rows), "message")
    what = f"{count(len(rows), 'conversation')}, {messages}" if len(rows) > 1 else messages
    whole = replace(change, conversations=tuple(row.id for row in rows))
    return Act((whole,), f"{verb} {what}{also}")


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
    """Mute conversations, which takes them out of the inbox; where all are, unmute them.

    What is muted is not followed.
    """
    if all(row.muted for row in rows):
        return _carried_out(rows, "unmuted", UNMUTE)
    also = ", no longer followed" if any(row.followed for row in rows) else ""
    return _carried_out(rows, "muted", MUTE, also)


def follow(rows: Sequence[Conversation]) -> Act:
    """Follow conversations; where all are, no longer so. What is followed is not muted."""
    if all(row.followed for row in rows):
        return _carried_out(rows, "unfollowed", UNFOLLOW)
    also = ", no longer muted" if any(row.muted for row in rows) else ""
    return _carried_out(rows, "followed", FOLLOW, also)


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
    tags, unread, followed = set(row.tags), row.unread, row.followed
    for change in changes:
        if row.id in change.conversations:
            tags = (tags | set(change.add)) - set(change.remove)
            if "unread" in change.add:
                unread = row.messages
            if "unread" in change.remove:
                unread = 0
            if change.follow is not None:
                followed = change.follow
    return replace(
        row, tags=tuple(sorted(tags)), unread=unread, muted="muted" in tags, followed=followed,
        woken=row.woken if unread else "",
    )  # fmt: skip
