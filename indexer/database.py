"""The one module that imports notmuch2: opens, locks, reads and writes the database.

libnotmuch objects must not outlive the loop that made them (FACTS: reading one afterwards ends
the process), so everything here is copied into plain values before it is handed out, and a
:class:`Reading` or :class:`Writing` lives for one short job. Whatever the library raises becomes
an :class:`~indexer.errors.IndexerError` that says what to do.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import notmuch2

from indexer.errors import IndexerError
from indexer.model.tags import UNSENT
from indexer.notmuch_config import write_config
from indexer.query import asks_for_unsent
from indexer.room import is_full

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Iterator, Mapping
    from typing import Self

FLAGS = frozenset({"draft", "flagged", "passed", "replied", "unread"})
"""Tags that notmuch keeps in step with Maildir flags."""

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


@dataclass(frozen=True, slots=True)
class Known:
    """A message as the database alone knows it; nothing of it has been through the gate.

    ``conversation`` is the one that it was joined to or kept in, and ``evidence`` why, where that
    is recorded; ``hands`` what the user said of that, of this and other messages.
    """

    id: str
    thread: str
    date: int
    sender: str
    subject: str
    tags: tuple[str, ...]
    conversation: str | None
    followed: bool = False
    looked: bool = False
    evidence: str = ""
    hands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a message lies: its files, its tags, and its property ``cclear.place``."""

    id: str
    files: tuple[Path, ...]
    tags: frozenset[str]
    place: str


@dataclass(frozen=True, slots=True)
class Retag:
    """Tags to add to and remove from one message; ``place`` is recorded where it is not empty.

    With ``follow`` its conversation is recorded as one that the user follows, with ``join`` by
    which id that is known, and why the message is in it; what is empty there is forgotten. All of
    ``hands`` is recorded besides what is there.
    """

    id: str
    add: frozenset[str]
    remove: frozenset[str]
    place: str = ""
    follow: bool = False
    join: tuple[str, str] | None = None
    hands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a database is: its configuration file (None: notmuch's own search) and home."""

    config: Path | None = None
    home: Path | None = None

    def environment(self) -> Mapping[str, str]:
        """The environment in which the ``notmuch`` program uses this database."""
        if self.config is None:
            return os.environ
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("NOTMUCH_")}
        return inherited | {"NOTMUCH_CONFIG": str(self.config)}


def _failure(error: Exception, place: Place) -> IndexerError:
    text = " ".join(str(error).split())
    where = place.home or "the notmuch database"
    match error:
        case notmuch2.NoConfigError():
            return IndexerError(
                "missing", "no mail is set up yet; run: cclear --mail DIR, or cclear demo"
            )
        case notmuch2.NoDatabaseError() | notmuch2.PathError():
            return IndexerError("missing", f"there is no index of {where} yet; run: cclear index")
        case notmuch2.UpgradeRequiredError():
            return IndexerError("newer", f"{where} has an old form; run: notmuch new")
        case notmuch2.ReadOnlyDatabaseError():
            return IndexerError("read-only", f"{where} cannot be written to; check its permissions")
        case notmuch2.QuerySyntaxError():
            return IndexerError("query", f"notmuch does not understand this search: {text}")
        case notmuch2.NullPointerError():
            return IndexerError("unreadable", "a message's file is gone; run: cclear index")
    lowered = text.lower()
    if "newer" in lowered or "has a version" in lowered or "unsupported" in lowered:
        return IndexerError(
            "newer", f"{where} was made by a newer notmuch; upgrade notmuch, then try again"
        )
    # Xapian's own words often do not come through: a full disk then looks like a broken file.
    if "no space left" in lowered or "disk" in lowered or _is_full(place):
        return IndexerError(
            "disk",
            f"the disk with the index of {where} is full; make room, then try again; "
            "nothing needs to be moved",
        )
    if "permission denied" in lowered or "read-only file system" in lowered:
        return IndexerError("read-only", f"{where} cannot be written to; check its permissions")
    if "write lock" in lowered or "already locked" in lowered:
        return IndexerError("locked", f"another program is writing to {where}; try again later")
    if isinstance(error, notmuch2.FileError) and "no such file" in lowered:
        return IndexerError("missing", f"there is no index of {where} yet; run: cclear index")
    return IndexerError(
        "damaged",
        f"{where} cannot be read ({text[:120]}); save its tags with notmuch dump, "
        "move the index away, then run: cclear index",
    )


