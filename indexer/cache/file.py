"""The file of the cache: opened, emptied, changed in transactions, thrown away where damaged."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = 9
OPENING, BUSY = 30.0, 5.0
"""Seconds that others who write are waited for: one may be throwing a large old cache away."""
_SCHEMA = """
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE address(key INTEGER PRIMARY KEY, address TEXT UNIQUE, name TEXT);
CREATE TABLE people(key INTEGER PRIMARY KEY, digest BLOB UNIQUE, members BLOB);
CREATE TABLE message(
    key INTEGER PRIMARY KEY, id TEXT UNIQUE, hash TEXT, thread TEXT, date INTEGER,
    name TEXT, address TEXT, subject TEXT, tags TEXT,
    unsent INTEGER DEFAULT 0,
    headers INTEGER DEFAULT 0, parents TEXT DEFAULT '', people INTEGER DEFAULT 0,
    recipients INTEGER, post TEXT DEFAULT '', conversation TEXT, auto TEXT DEFAULT '',
    followed INTEGER DEFAULT 0, looked INTEGER DEFAULT 0, label TEXT, placed INTEGER DEFAULT 0,
    parent TEXT, evidence TEXT, parted TEXT, under TEXT, record TEXT DEFAULT '');
CREATE INDEX message_hash ON message(hash);
CREATE INDEX message_thread ON message(thread);
CREATE INDEX message_label ON message(label);
CREATE INDEX message_parted ON message(parted) WHERE parted > '';
CREATE INDEX message_conversation ON message(conversation) WHERE conversation > '';
CREATE INDEX message_followed ON message(label) WHERE followed;
CREATE INDEX message_unsent ON message(id) WHERE unsent;
CREATE INDEX message_bare ON message(date) WHERE headers = 0;
CREATE TABLE body(
    key INTEGER PRIMARY KEY, snippet TEXT, zones BLOB, parts TEXT, trouble TEXT, chat TEXT);
CREATE TABLE failed(
    address TEXT, date INTEGER, message INTEGER, PRIMARY KEY(message, address)) WITHOUT ROWID;
CREATE INDEX failed_address ON failed(address, date);
CREATE TABLE signed(
    address TEXT, field TEXT, date INTEGER, message INTEGER, value TEXT,
    PRIMARY KEY(address, field, date, message)) WITHOUT ROWID;
CREATE INDEX signed_message ON signed(message);
CREATE TABLE content(key INTEGER PRIMARY KEY, asks INTEGER);
CREATE TABLE hashtag(
    message INTEGER, tag TEXT, spelled TEXT, PRIMARY KEY(message, tag)) WITHOUT ROWID;
CREATE INDEX hashtag_tag ON hashtag(tag);
CREATE TABLE file(
    message INTEGER, number INTEGER, digest BLOB, name TEXT, type TEXT, size INTEGER,
    inline INTEGER, PRIMARY KEY(message, number)) WITHOUT ROWID;
