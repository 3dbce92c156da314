"""Finds the messages in what a user calls their mail: files of all kinds, and directories."""

from __future__ import annotations

import os
import re
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from indexer import archives, mbox, message_file, outlook, streams, thunderbird
from indexer.found import Lost, lost
from indexer.unpack import Unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.found import Found, Item

_INFO = re.compile(r"[:;!]2,([A-Za-z]*)\Z")


def mail(path: Path, room: Path | None = None) -> Iterator[Item]:
    """The messages in a file or in a directory, below it too; a Maildir's with their flags.

    Holds one message in memory. Whatever is wrong with a file is a Lost, never an exception.
    ``room`` is a directory that may be made, for what has to be unpacked first, and is removed.
    """
    room = room or Path(tempfile.gettempdir()) / f"cclear-unpacked.{os.getpid()}"
    try:
        is_directory = stat.S_ISDIR(path.stat().st_mode)
    except OSError as error:
        yield lost(path, error)
        return
    if not is_directory:
        yield from _file(path, room, sure=path.name.lower().endswith(".eml"))
    elif thunderbird.is_profile(path) or thunderbird.is_account(path):
        yield from thunderbird.read(path)
    else:
        yield from _directory(path, room)


def _directory(top: Path, room: Path) -> Iterator[Item]:
    troubles: list[OSError] = []
    for folder, names, files in os.walk(top, onerror=troubles.append):
        here = Path(folder)
        if here != top and thunderbird.is_profile(here):
            names.clear()
            yield from thunderbird.read(here)
            continue
        in_maildir = here.name in ("cur", "new") and (here.parent / "cur").is_dir()
        if {"cur", "new"} <= set(names):
            names[:] = [name for name in names if name != "tmp"]
        names[:] = sorted(n for n in names if not n.startswith(".") or (here / n / "cur").is_dir())
        for name in sorted(files):
            if name.startswith("."):
                continue
            if in_maildir:
                flags = _maildir_flags(here.name, name)
                yield from _file(here / name, room, flags, sure=True)
            else:
                sure = name.lower().endswith(".eml")
                yield from _file(here / name, room, sure=sure, alone=False)
    for error in troubles:
        yield lost(Path(error.filename or top), error)


def _maildir_flags(folder: str, name: str) -> str | None:
    if folder == "new":
        return None
    info = _INFO.search(name)
    return "".join(sorted(set(info[1]) & set("DFPRST"))) if info else ""


def _file(
    path: Path, room: Path, flags: str | None = None, *, sure: bool = False, alone: bool = True
) -> Iterator[Item]:
    """A file's messages. ``sure``: it is one message; not ``alone``: it may well be none."""
    try:
        # A pipe that nobody writes to would hold us up.
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            if alone or sure:
                yield Lost(str(path), "is neither a file nor a directory; name one that is")
            return
        with path.open("rb") as file:
            stream = Unpacked(file)
            head = stream.head
            if head.startswith(outlook.MAGIC) and not sure:
                yield from outlook.read(path, head, room)
            elif head.startswith(message_file.MAGIC) and not sure:
                if alone or path.name.lower().endswith(".msg"):
                    yield _message_file(stream, path)
            elif head.startswith((archives.ZIP, archives.ZIP_EMPTY)) or archives.is_tar(head):
                if alone or is_takeout(path):
                    yield from archives.read(file, stream, str(path), about.st_size)
            else:
                yield from streams.read(stream, str(path), flags, sure=sure, alone=alone)
    except OSError as error:
        yield lost(path, error)


def is_takeout(path: Path) -> bool:
    """Whether an archive that lies among other files is an export, by the name it comes with."""
    return path.name.lower().startswith("takeout-")


def _message_file(stream: Unpacked, path: Path) -> Found | Lost:
    raw = bytearray()
    while got := stream.read1():
        raw += got
        if len(raw) > mbox.LIMIT:
            return Lost(str(path), f"is longer than {mbox.LIMIT >> 20} MiB")
    return message_file.read(bytes(raw), str(path))
