"""The indexer's own settings, as ``[mail]`` of config.toml gives them, and where mail lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """``[mail]`` in config.toml."""

    addresses: tuple[str, ...] = ()
    """One's own addresses; else notmuch's ``user.*``, else inferred from the mail."""

    cc_list_people: int = 10
    """How many people a recurring recipient set needs to be a cc list."""

    fetch: str = ""
    """A shell command run before looking for new mail, such as ``mbsync -a``."""

    fetch_minutes: int = 5
    """How often the reader looks for new mail by itself; 0 for only on the key."""

    archive: str = ""
    """The folder beside INBOX that archived mail is moved to, such as ``Archive``, where mbsync
    keeps both; empty to leave files where they are."""

    notmuch_config: str = ""
    """A notmuch configuration file other than the one that notmuch finds by itself."""

    background: bool = True
    """Whether the reader's worker cleans text ahead of being asked."""

    identities: tuple[str, ...] = ()
    """Addresses of one's own beside those: what ``[identity.NAME]`` writes from."""

    storm_people: int = 50
    """To how many people answers have to go to be a reply-all storm."""

    storm_answers: int = 5
    """How many such answers within an hour are one."""


@dataclass(frozen=True, slots=True)
class Where:
    """Whose mail: the Maildir tree of ``--mail DIR``, or None for the user's notmuch.

    The embedded database, its configuration and the cache of a tree live in ``DIR.cclear``. A
    Maildir that config.toml names, for want of a notmuch configuration, is such a tree too.
    """

    mail: Path | None = None

    config: Path | None = None
    """A notmuch configuration file that is used in place of the usual one; not with ``mail``."""
