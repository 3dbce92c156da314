"""What passes through the indexer's door: frozen values, already through the gate.

Every string that came from mail has been through :mod:`indexer.gate`; every date is whole seconds
since 1970 in UTC. Nothing here knows of notmuch, SQLite or a screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from indexer.marks import Woken  # noqa: TC001 - msgspec reads it at run time

if TYPE_CHECKING:
    from collections.abc import Iterable

ListKind = Literal["list-id", "address", "cc"]
Chat = Literal["", "thanks", "agree", "remove", "stop", "wrong", "automatic"]
Automatic = Literal["", "reply", "bounce", "meeting", "recall", "receipt"]
Audience = Literal["list", "some", "private"]
Evidence = Literal[
    "in-reply-to", "references", "thread-index", "quote", "series", "subject", "hand"
]
ZoneKind = Literal[
    "new", "quote", "attribution", "signature", "disclaimer", "footer", "banner", "forward"
]
PartKind = Literal[
    "attachment", "invitation", "winmail", "message", "encrypted", "signature", "image"
]
Phase = Literal["new", "headers", "joins", "lists", "tags", "bodies"]

UNSENT = ("draft", "queued")
"""Tags of what is being written, and of what waits to be sent: no messages of any conversation."""


def is_unsent(tags: Iterable[str]) -> bool:
    """Whether a message with these tags has not been sent yet."""
    return not frozenset(UNSENT).isdisjoint(tags)


@dataclass(frozen=True, slots=True)
class Person:
    """A mailbox (RFC 5322, section 3.4): display name, empty where there is none, and address."""

    name: str
    address: str


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


Act = Literal["merge", "split", "drop", "accept", "title", "address"]


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
class Fact:
    """Something that a person said of themselves, and the Message-ID of the newest that says it.

    Both are empty where nothing is known.
    """

    text: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What a person's own signatures say of them; ``phone`` is one number, or several by commas."""

    name: Fact = Fact()
    role: Fact = Fact()
    organisation: Fact = Fact()
    phone: Fact = Fact()

    @property
    def title(self) -> str:
        """``Head of Communications, Otterley Borough Council``, or what of it is known."""
        return ", ".join(fact.text for fact in (self.role, self.organisation) if fact.text)


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


