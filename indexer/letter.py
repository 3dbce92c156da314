"""Writes a message that was no mail on disk as mail: the same parts give the same bytes.

RFC 5322, 2045 to 2047, 2231. Everything is encoded (base64), so that nothing in it can be taken for
structure; boundaries are hashes of what they bound.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from email.header import Header
from urllib.parse import quote

from indexer import gate

_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,80}\Z")
_STRUCTURED = ("multipart/", "message/")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*\Z")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file; with ``mail``, the bytes of a message."""

    name: str
    data: bytes
    kind: str = ""
    content_id: str = ""
    mail: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A header's fields, ready to be written, and what goes below it."""

    fields: list[bytes]
    text: str | None = None
    html: str | None = None
    attachments: list[Attachment] = field(default_factory=list)


def compose(letter: Letter) -> bytes:
    """The message's bytes, lines ended by LF."""
    bodies = []
    if letter.text is not None or letter.html is None:
        bodies.append(_part("text/plain; charset=utf-8", (letter.text or "").encode()))
    if letter.html is not None:
        bodies.append(_part("text/html; charset=utf-8", letter.html.encode("utf-8", "replace")))
    body = bodies[0] if len(bodies) == 1 else _multipart("alternative", bodies)
    if letter.attachments:
        body = _multipart("mixed", [body, *(_attached(one) for one in letter.attachments)])
    return b"".join(letter.fields) + b"MIME-Version: 1.0\n" + body


def unstructured(name: str, value: str) -> bytes:
    """A field of free text."""
    value = gate.line(value)
    if value.isascii() and "=?" not in value and len(value) < 900:
        return f"{name}: {value}\n".encode()
    coded = Header(value, "utf-8", header_name=name).encode(linesep="\n")
    return f"{name}: {coded}\n".encode()


def mailbox(name: str, address: str) -> str:
    """``name <address>``; ``address`` is one already."""
    name = gate.line(name).strip()
    if not name or name == address:
        return address
    if not _ATOMS.match(name):
        if name.isascii():
            quoted = name.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{quoted}" <{address}>'
        name = Header(name, "utf-8", maxlinelen=70).encode(linesep="\n")
    return f"{name} <{address}>"


def mailboxes(name: str, found: list[str]) -> bytes:
    """A field of addresses; nothing where there are none."""
    listed = ",\n ".join(found)
    return f"{name}: {listed}\n".encode() if found else b""


def _part(kind: str, data: bytes, more: str = "") -> bytes:
    head = f"Content-Type: {kind}\n{more}Content-Transfer-Encoding: base64\n\n"
    return head.encode() + base64.encodebytes(data)


def _multipart(kind: str, parts: list[bytes]) -> bytes:
    boundary = "=_" + hashlib.sha256(b"".join(parts)).hexdigest()[:40]
    mark = f"--{boundary}".encode()
    head = f'Content-Type: multipart/{kind};\n boundary="{boundary}"\n\n'.encode()
    return head + b"".join(mark + b"\n" + part + b"\n" for part in parts) + mark + b"--\n"


def _attached(one: Attachment) -> bytes:
    name = quote(gate.file_name(one.name), safe="")
    disposition = f"Content-Disposition: attachment;\n filename*=utf-8''{name}\n"
    if one.mail:
        return f"Content-Type: message/rfc822\n{disposition}\n".encode() + one.data
    kind = one.kind.lower().strip()
    if not _TYPE.match(kind) or kind.startswith(_STRUCTURED):
        kind = "application/octet-stream"
    content_id = gate.message_id(f"<{one.content_id.strip('<> ')}>") if one.content_id else None
    more = f"Content-ID: <{content_id}>\n" if content_id else ""
    return _part(kind, one.data, disposition + more)
