"""The words of an account: servers, folders, what is synced; and what can go wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cclear.errors import PlainError

if TYPE_CHECKING:
    from pathlib import Path

Security = Literal["tls", "starttls", "none"]
"""TLS from the first byte, after STARTTLS, or none (servers on this machine alone)."""

Auth = Literal["password", "oauth2"]
"""What the secret is: a password, or an OAuth 2 access token."""

Use = Literal[
    "", "inbox", "sent", "drafts", "archive", "trash", "junk", "all", "flagged", "important"
]
"""What a folder is for (RFC 6154, RFC 8457); "" for one that somebody made."""

Trouble = Literal[
    "password",
    "app-password",
    "token",
    "imap-disabled",
    "login-disabled",
    "name",
    "network",
    "refused",
    "slow",
    "certificate",
    "no-tls",
    "server",
    "folder",
    "disk",
    "locked",
    "uidvalidity",
    "configuration",
    "no-mbsync",
]


class AccountError(PlainError):
    """Something is wrong with an account: one sentence that says what, and what to do."""

    def __init__(self, trouble: Trouble, text: str) -> None:
        super().__init__(text)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server listens."""

    host: str
    port: int
    security: Security = "tls"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder on a server."""

    name: str
    """For people and for the disk: Unicode, parts joined by ``/``, without the server's prefix."""

    raw: str
    """As the server itself writes it, in modified UTF-7 (RFC 3501, section 5.1.3)."""

    use: Use = ""
    messages: int | None = None
    """How many messages it holds; None where that was not asked for, or was too slow."""

    is_selectable: bool = True
    """Whether it holds mail, and mbsync can name it."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """What a login found."""

    folders: tuple[Folder, ...]
    """INBOX first, then by name."""

    delimiter: str
    prefix: str
    """What the server wants before the name of every folder but INBOX, such as ``INBOX.``."""

    capabilities: frozenset[str]


@dataclass(frozen=True, slots=True)
class Synced:
    """A folder that is kept here too."""

    far: str
    """On the server: :attr:`Folder.name`."""

    near: str
    """Below the mail's root: a Maildir; parts joined by ``/``."""

    use: Use = ""
    far_utf7: str = ""
    """The server's name in modified UTF-7, for mbsync before 1.5; empty where it is the same."""


@dataclass(frozen=True, slots=True)
class Account:
    """One IMAP account as it is synced."""

    address: str
    imap: Server
    user: str
    secret_command: str
    """A shell command that prints the password, or the access token, on one line."""

    root: Path
    """The directory that the Maildirs lie in, from the root on."""

    folders: tuple[Synced, ...]
    auth: Auth = "password"
    ca_file: str = ""
    """Certificates to trust instead of the system's, in PEM form."""

    saves_sent: bool = False
    """Whether the provider keeps a copy of what it is given to send: ours is not uploaded then."""
