"""Thunderbird's profiles: every folder's mail once, with its state, without what was deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import indexer
from indexer.model.intake import Imported
from tests.support.imports import Box, join, raw

if TYPE_CHECKING:
    from pathlib import Path

PREFS = r"""
user_pref("mail.server.server1.directory-rel", "[ProfD]ImapMail/imap.otterley.example");
user_pref("mail.server.server1.name", "jane@otterley.example");
user_pref("mail.server.server2.directory-rel", "[ProfD]Mail/Local Folders");
user_pref("mail.server.server2.name", "Local Folders");
user_pref("mail.server.server3.directory", "%s");
user_pref("mail.server.server3.name", "Elsewhere");
"""


def mozilla(number: int, bits: int, more: int = 0) -> bytes:
    return raw(
        number,
        b"X-Mozilla-Status: %04x\nX-Mozilla-Status2: %08x\nX-Mozilla-Keys: \n" % (bits, more),
    )


def profile(box: Box, name: str = ".thunderbird/ab12.default") -> Path:
    path = box.home / name
    outside = box.home / "outside"
    box.file(f"{name}/prefs.js", (PREFS % outside).encode())
    imap, local = f"{name}/ImapMail/imap.otterley.example", f"{name}/Mail/Local Folders"
    files = {
        f"{imap}/INBOX": join(
            mozilla(1, 0), mozilla(2, 0x1), mozilla(3, 0x9), mozilla(4, 0x1, 0x00200000)
        ),
        f"{imap}/INBOX.msf": b'// <!-- <mdb:mork:z v="1.4"/> -->\n',
        f"{imap}/Sent-1": join(mozilla(5, 0)),
        f"{imap}/Sent": join(mozilla(6, 0)),
        f"{imap}/Trash": join(mozilla(7, 1), mozilla(8, 1)),
        f"{imap}/Trash.sbd/old": join(mozilla(9, 1)),
        f"{imap}/Drafts": join(mozilla(10, 0)),
        f"{imap}/filterlog.html": b"<html>",
        f"{local}/Junk": join(mozilla(11, 0)),
        f"{local}/Templates": join(mozilla(12, 0)),
        f"{local}/Unsent Messages": join(mozilla(13, 0)),
        f"{local}/Archives.sbd/2019": join(mozilla(14, 0x1005)),
        f"{local}/Archives": b"",
        f"{local}/Lists.sbd/deep.sbd/er": join(mozilla(15, 0), mozilla(2, 0)),
        f"{local}/Store/cur/1.eml": mozilla(16, 0x3),
        f"{local}/Store/cur/2.eml": raw(17),
        f"{local}/popstate.dat": b"From: not mail\n",
        "outside/Inbox": join(mozilla(18, 0x1)),
    }
    for place, data in files.items():
        box.file(place, data)
    return path


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return Box(tmp_path)


def test_a_profile(box: Box) -> None:
    path = profile(box)
    assert box.take(path) == Imported(str(path), 11, 10, 1, 0, left=8)
    assert box.state() == {
        "1": "cur", "2": "curS", "5": "cur archive", "6": "curS sent", "10": "curDS draft",
        "14": "curFPS archive", "15": "cur archive", "16": "curRS archive",
        "17": "curS archive", "18": "curS",
    }  # fmt: skip
    assert all(b"X-Mozilla" not in data for data in box.contents().values())
    assert box.take(path).new == 0


def test_profiles_are_found_where_they_usually_are(box: Box) -> None:
    assert indexer.profiles(box.home) == []
    first = profile(box)
    second = profile(box, "snap/thunderbird/common/.thunderbird/work")
    third = profile(box, ".var/app/org.mozilla.Thunderbird/.thunderbird/zz.flat")
    box.file(".thunderbird/empty.default/prefs.js", b"")
    box.file(
        ".thunderbird/profiles.ini",
        b"[Profile0]\nName=Jane's\nIsRelative=1\nPath=ab12.default\n[General]\nVersion=2\n",
    )
    found = {one.path: one for one in indexer.profiles(box.home)}
    assert set(found) == {first.resolve(), second.resolve(), third.resolve()}
    assert [found[path.resolve()].name for path in (first, second, third)] == [
        "Jane's", "work", "flat",
    ]  # fmt: skip
    assert found[first].accounts == ("jane@otterley.example", "Elsewhere", "Local Folders")
    # Deleted messages that are still there are counted: it is a quick look.
    assert found[first].messages == 13
    assert found[first].bytes > 1000
    assert indexer.recognise(first) == indexer.Export(
        "thunderbird", "a Thunderbird profile", 13, found[first].bytes
    )


def test_one_accounts_directory_or_a_profile_inside_another_directory(box: Box) -> None:
    path = profile(box, "backup/profile")
    assert indexer.recognise(path / "ImapMail" / "imap.otterley.example").kind == "thunderbird"
    account = box.take(path / "ImapMail" / "imap.otterley.example")
    assert (account.new, account.left) == (5, 5)
    assert box.take(box.home / "backup").new == 5


def test_an_index_given_by_mistake(box: Box) -> None:
    path = profile(box) / "ImapMail" / "imap.otterley.example" / "INBOX.msf"
    assert "name the file beside it" in box.refuse(path)[1].text