def _is_full(place: Place) -> bool:
    folders = [p for p in (place.home, place.config and place.config.parent) if p]
    with contextlib.suppress(notmuch2.NotmuchError, LookupError, OSError):
        folders.append(notmuch2.Database.default_path(place.config))
    return is_full(folders)


@contextlib.contextmanager
def _mapped(place: Place) -> Iterator[None]:
    """Turn what the library raises into one line; KeyError and AttributeError are its own."""
    try:
        yield
    except notmuch2.NotmuchError as error:
        raise _failure(error, place) from error
    except (KeyError, AttributeError) as error:
        text = f"it answered with a status of its own: {error}"
        raise _failure(notmuch2.NotmuchError(None, text), place) from error


class Reading:
    """The database, open to be read for one job, at one revision."""

    def __init__(self, place: Place, mode: notmuch2.Database.MODE | None = None) -> None:
        self._place = place
        with _mapped(place):
            self._db = notmuch2.Database(
                None,
                mode or notmuch2.Database.MODE.READ_ONLY,
                place.config or notmuch2.Database.CONFIG.SEARCH,
            )
        with _mapped(place):
            revision = self._db.revision()
            self.revision: int = revision.rev
            self.uuid: str = revision.uuid.decode("ascii", "replace")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with _mapped(self._place):
            self._db.close()

    @property
    def path(self) -> Path:
        """The folder of the database."""
        return self._db.path

    def config(self, key: str) -> str:
        """A value of the database's configuration, empty where there is none."""
        with _mapped(self._place):
            try:
                return str(self._db.config[key])
            except KeyError:
                return ""

    def configs(self, prefix: str) -> dict[str, str]:
        """All keys below a prefix, without it, with their values."""
        with _mapped(self._place):
            found = {}
            # Names first: asking for values inside the iteration invalidates it.
            for key in [str(k) for k in self._db.config if k.startswith(prefix)]:
                found[key.removeprefix(prefix)] = str(self._db.config[key])
            return found

    def excluded(self, query: str) -> tuple[str, ...]:
        """The tags that a search leaves out unless it names them: the user's, and those unsent.

        Those unsent are not left out of a folder that is searched.
        """
        users = tuple(t for t in self.config("search.exclude_tags").split(";") if t)
        return users if asks_for_unsent(query) else (*UNSENT, *users)

    def tags(self) -> tuple[str, ...]:
        """All tags in use."""
        with _mapped(self._place):
            return tuple(str(t) for t in self._db.tags)

    def count(self, query: str, *, exclude: bool = True) -> int:
        """How many messages match."""
        with _mapped(self._place):
            return self._db.count_messages(
                query, exclude_tags=self.excluded(query) if exclude else ()
            )

    def ids(self, query: str) -> list[str]:
        """The Message-IDs of all messages that match, in no order."""
        with _mapped(self._place):
            return [str(m.messageid) for m in self._db.messages(query, exclude_tags=())]

    def newest(self, query: str) -> Iterator[tuple[int, str, str]]:
        """Date, Message-ID and thread of all messages that match, newest first. Run it at once."""
        sort = notmuch2.Database.SORT.NEWEST_FIRST
        with _mapped(self._place):
            for m in self._db.messages(query, sort=sort, exclude_tags=self.excluded(query)):
                yield m.date, str(m.messageid), str(m.threadid)

    def known(self, query: str) -> list[Known]:
        """What the database knows of all messages that match, the excluded ones too."""
        with _mapped(self._place):
            return [_copy(m) for m in self._db.messages(query, exclude_tags=())]

    @property
    def syncs_flags(self) -> bool:
        """Whether tags follow the flags in files' names, and flags the tags."""
        return self.config("maildir.synchronize_flags").lower() in ("true", "yes", "1", "on")

    def flagged(self, query: str, flag: str) -> list[str]:
        """The Message-IDs of those that match whose files all have a Maildir flag."""
        with _mapped(self._place):
            return [
                str(m.messageid)
                for m in self._db.messages(query, exclude_tags=())
                if all(flag in Path(p).name.partition(":2,")[2] for p in m.filenames())
            ]

    def find(self, message: str) -> Known | None:
        """One message by its Message-ID."""
        with _mapped(self._place):
            found = self._find(message)
            return _copy(found) if found else None

    def filed(self, message: str) -> Filed | None:
        """Where one message lies, as the database knows it."""
        with _mapped(self._place):
            found = self._find(message)
            if found is None:
                return None
            files = tuple(Path(name) for name in found.filenames())
            return Filed(message, files, frozenset(map(str, found.tags)), _property(found, PLACE))

    def file(self, message: str) -> Path:
        """A file of a message that is still there; the name may have changed with its flags."""
        with _mapped(self._place):
            found = self._find(message)
            names = list(found.filenames()) if found else []
        for name in names:
            if os.path.exists(name):  # noqa: PTH110 - pathlib's takes three times as long
                return name
            # A Maildir file keeps its base name while flags change behind the colon.
            base = name.name.partition(":2,")[0]
            for folder in (name.parent.parent / "cur", name.parent.parent / "new"):
                for renamed in folder.glob(_literal(base) + "*"):
                    return renamed
        raise IndexerError("unreadable", "the file of this message is gone; run: cclear index")

    def _find(self, message: str) -> notmuch2.Message | None:
        try:
            return self._db.find(message)
        except LookupError:
            return None


