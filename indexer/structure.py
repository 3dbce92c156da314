"""What a message is made of: its MIME entities (RFC 2045, 2046), found within limits.

The stdlib parser looks at each line in Python and nests a generator for each multipart: large
attachments cost it seconds and 1,000 nested parts its stack. Here multiparts are cut by searching
for their boundaries, without recursion and without copying; ``email`` reads each part's headers.
"""

from __future__ import annotations

import binascii
from dataclasses import dataclass, field
from email.message import Message

from indexer import charset, envelope, gate

PARTS = 1000
DEPTH = 20

_VALUE = 4096
_PARAMETERS = 64
_ROOM = 1 << 17
_SHORT = 300
_EXACT = 1 << 20
_JUNK = 1000
_FAULTS = (ValueError, LookupError, TypeError, AttributeError, AssertionError)
_HEADERS = (
    b"content-type", b"content-transfer-encoding", b"content-disposition", b"content-id",
    b"content-description",
)  # fmt: skip
_ENDINGS = {
    "message/rfc822": "message.eml",
    "message/global": "message.eml",
    "message/delivery-status": "delivery-status.txt",
    "text/calendar": "invitation.ics",
    "text/plain": "text.txt",
    "text/html": "text.html",
    "text/rfc822-headers": "headers.txt",
    "text/csv": "table.csv",
    "application/ms-tnef": "winmail.dat",
    "application/pdf": "document.pdf",
    "application/zip": "archive.zip",
    "application/pgp-signature": "signature.asc",
    "application/pgp-encrypted": "encrypted.asc",
    "multipart/encrypted": "encrypted.asc",
    "application/pgp-keys": "key.asc",
    "application/pkcs7-signature": "smime.p7s",
    "application/x-pkcs7-signature": "smime.p7s",
    "application/pkcs7-mime": "smime.p7m",
    "application/x-pkcs7-mime": "smime.p7m",
    "image/jpeg": "image.jpg",
    "image/png": "image.png",
    "image/gif": "image.gif",
    "image/svg+xml": "image.svg",
    "image/bmp": "image.bmp",
    "image/tiff": "image.tif",
    "image/webp": "image.webp",
}


