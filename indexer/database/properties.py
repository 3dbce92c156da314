"""The properties that cclear gives to messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import notmuch2

CONVERSATION = "cclear.conversation"
EVIDENCE = "cclear.evidence"
"""Why a message is where notmuch's own threads do not have it: a kind, and a Message-ID."""
HAND = "cclear.hand"
"""What the user said of where messages belong, a value each; see :mod:`indexer.byhand`."""
FOLLOWED = "cclear.followed"
"""``yes`` on every message of a conversation that the user follows."""
LOOKED = "cclear.looked"
"""``1`` on every message that was there when the user looked at its conversation."""
PLACE = "cclear.place"
"""Where a message was when it was last seen to: ``inbox`` or ``archive``."""


def recorded(m: notmuch2.Message, name: str) -> str:
    """A value of a message's property, empty where it has none."""
    return next((str(value) for _, value in m.properties.getall(name, exact=True)), "")


def assign(m: notmuch2.Message, name: str, value: str) -> None:
    """Give a message's property this one value; an empty one forgets it."""
    if recorded(m, name) == value:
        return
    # A name can have several values, and assigning only adds one.
    if name in m.properties:
        del m.properties[name]
    if value:
        m.properties[name] = value
