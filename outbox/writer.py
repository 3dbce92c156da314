"""Who writes: the name and address of From. Waits for the indexer's answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from outbox.message import named
from outbox.model import SECONDS
from outbox.settings import choose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer import Client, Entry
    from outbox.settings import Identity, Settings

_LOOKED = 5
"""Conversations that one wrote in, looked at for the name that one wrote under."""


def writes(client: Client, settings: Settings) -> Identity:
    """Who writes a message that answers nobody.

    Raises OutboxError ``usage`` where no address of one's own is known, and IndexerError.
    """
    own, name = client.own(), client.own_name()
    found = named(choose(settings, own.result(SECONDS)), name.result(SECONDS))
    return found if found.name else replace(found, name=wrote_as(client, own.result(SECONDS)))


def wrote_as(client: Client, own: Sequence[str], entries: Sequence[Entry] = ()) -> str:
    """The name that oneself wrote under last, in these messages before all others."""

    def among(entries: Sequence[Entry]) -> str:
        mine = (e.sender.name for e in reversed(entries) if e.sender.address in own)
        return next(filter(None, mine), "")

    if (name := among(entries)) or not own:
        return name
    query = " or ".join(f'from:"{address}"' for address in own)
    for row in client.rows(query, None, _LOOKED).result(SECONDS).rows:
        if name := among(client.open(row.id).result(SECONDS).entries):
            return name
    return ""
