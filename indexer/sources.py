"""Finds the messages in what a user calls their mail: files of all kinds, and directories."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from indexer import mbox
from indexer.unpack import BrokenError, Unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator

_BOM = b"\xef\xbb\xbf"
_OTHERS = {
    b"BZh": "packed with bzip2; unpack it first",
    b"\xfd7zXZ": "packed with xz; unpack it first",
    b"PK\x03\x04": "a zip archive; unpack it first",
    b"\x28\xb5\x2f\xfd": "packed with zstd; unpack it first",
    b"!BDN": "an Outlook folder (.pst); turn it into mbox first, with readpst",
    b"\xd0\xcf\x11\xe0": "an Outlook message (.msg); turn it into .eml first, with msgconvert",
}
_TELLING = frozenset(
    b"from to cc date subject message-id received return-path delivered-to reply-to sender "
    b"mime-version in-reply-to references x-mozilla-status content-type "
    b"content-transfer-encoding".split()
)
_ARTEFACTS = frozenset(
    b"status x-status x-keywords x-uid x-imap x-imapbase content-length "
    b"x-mozilla-status x-mozilla-status2 x-mozilla-keys".split()
)
"""What mbox programs write into headers for themselves; Dovecot's list, and Thunderbird's."""

_INFO = re.compile(r"[:;!]2,([A-Za-z]*)\Z")
_MOZILLA = ((0x1, "S"), (0x2, "R"), (0x4, "F"), (0x8, "T"), (0x1000, "P"))

Kind = Literal["mbox", "message", ""]


@dataclass(frozen=True, slots=True)
class Found:
    """A message's bytes, and its Maildir flags; None where nobody has seen it."""

    raw: bytes
    flags: str | None


@dataclass(frozen=True, slots=True)
class Lost:
    """A message, or the rest of a file, that could not be read, and why."""

    file: str
    why: str
    kind: str = "unreadable"


def mail(path: Path) -> Iterator[Found | Lost]:
    """The messages in a file or in a directory, below it too; a Maildir's with their flags.

    Holds one message in memory. Whatever is wrong with a file is a Lost, never an exception.
    """
    try:
        is_directory = stat.S_ISDIR(path.stat().st_mode)
    except OSError as error:
        yield _lost(path, error)
        return
    if is_directory:
        yield from _directory(path)
    else:
        yield from _file(path, sure=path.name.lower().endswith(".eml"))


def kind(head: bytes) -> Kind:
    """What the beginning of a file is: an mbox, a message, or neither."""
    head = head.removeprefix(_BOM).lstrip(b"\r\n")
    first, _, rest = head.partition(b"\n")
    if first.startswith(b"From "):
        below = rest.partition(b"\n")[0]
        is_mbox = mbox.is_field(below) or below.startswith(b">From ") or mbox.is_dated(first)
        return "mbox" if is_mbox else ""
    names = {name for name, _ in mbox.fields(head[: mbox.body_at(head)])}
    return "message" if mbox.is_field(first) and names & _TELLING else ""


def _directory(top: Path) -> Iterator[Found | Lost]:
    troubles: list[OSError] = []
    for folder, names, files in os.walk(top, onerror=troubles.append):
        here = Path(folder)
        in_maildir = here.name in ("cur", "new") and (here.parent / "cur").is_dir()
        if {"cur", "new"} <= set(names):
            names[:] = [name for name in names if name != "tmp"]
        names[:] = sorted(n for n in names if not n.startswith(".") or (here / n / "cur").is_dir())
        for name in sorted(files):
            if name.startswith("."):
                continue
            if in_maildir:
                yield from _file(here / name, _maildir_flags(here.name, name), sure=True)
            else:
                yield from _file(here / name, sure=name.lower().endswith(".eml"), alone=False)
    for error in troubles:
        yield _lost(Path(error.filename or top), error)


def _maildir_flags(folder: str, name: str) -> str | None:
    if folder == "new":
        return None
    info = _INFO.search(name)
    return "".join(sorted(set(info[1]) & set("DFPRST"))) if info else ""


