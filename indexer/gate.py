"""The one gate: whatever came from mail passes here before it is shown, stored or used.

A message is written by strangers. Its text can carry terminal escapes, characters that reverse
or hide other characters, names that are paths, and ids that are queries. Each function here
takes any string and gives one that is fit for one use; passing twice changes nothing more.
Invisible characters vanish; controls become U+FFFD, so that one sees that something was there.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

# What the eye cannot see and a terminal or a reader can be fooled by: soft hyphen, Arabic letter
# mark, fillers, zero-width space and joins, marks, embeddings, overrides and isolates, invisible
# operators, byte order mark, annotation, shorthand, music and hieroglyph format controls, tags.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\U00013430-\U0001345f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_CONTROL = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(1 << 16, 0x110000, 1 << 16)
)
_JOINERS = "\u200c\u200d"
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
)

_SUSPECT = re.compile(f"[{_INVISIBLE}{_CONTROL}{_JOINERS}{_MARKS}\r\x0b\x0c\x85\u2028\u2029]")
_invisible = re.compile(f"[{_INVISIBLE}]+")
_control = re.compile(f"[{_CONTROL}]")
# A joiner has a meaning between two letters of the scripts that use it, or two emoji; elsewhere
# it only makes equal-looking strings differ.
_stray_joiner = re.compile(
    f"(?<![^\x00-\x7f{_JOINERS}])[{_JOINERS}]|[{_JOINERS}](?![^\x00-\x7f{_JOINERS}])"
)
_joiners = re.compile(f"[{_JOINERS}]")
_pile = re.compile(f"([{_MARKS}]{{4}})[{_MARKS}]+")
_no_break = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_not_plain = re.compile(r"[^\n\t -~]")
_white = re.compile(r"[\n\t]")

_NAME_BYTES = 120
_ENDING_BYTES = 20
_bad_in_name = re.compile(r'[\x00-\x1f<>:"/\\|?*$`\ufffd]')
_spaces = re.compile(r"\s+")
_bad_in_id = re.compile(r'[\s<>"\ufffd]|=\?')
_bad_in_address = re.compile(r'[\s<>",;:()\\\ufffd]')
_bad_in_url = re.compile(r'[\s<>"\\^`{|}\ufffd]')


def _safe(text: str) -> str:
    if not _SUSPECT.search(text):
        return text
    text = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    text = _no_break.sub(" ", text)
    text = _control.sub("\ufffd", _invisible.sub("", text))
    return _pile.sub(r"\1", _stray_joiner.sub("", text))


def line(text: str, limit: int = 998) -> str:
    """One line fit for a terminal, at most ``limit`` characters, cut with an ellipsis.

    Line ends and tabs become spaces. 998 is the line length of RFC 5322, section 2.1.1.
    """
    if not (text.isascii() and text.isprintable()):
        text = _white.sub(" ", _safe(text))
    if len(text) > limit:
        text = text[: limit - 1] + "…" if limit > 0 else ""
    return text


def block(text: str) -> str:
    r"""Lines fit for a terminal: ``\n`` alone ends a line, tabs stay."""
    return _safe(text) if _not_plain.search(text) else text


def file_name(name: str, fallback: str = "attachment") -> str:
    """A bare file name: no path, no leading dash or dot, at most 120 bytes, its ending kept."""
    name = name.replace("\\", "/").rstrip("/ ").rpartition("/")[2]
    name = _joiners.sub("", line(name, 4096))
    name = _spaces.sub(" ", _bad_in_name.sub("_", name)).lstrip(" .-~").rstrip(" .")
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending.encode()) > _ENDING_BYTES:
        stem, dot, ending = name, "", ""
    room = _NAME_BYTES - len((dot + ending).encode())
    if len(stem.encode()) > room:
        stem = stem.encode()[:room].decode("utf-8", "ignore")
        name = (stem.rstrip(" .") + dot + ending).rstrip(" .")
    return name if name.strip("_ .") else fallback


def message_id(text: str) -> str | None:
    """A Message-ID (RFC 5322, section 3.6.4) without its angle brackets; None if unfit for use.

    Unfit is what is empty, longer than 998 characters, or holds a space, an angle bracket, a
    double quote (which would end a notmuch term), the beginning of an encoded word (which Python
    would decode into a header, CVE-2024-6923) or anything that :func:`line` would change.
    """
    text = text.strip()
    if text[:1] == "<" and text[-1:] == ">":
        text = text[1:-1]
    if not text or len(text) > 998 or _bad_in_id.search(text) or line(text) != text:
        return None
    return text


def address(text: str) -> str | None:
    """An addr-spec (RFC 5322, section 3.4.1) in lower case, fit to be compared; None otherwise."""
    text = text.strip().lower()
    local, _, domain = text.rpartition("@")
    if not local or not domain or "@" in local or len(text) > 320 or text[0] == "-":
        return None
    if _bad_in_address.search(text) or line(text) != text:
        return None
    return text


def url(text: str) -> str | None:
    """An absolute http, https or mailto URL, told as it really leads; None for anything else.

    A user name before the host is dropped, since it only passes for a host; a host in other
    scripts is shown in its ASCII form (RFC 5890); characters that could end the URL where it is
    shown are percent-encoded.
    """
    text = re.sub(r"[\t\r\n]", "", text.strip())
    if not text or len(text) > 8000 or line(text, 8000) != text:
        return None
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
        if not host.isascii() and len(host) <= 255:
            host = host.encode("idna").decode("ascii")
    except ValueError:
        return None
    if len(host) > 255:
        return None
    scheme = parts.scheme.lower()
    if scheme == "mailto":
        netloc = ""
        if not parts.path or parts.netloc:
            return None
    elif scheme in ("http", "https") and host and not _bad_in_url.search(host):
        netloc = (f"[{host}]" if ":" in host else host) + (f":{port}" if port is not None else "")
    else:
        return None
    rest = [_bad_in_url.sub(_percent, each) for each in parts[2:]]
    return urlunsplit((scheme, netloc, *rest))


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())
