"""The mbsync configuration of an account: text that explains itself, for its owner to edit.

What it says was tried with isync 1.4.4 and 1.5.1. Pure.
"""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from cclear.account.model import AccountError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cclear.account.model import Account, Synced

_HEAD = """\
# How mbsync (isync) keeps {address} in step with
# {root}
#
# This file is yours. cclear writes it once, and never again over what you changed. Its words are
# explained by: man mbsync. What runs it is "fetch" in cclear's config.toml:
#     {fetch}
#
# What happens to mail:
# - New mail comes here; what is read, answered or flagged on either side is so on both.
# - Deleted or moved elsewhere, it goes away here too ("Expunge Near").
# - A file that is gone here stays on the server: pushing that is not among what is synced.
#   Drafts are the exception, so that a draft that was sent or dropped here is gone there.
# - INBOX lets go of what is marked as deleted, here or there ("Expunge Both"): that is how mail
#   leaves it that was archived here, once it lies in the archive on the server too.
"""

_ACCOUNT = """\
# For all folders: mail keeps the date it arrived at; what was synced is noted in each Maildir.
CopyArrivalDate yes
SyncState *

IMAPAccount server
Host {host}
Port {port}
User {user}
# The command's one line of output is the {secret}; it is kept nowhere else.
PassCmd {command}
{tls} {security}
{ca_file}AuthMechs {mechanisms}
# Seconds without an answer until mbsync gives up.
Timeout 60

IMAPStore server
Account server

# Folders lie in folders, as on the server. Maildirs' own names for subfolders (.A.B) would be
# hidden from much that reads them.
MaildirStore here
Path {path}
Inbox {inbox}
SubFolders Verbatim
"""


def configuration(
    account: Account,
    version: tuple[int, ...],
    *,
    path: Path | None = None,
    limits: Mapping[str, int] | None = None,
) -> str:
    """The configuration for this version of mbsync, such as ``(1, 4, 4)``.

    ``path`` is where it will lie. ``limits`` has, by :attr:`Synced.near`, how many of the newest
    messages are fetched; see :mod:`cclear.account.first`. Raises AccountError ``configuration``
    for a value that cannot stand in one.
    """
    is_new = version >= (1, 5)
    security = {"tls": "IMAPS", "starttls": "STARTTLS", "none": "None"}[account.imap.security]
    is_token = account.auth == "oauth2"
    head = _HEAD.format(
        address=_line(account.address),
        root=_line(str(account.root)),
        fetch=_line(fetch_command(path)) if path else "mbsync -a -c FILE",
    )
    body = _ACCOUNT.format(
        host=_word(account.imap.host),
        port=account.imap.port,
        user=_word(account.user),
        secret="OAuth 2 access token" if is_token else "password",
        command=_word(account.secret_command),
        tls="TLSType" if is_new else "SSLType",
        security=security,
        ca_file=f"CertificateFile {_word(account.ca_file)}\n" if account.ca_file else "",
        # LOGIN is mbsync's own; PLAIN needs a module of SASL, and takes any password.
        mechanisms="XOAUTH2" if is_token else "PLAIN LOGIN",
        path=_word(f"{account.root}/"),
        inbox=_word(f"{account.root}/INBOX"),
    )
    names: set[str] = set()
    channels = [
        _channel(one, account, _name(one, names), (limits or {}).get(one.near), is_new=is_new)
        for one in account.folders
    ]
    return "\n".join((head, body, *channels))


def fetch_command(path: Path) -> str:
    """What ``[mail] fetch`` is for the configuration at ``path``."""
    return f"mbsync -q -a -c {shlex.quote(str(path))}"


def _channel(
    folder: Synced, account: Account, name: str, limit: int | None, *, is_new: bool
) -> str:
    gone = "Gone" if is_new else "Delete"
    far = folder.far if is_new else folder.far_utf7 or folder.far
    lines = [
        f"Channel {name}",
        f"Far {_word(f':server:{far}')}",
        f"Near {_word(f':here:{folder.near}')}",
    ]
    pulled = f"PullNew Pull{gone} PullFlags"
    if folder.use == "drafts":
        lines += ["Create Both", "Expunge Both", "Sync All"]
    elif folder.use == "sent" and account.saves_sent:
        lines += [
            "# The server keeps a copy of what it sends by itself: cclear's own is not uploaded.",
            "Create Near",
            "Expunge Near",
            f"Sync {pulled} PushFlags",
        ]
    else:
        lines += [
            f"Create {'Both' if folder.use in ('sent', 'archive') else 'Near'}",
            f"Expunge {'Both' if folder.use == 'inbox' else 'Near'}",
            f"Sync {pulled} PushNew PushFlags",
        ]
    if limit is not None:
        # Of no limit at all, 0 would be the name.
        lines += [f"MaxMessages {max(limit, 1)}", "ExpireUnread yes"]
    return "\n".join(lines) + "\n"


def _name(folder: Synced, names: set[str]) -> str:
    """A name for the channel that needs no quotes, and that no other has."""
    plain = re.sub(r"[^a-z0-9]+", "-", folder.near.casefold()).strip("-") or "folder"
    found, number = plain, 2
    while found in names:
        found, number = f"{plain}-{number}", number + 1
    names.add(found)
    return found


def _line(text: str) -> str:
    if not text.isprintable():
        raise AccountError(
            "configuration",
            f"{text!a:.80} has characters that an mbsync configuration cannot hold",
        )
    return text


def _word(text: str) -> str:
    """An argument: in quotes, which are always right (mbsync(1), CONFIGURATION)."""
    escaped = _line(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
