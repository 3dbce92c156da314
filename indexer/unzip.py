"""A zip archive that was cut off: without the directory at its end, member after member.

APPNOTE.TXT (PKWARE), sections 4.3.7 (local file header), 4.3.9 (data descriptor), 4.3.12 to 4.3.16
(the directory and its end).
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, BinaryIO

from indexer.unpack import BOMB, CUT, DAMAGED, BrokenError, is_bomb

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DIRECTORY = 64 << 20
"""Bytes; a longer directory is one of more files than anybody has mail in."""

_LOCAL = struct.Struct("<4s5H3I2H")
_END = struct.Struct("<4s4H2IH")
_CHUNK = 1 << 16
_BREATH = 64 << 20
_STORED, _DEFLATED = 0, 8
_NO_SIZE = 0x8


def has_directory(file: BinaryIO, size: int) -> bool:
    """Whether the archive is whole to its end. Raises BrokenError for a directory too long."""
    tail = min(size, (1 << 16) + _END.size + 20)
    file.seek(size - tail)
    data = file.read(tail)
    at = data.rfind(b"PK\x05\x06")
    if at < 0 or len(data) - at < _END.size:
        return False
    length = _END.unpack_from(data, at)[5]
    if length == 0xFFFFFFFF and data[at - 20 : at - 16] == b"PK\x06\x07":
        (offset,) = struct.unpack_from("<Q", data, at - 12)
        if offset + 56 > size:
            return False
        file.seek(offset)
        length = struct.unpack_from("<Q", file.read(56), 40)[0]
    if length > DIRECTORY:
        raise BrokenError("holds more files than an export of mail does; unpack it first")
    file.seek(0)
    return True


def members(file: BinaryIO) -> Iterator[tuple[str, Callable[[int], bytes]]]:
    """Names, and what reads the bytes; the next one comes when the last is read or passed over.

    An empty name says only that passing over something long goes on.

    Ends at the end of what is there, or where a member's length cannot be told.
    """
    file.seek(0)
    while True:
        header = file.read(_LOCAL.size)
        if len(header) < _LOCAL.size:
            return
        (magic, _, flags, method, _, _, _, packed, _, name, extra) = _LOCAL.unpack(header)
        if magic != b"PK\x03\x04":
            return
        text = file.read(name).decode("utf-8", "replace")
        more = file.read(extra)
        if packed == 0xFFFFFFFF:
            packed = _zip64(more)
        unknown = bool(flags & _NO_SIZE) and not packed
        start = file.tell()
        if flags & 0x1 or method not in (_STORED, _DEFLATED) or (unknown and method == _STORED):
            if unknown:
                return
            file.seek(start + packed)
            continue
        member = _Member(file, packed, method, unknown=unknown)
        yield text, member.read
        if unknown:
            passed = 0
            while got := member.read(_CHUNK):
                passed += len(got)
                if passed > _BREATH:
                    passed = 0
                    yield "", member.read
            file.seek(member.after)
            _pass_descriptor(file)
        else:
            file.seek(start + packed)


def _zip64(extra: bytes) -> int:
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == 1 and length >= 16 and at + 20 <= len(extra):
            return int(struct.unpack_from("<Q", extra, at + 12)[0])
        at += 4 + length
    return 0


def _pass_descriptor(file: BinaryIO) -> None:
    """Go to the next member: past a descriptor with or without its magic, of 32 or 64 bits."""
    here = file.tell()
    found = file.read(28)
    for length in (16, 24, 12, 20):
        if found[length : length + 4] in (b"PK\x03\x04", b"PK\x01\x02"):
            file.seek(here + length)
            return
    file.seek(0, 2)


class _Member:
    def __init__(self, file: BinaryIO, packed: int, method: int, *, unknown: bool) -> None:
        self._file = file
        self._left = None if unknown else packed
        self._unzip = zlib.decompressobj(-15) if method == _DEFLATED else None
        self._taken = self._given = 0
        self._start = file.tell()

    @property
    def after(self) -> int:
        """Where the packed bytes end, once all are read."""
        unused = len(self._unzip.unused_data) if self._unzip else 0
        return self._start + self._taken - unused

    def read(self, size: int) -> bytes:
        if self._unzip is None:
            return self._packed(size)
        while not self._unzip.eof:
            data = self._unzip.unconsumed_tail or self._packed(_CHUNK)
            if not data:
                raise BrokenError(CUT)
            try:
                got = self._unzip.decompress(data, size)
            except zlib.error:
                raise BrokenError(DAMAGED) from None
            self._given += len(got)
            if is_bomb(self._given, self._taken):
                raise BrokenError(BOMB)
            if got:
                return got
        return b""

    def _packed(self, size: int) -> bytes:
        if self._left is not None:
            size = min(size, self._left)
            self._left -= size
        self._file.seek(self._start + self._taken)
        got = self._file.read(size)
        self._taken += len(got)
        if self._unzip is None and len(got) < size:
            raise BrokenError(CUT)
        return got
