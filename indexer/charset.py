"""Bytes to text, whatever charset was declared: bodies, raw headers and RFC 2047 words."""

from __future__ import annotations

import binascii
import codecs
import re
from functools import lru_cache

# Labels as the WHATWG Encoding Standard reads them, where Python's own reading is narrower than
# what mail programs mean, and labels that mail has and Python lacks.
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "x-sjis": "cp932",
    "x-gbk": "gb18030",
    "x-euc-jp": "euc_jp",
    "x-mac-roman": "mac_roman",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "iso-2022-jp": "iso2022_jp_ext",
    "iso2022_jp": "iso2022_jp_ext",
    "ks_c_5601-1987": "cp949",
    "unicode-1-1-utf-7": "utf-7",
    "utf8mb4": "utf-8",
    "unicode": "utf-16",
}
# Python codecs that are no charset of text, are slow on purpose-made input, or run escapes.
_REFUSED = {
    "idna", "punycode", "unicode_escape", "raw_unicode_escape", "unicode-escape",
    "raw-unicode-escape", "undefined", "mbcs", "oem",
}  # fmt: skip
_ONE_BYTE_LATIN = {"cp1252", "iso8859-15"}
_label = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+-]{0,39}\Z")

_windows = re.compile(r"^(?:x-)?(?:windows|win|ms|cp)[-_]?(\d{3,4})$")

_ENCODED_WORD = re.compile(
    r"=\?([^?*\s]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?\n]*)\?="
    r"(?:[ \t]+(?==\?[^?\s]{1,60}\?[bBqQ]\?))?"
)


@lru_cache(maxsize=256)
def codec(label: str) -> str | None:
    """The Python codec that a charset label means; None where it means none."""
    label = label.strip(" \t\"'").lower()
    if not _label.match(label):
        return None
    label = _MEANT.get(label, _windows.sub(r"cp\1", label))
    try:
        name = codecs.lookup(label).name
        b"".decode(name)  # which bytes-to-bytes codecs, such as zlib's, refuse
    except (LookupError, ValueError):
        return None
    return None if name in _REFUSED else _MEANT.get(name, name)


def guess(data: bytes) -> str:
    """Text of bytes without a charset that can be trusted: UTF-8, else Windows-1252."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def decode(data: bytes, label: str | None) -> str:
    """The text of ``data`` said to be in charset ``label``; what does not fit becomes U+FFFD.

    Windows-1252 is read where Latin-1 or ASCII is declared (so does the WHATWG standard), and
    UTF-8 where one of these is declared yet all the bytes beyond ASCII form UTF-8.
    """
    if data.startswith(codecs.BOM_UTF8):
        data, label = data[3:], "utf-8"
    name = codec(label) if label else None
    if name is None or (data.isascii() and name in _ONE_BYTE_LATIN):
        return guess(data)
    if name in _ONE_BYTE_LATIN or name == "utf-8":
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            # A stray byte or a cut does not make UTF-8 another charset.
            text = data.decode(name, "replace")
            broken = text.count("\ufffd") if name == "utf-8" else 0
            beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
            return text if 2 * broken <= beyond_ascii else guess(data)
    try:
        return data.decode(name, "replace")
    except (ValueError, LookupError, AssertionError):
        return guess(data)


def header(data: bytes) -> str:
    """A header's bytes as text: raw 8-bit ones as UTF-8 or Windows-1252 (RFC 6532)."""
    return data.decode("ascii") if data.isascii() else guess(data)


def words(text: str) -> str:
    """Text with its RFC 2047 encoded words decoded; a malformed one stays as it stands.

    Neighbours in one charset are decoded together, since mail programs cut characters in two.
    """
    if "=?" not in text:
        return text
    out: list[str] = []
    held, held_label, end = b"", "", 0
    for match in _ENCODED_WORD.finditer(text):
        if match.start() != end:
            out.append(decode(held, held_label) if held else "")
            out.append(text[end : match.start()])
            held = b""
        data = _word(match[2], match[3])
        label = match[1].lower()
        if held and label != held_label:
            out.append(decode(held, held_label))
            held = b""
        held, held_label, end = held + data, label, match.end()
    out.append(decode(held, held_label) if held else "")
    out.append(text[end:])
    return "".join(out)


def _word(form: str, coded: str) -> bytes:
    if form in "qQ":
        return binascii.a2b_qp(coded.encode("utf-8", "replace"), header=True)
    return base64(coded.encode("ascii", "ignore"))


_not_base64 = bytes(
    set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")
)


def base64(data: bytes) -> bytes:
    """Base64 (RFC 2045, section 6.8) without complaint: junk, bad padding and cut ends pass."""
    data = data.translate(None, _not_base64)
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        pass
    data = data.replace(b"=", b"")
    data = data[: len(data) - (len(data) % 4 == 1)]
    return binascii.a2b_base64(data + b"=" * (-len(data) % 4))
