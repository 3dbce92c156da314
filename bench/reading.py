"""What a person at the screen waits for: its first rows, a key, a long conversation; and memory."""

from __future__ import annotations

import contextlib
import itertools
import math
import statistics
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench.mailbox import deliver
from bench.processes import Memory, family, memory
from bench.screen import ROWS, EndedError, Screen, SlowError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bench.mailbox import Mailbox
    from bench.programs import Program

ARRIVING = 400
"""Messages that each ``notmuch new`` in the background has to take in."""
COUNTED = 10.0
"""Seconds that a count may take at most to be called one."""
FOOT = 6
"""A screen is full when something stands in the last of these rows, the line of keys apart."""


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


def newest(box: Mailbox) -> tuple[str, ...]:
    """The newest conversations' subjects, as far as every reader shows them.

    Several, because readers differ in which message of a conversation gives its subject.
    """
    return tuple(bare(found["subject"]) for found in box.search("tag:inbox", "--limit=8"))


def first_screen(program: Program, box: Mailbox, subjects: tuple[str, ...]) -> float:
    """Seconds from exec until the newest conversations' rows are on the screen."""
    with reader(program, box) as screen:
        return screen.until(_shows(subjects), "rows of the inbox") - screen.started


def after_change(
    program: Program, box: Mailbox, subjects: tuple[str, ...], *, unread: bool
) -> tuple[float, float]:
    """The same, right after another program changed tags of the newest conversation.

    And seconds until the inbox's count of unread messages is right as well, for readers that show
    one beside the word Inbox; infinite where it never is.
    """
    thread = box.search("tag:inbox", "--limit=1")[0]["thread"]
    box.notmuch("tag", "+unread" if unread else "-unread", "--", f"thread:{thread}")
    count = f"{int(box.notmuch('count', 'tag:inbox and tag:unread')):,}"
    with reader(program, box) as screen:
        row = screen.until(_shows(subjects), "rows of the inbox")
        try:
            right = screen.until(
                lambda lines: any("Inbox" in x and count in x.split() for x in lines),
                f"count of {count} unread",
                COUNTED if program.counts else 0.0,
            )
        except SlowError:
            right = math.inf
        return row - screen.started, right - screen.started


def typing(
    program: Program, box: Mailbox, subjects: tuple[str, ...], count: int, seed: int
) -> Keys:
    """Press ``count`` keys in a list of conversations while ``notmuch new`` takes in mail."""
    keys = Keys()
    arriving = itertools.count(seed)
    with reader(program, box) as screen, contextlib.ExitStack() as stack:
        screen.until(_shows(subjects), "rows of the inbox")
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


def long_conversation(program: Program, box: Mailbox, thread: str) -> Long:
    """Find a conversation by its thread, open it, and see what all the processes then hold."""
    with reader(program, box) as screen:
        screen.until(lambda lines: sum(map(bool, lines)) > ROWS // 2, "list of conversations")
        screen.settle()
        for key in (program.search, *f"thread:{thread}"):
            screen.press(key)
            screen.settle()
        before = screen.lines
        screen.press("enter")
        screen.until(lambda lines: _differ(lines, before) > ROWS // 3, "what was searched for")
        screen.settle(1.0)
        before = screen.lines
        pressed = screen.press(program.open)
        full = screen.until(
            lambda lines: _differ(lines, before) > ROWS // 3 and any(lines[-FOOT:-1]),
            "full screen of the conversation",
        )
        screen.settle(1.0)
        quiet = screen.seen
        return Long(full - pressed, quiet - pressed, memory(family(screen.pid)))


def largest(box: Mailbox) -> tuple[str, int]:
    """The conversation with most messages: its thread, and how many they are."""
    found = max(box.search("*"), key=lambda thread: int(thread["total"]))
    return found["thread"], int(found["total"])


def median(values: list[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def percentile(values: list[float], share: float) -> float:
    """The smallest value that ``share`` of all do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def _shows(subjects: tuple[str, ...]) -> Callable[[list[str]], bool]:
    def holds(lines: list[str]) -> bool:
        text = "\n".join(lines)
        return sum(subject in text for subject in set(subjects)) >= min(2, len(set(subjects)))

    return holds


def _differ(lines: list[str], before: list[str]) -> int:
    return sum(a != b for a, b in zip(lines, before, strict=True))


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
