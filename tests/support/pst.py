"""Writes a small .pst, as much of [MS-PST] as a reader of mail needs: folders, and short messages.

Unicode format (version 23), nothing encrypted; every node's properties are one heap in one block,
so that a message may have about 3,500 characters.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

_PAGE = 512
_FIRST = 0x4400
_NBT, _BBT = 0x81, 0x80
_INT, _BOOL, _TIME, _TEXT, _BYTES = 0x03, 0x0B, 0x40, 0x1F, 0x102
_STORE, _ROOT = 0x21, 0x122

READ = 0x1


@dataclass
class Message:
    """A message's properties: subject, text, transport header, flags (0x1: read), packed RTF."""

    subject: str
    text: str
    header: str = ""
    flags: int = READ
    rtf: bytes = b""


@dataclass
class Folder:
    """A folder, its messages, and the folders in it."""

    name: str
    messages: list[Message] = field(default_factory=list)
    folders: list[Folder] = field(default_factory=list)


def pst(*folders: Folder) -> bytes:
    """A data file with these folders below its top one."""
    made = _File()
    top = made.node(0x400, 2)
    entry = bytes(20) + struct.pack("<I", top)
    made.add(_STORE, 0, {
        0x3001: (_TEXT, "Otter"), 0x35DF: (_INT, 0x89), 0x35E0: (_BYTES, entry),
    })  # fmt: skip
    made.add(_ROOT, _ROOT, _folder(Folder("")))
    made.add(top, _ROOT, _folder(Folder("Top of Personal Folders")))
    for folder in folders:
        made.tree(folder, top)
    return made.bytes()


def _folder(folder: Folder) -> dict[int, tuple[int, object]]:
    return {
        0x3001: (_TEXT, folder.name),
        0x3602: (_INT, len(folder.messages)),
        0x3603: (_INT, 0),
        0x360A: (_BOOL, bool(folder.folders)),
    }


def _message(message: Message) -> dict[int, tuple[int, object]]:
    more: dict[int, tuple[int, object]] = {
        0x007D: (_TEXT, message.header),
        0x1000: (_TEXT, message.text),
        0x1009: (_BYTES, message.rtf),
    }
    return {
        0x001A: (_TEXT, "IPM.Note"),
        0x0037: (_TEXT, message.subject),
        0x0039: (_TIME, 134_145_651_060_000_000),
        0x0042: (_TEXT, "Jane Otter"),
        0x0065: (_TEXT, "jane@otterley.example"),
        0x0E04: (_TEXT, "Sam Reader"),
        0x0E06: (_TIME, 134_145_651_060_000_000),
        0x0E07: (_INT, message.flags),
    } | {number: one for number, one in more.items() if one[1]}


class _File:
    """Nodes and blocks as they are written, one after the other."""

    def __init__(self) -> None:
        self._blocks: list[tuple[int, int, int]] = []
        self._nodes: list[tuple[int, int, int]] = []
        self._data = bytearray()
        self._next = 0x401

    def node(self, index: int, kind: int) -> int:
        """A node's number: its index, and what it is (section 2.2.2.1)."""
        return index << 5 | kind

    def tree(self, folder: Folder, parent: int) -> None:
        """A folder, its messages, and what is below it."""
        self._next += 1
        own = self.node(self._next, 2)
        self.add(own, parent, _folder(folder))
        for message in folder.messages:
            self._next += 1
            self.add(self.node(self._next, 4), own, _message(message))
        for one in folder.folders:
            self.tree(one, own)

    def add(self, node: int, parent: int, values: dict[int, tuple[int, object]]) -> None:
        """A node and the block that holds its properties."""
        data = _heap(values)
        block = (len(self._blocks) + 1) * 4
        at = _FIRST + len(self._data)
        self._blocks.append((block, at, len(data)))
        self._nodes.append((node, block, parent))
        padded = data + bytes(-(len(data) + 16) % 64)
        self._data += padded + struct.pack("<HHIQ", len(data), 0, 0, block)

    def bytes(self) -> bytes:
        """The header, the blocks, and the two trees' pages, one each."""
        nodes = [struct.pack("<QQQII", n, b, 0, p, 0) for n, b, p in sorted(self._nodes)]
        blocks = [struct.pack("<QQHHI", b, at, size, 2, 0) for b, at, size in self._blocks]
        self._data += bytes(-len(self._data) % _PAGE)
        nbt = _FIRST + len(self._data)
        self._data += _page(_NBT, nodes, 0x1001)
        bbt = _FIRST + len(self._data)
        self._data += _page(_BBT, blocks, 0x1005)
        header = bytearray(_FIRST)
        header[:4], header[8:10] = b"!BDN", b"SM"
        struct.pack_into("<HHBB", header, 10, 23, 19, 1, 1)
        end = _FIRST + len(self._data)
        struct.pack_into("<QQQQQQQQ", header, 0xB8, end, 0, 0, 0, 0x1001, nbt, 0x1005, bbt)
        header[0x200] = 0x80
        return bytes(header + self._data)


def _page(kind: int, entries: list[bytes], block: int) -> bytes:
    """A leaf page of a tree (section 2.2.2.7.7)."""
    size = len(entries[0])
    most = 488 // size
    assert len(entries) <= most, "one page a tree: fewer folders and messages"
    body = b"".join(entries).ljust(488, b"\0")
    return body + struct.pack(
        "<BBBBIBBHIQ", len(entries), most, size, 0, 0, kind, kind, 0, 0, block
    )


def _heap(values: dict[int, tuple[int, object]]) -> bytes:
    """A property context on a heap (sections 2.3.1 and 2.3.3)."""
    items: list[bytes] = [b"", b""]
    records = bytearray()
    for number, (kind, value) in sorted(values.items()):
        if isinstance(value, int) and kind != _TIME:
            inline = int(value)
        else:
            items.append(_stored(value))
            inline = len(items) << 5
        records += struct.pack("<HHI", number, kind, inline)
    items[0] = struct.pack("<BBBBI", 0xB5, 2, 6, 0, 2 << 5)
    items[1] = bytes(records)
    data = b"".join(items)
    starts = [12]
    for item in items:
        starts.append(starts[-1] + len(item))
    data += bytes(len(data) % 2)
    head = struct.pack("<HBBII", 12 + len(data), 0xEC, 0xBC, 1 << 5, 0)
    found = head + data + struct.pack(f"<HH{len(starts)}H", len(items), 0, *starts)
    assert len(found) <= 8176, "longer than a block"
    return found


def _stored(value: object) -> bytes:
    if isinstance(value, int):
        return struct.pack("<Q", value)
    if isinstance(value, str):
        return value.encode("utf-16-le")
    assert isinstance(value, bytes)
    return value
