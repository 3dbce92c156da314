"""What an export is, and where mail lies already, at a glance."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

import indexer
from indexer import exports
from tests.support.imports import Box, join, raw

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return Box(tmp_path)


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def tarred(name: str, data: bytes) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return file.getvalue()


TAKEOUT = zipped({"Takeout/Mail/a.mbox": join(raw(1), raw(2)), "Takeout/Mail/b.eml": raw(3)})


@pytest.mark.parametrize(
    ("name", "data", "wanted"),
    [
        ("a", join(raw(1), raw(2)), ("mbox", "an mbox file", 2)),
        ("a.gz", gzip.compress(join(raw(1), raw(2), raw(3))), ("mbox", "an mbox file", 3)),
        ("a.eml", raw(1), ("eml", "one message", 1)),
        ("takeout-1.zip", TAKEOUT, ("takeout", "a Google Takeout", 3)),
        ("cut.zip", TAKEOUT[:150], ("takeout", "a Google Takeout", 0)),
        ("mail.zip", zipped({"a.eml": raw(1)}), ("takeout", "an archive of mail", 1)),
        ("no.zip", zipped({"a.txt": b"x"}), ("", "no mail that is known here", 0)),
        ("takeout.tgz", tarred("Takeout/Mail/a.mbox", b""), ("takeout", "a Google Takeout", 0)),
        ("x.tgz", tarred("a.eml", raw(1)), ("takeout", "an archive of mail", 0)),
        ("no.tgz", tarred("a.txt", b"x"), ("", "no mail that is known here", 0)),
        ("a.pst", b"!BDN" + bytes(900), ("", "no mail that is known here", 0)),
        ("a.png", b"\x89PNG", ("", "no mail that is known here", 0)),
        ("empty", b"", ("", "no mail that is known here", 0)),
    ],
    # Named by their number: an archive's bytes have the time of its making in them.
    ids=map(str, range(13)),
)  # fmt: skip
def test_files_are_recognised(
    box: Box, name: str, data: bytes, wanted: tuple[exports.Kind, str, int]
) -> None:
    path = box.file(name, data)
    assert indexer.recognise(path) == indexer.Export(*wanted, len(data))


def test_directories_are_recognised(box: Box) -> None:
    assert indexer.recognise(box.home / "none").kind == ""
    for number in range(3):
        box.file(f"eml/{number}.eml", raw(number))
        box.file(f"Mail/office/cur/{number}:2,S", raw(number))
    box.file("Mail/.Sent/new/9", raw(9))
    (box.home / "Mail/.Sent/cur").mkdir()
    (box.home / "Mail/office/tmp").mkdir()
    box.file("eml/readme.txt", b"Hello.\n")
    box.file("two/a.mbox", join(raw(1)) * 5)
    box.file("two/b", join(raw(1)))
    box.file("zips/takeout-1-001.zip", TAKEOUT)
    os.mkfifo(box.home / "pipe")
    found = {path.name: indexer.recognise(path) for path in box.home.iterdir()}
    assert {name: (one.kind, one.messages_estimate) for name, one in found.items()} == {
        "eml": ("eml", 3), "Mail": ("maildir", 4), "two": ("mbox", 6), "zips": ("takeout", 3),
        "pipe": ("", 0),
    }  # fmt: skip


def test_an_estimate_of_a_long_mbox_is_about_right(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.counting.LOOK", 1 << 19)
    data = join(*(raw(n, body=os.urandom(500).hex().encode() + b"\n") for n in range(2000)))
    for path in (box.file("a", data), box.file("b.gz", gzip.compress(data, 1))):
        assert 1500 < indexer.recognise(path).messages_estimate < 2500


def test_maildirs_are_found_in_the_usual_places(box: Box) -> None:
    assert indexer.maildirs(box.home) == []
    for place in ("Mail/one/INBOX", "Mail/two", "Maildir", ".local/share/mail/a/b/c"):
        box.file(f"{place}/cur/1:2,S", raw(1))
        box.file(f"{place}/new/2", raw(2))
    box.file("mail/notes.txt", b"none\n")
    (box.home / ".mail").symlink_to(box.home / "Mail")
    (box.home / "Mail/one/loop").symlink_to(box.home / "Mail")
    found = indexer.maildirs(box.home)
    assert [(tree.path.relative_to(box.home).as_posix(), tree.folders, tree.messages)
            for tree in found] == [
        ("Mail", 2, 4), ("Maildir", 1, 2), (".local/share/mail", 1, 2),
    ]  # fmt: skip
    assert found[1].bytes == len(raw(1)) + len(raw(2))


def test_a_deadline_ends_the_looking(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    box.file("Maildir/cur/1:2,S", raw(1))
    monkeypatch.setattr(exports, "_PATIENCE", -1.0)
    assert indexer.maildirs(box.home) == []


def test_recognising_needs_no_notmuch() -> None:
    code = """
import sys, indexer
indexer.recognise, indexer.maildirs, indexer.profiles
assert not {"notmuch2", "indexer.database", "olefile", "textual"} & set(sys.modules)
"""
    assert subprocess.run([sys.executable, "-P", "-c", code], check=False).returncode == 0