@dataclass(slots=True, eq=False)
class Entity:
    """A part: its number in walk order, content headers, and where its body lies in the message.

    ``children`` is empty for what is no multipart, an attached message included.
    """

    number: int
    depth: int
    headers: Message
    type: str
    start: int
    end: int
    children: list[Entity] = field(default_factory=list)

    @property
    def disposition(self) -> str:
        """``inline``, ``attachment``, or empty where it is not said."""
        value = self.headers["content-disposition"] or ""
        return str(value).partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The charset that is declared."""
        return self.parameter("charset")

    @property
    def named(self) -> str:
        """The file name that is declared, decoded; not safe to use, empty where there is none."""
        try:
            return charset.words(self.headers.get_filename() or "")
        except _FAULTS:
            return ""

    @property
    def name(self) -> str:
        """A safe file name, made up from the type where none is declared."""
        return gate.file_name(self.named, _ENDINGS.get(self.type, "attachment"))

    def parameter(self, name: str) -> str | None:
        """A parameter of Content-Type (RFC 2231 read), None where it is missing or broken."""
        try:
            value = self.headers.get_param(name)
        except _FAULTS:
            return None
        if isinstance(value, tuple):
            value = value[2]
        return value if isinstance(value, str) else None

    @property
    def encoding(self) -> str:
        """The Content-Transfer-Encoding, in lower case."""
        value = str(self.headers["content-transfer-encoding"] or "")
        return value.partition(";")[0].partition("(")[0].strip().strip("\"'").lower()

    def size(self, raw: bytes) -> int:
        """Bytes when decoded; of large base64 parts counted, not decoded."""
        length = self.end - self.start
        if self.encoding == "base64" and length > _EXACT:
            lines = raw.count(b"\n", self.start, self.end) + raw.count(b"\r", self.start, self.end)
            tail = raw[max(self.start, self.end - 8) : self.end]
            return (length - lines) * 3 // 4 - tail.count(b"=")
        return len(self.decode(raw)) if self.encoding in _DECODERS else length

    def decode(self, raw: bytes, limit: int | None = None) -> bytes:
        """The body decoded (RFC 2045, section 6), from its first ``limit`` coded bytes."""
        end = self.end if limit is None else min(self.end, self.start + limit)
        decoder = _DECODERS.get(self.encoding)
        data = raw[self.start : end]
        return decoder(data) if decoder else data


def read(raw: bytes) -> tuple[list[Entity], str]:
    """All entities in walk order, the message itself first; and what was too much, in words."""
    trouble = ""
    block, body = envelope.split(raw)
    room = _ROOM
    root = _entity(block, body, len(raw), depth=0, kind="text/plain", room=room)
    every: list[Entity] = []
    waiting = [root]
    known = 1
    while waiting:
        entity = waiting.pop()
        entity.number = len(every)
        every.append(entity)
        if not entity.type.startswith("multipart/"):
            continue
        if entity.depth >= DEPTH:
            entity.type = "application/octet-stream"
            trouble = f"Parts nested more than {DEPTH} deep are not shown."
            continue
        spans = _spans(raw, entity, PARTS - known + 1)
        if len(spans) > PARTS - known:
            spans.pop()
            trouble = f"More than {PARTS:,} parts: the rest is not shown."
        known += len(spans)
        within = "message/rfc822" if entity.type == "multipart/digest" else "text/plain"
        for start, end in spans:
            block, body = _part_head(raw, start, end)
            child = _entity(block, body, end, depth=entity.depth + 1, kind=within, room=room)
            room -= sum(map(len, child.headers.values()))
            entity.children.append(child)
        if not spans:
            # No boundary, or none of it in the body: what there is may still be read.
            entity.type = "text/plain"
        waiting.extend(reversed(entity.children))
    return every, trouble


def _part_head(raw: bytes, start: int, end: int) -> tuple[bytes, int]:
    if raw[start : start + 1] == b"\n":
        return b"", start + 1
    if raw[start : start + 2] == b"\r\n":
        return b"", start + 2
    return envelope.split(raw, start, end)


def _entity(block: bytes, start: int, end: int, *, depth: int, kind: str, room: int) -> Entity:
    headers = Message()
    # The library's reading of parameters takes time that grows with the square of their number.
    most = _VALUE if room > 0 else _SHORT
    for name, value in envelope.fields(block):
        key = name.decode("ascii")
        if name in _HEADERS and key not in headers:
            text = envelope.unfold(value[: 2 * most])[:most]
            headers[key] = ";".join(text.split(";", _PARAMETERS)[:_PARAMETERS])
    if "content-type" in headers:
        try:
            kind = headers.get_content_type()
        except _FAULTS:
            kind = "application/octet-stream"
    return Entity(0, depth, headers, kind, min(start, end), end)


def _spans(raw: bytes, entity: Entity, limit: int) -> list[tuple[int, int]]:
    """Where a multipart's parts begin and end (RFC 2046, section 5.1), at most ``limit``."""
    boundary = entity.parameter("boundary")
    if not boundary or len(boundary) > 200:
        return []
    mark = b"--" + boundary.rstrip().encode("utf-8", "surrogateescape")
    spans: list[tuple[int, int]] = []
    opened = None
    junk = 0
    at = entity.start
    while len(spans) < limit:
        at = raw.find(mark, at, entity.end)
        if at < 0:
            break
        after = at + len(mark)
        if at > entity.start and raw[at - 1] not in b"\r\n":
            at = after
            continue
        line_end = raw.find(b"\n", after, entity.end)
        line_end = entity.end if line_end < 0 else line_end
        rest = raw[after : min(line_end, after + 200)]
        closing = rest.startswith(b"--")
        if rest[2 * closing :].strip():
            at = after
            junk += 1
            if junk > 10 * _JUNK:
                break
            continue
        if opened is not None:
            end = at - 1 if raw[at - 1 : at] == b"\n" else at
            end -= raw[end - 1 : end] == b"\r"
            spans.append((opened, max(opened, end)))
        opened = None if closing else min(line_end + 1, entity.end)
        if closing:
            break
        at = line_end
    if opened is not None and len(spans) < limit:
        spans.append((opened, entity.end))
    return spans


def _quoted_printable(data: bytes) -> bytes:
    return binascii.a2b_qp(data)


def _uuencoded(data: bytes) -> bytes:
    """uuencode, of which mail has many slightly wrong forms; what is no line of it is skipped."""
    lines = data.splitlines()
    begin = next((n for n, each in enumerate(lines) if each.startswith(b"begin ")), None)
    if begin is None:
        return data
    out: list[bytes] = []
    junk = 0
    for each in lines[begin + 1 :]:
        if each.strip() in (b"end", b"`"):
            break
        if not each or not 32 <= each[0] <= 96:
            continue
        try:
            out.append(binascii.a2b_uu(each))
        except binascii.Error:
            # Some encoders pad beyond what the line's length says.
            wanted = (((each[0] - 32) & 63) * 4 + 5) // 3
            try:
                out.append(binascii.a2b_uu(each[:wanted]))
            except binascii.Error:
                junk += 1
                if junk > _JUNK:
                    break
    return b"".join(out)


_DECODERS = {
    "base64": charset.base64,
    "b": charset.base64,
    "quoted-printable": _quoted_printable,
    "q": _quoted_printable,
    "x-uuencode": _uuencoded,
    "uuencode": _uuencoded,
    "x-uue": _uuencoded,
    "uue": _uuencoded,
}
