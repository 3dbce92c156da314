"""The outbox's own settings, as ``[outbox]`` and ``[identity.NAME]`` of config.toml give them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

TRANSPORTS = ("", "smtp", "sendmail", "drafts")
SECURITIES = ("tls", "starttls", "none")
AUTHS = ("password", "oauth2")


@dataclass(frozen=True, slots=True)
class Transport:
    """A way to send; all of these may stand in ``[outbox]`` and in any ``[identity.NAME]``."""

    transport: str = ""
    """``smtp``, ``sendmail`` (a program), or ``drafts``: left there for another program to send."""

    command: str = "sendmail"
    """The sendmail-compatible program with arguments of its own, such as ``msmtp -a work``."""

    host: str = ""
    """The SMTP server's name, which its certificate has to bear."""

    port: int = 0
    """The server's port; 0 for 465 with ``tls``, 587 with ``starttls``, 25 with ``none``."""

    security: str = "tls"
    """``tls`` from the first byte, ``starttls`` or nothing is sent, ``none`` on loopback alone."""

    user: str = ""
    """The name to log in with; empty for a server that wants none."""

    auth: str = "password"
    """``password``, or ``oauth2``: what ``password_command`` prints is an access token then."""

    password_command: str = ""
    """A shell command whose first line of output is the password; without it, the keyring's."""

    ca_file: str = ""
    """Certificates to trust instead of the system's, in PEM form."""

    deadline_seconds: int = 120
    """How long one exchange may take from its first to its last byte."""


@dataclass(frozen=True, slots=True)
class Identity(Transport):
    """``[identity.NAME]``: who one is to some. With ``transport``, it is sent in its own way."""

    identity: str = ""
    """The NAME; empty for who one is without any."""

    address: str = ""
    """The address to write from."""

    name: str = ""
    """The name beside it; without it, ``[outbox]``'s."""

    signature: str = ""
    """What stands under ``-- ``; without it, ``[outbox]``'s."""

    lists: tuple[str, ...] = ()
    """The lists, by name, that this identity writes to."""


@dataclass(frozen=True, slots=True)
class Settings(Transport):
    """``[outbox]`` in config.toml, and the identities. Folders are Maildirs below the mail's."""

    name: str = ""
    """One's name in From; else notmuch's ``user.name``, else what one has written under."""

    signature: str = ""
    """What stands below every message, under ``-- ``; several lines between triple quotes."""

    drafts: str = "Drafts"
    """Where drafts are saved."""

    sent: str = "Sent"
    """Where copies of what was sent are kept."""

    queue: str = "cclear/queue"
    """What waits to be sent; leave it out of what is synced with a server."""

    undo_seconds: int = 10
    """How long a message that was sent in the reader waits, to be taken back."""

    many_people: int = 12
    """Above how many people a reply wants their number typed."""

    identities: tuple[Identity, ...] = ()
    """``[identity.NAME]``, in the file's order."""


@dataclass(frozen=True, slots=True)
class Folders:
    """The Maildirs of the outbox."""

    drafts: Path
    queue: Path
    sent: Path


def folders(settings: Settings, mail_root: Path) -> Folders:
    """Where drafts, queue and sent copies lie in a mail folder."""
    return Folders(
        mail_root / settings.drafts, mail_root / settings.queue, mail_root / settings.sent
    )


def choose(
    settings: Settings,
    own: Sequence[str],
    *,
    lists: Collection[str] = (),
    written_to: Collection[str] = (),
) -> Identity:
    """Who writes: by the list, else by the address that was written to, else the first.

    ``own`` are one's own addresses, the usual one first; ``lists`` the names of the conversation's
    lists; ``written_to`` the addresses that the answered message was to. Pure. The identity's
    address is empty only where ``own`` is, and the identity has none.
    """
    reached = {a.lower() for a in written_to}
    received = next((a.lower() for a in own if a.lower() in reached), "")
    known = settings.identities
    found = next((i for i in known if set(i.lists) & set(lists)), None)
    found = found or next((i for i in known if i.address and i.address.lower() in reached), None)
    if found is None:
        found = Identity(address=received) if received or not known else known[0]
    return replace(
        found,
        address=found.address or next(iter(own), "").lower(),
        name=found.name or settings.name,
        signature=found.signature or settings.signature,
    )


def transport_of(settings: Settings, identity: str) -> Transport:
    """How the identity of that NAME sends; ``transport`` is empty where nothing is set up."""
    own = next((i for i in settings.identities if i.identity == identity), None)
    return own if own and own.transport else settings


def mistake(settings: Transport) -> tuple[str, str] | None:
    """The first setting that cannot be, and what is wrong with it, in words."""
    checks = (
        ("transport", settings.transport in TRANSPORTS, "is one of: smtp, sendmail, drafts"),
        ("security", settings.security in SECURITIES, f"is one of: {', '.join(SECURITIES)}"),
        ("auth", settings.auth in AUTHS, f"is one of: {', '.join(AUTHS)}"),
        (
            "auth",
            settings.auth == "password" or bool(settings.password_command),
            'is "oauth2", which needs password_command, a command that prints an access token',
        ),
        ("port", 0 <= settings.port < 65536, "is a port: a number from 1 to 65535"),
        ("deadline_seconds", 0 < settings.deadline_seconds <= 3600, "is a number from 1 to 3600"),
        (
            "transport",
            bool(settings.host) or settings.transport != "smtp",
            'is "smtp", which needs host, the name of the server',
        ),
    )
    found = next(((name, words) for name, good, words in checks if not good), None)
    return found or (_own_mistake(settings) if isinstance(settings, Settings) else None)


def _own_mistake(settings: Settings) -> tuple[str, str] | None:
    if not 0 <= settings.undo_seconds <= 3600:
        return "undo_seconds", "is a number from 0 to 3600"
    if settings.many_people < 1:
        return "many_people", "is a number from 1 up"
    names = {"drafts": settings.drafts, "sent": settings.sent, "queue": settings.queue}
    for name, value in names.items():
        parts = value.split("/")
        if any(p in ("", ".", "..", "cur", "new", "tmp") for p in parts) or "\0" in value:
            return name, "is a folder below the mail's, such as Drafts or work/Drafts"
        is_given = value != getattr(Settings(), name)
        if is_given and list(names.values()).count(value) > 1:
            return name, "has the name of another folder; give it one of its own"
    return None
