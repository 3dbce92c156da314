"""Drafts: in a Maildir, on the disk when they are said to be saved, found again after a crash.

A draft is a message that other programs can show: text, addresses (Bcc too), Subject, what it
answers. What they have no header for stands in ``X-Cclear-Draft``: JSON, zlib, base64. Each
version is a file and a message of its own; the older one goes when the newer one is safe.
"""

from __future__ import annotations

import base64
import contextlib
import os
import time
import zlib
from dataclasses import dataclass, replace
from email.utils import formatdate
from typing import TYPE_CHECKING

from outbox import maildir
from outbox.draft_fields import fields_of, from_fields, heading

if TYPE_CHECKING:
    from pathlib import Path

    from outbox.model import Draft, Enclosure

FLAGS = "DS"
"""Draft, and seen: notmuch's tag ``draft``, and no ``unread``."""

TAGS = ("draft",)

_HEADER = b"X-Cclear-Draft:"
_HEAD = 1 << 20
_BROKEN = (OSError, ValueError, TypeError, KeyError, AttributeError, zlib.error, RecursionError)


@dataclass(frozen=True, slots=True)
class Work:
    """What somebody is writing, and what is needed to go on with it.

    ``kind`` is a kind of reply, ``new``, ``forward`` or ``summary``; ``parent`` the bare Message-ID
    that is answered or forwarded; ``list`` a list's name; ``identity`` the name of who writes;
    ``files`` the paths of what is attached, ``enclosures`` the parts of other messages that are.
    ``by_hand`` says that the user changed whom it goes to. The draft's own ``attachments`` are not
    saved.
    """

    key: str
    draft: Draft
    kind: str = "new"
    parent: str | None = None
    list: str | None = None
    identity: str = ""
    files: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    """A draft on the disk: its file, and when it was saved, in seconds since 1970.

    ``replaced`` are the files of older versions that went.
    """

    work: Work
    path: str
    version: int
    date: int
    replaced: tuple[str, ...] = ()


def new_key() -> str:
    """A name for a new draft, its own for ever."""
    return f"cclear-{os.urandom(8).hex()}"


def save(folder: Path, work: Work) -> Saved:
    """Save a draft; once this returns it is on the disk, and nothing of it is lost by a crash.

    Raises OutboxError, ``disk`` where the disk is full: the version before is still there then.
    """
    older = _versions(folder, work.key)
    version = max(older, default=0) + 1
    now = int(time.time())
    path = maildir.put(folder, f"{work.key}.{version}", FLAGS, _bytes(work, version, now))
    gone = []
    for old in older.values():
        with contextlib.suppress(OSError):
            old.unlink(missing_ok=True)
            gone.append(str(old))
    kept = replace(work, draft=replace(work.draft, attachments=()))
    return Saved(kept, str(path), version, now, tuple(gone))


def load(path: Path) -> Saved:
    """A draft as it was saved. Raises ValueError where a file holds none of ours."""
    try:
        return _load(path)
    except _BROKEN as error:
        raise ValueError(f"{path} is no draft of cclear's") from error


def find(folder: Path, *, parent: str | None = None) -> tuple[Saved, ...]:
    """The drafts there are, or those that answer a message; the one saved last comes first."""
    newest: dict[str, tuple[int, Path]] = {}
    for key, path in maildir.files(folder):
        name, _, number = key.rpartition(".")
        if name and number.isdecimal():
            newest[name] = max(newest.get(name, (0, path)), (int(number), path))
    found = []
    for _, path in newest.values():
        with contextlib.suppress(ValueError):
            found.append(load(path))
    kept = [s for s in found if parent is None or s.work.parent == parent]
    return tuple(sorted(kept, key=lambda s: (s.date, s.version), reverse=True))


def get(folder: Path, key: str) -> Saved | None:
    """A draft's last version, by its key."""
    versions = _versions(folder, key)
    with contextlib.suppress(ValueError):
        return load(versions[max(versions)]) if versions else None
    return None


def discard(folder: Path, key: str) -> tuple[str, ...]:
    """Remove a draft, all versions of it; the files that went. Raises OutboxError."""
    gone = []
    # The oldest first: what a crash leaves is what was there before, never an older text.
    for _, path in sorted(_versions(folder, key).items()):
        maildir.remove(path)
        gone.append(str(path))
    return tuple(gone)


def leave(folder: Path, key: str, data: bytes, bcc: tuple[str, ...]) -> str:
    """Leave a finished message for another program to send; its file. Raises OutboxError.

    Its Bcc stands in its header there, as other programs expect of a draft.
    """
    if bcc:
        data = b"Bcc: " + ",\n ".join(bcc).encode() + b"\n" + data
    # Two dots: no version of a draft that is still being written goes by such a name.
    known = maildir.find(folder, f"{key}..finished")
    return str(known or maildir.put(folder, f"{key}..finished", FLAGS, data))


def _versions(folder: Path, key: str) -> dict[int, Path]:
    found = {}
    for name, path in maildir.files(folder):
        base, _, number = name.rpartition(".")
        if base == key and number.isdecimal():
            found[int(number)] = path
    return found


def _bytes(work: Work, version: int, now: int) -> bytes:
    packed = base64.encodebytes(zlib.compress(fields_of(work, now)))
    head = heading(work.draft, f"{work.key}.{version}@drafts.cclear.invalid", formatdate(now))
    text = work.draft.text.encode("utf-8", "replace")
    plain = b"\r" not in text and b"\0" not in text
    coding = b"8bit" if plain and len(max(text.split(b"\n"), key=len)) < 998 else b"base64"
    return b"".join(
        (
            head,
            _HEADER, b" ", packed.strip().replace(b"\n", b"\n "),
            b"\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8",
            b"\nContent-Transfer-Encoding: ", coding, b"\n\n",
            text if coding == b"8bit" else base64.encodebytes(text),
        )
    )  # fmt: skip


def _load(path: Path) -> Saved:
    data = path.read_bytes().replace(b"\r\n", b"\n")
    head, _, body = data.partition(b"\n\n")
    packed, is_base64, mine = b"", False, False
    for line in head[:_HEAD].split(b"\n"):
        if line[:1] not in (b" ", b"\t"):
            mine = line.startswith(_HEADER)
            line = line[len(_HEADER) :] if mine else line  # noqa: PLW2901
            is_base64 |= line.lower() == b"content-transfer-encoding: base64"
        if mine:
            packed += line.strip()
    if not packed:
        raise ValueError("no draft of ours")
    text = (base64.b64decode(body) if is_base64 else body).decode("utf-8", "replace")
    name, _, _ = path.name.partition(":2,")
    key, _, version = name.partition(",")[0].rpartition(".")
    unpacked = zlib.decompressobj().decompress(base64.b64decode(packed), _HEAD)
    given, now = from_fields(unpacked, text)
    return Saved(Work(key=key, **given), str(path), int(version), now)
