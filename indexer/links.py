"""Where a link really leads: the addresses that scanners and trackers wrap are taken out.

Only by reading the link itself; nothing is ever asked for. What cannot be read stays as it is.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from indexer import gate

if TYPE_CHECKING:
    from collections.abc import Callable

_DEEP = 4
_FIELDS = 50
_web = re.compile(r"https?://[^/\s]", re.IGNORECASE)
_google = re.compile(r"(?:[\w-]+\.)?google\.(?:co\.|com\.)?[a-z]{2}")
_v3_mark = re.compile(r"\*(\*.)?")
_v3_slashes = re.compile(r"^([a-z]+:)/+(?=[^/])", re.IGNORECASE)
_V3_RUNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

# Host (or the end of it), path's beginning, and the query field that has the target. All of them
# write the target out; Mimecast and their like keep it to themselves.
_FIELDS_OF: tuple[tuple[str, str, str], ...] = (
    ("safelinks.protection.outlook.com", "/", "url"),
    ("safelinks.protection.office365.us", "/", "url"),
    ("google.com", "/url", "q"),
    ("google.com", "/url", "url"),
    ("l.facebook.com", "/l.php", "u"),
    ("lm.facebook.com", "/l.php", "u"),
    ("l.instagram.com", "/", "u"),
    ("linkedin.com", "/safety/go", "url"),
    ("linkedin.com", "/redir/", "url"),
    ("slack-redir.net", "/link", "url"),
    ("youtube.com", "/redirect", "q"),
    ("t.umblr.com", "/redirect", "z"),
    ("steamcommunity.com", "/linkfilter", "url"),
    ("linkprotect.cudasvc.com", "/url", "a"),
    ("clicktime.symantec.com", "/", "u"),
    ("fireeye.com", "/", "u"),
    ("trendmicro.com", "/wis/clicktime/", "url"),
    ("vk.com", "/away.php", "to"),
    ("checklink.mail.ru", "/proxy", "url"),
    ("out.reddit.com", "/", "url"),
    ("duckduckgo.com", "/l/", "uddg"),
)


def target(url: str) -> str:
    """Where an http(s) URL leads behind the wrappers around it; gated as the URL was."""
    for _ in range(_DEEP):
        inner = _unwrapped(url)
        known = gate.url(inner) if inner and _web.match(inner) else None
        if known is None or known == url:
            return url
        url = known
    return url


def _unwrapped(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if _google.fullmatch(host):
        host = "google.com"
    for end, read in _READERS:
        if _under(host, end) and (inner := read(parts)):
            return inner
    for end, path, field in _FIELDS_OF:
        if _under(host, end) and parts.path.lower().startswith(path):
            inner = _field(parts, field)
            if inner:
                return inner
    return None


def _under(host: str, end: str) -> bool:
    return host == end or host.endswith(f".{end}")


def _field(parts: SplitResult, name: str) -> str | None:
    try:
        fields = parse_qsl(parts.query, max_num_fields=_FIELDS)
    except ValueError:
        return None
    return next((value for key, value in fields if key.lower() == name), None)


def _proofpoint(parts: SplitResult) -> str | None:
    """URL Defense, whose versions 1, 2 and 3 each write the target in a way of their own."""
    if parts.path.startswith("/v1/"):
        return _field(parts, "u")
    if parts.path.startswith("/v2/"):
        coded = _field(parts, "u")
        return unquote(coded.replace("-", "%").replace("_", "/")) if coded else None
    if not parts.path.startswith("/v3/__"):
        return None
    whole = parts.path + (f"?{parts.query}" if parts.query else "")
    coded, marked, kept = whole[len("/v3/__") :].rpartition("__;")
    return _v3_target(coded, kept.partition("!")[0]) if marked else None


def _v3_target(coded: str, kept: str) -> str | None:
    """Version 3: each ``*`` stands for a character that is kept in base64, ``**X`` for a run."""
    try:
        characters = base64.urlsafe_b64decode(kept + "=" * (-len(kept) % 4)).decode("utf-8")
    except (binascii.Error, ValueError):
        return None
    at = 0

    def restored(match: re.Match[str]) -> str:
        nonlocal at
        length = 1
        if match[1]:
            run = _V3_RUNS.find(match[1][1])
            if run < 0:
                return match[0]
            length = run + 2
        said = characters[at : at + length]
        at += length
        return said

    return _v3_slashes.sub(r"\1//", _v3_mark.sub(restored, unquote(coded)))


def _cisco(parts: SplitResult) -> str | None:
    """Cisco Secure Email: the target is the last step of the path, percent-encoded."""
    coded = parts.path.rpartition("/")[2]
    return unquote(coded) if "%3A" in coded.upper() else None


def _sophos(parts: SplitResult) -> str | None:
    """Sophos: the target's host as it is, the whole in base64."""
    coded = _field(parts, "u")
    if not coded:
        return None
    try:
        return base64.urlsafe_b64decode(coded + "=" * (-len(coded) % 4)).decode("utf-8")
    except (binascii.Error, ValueError):
        return None


_READERS: tuple[tuple[str, Callable[[SplitResult], str | None]], ...] = (
    ("urldefense.com", _proofpoint),
    ("urldefense.us", _proofpoint),
    ("urldefense.proofpoint.com", _proofpoint),
    ("secure-web.cisco.com", _cisco),
    ("protection.sophos.com", _sophos),
)
