"""An mbsync configuration read again, for those who look whether its login still works."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cclear.account.model import Auth, Security, Server

if TYPE_CHECKING:
    from collections.abc import Iterator

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_SECURITY: dict[str, Security] = {"imaps": "tls", "starttls": "starttls", "none": "none"}
_PORTS: dict[Security, int] = {"tls": 993, "starttls": 143, "none": 143}


@dataclass(frozen=True, slots=True)
class Saved:
    """What an ``IMAPAccount`` section says about signing in."""

    server: Server
    user: str
    command: str
    """``PassCmd``; empty where there is none."""

    auth: Auth
    ca_file: str = ""


def logins(text: str) -> tuple[Saved, ...]:
    """The accounts of an mbsync configuration, in its order (mbsync(1), CONFIGURATION). Pure.

    A section goes to the next blank line. Keywords are not case-sensitive.
    """
    return tuple(_login(section) for section in _sections(text) if "imapaccount" in section)


def _sections(text: str) -> Iterator[dict[str, str]]:
    section: dict[str, str] = {}
    for line in [*text.splitlines(), ""]:
        words = line.strip()
        if words.startswith("#"):
            continue
        if not words:
            if section:
                yield section
            section = {}
            continue
        key, _, value = words.partition(" ")
        section[key.lower()] = _plain(value.strip())


def _plain(value: str) -> str:
    quoted = _QUOTED.fullmatch(value)
    return re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else value


def _login(section: dict[str, str]) -> Saved:
    said = section.get("tlstype") or section.get("ssltype") or "starttls"
    security = _SECURITY.get(said.lower(), "starttls")
    port = section.get("port", "")
    return Saved(
        Server(
            section.get("host", ""), int(port) if port.isdecimal() else _PORTS[security], security
        ),
        section.get("user", ""),
        section.get("passcmd", "").removeprefix("+"),
        "oauth2" if "oauth" in section.get("authmechs", "").lower() else "password",
        section.get("certificatefile", ""),
    )
