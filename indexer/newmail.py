"""The ``notmuch new`` program: run, watched, and understood.

Mail is taken in through it, so that the user's hooks, ignores, renames and flags stay theirs.
"""

from __future__ import annotations

import contextlib
import os
import re
import selectors
import subprocess
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from indexer.errors import IndexerError
from indexer.model.intake import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.database import Place

_STEP = re.compile(r"^(\d+)/(\d+): ")
_ADDED = re.compile(r"^Added (\d+) new message")
_REMOVED = re.compile(r"Removed (\d+) message")
_MOVED = re.compile(r"Detected (\d+) file rename")
_FILES = re.compile(r"^Processed (\d+) (?:total )?file")
_IGNORED = re.compile(r"^Note: Ignoring non-mail file: (.+)$")
_UNREADABLE = re.compile(
    r"^(?:Warning: )?(?:Error opening|Cannot read|Unexpected error with file) (.+)$"
)


@dataclass
class Outcome:
    """What one run of ``notmuch new`` said."""

    files: int = 0
    added: int = 0
    removed: int = 0
    moved: int = 0
    unreadable: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


def read_line(line: str, outcome: Outcome) -> tuple[int, int] | None:
    """Take one line of its output into account; the step and number of steps where it says so."""
    if step := _STEP.match(line):
        return int(step[1]), int(step[2])
    for pattern, name in ((_FILES, "files"), (_ADDED, "added")):
        if found := pattern.match(line):
            setattr(outcome, name, int(found[1]))
    for pattern, name in ((_REMOVED, "removed"), (_MOVED, "moved")):
        if found := pattern.search(line):
            setattr(outcome, name, int(found[1]))
    if found := _IGNORED.match(line) or _UNREADABLE.match(line):
        outcome.unreadable.append(found[1])
    return None


@contextlib.contextmanager
def started(place: Place, children: set[int]) -> Iterator[subprocess.Popen[bytes]]:
    """Run ``notmuch new``, interrupted where nobody waits for its end; ``children`` holds its id.

    Raises IndexerError where it cannot be run.
    """
    try:
        child = subprocess.Popen(
            ["notmuch", "new", "--verbose"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env={**place.environment(), "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
    except FileNotFoundError as error:
        raise IndexerError(
            "missing", "the program notmuch is not installed; on Debian: apt install notmuch"
        ) from error
    children.add(child.pid)
    try:
        yield child
    finally:
        if child.poll() is None:
            # An interrupt is what it handles best: it finishes the message and says goodbye.
            child.send_signal(2)
            child.wait()
        children.discard(child.pid)


def watch(child: subprocess.Popen[bytes], outcome: Outcome) -> Iterator[Progress]:
    """Read what it says to its end, yielding several times a second.

    Raises IndexerError where it fails.
    """
    yield from _watch(child, outcome)
    if code := child.wait():
        raise _failure(outcome.complaints, code)


def _watch(child: subprocess.Popen[bytes], outcome: Outcome) -> Iterator[Progress]:
    assert child.stdout  # noqa: S101 - it was started with a pipe
    os.set_blocking(child.stdout.fileno(), False)
    selector = selectors.DefaultSelector()
    selector.register(child.stdout, selectors.EVENT_READ)
    progress = Progress("new", 0, 0)
    buffer, told = b"", 0.0
    while True:
        selector.select(0.1)
        got = child.stdout.read(1 << 16)
        if got == b"":
            break
        *lines, buffer = (buffer + (got or b"")).replace(b"\r", b"\n").split(b"\n")
        for raw in lines:
            line = raw.decode("utf-8", "surrogateescape").strip()
            step = read_line(line, outcome)
            if step:
                progress = Progress("new", *step)
            elif line and not line.startswith(("Found ", "Processed ", "Added ", "No new mail")):
                outcome.complaints = [*outcome.complaints[-4:], line]
        if time.monotonic() - told > 0.1:
            told = time.monotonic()
            yield progress
    selector.close()


def _failure(complaints: list[str], code: int) -> IndexerError:
    text = "; ".join(complaints)
    lowered = text.lower()
    if "already locked" in lowered or "lock" in lowered:
        return IndexerError(
            "locked", "another program is taking in mail; try again when it is done"
        )
    if "no space" in lowered:
        return IndexerError("disk", "no room left on the disk of the index; free some, then retry")
    if "hook" in lowered:
        return IndexerError("unreadable", f"notmuch's own hook failed ({text:.160}); mend the hook")
    return IndexerError(
        "unreadable", f"notmuch new ended with {code} ({text:.160}); run it by hand to see more"
    )
