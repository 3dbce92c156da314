"""Outlook's .msg files: one message each, as mail.

[MS-OXMSG] says how a message's properties lie in a compound file, which olefile reads;
[MS-OXPROPS] what their numbers mean. What the transport's header says is kept as it stands, and
filled up from the properties. The same file gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

from indexer import gate, mbox
from indexer.found import Found, Lost
from indexer.letter import Attachment, Letter, compose, mailbox, mailboxes, unstructured
from indexer.properties import Properties
from indexer.unpack import DAMAGED

if TYPE_CHECKING:
    from collections.abc import Callable

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_MAIL = ("IPM.NOTE", "REPORT.", "IPM.SCHEDULE.", "IPM.POST", "IPM.RECALL", "IPM.OUTLOOK.RECALL")
_READ, _UNSENT, _FROM_ME = 0x1, 0x8, 0x20
_BY_VALUE, _EMBEDDED = 1, 5
_DEPTH = 6
_MOST = 5000
_SLUG = re.compile(r"[^a-z0-9.]+")
_OLE = "is no Outlook message, or was cut off; save it from Outlook again"


def read(data: bytes, name: str) -> Found | Lost:
    """The message in a .msg file's bytes, or why there is none."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            top = Properties(ole, ())
            kind = top.text(0x001A).upper()
            if not top.there:
                return Lost(name, _OLE)
            if kind and not kind.startswith(_MAIL):
                what = gate.line(kind.removeprefix("IPM.").partition(".")[0].lower(), 20)
                return Lost(name, f"is Outlook's, but no mail ({what}); nothing was imported")
            raw = _message(top, 0)
            state = top.number(0x0E07)
    except (OSError, ValueError, LookupError, ArithmeticError, TypeError, struct.error):
        # What olefile raises on damaged files is not one kind of error.
        return Lost(name, DAMAGED)
    if state & _UNSENT:
        return Found(raw, "DS", "draft")
    flags = "S" if state & _READ else None
    return Found(raw, "S", "sent") if state & _FROM_ME else Found(raw, flags)


def _message(own: Properties, depth: int) -> bytes:
    fields = _fields(own)
    signed = _signed(own)
    if signed is not None:
        return b"".join(fields) + b"MIME-Version: 1.0\n" + signed
    text, html = own.text(0x1000), own.html()
    attachments = _attachments(own, depth)
    if not text and not html and (rtf := _rtf(own)):
        text = "The text of this message is in the attachment message.rtf."
        attachments.insert(0, Attachment("message.rtf", rtf, "application/rtf"))
    return compose(Letter(fields, text or None, html or None, attachments))


def _fields(own: Properties) -> list[bytes]:
    """The header: the transport's, and what it lacks."""
    given = own.text(0x007D).replace("\r\n", "\n").replace("\0", "").encode("utf-8", "replace")
    kept = [
        field if field.endswith(b"\n") else field + b"\n"
        for name, field in mbox.fields(given[: mbox.body_at(given)])
        if name and field.strip() and name != b"mime-version" and not name.startswith(b"content-")
    ]
    names = {field.partition(b":")[0].strip().lower() for field in kept}
    made: list[tuple[bytes, Callable[[], bytes]]] = [
        (b"from", lambda: mailboxes("From", _sender(own))),
        (b"to", lambda: mailboxes("To", _recipients(own, 1))),
        (b"cc", lambda: mailboxes("Cc", _recipients(own, 2))),
        (b"bcc", lambda: mailboxes("Bcc", _recipients(own, 3))),
        (b"subject", lambda: unstructured("Subject", own.text(0x0037))),
        (b"date", lambda: _date(own)),
        (b"in-reply-to", lambda: _ids("In-Reply-To", own.text(0x1042))),
        (b"references", lambda: _ids("References", own.text(0x1039))),
    ]
    found = kept + [make() for name, make in made if name not in names]
    if b"message-id" not in names:
        found.append(_own_id(own, found))
    return [field for field in found if field]


def _own_id(own: Properties, fields: list[bytes]) -> bytes:
    """The Message-ID; one made of what the message says where it has none, as drafts have none."""
    if said := _ids("Message-ID", own.text(0x1035)):
        return said
    told = b"\0".join([*fields, own.text(0x1000).encode("utf-8", "replace")])
    return f"Message-ID: <{hashlib.sha256(told).hexdigest()[:40]}@outlook.invalid>\n".encode()


def _ids(name: str, value: str) -> bytes:
    found = [known for part in value.split()[:500] if (known := gate.message_id(part))]
    listed = "\n ".join(f"<{one}>" for one in found)
    return f"{name}: {listed}\n".encode() if found else b""


def _date(own: Properties) -> bytes:
    ticks = own.number(0x0039) or own.number(0x0E06) or own.number(0x3007)
    try:
        # FILETIME: tenths of microseconds since 1601.
        when = datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10)
    except OverflowError:
        return b""
    return f"Date: {format_datetime(when)}\n".encode() if ticks else b""


def _sender(own: Properties) -> list[str]:
    name = own.text(0x0042) or own.text(0x0C1A)
    for number in (0x5D02, 0x5D01, 0x0065, 0x0C1F):
        if address := gate.address(own.text(number)):
            return [mailbox(name, address)]
    return [mailbox(name, _internal(own.text(0x0065) or own.text(0x0C1F) or name))] if name else []


def _recipients(own: Properties, kind: int) -> list[str]:
    found = []
    for one in own.within("__recip_version1.0_")[:_MOST]:
        if one.number(0x0C15) & 0xF != kind:
            continue
        name = one.text(0x3001)
        address = gate.address(one.text(0x39FE)) or gate.address(one.text(0x3003))
        found.append(mailbox(name, address or _internal(one.text(0x3003) or name)))
    return found


def _internal(named: str) -> str:
    """An address for somebody of whom the file has only Exchange's own (X.500) name."""
    slug = _SLUG.sub("-", named.lower().rpartition("cn=")[2]).strip("-.")
    return f"{re.sub(r'[.]{2,}', '.', slug)[-60:].strip('.') or 'unknown'}@exchange.invalid"


def _signed(own: Properties) -> bytes | None:
    """The body of a signed message: its one attachment holds it, headers and all."""
    if not own.text(0x001A).upper().endswith(".SMIME.MULTIPARTSIGNED"):
        return None
    inside = own.within("__attach_version1.0_")
    data = inside[0].data(0x3701).replace(b"\r\n", b"\n") if len(inside) == 1 else b""
    return data if data[:13].lower() == b"content-type:" else None


def _rtf(own: Properties) -> bytes:
    from compressed_rtf import decompress

    packed = own.data(0x1009)
    if not packed or len(packed) > mbox.LIMIT // 8:
        return b""
    return bytes(decompress(packed))


def _attachments(own: Properties, depth: int) -> list[Attachment]:
    found = []
    for one in own.within("__attach_version1.0_")[:_MOST]:
        name = one.text(0x3707) or one.text(0x3704) or one.text(0x3001) or "attachment"
        method = one.number(0x3705)
        inside = one.embedded()
        if inside is not None and method in (_EMBEDDED, 0) and depth < _DEPTH:
            subject = inside.text(0x0037) or name
            found.append(Attachment(f"{subject}.eml", _message(inside, depth + 1), mail=True))
        elif method in (_BY_VALUE, 0):
            found.append(Attachment(name, one.data(0x3701), one.text(0x370E), one.text(0x3712)))
        else:
            what = f"{gate.line(name)}: not in the Outlook file as a file of its own\n".encode()
            found.append(Attachment(f"{name}.txt", what, "text/plain"))
    return found
