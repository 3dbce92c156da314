"""Who provides an address's mail, and how: from data that comes with the program."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

from cclear.account.model import Server

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cclear.account.model import Security

Way = Literal["password", "app-password", "oauth2"]
"""A way to log in: an app password is one that the provider makes for one program."""

_PORTS: dict[tuple[str, Security], int] = {
    ("imap", "tls"): 993,
    ("imap", "starttls"): 143,
    ("smtp", "tls"): 465,
    ("smtp", "starttls"): 587,
}


@dataclass(frozen=True, slots=True)
class Provider:
    """Where an address's mail is, and what is particular about it."""

    name: str
    imap: Server
    smtp: Server | None
    """None where it could not be found out."""

    login: Literal["address", "local"] = "address"
    auth: tuple[Way, ...] = ("password",)
    """The ways to log in, the best for most people first."""

    hint: str = ""
    """What to do before it works, a sentence; empty where nothing is."""

    saves_sent: bool = False
    take: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    """For :func:`cclear.account.usual`."""

    refuses: str = ""
    """Why it cannot be synced at all, and what else to do; empty where it can."""

    source: str = "known"
    """How it was found: ``known``, ``MX``, ``SRV``, or the autoconfig file's address."""

    def user(self, address: str) -> str:
        """The name to log in with."""
        return address.rpartition("@")[0] if self.login == "local" else address


def guess(address: str) -> Provider | None:
    """The provider of an address by its domain alone; None where it has one of its own. Pure."""
    domain = address.rpartition("@")[2].casefold().rstrip(".")
    return next((one for domains, _, one in _known() if domain in domains), None)


def by_exchangers(names: Iterable[str]) -> Provider | None:
    """The provider that hosts a domain with these mail exchangers, best first. Pure."""
    for name in names:
        host = name.casefold().rstrip(".")
        ends = [
            (len(end), provider)
            for _, mx, provider in _known()
            for end in mx
            if host == end or host.endswith(f".{end}")
        ]
        if ends:
            # olc.protection.outlook.com is another provider than protection.outlook.com.
            return max(ends, key=lambda found: found[0])[1]
    return None


@functools.cache
def _known() -> tuple[tuple[frozenset[str], tuple[str, ...], Provider], ...]:
    text = files("cclear.account").joinpath("providers.toml").read_text(encoding="utf-8")
    return tuple(
        (frozenset(table.get("domains", ())), tuple(table.get("mx", ())), _provider(table))
        for table in tomllib.loads(text).values()
    )


def _provider(table: dict[str, Any]) -> Provider:
    given = {key: value for key, value in table.items() if key not in ("domains", "mx")}
    for name in ("auth", "take", "leave_out"):
        if name in given:
            given[name] = tuple(given[name])
    if "refuses" in given:
        return Provider(imap=Server("", 0), smtp=None, **given)
    given["imap"] = _server("imap", given["imap"])
    given["smtp"] = _server("smtp", given["smtp"])
    return Provider(**given)


def _server(kind: str, text: str) -> Server:
    where, _, last = text.partition(" ")
    security: Security = "starttls" if last == "starttls" else "tls"
    host, _, port = where.partition(":")
    return Server(host, int(port or _PORTS[kind, security]), security)
