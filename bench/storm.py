"""How many keys and screenfuls a storm takes, until all that was newly written has been in sight.

Every reader gets the same mailbox, its storm unread and all else read, and a user who knows its
keys and loses none: who goes on to the next message or conversation as soon as all new lines of
this one were in sight, and stops at the very last line. Keys count from the list of messages or
conversations on, as the reader opens with it, the storm selected; that screen counts too.
"""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.mailbox import copy, generate
from bench.processes import cost
from bench.programs import cclear
from bench.screen import EndedError, Screen
from bench.sight import Sight, storm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bench.mailbox import Mailbox
    from bench.sight import Written

COLS, ROWS = 130, 45
MESSAGES, SEED, STORM = 120, 5, 40
MOST = 500
"""Keys after which a reader is given up."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A mail reader: how it is started, and the keys that a practised user presses in it."""

    name: str
    command: tuple[str, ...]
    keys: Callable[[Reading], Iterator[str]]
    note: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A reader at work: its screen, what is still to be seen, the threads in its list's order."""

    screen: Screen
    sight: Sight
    threads: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Effort:
    """Keys pressed and different screens shown, and lines that were never seen."""

    keys: int
    screens: int
    unseen: int


@dataclass(frozen=True, slots=True)
class Storm:
    """A directory that ``herdgen.py`` wrote, and all new lines of its storm."""

    source: Path
    written: tuple[Written, ...]

    def box(self, home: Path) -> Mailbox:
        """A mailbox of it, taken in by notmuch and by cclear: the storm alone is unread."""
        box = copy(self.source, home)
        ids = {f"id:{line.message}" for line in self.written}
        box.notmuch("tag", "-unread", "--", "*")
        box.notmuch("tag", "+unread", "--", " or ".join(sorted(ids)))
        cost([*cclear().command, "index"], box.environment())
        return box


def make(herdgen: Path, to: Path) -> Storm:
    """Have the mailbox of the measure written. Raises FileNotFoundError without ``herdgen.py``."""
    generate(herdgen, to, MESSAGES, STORM, f"--seed={SEED}", broken=True)
    return Storm(to, storm(to))


def effort(reader: Reader, box: Mailbox, written: tuple[Written, ...]) -> Effort:
    """What a storm takes in one reader, on a mailbox of its own, up to the last line it shows."""
    sight, keys = Sight(written), 0
    threads = tuple(_messages(box, found["thread"]) for found in box.search("tag:unread"))
    screen = Screen(reader.command, box.environment(), (COLS, ROWS))
    try:
        screen.until(lambda lines: sum(map(bool, lines)) > ROWS // 3, "list of mail")
        screen.settle(1.0)
        sight.look(screen.lines)
        shown = {tuple(screen.lines)}
        left, took = len(sight.left), Effort(0, len(shown), len(sight.left))
        with contextlib.suppress(EndedError):
            for key in reader.keys(Reading(screen, sight, threads)):
                screen.after(key)
                keys += 1
                shown.add(tuple(screen.lines))
                sight.look(screen.lines)
                if len(sight.left) < left:
                    left = len(sight.left)
                    took = Effort(keys, len(shown), left)
                if not sight.left or keys == MOST:
                    break
    finally:
        screen.close()
    return took


def _messages(box: Mailbox, thread: str) -> tuple[str, ...]:
    found = box.notmuch("search", "--output=messages", "--", f"thread:{thread}").split()
    return tuple(one.removeprefix("id:") for one in found)


def _cclear(reading: Reading) -> Iterator[str]:
    yield "enter"
    before: list[str] = []
    # What says nothing new stands in a row with its number: the end is where nothing moves.
    while reading.screen.lines[1:] != before:
        before = reading.screen.lines[1:]
        yield "space"


def _alot(reading: Reading) -> Iterator[str]:
    for thread in reading.threads:
        if reading.sight.of(thread):
            yield "enter"
            while reading.sight.of(thread):
                yield "pagedown"
            yield "d"
        yield "j"


def _aerc(reading: Reading) -> Iterator[str]:
    sight, screen = reading.sight, reading.screen
    yield "enter"
    while True:
        before = sight.left.copy()
        yield "J"
        while not any("(END)" in row for row in screen.lines):
            author = next(iter(sight.named(screen.lines[1:2])), "")
            begun = {one.message for one in before - sight.left if one.author == author}
            if not any(
                one.author == author and (not begun or one.message in begun) for one in sight.left
            ):
                break
            yield "space"


def _use_cclear(_box: Mailbox) -> Reader:
    return Reader("cclear", cclear().command, _cclear, "enter, then space; nothing set")


def _use_alot(box: Mailbox) -> Reader | None:
    note = "enter, page down; back and down to the next; set: plain text preferred"
    return _alot_with(box, "alot", "", note)


def _use_terse_alot(box: Mailbox) -> Reader | None:
    note = "the same keys; set besides: To and Cc not shown"
    return _alot_with(box, "alot without To, Cc", "displayed_headers = From, Date\n", note)


def _alot_with(box: Mailbox, name: str, settings: str, note: str) -> Reader | None:
    if not (found := shutil.which("alot")):
        return None
    config = box.home / "alot-config"
    config.write_text(f"prefer_plaintext = True\n{settings}", encoding="utf-8")
    start = (found, "-c", str(config), "-n", str(box.config), "search", "tag:inbox")
    return Reader(name, start, _alot, note)


def _use_aerc(box: Mailbox) -> Reader | None:
    if not (found := shutil.which("aerc")):
        return None
    folder = box.home / ".config" / "aerc"
    folder.mkdir(parents=True)
    account = folder / "accounts.conf"
    account.write_text(
        f"[bench]\nsource = maildir://{box.home}\ndefault = mail\nfrom = Bench <{box.me}>\n",
        encoding="utf-8",
    )
    account.chmod(0o600)
    (folder / "aerc.conf").write_text(
        "[ui]\nthreading-enabled = true\n[filters]\ntext/plain = colorize\ntext/html = html\n",
        encoding="utf-8",
    )
    note = "enter, J to the next message, space in it; set: threads, the filters it comes with"
    return Reader("aerc", (found,), _aerc, note)


READERS: tuple[Callable[[Mailbox], Reader | None], ...] = (
    _use_cclear,
    _use_alot,
    _use_terse_alot,
    _use_aerc,
)
"""What makes each reader ready for a mailbox; None of those that are not installed."""
