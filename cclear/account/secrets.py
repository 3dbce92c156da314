"""Where an account's password lies, and the command that prints it.

mbsync's PassCmd and the outbox's ``password_command`` are the same command, so the password has
one place: the desktop's keyring, a store of the user's own, or a file that only they may read.
It is never an argument of a program, where every user of the machine could read it.
"""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from cclear.account.aside import written
from cclear.account.model import AccountError
from indexer import gate
from outbox import OutboxError, Transport, password_of

if TYPE_CHECKING:
    from pathlib import Path

    from cclear.account.model import Trouble

SERVICE = "cclear"
"""The keyring's name for what is ours; beside it the account's address."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a password went."""

    command: str
    """A shell command that prints it."""

    where: str
    """The place, in words for a person."""


def keyring_name() -> str:
    """What keyring this desktop has, in a word; empty where none can be used.

    Asks it nothing, so that no desktop opens a window over it.
    """
    keyring = _keyring()
    if keyring is None:
        return ""
    try:
        backend = keyring.get_keyring()
        # Its own last resorts: one refuses everything, one keeps nothing.
        usable = backend.priority > 0 and "backends.fail" not in type(backend).__module__
        return gate.line(str(backend.name).partition(" ")[0], 60) if usable else ""
    except Exception:  # noqa: BLE001 - its backends raise what they like
        return ""


def keep_in_keyring(address: str, password: str) -> Kept:
    """Put a password into the desktop's keyring, and read it again. Raises AccountError."""
    keyring = _keyring()
    if keyring is None:
        raise AccountError("password", "there is no keyring here: pip install cclear[keyring]")
    try:
        keyring.set_password(SERVICE, address, password)
        is_kept = keyring.get_password(SERVICE, address) == password
    except Exception as error:  # noqa: BLE001 - its backends raise what they like
        said = gate.line(str(error).replace(password, "…"), 200)
        raise AccountError("password", f"the keyring says: {said}") from None
    if not is_kept:
        raise AccountError(
            "password", "the keyring did not keep the password; choose another place"
        )
    words = [sys.executable, "-P", "-m", "keyring", "get", SERVICE, address]
    return Kept(shlex.join(words), f"the keyring ({keyring_name() or 'of this desktop'})")


def keep_in_file(path: Path, password: str) -> Kept:
    """Write a password to a file that its owner alone may read (mode 0600). Raises OSError.

    Whoever can read the owner's files or backups can read it: say so before this is called.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Made with this mode, never widened, and renamed: at no moment may others read it.
    with written(path, f"{password}\n".encode()) as aside:
        aside.replace(path)
    return Kept(shlex.join(["cat", str(path)]), f"the file {path}, which only you may read")


def read_secret(command: str, what: str = "password", seconds: float = 60) -> str:
    """What a command prints: a password or an access token. Raises AccountError.

    ``what`` is the word for it in errors. It runs in a shell, as mbsync and the outbox run it.
    """
    try:
        return password_of(Transport(user="-", host="-", password_command=command), seconds)
    except OutboxError as error:
        kind: Trouble = "password" if what == "password" else "token"
        words = str(error).replace("password_command", "the command")
        if "there is no password" in words:
            words = f"the command for the {what} prints nothing"
        raise AccountError(kind, f"{words}; try it by hand: {gate.line(command, 200)}") from error


def _keyring() -> Any:  # noqa: ANN401 - a library that may be missing
    try:
        return import_module("keyring")
    except ImportError:
        return None