CREATE TABLE uncleaned(date INTEGER, key INTEGER, PRIMARY KEY(date, key)) WITHOUT ROWID;
CREATE INDEX uncleaned_key ON uncleaned(key);
CREATE TABLE waiting(date INTEGER, key INTEGER, facts BLOB, PRIMARY KEY(date, key)) WITHOUT ROWID;
CREATE TABLE untagged(label TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE member(grp TEXT, message INTEGER, PRIMARY KEY(grp, message)) WITHOUT ROWID;
CREATE INDEX member_message ON member(message);
CREATE TABLE parting(message INTEGER, grp TEXT, PRIMARY KEY(message, grp)) WITHOUT ROWID;
CREATE TABLE listed(
    list TEXT, date INTEGER, message INTEGER, PRIMARY KEY(list, date, message)) WITHOUT ROWID;
CREATE INDEX listed_message ON listed(message);
CREATE TABLE spread(
    list TEXT, label TEXT, messages INTEGER, PRIMARY KEY(list, label)) WITHOUT ROWID;
CREATE TABLE joined(kind TEXT, id TEXT, value BLOB, PRIMARY KEY(kind, id)) WITHOUT ROWID;
CREATE TABLE named(number INTEGER PRIMARY KEY, id TEXT UNIQUE);
CREATE TABLE posting(
    kind INTEGER, key INTEGER, at INTEGER, message INTEGER,
    PRIMARY KEY(kind, key, at, message)) WITHOUT ROWID;
CREATE TABLE unjoined(date INTEGER, key INTEGER, letter BLOB, PRIMARY KEY(date, key)) WITHOUT ROWID;
CREATE TABLE departed(id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE hand(
    holder INTEGER, message TEXT, value TEXT, PRIMARY KEY(holder, message)) WITHOUT ROWID;
CREATE INDEX hand_message ON hand(message);
CREATE TABLE unrecovered(label TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE recovered(label TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE ghost(id TEXT PRIMARY KEY, label TEXT) WITHOUT ROWID;
CREATE INDEX ghost_label ON ghost(label);
CREATE TABLE unkept(key INTEGER PRIMARY KEY);
CREATE TABLE state(kind TEXT, key TEXT, value BLOB, PRIMARY KEY(kind, key)) WITHOUT ROWID;
"""

_TRIGGERS = (
    """CREATE TRIGGER listed_in AFTER INSERT ON listed BEGIN
    INSERT INTO spread SELECT NEW.list, label, 1 FROM message WHERE key = NEW.message
    ON CONFLICT(list, label) DO UPDATE SET messages = messages + 1;
    END""",
    """CREATE TRIGGER listed_out AFTER DELETE ON listed BEGIN
    UPDATE spread SET messages = messages - 1
    WHERE list = OLD.list AND label = (SELECT label FROM message WHERE key = OLD.message);
    DELETE FROM spread WHERE list = OLD.list AND messages = 0
    AND label = (SELECT label FROM message WHERE key = OLD.message);
    END""",
    """CREATE TRIGGER label_moved AFTER UPDATE OF label ON message
    WHEN OLD.label IS NOT NEW.label BEGIN
    UPDATE spread SET messages = messages - 1
    WHERE label = OLD.label AND list IN (SELECT list FROM listed WHERE message = NEW.key);
    DELETE FROM spread WHERE label = OLD.label AND messages = 0
    AND list IN (SELECT list FROM listed WHERE message = NEW.key);
    INSERT INTO spread SELECT list, NEW.label, 1 FROM listed WHERE message = NEW.key
    ON CONFLICT(list, label) DO UPDATE SET messages = messages + 1;
    END""",
)
"""They keep ``spread``: how many messages of each conversation are on each list."""


def file_for(mail: Path | None, database: Path) -> Path:
    """Where the cache of a database lives."""
    if mail is not None:
        return mail.with_name(mail.name + ".cclear") / "cache.sqlite"
    name = hashlib.sha256(os.fsencode(database)).hexdigest()[:16]
    return Path(platformdirs.user_cache_dir("cclear")) / f"{name}.sqlite"


class File:
    """An open cache file. ``with file.change():`` is one transaction."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._filled = ""
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.db = self._open()
        except (OSError, sqlite3.Error):
            # Mail can be read where nothing can be written: what is worked out is not kept.
            self.db = self._connect(":memory:")

    def let_go(self) -> None:
        """Go on without the file: its disk is full, or has become read-only."""
        self.db.close()
        self.db = self._connect(":memory:")
        self._forget_keys()

    def _open(self) -> sqlite3.Connection:
        try:
            return self._connect(self._touched())
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) and "malformed" not in str(error):
                raise
            # Damaged: it holds nothing that cannot be worked out again.
            self.forget()
            return self._connect(self._touched())

    def _touched(self) -> str:
        os.close(os.open(self.file, os.O_CREAT | os.O_RDWR, 0o600))
        return str(self.file)

    @staticmethod
    def _connect(name: str) -> sqlite3.Connection:
        db = sqlite3.connect(name, timeout=OPENING, isolation_level=None)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA cache_size = -8000")
        db.execute("BEGIN IMMEDIATE")
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version != VERSION:
            for (table,) in db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            ).fetchall():
                db.execute(f'DROP TABLE "{table}"')
            for statement in (*_SCHEMA.split(";"), *_TRIGGERS):
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {VERSION}")
        db.execute("COMMIT")
        db.execute(f"PRAGMA busy_timeout = {BUSY * 1000:.0f}")
        return db

    def forget(self) -> None:
        """Delete the files of a cache that nobody has open here."""
        for suffix in ("", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                Path(f"{self.file}{suffix}").unlink()

    def close(self) -> None:
        """Close it."""
        self.db.close()

    @contextlib.contextmanager
    def change(self) -> Iterator[None]:
        """One transaction: all of it or nothing."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have emptied it: then keys remembered here mean nothing.
            if (filled := self.meta("filled")) != self._filled:
                self._forget_keys()
                self._filled = filled
            yield
        except BaseException:
            self.db.execute("ROLLBACK")
            self._forget_keys()
            raise
        self.db.execute("COMMIT")

    def belong(self, uuid: str) -> None:
        """Be the cache of the database with this UUID: forget everything of another."""
        if self.meta("uuid") != uuid:
            with self.change():
                # Another process may have done it, and have begun to fill it.
                if self.meta("uuid") != uuid:
                    self.empty()
                    self.set_meta(uuid=uuid)

    def empty(self) -> None:
        """Forget everything, inside a transaction."""
        for (name,) in self.db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        ).fetchall():
            self.db.execute(f'DELETE FROM "{name}"')
        self._forget_keys()
        self._filled = os.urandom(8).hex()
        self.set_meta(filled=self._filled)

    def _forget_keys(self) -> None:
        """What was remembered of the file's keys means nothing any more."""

    # -- what the whole cache is at

    def meta(self, name: str, default: str = "") -> str:
        """A fact about the whole cache."""
        found = self.db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return found[0] if found else default

    def set_meta(self, **facts: str | int) -> None:
        """Set facts about the whole cache."""
        self.db.executemany(
            "INSERT OR REPLACE INTO meta VALUES(?, ?)", [(k, str(v)) for k, v in facts.items()]
        )

    @property
    def revision(self) -> int:
        """Up to which revision of the database all messages are here."""
        return int(self.meta("revision", "0"))

    def total(self, table: str) -> int:
        """How many rows a table has."""
        return int(self.db.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])


def slices(values: list[Any], size: int = 500) -> Iterator[list[Any]]:
    """Parts of a list, none longer than what a statement may have placeholders for."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def marks(values: list[Any]) -> str:
    """A placeholder a value."""
    return ",".join("?" * len(values))
