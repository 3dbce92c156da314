"""Every message once, with its flags, from whatever people keep mail in; what fails says so."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer import mbox, sources, unpack
from indexer.errors import IndexerError
from indexer.importer import import_file, message_id
from indexer.model.intake import Imported
from tests.support.imports import FROM_LINE, Box, join, raw, unknown
from tests.support.messages import bare_id

if TYPE_CHECKING:
    from tests.support.mailbox import Mailbox


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return Box(tmp_path)


def test_an_mbox_is_imported_once_however_often_it_is_given(box: Box) -> None:
    path = box.file("a.mbox", join(raw(1), raw(2, body=b">From afar\n"), raw(1)))
    assert box.take(path) == Imported(str(path), 3, 2, 1, 0)
    assert list(box.contents().values()) == [raw(1), raw(2, body=b"From afar\n")]
    assert all(name.startswith("new/") for name in box.contents())
    packed = box.file("b", gzip.compress(join(raw(2, body=b"From afar\n"), raw(3))))
    assert box.take(packed) == Imported(str(packed), 2, 1, 1, 0)
    assert box.take(path) == Imported(str(path), 3, 0, 3, 0)
    assert len(box.contents()) == 3


def test_what_the_database_knows_is_a_duplicate(box: Box) -> None:
    path = box.file("a", join(raw(1), raw(2), b"From: a@b.example\nSubject: no id\n\nx\n"))
    asked = []

    def known(found: str) -> bool:
        asked.append(found)
        return not found.startswith("1@")

    assert box.take(path, known) == Imported(str(path), 3, 1, 2, 0)
    assert asked[:2] == ["1@x.example", "2@x.example"]
    assert re.fullmatch(r"notmuch-sha1-[0-9a-f]{40}", asked[2])


def test_a_file_that_moved_to_cur_or_got_flags_is_still_known(box: Box) -> None:
    path = box.file("a", join(raw(1), raw(2)))
    box.take(path)
    for number, file in enumerate(sorted((box.path / "new").iterdir())):
        mark = (":2,RS", ",U=12:2,S")[number]
        file.rename(box.path / "cur" / f"{file.name}{mark}")
    assert box.take(path).new == 0


def test_without_a_message_id_the_content_decides(box: Box) -> None:
    one, two = b"Subject: x\nFrom: a@b.example\n\n1\n", b"Subject: x\nFrom: a@b.example\n\n2\n"
    assert box.take(box.file("a", join(one, two, one))).new == 2


@pytest.mark.parametrize(
    ("header", "where"),
    [
        (b"", "new"),
        (b"Status: O\n", "cur"),
        (b"Status: RO\n", "curS"),
        (b"Status: RO\nX-Status: AF\n", "curFRS"),
        (b"X-Status: DT\n", "curDT"),
        (b"X-Mozilla-Status: 0000\nX-Mozilla-Status2: 00800000\n", "cur"),
        (b"X-Mozilla-Status: 1007\n", "curFPRS"),
        (b"X-Mozilla-Status: zz\n", "cur"),
        (b"Content-Length: 7\nX-Keywords: \n a b\nX-UID: 12\n", "cur"),
    ],
)
def test_an_mboxs_status_headers_become_flags(box: Box, header: bytes, where: str) -> None:
    box.take(box.file("a", join(raw(1, header))))
    if header.startswith(b"Content-Length"):
        where = "new"
    assert box.contents() == {f"{where}/0": raw(1)}


def test_a_message_alone_stays_as_it_is(box: Box) -> None:
    data = raw(1, b"Status: RO\nContent-Length: 3\n", b"From me\n>From you").replace(b"\n", b"\r\n")
    box.take(box.file("x.eml", data))
    box.take(box.file("y.eml", b"\xef\xbb\xbf" + raw(2)))
    assert list(box.contents().values()) == sorted([data, raw(2)])


def test_a_directory_with_all_sorts_of_mail(box: Box) -> None:
    box.file("in/a.eml", raw(1))
    box.file("in/deep/er/b.EML", raw(2))
    box.file("in/deep/README", b"Note: how to read these\n\nNot mail.\n")
    box.file("in/deep/picture.png", b"\x89PNG\r\n\x1a\n")
    box.file("in/old.mbox.gz", gzip.compress(join(raw(3), raw(4, b"Status: RO\n"))))
    box.file("in/Mail/cur/1.x:2,FS", raw(5, b"Status: O\n"))
    box.file("in/Mail/new/2.x", raw(6))
    box.file("in/Mail/tmp/3.x", raw(7))
    box.file("in/Mail/.Sent/cur/4.x:2,Sabx", raw(8))
    box.file("in/Mail/.Sent/new/.hidden", raw(9))
    box.file("in/.git/x.eml", raw(10))
    os.mkfifo(box.home / "in/pipe.eml")
    (box.home / "in/loop").symlink_to(box.home / "in")
    last, error = box.refuse(box.home / "in")
    assert last == Imported(str(box.home / "in"), 8, 7, 0, 1)
    assert "pipe.eml" in error.text
    found = {key.split("/")[0]: value for key, value in box.contents().items()}
    assert found["curFS"] == raw(5, b"Status: O\n")
    assert len(box.contents()) == 7


def test_a_maildir_given_as_a_directory(box: Box) -> None:
    box.file("Old/cur/1:2,RS", raw(1))
    box.file("Old/new/2", raw(2))
    (box.home / "Old" / "tmp").mkdir()
    assert box.take(box.home / "Old").new == 2
    assert {key.split("/")[0] for key in box.contents()} == {"curRS", "new"}


def test_a_gzip_cut_off_keeps_what_was_read(box: Box) -> None:
    bodies = [os.urandom(3000).hex().encode() + b"\n" for _ in range(20)]
    packed = gzip.compress(join(*(raw(n, body=body) for n, body in enumerate(bodies))))
    path = box.file("a.gz", packed[: len(packed) // 2])
    last, error = box.refuse(path)
    assert last is not None
    assert last.unreadable == 1
    assert 5 < last.new < 15
    assert "ends in the middle" in error.text
    assert box.take(box.file("a.gz", packed)).new == 20 - last.new
    assert sorted(box.contents().values()) == sorted(raw(n, body=b) for n, b in enumerate(bodies))


def test_a_gzip_with_something_behind_it_is_whole(box: Box) -> None:
    assert box.take(box.file("a.gz", gzip.compress(join(raw(1))) + b"signature")).new == 1


def test_a_damaged_gzip_says_so(box: Box) -> None:
    packed = bytearray(gzip.compress(join(raw(1, body=os.urandom(9000).hex().encode()))))
    packed[4000] ^= 0xFF
    assert "damaged" in box.refuse(box.file("a.gz", bytes(packed)))[1].text


def test_a_bomb_is_left_at_its_limit(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "BOMB_BYTES", 1 << 20)
    bomb = gzip.compress(join(raw(1)) + FROM_LINE + raw(2, body=b"a" * 79 + b"\n") * 200_000)
    last, error = box.refuse(box.file("bomb.gz", bomb))
    assert last is not None
    assert last.new == 1
    assert "far more than mail would" in error.text


def test_a_message_too_long_is_counted_and_the_others_kept(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mbox, "LIMIT", 100_000)
    huge = raw(2, body=(b"b" * 70 + b"\n") * 9000)
    last, error = box.refuse(box.file("a", join(raw(1), huge, raw(3))))
    assert last is not None
    assert (last.new, last.unreadable) == (2, 1)
    assert "longer than" in error.text
    assert "longer than" in box.refuse(box.file("b.eml", huge))[1].text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\n \n", "is not mail"),
        (b"\x7fELF\x02\x01\x01" + bytes(900), "is not mail"),
        (b"From here to there\nis not far.\n", "is not mail"),
        (b"BZh91AY&SY" + bytes(90), "bzip2"),
        (b"PK\x03\x04" + bytes(90), "ends in the middle"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x1f\x8b\x08", "ends in the middle"),
    ],
)
def test_what_is_no_mail_says_so(box: Box, data: bytes, words: str) -> None:
    path = box.file("thing", data)
    last, error = box.refuse(path)
    assert last == Imported(str(path), 1, 0, 0, 1)
    assert error.kind == "unreadable"
    assert error.text.startswith(f"{path} ")
    assert words in error.text


def test_files_that_are_not_there_or_may_not_be_read(box: Box) -> None:
    assert box.refuse(box.home / "none")[1].kind == "missing"
    (box.home / "empty").mkdir()
    assert "there is no mail in" in box.refuse(box.home / "empty")[1].text
    os.mkfifo(box.home / "pipe")
    assert "neither a file nor a directory" in box.refuse(box.home / "pipe")[1].text
    hostile = box.file("a\n\x1b[31mb", b"")
    assert "\x1b" not in box.refuse(hostile)[1].text


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(box: Box) -> None:
    path = box.file("a", join(raw(1)))
    path.chmod(0)
    assert "permission denied" in box.refuse(path)[1].text


def test_a_maildir_that_cannot_be_written(box: Box) -> None:
    box.path.write_text("a file")
    with pytest.raises(IndexerError) as caught:
        list(import_file(box.file("a", join(raw(1))), box.path, unknown))
    assert caught.value.kind == "read-only"


LIMITED = """
    import resource, signal, sys
    from pathlib import Path
    from indexer.importer import import_file
    from indexer.errors import IndexerError
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
    try:
        list(import_file(sys.argv[1], Path(sys.argv[2]), lambda _: False))
    except IndexerError as error:
        print(error.kind, error.text)
