"""What is attached to the sample's mail: files as they lie, drawings made into PNG, invitations."""

from __future__ import annotations

import struct
import zlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cclear.sample import ids
from cclear.sample.source import ME, data, people

if TYPE_CHECKING:
    from cclear.sample.source import Written

COLOURS = {
    ".": (0xBC, 0xD9, 0xE6), "w": (0xFF, 0xFF, 0xFF), "g": (0xC9, 0xC4, 0xBA),
    "o": (0xF2, 0x8C, 0x28), "k": (0x22, 0x22, 0x22), "b": (0x5B, 0x8F, 0x4E),
    "r": (0xB2, 0x3A, 0x48), "s": (0x8A, 0x8D, 0x91),
}  # fmt: skip
"""What the letters of a ``.pixels`` drawing stand for, as RGB."""


def attachment(name: str) -> tuple[str, str, bytes]:
    """The content type, name and bytes of an attached file."""
    folder = data().joinpath("files")
    if name.endswith(".png"):
        drawing = folder.joinpath(name.removesuffix("png") + "pixels").read_text("utf-8")
        return "image/png", name, png(drawing.split(), 8)
    return "text/csv", name, folder.joinpath(name).read_bytes()


def png(rows: list[str], scale: int) -> bytes:
    """A picture of a drawing in letters, each a square of ``scale`` pixels (PNG, RFC 2083)."""
    lines = [
        b"\0" + b"".join(bytes(COLOURS[letter]) * scale for letter in row)
        for row in rows
        for _ in range(scale)
    ]
    size = struct.pack(">IIBBBBB", len(rows[0]) * scale, len(rows) * scale, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", size), (b"IDAT", zlib.compress(b"".join(lines), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )


def invitation(written: Written, when: datetime) -> str:
    """An iCalendar request (RFC 5545) for an hour on the working day after next."""
    day = when.date() + timedelta(days=2)
    while day.weekday() > 4:
        day += timedelta(days=1)
    start = datetime.combine(day, datetime.min.time(), when.tzinfo).replace(hour=10, minute=30)
    options, author, me = written.options, people()[written.who], people()[ME]
    stamp = [
        t.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        for t in (when, start, start + timedelta(minutes=45))
    ]
    lines = [
        "BEGIN:VCALENDAR", "METHOD:REQUEST", "PRODID:Microsoft Exchange Server 2010",
        "VERSION:2.0", "BEGIN:VEVENT",
        f"ORGANIZER;CN={author.name}:mailto:{author.address}",
        f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN={me.name}",
        f" :mailto:{me.address}",
        f"UID:{ids.digest(written.key)}@{author.council.domain}",
        f"SUMMARY:{options.get('event', 'Meeting')}",
        f"LOCATION:{options.get('where', '')}",
        f"DTSTAMP:{stamp[0]}", f"DTSTART:{stamp[1]}", f"DTEND:{stamp[2]}",
        "SEQUENCE:0", "STATUS:CONFIRMED", "CLASS:PUBLIC", "PRIORITY:5",
        "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "\r\n".join(lines)
