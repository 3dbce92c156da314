"""What the joiner takes and gives: values, and the store that it keeps what it knows in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

import msgspec

from indexer.joining.fingerprints import Print
from indexer.model.joins import Evidence  # noqa: TC001 - msgspec reads it at run time
from indexer.zones.cited import Cited

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


Recorded = Literal["thread-index", "quote", "series", "subject", "split"]
Asks = Literal["", "something", "subject"]


class Citation(msgspec.Struct, frozen=True, array_like=True):
    """A text that a message quotes: what its attribution says of it, and its fingerprints."""

    cited: Cited = Cited()
    text: Print = Print()


class Hand(msgspec.Struct, frozen=True, array_like=True):
    """What the user said of a message.

    ``answers`` and ``joins`` go with a Message-ID: it answers that one, or is in its conversation
    and answers none. ``alone`` begins a conversation, away from that message where one is named.
    """

    what: Literal["answers", "joins", "alone"]
    other: str = ""


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """What was decided of a message before, by its text: ``evidence`` and the Message-ID of it.

    ``split`` goes with what the message has nothing to do with.
    """

    evidence: Recorded
    other: str


class Letter(msgspec.Struct, frozen=True, array_like=True):
    """A message as the joiner sees it, all strings through the gate.

    ``date`` is in seconds since 1970; ``offset`` the minutes that the sender's clock is ahead of
    UTC. ``to`` are the people it was sent to, where they are few. ``base`` is the base subject, and
    ``marked`` says that a mark of answering or forwarding stands before it. ``named`` are the
    Message-IDs it answers, nearest first, each behind ``i`` (In-Reply-To) or ``r`` (References).
    ``index`` is its conversation index (MS-OXOMSG, section 2.2.1.3) and ``topic`` the subject that
    goes with it. ``quotes`` says that it quotes anything, and ``asks`` whether it asks: ``subject``
    where its first question names what its subject says. ``said`` is what it newly wrote, and
    ``citations`` what it quotes, nearest first, where its header names nothing. ``kept`` is what
    is known of an earlier reading, until the text is read again.
    """

    id: str
    date: int
    offset: int | None = None
    name: str = ""
    address: str = ""
    to: tuple[str, ...] = ()
    subject: str = ""
    base: str = ""
    marked: bool = False
    named: tuple[str, ...] = ()
    index: bytes = b""
    topic: str = ""
    quotes: bool = False
    asks: Asks = ""
    said: Print = Print()
    citations: tuple[Citation, ...] = ()
    auto: bool = False
    hand: Hand | None = None
    kept: Kept | None = None


class Join(msgspec.Struct, frozen=True, array_like=True):
    """What was decided of a message.

    ``parent`` is the message here that it answers, and ``evidence`` why it is taken for that.
    ``under`` is what joins it to its conversation: its parent, or a Message-ID that is not here.
    ``left`` is the message that its header names and that it has nothing to do with: it began a
    conversation of its own with an answer to an old message.
    """

    parent: str | None = None
    evidence: Evidence | None = None
    under: str | None = None
    left: str | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """What taking in or dropping messages changed.

    ``joins`` are the new ones by Message-ID, None of a message that is gone; ``labels`` those of
    the conversations that grew, shrank, came or went.
    """

    joins: Mapping[str, Join | None]
    labels: frozenset[int]


class Store(Protocol):
    """Rows that outlive the process, and postings: under which keys messages are found.

    Postings of one kind and key are ordered by number (a date, say), then by message.
    """

    def get(self, kind: str, message: str) -> bytes | None:
        """A message's row of a kind, or None."""

    def put(self, kind: str, message: str, row: bytes | None) -> None:
        """Write the row; None deletes it."""

    def post(self, kind: str, key: int, number: int, message: str) -> None:
        """Add a posting; once more is the same as once."""

    def unpost(self, kind: str, key: int, number: int, message: str) -> None:
        """Take it away."""

    def posted(self, kind: str, key: int, limit: int, *, since: int = 0) -> Sequence[str]:
        """The first so many messages, from a number on."""

    def before(self, kind: str, key: int, limit: int, number: int) -> Sequence[str]:
        """The last so many messages up to a number, the last first."""
