"""Reads a file whether it is gzipped or not, and bounds what it may unpack to."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD = 1 << 16
"""Bytes to look at before deciding what a file is."""

BOMB_RATIO = 200
"""Mail shrinks to a fifth, at the best to a twentieth."""

BOMB_BYTES = 256 << 20
"""Bytes, unpacked, from which on the ratio is looked at."""

CUT = "ends in the middle; fetch it again and import it once more"
DAMAGED = "is damaged; fetch it again and import it once more"
BOMB = "unpacks to far more than mail would; it was left there"

_GZIP = b"\x1f\x8b"


class BrokenError(Exception):
    """A packed file that cannot be unpacked to its end."""


def is_bomb(given: int, packed: int) -> bool:
    """Whether so much came out of so little that it is no mail."""
    return given > BOMB_BYTES and given > BOMB_RATIO * max(packed, 1)


class Headed:
    """A stream of bytes; ``head`` holds the first of them already.

    ``source`` gives at most so many bytes, b"" at the end, or raises BrokenError. Opening never
    raises that; reading does, once everything before it has been given.
    """

    def __init__(self, source: Callable[[int], bytes]) -> None:
        self._source = source
        self._trouble = ""
        self.head = b""
        while len(self.head) < HEAD and (got := self._read(HEAD - len(self.head))):
            self.head += got
        self._ahead = self.head

    def read1(self, size: int = 1 << 16, /) -> bytes:
        """Some bytes, at most ``size``; b"" at the end. Raises BrokenError."""
        if self._ahead:
            got, self._ahead = self._ahead[:size], self._ahead[size:]
            return got
        got = self._read(size)
        if not got and self._trouble:
            raise BrokenError(self._trouble)
        return got

    def _read(self, size: int) -> bytes:
        if self._trouble:
            return b""
        try:
            return self._source(size)
        except BrokenError as error:
            self._trouble = str(error)
            return b""


class Unpacked(Headed):
    """A file's bytes, unpacked where they are gzipped."""

    def __init__(self, file: BinaryIO) -> None:
        packed = file.read(len(_GZIP)) == _GZIP
        file.seek(0)
        self._file = file
        self._unzip = gzip.GzipFile(fileobj=file) if packed else None
        self._given = 0
        super().__init__(self._unpack if packed else file.read)

    def _unpack(self, size: int) -> bytes:
        assert self._unzip  # noqa: S101 - it is what this is called for
        try:
            got = self._unzip.read1(size)
        except EOFError:
            raise BrokenError(CUT) from None
        except (gzip.BadGzipFile, zlib.error) as error:
            # What follows a whole gzip file and is none is passed over, as gzip itself does.
            if self._given and str(error).startswith("Not a gzipped file"):
                return b""
            raise BrokenError(DAMAGED) from None
        self._given += len(got)
        if is_bomb(self._given, self._file.tell()):
            raise BrokenError(BOMB)
        return got
