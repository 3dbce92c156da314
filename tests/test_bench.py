"""The benchmark measures what it says it does."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from bench import clean, report, truth
from bench.lists import Setting, in_batches, setting, tags_of
from bench.mailbox import copy, deliver, empty
from bench.processes import cost, end, family, memory
from bench.reading import Keys, bare, percentile
from bench.screen import EndedError, Screen
from bench.share import arrival, measure, settled
from bench.sight import Sight, Written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.mailbox import Mailbox

BUSY = "import time\nwhile time.process_time() < 0.3: pass\n"
ROWS = """
import sys, termios, tty
tty.setcbreak(0)
print("ready", flush=True)
while True:
    key = sys.stdin.read(1)
    if key == "j":
        print("\\x1b[2J\\x1b[Hone\\ntwo", flush=True)
    elif key == "q":
        sys.exit()
"""


@pytest.fixture
def source(tmp_path: Path, mailbox: Mailbox) -> Path:
    """A mailbox as herdgen.py leaves one: mail/ and meta.json."""
    for number in range(12):
        mailbox.add(mailbox.message(subject=f"Question {number}"), "S")
    for file in (mailbox.path / "cur").iterdir():
        file.rename(file.with_name(f"17{file.name.zfill(24)}"))
    (tmp_path / "meta.json").write_text('{"me": "sam@here.example"}', encoding="utf-8")
    return tmp_path


@pytest.fixture
def screen() -> Iterator[Screen]:
    made = Screen([sys.executable, "-c", ROWS], os.environ)
    yield made
    made.close()


def test_cpu_time_counts_what_a_command_waited_for() -> None:
    script = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {BUSY!r}])"
    used = cost([sys.executable, "-c", script], os.environ)
    assert used.cpu >= 0.3
    with pytest.raises(RuntimeError, match="ended with 3"):
        cost([sys.executable, "-c", "raise SystemExit(3)"], os.environ)


def test_a_key_is_timed_to_the_rows_that_it_changes(screen: Screen) -> None:
    screen.until(lambda lines: "ready" in lines, "ready")
    changed = screen.change("j", rows=2)
    assert changed
    assert 0 < changed[0] <= changed[1]
    assert screen.lines[:2] == ["one", "two"]
    assert screen.change("j", rows=1) is None
    with pytest.raises(EndedError):
        screen.change("q", rows=1)


def test_a_family_is_all_its_processes(screen: Screen) -> None:
    screen.until(lambda lines: "ready" in lines, "ready")
    pids = family(screen.pid)
    assert pids == [screen.pid]
    assert screen.pid in family(os.getpid())
    held = memory(pids)
    assert held.processes == 1
    assert 0 < held.pss <= held.rss
    screen.press("q")
    assert end(pids) == []


def test_a_copy_leaves_the_mailbox_as_it_was(source: Path, tmp_path: Path) -> None:
    before = sorted(p.name for p in (source / "mail/cur").iterdir())
    box = copy(source, tmp_path / "copy")
    assert box.notmuch("count", "*").strip() == "12"
    box.notmuch("tag", "+unread", "--", "*")
    deliver(box, 5, seed=1)
    box.notmuch("new")
    assert box.notmuch("count", "*").strip() == "17"
    assert sorted(p.name for p in (source / "mail/cur").iterdir()) == before
    assert copy(source, tmp_path / "few", messages=3).notmuch("count", "*").strip() == "3"


def test_the_share_is_ours_against_theirs(source: Path, tmp_path: Path) -> None:
    # In place of cclear: a program that tags two messages, at some cost of CPU time.
    stand_in = (
        "import subprocess, sys\n"
        "tag = ['notmuch', 'tag', '+list/x', '--', 'subject:1 or subject:2']\n"
        "subprocess.run(tag, check=True)\n"
    )
    share = measure(source, tmp_path / "work", [sys.executable, "-c", stand_in + BUSY], 0, None)
    assert (share.messages, share.tags) == (12, 2)
    assert share.ours >= 0.3
    assert share.whole == share.ours / (share.new + share.tagging)
    assert share.ratio == pytest.approx(share.whole - share.tagging / (share.new + share.tagging))


def test_new_messages_are_taken_in_by_each(source: Path, tmp_path: Path) -> None:
    stand_in = (
        "import subprocess\n"
        "subprocess.run(['notmuch', 'new', '--quiet'], check=True)\n"
        "subprocess.run(['notmuch', 'tag', '+list/x', '--', '*'], check=True)\n"
    )
    command = [sys.executable, "-c", stand_in]
    box, twin = settled(source, tmp_path, command, 8)
    assert box.notmuch("count", "*") == "4\n"
    for there in ("8\n", "12\n"):
        came = arrival(box, twin, command, 4)
        assert (came.messages, came.tags) == (4, 4)
        assert came.beyond == came.ours.wall - came.new.wall - came.tagging.wall
        for one in (box, twin):
            assert one.notmuch("count", "tag:list/x") == one.notmuch("count", "*") == there
    with pytest.raises(ValueError, match="0 messages were left"):
        arrival(box, twin, command, 4)


def test_what_was_tagged_is_judged_by_what_was_written() -> None:
    told = truth.Truth(
        {"a": "herd", "b": "herd", "c": "herd", "d": "web", "e": None},
        frozenset(("herd",)),
        {"herd": frozenset("xyz")},
    )
    tags = {"a": "h", "b": "h", "c": "k", "d": "w", "e": "w n"}
    got = truth.score(told, {m: frozenset(names.split()) for m, names in tags.items()})
    assert got.found == 2 / 3
    assert got.right == 3 / 6, "the smaller half, a message more, and a list that is none"
    assert (got.halves, got.strange, got.unfound) == (("k",), ("n",), ())
    assert got.inexact == 1
    assert truth.rosters(told, got.names, {"h": "xyq"}) == (2 / 3, 1 / 3)
    one = {"a": frozenset("h"), "b": frozenset("h"), "e": frozenset()}
    other = {"a": frozenset("g"), "b": frozenset("g"), "e": frozenset("h")}
    assert truth.same(one, other, one, renamed=True) == 2 / 3
    assert truth.same(one, other, one, renamed=False) == 0


def test_lists_are_read_back_from_mail_taken_in_step_by_step(source: Path, tmp_path: Path) -> None:
    assert setting("7:3000:12:.1") == Setting(7, 3000, 12, 0.1)
    assert setting("7") == Setting(7)
    with pytest.raises(ValueError, match="1:2:3:4:5"):
        setting("1:2:3:4:5")
    box = empty(source, tmp_path / "parted")
    stand_in = (
        "import subprocess\n"
        "subprocess.run(['notmuch', 'new', '--quiet'], check=True)\n"
        "n = subprocess.check_output(['notmuch', 'count', '*'], text=True).strip()\n"
        "subprocess.run(['notmuch', 'tag', '-list/6', f'+list/{n}', '--', 'subject:1'], check=True)"
    )
    files = sorted((source / "mail/cur").iterdir())
    assert in_batches(box, files, [sys.executable, "-c", stand_in], 2) == {"list/6"}
    found = tags_of(box)
    assert len(found) == 12
    assert sorted(names for names in found.values() if names) == [frozenset(("12",))]


def test_subjects_and_percentiles() -> None:
    assert bare("RE: [EXTERNAL] Snow closures page 2024") == "Snow closures pa"
    assert bare("Re:") == ""
    assert percentile([float(n) for n in range(1, 101)], 0.95) == 95
    assert percentile([7.0], 0.95) == 7


def test_the_table_says_what_was_not_seen(capsys: pytest.CaptureFixture[str]) -> None:
    report.heading(2000, ["cclear", "alot"])
    report.start("first screen", {"cclear": [0.5, 0.6, 0.7], "alot": [1.2]})
    report.keys("cclear", Keys([0.01], [0.02], {"j": [0.01]}, {"q": 2}, ended=True))
    lines = capsys.readouterr().out.splitlines()
    assert lines[3].split()[-5:] == ["0.60", "s", "1.20", "s", "0.50"]
    assert any("ended after 1 keys" in line for line in lines)
    assert any(
        line.split() == ["q:", "without", "a", "visible", "effect", "0", "2"] for line in lines
    )


def test_a_line_is_seen_wrapped_and_by_the_one_who_wrote_it() -> None:
    long = "We pay about four thousand a year for it."
    lines = [Written("1", "Jane Khan", long)]
    lines += [Written(str(n), name, "Me too.") for n, name in ((2, "Tom Lloyd"), (3, "Ben Moss"))]
    sight = Sight(lines)
    sight.look(["Inbox  │ We pay about four", "", "Drafts │ │ sand a year for it.  ▁"])
    assert len(sight.left) == 3, "some of it is missing"
    sight.look(["Inbox  │ We pay about four thou", "", "Drafts │ │ sand a year for it.  ▁"])
    assert {one.message for one in sight.left} == {"2", "3"}
    sight.look(["▸ Tom Lloyd  Marlow   Me too."])
    assert {one.message for one in sight.left} == {"3"}
    sight.look(["▸ Ben Moss", *[""] * 20, "Me too."])
    assert sight.of(["3"])
    sight.look(["Ben Moss", "", "  Me too."])
    assert not sight.left


def test_bodies_to_clean_are_as_long_as_said_and_hide_most_of_it(tmp_path: Path) -> None:
    for sample in clean.samples():
        size = clean.TEXT if sample.form == "text" else clean.HTML
        assert 0.9 * size < len(sample.body) <= size
        (taken,) = clean.seconds(clean.ours, sample, 1)
        assert taken > 0
        said = clean.ours(sample.form, sample.body)
        assert {"new", "quote"} <= {zone.kind for zone in said.zones}
    other = tmp_path / "naive.py"
    other.write_text("def visible(body, form):\n    return body[:3] + form\n")
    beside = clean.naive(other)
    assert beside is not None
    assert beside("html", "abcd") == "abchtml"
    assert clean.naive(tmp_path / "missing.py") is None
