"""IMAP accounts: mbsync, the configurations that cclear wrote for it, and their logins."""

from __future__ import annotations

import shutil
import stat
from typing import TYPE_CHECKING

from cclear.account import AccountError, check, logins, mbsync_version, read_secret
from cclear.doctor.check import Check, broken, fine, unset
from cclear.doctor.system import install

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cclear.account import Saved
    from cclear.config import Config

SECONDS = 15
"""For each login."""


def checks(config: Config) -> Iterator[Check]:
    """How new mail comes, and whether each account lets one in."""
    files = sorted(config.path.with_name("mbsync").glob("*.conf"))
    if not config.mail.fetch:
        yield unset("fetching", "mail is not fetched from anywhere", "cclear setup")
    elif not files:
        program = config.mail.fetch.split()[0]
        if shutil.which(program):
            yield fine("fetching", config.mail.fetch)
        else:
            yield broken("fetching", f"{program} is not here", install(program))
    if not files:
        return
    try:
        version = ".".join(map(str, mbsync_version()))
        yield fine("mbsync", version)
    except AccountError as error:
        yield broken("mbsync", str(error), install("isync"))
    for path in files:
        yield from _file(path)


def _file(path: Path) -> Iterator[Check]:
    try:
        text = path.read_text(encoding="utf-8")
        mode = stat.S_IMODE(path.stat().st_mode)
    except (OSError, UnicodeDecodeError) as error:
        yield broken("account", f"{path} cannot be read: {error}", "cclear setup")
        return
    if mode & 0o077:
        yield broken("account", f"{path} may be read by others", f"chmod 600 {path}")
    for login in logins(text):
        yield _login(login, path)


def _login(login: Saved, path: Path) -> Check:
    try:
        secret = read_secret(login.command, seconds=SECONDS)
        found = check(
            login.server, login.user, secret, login.auth, ca_file=login.ca_file, seconds=SECONDS
        )
    except AccountError as error:
        mend = f"sh -c {login.command!r}" if error.trouble in ("password", "token") else ""
        return broken("account", str(error), mend or f"${{EDITOR:-vi}} {path}")
    names = {folder.use for folder in found.folders}
    lacks = [use for use in ("sent", "drafts") if use not in names]
    says = f"{login.server.host} lets {login.user} in, {len(found.folders)} folders"
    return fine("account", says + (f"; it has none for {', '.join(lacks)}" if lacks else ""))
