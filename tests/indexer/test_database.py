"""The one module that touches notmuch: reading, tagging, locks, and what goes wrong."""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer import Client, Where, database, owner
from indexer.database import Reading, Retag, Writing
from indexer.errors import IndexerError
from tests.outbox.disks import fill
from tests.support.disks import small_disk
from tests.support.mailbox import LONG

if TYPE_CHECKING:
    from tests.support.mailbox import Mailbox


def place(mailbox: Mailbox) -> database.Place:
    return database.embedded(mailbox.path)


def test_find_takes_ids_as_they_are(mailbox: Mailbox) -> None:
    first = mailbox.add(mailbox.message())
    mailbox.index()
    with Reading(place(mailbox)) as db:
        found = db.find(first)
        assert found is not None
        assert found.id == first
        assert db.find('"a" OR tag:inbox') is None
        assert db.find("") is None


def test_newest_first_and_excluded_tags(mailbox: Mailbox) -> None:
    ids = [mailbox.add(mailbox.message()) for _ in range(3)]
    mailbox.index()
    mailbox.notmuch("tag", "+deleted", "--", f"id:{ids[1]}")
    with Reading(place(mailbox)) as db:
        threads = [db.find(i).thread for i in ids]  # type: ignore[union-attr]
        assert [t for _, _, t in db.newest("*")] == [threads[2], threads[0]]
        assert db.count("*") == 2
        assert db.count("*", exclude=False) == 3
        assert [t for _, _, t in db.newest("tag:deleted")] == [threads[1]]


def test_tags_move_maildir_flags_and_come_back(mailbox: Mailbox) -> None:
    message = mailbox.add(mailbox.message())
    mailbox.index()
    where = place(mailbox)
    with Writing(where) as db:
        added, removed, now = db.retag(Retag(message, frozenset({"x"}), frozenset({"unread", "y"})))
    assert (added, removed) == (frozenset({"x"}), frozenset({"unread"}))
    assert now == ("inbox", "x")
    with Reading(where) as db:
        assert db.file(message).name.endswith(":2,S")
        found = db.find(message)
        assert found is not None
        assert found.tags == ("inbox", "x")


def test_a_file_renamed_by_another_program_is_found(mailbox: Mailbox) -> None:
    message = mailbox.add(mailbox.message())
    mailbox.index()
    file = mailbox.files[message]
    file.rename(file.with_name(file.name.replace(":2,", ":2,FS")))
    with Reading(place(mailbox)) as db:
        assert db.file(message).name.endswith(":2,FS")


def test_a_gone_file_is_said(mailbox: Mailbox) -> None:
    message = mailbox.add(mailbox.message())
    mailbox.index()
    mailbox.remove(message)
    with Reading(place(mailbox)) as db, pytest.raises(IndexerError) as error:
        db.file(message)
    assert error.value.kind == "unreadable"


