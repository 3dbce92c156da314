"""The body of a message: its text, and attachments beside it (RFC 2045, 2046, 2231). Pure."""

from __future__ import annotations

import base64
import hashlib
import quopri
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from indexer import gate
from outbox.fields import LONGEST, field
from outbox.flowed import flow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outbox.model import Attachment

OCTETS = "application/octet-stream"
_NESTED = 50
"""Multiparts and messages within an attached message, above which it goes as bytes: a parser that
opens each within the one before may come to the end of its stack."""
_SEGMENT = 60
_type = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\Z")
_nested = re.compile(rb"boundary[\s*0-9]{0,20}=|message/[a-z]", re.IGNORECASE)
_line_end = re.compile(rb"\r?\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part: its fields as bytes, and its body in a form that any transport carries."""

    fields: bytes
    body: bytes


def body(text: str, attachments: Sequence[Attachment], seed: str) -> Piece:
    """The whole body: the text alone, or multipart/mixed. ``seed`` makes the boundary."""
    first = text_piece(text)
    if not attachments:
        return first
    pieces = [first, *(attachment_piece(one) for one in attachments)]
    inner = [piece.fields + b"\r\n" + piece.body for piece in pieces]
    boundary = _boundary(inner, seed)
    mark = b"--" + boundary.encode()
    whole = b"".join(mark + b"\r\n" + one + b"\r\n" for one in inner) + mark + b"--\r\n"
    fields = field("Content-Type", f'multipart/mixed; boundary="{boundary}"')
    if not whole.isascii():
        # What holds 8-bit parts says so itself (RFC 2045, section 6.4).
        fields += field("Content-Transfer-Encoding", "8bit")
    return Piece(fields, whole)


def text_piece(text: str) -> Piece:
    """Text as UTF-8, format=flowed; in 7 bits, quoted-printable or base64, what is shorter."""
    flowed = flow(text).rstrip("\n") + "\n"
    raw = flowed.replace("\n", "\r\n").encode("utf-8", "replace")
    form = "7bit"
    if not raw.isascii() or b"\0" in raw or any(len(n) > LONGEST for n in raw.split(b"\r\n")):
        form = "quoted-printable"
        quoted = quopri.encodestring(flowed.encode("utf-8", "replace")).replace(b"\n", b"\r\n")
        coded = _base64(raw)
        form, raw = min(("quoted-printable", quoted), ("base64", coded), key=lambda f: len(f[1]))
    fields = field("Content-Type", "text/plain; charset=utf-8; format=flowed")
    return Piece(fields + field("Content-Transfer-Encoding", form), raw)


def attachment_piece(attachment: Attachment) -> Piece:
    """A file as an attachment; a message stays as it is where it is plain enough."""
    kind = media_type(attachment)
    form, raw = "base64", _base64(attachment.data)
    if kind.startswith("message/"):
        form, raw = "7bit" if attachment.data.isascii() else "8bit", attachment.data
    said = f"{kind}; charset=utf-8" if _is_utf8(kind, attachment.data) else kind
    fields = field("Content-Type", said) + field("Content-Transfer-Encoding", form)
    name = file_name(attachment.name)
    return Piece(fields + field("Content-Disposition", f"attachment; {_named(name)}"), raw)


def media_type(attachment: Attachment) -> str:
    """The type that an attachment is sent as; bytes where it makes no sense or would be unsafe.

    Messages may not be encoded (RFC 2046, section 5.2.1): one with lines that no server takes as
    they are goes as bytes.
    """
    kind = attachment.type.lower()
    if not _type.match(kind) or kind.startswith("multipart/"):
        return OCTETS
    if kind.startswith("message/"):
        lines = attachment.data.split(b"\r\n")
        bad = any(len(n) > LONGEST or b"\n" in n or b"\r" in n or b"\0" in n for n in lines)
        deep = sum(1 for _ in _nested.finditer(attachment.data)) > _NESTED
        if kind != "message/rfc822" or bad or deep:
            return OCTETS
    return kind


def as_mail(attachment: Attachment) -> Attachment:
    """A message with its lines ended as mail has them, where it can be attached as one."""
    if attachment.type.lower() != "message/rfc822":
        return attachment
    ended = replace(attachment, data=_line_end.sub(b"\r\n", attachment.data))
    return ended if media_type(ended) != OCTETS else attachment


def _is_utf8(kind: str, data: bytes) -> bool:
    """Whether a text is UTF-8, which has to be said: ASCII is what nothing said means."""
    if not kind.startswith("text/") or data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def file_name(name: str) -> str:
    """The name that a file is sent under: no path and no controls, otherwise as it is."""
    bare = gate.line(name.replace("\\", "/").rstrip("/").rpartition("/")[2], 255)
    bare = " ".join(bare.split())
    return bare if bare not in ("", ".", "..") else "attachment"


def _named(name: str) -> str:
    """A ``filename`` parameter; beyond plain ASCII in percent code and pieces (RFC 2231)."""
    if name.isascii() and len(name) < _SEGMENT and "=?" not in name:
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'filename="{escaped}"'
    pieces: list[str] = [""]
    for character in name:
        coded = quote(character, safe="")
        if len(pieces[-1]) + len(coded) > _SEGMENT:
            pieces.append("")
        pieces[-1] += coded
    if len(pieces) == 1:
        return f"filename*=UTF-8''{pieces[0]}"
    pieces[0] = f"UTF-8''{pieces[0]}"
    return "; ".join(f"filename*{n}*={piece}" for n, piece in enumerate(pieces))


def _base64(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n")


def _boundary(pieces: Sequence[bytes], seed: str) -> str:
    """A boundary that begins no line of any piece."""
    number = 0
    while True:
        found = hashlib.sha256(f"{seed} {number}".encode("utf-8", "replace")).hexdigest()[:32]
        if not any(found.encode() in piece for piece in pieces):
            return f"=-{found}"
        number += 1
