"""Whether the lists that ``cclear index`` finds are those that the mail was written with.

Mailboxes that ``herdgen.py`` writes are taken in by the program itself: all at once, in batches in
the order of their dates, newest first, and with the cache made anew. The tags are read back from
notmuch and judged by :mod:`bench.truth`.
"""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from bench import truth
from bench.mailbox import empty, generate
from bench.processes import cost
from bench.report import line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from bench.mailbox import Mailbox
    from bench.truth import Tags, Truth

WAYS = ("rebuild", "batches", "newest")
"""Ways to take in mail beside all at once, which everything is compared with."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What ``herdgen.py`` is asked for; ``ways`` are those taken beside all at once."""

    seed: int
    messages: int = 2000
    herds: int = 4
    churn: float = 0.03
    ways: tuple[str, ...] = WAYS

    def __str__(self) -> str:
        return (
            f"{self.messages} messages, {self.herds} cc lists, churn {self.churn:g}, "
            f"seed {self.seed}"
        )


DEFAULTS = (Setting(31, 2000, 4, 0.03), Setting(32, 2000, 9, 0.1, ("rebuild",)))


def setting(text: str) -> Setting:
    """``SEED:MESSAGES:HERDS:CHURN``, all but the first by default; raises ValueError."""
    seed, *rest = text.split(":")
    kinds = (int, int, float)
    if len(rest) > len(kinds):
        raise ValueError(text)
    return Setting(int(seed), *(kind(part) for kind, part in zip(kinds, rest, strict=False)))


@dataclass(frozen=True, slots=True)
class Bench:
    """What makes the mailboxes, where, the program's ``index``, and how many batches there are."""

    herdgen: Path
    work: Path
    index: tuple[str, ...]
    batches: int
    note: Callable[[str], None]


def measure(bench: Bench, settings: Sequence[Setting]) -> None:
    """Score each setting and print its figures as they are known."""
    for number, given in enumerate(settings):
        home = bench.work / f"lists-{number}"
        bench.note(f"making a mailbox of {given}")
        generate(
            bench.herdgen, home / "source", given.messages, 0,
            f"--seed={given.seed}", f"--herds={given.herds}", f"--churn={given.churn}", broken=True,
        )  # fmt: skip
        print(f"\nlists: {given}", flush=True)
        _setting(bench, home, given.ways)
        shutil.rmtree(home)


def _setting(bench: Bench, home: Path, ways: Sequence[str]) -> None:
    source = home / "source"
    told = truth.read(source)
    files = sorted((source / "mail" / "cur").iterdir())
    bench.note("taking it in at once")
    box = empty(source, home / "once")
    in_batches(box, files, bench.index, 1)
    tags = tags_of(box)
    _say(told, tags, box)
    if "rebuild" in ways:
        bench.note("making the cache anew")
        cost([*bench.index, "--rebuild"], box.environment())
        again = tags_of(box)
        share = truth.same(tags, again, told.lists, renamed=False)
        line("after index --rebuild: the same lists", ">= 99 %", percent(share))
        line("  rosters: members, others", ">= 97 %, <= 1 %", _rosters(told, again, box))
    box.clear()
    for way, order in (("batches", files), ("newest", files[::-1])):
        if way in ways:
            # Few of the ways that people take in mail are newest first, and each batch costs time.
            words, batches = "in batches", bench.batches
            if way == "newest":
                words, batches = "newest first", max(1, bench.batches // 4)
            bench.note(f"taking it in {words}, {batches} batches")
            parted = empty(source, home / way)
            went = in_batches(parted, order, bench.index, batches)
            _compare(words, told, tags, parted, went)
            parted.clear()


def _say(told: Truth, tags: Tags, box: Mailbox) -> None:
    got = truth.score(told, tags)
    line("messages on cc lists with their tag", ">= 97 %", percent(got.found))
    line("tags that are right", ">= 99 %", percent(got.right))
    line("other kinds: messages that are not", "0", str(got.inexact))
    line("lists that are none", "0", _named(got.strange))
    line("second names of lists", "0", _named(got.halves))
    line("lists that were not found", "0", _named(got.unfound))
    line("rosters: members, others", ">= 97 %, <= 1 %", _rosters(told, tags, box))


def _compare(words: str, told: Truth, tags: Tags, box: Mailbox, went: frozenset[str]) -> None:
    parted = tags_of(box)
    got = truth.score(told, parted)
    share = truth.same(tags, parted, told.lists, renamed=True)
    line(f"{words}: the same lists", ">= 99 %", percent(share))
    line("  cc lists with their tag", ">= 97 %", percent(got.found))
    line("  tags that are right", ">= 99 %", percent(got.right))
    line("  other kinds: messages that are not", "0", str(got.inexact))
    line("  lists that are none; second names", "0; 0", f"{len(got.strange)}; {len(got.halves)}")
    line("  rosters: members, others", ">= 97 %, <= 1 %", _rosters(told, parted, box))
    line("  names that went", "0", _named(sorted(went)))


def in_batches(
    box: Mailbox, files: Sequence[Path], index: Sequence[str], batches: int
) -> frozenset[str]:
    """Move files into the Maildir step by step, taking them in; the names that went meanwhile."""
    size = -(-len(files) // max(1, batches))
    known: set[str] = set()
    went: set[str] = set()
    for part in parts(files, size):
        for file in part:
            shutil.copy2(file, box.mail / "cur" / file.name)
        cost(index, box.environment())
        here = {t for t in box.notmuch("search", "--output=tags", "*").split() if "list/" in t}
        went |= known - here
        known |= here
    return frozenset(went)


def parts(files: Sequence[Path], size: int) -> Iterator[list[Path]]:
    """The files, ``size`` at a time."""
    left = iter(files)
    while part := list(itertools.islice(left, size)):
        yield part


def tags_of(box: Mailbox) -> Tags:
    """The lists that messages are on, as ``notmuch dump`` says."""
    found: Tags = {}
    for each in box.notmuch("dump", "--format=batch-tag", "--include=tags").splitlines():
        if each.startswith("#"):
            continue
        tags, _, message = each.rpartition(" -- id:")
        names = [unquote(tag[1:]) for tag in tags.split()]
        name = unquote(message).strip('"')
        found[name] = frozenset(n.removeprefix("list/") for n in names if n.startswith("list/"))
    return found


def _rosters(told: Truth, tags: Tags, box: Mailbox) -> str:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "bench.rosters"],
        env=box.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    rows = [json.loads(text) for text in done.stdout.splitlines()]
    present = {row["name"]: row["present"] for row in rows}
    members, others = truth.rosters(told, truth.score(told, tags).names, present)
    return f"{percent(members)}, {percent(others)}"


def percent(share: float) -> str:
    """A share, as it is printed; nothing is rounded up to what is asked."""
    return f"{int(share * 10_000) / 100:.2f} %"


def _named(names: Sequence[str]) -> str:
    return str(len(names)) + (f": {', '.join(names)}"[:40] if names else "")