"""


def test_a_write_that_fails_keeps_what_was_done(box: Box) -> None:
    path = box.file("a", join(raw(1), raw(2), raw(3, body=b"x" * 5000 + b"\n"), raw(4)))
    command = [sys.executable, "-P", "-c", textwrap.dedent(LIMITED), str(path), str(box.path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("read-only cannot write to")
    assert list(box.contents().values()) == [raw(1), raw(2)]
    assert box.take(path) == Imported(str(path), 4, 2, 2, 0)


KILLED = """
    import os, sys
    from pathlib import Path
    from indexer import maildir
    from indexer.importer import import_file
    maildir.BATCH = 3
    seen = 0
    def known(_id):
        global seen
        seen += 1
        if seen == 8:
            os.kill(os.getpid(), 9)
        return False
    list(import_file(sys.argv[1], Path(sys.argv[2]), known))
"""


def test_a_run_that_was_killed_goes_on_without_duplicates(box: Box) -> None:
    raws = [raw(n) for n in range(10)]
    path = box.file("a", join(*raws))
    command = [sys.executable, "-P", "-c", textwrap.dedent(KILLED), str(path), str(box.path)]
    assert subprocess.run(command, check=False).returncode == -9
    assert len(list((box.path / "new").iterdir())) == 6
    assert len(list((box.path / "tmp").iterdir())) == 1
    assert box.take(path) == Imported(str(path), 10, 4, 6, 0)
    assert list(box.contents().values()) == sorted(raws)


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        (b"Message-ID: <a@b>\n", b"a@b"),
        (b"message-id:\n <a@b>\n", b"a@b"),
        (b"Message-ID: (c) <a @\n b> x\n", b"a@b"),
        (b"Message-ID: bare@b\n", b"bare@b"),
        (b"Message-ID: <>\n", None),
        (b"Message-ID:\n", None),
        (b"Subject: <a@b>\n", None),
    ],
)
def test_message_ids_as_notmuch_reads_them(field: bytes, wanted: bytes | None) -> None:
    assert message_id(b"From: x\n" + field + b"\nMessage-ID: <body@b>\n") == wanted


ARCHIVE = Path(__file__).parents[3] / "shared" / "mail" / "linux-api.mbox.gz"


@pytest.mark.skipif(not ARCHIVE.is_file(), reason="no archives of real mail in ../shared/mail")
def test_a_real_archive_cut_short(box: Box) -> None:
    with gzip.open(ARCHIVE) as file:
        data = file.read(2_000_000)
    data = data[: data.rindex(b"\nFrom MAILER-DAEMON ") + 1]
    count = len(re.findall(rb"^From MAILER-DAEMON ", data, re.MULTILINE))
    last = box.take(box.file("a.gz", gzip.compress(data, 1)))
    assert last.messages == count
    assert last.new == len(list(box.path.glob("new/*")))
    assert last.unreadable == 0


MALFORMED = Path(__file__).parents[3] / "shared" / "malformed"


@pytest.mark.skipif(not MALFORMED.is_dir(), reason="no odd messages in ../shared/malformed")
def test_odd_files_are_taken_or_counted(box: Box) -> None:
    files = sorted(path for path in MALFORMED.rglob("*") if path.is_file())
    for path in files:
        assert list(sources.mail(path)), path
    last = box.take(MALFORMED)
    assert last.new > len(files) // 2


def test_what_others_only_answer_is_not_there_yet(mailbox: Mailbox, tmp_path: Path) -> None:
    asked = mailbox.message(subject="Salt")
    mailbox.add(mailbox.message(reply_to_message=asked))
    mailbox.index()
    name = f"id:{bare_id(asked)}"
    with pytest.raises(IndexerError, match="there is no conversation or message"):
        mailbox.client().open(name).result()
    given = tmp_path / "asked.eml"
    given.write_bytes(asked.as_bytes())
    told: list[Imported] = []
    mailbox.client().import_files((str(given),), told.append).result()
    assert (told[-1].new, told[-1].duplicates) == (1, 0)
    mailbox.index()
    tree = mailbox.client().open(name).result()
    assert [entry.subject for entry in tree.entries] == ["Salt", "Re: Salt"]
