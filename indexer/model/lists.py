"""Lists, who is on them, and what was said of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from indexer.model.people import Card, Person

ListKind = Literal["list-id", "address", "cc"]

Act = Literal["merge", "split", "drop", "accept", "title", "address"]


@dataclass(frozen=True, slots=True)
class MailList:
    """A list as the first level shows it; ``weeks`` counts its messages a week, oldest first.

    Answers go to ``address``; ``also`` are the other addresses that it is reached by.
    """

    name: str
    title: str
    kind: ListKind
    address: str | None
    members: int
    messages: int
    conversations: int
    unread: int
    last: int | None
    weeks: tuple[int, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggested:
    """A recurring set of people that is no list unless the user says so.

    ``name`` is what it would be called. ``people`` are some of those on it, ``subjects`` those of
    its newest conversations. ``query`` finds all of these, also once it was answered.
    """

    name: str
    title: str
    kind: ListKind
    members: int
    messages: int
    last: int
    people: tuple[Person, ...]
    subjects: tuple[str, ...]
    query: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """What was said of list ``name``, or taken back where it was ``undone``.

    ``other`` is the list that it was merged into or taken out of. ``conversations`` counts those
    that are on ``name`` now. The mail's tags follow ``later`` where a round of taking in was going
    on: the next one writes them.
    """

    act: Act
    name: str
    other: str = ""
    conversations: int = 0
    undone: bool = False
    later: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """A person on a list's roster; ``left`` is None while they are on it.

    ``name`` is what their mail's headers call them, else what they sign with. ``card`` is what
    their signatures say, as far as their texts have been worked out. ``by`` is the address of
    whoever's mail first named them there; it is empty where the list began with them, where they
    came by writing themselves, and where the list hides its people. ``answers`` counts those of
    their messages that answer another's. ``bounced`` is the date of the newest report that mail to
    them failed for good, where they wrote nothing since.
    """

    address: str
    name: str
    messages: int
    first: int
    last: int
    left: int | None
    card: Card = Card()
    by: str = ""
    answers: int = 0
    bounced: int | None = None
