"""The mail in an archive, as Google Takeout and other services hand it out: .zip and .tgz.

Nothing is unpacked to disk, so a member's name is never a path; only members that are mail by
their names are looked into. An archive inside an archive is not opened.
"""

from __future__ import annotations

import struct
import tarfile
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from indexer import roles, streams, unzip
from indexer.found import Busy, Lost
from indexer.gate import line
from indexer.unpack import BOMB, CUT, DAMAGED, BrokenError, Headed, is_bomb

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from indexer.found import Item

ZIP = b"PK\x03\x04"
ZIP_EMPTY = b"PK\x05\x06"
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, struct.error)
"""What zipfile raises on what is damaged, or is packed or locked in a way that it does not know."""

_NESTED = (".zip", ".tgz", ".tar", ".tar.gz", ".7z", ".rar", ".pst", ".ost", ".gz")
_LONG = 1 << 20
"""Bytes; a tar member's name and attributes are shorter."""

_BLOCK = 512
_CHUNK = 1 << 18


def is_tar(head: bytes) -> bool:
    """Whether a file, unpacked, begins as a tar archive does (POSIX.1, ustar)."""
    return head[257:262] == b"ustar"


def is_mail(name: str) -> bool:
    """Whether a member is mail, by its name."""
    return name.lower().endswith((".mbox", ".eml"))


