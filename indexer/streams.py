"""The messages in one stream of bytes: an mbox, or a message alone. What it is, it says itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from indexer import mbox
from indexer.found import Found, Left, Lost
from indexer.status import ARTEFACTS, in_folder, status
from indexer.unpack import BrokenError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.found import Item
    from indexer.roles import Role
    from indexer.unpack import Headed

_BOM = b"\xef\xbb\xbf"
_OTHERS = {
    b"BZh": "packed with bzip2; unpack it first",
    b"\xfd7zXZ": "packed with xz; unpack it first",
    b"Rar!": "a rar archive; unpack it first",
    b"7z\xbc\xaf": "a 7z archive; unpack it first",
    b"\x28\xb5\x2f\xfd": "packed with zstd; unpack it first",
    b"%PDF": "a PDF document, not mail; export the mail itself",
    b"MSCF": "a cabinet archive; unpack it first",
    b"// <!-- <mdb:mork": "Thunderbird's index of a folder; name the file beside it, without .msf",
}
_TELLING = frozenset(
    b"from to cc date subject message-id received return-path delivered-to reply-to sender "
    b"mime-version in-reply-to references x-mozilla-status content-type x-gmail-labels "
    b"content-transfer-encoding".split()
)

Kind = Literal["mbox", "message", ""]


@dataclass(frozen=True, slots=True)
class Folder:
    """Where a stream lies: what its folder is for, and whether its program keeps folders."""

    role: Role = ""
    known: bool = False


ANYWHERE = Folder()


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


def read(
    stream: Headed,
    name: str,
    flags: str | None = None,
    *,
    sure: bool = False,
    alone: bool = True,
    folder: Folder = ANYWHERE,
) -> Iterator[Item]:
    """A stream's messages; ``name`` is the file's. What goes wrong is a Lost.

    ``flags`` are those of a message in a Maildir. ``sure``: it is one message; not ``alone``: it
    may well be none.
    """
    try:
        if not stream.head:
            # Empty, or broken from its beginning on, which reading says.
            stream.read1()
        what = kind(stream.head)
        if what == "message" and name.lower().removesuffix(".gz").endswith(".mbox"):
            what = "mbox"
        if what == "mbox" and flags is None:
            yield from _from_mbox(stream, name, folder)
        elif what or sure:
            yield _whole(stream, name, flags, folder)
        elif alone:
            yield Lost(name, _what_else(stream.head))
    except (BrokenError, mbox.TooLongError) as error:
        yield Lost(name, str(error))


def _from_mbox(stream: Headed, name: str, folder: Folder) -> Iterator[Item]:
    skipped: list[str] = []
    for raw in mbox.messages(stream, skipped):
        while skipped:
            yield Lost(name, skipped.pop())
        head = raw[: mbox.body_at(raw)]
        parts = list(mbox.fields(head))
        names = {field for field, _ in parts}
        if b"x-imap" in names and b"FOLDER INTERNAL DATA" in head:
            continue
        if not names - {b""}:
            yield Lost(name, "holds a message without a header; it was left out")
            continue
        yield _kept(raw, head, parts, folder)
    while skipped:
        yield Lost(name, skipped.pop())


def _kept(raw: bytes, head: bytes, parts: list[tuple[bytes, bytes]], folder: Folder) -> Item:
    """A message whose header says what has become of it, without what only its program needs."""
    said = status(parts, folder.role, known=folder.known)
    if said.left:
        return Left()
    if any(name in ARTEFACTS for name, _ in parts):
        kept = b"".join(field for name, field in parts if name not in ARTEFACTS)
        raw = kept + raw[len(head) :]
    return Found(raw, said.flags, said.place)


def _whole(stream: Headed, name: str, flags: str | None, folder: Folder) -> Item:
    raw = bytearray()
    while got := stream.read1():
        raw += got
        if len(raw) > mbox.LIMIT:
            return Lost(name, f"is longer than {mbox.LIMIT >> 20} MiB")
    return whole(bytes(raw), name, flags, folder)


def whole(data: bytes, name: str, flags: str | None, folder: Folder = ANYWHERE) -> Item:
    """One message, all of whose bytes these are."""
    data = data.removeprefix(_BOM)
    if not data.strip():
        return Lost(name, "is empty; nothing was imported from it")
    if data.startswith(b"From "):
        data = data[data.find(b"\n") + 1 :]
    head = data[: mbox.body_at(data)]
    parts = list(mbox.fields(head))
    if not any(field for field, _ in parts):
        return Lost(name, "is not mail, it has no header; nothing was imported from it")
    if folder.known and flags is None:
        return _kept(data, head, parts, folder)
    said = in_folder(flags, folder.role, known=folder.known)
    return Left() if said.left else Found(data, said.flags, said.place)


def _what_else(head: bytes) -> str:
    if not head:
        return "is empty; nothing was imported from it"
    for magic, what in _OTHERS.items():
        if head.startswith(magic):
            return f"is {what}"
    return "is not mail; name an mbox, an .eml file, a program's export, or a directory of them"
