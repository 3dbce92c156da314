"""Running mbsync: how far it is, folder by folder, and what went wrong in one sentence each."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import select
import shutil
import subprocess
import time
from dataclasses import dataclass, field, replace
from signal import SIGKILL, SIGTERM
from typing import TYPE_CHECKING

from cclear.account.faults import Fault, faults_in, nears
from cclear.account.model import AccountError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_COUNTS = re.compile(
    r"C: (\d+)/(\d+)\s+B: (\d+)/(\d+)\s+F: \+(\d+)/(\d+)\S* .*?\s+N: \+(\d+)/(\d+)"
)
_SUMMARY = re.compile(r"^Channels: .*Boxes: (\d+) .*Far: \+(\d+) .*Near: \+(\d+) ")
_OPENING = re.compile(r"^Opening near side box (.+)\.\.\.$")

_PAUSE = 0.05
"""Seconds between two words about the progress within one folder."""

_QUIET = 600.0
"""Seconds without a word until mbsync is taken to hang."""

_QUIET_LOGIN = 40.0
"""The same while it logs in: over a refused token it would wait for the server to hang up."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sync is."""

    folder: str = ""
    """The Maildir that is being synced, by its name below the mail's root."""

    done: int = 0
    """Messages that came or went so far, over all folders."""

    total: int = 0
    """Messages to come or go, as far as known; it grows from folder to folder."""

    folders_done: int = 0
    folders: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a sync."""

    fetched: int = 0
    uploaded: int = 0
    faults: tuple[Fault, ...] = ()
    """What went wrong, each thing once; folders without a fault are in step."""

    is_stopped: bool = False
    """Whether it was ended before its time, because the caller wanted that."""

    @property
    def is_good(self) -> bool:
        """Whether everything is in step."""
        return not self.faults and not self.is_stopped


@dataclass
class _Run:
    """What one run of mbsync has said."""

    progress: Progress = field(default_factory=Progress)
    fetched: int = 0
    uploaded: int = 0
    is_logging_in: bool = False

    def take(self, line: str) -> bool:
        """Read a line of its; whether the progress is another one now."""
        before = self.progress
        if match := _COUNTS.search(line):
            _, _, boxes, all_boxes, *messages = (int(part) for part in match.groups())
            self.uploaded, far, self.fetched, near = messages
            self.progress = replace(
                before,
                done=self.fetched + self.uploaded,
                total=near + far,
                folders_done=boxes,
                folders=all_boxes,
            )
        elif match := _SUMMARY.search(line):
            # From isync 1.5 on, which does not show every step.
            boxes, self.uploaded, self.fetched = (int(part) for part in match.groups())
            moved = self.fetched + self.uploaded
            self.progress = replace(
                before, done=moved, total=moved, folders_done=boxes, folders=boxes
            )
        elif match := _OPENING.match(line):
            self.progress = replace(before, folder=match[1])
        if not match:
            self.is_logging_in = line.startswith(("Logging in", "Authenticating"))
        elif not _COUNTS.search(line):
            self.is_logging_in = False
        return self.progress != before


def mbsync_version() -> tuple[int, ...]:
    """The version of mbsync. Raises AccountError ``no-mbsync`` where there is none."""
    program = shutil.which("mbsync")
    if program:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
        if match := re.search(r"(\d+(?:\.\d+)+)", done.stdout + done.stderr):
            return tuple(int(part) for part in match[1].split("."))
    raise AccountError(
        "no-mbsync", "mbsync is not installed; install the package isync, then try again"
    )


def sync(
    config: Path,
    on_progress: Callable[[Progress], None] = lambda _: None,
    *,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Outcome:
    """Run mbsync over all channels of a configuration; blocks until it ends.

    ``on_progress`` is called where something moved, twenty times a second and once a folder at
    most. ``is_stopped`` is asked a few times a second; once it says so, mbsync is ended, which
    loses nothing: the next run goes on there. Raises AccountError ``no-mbsync``, and OSError where
    there is no configuration; everything else that goes wrong is in the outcome.
    """
    mbsync_version()
    near, far = pty.openpty()
    with contextlib.ExitStack() as stack:
        stack.callback(os.close, near)
        try:
            # Only to a terminal does it count; -V adds the names of the folders.
            running = subprocess.Popen(
                ["mbsync", "-V", "-a", "-c", str(config)],
                stdin=subprocess.DEVNULL,
                stdout=far,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        finally:
            os.close(far)
        stack.callback(_end, running)
        assert running.stderr  # noqa: S101 - a pipe was asked for
        stack.callback(running.stderr.close)
        run, said = _Run(), bytearray()
        ended_by, told, told_at = "", Progress(), 0.0
        for line in _lines(near, running.stderr.fileno(), said, run, is_stopped):
            if line is None:
                ended_by = "stopped" if is_stopped() else "silent"
                break
            # It counts thousands of messages a second, each twice.
            now = time.monotonic()
            if run.take(line) and (now - told_at > _PAUSE or run.progress.folder != told.folder):
                told, told_at = run.progress, now
                on_progress(told)
        _end(running)
        status = running.wait()
        if run.progress != told:
            on_progress(run.progress)
    channels = nears(config.read_text(encoding="utf-8", errors="replace"))
    faults = faults_in(said.decode("utf-8", "replace").splitlines(), channels)
    if ended_by == "silent":
        faults = faults or (_silent(is_login=run.is_logging_in),)
    elif ended_by == "stopped":
        faults = ()
    elif status and not faults:
        faults = (Fault("server", f"mbsync ended with status {status} and did not say why"),)
    return Outcome(run.fetched, run.uploaded, faults, ended_by == "stopped")


def _silent(*, is_login: bool) -> Fault:
    if is_login:
        return Fault("token", "the server does not take the login; renew the password or token")
    return Fault("slow", f"mbsync said nothing for {_QUIET:.0f} seconds and was ended; try again")


def _lines(
    terminal: int, errors: int, said: bytearray, run: _Run, is_stopped: Callable[[], bool]
) -> Iterator[str | None]:
    """Its lines; what it says on standard error goes to ``said``. None where it is to be ended."""
    kept, last = b"", time.monotonic()
    watched = [terminal, errors]
    while watched:
        ready, _, _ = select.select(watched, [], [], 0.2)
        limit = _QUIET_LOGIN if run.is_logging_in else _QUIET
        if is_stopped() or (not ready and time.monotonic() - last > limit):
            yield None
            return
        for one in ready:
            last = time.monotonic()
            try:
                data = os.read(one, 1 << 16)
            except OSError:  # the terminal's other end is closed
                data = b""
            if not data:
                watched.remove(one)
            elif one == errors:
                said += data
            else:
                *whole, kept = re.split(rb"[\r\n]+", kept + data)
                yield from (line.decode("utf-8", "replace") for line in whole)
    if kept:
        yield kept.decode("utf-8", "replace")


def _end(running: subprocess.Popen[bytes]) -> None:
    """End it where it has not ended by itself."""
    for signal in (None, SIGTERM, SIGKILL):
        if signal:
            running.send_signal(signal)
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.wait(0.1 if signal is None else 5)
            return
