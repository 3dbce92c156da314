"""What somebody's export is, and where mail lies already: a quick look, nothing is imported.

For setting up. Nothing here needs notmuch, or takes longer than a person waits.
"""

from __future__ import annotations

import contextlib
import os
import stat
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from indexer import archives, counting, message_file, outlook, streams, thunderbird, unzip
from indexer.unpack import BrokenError, Unpacked

Kind = Literal["mbox", "takeout", "thunderbird", "pst", "msg", "maildir", "eml", ""]

PLACES = ("Mail", "Maildir", "mail", ".mail", ".maildir", ".local/share/mail")
"""Where Maildirs are, below the home directory."""

_TITLES: dict[Kind, str] = {
    "mbox": "an mbox file",
    "takeout": "a Google Takeout",
    "thunderbird": "a Thunderbird profile",
    "pst": "an Outlook data file",
    "msg": "Outlook messages",
    "maildir": "a Maildir",
    "eml": "mail files",
    "": "no mail that is known here",
}
_ARCHIVE = "an archive of mail"
_PATIENCE = 2.0
_FILES = 20_000
_DEPTH = 6
_PST_MESSAGE = 60_000
"""Bytes that a message takes in an Outlook data file, about."""


@dataclass(frozen=True, slots=True)
class Export:
    """What a path is. ``kind`` "" is nothing that can be imported; both counts are estimates.

    ``title`` is a few words; ``bytes`` is what lies on the disk, packed where it is packed.
    """

    kind: Kind
    title: str
    messages_estimate: int
    bytes: int


@dataclass(frozen=True, slots=True)
class MaildirTree:
    """A tree of Maildirs: the directory to give a mail program, its folders, and its messages."""

    path: Path
    folders: int
    messages: int
    bytes: int


def recognise(path: Path) -> Export:
    """What a file or directory is that somebody wants to import; about two seconds at most."""
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            return _directory(path)
        if not stat.S_ISREG(about.st_mode):
            return _export("", 0, 0)
        return _file(path, about.st_size)
    except (OSError, BrokenError):
        return _export("", 0, 0)


def maildirs(home: Path) -> list[MaildirTree]:
    """The trees of Maildirs in the usual places below a home directory that hold mail.

    About two seconds at most; where there is more than can be looked at, counts are too low.
    """
    deadline = time.monotonic() + _PATIENCE
    found: dict[Path, MaildirTree] = {}
    for place in PLACES:
        path = home / place
        if path.is_dir() and path.resolve() not in found:
            tree = _tree(path, deadline)
            if tree.messages:
                found[path.resolve()] = tree
    return list(found.values())


def _export(kind: Kind, messages: int, size: int, title: str = "") -> Export:
    return Export(kind, title or _TITLES[kind], messages, size)


def _file(path: Path, size: int) -> Export:
    name = path.name.lower()
    with path.open("rb") as file:
        stream = Unpacked(file)
        head = stream.head
        if outlook.header(head):
            return _export("pst", max(size // _PST_MESSAGE, 1), size)
        if head.startswith(message_file.MAGIC):
            return _export("msg" if name.endswith(".msg") else "", 1, size, "an Outlook message")
        if head.startswith((archives.ZIP, archives.ZIP_EMPTY)):
            return _zip(path, size)
        if archives.is_tar(head):
            is_takeout = head.startswith(b"Takeout/") or name.startswith("takeout-")
            if is_takeout or archives.is_mail(head[:100].rstrip(b"\0").decode("utf-8", "replace")):
                title = _TITLES["takeout"] if is_takeout else _ARCHIVE
                return _export("takeout", 0, size, title)
            return _export("", 0, size)
    what = streams.kind(head)
    if what == "mbox" or (what and name.removesuffix(".gz").endswith(".mbox")):
        return _export("mbox", max(counting.mbox(path), 1), size)
    if what or name.endswith(".eml"):
        return _export("eml", 1, size, "one message")
    return _export("", 0, size)


def _zip(path: Path, size: int) -> Export:
    """An archive with mail in it; cut off, what it begins with tells."""
    messages, found = 0, False
    with path.open("rb") as file:
        if not unzip.has_directory(file, size):
            is_named = path.name.lower().startswith("takeout-")
            first = next(unzip.members(file), ("", None))[0]
            is_cut = is_named or archives.is_mail(first) or first.startswith("Takeout/")
            return _export("takeout" if is_cut else "", 0, size)
        try:
            archive = zipfile.ZipFile(file)
        except archives.BROKEN:
            return _export("", 0, size)
        is_takeout = False
        for member in archive.infolist():
            is_takeout = is_takeout or member.filename.startswith("Takeout/")
            if not archives.is_mail(member.filename):
                continue
            found = True
            if member.filename.lower().endswith(".eml"):
                messages += 1
            elif member.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                with contextlib.suppress(*archives.BROKEN), archive.open(member) as opened:
                    count, read = counting.stream_of(opened)  # type: ignore[arg-type]
                    messages += round(count * member.file_size / max(read, 1))
    title = _TITLES["takeout"] if is_takeout else _ARCHIVE
    return _export("takeout" if found else "", messages, size, title if found else "")


def _directory(path: Path) -> Export:
    if thunderbird.is_profile(path) or thunderbird.is_account(path):
        profile = thunderbird.describe(path)
        return _export("thunderbird", profile.messages, profile.bytes)
    deadline = time.monotonic() + _PATIENCE
    tree = _tree(path, deadline)
    if tree.folders:
        return _export("maildir", tree.messages, tree.bytes)
    found: dict[Kind, tuple[int, int]] = {}
    for file in _some_files(path, deadline):
        if time.monotonic() > deadline + 1:
            break
        try:
            one = _file(file, file.stat().st_size)
        except (OSError, BrokenError):
            continue
        messages, size = found.get(one.kind, (0, 0))
        found[one.kind] = (messages + one.messages_estimate, size + one.bytes)
    found.pop("", None)
    if not found:
        return _export("", 0, 0)
    kind = max(found, key=lambda each: found[each][1])
    messages = sum(count for count, _ in found.values())
    size = sum(length for _, length in found.values())
    return _export(kind, messages, size, "mbox files" if kind == "mbox" else "")


def _some_files(top: Path, deadline: float) -> list[Path]:
    found: list[Path] = []
    for folder, names, files in os.walk(top):
        names[:] = sorted(name for name in names if not name.startswith("."))
        found += [Path(folder, name) for name in sorted(files) if not name.startswith(".")]
        if len(found) > _FILES or time.monotonic() > deadline:
            break
    return found[:_FILES]


def _tree(top: Path, deadline: float) -> MaildirTree:
    """The Maildirs in and below a directory, hidden ones (Maildir++) too."""
    folders = messages = size = 0
    waiting = [(top, 0)]
    while waiting and time.monotonic() < deadline:
        path, depth = waiting.pop(0)
        try:
            with os.scandir(path) as entries:
                names = sorted(e.name for e in entries if e.is_dir(follow_symlinks=False))
        except OSError:
            continue
        if "cur" in names and ("new" in names or "tmp" in names):
            folders += 1
            for name in ("cur", "new"):
                count, length = counting.files(path / name, 1_000_000)
                messages, size = messages + count, size + length
            names = [name for name in names if name not in ("cur", "new", "tmp")]
        if depth < _DEPTH:
            kept = (name for name in names if name not in (".notmuch", ".git"))
            waiting += [(path / name, depth + 1) for name in kept]
    return MaildirTree(top, folders, messages, size)
