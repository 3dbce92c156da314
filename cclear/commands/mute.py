"""``cclear mute`` and ``cclear follow``: what is to become of a conversation's later mail."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cclear.commands import conversation_named, open_client
from cclear.output import write
from indexer import gate

if TYPE_CHECKING:
    from argparse import Namespace

    from indexer import TagChange


def run(options: Namespace) -> int:
    """Mute a conversation, or no longer."""
    from indexer import MUTE, UNMUTE

    done = "No longer muted" if options.undo else "Muted"
    return _do(options, UNMUTE if options.undo else MUTE, done)


def follow(options: Namespace) -> int:
    """Follow a conversation, or no longer."""
    from indexer import FOLLOW, UNFOLLOW

    done = "No longer followed" if options.undo else "Followed"
    return _do(options, UNFOLLOW if options.undo else FOLLOW, done)


def _do(options: Namespace, change: TagChange, done: str) -> int:
    from tui.words import count

    with open_client(options) as client:
        row = client.open(conversation_named(options.id)).result().conversation
        client.tag(replace(change, conversations=(row.id,))).result()
    if not options.json:
        # One takes the other back.
        if change.follow is False and row.followed and change.add:
            done += ", no longer followed"
        elif change.follow and row.muted:
            done += ", no longer muted"
        write(f"{done}: {gate.line(row.subject)} ({count(row.messages, 'message')})")
    return 0
