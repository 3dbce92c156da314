"""What client and worker say to each other: one JSON object a line, each way.

A request has a number and asks for one thing; the worker answers with any number of items and
one result or one error, each under that number. Lines are ASCII, so that no byte of a message is
ever a line end.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from indexer.model.tags import TagChange  # noqa: TC001 - msgspec reads it at run time

Lane = Literal["read", "write"]


class Hello(msgspec.Struct, frozen=True):
    """The first line to a worker: whose mail, and how."""

    mail: str | None
    addresses: tuple[str, ...]
    identities: tuple[str, ...]
    cc_list_people: int
    background: bool
    archive: str
    storm_people: int = 50
    storm_answers: int = 5


class Request(msgspec.Struct, frozen=True, tag=True):
    """Something that a worker can be asked."""


class Lists(Request, frozen=True):
    """The lists, the one with the newest message first; ``exact`` waits for the cache."""

    exact: bool


class Roster(Request, frozen=True):
    """Who is and was on list ``name``; ``exact`` works out first what its messages' texts say."""

    name: str
    exact: bool


class Home(Request, frozen=True):
    """The home of list ``name`` as it is known; ``exact`` completes it, with Home items."""

    name: str
    exact: bool


class Counts(Request, frozen=True):
    """A count a query; ``unread`` for unread messages alone, which are few and quick to count."""

    queries: tuple[str, ...]
    unread: bool


class Rows(Request, frozen=True):
    """Conversations with a message that matches, newest first, those before a cursor."""

    query: str
    before: int | None
    limit: int


class Open(Request, frozen=True):
    """One conversation as a tree, by its id or that of one of its messages."""

    id: str


class Question(Request, frozen=True):
    """What came of the question of a conversation, by its id or that of one of its messages."""

    id: str


class Bodies(Request, frozen=True):
    """What messages say, in the order asked: an item each."""

    ids: tuple[str, ...]


class Snippets(Request, frozen=True):
    """The snippets of conversations whose rows had none: an item each."""

    conversations: tuple[str, ...]


class Recipients(Request, frozen=True):
    """Whom a message named."""

    id: str


class Headers(Request, frozen=True):
    """A message's header fields."""

    id: str


class Ground(Request, frozen=True):
    """What shows that a message answers another."""

    id: str
    other: str


class Parent(Request, frozen=True):
    """What an answer to a message follows of its header."""

    id: str


class Own(Request, frozen=True):
    """One's own addresses."""


class OwnName(Request, frozen=True):
    """One's own name, as notmuch has it."""


class Root(Request, frozen=True):
    """The folder that the mail lies in."""


class Path(Request, frozen=True):
    """The file of a message."""

    id: str


class SavePart(Request, frozen=True):
    """Write part ``number`` of a message to a new file in ``directory``; the file's path."""

    id: str
    number: int
    directory: str


class Mark(Request, frozen=True):
    """The database's mark alone."""


class Look(Request, frozen=True):
    """The database's state."""


class Searches(Request, frozen=True):
    """The saved searches."""


class SaveSearch(Request, frozen=True):
    """Save a query under a name; forget it where ``query`` is empty."""

    name: str
    query: str


class Tag(Request, frozen=True):
    """Change tags."""

    changes: tuple[TagChange, ...]


class Looked(Request, frozen=True):
    """Remember that the user looked at messages in their conversation."""

    ids: tuple[str, ...]


class Index(Request, frozen=True):
    """Take in mail; Progress items, then what was done."""

    rebuild: bool


class FileAway(Request, frozen=True):
    """Move what was archived, before mail is fetched."""


class Import(Request, frozen=True):
    """Copy mail from files into the Maildir: Imported items."""

    files: tuple[str, ...]


class TakeFile(Request, frozen=True):
    """Take in one file with tags, and forget files that are gone: the Message-ID."""

    path: str
    add: tuple[str, ...]
    remove: tuple[str, ...]
    instead_of: tuple[str, ...]


class SetList(Request, frozen=True):
    """Remember what the user says of a list: ``field`` is ``title`` or ``address``."""

    name: str
    field: str
    value: str


class MergeLists(Request, frozen=True):
    """Make list ``name`` a part of list ``into``."""

    into: str
    name: str


class SplitList(Request, frozen=True):
    """Take conversations, and those like them, out of a list."""

    name: str
    conversations: tuple[str, ...]


class DropList(Request, frozen=True):
    """A list or a suggestion is no list."""

    name: str


class AcceptList(Request, frozen=True):
    """A suggestion, or what was said to be no list, is one."""

    name: str


class UndoList(Request, frozen=True):
    """Take back what was last said of a list, or of any where ``name`` is empty.

    ``asked`` tells this wish from every other: one that is asked again, because the worker was
    lost, takes back no second thing.
    """

    name: str
    asked: str


class Suggestions(Request, frozen=True):
    """Recurring sets of people that may be lists."""


class ListTroubles(Request, frozen=True):
    """Lines about what the configuration says of lists and makes no sense."""


class Join(Request, frozen=True):
    """Make one conversation of two."""

    conversation: str
    into: str


class Split(Request, frozen=True):
    """Let a message, with all that answers it, be a conversation of its own."""

    id: str


class Answers(Request, frozen=True):
    """Let a message answer another."""

    id: str
    parent: str


class UndoMove(Request, frozen=True):
    """Take back what was said by hand: that it was joined, or that it was split off."""

    id: str
    split: bool


class Restore(Request, frozen=True):
    """Say again of messages what was said of them before: a Message-ID and a line, each."""

    before: tuple[tuple[str, str], ...]


class ReadAll(Request, frozen=True):
    """Have all texts read, and conversations joined by what they show."""


class Clean(Request, frozen=True):
    """The zones of a body: ``format`` is ``text``, ``html`` or ``eml`` (latin-1 of its bytes)."""

    format: str
    input: str


Deciding = SetList | MergeLists | SplitList | DropList | AcceptList | UndoList
Moving = Join | Split | Answers | UndoMove | Restore
AnyRequest = (
    Lists | Roster | Home | Counts | Rows | Open | Question | Bodies | Snippets | Recipients
    | Headers | Ground | Parent | Own | OwnName | Root | Path | SavePart | Mark | Look | Searches
    | SaveSearch | Tag | Looked
    | Index | Import | TakeFile | FileAway | Suggestions | ListTroubles | ReadAll | Clean
    | Deciding | Moving
)  # fmt: skip


class Call(msgspec.Struct, frozen=True):
    """A numbered request; without one, number ``n`` is to be dropped."""

    n: int
    request: AnyRequest | None = None


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """An item, the result or an error, for call ``n``; a beat (``n`` 0) says "still at work"."""

    n: int
    item: msgspec.Raw = msgspec.Raw()
    result: msgspec.Raw = msgspec.Raw()
    error: tuple[str, str] | None = None
