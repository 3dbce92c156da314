"""Outlook's Thread-Index, extended by an answer (MS-OXOMSG, section 2.2.1.3). Pure."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_ROOT, _BLOCK, _MOST = 22, 5, 700
_EPOCH = 11_644_473_600
"""Seconds from 1601, where Windows counts from, to 1970."""


def extended(index: str, when: datetime) -> str:
    """The index of an answer sent at ``when``: five bytes more. Empty where it makes no sense.

    A block holds how long after the conversation's beginning the answer was sent: one bit says
    whether in units of 2^18 or, after 1.7 years, 2^23 times 100 ns; 31 bits count them.
    """
    try:
        known = base64.b64decode(index, validate=True)
    except (binascii.Error, ValueError):
        return ""
    if not _ROOT <= len(known) < _MOST or (len(known) - _ROOT) % _BLOCK:
        return ""
    # The first six bytes are the highest of a time of eight.
    begun = int.from_bytes(known[:6], "big") << 16
    since = max(int((when.timestamp() + _EPOCH) * 10_000_000) - begun, 0)
    delta = since >> 18 if since < 1 << 49 else (1 << 31) | (since >> 23) & 0x7FFFFFFF
    salt = hashlib.sha256(known + delta.to_bytes(4, "big")).digest()[:1]
    return base64.b64encode(known + delta.to_bytes(4, "big") + salt).decode("ascii")
