"""What the finder of lists takes and gives: values, and the store that it keeps its state in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.model.lists import ListKind
    from indexer.model.people import Person


@dataclass(frozen=True, slots=True)
class Seen:
    """One message as the finder sees it.

    ``thread`` names the exchange it is in, ``date`` is in seconds since 1970. ``recipients`` are
    those of To, then Cc, each address once. ``list_id`` is what stands inside the angle brackets
    of List-Id (RFC 2919), ``list_title`` the phrase before them, ``list_post`` the address of
    List-Post (RFC 2369) and ``no_post`` its ``NO``; ``list_names`` are addresses and numbers that
    other fields call the list by, ``forum`` says that a forum sent it on under an address of its
    own. ``own`` says that one of one's own addresses
    is the sender or a recipient; ``answers`` is the address of the author of the message that
    this one answers, where that is known.
    """

    id: str
    thread: str
    date: int
    sender: Person
    recipients: tuple[Person, ...]
    subject: str
    list_id: str | None = None
    list_title: str = ""
    list_post: str | None = None
    no_post: bool = False
    unsubscribe: bool = False
    precedence: str = ""
    auto: bool = False
    own: bool = False
    answers: str | None = None
    list_names: tuple[str, ...] = ()
    forum: bool = False

    @property
    def is_listed(self) -> bool:
        """Whether list software says that it sent the message on."""
        return bool(self.list_id or self.list_post or self.list_names or self.no_post)


class Store(Protocol):
    """Rows of bytes that outlive the process, by kind and key."""

    def get(self, kind: str, key: str) -> bytes | None:
        """The row, or None."""

    def put(self, kind: str, key: str, value: bytes | None) -> None:
        """Write the row; None deletes it."""

    def every(self, kind: str) -> Iterator[tuple[str, bytes]]:
        """All rows of a kind, as key and value."""


@dataclass(frozen=True, slots=True)
class Promotion:
    """A group that has become a list, and what it might be called."""

    key: str
    kind: ListKind
    slug: str
    title: str
    address: str | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A group that mail goes to again and again, no list by the evidence: the user may say it is.

    ``mails`` went to all of it, the last at ``last``; ``members`` counts the people on it.
    """

    key: str
    kind: Literal["cc", "address"]
    slug: str
    title: str
    members: int
    mails: int
    last: int


@dataclass(frozen=True, slots=True)
class Group:
    """A list that has its name.

    ``members`` counts those on it now (of a cc list) or those who ever wrote to it (of the other
    kinds, which hide their members). ``last`` is the date of its last mail to all; ``also`` are
    further addresses that lead to it.
    """

    key: str
    name: str
    title: str
    kind: ListKind
    address: str | None
    members: int
    last: int
    also: tuple[str, ...] = ()
