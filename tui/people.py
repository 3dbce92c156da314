"""Who a message may be addressed to: lists and their people first, then those written to before.

Waits for the indexer's answers, so a screen calls it off its event loop.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.completion import Known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer import Client, MailList

SECONDS = 30.0
"""How long one answer may take."""
_ROSTERS = 12
_CONVERSATIONS = 40
_FEW = 20
"""A message to more people than that says little about whom one writes to."""


def known(client: Client, first: str | None = None) -> tuple[Known, ...]:
    """Lists that can be posted to, who is on lists, whom one wrote to; each address once.

    ``first`` names the list whose people come before others'. Raises IndexerError,
    and TimeoutError where an answer takes too long.
    """
    found: dict[str, Known] = {}
    for one in (*_listed(client, first), *_written_to(client)):
        if one.person.address:
            found.setdefault(one.person.address, one)
    return tuple(found.values())


def _listed(client: Client, first: str | None) -> Iterator[Known]:
    from indexer import Person

    lists = sorted(client.lists().result(SECONDS), key=lambda one: one.name != first)
    for one in lists:
        if one.address:
            yield Known(Person(one.title if one.title != one.address else "", one.address), "list")
    rosters = [(one, client.roster(one.name)) for one in lists[:_ROSTERS]]
    for one, call in rosters:
        for member in call.result(SECONDS):
            if member.left is None:
                yield Known(Person(member.name, member.address), _title(one))


def _title(given: MailList) -> str:
    return given.title or given.name


def _written_to(client: Client) -> Iterator[Known]:
    own = client.own().result(SECONDS)
    if not own:
        return
    query = " or ".join(f'from:"{address}"' for address in own[:5])
    page = client.rows(query, None, _CONVERSATIONS).result(SECONDS)
    opened = [client.open(row.id) for row in page.rows]
    asked = [
        client.recipients(entry.id)
        for call in opened
        for entry in call.result(SECONDS).entries
        if entry.sender.address in own and entry.people <= _FEW
    ]
    for each in asked:
        named = each.result(SECONDS)
        for person in (*named.to, *named.cc):
            if person.address not in own:
                yield Known(person, "written to")
