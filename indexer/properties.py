"""The properties in a .msg file: [MS-OXMSG] sections 2.1 to 2.4, in a compound file."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from indexer import charset

if TYPE_CHECKING:
    from olefile import OleFileIO

_ENTRY = struct.Struct("<HHIQ")
_STREAM = "__properties_version1.0"
_UTF_8 = 65001


class Properties:
    """One object's properties: the message's, a recipient's, an attachment's.

    ``home`` is where it lies in the file. What is not there is empty, or 0.
    """

    def __init__(self, ole: OleFileIO, home: tuple[str, ...], codepage: int = 0) -> None:
        self._ole = ole
        self._home = home
        self._fixed: dict[int, int] = {}
        self.there = ole.exists([*home, _STREAM])
        if self.there:
            data = self._bytes(_STREAM)
            skipped = 32 if not home else 24 if home[-1].startswith("__substg") else 8
            for at in range(skipped, len(data) - _ENTRY.size + 1, _ENTRY.size):
                _, number, _, value = _ENTRY.unpack_from(data, at)
                self._fixed.setdefault(number, value)
        self._codepage = self.number(0x3FFD) or codepage

    def number(self, number: int) -> int:
        """A whole number, or a time as its FILETIME."""
        return self._fixed.get(number, 0)

    def text(self, number: int) -> str:
        """A text, in Unicode or in the message's code page; without what is no text."""
        if data := self._stream(number, "001F"):
            return data.decode("utf-16-le", "replace").replace("\0", "")
        if data := self._stream(number, "001E"):
            return self._decoded(data, self._codepage).replace("\0", "")
        return ""

    def data(self, number: int) -> bytes:
        """Bytes."""
        return self._stream(number, "0102")

    def html(self) -> str:
        """The text as HTML, which is bytes in a code page of its own, or a text."""
        if data := self.data(0x1013):
            return self._decoded(data, self.number(0x3FDE) or self._codepage)
        return self.text(0x1013)

    def within(self, prefix: str) -> list[Properties]:
        """The objects below this one whose storages' names begin so, in their order."""
        depth = len(self._home)
        found = {
            entry[depth]: None
            for entry in self._ole.listdir(streams=True, storages=False)
            if tuple(entry[:depth]) == self._home
            and len(entry) > depth + 1
            and entry[depth].startswith(prefix)
        }
        return [
            Properties(self._ole, (*self._home, name), self._codepage) for name in sorted(found)
        ]

    def embedded(self) -> Properties | None:
        """The message that an attachment is; None for a file."""
        inside = Properties(self._ole, (*self._home, "__substg1.0_3701000D"), self._codepage)
        return inside if inside.there else None

    def _stream(self, number: int, kind: str) -> bytes:
        name = f"__substg1.0_{number:04X}{kind}"
        return self._bytes(name) if self._ole.exists([*self._home, name]) else b""

    def _bytes(self, name: str) -> bytes:
        with self._ole.openstream([*self._home, name]) as stream:
            return bytes(stream.read())

    @staticmethod
    def _decoded(data: bytes, codepage: int) -> str:
        label = "utf-8" if codepage == _UTF_8 else f"cp{codepage or 1252}"
        return charset.decode(data, label)