class _Tally:
    """What one archive holds: mail, and archives that are left alone."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.mail = 0
        self.nested = ""

    def look(self, member: str) -> bool:
        """Whether to read a member."""
        if is_mail(member):
            self.mail += 1
            return True
        lowered = member.lower()
        # A Takeout of everything holds people's documents, archives among them.
        if lowered.endswith(_NESTED) and ("/mail/" in f"/{lowered}" or "/" not in lowered):
            self.nested = self.nested or member
        return False

    def end(self) -> Iterator[Lost]:
        """What is to be said at the end."""
        if self.nested:
            yield Lost(
                self.name, f"holds another archive, {line(self.nested, 200)}; unpack that one first"
            )
        elif not self.mail:
            yield Lost(
                self.name,
                "holds no mail; name the archive that does, or export once more with Mail ticked",
            )


def read(file: BinaryIO, head: Headed, name: str, size: int) -> Iterator[Item]:
    """The mail in a zip or tar archive, its messages' state as their labels tell.

    ``file`` is the archive, ``head`` the same opened as it unpacks, ``size`` its bytes.
    """
    tally = _Tally(name)
    try:
        if is_tar(head.head):
            yield from _tar(head, tally)
        else:
            yield from _zip(file, tally, size)
        yield from tally.end()
    except BrokenError as error:
        yield Lost(name, str(error))
    except MemoryError:
        yield Lost(name, BOMB)


def _zip(file: BinaryIO, tally: _Tally, size: int) -> Iterator[Item]:
    if not unzip.has_directory(file, size):
        yield from _cut(file, tally)
        raise BrokenError(CUT)
    try:
        archive = zipfile.ZipFile(file)
        members = archive.infolist()
    except BROKEN:
        raise BrokenError(DAMAGED) from None
    given = 0
    for member in members:
        if member.is_dir() or not tally.look(member.filename):
            continue
        where = f"{tally.name}: {member.filename}"
        if member.flag_bits & 0x1:
            yield Lost(where, "is locked with a password; unpack it first")
            continue
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            yield Lost(where, "is packed as no export is; unpack it first")
            continue
        try:
            with archive.open(member) as opened:
                source = _Counted(opened.read, given, member.compress_size, size)
                yield from _member(source.read, where)
                given = source.total
        except BROKEN:
            yield Lost(where, DAMAGED)
        if is_bomb(given, size):
            raise BrokenError(BOMB)


def _cut(file: BinaryIO, tally: _Tally) -> Iterator[Item]:
    for name, source in unzip.members(file):
        if not tally.look(name):
            yield Busy()
            continue
        yield from _told_once(_member(source, f"{tally.name}: {name}"), CUT)


def _told_once(items: Iterator[Item], *troubles: str) -> Iterator[Item]:
    """Without what is said of a member where it will be said of the whole archive."""
    for item in items:
        if not (isinstance(item, Lost) and item.why in troubles):
            yield item


class _Counted:
    """A member being unpacked, within bounds of its own and of the whole archive."""

    def __init__(
        self, read: Callable[[int], bytes], before: int, packed: int, archive: int
    ) -> None:
        self._read = read
        self._packed = packed
        self._archive = archive
        self._before = before
        self.total = before

    def read(self, size: int) -> bytes:
        try:
            got = self._read(size)
        except EOFError:
            raise BrokenError(CUT) from None
        except BROKEN:
            raise BrokenError(DAMAGED) from None
        self.total += len(got)
        if is_bomb(self.total - self._before, self._packed) or is_bomb(self.total, self._archive):
            raise BrokenError(BOMB)
        return got


def _member(source: Callable[[int], bytes], where: str) -> Iterator[Item]:
    yield from streams.read(
        Headed(source),
        where,
        sure=where.lower().endswith(".eml"),
        folder=streams.Folder(_folder(where)),
    )


def _folder(where: str) -> roles.Role:
    """What a Takeout file's label is for. Each message's own labels say more, where it has them."""
    found = roles.role(PurePosixPath(where).stem)
    return found if found in ("inbox", "sent", "drafts", "trash", "spam") else ""


def _tar(stream: Headed, tally: _Tally) -> Iterator[Item]:
    """A tar archive, in one pass; skipping says that it is alive."""
    name, size_said = "", None
    while True:
        block = _exactly(stream, _BLOCK)
        if len(block) < _BLOCK:
            # Some programs leave the two empty blocks at the end out.
            if block:
                raise BrokenError(CUT)
            return
        if not block.strip(b"\0"):
            return
        try:
            member = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        except tarfile.HeaderError:
            raise BrokenError(DAMAGED) from None
        size = member.size if size_said is None else size_said
        if member.type in (tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE):
            if member.size > _LONG:
                raise BrokenError(DAMAGED)
            data = _exactly(stream, -(-member.size // _BLOCK) * _BLOCK)[: member.size]
            if member.type == tarfile.XHDTYPE:
                said = _pax(data)
                name = said.get(b"path", b"").decode("utf-8", "replace") or name
                value = said.get(b"size", b"")
                size_said = int(value) if value.isdigit() and len(value) < 20 else None
            else:
                name = data.rstrip(b"\0").decode("utf-8", "replace")
            continue
        source = _Within(stream, size)
        if member.isreg() and tally.look(name or member.name):
            where = f"{tally.name}: {name or member.name}"
            yield from _told_once(_member(source.read, where), CUT, DAMAGED, BOMB)
        while source.read(_CHUNK):
            yield Busy()
        _exactly(stream, -size % _BLOCK)
        name, size_said = "", None


def _exactly(stream: Headed, size: int) -> bytes:
    got = bytearray()
    while len(got) < size and (more := stream.read1(min(size - len(got), _CHUNK))):
        got += more
    return bytes(got)


def _pax(data: bytes) -> dict[bytes, bytes]:
    """The records ``LENGTH KEY=VALUE`` of an extended header (POSIX.1, pax)."""
    found = {}
    at = 0
    while at < len(data):
        length, _, _ = data[at : at + 21].partition(b" ")
        if not length.isdigit() or int(length) <= len(length):
            break
        key, _, value = data[at + len(length) + 1 : at + int(length) - 1].partition(b"=")
        found[key] = value
        at += int(length)
    return found


class _Within:
    """A member's bytes within a tar archive."""

    def __init__(self, stream: Headed, size: int) -> None:
        self._stream = stream
        self._left = max(size, 0)

    def read(self, size: int) -> bytes:
        if not self._left:
            return b""
        got = self._stream.read1(min(size, self._left))
        if not got:
            raise BrokenError(CUT)
        self._left -= len(got)
        return got
