"""Which servers an address has: known, looked up after asking, or named by the user."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from cclear.account import AccountError, Server
from tui.interview import Ask, Choice, Tell, Working, ask

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from cclear.account import Provider

_PORTS = {993: "tls", 465: "tls", 143: "starttls", 587: "starttls"}


@dataclass(frozen=True, slots=True)
class Servers:
    """Where an address's mail is, and who provides it, where that is known."""

    address: str
    imap: Server
    smtp: Server | None
    user: str
    provider: Provider | None = None


def begin(address: str) -> Generator[Ask | Tell | Working, str, Servers]:
    """Find the servers, and have the user agree to them."""
    from cclear.account import guess

    provider = guess(address)
    domain = address.rpartition("@")[2]
    if provider is None:
        answer = yield Ask(
            "lookup",
            f"May cclear ask the network which servers {domain} has?",
            (f"It asks DNS for its SRV and MX records, and {domain} for its autoconfig page.",),
            default="yes",
            choices=(
                Choice("yes", "Yes", "and nothing of yours is sent along"),
                Choice("no", "No", "you name them"),
            ),
        )
        if answer == "yes":
            provider = yield from _looked_up(address)
    found = _of(address, provider)
    return (yield from _agreed(found, "", (True, True)))


def again(
    servers: Servers, trouble: str, *, is_smtp: bool
) -> Generator[Ask | Tell | Working, str, Servers]:
    """Ask for a server anew, saying what was wrong with it."""
    return (yield from _agreed(servers, trouble, (not is_smtp, is_smtp)))


def _looked_up(address: str) -> Generator[Tell | Working, str, Provider | None]:
    from cclear.account import look_up

    yield Working(f"Asking which servers {address.rpartition('@')[2]} has")
    try:
        found = look_up(address)
    except AccountError as error:
        yield Tell(str(error), trouble=True)
        return None
    if found is None:
        yield Tell("Nothing was found there; name them yourself.", trouble=True)
    return found


def _of(address: str, provider: Provider | None) -> Servers:
    domain = address.rpartition("@")[2]
    if provider is None:
        guessed = Server(f"imap.{domain}", 993), Server(f"smtp.{domain}", 465)
        return Servers(address, *guessed, user=address)
    return Servers(address, provider.imap, provider.smtp, provider.user(address), provider)


def _agreed(found: Servers, trouble: str, which: tuple[bool, bool]) -> Generator[Ask, str, Servers]:
    whose = f"{found.provider.name}’s. " if found.provider else ""
    detail = f"{whose}host:port; 993 is TLS, 143 STARTTLS."
    if which[0]:
        answer = yield from ask(
            Ask("imap", "The IMAP server?", (detail,), default=shown(found.imap), trouble=trouble),
            wrong,
        )
        found = replace(found, imap=named(answer, found.imap))
        user = yield Ask("user", "The name to sign in with?", default=found.user)
        found = replace(found, user=user)
    if which[1]:
        default = shown(found.smtp) if found.smtp else f"{found.imap.host}:465"
        answer = yield from ask(
            Ask("smtp", "The SMTP server, for sending?",
                ("host:port; 465 is TLS, 587 STARTTLS.",), default=default, trouble=trouble),
            wrong,
        )  # fmt: skip
        found = replace(found, smtp=named(answer, found.smtp))
    return found


def shown(server: Server) -> str:
    """A server as people write it; the security where the port does not tell it."""
    usual = _PORTS.get(server.port, "tls") == server.security
    return f"{server.host}:{server.port}" + ("" if usual else f" {server.security}")


def named(text: str, before: Server | None) -> Server:
    """The server that a person wrote: ``host``, ``host:port``, ``host:port starttls``."""
    place, _, security = text.strip().partition(" ")
    host, _, port = (
        place.rpartition(":") if place.rpartition(":")[2].isdecimal() else (place, "", "")
    )
    number = int(port) if port else before.port if before else 993
    if not security and before and (host, number) == (before.host, before.port):
        return before
    return Server(host, number, _security(security.strip() or _PORTS.get(number, "tls")))


def _security(word: str) -> Literal["tls", "starttls", "none"]:
    return "starttls" if word == "starttls" else "none" if word == "none" else "tls"


def wrong(text: str) -> str:
    """What is wrong with a server as it was written."""
    place, _, security = text.strip().partition(" ")
    host, colon, port = place.rpartition(":")
    if colon and not port.isdecimal():
        return f"{port} is no port; write host:port, such as imap.example.org:993"
    if colon and not 0 < int(port) < 65536:
        return f"{port} is no port: a number from 1 to 65535"
    if not (host if colon else place):
        return "a server has a name; write host:port"
    if security.strip() not in ("", "tls", "starttls", "none"):
        return f"{security.strip()} is none of: tls, starttls, none"
    return ""


def full_name(environ: Mapping[str, str]) -> str:
    """The user's name as the system knows it; empty where it does not."""
    import os
    import pwd

    if name := environ.get("NAME", ""):
        return name
    try:
        name = pwd.getpwuid(os.getuid()).pw_gecos.partition(",")[0].strip()
    except KeyError:
        return ""
    return "" if name.lower() in ("root", "nobody") else name
