"""The password of an SMTP account: from a command, or from the desktop's keyring; kept nowhere."""

from __future__ import annotations

import subprocess
import threading
from importlib import import_module
from typing import TYPE_CHECKING

from indexer import gate
from outbox.model import OutboxError

if TYPE_CHECKING:
    from outbox.settings import Transport


def password_of(transport: Transport, seconds: float) -> str:
    """The password for ``user`` at ``host``. Raises OutboxError ``password``."""
    if transport.password_command:
        found = _from_command(transport.password_command, seconds)
    else:
        found = _from_keyring(transport, seconds)
    if not found:
        raise OutboxError(
            "password",
            f"there is no password for {gate.line(transport.user)} at {gate.line(transport.host)}; "
            "set password_command, or run: keyring set "
            f"{gate.line(transport.host)} {gate.line(transport.user)}",
        )
    return found


def _from_command(command: str, seconds: float) -> str:
    try:
        # The user's own line, as a shell reads it: "pass show mail | head -n 1".
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=seconds,
            text=True,
        )
    except subprocess.TimeoutExpired as error:
        raise OutboxError("password", "password_command does not come to an end") from error
    except (OSError, UnicodeDecodeError) as error:
        raise OutboxError("password", f"password_command cannot be used: {error}") from error
    if done.returncode:
        said = gate.line(done.stderr.strip(), 200)
        raise OutboxError(
            "password", f"password_command ended with status {done.returncode} {said}".rstrip()
        )
    return done.stdout.partition("\n")[0]


def _from_keyring(transport: Transport, seconds: float) -> str:
    found: list[str] = []
    troubles: list[Exception] = []

    def ask() -> None:
        try:
            keyring = import_module("keyring")
            found.append(keyring.get_password(transport.host, transport.user) or "")
        except Exception as error:  # noqa: BLE001 - its backends raise what they like
            troubles.append(error)

    # A locked keyring asks the user, and waits for ever.
    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(seconds)
    if troubles:
        error = troubles[0]
        if isinstance(error, ImportError) and error.name == "keyring":
            said = "set password_command, or install keyring: pip install cclear[keyring]"
        else:
            said = f"the keyring says: {gate.line(str(error), 200)}; or set password_command"
        raise OutboxError("password", said) from error
    if not found:
        raise OutboxError("password", "the keyring does not answer; unlock it")
    return found[0]
