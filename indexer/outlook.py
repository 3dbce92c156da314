"""Outlook's .pst and .ost files, through readpst (libpst).

[MS-PST] section 2.2.2.6 is the header. readpst writes an mbox a folder into a directory that is
removed afterwards; all into one, since where it makes directories (-r), a folder named ``..``
leads out of it. It makes its multiparts' boundaries up anew each time, which would make each
import's messages new ones: they are numbered here.
"""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import tempfile
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indexer import roles, streams
from indexer.found import Busy, Found, Lost
from indexer.unpack import Unpacked

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from indexer.found import Item

MAGIC = b"!BDN"
HEADER = 516
"""Bytes of the header that are looked at."""

_ROOM = 1.5
_ROOM_COMPRESSED = 3.0
"""Bytes needed for each byte of a file: encoded attachments grow; an .ost's pages are packed."""

_SPARE = 64 << 20
_MISSING = (
    "is Outlook's; the program readpst reads it and is not installed; "
    "on Debian and Ubuntu: apt install pst-utils; on Fedora and macOS the package is libpst"
)
_MEND = "is damaged, readpst cannot open it; Outlook's own scanpst.exe may mend it"
_CUT = "ends in the middle; copy it again, with Outlook closed, and import it once more"
_BOUNDARY = re.compile(rb"(-boundary-LibPST-iamunique-)(\d{1,12})(_-_-)")
_DECLARED = re.compile(rb'^[ \t]boundary="([^"\r\n]{1,200})"', re.MULTILINE)
_TEXT = re.compile(rb"^Content-Type: (?:text/|multipart/alternative)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Header:
    """What the header says: whether the rest is there, how it is packed, whether it is locked."""

    size: int
    compressed: bool
    locked: bool


def header(head: bytes) -> Header | None:
    """The header of a .pst or .ost file; None where it is none."""
    if len(head) < HEADER or head[:4] != MAGIC or head[8:10] not in (b"SM", b"SO"):
        return None
    (version,) = struct.unpack_from("<H", head, 10)
    if version in (14, 15):
        return Header(struct.unpack_from("<I", head, 0xA8)[0], compressed=False, locked=False)
    if version < 20:
        return None
    locked = head[0x201] == 0x10
    return Header(struct.unpack_from("<Q", head, 0xB8)[0], compressed=version >= 36, locked=locked)


def read(path: Path, head: bytes, room: Path) -> Iterator[Item]:
    """The mail in a .pst or .ost file. ``room`` is a directory to make, use and remove."""
    name = str(path)
    said = header(head)
    size = path.stat().st_size
    if said is None:
        yield Lost(name, _CUT if len(head) < HEADER else _MEND)
        return
    if said.locked:
        yield Lost(name, "is locked to a company's account (Windows Information Protection)")
        return
    program = shutil.which("readpst")
    if program is None:
        yield Lost(name, _MISSING)
        return
    room.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        needed = int(size * (_ROOM_COMPRESSED if said.compressed else _ROOM)) + _SPARE
        free = shutil.disk_usage(room).free
        if free < needed:
            yield Lost(
                name,
                f"needs {_gib(needed)} of room on the disk of {room.parent.parent}, "
                f"where {_gib(free)} are free; make room and import again",
                "disk",
            )
            return
        trouble = yield from _run(program, path, room)
        yield from _written(room, path)
        if size < said.size:
            yield Lost(name, _CUT)
        elif trouble:
            yield trouble
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _run(program: str, path: Path, room: Path) -> Generator[Item, None, Lost | None]:
    """Run readpst to its end; what was wrong with the file, if anything."""
    command = [program, "-8", "-te", "-q", "-j", "0", "-o", str(room), str(path.absolute())]
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said
        )
        try:
            while child.poll() is None:
                if shutil.disk_usage(room).free < _SPARE // 4:
                    return Lost(
                        str(path),
                        f"was left in the middle: the disk of {room.parent.parent} is full; "
                        "make room and import again",
                        "disk",
                    )
                yield Busy()
                time.sleep(0.05)
        finally:
            if child.poll() is None:
                child.kill()
                child.wait()
        said.seek(0)
        complaint = said.read(4096)
    if child.returncode < 0:
        return Lost(str(path), "ended readpst in the middle; what it had read was taken")
    if child.returncode and b"space left" in complaint:
        return Lost(str(path), "found no room left on the disk; make room and import again", "disk")
    return Lost(str(path), _MEND) if child.returncode else None


def _written(room: Path, path: Path) -> Iterator[Item]:
    """The messages in the mbox files that readpst wrote, inboxes first."""
    found = [(roles.role(file.name.rpartition(".mbox")[0]), file) for file in room.iterdir()]
    for role, file in sorted(found, key=lambda pair: (pair[0] != "inbox", pair[1])):
        if not file.is_file() or file.is_symlink():
            continue
        with file.open("rb") as opened:
            folder = streams.Folder(role, known=True)
            for item in streams.read(Unpacked(opened), f"{file}.mbox", folder=folder):
                if isinstance(item, Found):
                    yield replace(item, raw=tidy(item.raw))
                elif isinstance(item, Lost):
                    yield Lost(str(path), item.why)
                else:
                    yield item
        file.unlink()


def tidy(raw: bytes) -> bytes:
    """A message as readpst writes it, the same each time.

    The text a third time, as an attachment rtf-body.rtf, is taken away where it is there as text.
    """
    numbers: dict[bytes, bytes] = {}
    raw = _BOUNDARY.sub(
        lambda m: m[1] + numbers.setdefault(m[2], b"%d" % (len(numbers) + 1)) + m[3], raw
    )
    declared = _DECLARED.search(raw[: 1 << 20])
    if not declared or b'"rtf-body.rtf"' not in raw:
        return raw
    mark = b"\n--" + declared[1]
    first, *parts = raw.split(mark)
    heads = [part[: part.find(b"\n\n")] for part in parts]
    if not any(_TEXT.search(head) for head in heads):
        return raw
    kept = [
        part
        for part, head in zip(parts, heads, strict=True)
        if part.startswith(b"--") or b'"rtf-body.rtf"' not in head
    ]
    return mark.join([first, *kept])


def _gib(size: int) -> str:
    return f"{size / (1 << 30):.1f} GiB" if size >= 1 << 29 else f"{max(size >> 20, 1)} MiB"