class Writing(Reading):
    """The database, open to be written to. Keep it short: other programs wait."""

    def __init__(self, place: Place) -> None:
        super().__init__(place, notmuch2.Database.MODE.READ_WRITE)
        self._sync = self.syncs_flags

    def retag(self, change: Retag) -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
        """Change a message's tags; what was really added and removed, and what they are now."""
        with _mapped(self._place):
            found = self._find(change.id)
            if found is None:
                return frozenset(), frozenset(), ()
            before = frozenset(str(t) for t in found.tags)
            add, remove = change.add - before, (change.remove & before) - change.add
            if add or remove or change.place or change.follow or change.join or change.hands:
                with found.frozen():
                    for value in change.hands:
                        found.properties.add(HAND, value)
                    if change.join:
                        _assign(found, CONVERSATION, change.join[0])
                        _assign(found, EVIDENCE, change.join[1])
                    if change.follow:
                        _assign(found, FOLLOWED, "yes")
                    if change.place:
                        _assign(found, PLACE, change.place)
                    for tag in sorted(add):
                        found.tags.add(tag)
                    for tag in sorted(remove):
                        found.tags.discard(tag)
                if self._sync and FLAGS & (add | remove):
                    found.tags.to_maildir_flags()
            return add, remove, tuple(sorted((before | add) - remove))

    def take(self, path: str, add: Iterable[str], remove: Iterable[str]) -> str:
        """Take in a file of the mail's folder and change its message's tags; its Message-ID."""
        with _mapped(self._place):
            message = self._db.add(path, sync_flags=self._sync).msg
            with message.frozen():
                for tag in remove:
                    message.tags.discard(tag)
                for tag in add:
                    message.tags.add(tag)
            return str(message.messageid)

    def forget(self, path: str) -> str:
        """Forget a file that is gone; the Message-ID of its message where that went with it."""
        with _mapped(self._place):
            try:
                message = str(self._db.get(path).messageid)
            except LookupError:
                return ""
            return "" if self._db.remove(path) else message

    @property
    def reached(self) -> int:
        """The revision that what was written so far has led to."""
        with _mapped(self._place):
            return self._db.revision().rev

    def follow(self, message: str, followed: bool) -> bool:  # noqa: FBT001 - what it is to be
        """Record that a message's conversation is followed, or not; whether that is news."""
        with _mapped(self._place):
            found = self._find(message)
            if found is None or bool(_property(found, FOLLOWED)) == followed:
                return False
            with found.frozen():
                if followed:
                    _assign(found, FOLLOWED, "yes")
                else:
                    del found.properties[FOLLOWED]
            return True

    def say_hands(self, said: Mapping[str, Collection[str]], about: Container[str]) -> None:
        """Record on messages what the user said of where messages belong, in one transaction.

        It stands in place of what was said of those that ``about`` names, whoever recorded that.
        """
        with _mapped(self._place), self._db.atomic():
            for message, values in said.items():
                found = self._find(message)
                if found is None:
                    continue
                before = {str(value) for _, value in found.properties.getall(HAND, exact=True)}
                wanted = {v for v in before if v.partition(" ")[0] not in about} | set(values)
                for value in before - wanted:
                    found.properties.remove(HAND, value)
                for value in wanted - before:
                    found.properties.add(HAND, value)

    def look(self, messages: Iterable[str]) -> int:
        """Record that these were looked at, in one transaction; of how many that is news."""
        news = 0
        with _mapped(self._place), self._db.atomic():
            for message in messages:
                found = self._find(message)
                if found is not None and not _property(found, LOOKED):
                    _assign(found, LOOKED, "1")
                    news += 1
        return news

    def keep_place(self, message: str, place: str) -> None:
        """Record where a message was seen to be."""
        self._record(message, PLACE, place)

    def _record(self, message: str, name: str, value: str) -> None:
        with _mapped(self._place):
            found = self._find(message)
            if found is not None:
                with found.frozen():
                    _assign(found, name, value)

    def set_config(self, key: str, value: str) -> None:
        """Set a value of the database's configuration; an empty one forgets it."""
        with _mapped(self._place):
            if value or self._db.config.get(key):
                self._db.config[key] = value


