"""What a person at the screen waits for: its first rows, a key, a long conversation; and memory."""

from __future__ import annotations

import contextlib
import itertools
import statistics
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench.mailbox import deliver
from bench.processes import Memory, family, memory
from bench.screen import ROWS, EndedError, Screen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bench.mailbox import Mailbox
    from bench.programs import Program

ARRIVING = 400
"""Messages that each ``notmuch new`` in the background has to take in."""
FRAME_ROWS = 4
"""Rows of a screen that need not be filled: headline, rules, keys."""


@dataclass(slots=True)
class Keys:
    """Seconds from keys to the frame that showed their effect (``first``), and to the last.

    ``unseen`` counts keys that had none; ``ended`` says that the program did, under way.
    """

    first: list[float] = field(default_factory=list)
    last: list[float] = field(default_factory=list)
    by_key: dict[str, list[float]] = field(default_factory=dict)
    unseen: dict[str, int] = field(default_factory=dict)
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Long:
    """Seconds from Enter to a long conversation's full screen, until quiet; memory after that."""

    full: float
    quiet: float
    memory: Memory


@contextlib.contextmanager
def reader(program: Program, box: Mailbox) -> Iterator[Screen]:
    """A run of a program on a mailbox."""
    screen = Screen(program.command, box.environment())
    try:
        yield screen
    finally:
        screen.close()


def bare(subject: str) -> str:
    """A subject's first words, without what answers put before it."""
    words = subject.split()
    while words and (words[0].endswith(":") or words[0].startswith("[")):
        del words[0]
    return " ".join(words)[:16]


def newest(box: Mailbox) -> str:
    """The newest conversation's subject, as far as every reader shows it."""
    return bare(box.search("tag:inbox", "--limit=1")[0]["subject"])


def first_screen(program: Program, box: Mailbox, subject: str) -> float:
    """Seconds from exec until the newest conversation's row is on the screen."""
    with reader(program, box) as screen:
        return screen.until(_shows(subject), f"row of {subject!r}") - screen.started


def after_change(program: Program, box: Mailbox, subject: str, *, unread: bool) -> float:
    """The same, right after another program changed tags of the newest conversation."""
    thread = box.search("tag:inbox", "--limit=1")[0]["thread"]
    box.notmuch("tag", "+unread" if unread else "-unread", "--", f"thread:{thread}")
    return first_screen(program, box, subject)


def typing(program: Program, box: Mailbox, subject: str, count: int, seed: int) -> Keys:
    """Press ``count`` keys in a list of conversations while ``notmuch new`` takes in mail."""
    keys = Keys()
    arriving = itertools.count(seed)
    with reader(program, box) as screen, contextlib.ExitStack() as stack:
        screen.until(_shows(subject), f"row of {subject!r}")
        screen.settle()
        background: subprocess.Popen[bytes] | None = None
        for key, rows in itertools.islice(_walk(program), count):
            if background is None or background.poll() is not None:
                deliver(box, ARRIVING, next(arriving))
                background = stack.enter_context(_taking_in(box))
            try:
                timed = screen.change(key, rows)
            except EndedError:
                keys.ended = True
                break
            if timed is None:
                keys.unseen[key] = keys.unseen.get(key, 0) + 1
                continue
            keys.first.append(timed[0])
            keys.last.append(timed[1])
            keys.by_key.setdefault(key, []).append(timed[0])
    return keys


def long_conversation(program: Program, box: Mailbox, thread: str, subject: str) -> Long:
    """Find a conversation by its thread, open it, and see what all the processes then hold."""
    with reader(program, box) as screen:
        screen.until(lambda lines: sum(map(bool, lines)) > ROWS // 2, "list of conversations")
        screen.settle()
        for key in (program.search, *f"thread:{thread}", "enter"):
            screen.press(key)
            screen.settle(1.0)
        screen.until(_shows(subject), f"row of {subject!r}")
        screen.settle()
        before = screen.lines
        pressed = screen.press(program.open)
        full = screen.until(
            lambda lines: (
                sum(a != b for a, b in zip(lines, before, strict=True)) > ROWS // 3
                and sum(map(bool, lines)) >= ROWS - FRAME_ROWS
            ),
            "full screen of the conversation",
        )
        quiet = max(full, screen.seen)
        return Long(full - pressed, quiet - pressed, memory(family(screen.pid)))


def largest(box: Mailbox) -> tuple[str, str, int]:
    """The conversation with most messages: its thread, its subject's beginning, and how many."""
    found = max(box.search("*"), key=lambda thread: int(thread["total"]))
    return found["thread"], bare(found["subject"]), int(found["total"])


def median(values: list[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def percentile(values: list[float], share: float) -> float:
    """The smallest value that ``share`` of all do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def _shows(subject: str) -> Callable[[list[str]], bool]:
    return lambda lines: any(subject in line for line in lines)


def _walk(program: Program) -> Iterator[tuple[str, int]]:
    """Keys without end that move through conversations, and how many rows each changes at least."""
    down, page, inside = (program.down, 2), (program.page, ROWS // 3), (program.open, ROWS // 3)
    while True:
        yield from (down, down, down, page, down, down)
        yield from (inside, (program.back, ROWS // 3))
        yield from (down, page, (program.page_up, ROWS // 3))


@contextlib.contextmanager
def _taking_in(box: Mailbox) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        ["notmuch", "new", "--quiet"],
        env=box.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as child:
        try:
            yield child
        finally:
            child.terminate()
