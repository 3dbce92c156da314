"""Attachments on their way out: to a directory, or to the system's program for their type.

Only a copy is ever handed to a program: private to the user, read-only, gone when the reader ends.
"""

from __future__ import annotations

import asyncio
import atexit
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from tui.browser import NO_FOLLOWING, NO_OPENING, in_browser

DOWNLOADS = "~/Downloads"
"""Where attachments are saved unless the user says otherwise."""

_running: list[subprocess.Popen[bytes]] = []

GRACE = 0.3
"""Seconds in which a program that cannot start has said so."""


def directory(text: str) -> str:
    """A directory as the user typed it, ``~`` expanded."""
    try:
        return str(Path(text.strip()).expanduser())
    except RuntimeError:
        return text.strip()


async def scratch() -> str:
    """A new directory that only the user can look into, removed when the reader ends."""
    path = await asyncio.to_thread(tempfile.mkdtemp, prefix="cclear-")
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path


async def start(opener: str, path: str) -> None:
    """Hand a file to a program; it runs on by itself. OSError with what to do where it cannot."""
    if in_browser():
        raise OSError(NO_OPENING)
    await asyncio.to_thread(_start, opener, path, own=True)


async def follow(opener: str, url: str) -> None:
    """Hand an http(s) link to a program, as :func:`start` does a file."""
    if in_browser():
        raise OSError(NO_FOLLOWING)
    if not url.startswith(("http://", "https://")):
        raise OSError("this is no link that can be opened")
    await asyncio.to_thread(_start, opener, url, own=False)


def _start(opener: str, target: str, *, own: bool) -> None:
    if not opener.strip():
        # Without a program's name before it, the attachment itself would be the program.
        raise OSError("no program is set to open it: set [reader] opener")
    if own:
        Path(target).chmod(0o400)
    _running[:] = [process for process in _running if process.poll() is None]
    try:
        program = [*shlex.split(opener), target]
        process = subprocess.Popen(
            program,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        raise OSError(f"{opener} could not be started: set [reader] opener") from error
    try:
        status = process.wait(GRACE)
    except subprocess.TimeoutExpired:
        # It runs on; whoever collects it later needs its handle.
        _running.append(process)
        return
    if status:
        raise OSError(f"{opener} ended with status {status}: it may know no program for this")
