"""Reads a file whether it is gzipped or not, and bounds what it may unpack to."""

from __future__ import annotations

import gzip
import zlib
from typing import BinaryIO

HEAD = 1 << 16
"""Bytes to look at before deciding what a file is."""

BOMB_RATIO = 200
"""Mail shrinks to a fifth, at the best to a twentieth."""

BOMB_BYTES = 256 << 20
"""Bytes, unpacked, from which on the ratio is looked at."""

_GZIP = b"\x1f\x8b"


class BrokenError(Exception):
    """A packed file that cannot be unpacked to its end."""


class Unpacked:
    """A file's bytes, unpacked where they are gzipped; ``head`` holds the first of them already.

    Opening it never raises what is wrong with the packing; reading does, once everything that
    could be unpacked has been given.
    """

    def __init__(self, file: BinaryIO) -> None:
        packed = file.read(len(_GZIP)) == _GZIP
        file.seek(0)
        self._file = file
        self._unzip = gzip.GzipFile(fileobj=file) if packed else None
        self._given = 0
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
        if self._unzip is None:
            return self._file.read(size)
        try:
            got = self._unzip.read1(size)
        except EOFError:
            self._trouble = "ends in the middle; fetch it again and import it once more"
        except (gzip.BadGzipFile, zlib.error) as error:
            # What follows a whole gzip file and is none is passed over, as gzip itself does.
            if not (self._given and str(error).startswith("Not a gzipped file")):
                self._trouble = "is damaged; fetch it again and import it once more"
        else:
            self._given += len(got)
            packed = max(self._file.tell(), 1)
            if self._given > BOMB_BYTES and self._given > BOMB_RATIO * packed:
                self._trouble = "unpacks to far more than mail would; it was left there"
            else:
                return got
        return b""
