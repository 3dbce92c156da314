"""``cclear clean --batch`` under a long load: every row answered, in order, in constant memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from threading import Thread
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.fuzz.material import Case

COMMAND = [sys.executable, "-P", "-m", "cclear", "clean", "--batch", "--json"]


def rows(cases: Iterable[Case]) -> Iterator[dict[str, str]]:
    """Cases as the command reads them."""
    for number, case in enumerate(cases):
        yield {"id": str(number), "format": case.form, "input": case.body}


def answers(
    given: Iterable[dict[str, str]], every: int = 0
) -> Iterator[tuple[dict[str, Any], int]]:
    """What one process says to each row, and its memory with its workers' (in KiB) at some.

    Memory is looked at after every ``every`` answers, else it is 0.
    """
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        Thread(target=_feed, args=(process.stdin, given), daemon=True).start()
        for number, line in enumerate(process.stdout, 1):
            yield json.loads(line), memory(process.pid) if every and number % every == 0 else 0
        if process.wait():
            raise AssertionError(f"clean --batch ended with {process.returncode}")


def _feed(stream: IO[bytes], given: Iterable[dict[str, str]]) -> None:
    with stream:
        for row in given:
            stream.write(json.dumps(row).encode() + b"\n")


def memory(pid: int) -> int:
    """Resident memory of a process and all that it started, in KiB (proc(5))."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    own = next((line for line in status.splitlines() if line.startswith("VmRSS:")), "VmRSS: 0 kB")
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return int(own.split()[1]) + sum(memory(int(child)) for child in children)
