"""Processes as Linux lists them: a program, and what it started."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path


def started_by(pid: int) -> list[int]:
    """The processes that one started, and theirs, whatever session they are in."""
    found = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                found += [child, *started_by(child)]
    return found


def end_all(pid: int) -> None:
    """kill -9 for a program and all that it started: none of them does another thing."""
    with contextlib.suppress(ProcessLookupError):
        # It starts nothing more while those are looked for that it did start.
        os.kill(pid, signal.SIGSTOP)
    for each in (pid, *started_by(pid)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)
