"""Who writes: the name and address of From, its signature and its way out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from indexer import gate
from outbox.model import SECONDS, OutboxError
from outbox.settings import choose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer import Client, Entry
    from outbox.model import Case
    from outbox.settings import Identity, Settings

_LOOKED = 5
"""Conversations that one wrote in, looked at for the name that one wrote under."""


def identity(case: Case, settings: Settings) -> Identity:
    """Who one writes a reply as: by the list, or by the address that was written to.

    Raises OutboxError ``usage`` where no address of one's own is known.
    """
    parent = case.parent
    people = (*parent.to, *parent.cc, *parent.authors)
    found = choose(
        settings,
        case.own,
        lists=(case.group.name,) if case.group else (),
        written_to=[p.address for p in people],
    )
    return _named(found, case.name)


def writes(client: Client, settings: Settings) -> Identity:
    """Who writes a message that answers nobody. Waits for the indexer's answers.

    Raises OutboxError ``usage`` where no address of one's own is known, and IndexerError.
    """
    own, name = client.own(), client.own_name()
    found = _named(choose(settings, own.result(SECONDS)), name.result(SECONDS))
    return found if found.name else replace(found, name=wrote_as(client, own.result(SECONDS)))


def wrote_as(client: Client, own: Sequence[str], entries: Sequence[Entry] = ()) -> str:
    """The name that oneself wrote under last, in these messages before all others.

    Empty where there is none. Waits for the indexer's answers; raises IndexerError.
    """

    def among(entries: Sequence[Entry]) -> str:
        mine = (e.sender.name for e in reversed(entries) if e.sender.address in own)
        return next(filter(None, mine), "")

    if (name := among(entries)) or not own:
        return name
    query = " or ".join(f'from:"{address}"' for address in own)
    # What went out from here first: anybody can put one's address into a From.
    for asked in (f"tag:sent and ({query})", query):
        for row in client.rows(asked, None, _LOOKED).result(SECONDS).rows:
            if name := among(client.open(row.id).result(SECONDS).entries):
                return name
    return ""


def _named(found: Identity, name: str) -> Identity:
    """An identity with its own name, else this one.

    Raises OutboxError ``usage`` where it has no address.
    """
    if not found.address:
        raise OutboxError(
            "usage",
            "no address of yours is known: set [mail] addresses, or run cclear setup",
        )
    return replace(found, name=gate.line(found.name) or gate.line(name))
