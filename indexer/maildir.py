"""Puts messages into a Maildir, each once, whatever happens meanwhile.

A file's name is made from hashes of its Message-ID and of its content, so the folder itself
remembers what was put there: stopping anywhere and running again adds what is missing, no more.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import shutil
from pathlib import Path
from typing import ClassVar

from indexer.errors import IndexerError
from indexer.gate import line

BATCH = 64
"""How many messages may be on their way: syncing several at once costs the disk little more."""

BATCH_BYTES = 16 << 20

_NAME = re.compile(r"cclear-([0-9a-f]{20})-([0-9a-f]{32})(?:[:,;!].*)?\Z")
_LEFT_OVER = re.compile(r"cclear-(?:[0-9a-f]{20}-[0-9a-f]{32}|unpacked)\.(\d{1,10})\Z")

JOURNAL = "cclear-places"
"""In ``tmp``: a place and an id a line, of messages that are to get tags once they are indexed."""


def note(maildir: Path, lines: list[str]) -> None:
    """Add lines to the journal; they are on the disk when this returns.

    Each begins a line of its own, also behind one that a full disk has cut.
    """
    if lines:
        journal = maildir / "tmp" / JOURNAL
        with open(journal, "a", encoding="utf-8", opener=_private) as file:
            file.writelines(f"\n{line}" for line in lines)
            file.flush()
            os.fsync(file.fileno())


class Maildir:
    """A Maildir folder to put messages into; what is put is on the disk after :meth:`flush`.

    Makes ``cur``, ``new`` and ``tmp`` where they are missing. Every method raises IndexerError:
    ``disk`` where the disk is full, ``read-only`` where the folder cannot be written.
    """

    _last: ClassVar[Maildir | None] = None

    @classmethod
    def at(cls, path: Path) -> Maildir:
        """The Maildir at ``path``: the last one again where nothing has changed in it since.

        Importing a thousand files one after the other then reads the folder once.
        """
        last = cls._last
        if last is None or last.path != path or last.stamp() != last.seen:
            cls._last = last = cls(path)
        return last

    def __init__(self, path: Path) -> None:
        self.path = path
        self.written = 0
        self._ids: set[str] = set()
        self._contents: set[str] = set()
        self._waiting: list[tuple[Path, Path]] = []
        self._notes: list[str] = []
        self._bytes = 0
        self.seen: tuple[int, ...] = ()
        try:
            for folder in ("tmp", "new", "cur"):
                (path / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
            self._sweep()
            for folder in ("new", "cur"):
                with os.scandir(path / folder) as entries:
                    for entry in entries:
                        if found := _NAME.match(entry.name):
                            self._ids.add(found[1])
                            self._contents.add(found[2])
            self.seen = self.stamp()
        except OSError as error:
            raise self._trouble(error) from error

    def stamp(self) -> tuple[int, ...]:
        """Changes when files come to the folder or leave it; empty where it is gone."""
        try:
            return tuple((self.path / f).stat().st_mtime_ns for f in ("new", "cur", "tmp"))
        except OSError:
            return ()

    def has(self, message_id: bytes | None, content: bytes) -> bool:
        """Whether a message with this Message-ID or this content was put here."""
        if message_id is not None and _id_key(message_id, content) in self._ids:
            return True
        return _content_key(content) in self._contents

    @property
    def room(self) -> Path:
        """A folder of this process's own on the same disk, to be made and removed by who uses it.

        What a process that was killed leaves there is removed with the next import.
        """
        return self.path / "tmp" / f"cclear-unpacked.{os.getpid()}"

    def put(
        self, message_id: bytes | None, content: bytes, flags: str | None, note: str = ""
    ) -> None:
        """Add a message: to ``new`` without flags, else to ``cur`` with them.

        ``note`` is a line for the journal, there before the message is.
        """
        ids, contents = _id_key(message_id, content), _content_key(content)
        name = f"cclear-{ids}-{contents}"
        temporary = self.path / "tmp" / f"{name}.{os.getpid()}"
        final = self.path / ("new" if flags is None else "cur") / name
        if flags is not None:
            final = final.with_name(f"{name}:2,{flags}")
        try:
            with open(temporary, "xb", opener=_private) as file:
                file.write(content)
        except OSError as error:
            with contextlib.suppress(OSError):
                temporary.unlink()
            self.seen = ()
            raise self._trouble(error) from error
        self._ids.add(ids)
        self._contents.add(contents)
        self._waiting.append((temporary, final))
        if note:
            self._notes.append(note)
        self._bytes += len(content)
        if len(self._waiting) >= BATCH or self._bytes >= BATCH_BYTES:
            self.flush()

    def flush(self) -> None:
        """Bring to the disk what was put, and into sight."""
        waiting, self._waiting, self._bytes = self._waiting, [], 0
        notes, self._notes = self._notes, []
        try:
            for temporary, _ in waiting:
                _sync(temporary)
            note(self.path, notes)
            for temporary, final in waiting:
                temporary.rename(final)
                self.written += 1
            for folder in {final.parent for _, final in waiting}:
                _sync(folder)
            self.seen = self.stamp()
        except OSError as error:
            for temporary, _ in waiting:
                with contextlib.suppress(OSError):
                    temporary.unlink()
            self.seen = ()
            raise self._trouble(error) from error

    def _sweep(self) -> None:
        """Remove what a run that was killed left in ``tmp``."""
        with os.scandir(self.path / "tmp") as entries:
            stale = [
                entry.path
                for entry in entries
                if (found := _LEFT_OVER.match(entry.name)) and not _runs(int(found[1]))
            ]
        for path in stale:
            if Path(path).is_dir():
                shutil.rmtree(path, ignore_errors=True)
                continue
            with contextlib.suppress(OSError):
                Path(path).unlink()

    def _trouble(self, error: OSError) -> IndexerError:
        where = line(str(self.path))
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return IndexerError(
                "disk", f"the disk that holds {where} is full; make room and import again"
            )
        why = error.strerror or str(error)
        return IndexerError("read-only", f"cannot write to {where}: {why}; see its permissions")


def _id_key(message_id: bytes | None, content: bytes) -> str:
    """Which message it is: one without a Message-ID is itself alone."""
    of = b"id " + message_id if message_id is not None else b"content " + content
    return hashlib.sha256(of).hexdigest()[:20]


def _content_key(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return pid != os.getpid()
