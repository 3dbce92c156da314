"""Asking the network who provides an address's mail, once its owner agreed to that.

In this order: the domain's mail exchangers, for providers that are known; its SRV records
(RFC 6186; RFC 8314 for submissions); then the autoconfig file that it may publish for mail
programs. What is asked goes to the domain's own servers, and to nobody else. The file's answers
are hostile until a login works: only TLS is believed in, and nothing of it is shown as it is.
"""

from __future__ import annotations

import contextlib
import re
import threading
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from cclear.account.model import Server
from cclear.account.providers import Provider, by_exchangers
from indexer import gate

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from cclear.account.model import Security

_MOST_BYTES = 200_000
_HOST = re.compile(r"(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
_SECURITIES: dict[str, Security] = {"SSL": "tls", "STARTTLS": "starttls"}


class Resolver(Protocol):
    """Asks the DNS; :class:`dns.resolver.Resolver` is one."""

    def resolve(self, name: str, kind: str, /, *, lifetime: float) -> Any:  # noqa: ANN401
        """The records of a name, an iterable; raises dns.exception.DNSException."""


@dataclass(frozen=True, slots=True)
class _Srv:
    priority: int
    weight: int
    port: int
    host: str


def look_up(
    address: str,
    *,
    resolver: Resolver | None = None,
    fetch: Callable[[str, float], bytes | None] | None = None,
    seconds: float = 15,
) -> Provider | None:
    """Who provides an address's mail, as the network tells it; None where it does not.

    Blocks, ``seconds`` at most. ``resolver`` and ``fetch`` are the system's where not given.
    """
    domain = address.rpartition("@")[2].casefold().rstrip(".")
    with contextlib.suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    if not _HOST.fullmatch(domain):
        return None
    end = time.monotonic() + seconds
    asked = resolver or _system()
    found: Provider | None = None
    for ask in (
        lambda left: by_exchangers(_exchangers(asked, domain, left)),
        lambda left: _by_srv(asked, domain, left),
        lambda left: _by_autoconfig(fetch or fetch_https, domain, address, left),
    ):
        left = end - time.monotonic()
        if left <= 0:
            break
        found = _within(left, ask)
        if found:
            break
    return replace(found, source="MX") if found and found.source == "known" else found


def _within(seconds: float, ask: Callable[[float], Provider | None]) -> Provider | None:
    """What is found in that time; a server that drips bytes is left to itself."""
    found: list[Provider | None] = []

    def run() -> None:
        found.append(ask(seconds))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    return found[0] if found else None


def _system() -> Resolver:
    import dns.resolver

    return dns.resolver.Resolver()


def _ask(resolver: Resolver, name: str, kind: str, seconds: float) -> list[Any]:
    from dns.exception import DNSException

    try:
        return list(resolver.resolve(name, kind, lifetime=seconds))
    except (DNSException, OSError):
        return []


def _exchangers(resolver: Resolver, domain: str, seconds: float) -> list[str]:
    records = _ask(resolver, domain, "MX", seconds)
    return [str(one.exchange) for one in sorted(records, key=lambda one: int(one.preference))]


def _by_srv(resolver: Resolver, domain: str, seconds: float) -> Provider | None:
    """RFC 6186, section 3.4: of several the lowest priority; "." means that there is none."""
    imap = _server(resolver, domain, {"_imaps": "tls", "_imap": "starttls"}, seconds / 4)
    if imap is None:
        return None
    ways: dict[str, Security] = {"_submissions": "tls", "_submission": "starttls"}
    smtp = _server(resolver, domain, ways, seconds / 4)
    return Provider(domain, imap, smtp, source="SRV")


def _server(
    resolver: Resolver, domain: str, ways: dict[str, Security], seconds: float
) -> Server | None:
    for service, security in ways.items():
        records = [
            _Srv(one.priority, one.weight, one.port, str(one.target).casefold().rstrip("."))
            for one in _ask(resolver, f"{service}._tcp.{domain}", "SRV", seconds)
        ]
        for one in sorted(records, key=lambda one: (one.priority, -one.weight)):
            if _HOST.fullmatch(one.host) and 0 < one.port < 65536:
                return Server(one.host, one.port, security)
    return None


def _by_autoconfig(
    fetch: Callable[[str, float], bytes | None], domain: str, address: str, seconds: float
) -> Provider | None:
    path = "mail/config-v1.1.xml"
    for url in (
        f"https://autoconfig.{domain}/{path}",
        f"https://{domain}/.well-known/autoconfig/{path}",
    ):
        data = fetch(url, seconds / 2)
        found = autoconfig(data, address) if data else None
        if found:
            return replace(found, source=url)
    return None


def autoconfig(data: bytes, address: str) -> Provider | None:
    """What an autoconfig file says; None where it is none, or offers no IMAP over TLS. Pure.

    The format is Thunderbird's, config-v1.1.
    """
    from xml.etree import ElementTree as ET

    try:
        text = data[:_MOST_BYTES].decode("utf-8-sig")
        # Entities are the one way in which a small file becomes a large one.
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            return None
        root = ET.fromstring(text)  # noqa: S314 - entities are out, and so is size
    except (UnicodeDecodeError, ET.ParseError, ValueError):
        return None
    incoming = _offered(root, "incomingServer", "imap", address)
    if incoming is None:
        return None
    imap, user, auth = incoming
    outgoing = _offered(root, "outgoingServer", "smtp", address)
    name = gate.line(root.findtext("emailProvider/displayName") or imap.host, 60)
    is_local = user == "%EMAILLOCALPART%"
    return Provider(
        name,
        imap,
        outgoing[0] if outgoing else None,
        login="local" if is_local else "address",
        auth=("oauth2",) if auth == "OAuth2" else ("password",),
    )


def _offered(root: Element, tag: str, kind: str, address: str) -> tuple[Server, str, str] | None:
    """The first server of a kind that speaks TLS."""
    local, _, domain = address.rpartition("@")
    for one in root.iterfind(f"emailProvider/{tag}[@type='{kind}']"):
        host = (one.findtext("hostname") or "").strip().casefold()
        host = host.replace("%emaildomain%", domain.casefold())
        host = host.replace("%emaillocalpart%", local.casefold())
        port = (one.findtext("port") or "").strip()
        security = _SECURITIES.get((one.findtext("socketType") or "").strip().upper())
        if security and _HOST.fullmatch(host) and re.fullmatch(r"[1-9]\d{0,4}", port):
            user = (one.findtext("username") or "").strip()
            ways = [(way.text or "").strip() for way in one.iterfind("authentication")]
            return Server(host, int(port), security), user, ways[0] if ways else ""
    return None


def fetch_https(url: str, seconds: float, ca_file: str = "") -> bytes | None:
    """Get a small file over https, following only to https; None where there is none."""
    import ssl
    import urllib.error
    import urllib.request

    class OnlySafe(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *given: Any, **named: Any) -> Any:  # noqa: ANN401
            made = super().redirect_request(*given, **named)
            return made if made and made.full_url.startswith("https://") else None

    trusted = ssl.create_default_context(cafile=ca_file or None)
    opener = urllib.request.build_opener(
        OnlySafe, urllib.request.HTTPSHandler(context=trusted), urllib.request.ProxyHandler()
    )
    try:
        with opener.open(url, timeout=seconds) as answer:
            data = answer.read(_MOST_BYTES + 1)
    except (urllib.error.URLError, OSError, ValueError, ssl.SSLError):
        return None
    return data if isinstance(data, bytes) and len(data) <= _MOST_BYTES else None
