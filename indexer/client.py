"""The front door: asks worker processes, outlives them, and never waits for them by itself.

Two workers, started when first needed: *read* answers screens, *write* tags, imports and takes in
mail.
"""

from __future__ import annotations

import itertools
import os
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from indexer import protocol
from indexer.lanes import Asked, Call, Lane
from indexer.model.bodies import Body
from indexer.model.conversations import Page, Snippet, Tree
from indexer.model.heads import Headers, Parent, Recipients
from indexer.model.intake import Imported, Indexed, Progress
from indexer.model.joins import Ground, Moved
from indexer.model.lists import Decided, MailList, Member, Suggested
from indexer.model.state import Count, Mark, Search, State
from indexer.model.tags import TagChange, Tagged
from indexer.settings import Settings, Where

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from indexer.homes.values import Home
    from indexer.questions.values import Question

R = TypeVar("R")


class Client:
    """What the screens and the command line ask of the mail.

    Every method returns at once with a :class:`Call`. ``on_item`` callbacks and futures' own
    callbacks run in a thread of the client's.
    """

    def __init__(self, where: Where, settings: Settings | None = None) -> None:
        settings = settings or Settings()
        hello = msgspec.json.encode(
            protocol.Hello(
                str(where.mail) if where.mail else None,
                settings.addresses,
                settings.identities,
                settings.cc_list_people,
                settings.background,
                settings.archive,
                settings.storm_people,
                settings.storm_answers,
            )
        )
        # notmuch's own way to name a configuration: the worker's hooks and commands see it too.
        environ = {**os.environ, **({"NOTMUCH_CONFIG": str(where.config)} if where.config else {})}
        self._lanes = {name: Lane(name, hello, environ) for name in ("read", "write")}
        self._numbers = itertools.count(1)

    def start(self) -> None:
        """Start the reading worker, so that it gets ready meanwhile."""
        self._lanes["read"].start()

    def close(self) -> None:
        """End the workers; what they had not answered fails."""
        for lane in self._lanes.values():
            lane.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def lists(self, *, exact: bool = False) -> Call[tuple[MailList, ...]]:
        """The lists, the one with the newest message first.

        ``exact`` waits until everything has been counted; a screen would rather have them now.
        """
        return self._ask("read", protocol.Lists(exact), tuple[MailList, ...])

    def roster(self, name: str, *, exact: bool = False) -> Call[tuple[Member, ...]]:
        """Who is and was on a list, and what they sign with.

        ``exact`` waits until all texts on the list have been worked out, which fills their cards.
        """
        return self._ask("read", protocol.Roster(name, exact), tuple[Member, ...])

    def home(
        self,
        name: str,
        on_item: Callable[[Home], None] | None = None,
        *,
        exact: bool = False,
    ) -> Call[Home]:
        """What there is to know of a list, as far as its texts have been worked out.

        ``exact`` waits until all of them have been; ``on_item`` then gets what is known at once,
        and now and then what is known by then.
        """
        from indexer.homes.values import Home

        return self._ask("read", protocol.Home(name, exact), Home, Home, on_item)

    def counts(self, *queries: str, unread: bool = False) -> Call[tuple[Count, ...]]:
        """Messages and unread ones, a query each; with ``unread`` those alone, and sooner."""
        return self._ask("read", protocol.Counts(queries, unread), tuple[Count, ...])

    def rows(self, query: str, before: int | None = None, limit: int = 60) -> Call[Page]:
        """Conversations with a message that matches, newest first.

        ``query`` is a notmuch query, with ``list:NAME`` besides. ``before`` is the last page's.
        """
        return self._ask("read", protocol.Rows(query, before, limit), Page)

    def open(self, conversation: str) -> Call[Tree]:
        """A conversation, by its id or by ``id:`` and a Message-ID in it."""
        return self._ask("read", protocol.Open(conversation), Tree)

    def question(self, conversation: str) -> Call[Question]:
        """What a conversation's first message asked, and who answered it, as far as texts are read.

        Named as for :meth:`open`.
        """
        from indexer.questions.values import Question

        return self._ask("read", protocol.Question(conversation), Question)

    def bodies(self, ids: tuple[str, ...], on_item: Callable[[Body], None]) -> Call[None]:
        """What messages say, in that order, an ``on_item`` each as soon as it is known."""
        return self._ask("read", protocol.Bodies(ids), type(None), Body, on_item)

    def snippets(
        self, conversations: tuple[str, ...], on_item: Callable[[Snippet], None]
    ) -> Call[None]:
        """The snippets of rows that came without one, an ``on_item`` each."""
        request = protocol.Snippets(conversations)
        return self._ask("read", request, type(None), Snippet, on_item)

    def recipients(self, message: str) -> Call[Recipients]:
        """Whom a message named."""
        return self._ask("read", protocol.Recipients(message), Recipients)

    def headers(self, message: str) -> Call[Headers]:
        """A message's header fields."""
        return self._ask("read", protocol.Headers(message), Headers)

    def ground(self, message: str, other: str) -> Call[Ground]:
        """What shows that a message answers another, both by Message-ID."""
        return self._ask("read", protocol.Ground(message, other), Ground)

    def parent(self, message: str) -> Call[Parent]:
        """What an answer to a message follows of its header."""
        return self._ask("read", protocol.Parent(message), Parent)

    def own(self) -> Call[tuple[str, ...]]:
        """One's own addresses in lower case, first the one to write from."""
        return self._ask("read", protocol.Own(), tuple[str, ...])

    def own_name(self) -> Call[str]:
        """One's own name: notmuch's ``user.name``, empty where that only names the account."""
        return self._ask("read", protocol.OwnName(), str)

    def mail_root(self) -> Call[str]:
        """The folder in which the mail lies, all of it."""
        return self._ask("read", protocol.Root(), str)

    def path(self, message: str) -> Call[str]:
        """The file that holds a message."""
        return self._ask("read", protocol.Path(message), str)

    def save_part(self, message: str, number: int, directory: str) -> Call[str]:
        """Write a part to a new file, never over one; the path it got."""
        return self._ask("read", protocol.SavePart(message, number, directory), str)

    def mark(self) -> Call[Mark]:
        """The mark of this moment, for next to nothing: what is asked after it is no older."""
        return self._ask("read", protocol.Mark(), Mark)

    def look(self) -> Call[State]:
        """The database's state; cheap enough to ask every few seconds."""
        return self._ask("read", protocol.Look(), State)

    def searches(self) -> Call[tuple[Search, ...]]:
        """The saved searches, by name."""
        return self._ask("read", protocol.Searches(), tuple[Search, ...])

    def clean(self, form: str, text: str) -> Call[Body]:
        """The zones of a body: ``form`` is text, html or eml (each character a byte)."""
        return self._ask("read", protocol.Clean(form, text), Body)

    def save_search(self, name: str, query: str) -> Call[None]:
        """Save a query under a name; an empty query forgets it."""
        return self._ask("write", protocol.SaveSearch(name, query), type(None))

    def tag(self, *changes: TagChange) -> Call[Tagged]:
        """Change tags; what was really changed comes back, ready to be undone."""
        return self._ask("write", protocol.Tag(changes), Tagged)

    def looked(self, messages: tuple[str, ...]) -> Call[None]:
        """Remember that messages were looked at: what comes after is fresh (``Entry``).

        Refused as ``locked`` while another program writes: to be asked again later.
        """
        return self._ask("write", protocol.Looked(messages), type(None))

    def take_file(
        self,
        path: str,
        *,
        add: tuple[str, ...] = (),
        remove: tuple[str, ...] = ("inbox", "unread"),
        instead_of: tuple[str, ...] = (),
    ) -> Call[str]:
        """Take in one file of one's own making now, with tags; its Message-ID.

        ``instead_of`` are files that it replaces and that are gone; an empty ``path`` only
        forgets those.
        """
        request = protocol.TakeFile(path, add, remove, instead_of)
        return self._ask("write", request, str)

    def index(
        self, on_item: Callable[[Progress], None] | None = None, *, rebuild: bool = False
    ) -> Call[Indexed]:
        """Take in new, moved and deleted mail, and tag it."""
        return self._ask("write", protocol.Index(rebuild), Indexed, Progress, on_item)

    def join(self, conversation: str, into: str) -> Call[Moved]:
        """Make one conversation of two."""
        return self._ask("write", protocol.Join(conversation, into), Moved)

    def split(self, named: str) -> Call[Moved]:
        """Let a message, with all that answers it, be a conversation of its own.

        A conversation's id stands for the message that it was made of.
        """
        return self._ask("write", protocol.Split(named), Moved)

    def answers(self, named: str, parent: str) -> Call[Moved]:
        """Let a message answer another, both ``id:`` and a Message-ID."""
        return self._ask("write", protocol.Answers(named, parent), Moved)

    def undo_move(self, named: str, *, split: bool) -> Call[Moved]:
        """Take back that a conversation or message was joined, or that it was split off."""
        return self._ask("write", protocol.UndoMove(named, split), Moved)

    def restore(self, before: tuple[tuple[str, str], ...]) -> Call[Moved]:
        """Say again of messages what was said of them before (:class:`.Moved`)."""
        return self._ask("write", protocol.Restore(before), Moved)

    def read_all(self, on_item: Callable[[Progress], None] | None = None) -> Call[None]:
        """Have all texts read, and conversations joined by what they show."""
        return self._ask("write", protocol.ReadAll(), type(None), Progress, on_item)

    def file_away(self) -> Call[None]:
        """Move the files of what was archived, so that a sync that follows brings it along."""
        return self._ask("write", protocol.FileAway(), type(None))

    def import_files(
        self, files: tuple[str, ...], on_item: Callable[[Imported], None]
    ) -> Call[None]:
        """Copy mail into the Maildir, saying now and then how far each file has come.

        Index afterwards.
        """
        return self._ask("write", protocol.Import(files), type(None), Imported, on_item)

    def set_list(self, name: str, field_name: str, value: str) -> Call[Decided]:
        """Remember a list's ``title`` or ``address``; an empty value forgets it."""
        return self._ask("write", protocol.SetList(name, field_name, value), Decided)

    def merge_lists(self, into: str, name: str) -> Call[Decided]:
        """Make the list ``name`` a part of the list ``into``."""
        return self._ask("write", protocol.MergeLists(into, name), Decided)

    def split_list(self, name: str, conversations: tuple[str, ...]) -> Call[Decided]:
        """Take conversations, by their ids, and those like them out of a list."""
        return self._ask("write", protocol.SplitList(name, conversations), Decided)

    def drop_list(self, name: str) -> Call[Decided]:
        """A list or a suggestion is no list."""
        return self._ask("write", protocol.DropList(name), Decided)

    def accept_list(self, name: str) -> Call[Decided]:
        """A suggestion, or what was said to be no list, is one."""
        return self._ask("write", protocol.AcceptList(name), Decided)

    def undo_list(self, name: str = "") -> Call[Decided]:
        """Take back what was last said of a list, or of any of them."""
        return self._ask("write", protocol.UndoList(name, os.urandom(8).hex()), Decided)

    def suggestions(self) -> Call[tuple[Suggested, ...]]:
        """Recurring sets of people that may be lists, the newest first."""
        return self._ask("read", protocol.Suggestions(), tuple[Suggested, ...])

    def list_troubles(self) -> Call[tuple[str, ...]]:
        """Lines about what the database's configuration says of lists and makes no sense."""
        return self._ask("read", protocol.ListTroubles(), tuple[str, ...])

    @property
    def pids(self) -> tuple[int, ...]:
        """The process ids of the workers that run."""
        return tuple(lane.pid for lane in self._lanes.values() if lane.pid)

    def _ask(
        self,
        lane: protocol.Lane,
        request: protocol.AnyRequest,
        result: Any,  # noqa: ANN401 - a type, or a union of types
        item: Any = None,  # noqa: ANN401
        on_item: Callable[[Any], None] | None = None,
    ) -> Call[Any]:
        call: Call[Any] = Call(next(self._numbers), self._lanes[lane].drop)
        self._lanes[lane].ask(Asked(call, request, result, item, on_item))
        return call
