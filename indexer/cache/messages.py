"""The cache's messages: what the database and their header blocks say of each."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from indexer.cache.file import marks, slices
from indexer.cache.joined import Joined
from indexer.marks import MUTED
from indexer.model.tags import is_unsent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from indexer.model.bodies import Automatic, Chat
    from indexer.model.joins import Evidence
    from indexer.model.people import Person


@dataclass(frozen=True, slots=True)
class Row:
    """A message as the cache knows it. ``headers`` says whether its file has been read.

    ``parents`` are the Message-IDs it answers, nearest first, each behind ``i`` (In-Reply-To) or
    ``r`` (References). ``recipients`` keys the set of everybody named and the sender. ``auto`` is
    the kind of automatic mail it is; ``said`` which kind of nothing new its text says, None while
    that has not been worked out. ``label`` is that of its conversation; ``parent``, ``evidence``,
    ``under`` and ``parted`` are what the joiner decided where it has ``placed`` it, as
    :class:`indexer.joining.Join` has them; ``record`` is what the database has of that.
    """

    key: int
    id: str
    hash: str
    thread: str
    date: int
    name: str
    address: str
    subject: str
    tags: tuple[str, ...]
    headers: bool
    parents: tuple[str, ...]
    people: int
    recipients: int | None
    conversation: str | None
    snippet: str | None
    auto: Automatic = ""
    said: Chat | None = None
    followed: bool = False
    looked: bool = False
    label: str = ""
    placed: bool = False
    parent: str | None = None
    evidence: Evidence | None = None
    parted: str | None = None
    under: str | None = None
    record: str = ""

    @property
    def chat(self) -> Chat:
        """Which kind of nothing new it says, as far as that is known."""
        return "automatic" if self.auto else self.said or ""

    @property
    def unsent(self) -> bool:
        """Whether it is a draft, or waits to be sent."""
        return is_unsent(self.tags)


@dataclass(frozen=True, slots=True)
class News:
    """What the database says of a message, through the gate: new, or changed since last time.

    ``record`` is what it has of why the message is in its conversation, and ``hands`` what the user
    said of that and other messages.
    """

    id: str
    thread: str
    date: int
    name: str
    address: str
    subject: str
    tags: tuple[str, ...]
    conversation: str | None
    followed: bool = False
    looked: bool = False
    record: str = ""
    hands: tuple[str, ...] = ()


_ROW = (
    "SELECT m.key, m.id, m.hash, m.thread, m.date, m.name, m.address, m.subject, m.tags, m.headers,"
    " m.parents, m.people, m.recipients, m.conversation, b.snippet, m.auto, b.chat,"
    " m.followed, m.looked, m.label, m.placed, m.parent, m.evidence, m.parted, m.under, m.record"
    " FROM message m LEFT JOIN body b ON b.key = m.key "
)


# Tags are lines, and one of them never has a line's end in it.
_HAS_MUTED = f"instr(char(10) || tags || char(10), char(10) || '{MUTED}' || char(10)) > 0"
_HAS_WOKEN = "instr(char(10) || tags, char(10) || 'woken/') > 0"


def _row(r: Sequence[Any]) -> Row:
    tags, headers, parents = r[8:11]
    return Row(
        r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], _lines(tags), bool(headers),
        _lines(parents), r[11], r[12], r[13], r[14], r[15], r[16], bool(r[17]), bool(r[18]),
        r[19], bool(r[20]), r[21], r[22], r[23], r[24], r[25],
    )  # fmt: skip


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()


def identify(message: str) -> str:
    """The id of a conversation whose first message is this one: 16 hexadecimal digits."""
    return hashlib.blake2b(message.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


class Messages(Joined):
    """The table of messages, and which of them are on which list."""

    def rows(self, labels: Iterable[str]) -> dict[str, list[Row]]:
        """The messages of conversations, oldest first."""
        found: dict[str, list[Row]] = {label: [] for label in labels}
        for part in slices(list(found)):
            query = f"{_ROW} WHERE m.label IN ({marks(part)}) ORDER BY m.date, m.id"
            for r in self.db.execute(query, part):
                row = _row(r)
                found[row.label].append(row)
        return found

    def row(self, message: str) -> Row | None:
        """One message."""
        r = self.db.execute(_ROW + "WHERE m.id = ?", (message,)).fetchone()
        return _row(r) if r else None

    def author(self, message: str) -> str | None:
        """The address of who wrote a message, or None where there is no such message."""
        found = self.db.execute("SELECT address FROM message WHERE id = ?", (message,)).fetchone()
        return found[0] if found else None

    def by_key(self, keys: Iterable[int]) -> list[Row]:
        """Messages by their keys."""
        found = []
        for part in slices(list(keys)):
            found += [
                _row(r) for r in self.db.execute(f"{_ROW} WHERE m.key IN ({marks(part)})", part)
            ]
        return found

    def by_id(self, messages: Iterable[str]) -> list[Row]:
        """Messages by their Message-IDs, those that are here."""
        found = []
        for part in slices(list(messages)):
            found += [
                _row(r) for r in self.db.execute(f"{_ROW} WHERE m.id IN ({marks(part)})", part)
            ]
        return found

    def by_hash(self, digest: str) -> Row | None:
        """The message that a conversation's id was made of."""
        for column in ("hash", "conversation"):
            query = f"{_ROW} WHERE m.{column} = ? AND m.{column} > '' LIMIT 1"
            if found := self.db.execute(query, (digest,)).fetchone():
                return _row(found)
        return None

    def put_messages(self, messages: Iterable[News]) -> None:
        """Insert messages, or refresh what can change of them: thread, tags, conversation.

        One that has been sent meanwhile is a new one: its file has not been read.
        """
        messages = list(messages)
        unsent = {i for (i,) in self.db.execute("SELECT id FROM message WHERE unsent")}
        self.db.executemany(
            "DELETE FROM body WHERE key = (SELECT key FROM message WHERE id = ?)",
            [(m.id,) for m in messages if m.id in unsent and not is_unsent(m.tags)],
        )
        self.db.executemany(
            "INSERT INTO message(id, hash, thread, date, name, address, subject, tags, unsent,"
            " conversation, followed, looked, record, label)"
            " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT(id) DO UPDATE"
            " SET thread = excluded.thread, tags = excluded.tags,"
            " conversation = iif(key IN (SELECT key FROM unkept), conversation,"
            " excluded.conversation), followed = excluded.followed,"
            " looked = excluded.looked, record = excluded.record,"
            " label = iif(placed, label, excluded.thread),"
            " date = iif(unsent, excluded.date, date),"
            " subject = iif(unsent, excluded.subject, subject),"
            " headers = iif(unsent > excluded.unsent, 0, headers), unsent = excluded.unsent",
            [
                (
                    m.id, identify(m.id), m.thread, m.date, m.name, m.address, m.subject,
                    "\n".join(m.tags), is_unsent(m.tags), m.conversation, m.followed, m.looked,
                    m.record, m.thread,
                )
                for m in messages
            ],
        )  # fmt: skip
        for m in messages:
            self._list(m.id, m.date, m.tags)
        self.follow_thread({m.thread for m in messages})
        self.put_hands({m.id: m.hands for m in messages})

    def _list(self, message: str, date: int, tags: Sequence[str]) -> None:
        key = self.db.execute("SELECT key FROM message WHERE id = ?", (message,)).fetchone()[0]
        query = "SELECT list, date, message FROM listed WHERE message = ?"
        before = self.db.execute(query, (key,)).fetchall()
        lists = [] if is_unsent(tags) else [t[5:] for t in tags if t.startswith("list/")]
        after = [(name, date, key) for name in lists]
        if sorted(before) != sorted(after):
            self.db.executemany(
                "DELETE FROM listed WHERE list = ? AND date = ? AND message = ?", before
            )
            self.db.executemany("INSERT INTO listed VALUES(?, ?, ?)", after)

    def headless(self) -> int:
        """How many messages' header blocks have not been read."""
        query = "SELECT count(*) FROM message WHERE headers = 0"
        return int(self.db.execute(query).fetchone()[0])

    def headless_rows(self, limit: int) -> list[Row]:
        """The oldest of them, so that a conversation's first message is met first."""
        query = f"{_ROW} WHERE m.headers = 0 ORDER BY m.date LIMIT ?"
        return [_row(r) for r in self.db.execute(query, (limit,))]

    def put_headers(
        self,
        key: int,
        author: Person,
        parents: Sequence[str],
        *,
        people: int,
        recipients: int,
        post: str,
        auto: str,
    ) -> None:
        """What a message's header block said; ``post`` is the address its list posts to."""
        self.db.execute(
            "UPDATE message SET headers = 1, name = ?, address = ?, parents = ?, people = ?,"
            " recipients = ?, post = ?, auto = ? WHERE key = ?",
            (author.name, author.address, "\n".join(parents), people, recipients, post, auto, key),
        )

    def uneven(self, labels: Iterable[str]) -> list[str]:
        """Those of the conversations of which some messages only are muted, or followed.

        What has woken a muted one is as it should be.
        """
        found = []
        for part in slices(list(labels)):
            query = (
                f"SELECT label FROM message WHERE label IN ({marks(part)}) AND NOT unsent"
                f" GROUP BY label HAVING max(followed) <> min(followed)"
                f" OR max({_HAS_MUTED}) > min({_HAS_MUTED} OR {_HAS_WOKEN})"
            )
            found += [label for (label,) in self.db.execute(query, part)]
        return found

    def follows(self) -> bool:
        """Whether any message is of a conversation that is followed."""
        return bool(
            self.db.execute("SELECT EXISTS(SELECT 1 FROM message WHERE followed)").fetchone()[0]
        )

    def remove(self, keys: Iterable[int]) -> None:
        """Forget messages that are no longer there."""
        rows = [(k,) for k in keys]
        self.db.executemany(
            "INSERT OR IGNORE INTO departed SELECT id FROM message WHERE key = ?", rows
        )
        for table, column in (
            # What is counted of a list goes by its messages' conversations, so these go later.
            ("listed", "message"), ("message", "key"), ("body", "key"), ("uncleaned", "key"),
            ("waiting", "key"), ("member", "message"), ("parting", "message"),
            ("signed", "message"), ("failed", "message"), ("content", "key"),
            ("hashtag", "message"), ("file", "message"),
            ("unjoined", "key"), ("unkept", "key"), ("hand", "holder"),
        ):  # fmt: skip
            self.db.executemany(f"DELETE FROM {table} WHERE {column} = ?", rows)

    def ids(self) -> Iterator[tuple[int, str]]:
        """Every message's key and Message-ID."""
        yield from self.db.execute("SELECT key, id FROM message")
