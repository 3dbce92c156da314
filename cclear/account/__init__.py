"""An IMAP account of one's own: who provides it, whether the login works, how mbsync syncs it.

Nothing here asks the user anything: ``cclear setup`` does, and calls this. The names below are
the door; each is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cclear.account.login import check as check, check_smtp as check_smtp
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
    from cclear.account.settling import settle as settle

_HOMES = {
    "login": ("check", "check_smtp"),
    "model": (
        "Account", "AccountError", "Auth", "Folder", "Mailbox", "Security", "Server", "Synced",
        "Use",
    ),
    "settling": ("settle",),
}  # fmt: skip


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the module protocol of PEP 562
    home = next((home for home, names in _HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(name)
    return getattr(import_module(f"cclear.account.{home}"), name)
