"""Whom one message went to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexer.lists.values import Group
    from indexer.model.conversations import Audience

_ALL = 0.7


def audience(  # noqa: PLR0917 - six facts of one message
    recipients: frozenset[str],
    sender: str,
    asker: str,
    own: frozenset[str],
    group: Group | None,
    present: frozenset[str],
) -> Audience:
    """Whether a message went to the list, to some, or privately to the asker alone.

    All addresses are lower case. ``recipients`` are those of To and Cc; ``asker`` is the author of
    the conversation's first message; ``own`` are one's own addresses; ``group`` is the list that
    the conversation is on and ``present`` the people on it. A message is private when it goes
    from another to the asker alone, also where the asker is oneself under any of one's addresses.
    To a cc list went what went to it all, give or take those forgotten; to other lists, what names
    their address.
    """
    others = recipients - {sender}
    if asker in own:
        if others and sender not in own and others <= own:
            return "private"
    elif others == {asker}:
        return "private"
    if group is None:
        return "some"
    if group.kind != "cc":
        addresses = {group.address, *group.also}
        return "some" if recipients.isdisjoint(addresses) else "list"
    reached = len(present & (recipients | own | {sender}))
    return "list" if present and reached >= _ALL * len(present) else "some"
