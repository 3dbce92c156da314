"""Names of IMAP folders: modified UTF-7 (RFC 3501, section 5.1.3)."""

from __future__ import annotations

import base64
import re

_SHIFTED = re.compile(r"&([^-]*)-")


def decode(name: str) -> str:
    """A folder's name in Unicode; as it is where it is no modified UTF-7."""

    def shifted(match: re.Match[str]) -> str:
        if not match[1]:
            return "&"
        given = match[1].replace(",", "/")
        data = base64.b64decode(given + "=" * (-len(given) % 4), validate=True)
        return data.decode("utf-16-be")

    try:
        return _SHIFTED.sub(shifted, name)
    except ValueError:
        return name
