"""A sendmail-compatible program, such as msmtp: the finished file is its standard input.

Given the file itself, it reads all of the message even where this process ends meanwhile; through
a pipe it would read half of one and send that. Recipients are arguments after ``--``: they are
never read from the header (``-t``), into which a stranger may have put some.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import signal
import subprocess
from typing import TYPE_CHECKING

from indexer import gate
from outbox.transports import Outcome

if TYPE_CHECKING:
    from pathlib import Path

    from outbox.settings import Transport
    from outbox.transports import HandOver

_LATER = (os.EX_NOHOST, os.EX_OSERR, os.EX_TEMPFAIL)
_UNSURE = (os.EX_IOERR, os.EX_PROTOCOL)
"""A connection that broke: some programs say no more than that (sysexits.h)."""
_ANSWER = re.compile(rb"^msmtp: server message: ([45])[0-9][0-9][ -]", re.MULTILINE)
"""A server's no, which msmtp passes on with one exit status for "later" and "never"."""


def send(
    transport: Transport,
    message: Path,
    sender: str,
    recipients: tuple[str, ...],
    hand_over: HandOver,
) -> Outcome:
    """Run the program on a message."""
    try:
        command = shlex.split(transport.command)
    except ValueError:
        command = []
    name = gate.line(command[0], 200) if command else "[outbox] command"
    if not command or shutil.which(command[0]) is None:
        return Outcome("refused", f"there is no program {name}; install it, or set another command")
    # -i: a line of one dot is text; -f: who gets the message back if it cannot be delivered.
    # Addresses beyond ASCII are UTF-8 (RFC 6531), whatever the locale has.
    addresses = [address.encode() for address in (sender, *recipients)]
    arguments = [*map(os.fsencode, command), b"-i", b"-f", addresses[0], b"--", *addresses[1:]]
    with message.open("rb") as file:
        hand_over()
        try:
            child = subprocess.Popen(
                arguments,
                stdin=file,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                start_new_session=True,
                # What it says is read here, and so is not to be translated.
                env={**os.environ, "LANGUAGE": "C"},
            )
        except OSError as error:
            return Outcome("refused", f"{name} cannot be run ({error.strerror}); see to it")
    try:
        _, said = child.communicate(timeout=transport.deadline_seconds)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.communicate()
        return Outcome(
            "unsure", f"{name} took more than {transport.deadline_seconds} seconds and was ended"
        )
    return _outcome(name, child.returncode, said)


def _outcome(name: str, code: int, said: bytes) -> Outcome:
    words = gate.line(said[-600:].decode("utf-8", "replace").strip(), 300)
    if code == os.EX_OK:
        return Outcome("accepted")
    if code < 0:
        return Outcome("unsure", f"{name} was ended by signal {-code} before it was done")
    why = f"{name} says: {words}" if words else f"{name} ended with status {code}"
    if answer := _ANSWER.search(said):
        return Outcome("later" if answer[1] == b"4" else "refused", why)
    if code in _UNSURE:
        return Outcome("unsure", why)
    return Outcome("later" if code in _LATER else "refused", why)