def _copy(m: notmuch2.Message) -> Known:
    every = [(str(k), str(v)) for k, v in m.properties.getall("cclear.")]
    said = dict(every)
    return Known(
        str(m.messageid), str(m.threadid), m.date, _header(m, "From"), _header(m, "Subject"),
        tuple(sorted(str(t) for t in m.tags)),
        said.get(CONVERSATION) or None,
        FOLLOWED in said,
        LOOKED in said,
        said.get(EVIDENCE, ""),
        tuple(sorted(value for name, value in every if name == HAND)),
    )  # fmt: skip


def _assign(m: notmuch2.Message, name: str, value: str) -> None:
    if _property(m, name) == value:
        return
    # A name can have several values, and assigning only adds one.
    if name in m.properties:
        del m.properties[name]
    if value:
        m.properties[name] = value


def _property(m: notmuch2.Message, name: str) -> str:
    return next((str(value) for _, value in m.properties.getall(name, exact=True)), "")


def _header(m: notmuch2.Message, name: str) -> str:
    try:
        return str(m.header(name))
    except (LookupError, UnicodeDecodeError, notmuch2.NullPointerError):
        return ""


def _literal(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def locked(place: Place) -> bool:
    """Whether another program is writing just now; a look that changes nothing."""
    with Reading(place) as db:
        home = db.path
    for lock in (home / ".notmuch/xapian/flintlock", home / "xapian/flintlock"):
        if lock.exists():
            try:
                with lock.open("r+b") as handle:
                    fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            except PermissionError as error:
                raise _failure(notmuch2.ReadOnlyDatabaseError(), place) from error
            except OSError:
                return False
    return False


def wait(place: Place, limit: float) -> Iterator[None]:
    """Yield until nobody else writes; raises ``locked`` after ``limit`` seconds."""
    until = time.monotonic() + limit
    while locked(place):
        if time.monotonic() > until:
            raise IndexerError(
                "locked",
                "another program is writing to the mail's index; try again when it is done",
            )
        yield
        time.sleep(0.05)


def embedded(mail: Path) -> Place:
    """The database of a Maildir tree, beside it in ``DIR.cclear``; made where missing."""
    home = mail.with_name(mail.name + ".cclear")
    config = home / "notmuch-config"
    try:
        mail.mkdir(parents=True, exist_ok=True)
        home.mkdir(mode=0o700, exist_ok=True)
        index = home / "index"
        index.mkdir(mode=0o700, exist_ok=True)
        write_config(config, index, mail)
    except OSError as error:
        raise IndexerError(
            "missing", f"{error.filename or mail}: {error.strerror}; name a folder of your own"
        ) from error
    place = Place(config, mail)
    if not (index / "xapian").exists():
        with _mapped(place):
            notmuch2.Database.create(None, config).close()
    return place
