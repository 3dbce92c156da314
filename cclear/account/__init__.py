"""An IMAP account of one's own: who provides it, whether the login works, how mbsync syncs it.

Nothing here asks the user anything: ``cclear setup`` does, and calls this. The names below are
the door; each is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cclear.account.faults import Fault as Fault
    from cclear.account.first import (
        count_since as count_since,
        first_sync as first_sync,
        is_limited as is_limited,
        open_up as open_up,
    )
    from cclear.account.folders import placed as placed, usual as usual
    from cclear.account.login import check as check, check_smtp as check_smtp
    from cclear.account.lookup import look_up as look_up
    from cclear.account.mbsyncrc import (
        configuration as configuration,
        fetch_command as fetch_command,
    )
    from cclear.account.model import (
        Account as Account,
        AccountError as AccountError,
        Auth as Auth,
        Folder as Folder,
        Mailbox as Mailbox,
        Security as Security,
        Server as Server,
        Synced as Synced,
        Use as Use,
    )
    from cclear.account.owned import Written as Written, write as write
    from cclear.account.providers import Provider as Provider, Way as Way, guess as guess
    from cclear.account.reading import Saved as Saved, logins as logins
    from cclear.account.secrets import (
        Kept as Kept,
        keep_in_file as keep_in_file,
        keep_in_keyring as keep_in_keyring,
        keyring_name as keyring_name,
        read_secret as read_secret,
    )
    from cclear.account.settling import settle as settle
    from cclear.account.syncing import (
        Outcome as Outcome,
        Progress as Progress,
        mbsync_version as mbsync_version,
        sync as sync,
    )

_HOMES = {
    "faults": ("Fault",),
    "first": ("count_since", "first_sync", "is_limited", "open_up"),
    "folders": ("placed", "usual"),
    "login": ("check", "check_smtp"),
    "model": (
        "Account", "AccountError", "Auth", "Folder", "Mailbox", "Security", "Server", "Synced",
        "Use",
    ),
    "lookup": ("look_up",),
    "mbsyncrc": ("configuration", "fetch_command"),
    "owned": ("Written", "write"),
    "providers": ("Provider", "Way", "guess"),
    "reading": ("Saved", "logins"),
    "secrets": ("Kept", "keep_in_file", "keep_in_keyring", "keyring_name", "read_secret"),
    "settling": ("settle",),
    "syncing": ("Outcome", "Progress", "mbsync_version", "sync"),
}  # fmt: skip


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the module protocol of PEP 562
    home = next((home for home, names in _HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(name)
    return getattr(import_module(f"cclear.account.{home}"), name)