def test_another_writer_is_seen_and_waited_for(mailbox: Mailbox) -> None:
    mailbox.add(mailbox.message())
    mailbox.index()
    where = place(mailbox)
    assert not database.locked(where)
    code = (
        "import sys; from pathlib import Path; from indexer import database as d\n"
        "with d.Writing(d.embedded(Path(sys.argv[1]))): print('held', flush=True); input()"
    )
    command = [sys.executable, "-P", "-c", code, str(mailbox.path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdin
        holder.stdout.readline()
        assert database.locked(where)
        with pytest.raises(IndexerError) as error:
            list(database.wait(where, 0.1))
        assert error.value.kind == "locked"
        waiting = database.wait(where, 30)
        next(waiting)
        holder.stdin.close()
        assert list(waiting) is not None
    assert not database.locked(where)


def test_looking_for_the_lock_leaves_it_free(mailbox: Mailbox) -> None:
    mailbox.index()
    assert not database.locked(place(mailbox))
    lock = next(Path(f"{mailbox.path}.cclear").rglob("flintlock"))
    with lock.open("r+b") as handle:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_damaged_database_is_one_line(mailbox: Mailbox) -> None:
    mailbox.add(mailbox.message())
    mailbox.index()
    for file in Path(f"{mailbox.path}.cclear").rglob("*.glass"):
        file.write_bytes(b"\xff" * file.stat().st_size)
    for file in Path(f"{mailbox.path}.cclear").rglob("iamglass"):
        file.write_bytes(b"not a database at all")
    with pytest.raises(IndexerError) as error, Reading(place(mailbox)) as db:
        db.known("*")
    assert error.value.kind == "damaged"
    assert "\n" not in error.value.text


def test_no_configuration_at_all_is_said(home: Path) -> None:
    with pytest.raises(IndexerError) as error:
        Reading(database.Place())
    assert error.value.kind == "missing"


def test_a_read_only_index_reads_and_says_that_it_cannot_be_written(mailbox: Mailbox) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    message = mailbox.add(mailbox.message())
    mailbox.index()
    index = Path(f"{mailbox.path}.cclear") / "index"
    try:
        for path in (index, *index.rglob("*")):
            path.chmod(0o500 if path.is_dir() else 0o400)
        where = place(mailbox)
        with Reading(where) as db:
            assert db.find(message)
        with pytest.raises(IndexerError) as error:
            Writing(where)
        assert error.value.kind == "read-only"
    finally:
        for path in (index, *index.rglob("*")):
            path.chmod(0o700)


def test_own_addresses_are_those_that_somebody_wrote_down(
    mailbox: Mailbox, users_mailbox: Mailbox
) -> None:
    assert owner.own_addresses(database.Place()) == ("sam@here.example",)
    assert owner.own_addresses(place(mailbox)) == ()


def test_ones_own_name_is_in_the_file_or_in_the_database(users_mailbox: Mailbox) -> None:
    users_mailbox.index()

    def name() -> str:
        return users_mailbox.client().own_name().result(LONG)

    assert name() == "Sam Reader"
    users_mailbox.notmuch("config", "set", "user.name")
    users_mailbox.notmuch("config", "set", "--database", "user.name", "Sám Database")
    assert name() == "Sám Database"
    # What the library makes up where nobody set one.
    users_mailbox.notmuch("config", "set", "user.name", pwd.getpwuid(os.getuid()).pw_name)
    assert name() == ""


def test_configuration_values_are_kept_and_forgotten(mailbox: Mailbox) -> None:
    where = place(mailbox)
    with Writing(where) as db:
        db.set_config("cclear.list.x.title", "Exes")
        db.set_config("query.mine", "from:me")
    with Reading(where) as db:
        assert db.configs("cclear.list.") == {"x.title": "Exes"}
        assert db.config("query.mine") == "from:me"
        assert db.config("query.none") == ""
    with Writing(where) as db:
        db.set_config("query.mine", "")
    with Reading(where) as db:
        assert not db.config("query.mine")


def test_the_embedded_database_is_made_again_where_it_was_deleted(mailbox: Mailbox) -> None:
    mailbox.add(mailbox.message())
    mailbox.index()
    mailbox.close()
    shutil.rmtree(f"{mailbox.path}.cclear")
    with Reading(place(mailbox)) as db:
        assert db.count("*") == 0


def test_mail_that_was_moved_with_its_index_is_found_again(mailbox: Mailbox) -> None:
    message = mailbox.add(mailbox.message())
    mailbox.index()
    mailbox.close()
    moved = mailbox.path.with_name("elsewhere")
    mailbox.path.rename(moved)
    Path(f"{mailbox.path}.cclear").rename(f"{moved}.cclear")
    with Reading(database.embedded(moved)) as db:
        assert db.file(message).is_relative_to(moved)


def test_a_relative_folder_is_taken_from_where_one_stands(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox.add(mailbox.message())
    monkeypatch.chdir(mailbox.path.parent)
    with Client(Where(mail=Path(mailbox.path.name))) as client:
        assert client.index().result(60).added == 1
    monkeypatch.chdir("/")
    assert mailbox.index().added == 0


def test_a_full_disk_is_not_called_damage(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "3m") as disk:
        mail = disk / "mail"
        where = database.embedded(mail)
        files = [mail / f"{number}" for number in range(20)]
        for number, file in enumerate(files):
            words = " ".join(f"w{number}x{n}" for n in range(4000))
            file.write_text(f"From: a@b.example\nMessage-ID: <{number}@x.example>\n\n{words}\n")
        fill(disk)
        with pytest.raises(IndexerError) as raised:  # noqa: PT012 - the first may still have room
            for file in files:
                with Writing(where) as db:
                    db.take(str(file), (), ())
    assert raised.value.kind == "disk"
    assert "is full; make room" in raised.value.text
    assert "nothing needs to be moved" in raised.value.text
    assert "away" not in raised.value.text
