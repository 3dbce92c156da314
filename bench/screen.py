"""A program in a pseudo-terminal whose every output is timed when it arrives.

What was read is shown to an emulator only once the program has paused, so that drawing it here
takes no time from the program there.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import time
from typing import TYPE_CHECKING

import ptyprocess

from bench.processes import end, family
from tests.support.emulator import Emulator, sequence, sized

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

COLS, ROWS = 120, 40
PAUSE = 0.15
"""Seconds without output that end a burst: longer than between two frames of one change."""
LIMIT = 60.0
"""Seconds after which a screen is given up."""
FRAME = 0.01
"""Output that follows within these seconds belongs to the same frame."""

Chunk = tuple[float, bytes]


class SlowError(Exception):
    """The screen that was waited for never came."""


class EndedError(Exception):
    """The program is gone."""


class Screen:
    """One run of a program."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        size: tuple[int, int] = (COLS, ROWS),
    ) -> None:
        cols, rows = size
        self._emulator = Emulator(cols, rows)
        self.seen = 0.0
        """When the last output came."""
        self.started = time.perf_counter()
        self._child = ptyprocess.PtyProcess.spawn(
            list(command),
            env=dict(environment),
            dimensions=(rows, cols),
            preexec_fn=sized(cols, rows),
        )

    @property
    def pid(self) -> int:
        """The program's process id."""
        return int(self._child.pid)

    @property
    def lines(self) -> list[str]:
        """The lines last seen."""
        return self._emulator.lines

    def press(self, key: str) -> float:
        """Press a key; when that was."""
        now = time.perf_counter()
        os.write(self._child.fd, sequence(key).encode())
        return now

    def until(self, holds: Callable[[list[str]], bool], what: str, limit: float = LIMIT) -> float:
        """When the screen first was as wanted. Raises SlowError, EndedError."""
        if holds(self._emulator.lines):
            return self.seen
        last = time.monotonic() + limit
        while time.monotonic() < last:
            seen = None
            for at, data in self._burst(last):
                self._emulator.feed(data)
                if seen is None and holds(self._emulator.lines):
                    seen = at
            if seen is not None:
                return seen
        text = "\n".join(self.lines)
        raise SlowError(f"no {what} within {limit:.0f} seconds; the screen:\n{text}")

    def settle(self, quiet: float = 2 * PAUSE) -> None:
        """Take in what comes until the program has been quiet for so many seconds."""
        while chunks := self._burst(time.monotonic() + quiet):
            for _, data in chunks:
                self._emulator.feed(data)

    def after(self, key: str, limit: float = 1.5, quiet: float = 2 * PAUSE) -> None:
        """Press a key and take in what it does; one that does nothing is given up after a while."""
        self.press(key)
        for _, data in self._burst(time.monotonic() + limit):
            self._emulator.feed(data)
        last = time.monotonic() + limit
        while time.monotonic() < last and (chunks := self._burst(time.monotonic() + quiet)):
            for _, data in chunks:
                self._emulator.feed(data)

    def change(self, key: str, rows: int, limit: float = 2.0) -> tuple[float, float] | None:
        """Press a key: seconds to the frame that changed at least ``rows`` rows, and to the last.

        None where no such frame came.
        """
        before = self._emulator.cells
        pressed = self.press(key)
        chunks = self._burst(time.monotonic() + limit)
        first = None
        for number, (at, data) in enumerate(chunks):
            self._emulator.feed(data)
            more = number + 1 < len(chunks) and chunks[number + 1][0] - at < FRAME
            if first is None and not more:
                now = self._emulator.cells
                if sum(a != b for a, b in zip(before, now, strict=True)) >= rows:
                    first = at
        return None if first is None else (first - pressed, chunks[-1][0] - pressed)

    def close(self) -> None:
        """Hang up, as a closed terminal window does, and wait for every process of it."""
        pids = family(self.pid)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGHUP)
        self._child.fileobj.close()
        end(pids)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)

    def _burst(self, last: float) -> list[Chunk]:
        """All output up to the next pause, waiting for its beginning as long as there is time."""
        chunks: list[Chunk] = []
        wait = max(0.0, last - time.monotonic())
        while select.select([self._child.fd], [], [], wait)[0]:
            try:
                data = os.read(self._child.fd, 1 << 16)
            except OSError:
                data = b""
            if not data:
                if not chunks:
                    raise EndedError("the program ended:\n" + "\n".join(self.lines))
                break
            self.seen = time.perf_counter()
            chunks.append((self.seen, data))
            wait = min(PAUSE, max(0.0, last - time.monotonic()))
        return chunks
