"""A copy of the sample mailbox: whole, the user's alone, and gone at the end."""

from __future__ import annotations

import os
import signal
import stat
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import indexer
from cclear import demo
from cclear.sample import render
from tests.support.mailbox import LONG

if TYPE_CHECKING:
    from tests.support.terminal import Terminals

NOW = datetime(2025, 3, 12, 14, 0, tzinfo=UTC)


def test_a_copy_is_a_maildir_that_only_the_user_can_enter() -> None:
    path = demo.prepare(NOW)
    try:
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert {entry.name for entry in path.iterdir()} == {"cur", "new", "tmp"}
        messages = render.messages(NOW)
        files = sorted((*path.glob("cur/*"), *path.glob("new/*")), key=lambda f: f.name)
        assert [file.read_bytes() for file in files] == [m.data for m in messages]
        assert len(list(path.glob("new/*"))) == sum(m.flags is None for m in messages) >= 1
        for file in path.glob("cur/*"):
            flags = file.name.partition(":2,")[2]
            assert flags == "".join(sorted(flags))
        assert not any(":" in file.name for file in path.glob("new/*"))
    finally:
        demo.remove(path)
    assert not path.parent.exists()


def test_copies_do_not_meet() -> None:
    with demo.mailbox(NOW) as one, demo.mailbox(NOW) as other:
        assert one != other
        next(one.glob("cur/*")).unlink()
        assert len(list(one.glob("cur/*"))) == len(list(other.glob("cur/*"))) - 1
    assert not one.exists()
    assert not other.exists()


def test_it_is_of_today_without_being_told(home: Path) -> None:
    with demo.mailbox() as path:
        newest = max(int(file.name.partition(".")[0]) for file in path.glob("*/*"))
    now = datetime.now(UTC).timestamp()
    assert now - 5 * 86400 < newest <= now


def test_a_time_without_a_zone_is_local() -> None:
    with demo.mailbox(datetime(2025, 3, 12, 14, 0)) as path:  # noqa: DTZ001 - that is the case
        newest = max(file.name for file in path.glob("*/*"))
    with demo.mailbox(NOW) as path:
        assert newest.partition(":")[0] == max(f.name for f in path.glob("*/*")).partition(":")[0]


def test_only_a_copy_is_removed(tmp_path: Path) -> None:
    kept = tmp_path / "mail"
    kept.mkdir()
    with pytest.raises(ValueError, match="not a copy"):
        demo.remove(kept)
    assert kept.is_dir()


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        demo.prepare(NOW)
    assert not list(tmp_path.iterdir())


def test_the_indexer_finds_the_lists_and_removing_takes_its_files_too() -> None:
    with demo.mailbox() as path:
        settings = indexer.Settings(addresses=(demo.ADDRESS,))
        with indexer.Client(indexer.Where(mail=path), settings) as client:
            client.index().result(LONG)
            lists = {found.name: found for found in client.lists().result(LONG)}
            found = {name: one.kind for name, one in lists.items()}
            assert found == {
                "comms-network": "cc",
                "plain-english": "list-id",
                "comms-cell": "address",
            }
            assert lists["comms-network"].members > 110
            assert lists["comms-network"].unread >= 3
            assert sum(week > 0 for week in lists["comms-network"].weeks) >= 6
        parent = path.parent
    assert not parent.exists()


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_closed_terminal_takes_the_copy_away(
    terminal: Terminals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    reader = terminal([sys.executable, "-P", "-m", "cclear", "demo"], cols=80, rows=24)
    reader.wait_for("Gritting")
    assert list(tmp_path.glob("cclear-demo-*"))
    os.kill(reader.pid, number)
    assert reader.exit_status() == 128 + number
    assert not list(tmp_path.glob("cclear-demo-*"))
