"""Conversations: as rows of a page, and as trees of their messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from indexer.marks import Woken  # noqa: TC001 - msgspec reads it at run time
from indexer.model.bodies import Automatic, Chat  # noqa: TC001 - msgspec reads them at run time
from indexer.model.joins import Evidence  # noqa: TC001 - msgspec reads it at run time
from indexer.model.people import Person  # noqa: TC001 - msgspec reads it at run time
from indexer.model.tags import is_unsent

Audience = Literal["list", "some", "private"]


@dataclass(frozen=True, slots=True)
class Storm:
    """A reply-all storm: in its busiest hour ``writers`` answered, each to ``people`` or so.

    ``people`` is how many the widest answer named, or is known to have reached through a list;
    ``answers`` are that hour's messages. ``first`` and ``last`` are the dates between which such
    hours lie. ``addresses`` are those of lists, lower case, that its answers went to.
    """

    people: int
    answers: int
    writers: int
    first: int
    last: int
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation as a row: who asked, how many others answered, what is new in it.

    ``people`` counts those who wrote in it. ``snippet`` is the first line of new text of
    ``snippet_by``'s message: its first unread one or else its newest, of those that say something
    new where there are such; empty while that message's text has not been cleaned yet. ``first``
    and ``last`` are the dates of its oldest and newest message. Drafts and queued messages are
    none of all this: ``drafts`` and ``queued`` count them, ``saved`` and ``draft`` are date and
    first line of the newest draft. Where there is nothing else, subject, dates and snippet are
    theirs, and there are no messages and no people.

    What programs answered is counted among messages, its senders neither in ``people`` nor in
    ``answers``; ``automatic`` says that there is nothing else.
    ``followed`` says that the user follows it, ``woken`` why an unread message of it stands out
    though it is muted: it is to the user ``alone``, or they are ``named`` in it.
    """

    id: str
    subject: str
    lists: tuple[str, ...]
    messages: int
    unread: int
    people: int
    first: int
    last: int
    tags: tuple[str, ...]
    muted: bool
    asker: Person
    answers: int
    snippet: str
    snippet_by: Person | None
    drafts: int = 0
    queued: int = 0
    saved: int | None = None
    draft: str = ""
    storm: Storm | None = None
    automatic: bool = False
    followed: bool = False
    woken: Woken = ""

    @property
    def hushed(self) -> bool:
        """Whether it is muted, and nothing unread in it is for the user."""
        return self.muted and not self.woken


@dataclass(frozen=True, slots=True)
class Snippet:
    """The snippet of a conversation whose row came without one, and its newest draft's.

    ``by`` wrote it, None where that is who the row says.
    """

    conversation: str
    text: str
    draft: str = ""
    by: Person | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a view, newest first. ``before`` asks for the next page; None at the end."""

    rows: tuple[Conversation, ...]
    before: int | None


@dataclass(frozen=True, slots=True)
class Turn:
    """The other side of where a conversation's subject turned into something else.

    ``message`` is the message over there, ``conversation`` the id of its conversation, and
    ``subject`` that one's. ``by_hand`` says that the user split one off from the other.
    """

    message: str
    conversation: str
    subject: str
    date: int
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A message as a line of its conversation's tree, in reading order.

    ``id`` and ``parent`` are bare Message-IDs; ``parent`` is the nearest ancestor that is here.
    ``people`` is how many its To and Cc named; ``joined`` and ``dropped`` count who came and went
    against the message it answers. ``snippet`` is None until the message's text has been cleaned.
    ``organisation`` is the sender's by their signatures, empty where those say none. ``chat`` is
    the kind of nothing new that it says, ``automatic`` where a program answered (``auto`` says
    how); empty where it says something, and until its text has been cleaned. ``left`` is the
    message that its header names, where it began something else, and ``turns`` are those that did
    so here. ``recovered`` is the message in whose quote it was found, where nobody here has it;
    ``above`` the parent of one whose ``parent`` is such, as far as it is known to answer any here.
    ``fresh`` says that it came since the user last looked at the conversation.
    """

    id: str
    parent: str | None
    depth: int
    evidence: Evidence | None
    sender: Person
    date: int
    subject: str
    people: int
    joined: int
    dropped: int
    audience: Audience
    tags: tuple[str, ...]
    snippet: str | None
    organisation: str = ""
    chat: Chat = ""
    auto: Automatic = ""
    left: Turn | None = None
    turns: tuple[Turn, ...] = ()
    recovered: str | None = None
    above: str | None = None
    fresh: bool = False

    @property
    def unsent(self) -> bool:
        """Whether it is a draft, or waits to be sent."""
        return is_unsent(self.tags)


@dataclass(frozen=True, slots=True)
class Tree:
    """A conversation and all its messages in reading order (depth first, by date).

    ``unsent`` are drafts and queued messages, the oldest first; their ``parent`` is a message. The
    draft of a message that is in the queue, which lies there until that is sent, is not among them.
    ``decided`` says that which lists it is on was looked for in all mail that is known; a round of
    taking in mail does that.
    """

    conversation: Conversation
    entries: tuple[Entry, ...]
    unsent: tuple[Entry, ...] = ()
    decided: bool = True
