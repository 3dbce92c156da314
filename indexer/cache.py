"""The one cache: a SQLite file of what would be slow to work out twice.

It belongs to one database (its UUID) at one revision and can be deleted at any moment: the next
round of taking in fills it again and every answer is the same. No other module keeps state of its
own between runs. Rows here are plain tuples and blobs; what they mean is said by the modules that
put them: :mod:`indexer.takein` (messages, groups), :mod:`indexer.views` (what is asked).
"""

from __future__ import annotations

import array
import contextlib
import hashlib
import json
import os
import sqlite3
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

from indexer.model import Body, IndexerError, Part, Zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

VERSION = 1
_KEYS = 50_000
_SETS = 50
_SCHEMA = """
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE address(key INTEGER PRIMARY KEY, address TEXT UNIQUE, name TEXT);
CREATE TABLE people(key INTEGER PRIMARY KEY, digest BLOB UNIQUE, members BLOB);
CREATE TABLE message(
    key INTEGER PRIMARY KEY, id TEXT UNIQUE, hash TEXT, thread TEXT, date INTEGER,
    name TEXT, address TEXT, subject TEXT, tags TEXT,
    headers INTEGER DEFAULT 0, parents TEXT DEFAULT '', people INTEGER DEFAULT 0,
    recipients INTEGER, post TEXT DEFAULT '', conversation TEXT);
CREATE INDEX message_hash ON message(hash);
CREATE INDEX message_thread ON message(thread);
CREATE INDEX message_conversation ON message(conversation) WHERE conversation > '';
CREATE INDEX message_bare ON message(date) WHERE headers = 0;
CREATE TABLE body(key INTEGER PRIMARY KEY, snippet TEXT, zones BLOB, parts TEXT, trouble TEXT);
CREATE TABLE uncleaned(date INTEGER, key INTEGER, PRIMARY KEY(date, key)) WITHOUT ROWID;
CREATE TABLE waiting(date INTEGER, key INTEGER, facts BLOB, PRIMARY KEY(date, key)) WITHOUT ROWID;
CREATE TABLE untagged(thread TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE member(grp TEXT, message INTEGER, PRIMARY KEY(grp, message)) WITHOUT ROWID;
CREATE INDEX member_message ON member(message);
CREATE TABLE listed(
    list TEXT, date INTEGER, message INTEGER, PRIMARY KEY(list, date, message)) WITHOUT ROWID;
CREATE INDEX listed_message ON listed(message);
CREATE TABLE state(kind TEXT, key TEXT, value BLOB, PRIMARY KEY(kind, key)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A message as the cache knows it. ``headers`` says whether its file has been read.

    ``parents`` are the Message-IDs it answers, nearest first, each behind ``i`` (In-Reply-To) or
    ``r`` (References). ``recipients`` keys the set of everybody named and the sender.
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


_ROW = (
    "SELECT m.key, m.id, m.hash, m.thread, m.date, m.name, m.address, m.subject, m.tags, m.headers,"
    " m.parents, m.people, m.recipients, m.conversation, b.snippet"
    " FROM message m LEFT JOIN body b ON b.key = m.key "
)


def _row(r: Sequence[Any]) -> Row:
    tags, headers, parents = r[8:11]
    return Row(
        r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], _lines(tags), bool(headers),
        _lines(parents), r[11], r[12], r[13], r[14],
    )  # fmt: skip


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()


def identify(message: str) -> str:
    """The id of a conversation whose first message is this one: 16 hexadecimal digits."""
    return hashlib.blake2b(message.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def file_for(mail: Path | None, database: Path) -> Path:
    """Where the cache of a database lives."""
    if mail is not None:
        return mail.with_name(mail.name + ".cclear") / "cache.sqlite"
    name = hashlib.sha256(os.fsencode(database)).hexdigest()[:16]
    return Path(platformdirs.user_cache_dir("cclear")) / f"{name}.sqlite"


class Cache:
    """An open cache. ``with cache.change():`` is one transaction."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._filled = ""
        self._keys: dict[str, int] = {}
        self._sets: dict[int, tuple[tuple[str, str], ...]] = {}
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._db = self._open()
        except (OSError, sqlite3.Error) as error:
            raise IndexerError(
                "disk", f"the cache {file} cannot be used ({error}); free some room, or delete it"
            ) from error

    def _open(self) -> sqlite3.Connection:
        try:
            return self._connect()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) and "malformed" not in str(error):
                raise
            # Damaged: it holds nothing that cannot be worked out again.
            self.forget()
            return self._connect()

    def _connect(self) -> sqlite3.Connection:
        os.close(os.open(self.file, os.O_CREAT | os.O_RDWR, 0o600))
        db = sqlite3.connect(self.file, timeout=5, isolation_level=None)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA cache_size = -8000")
        db.execute("BEGIN IMMEDIATE")
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version != VERSION:
            for (name,) in db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            ).fetchall():
                db.execute(f'DROP TABLE "{name}"')
            for statement in _SCHEMA.split(";"):
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {VERSION}")
        db.execute("COMMIT")
        return db

    def forget(self) -> None:
        """Delete the files of a cache that nobody has open here."""
        for suffix in ("", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                Path(f"{self.file}{suffix}").unlink()

    def close(self) -> None:
        """Close it."""
        self._db.close()

    @contextlib.contextmanager
    def change(self) -> Iterator[None]:
        """One transaction: all of it or nothing."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have emptied it: then keys remembered here mean nothing.
            if (filled := self.meta("filled")) != self._filled:
                self._forget_keys()
                self._filled = filled
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            self._forget_keys()
            raise
        self._db.execute("COMMIT")

    def empty(self) -> None:
        """Forget everything, inside a transaction."""
        for (name,) in self._db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        ).fetchall():
            self._db.execute(f'DELETE FROM "{name}"')
        self._forget_keys()
        self._filled = os.urandom(8).hex()
        self.set_meta(filled=self._filled)

    def _forget_keys(self) -> None:
        self._keys.clear()
        self._sets.clear()

    # -- what the whole cache is at

    def meta(self, name: str, default: str = "") -> str:
        """A fact about the whole cache."""
        found = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return found[0] if found else default

    def set_meta(self, **facts: str | int) -> None:
        """Set facts about the whole cache."""
        self._db.executemany(
            "INSERT OR REPLACE INTO meta VALUES(?, ?)", [(k, str(v)) for k, v in facts.items()]
        )

    @property
    def revision(self) -> int:
        """Up to which revision of the database all messages are here."""
        return int(self.meta("revision", "0"))

    def total(self, table: str) -> int:
        """How many rows a table has."""
        return int(self._db.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])

    # -- messages

    def rows(self, threads: Iterable[str]) -> dict[str, list[Row]]:
        """The messages of threads, oldest first."""
        found: dict[str, list[Row]] = {t: [] for t in threads}
        for part in _slices(list(found)):
            marks = ",".join("?" * len(part))
            query = f"{_ROW} WHERE m.thread IN ({marks}) ORDER BY m.date, m.id"
            for r in self._db.execute(query, part):
                found[r[3]].append(_row(r))
        return found

    def row(self, message: str) -> Row | None:
        """One message."""
        r = self._db.execute(_ROW + "WHERE m.id = ?", (message,)).fetchone()
        return _row(r) if r else None

    def by_key(self, keys: Iterable[int]) -> list[Row]:
        """Messages by their keys."""
        found = []
        for part in _slices(list(keys)):
            marks = ",".join("?" * len(part))
            found += [_row(r) for r in self._db.execute(f"{_ROW} WHERE m.key IN ({marks})", part)]
        return found

    def by_hash(self, digest: str) -> Row | None:
        """The message that a conversation's id was made of."""
        for column in ("hash", "conversation"):
            query = f"{_ROW} WHERE m.{column} = ? AND m.{column} > '' LIMIT 1"
            if found := self._db.execute(query, (digest,)).fetchone():
                return _row(found)
        return None

    def put_messages(self, messages: Sequence[tuple[Any, ...]]) -> None:
        """Insert or refresh messages: (id, thread, date, name, address, subject, tags)."""
        self._db.executemany(
            "INSERT INTO message(id, hash, thread, date, name, address, subject, tags)"
            " VALUES(?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE"
            " SET thread = excluded.thread, tags = excluded.tags",
            [
                (i, identify(i), thread, date, name, address, subject, "\n".join(tags))
                for i, thread, date, name, address, subject, tags in messages
            ],
        )
        for i, _, date, _, _, _, tags in messages:
            self._list(i, date, tags)

    def _list(self, message: str, date: int, tags: Sequence[str]) -> None:
        key = self._db.execute("SELECT key FROM message WHERE id = ?", (message,)).fetchone()[0]
        self._db.execute("DELETE FROM listed WHERE message = ?", (key,))
        self._db.executemany(
            "INSERT INTO listed VALUES(?, ?, ?)",
            [(t.removeprefix("list/"), date, key) for t in tags if t.startswith("list/")],
        )

    def headless(self) -> int:
        """How many messages' header blocks have not been read."""
        query = "SELECT count(*) FROM message WHERE headers = 0"
        return int(self._db.execute(query).fetchone()[0])

    def headless_rows(self, limit: int) -> list[Row]:
        """The oldest of them, so that a conversation's first message is met first."""
        query = f"{_ROW} WHERE m.headers = 0 ORDER BY m.date LIMIT ?"
        return [_row(r) for r in self._db.execute(query, (limit,))]

    def put_headers(
        self, key: int, parents: Sequence[str], people: int, recipients: int, post: str
    ) -> None:
        """What a message's header block said; ``post`` is the address its list posts to."""
        self._db.execute(
            "UPDATE message SET headers = 1, parents = ?, people = ?, recipients = ?, post = ?"
            " WHERE key = ?",
            ("\n".join(parents), people, recipients, post, key),
        )

    def put_conversation(self, key: int, conversation: str) -> None:
        """The conversation that a message was kept in."""
        self._db.execute("UPDATE message SET conversation = ? WHERE key = ?", (conversation, key))

    def remove(self, keys: Iterable[int]) -> None:
        """Forget messages that are no longer there."""
        rows = [(k,) for k in keys]
        for table, column in (
            ("message", "key"), ("body", "key"), ("uncleaned", "key"), ("waiting", "key"),
            ("member", "message"), ("listed", "message"),
        ):  # fmt: skip
            self._db.executemany(f"DELETE FROM {table} WHERE {column} = ?", rows)

    def ids(self) -> Iterator[tuple[int, str]]:
        """Every message's key and Message-ID."""
        yield from self._db.execute("SELECT key, id FROM message")

    # -- recipient sets

    def intern(self, people: Iterable[tuple[str, str]]) -> int:
        """The key of a set of (address, name); the sets of a list's mails are mostly the same."""
        keys = array.array("I", sorted(self._address(a, n) for a, n in people))
        blob = keys.tobytes()
        digest = hashlib.blake2b(blob, digest_size=16).digest()
        found = self._db.execute("SELECT key FROM people WHERE digest = ?", (digest,)).fetchone()
        if found:
            return int(found[0])
        made = self._db.execute("INSERT INTO people(digest, members) VALUES(?, ?)", (digest, blob))
        return int(made.lastrowid or 0)

    def _address(self, address: str, name: str) -> int:
        key = self._keys.get(address)
        if key is None:
            if len(self._keys) >= _KEYS:
                self._keys.clear()
            key = self._keys[address] = self._learn(address, name)
        return key

    def _learn(self, address: str, name: str) -> int:
        found = self._db.execute(
            "SELECT key, name FROM address WHERE address = ?", (address,)
        ).fetchone()
        if found is None:
            made = self._db.execute(
                "INSERT INTO address(address, name) VALUES(?, ?)", (address, name)
            )
            return int(made.lastrowid or 0)
        if name and not found[1]:
            self._db.execute("UPDATE address SET name = ? WHERE key = ?", (name, found[0]))
        return int(found[0])

    def sample_recipients(self, limit: int) -> Iterator[tuple[list[str], str, str]]:
        """Recipients and sender of the newest messages, and the list address where one posts."""
        posts = {
            r[0] for r in self._db.execute("SELECT DISTINCT post FROM message WHERE post > ''")
        }
        for address, recipients, post in self._db.execute(
            "SELECT address, recipients, post FROM message WHERE headers = 1"
            " ORDER BY date DESC LIMIT ?",
            (limit,),
        ).fetchall():
            names = [a for a, _ in self.people(recipients)]
            yield [n for n in names if n not in posts], address, post

    def members(self, recipients: int | None) -> tuple[int, ...]:
        """The address keys of a set."""
        found = self._db.execute("SELECT members FROM people WHERE key = ?", (recipients,))
        blob = found.fetchone()
        return tuple(array.array("I", blob[0])) if blob else ()

    def people(self, recipients: int) -> tuple[tuple[str, str], ...]:
        """Address and name of everybody in a set; the last sets asked for are remembered."""
        found = self._sets.get(recipients)
        if found is None:
            if len(self._sets) >= _SETS:
                self._sets.clear()
            found = tuple(self.addresses(self.members(recipients)).values())
            self._sets[recipients] = found
        return found

    def addresses(self, keys: Iterable[int]) -> dict[int, tuple[str, str]]:
        """Address and name by key."""
        found: dict[int, tuple[str, str]] = {}
        for part in _slices(list(keys)):
            marks = ",".join("?" * len(part))
            query = f"SELECT key, address, name FROM address WHERE key IN ({marks})"
            found |= {k: (a, n) for k, a, n in self._db.execute(query, part)}
        return found

    # -- bodies

    def put_body(self, key: int, body: Body, snippet: str) -> None:
        """What a message says."""
        zones = json.dumps([[z.kind, z.text] for z in body.zones]).encode()
        parts = json.dumps([[p.number, p.kind, p.name, p.type, p.size, p.note] for p in body.parts])
        self._db.execute(
            "INSERT OR REPLACE INTO body VALUES(?, ?, ?, ?, ?)",
            (key, snippet, zlib.compress(zones, 1), parts, body.trouble),
        )
        self._db.execute("DELETE FROM uncleaned WHERE key = ?", (key,))

    def body(self, message: str) -> Body | None:
        """What a message says, where it was worked out."""
        found = self._db.execute(
            "SELECT b.zones, b.parts, b.trouble FROM body b JOIN message m ON m.key = b.key"
            " WHERE m.id = ?",
            (message,),
        ).fetchone()
        if not found:
            return None
        zones = tuple(Zone(k, t) for k, t in json.loads(zlib.decompress(found[0])))
        return Body(message, zones, tuple(Part(*p) for p in json.loads(found[1])), found[2])

    def uncleaned(self, limit: int) -> list[tuple[int, int]]:
        """Date and key of messages whose text has not been worked out, newest first."""
        query = "SELECT date, key FROM uncleaned ORDER BY date DESC, key DESC LIMIT ?"
        return self._db.execute(query, (limit,)).fetchall()

    def add_uncleaned(self, rows: Iterable[tuple[int, int]]) -> None:
        """Messages whose text waits to be worked out: (date, key)."""
        self._db.executemany("INSERT OR IGNORE INTO uncleaned VALUES(?, ?)", rows)

    # -- groups and lists

    def add_waiting(self, rows: Iterable[tuple[int, int, bytes]]) -> None:
        """Messages that the finder of lists has not seen: (date, key, facts)."""
        self._db.executemany("INSERT OR REPLACE INTO waiting VALUES(?, ?, ?)", rows)

    def waiting(self, limit: int) -> list[tuple[int, int, bytes]]:
        """The oldest of them."""
        query = "SELECT date, key, facts FROM waiting ORDER BY date, key LIMIT ?"
        return self._db.execute(query, (limit,)).fetchall()

    def taken(self, date: int, key: int, groups: Iterable[str]) -> None:
        """The finder has seen a message, and says which groups it belongs to."""
        self._db.execute("DELETE FROM waiting WHERE date = ? AND key = ?", (date, key))
        self._db.executemany(
            "INSERT OR IGNORE INTO member VALUES(?, ?)", [(g, key) for g in groups]
        )

    def add_untagged(self, threads: Iterable[str]) -> None:
        """Threads whose messages may lack a list's tag."""
        self._db.executemany("INSERT OR IGNORE INTO untagged VALUES(?)", [(t,) for t in threads])

    def add_untagged_group(self, group: str) -> None:
        """All threads with a message of a group."""
        self._db.execute(
            "INSERT OR IGNORE INTO untagged SELECT DISTINCT m.thread FROM member g"
            " JOIN message m ON m.key = g.message WHERE g.grp = ?",
            (group,),
        )

    def untagged(self, limit: int) -> list[str]:
        """Some of them."""
        query = "SELECT thread FROM untagged LIMIT ?"
        return [t for (t,) in self._db.execute(query, (limit,))]

    def drop_untagged(self, threads: Iterable[str]) -> None:
        """Threads that were seen to."""
        self._db.executemany("DELETE FROM untagged WHERE thread = ?", [(t,) for t in threads])

    def groups(self, threads: Iterable[str]) -> dict[str, set[str]]:
        """The groups that messages of threads belong to."""
        found: dict[str, set[str]] = {t: set() for t in threads}
        for part in _slices(list(found)):
            marks = ",".join("?" * len(part))
            query = (
                "SELECT DISTINCT m.thread, g.grp FROM message m JOIN member g ON g.message = m.key"
                f" WHERE m.thread IN ({marks})"
            )
            for thread, group in self._db.execute(query, part):
                found[thread].add(group)
        return found

    def group_tags(self, group: str) -> dict[str, int]:
        """How many messages of a group carry which ``list/`` tag."""
        query = (
            "SELECT l.list, count(*) FROM member g JOIN listed l ON l.message = g.message"
            " WHERE g.grp = ? GROUP BY l.list"
        )
        return dict(self._db.execute(query, (group,)).fetchall())

    def newest_listed(self, name: str) -> int | None:
        """The date of a list's newest message."""
        query = "SELECT max(date) FROM listed WHERE list = ?"
        found = self._db.execute(query, (name,)).fetchone()[0]
        return int(found) if found is not None else None

    def conversations(self, name: str) -> int:
        """How many conversations a list has: a count over all of its messages."""
        found = self._db.execute(
            "SELECT count(DISTINCT m.thread) FROM listed l JOIN message m ON m.key = l.message"
            " WHERE l.list = ?",
            (name,),
        ).fetchone()
        return int(found[0])

    def weeks(self, name: str, since: int, count: int) -> tuple[int, ...]:
        """A list's messages in each of ``count`` weeks from ``since``."""
        weeks = [0] * count
        query = (
            "SELECT (date - ?) / 604800, count(*) FROM listed WHERE list = ? AND date >= ?"
            " GROUP BY 1"
        )
        for week, n in self._db.execute(query, (since, name, since)):
            weeks[min(week, count - 1)] += n
        return tuple(weeks)

    # -- the finder's own rows (indexer.lists.Store)

    def get(self, kind: str, key: str) -> bytes | None:
        """A row of the finder's."""
        query = "SELECT value FROM state WHERE kind = ? AND key = ?"
        found = self._db.execute(query, (kind, key)).fetchone()
        return found[0] if found else None

    def put(self, kind: str, key: str, value: bytes | None) -> None:
        """Put a row of the finder's; None takes it away."""
        if value is None:
            self._db.execute("DELETE FROM state WHERE kind = ? AND key = ?", (kind, key))
        else:
            self._db.execute("INSERT OR REPLACE INTO state VALUES(?, ?, ?)", (kind, key, value))

    def every(self, kind: str) -> Iterator[tuple[str, bytes]]:
        """All rows of a kind."""
        yield from self._db.execute(
            "SELECT key, value FROM state WHERE kind = ?", (kind,)
        ).fetchall()


def _slices(values: list[Any], size: int = 500) -> Iterator[list[Any]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]
