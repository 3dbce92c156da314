"""``cclear mute``: a conversation whose later mail is neither new nor in the inbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cclear.commands import conversation_named, open_client
from cclear.output import write
from indexer import gate

if TYPE_CHECKING:
    from argparse import Namespace


def run(options: Namespace) -> int:
    """Mute a conversation, or no longer."""
    from indexer import TagChange
    from tui.words import count

    with open_client(options) as client:
        row = client.open(conversation_named(options.id)).result().conversation
        if options.undo:
            change = TagChange(remove=("muted",), conversations=(row.id,))
        else:
            change = TagChange(add=("muted",), remove=("inbox", "unread"), conversations=(row.id,))
        client.tag(change).result()
    if not options.json:
        done = "No longer muted" if options.undo else "Muted"
        write(f"{done}: {gate.line(row.subject)} ({count(row.messages, 'message')})")
    return 0
