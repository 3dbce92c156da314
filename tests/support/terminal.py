"""A program in a pseudo-terminal, and the screen that a person would see there.

Nothing sleeps: a wait reads what the program writes until the screen shows what is expected.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Self

import pexpect

from tests.support.emulator import Emulator, sequence, sized
from tests.support.processes import end_all

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

WAIT = 120.0
"""Seconds a screen may take: a slow machine under load, not what a person would bear."""


class Terminal:
    """One program in a terminal of ``cols`` by ``rows``."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        cols: int = 100,
        rows: int = 30,
        env: Mapping[str, str] | None = None,
        cwd: str | None = None,
    ) -> None:
        """Start ``command``; ``env`` is laid over the environment of the test."""
        self._emulator = Emulator(cols, rows)
        self.written = b""
        self.on_change: Callable[[list[str]], None] = lambda _: None
        # Given a program without arguments, pexpect would split its path at the spaces.
        self._child = pexpect.spawn(
            "env",
            list(command),
            dimensions=(rows, cols),
            preexec_fn=sized(cols, rows),
            env={**_environment(), **(env or {})},
            cwd=cwd,
            timeout=None,
        )
        self._child.delaybeforesend = None
        self._child.delayafterclose = 0
        self._child.delayafterterminate = 0

    @property
    def pid(self) -> int:
        """The program's process id."""
        return int(self._child.pid)

    @property
    def screen(self) -> list[str]:
        """The lines last seen, without trailing blanks."""
        return self._emulator.lines

    @property
    def text(self) -> str:
        """The lines last seen, as one text."""
        return "\n".join(self.screen)

    @property
    def cursor(self) -> tuple[int, int]:
        """Where the cursor stands: row and column, from 0."""
        return self._emulator.cursor

    def style(self, row: int, col: int) -> tuple[str, str, bool, bool]:
        """Foreground, background, bold and reverse of a cell."""
        return self._emulator.style(row, col)

    def keys(self, *keys: str) -> Self:
        """Press keys, one after the other, by name or as text."""
        for key in keys:
            self._child.send(sequence(key))
        return self

    def resize(self, cols: int, rows: int) -> Self:
        """Give the terminal another size, as a person who drags its corner does."""
        self._emulator.resize(cols, rows)
        self._child.setwinsize(rows, cols)
        return self

    def wait_for(self, text: str, timeout: float = WAIT) -> Self:
        """Until ``text`` stands in one line of the screen; AssertionError, with it, after that."""
        return self.wait(lambda lines: any(text in line for line in lines), f"{text!r}", timeout)

    def wait_gone(self, text: str, timeout: float = WAIT) -> Self:
        """Until ``text`` stands in no line."""
        return self.wait(
            lambda lines: not any(text in line for line in lines), f"no {text!r}", timeout
        )

    def wait(
        self, holds: Callable[[list[str]], bool], what: str = "it", timeout: float = WAIT
    ) -> Self:
        """Until ``holds`` is true of the lines on the screen."""
        end = time.monotonic() + timeout
        while not holds(self.screen):
            left = end - time.monotonic()
            if left <= 0 or not self._read(left):
                how = "the program ended" if self._ended() else f"{timeout:.0f} seconds passed"
                raise AssertionError(f"{how}, the screen does not show {what}:\n{self.text}")
        return self

    def watch(self, moment: float) -> Self:
        """Take in what is shown up to a moment of the monotonic clock."""
        while (left := moment - time.monotonic()) > 0 and self._read(left):
            pass
        return self

    def kill(self) -> Self:
        """End the program and all that it started, as a power cut would; read what it had shown."""
        end_all(self.pid)
        self.exit_status()
        return self

    def exit_status(self, timeout: float = WAIT) -> int:
        """Wait for the program's end; its exit status, or the number of its signal, negative."""
        end = time.monotonic() + timeout
        while (left := end - time.monotonic()) > 0 and self._read(left):
            pass
        if not self._ended():
            raise AssertionError(f"still running after {timeout:.0f} seconds:\n{self.text}")
        self._child.close()
        status, number = self._child.exitstatus, self._child.signalstatus
        return int(status) if status is not None else -int(number)

    def close(self) -> None:
        """End the program if it still runs."""
        if not self._child.closed:
            self._child.close(force=True)

    def _read(self, seconds: float) -> bool:
        """Take in what comes within that time; False once the program has closed its terminal."""
        try:
            got = self._child.read_nonblocking(1 << 16, seconds)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.written += got
        self._emulator.feed(got)
        self.on_change(self.screen)
        return True

    def _ended(self) -> bool:
        return bool(self._child.flag_eof) or not self._child.isalive()


def _environment() -> dict[str, str]:
    """The test's own, without the size of a terminal that is another one."""
    return {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}


class Terminals:
    """Starts terminals, and closes all of them after the test."""

    def __init__(self) -> None:
        self._open: list[Terminal] = []

    def __call__(
        self,
        command: Sequence[str],
        *,
        cols: int = 100,
        rows: int = 30,
        env: Mapping[str, str] | None = None,
        cwd: str | None = None,
    ) -> Terminal:
        """A terminal that runs ``command``, such as ``mailbox.command("demo")``."""
        made = Terminal(command, cols=cols, rows=rows, env=env, cwd=cwd)
        self._open.append(made)
        return made

    def close(self) -> None:
        """End what still runs."""
        for made in self._open:
            made.close()
