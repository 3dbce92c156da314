"""What mail programs make up themselves: Message-IDs, boundaries, Thread-Index."""

from __future__ import annotations

import base64
import hashlib
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_OUTLOOK = ("outlook", "owa", "calendar")
_TICKS_1601 = 116_444_736_000_000_000


def digest(key: str) -> str:
    """Forty hexadecimal digits that are the same for the same key for ever."""
    return hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()


def message_id(program: str, key: str, domain: str) -> str:
    """A bare Message-ID as the program makes them; it depends on the key alone."""
    d = digest(key).upper()
    if program in _OUTLOOK:
        host = f"LO{int(d[0], 16) % 4 + 2}P{int(d[1:3], 16) + 100}MB{int(d[3:6], 16):04d}"
        return f"{host}{d[6:30]}@{host}.GBRP{int(d[1:3], 16) + 100}.PROD.OUTLOOK.example"
    if program == "gmail":
        inside = base64.urlsafe_b64encode(bytes.fromhex(d)).decode().rstrip("=")
        return f"CA{inside}+w@mail.gmail.example"
    if program in ("apple", "iphone"):
        return f"{d[:8]}-{d[8:12]}-4{d[13:16]}-A{d[17:20]}-{d[20:32]}@{domain}"
    if program == "notes":
        day = f"80258B{d[16:18]}.00"
        return f"OF{d[:8]}.{d[8:16]}-ON{day}{d[18:22]}-{day}{d[22:26]}@{domain}"
    if program == "thunderbird":
        d = d.lower()
        return f"{d[:8]}-{d[8:12]}-{d[12:16]}-{d[16:20]}-{d[20:32]}@{domain}"
    return f"{d[:16].lower()}.{int(d[16:24], 16)}@{domain}"


def boundary(program: str, key: str, level: int) -> str:
    """A boundary in the program's own style."""
    d = digest(f"{key} {level}").upper()
    if program in _OUTLOOK:
        return f"_{level:03d}_{d[:32]}{d[:14]}LO2P123MB{int(d[3:6], 16):04d}GBRP_"
    if program == "gmail":
        return f"000000000000{d[:16].lower()}"
    if program in ("apple", "iphone"):
        return f"Apple-Mail-{d[:8]}-{d[8:12]}-{d[12:16]}-{d[16:20]}-{d[20:32]}"
    return f"----=_Part_{int(d[:6], 16)}_{int(d[6:14], 16)}.{int(d[14:24], 16)}"


def thread_index(parent: bytes | None, when: datetime, key: str) -> bytes:
    """Outlook's conversation index (MS-OXOMSG, section 2.2.1.3): a head, or five bytes more."""
    ticks = int(when.timestamp()) * 10_000_000 + _TICKS_1601
    random = bytes.fromhex(digest(key))
    if parent is None:
        return b"\x01" + struct.pack(">Q", ticks)[1:6] + random[:16]
    began = int.from_bytes(b"\x01" + parent[1:6] + b"\0\0", "big")
    delta = max(ticks - began, 0) >> 18
    return parent + struct.pack(">I", delta & 0x7FFFFFFF) + random[:1]
