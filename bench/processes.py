"""What processes take: CPU time of a command with all that it waited for, memory of a family."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident memory of several processes, in bytes.

    ``pss`` counts a page that n of them share n times 1/n, ``rss`` counts it n times.
    """

    pss: int
    rss: int
    processes: int


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds that a command took, by the clock and of CPU (its own and its children's)."""

    wall: float
    cpu: float


def cost(command: Sequence[str], environment: Mapping[str, str], stdin: Path | None = None) -> Cost:
    """Run a command to its end. Raises RuntimeError where it fails."""
    quiet = os.open(os.devnull, os.O_RDWR)
    given = os.open(stdin, os.O_RDONLY) if stdin else quiet
    files = [(os.POSIX_SPAWN_DUP2, given, 0), (os.POSIX_SPAWN_DUP2, quiet, 1)]
    begun = time.perf_counter()
    pid = os.posix_spawnp(command[0], list(command), dict(environment), file_actions=files)
    # wait4 counts the children that the command itself has waited for.
    _, status, used = os.wait4(pid, 0)
    wall = time.perf_counter() - begun
    for descriptor in {quiet, given}:
        os.close(descriptor)
    if code := os.waitstatus_to_exitcode(status):
        raise RuntimeError(f"{' '.join(command)} ended with {code}")
    return Cost(wall, used.ru_utime + used.ru_stime)


def family(pid: int) -> list[int]:
    """A process and all that descend from it and still run."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                # The name before the last bracket may hold anything, spaces and brackets too.
                fields = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()
                if fields[0] != "Z":
                    children.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def memory(pids: Iterable[int]) -> Memory:
    """What processes hold at this moment."""
    pss = rss = count = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
            sizes = dict(line.split(":", 1) for line in text.splitlines()[1:])
            pss += int(sizes["Pss"].split()[0]) * 1024
            rss += int(sizes["Rss"].split()[0]) * 1024
            count += 1
    return Memory(pss, rss, count)


def end(pids: Sequence[int], seconds: float = 5.0) -> list[int]:
    """Wait until processes are gone; those that stay are killed, and named in the answer."""
    poll = select.poll()
    waiting: dict[int, int] = {}
    for pid in pids:
        with contextlib.suppress(OSError):
            descriptor = os.pidfd_open(pid)
            waiting[descriptor] = pid
            poll.register(descriptor, select.POLLIN)
    limit = time.monotonic() + seconds
    while waiting and (left := limit - time.monotonic()) > 0:
        for descriptor, _ in poll.poll(left * 1000):
            poll.unregister(descriptor)
            os.close(descriptor)
            del waiting[descriptor]
    for descriptor in waiting:
        with contextlib.suppress(OSError):
            signal.pidfd_send_signal(descriptor, signal.SIGKILL)
        os.close(descriptor)
    return list(waiting.values())
