"""``./test bench``: prints what is asked, what was measured, and alot's beside it."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from subprocess import CalledProcessError

from bench import clean, ghosts, lists, report, storm, threads
from bench.mailbox import ROOT, copy, generate
from bench.processes import cost
from bench.programs import Program, alot, cclear
from bench.reading import (
    after_change,
    first_screen,
    largest,
    long_conversation,
    newest,
    typing,
)
from bench.screen import EndedError, SlowError
from bench.share import arrival, measure, settled

FIGURES = (
    "clean", "start", "keys", "long", "share", "new", "storm", "lists", "threads",
    "ghosts",
)  # fmt: skip
MADE = {"storm", "clean", "lists", "threads", "ghosts"}
"""Those that need no mailbox, or make their own."""
UNREAD = 300
"""How many of the newest messages are unread when the readers start."""


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="./test bench", description=__doc__)
    parser.add_argument(
        "mailbox",
        nargs="?",
        type=Path,
        default=os.environ.get("CCLEAR_BENCH"),
        help="a directory that herdgen.py wrote, best with a database in mail/.notmuch or "
        "notmuch-fresh; it is copied, never changed (environment: CCLEAR_BENCH; else one is made)",
    )
    parser.add_argument("--messages", type=int, default=3000, help="of a mailbox that is made")
    parser.add_argument("--storm", type=int, default=500, help="messages of its last conversation")
    parser.add_argument(
        "--herdgen", type=Path, default=ROOT.parent / "shared" / "herdgen.py", help="what makes it"
    )
    parser.add_argument("--runs", type=int, default=7, help="starts of each reader")
    parser.add_argument("--keys", type=int, default=88, help="keys that are pressed in each")
    parser.add_argument(
        "--share", type=int, default=3000, metavar="N",
        help="take in the oldest N messages for the share of CPU time; 0 for all",
    )  # fmt: skip
    parser.add_argument(
        "--new", type=int, default=100, metavar="N", help="messages that come to all that are there"
    )
    parser.add_argument(
        "--new-cpu", type=float, metavar="SECONDS",
        help="what notmuch new took for all of it, where that is known; with --share 0",
    )  # fmt: skip
    parser.add_argument(
        "--lists", type=lists.setting, action="append", metavar="SEED:MESSAGES:HERDS:CHURN",
        help="a mailbox whose lists are looked for, 7:20000:12:.1 say; may be given again",
    )  # fmt: skip
    parser.add_argument(
        "--ways", default="", metavar="WAY,...",
        help=f"how they are taken in beside all at once: {', '.join(lists.WAYS)}, or none",
    )  # fmt: skip
    parser.add_argument("--batches", type=int, default=100, help="parts that they are taken in by")
    parser.add_argument("--only", choices=FIGURES, action="append", help="these figures alone")
    parser.add_argument("--work", type=Path, help="where copies are made (the temporary directory)")
    return parser.parse_args()


def main() -> int:
    """Measure, and print a table."""
    asked = arguments()
    wanted: tuple[str, ...] = tuple(asked.only or FIGURES)
    with tempfile.TemporaryDirectory(prefix="cclear-bench-", dir=asked.work) as made:
        work = Path(made)
        source = Path(asked.mailbox) if asked.mailbox else work / "source"
        try:
            if "clean" in wanted:
                cleaning(asked.runs)
            if not asked.mailbox and set(wanted) - MADE:
                note(f"making a mailbox of {asked.messages} messages")
                generate(asked.herdgen, source, asked.messages, asked.storm)
            if {"start", "keys", "long"} & set(wanted):
                read(source, work / "reading", asked, wanted)
            if "share" in wanted:
                note("taking in the same mail by notmuch new, cclear index, notmuch tag")
                share = measure(
                    source, work / "share", cclear().command, asked.share, asked.new_cpu
                )
                report.share(share)
            if "new" in wanted:
                arriving(source, work / "new", asked.new, asked.runs)
            if "lists" in wanted:
                found_lists(work, asked)
            if "storm" in wanted:
                through_storm(asked.herdgen, work)
            if "threads" in wanted:
                joining(asked.herdgen, work)
            if "ghosts" in wanted:
                recovering(asked.herdgen, work)
        except (OSError, RuntimeError, CalledProcessError, EndedError, SlowError) as error:
            note(str(error))
            return 1
    return 0


def read(source: Path, home: Path, asked: argparse.Namespace, wanted: tuple[str, ...]) -> None:
    """The figures of the screens."""
    note("copying the mailbox")
    box = copy(source, home)
    ids = box.notmuch("search", "--output=messages", f"--limit={UNREAD}", "*").split()
    box.notmuch("tag", "+unread", "--", " or ".join(ids))
    note("taking it in: cclear index")
    taken = cost([*cclear().command, "index"], box.environment())
    count = int(box.notmuch("count", "*"))
    note(f"{count} messages, {taken.wall:.1f} s, {taken.cpu:.1f} s of CPU")
    beside = alot(box)
    programs: list[Program] = [cclear(), *([beside] if beside else [])]
    report.heading(count, [program.name for program in programs])
    if "start" in wanted:
        subjects = newest(box)
        for program in programs:
            first_screen(program, box, subjects)
        plain: dict[str, list[float]] = {}
        changed: dict[str, list[tuple[float, float]]] = {}
        for run in range(asked.runs):
            for program in programs:
                plain.setdefault(program.name, []).append(first_screen(program, box, subjects))
                changed.setdefault(program.name, []).append(
                    after_change(program, box, subjects, unread=run % 2 > 0)
                )
        report.start("first screen of conversations", plain)
        rows = {name: [row for row, _ in runs] for name, runs in changed.items()}
        report.start("the same, right after notmuch tag", rows)
        report.counts([right for _, right in changed[programs[0].name]])
    if "long" in wanted:
        thread, size = largest(box)
        longs = {
            program.name: [long_conversation(program, box, thread) for _ in range(asked.runs)]
            for program in programs
        }
        report.long(size, longs)
    if "keys" in wanted:
        subjects = newest(box)
        for number, program in enumerate(programs):
            report.keys(
                program.name, typing(program, box, subjects, asked.keys, seed=100 * number + 1)
            )


def cleaning(runs: int) -> None:
    """The figures of the cleaner."""
    beside = clean.naive()
    for sample in clean.samples():
        ours = clean.seconds(clean.ours, sample, runs)
        report.cleaned(
            sample, ours, clean.seconds(beside, sample, runs) if beside is not None else []
        )


def arriving(source: Path, home: Path, count: int, runs: int) -> None:
    """The figure of new messages in a mailbox of any size."""
    command = cclear().command
    note("taking in a mailbox that new messages come to: cclear index")
    box, twin = settled(source, home, command, count * runs)
    before = int(box.notmuch("count", "*"))
    report.arrivals(before, [arrival(box, twin, command, count) for _ in range(runs)])
    box.clear()
    twin.clear()


def found_lists(work: Path, asked: argparse.Namespace) -> None:
    """The figures of the lists, a mailbox after the other."""
    if not asked.herdgen.is_file():
        note(f"{asked.herdgen} is not here, so no lists are looked for: name it (--herdgen)")
        return
    settings = tuple(asked.lists or lists.DEFAULTS)
    if asked.ways:
        ways = tuple(asked.ways.split(","))
        settings = tuple(replace(given, ways=ways) for given in settings)
    index = (*cclear().command, "index")
    lists.measure(lists.Bench(asked.herdgen, work, index, asked.batches, note), settings)


def through_storm(herdgen: Path, work: Path) -> None:
    """The keys that a storm takes, in each reader on a mailbox of its own."""
    if not herdgen.is_file():
        note(f"{herdgen} is not here, so no storm is measured: name it (--herdgen)")
        return
    source = storm.make(herdgen, work / "storm")
    report.storms(source.written, (storm.COLS, storm.ROWS))
    for number, reader in enumerate(storm.READERS):
        box = source.box(work / f"storm-{number}")
        if ready := reader(box):
            note(f"reading it in {ready.name}")
            report.storm(ready.name, storm.effort(ready, box, source.written), ready.note)
        box.clear()


def joining(herdgen: Path, work: Path) -> None:
    """The figures of conversations, on the archives beside ``herdgen.py`` and on its mailboxes."""
    archives, damage = found_archives(herdgen)
    report.threads_heading()
    for archive in archives:
        zones = threads.Zones()
        for share in threads.SHARES:
            found = threads.damaged(archive, damage, share, work, zones)
            if found is None:
                note(f"{archive.name} names no parents at all: nothing to damage")
                break
            letters, truth = found
            joiner, _ = threads.joined(letters)
            rest, patches = (
                threads.parents(letters, joiner, truth, patches=patches)
                for patches in (False, True)
            )
            report.parents(archive.name.partition(".")[0], share, rest, patches)
    if herdgen.is_file():
        for size in threads.SIZES:
            note(f"making a mailbox of {size} messages")
            generate(herdgen, work / f"herd-{size}", size, 0, broken=True)
            letters, truth = threads.herd(work / f"herd-{size}")
            joiner, took = threads.joined(letters)
            of = threads.parents(letters, joiner, truth, patches=False)
            report.partition(size, of, threads.partition(letters, joiner, truth, took))
    for messages, chain in ((2000, False), (1000, True)):
        report.built(messages, threads.long(messages, chain=chain), chain=chain)


def recovering(herdgen: Path, work: Path) -> None:
    """The figures of what is known from quotes alone, on the archives beside ``herdgen.py``."""
    archives, damage = found_archives(herdgen)
    report.ghosts_heading(ghosts.WORDS)
    for archive in archives:
        zones = threads.Zones()
        for share in ghosts.SHARES:
            found = ghosts.measure(archive, damage, share, work, zones)
            if found is None:
                note(f"{archive.name} names no parents at all: nothing to take out")
                break
            report.ghosts(archive.name.partition(".")[0], share, found, ghosts.WORDS)


def found_archives(herdgen: Path) -> tuple[list[Path], Path]:
    """The archives beside ``herdgen.py``, and what damages them; none, with a note, without it."""
    shared = herdgen.parent
    archives = sorted((shared / "mail").glob("*.mbox.gz"))
    damage = shared / "damage.py"
    if not damage.is_file() or not archives:
        note(f"no archives and no damage.py in {shared}: name their herdgen.py (--herdgen)")
        archives = []
    return archives, damage


def note(text: str) -> None:
    """How far it has come, apart from the table."""
    print(f"bench: {text}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
