"""``cclear join`` and ``cclear split``: where messages belong, said by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cclear.commands import conversation_named, open_client
from cclear.output import complain, json_line, write
from indexer import gate

if TYPE_CHECKING:
    from argparse import Namespace

    from indexer import Client, Moved


def join(options: Namespace) -> int:
    """Join a conversation to another, or take that back."""
    if options.undo == bool(options.into):
        complain(
            "join --undo names one ID" if options.undo else "join names two IDs: cclear join ID ID"
        )
        return 2
    with open_client(options) as client:
        named = conversation_named(options.id)
        if options.undo:
            return _said(
                options, client, "Taken back", client.undo_move(named, split=False).result()
            )
        into = conversation_named(options.into)
        if options.answers:
            return _said(options, client, "Moved", client.answers(named, into).result())
        return _said(options, client, "Joined", client.join(named, into).result())


def split(options: Namespace) -> int:
    """Split a message and its answers off, or take that back."""
    with open_client(options) as client:
        named = conversation_named(options.id)
        if options.undo:
            return _said(
                options, client, "Taken back", client.undo_move(named, split=True).result()
            )
        return _said(options, client, "Split off", client.split(named).result())


def _said(options: Namespace, client: Client, done: str, moved: Moved) -> int:
    from tui.words import count

    row = client.open(moved.conversation).result().conversation
    if options.json:
        json_line({"id": row.id, "messages": list(moved.messages), "later": moved.later})
        return 0
    later = "; the mail follows when the round of taking in that goes on has ended"
    size = count(row.messages, "message")
    write(f"{done}: {gate.line(row.subject)} ({size}){later if moved.later else ''}")
    return 0
