"""What passes through the outbox's door: frozen values. All that came from mail passed the gate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from indexer import ListKind, Parent, Person

Kind = Literal["list", "author", "thread", "everyone", "all"]
KINDS: tuple[Kind, ...] = ("list", "author", "thread", "everyone", "all")

SECONDS = 120.0
"""How long one answer of the indexer may take; it ends a stuck worker by itself well before."""


class OutboxError(Exception):
    """What cannot be sent or answered so: one line that says what and what to do.

    ``kind`` is for programs. Of a reply there is not: ``no-list``, ``no-posting``, ``nobody``,
    ``hidden`` (a list keeps its authors' addresses to itself). Of a message: ``address``,
    ``enclosure`` (a part that goes along cannot be read), ``mismatch`` (the finished bytes say
    something else than was meant). Of disks and the queue: ``disk`` (it is full), ``read-only``,
    ``queued`` (it is there already), ``busy``, ``sent``, ``unknown-id``. Of sending:
    ``no-transport``, ``password``. And ``usage``.
    """

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.kind = kind
        self.text = text


@dataclass(frozen=True, slots=True)
class Group:
    """The list that a conversation is on.

    ``address`` is where one posts: the list's own, or what the user named for it; None where there
    is none. ``roster`` holds who is on it now; of lists with an address, who wrote to it.
    """

    name: str
    title: str
    kind: ListKind
    address: str | None = None
    roster: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """The conversation around the message that is answered.

    ``asks`` says that this message asks something itself. ``first`` is the conversation's first
    message, None where it is the answered one. ``writers`` wrote in it, the first first;
    ``privately`` are the addresses of those of them who wrote to one person alone and never to
    others. ``private`` says that the answered message went to one person alone.
    """

    asks: bool = False
    first: Parent | None = None
    writers: tuple[Person, ...] = ()
    privately: frozenset[str] = frozenset()
    private: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """All that decides whom a reply goes to.

    ``own`` are one's own addresses in lower case, the one to write from first, ``name`` one's name;
    ``lists`` are the posting addresses of all lists that are known.
    """

    parent: Parent
    exchange: Exchange
    group: Group | None = None
    own: tuple[str, ...] = ()
    lists: frozenset[str] = frozenset()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Recipients:
    """Whom a reply goes to.

    ``title`` names the group in To when ``bcc`` holds everybody. ``joined`` and ``dropped`` are who
    comes and goes against those that the answered message named, its author among them.
    ``warnings`` say, a line each, where what was asked for and what headers suggest differ.
    ``words`` say it all before anything is typed: ``to Jane Khan alone``.
    """

    to: tuple[Person, ...]
    cc: tuple[Person, ...] = ()
    bcc: tuple[Person, ...] = ()
    title: str = ""
    joined: tuple[Person, ...] = ()
    dropped: tuple[Person, ...] = ()
    warnings: tuple[str, ...] = ()
    words: str = ""

    @property
    def people(self) -> int:
        """How many mailboxes it reaches; a list's address is one."""
        return len(self.to) + len(self.cc) + len(self.bcc)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to send: the name it goes by, its media type and its bytes."""

    name: str
    type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A part of another message that goes along, read out of that one when this one is sent.

    ``message`` is that one's bare Message-ID, ``number`` the part's in walk order (as in
    :class:`indexer.Part`), ``name`` safe as a file name, ``size`` in bytes, decoded.
    """

    message: str
    number: int
    name: str
    type: str
    size: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A message as it is meant; ``in_reply_to`` and ``references`` are bare Message-IDs.

    ``text`` has lines ended by newlines, a line a paragraph or a quoted line; ``title`` names the
    group that stands in To when ``to`` is empty. ``thread_index`` is base64, as it will be sent.
    """

    sender: Person
    to: tuple[Person, ...] = ()
    cc: tuple[Person, ...] = ()
    bcc: tuple[Person, ...] = ()
    title: str = ""
    subject: str = ""
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    thread_index: str = ""
    thread_topic: str = ""


@dataclass(frozen=True, slots=True)
class Finished:
    """A message ready for a transport: its final bytes, and the envelope (RFC 5321, section 3.3).

    ``recipients`` are all of To, Cc and Bcc, each once; Bcc stands nowhere else.
    """

    id: str
    data: bytes
    sender: str
    recipients: tuple[str, ...]