def _file(
    path: Path, flags: str | None = None, *, sure: bool = False, alone: bool = True
) -> Iterator[Found | Lost]:
    """A file's messages. ``sure``: it is one message; not ``alone``: it may well be none."""
    try:
        # A pipe that nobody writes to would hold us up.
        if not stat.S_ISREG(path.stat().st_mode):
            if alone or sure:
                yield Lost(str(path), "is neither a file nor a directory; name one that is")
            return
        with path.open("rb") as file:
            yield from _opened(Unpacked(file), path, flags, sure=sure, alone=alone)
    except OSError as error:
        yield _lost(path, error)


def _opened(
    stream: Unpacked, path: Path, flags: str | None, *, sure: bool, alone: bool
) -> Iterator[Found | Lost]:
    try:
        what = kind(stream.head)
        if what == "message" and path.name.lower().removesuffix(".gz").endswith(".mbox"):
            what = "mbox"
        if what == "mbox" and flags is None:
            yield from _from_mbox(stream, path)
        elif what or sure:
            yield _whole(stream, path, flags)
        elif alone:
            yield Lost(str(path), _what_else(stream.head))
    except (BrokenError, mbox.TooLongError) as error:
        yield Lost(str(path), str(error))


def _from_mbox(stream: Unpacked, path: Path) -> Iterator[Found | Lost]:
    skipped: list[str] = []
    for raw in mbox.messages(stream, skipped):
        while skipped:
            yield Lost(str(path), skipped.pop())
        head = raw[: mbox.body_at(raw)]
        parts = list(mbox.fields(head))
        names = {name for name, _ in parts}
        if b"x-imap" in names and b"FOLDER INTERNAL DATA" in head:
            continue
        if not names - {b""}:
            yield Lost(str(path), "holds a message without a header; it was left out")
            continue
        if names & _ARTEFACTS:
            kept = b"".join(field for name, field in parts if name not in _ARTEFACTS)
            yield Found(kept + raw[len(head) :], status_flags(parts))
        else:
            yield Found(raw, None)
    while skipped:
        yield Lost(str(path), skipped.pop())


def _whole(stream: Unpacked, path: Path, flags: str | None) -> Found | Lost:
    raw = bytearray()
    while got := stream.read1():
        raw += got
        if len(raw) > mbox.LIMIT:
            return Lost(str(path), f"is longer than {mbox.LIMIT >> 20} MiB")
    data = bytes(raw).removeprefix(_BOM)
    if not data.strip():
        return Lost(str(path), "is empty; nothing was imported from it")
    if data.startswith(b"From "):
        data = data[data.find(b"\n") + 1 :]
    if not any(name for name, _ in mbox.fields(data[: mbox.body_at(data)])):
        return Lost(str(path), "is not mail, it has no header; nothing was imported from it")
    return Found(data, flags)


def status_flags(parts: list[tuple[bytes, bytes]]) -> str | None:
    """Maildir flags from an mbox's Status, X-Status and X-Mozilla-Status; None without them."""
    values = {
        name: field.partition(b":")[2].strip()
        for name, field in parts
        if name in (b"status", b"x-status", b"x-mozilla-status")
    }
    if not values:
        return None
    flags = set()
    if b"R" in values.get(b"status", b""):
        flags.add("S")
    for letter, flag in ((b"A", "R"), (b"F", "F"), (b"D", "T"), (b"T", "D")):
        if letter in values.get(b"x-status", b""):
            flags.add(flag)
    try:
        bits = int(values.get(b"x-mozilla-status", b"0")[:4], 16)
    except ValueError:
        bits = 0
    flags.update(flag for bit, flag in _MOZILLA if bits & bit)
    return "".join(sorted(flags))


def _what_else(head: bytes) -> str:
    if not head:
        return "is empty; nothing was imported from it"
    for magic, what in _OTHERS.items():
        if head.startswith(magic):
            return f"is {what}"
    return "is not mail; name an mbox, an .eml file, a Maildir, or a directory that has some"


def _lost(path: Path, error: OSError) -> Lost:
    if isinstance(error, FileNotFoundError):
        return Lost(str(path), "is not there; check its name", "missing")
    why = (error.strerror or str(error)).lower()
    return Lost(str(path), f"cannot be read ({why}); see its permissions")