@dataclass(frozen=True, slots=True)
class Search:
    """A query saved under a name (notmuch's own ``query.NAME``)."""

    name: str
    query: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many messages match a query, None where that was not asked, and how many are unread."""

    messages: int | None
    unread: int


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
class Moved:
    """What was said by hand of where ``messages`` belong, and their ``conversation`` now.

    ``before`` has what was said of each until now, to be said again. The mail follows ``later``
    where a round of taking in was going on: the next one does it.
    """

    conversation: str
    messages: tuple[str, ...]
    before: tuple[tuple[str, str], ...]
    later: bool = False


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


@dataclass(frozen=True, slots=True)
class Zone:
    """A run of lines of one kind. A body's zones, joined by newlines, are the body."""

    kind: ZoneKind
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part that is not the text: its number in the message (walk order), name, type and size.

    ``size`` is in bytes, decoded. ``name`` is safe as a file name. ``note`` is the honest line
    for parts that a terminal does not show (an invitation's time and place, say).
    """

    number: int
    kind: PartKind
    name: str
    type: str
    size: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """What a message says: zones, other parts, and ``trouble`` where it could not be read whole.

    ``chat``, ``auto`` and ``snippet`` are those of its :class:`Entry`, known for good by its text.
    """

    id: str
    zones: tuple[Zone, ...]
    parts: tuple[Part, ...] = ()
    trouble: str = ""
    chat: Chat = ""
    auto: Automatic = ""
    snippet: str = ""


@dataclass(frozen=True, slots=True)
class Recipients:
    """Whom a message named, and who came and went against the message it answers.

    ``sender`` wrote it, and ``card`` is what their signatures say. ``bounced`` are those whose
    address mail failed to since they last wrote.
    """

    to: tuple[Person, ...]
    cc: tuple[Person, ...]
    joined: tuple[Person, ...]
    dropped: tuple[Person, ...]
    sender: Person | None = None
    card: Card = Card()
    bounced: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """What shows that a message answers another, as far as both say.

    ``field`` is the header field that names the other, empty where none does. ``index`` counts the
    answers by which its Thread-Index continues the other's, 0 where it does not (MS-OXOMSG, section
    2.2.1.3). ``attribution`` is what stands above its quote, on one line, and ``line`` the first
    quoted line that the other wrote. ``patch`` are number and count where it is a patch of the
    series that the other begins. ``subject`` says that they have the same one, ``people`` that it
    went to who wrote the other. ``seconds`` is how long after the other it was sent, None where
    that is not known.
    """

    field: str = ""
    index: int = 0
    attribution: str = ""
    line: str = ""
    patch: tuple[int, int] | None = None
    subject: bool = False
    people: bool = False
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Headers:
    """A message's header fields as they stand, in order, unfolded and decoded."""

    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Parent:
    """What an answer to a message follows of its header.

    ``authors`` are the mailboxes of From, ``original`` those of X-Original-From, which some lists
    leave when they put their own address into From. ``id``, ``in_reply_to`` and ``references`` are
    bare Message-IDs. ``list_post`` is an address, ``no_post`` is ``List-Post: NO`` (RFC 2369).
    ``thread_index`` is valid base64 of a conversation index (MS-OXOMSG, section 2.2.1.3), or empty.
    ``auto`` says that no person wrote it.
    """

    id: str | None
    authors: tuple[Person, ...] = ()
    sender: Person | None = None
    reply_to: tuple[Person, ...] = ()
    followup_to: tuple[Person, ...] = ()
    original: tuple[Person, ...] = ()
    to: tuple[Person, ...] = ()
    cc: tuple[Person, ...] = ()
    subject: str = ""
    date: int | None = None
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    list_id: str | None = None
    list_title: str = ""
    list_post: str | None = None
    no_post: bool = False
    thread_index: str = ""
    thread_topic: str = ""
    auto: bool = False


@dataclass(frozen=True, slots=True)
class TagChange:
    """Tags to add to and remove from messages, named by Message-ID or by whole conversations.

    ``follow`` says that they are followed or no longer so; None leaves that as it is.
    """

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    conversations: tuple[str, ...] = ()
    follow: bool | None = None


@dataclass(frozen=True, slots=True)
class Tagged:
    """What a tag change really changed: ``undo`` put back gives the tags as they were."""

    messages: int
    undo: tuple[TagChange, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far taking in mail has come; ``total`` is 0 while it is not known.

    ``waiting`` says in words what it waits for (another program's lock), else it is empty.
    """

    phase: Phase
    done: int
    total: int
    waiting: str = ""


@dataclass(frozen=True, slots=True)
class Indexed:
    """What one round of taking in mail did. ``unreadable`` holds paths."""

    files: int
    added: int
    removed: int
    moved: int
    unreadable: tuple[str, ...]
    lists: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Imported:
    """What has come of one imported file so far; of all of it once ``done``.

    ``messages`` is the sum of the next three. ``left`` counts, beside it, what was left where it
    was: deleted mail and spam.
    """

    file: str
    messages: int
    new: int
    duplicates: int
    unreadable: int
    done: bool = True
    left: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment of the mail: what is read after it is no older. Another one says that some changed.

    ``uuid`` and ``revision`` are the database's, ``uncleaned`` is how many texts were not worked
    out yet. That a message is gone which stood alone in its thread says the number of all alone.
    """

    uuid: str
    revision: int
    uncleaned: int


@dataclass(frozen=True, slots=True)
class State:
    """The database at one moment, and when mail was last taken in."""

    mark: Mark
    messages: int
    indexed: int | None


class IndexerError(Exception):
    """What could not be done: one line that says what and what to do.

    ``kind`` is for programs: ``locked``, ``read-only``, ``damaged``, ``newer``, ``missing``,
    ``query``, ``unknown-id``, ``unreadable``, ``disk``, ``lost`` (the worker ended or was too
    slow), ``usage``.
    """

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.kind = kind
        self.text = text
