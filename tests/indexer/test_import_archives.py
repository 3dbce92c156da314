"""Google Takeout and archives like it: the mail in them, its state, and nothing else of them."""

from __future__ import annotations

import io
import tarfile
import zipfile
from random import Random
from typing import TYPE_CHECKING

import pytest

from indexer import exports, sources, streams, unpack, unzip
from indexer.found import Found
from indexer.model.intake import Imported
from tests.support.imports import Box, join, raw

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.mailbox import Mailbox

ALL = "Takeout/Mail/All mail Including Spam and Trash.mbox"


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return Box(tmp_path)


def labelled(number: int, labels: str) -> bytes:
    return raw(number, f"X-Gmail-Labels: {labels}\n".encode())


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def streamed(members: dict[str, bytes]) -> bytes:
    """As a server writes it while it packs: lengths follow each member instead of heading it."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise io.UnsupportedOperation

    file = Pipe()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w:gz", form: int = tarfile.PAX_FORMAT) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode, format=form) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return file.getvalue()


STATES = {
    "Inbox,Unread": "cur",
    "Inbox,Opened,Starred": "curFS",
    "Archived,Opened,holidays": "curS archive",
    "Sent,Opened": "curS sent",
    "Inbox,Sent": "curS",
    "Draft": "curDS draft",
    "Posteingang,Ungelesen": "cur",
    "=?UTF-8?Q?Bo=C3=AEte_de_r=C3=A9ception,Non_lus?=": "cur",
    "Gesendet,=?UTF-8?B?R2XDtmZmbmV0?=": "curS sent",
    "Someone's own": "curS archive",
}


def test_a_takeout_comes_with_what_gmail_knew_of_it(box: Box) -> None:
    messages = [labelled(n, labels) for n, labels in enumerate(STATES)]
    left = [labelled(90, "Spam,Unread"), labelled(91, "Trash"), labelled(92, "Papierkorb,Sent")]
    first = box.file(
        "takeout-20260101T000000Z-001.zip",
        zipped({
            "Takeout/archive_browser.html": b"<html>",
            ALL: join(*messages[:6], *left),
            "Takeout/Drive/old.zip": b"PK\x03\x04",
            "../../evil.mbox": join(raw(60)),
            "/etc/evil.eml": raw(61),
        }),
    )  # fmt: skip
    second = box.file("takeout-20260101T000000Z-002.tgz", tarred({ALL: join(*messages[5:])}))
    assert box.take(first) == Imported(str(first), 8, 8, 0, 0, left=3)
    assert box.take(second) == Imported(str(second), 5, 4, 1, 0)
    state = box.state()
    assert {n: state.pop(str(n)) for n in range(len(STATES))} == dict(enumerate(STATES.values()))
    assert state == {"60": "new", "61": "new"}
    assert {path.name for path in box.home.iterdir()} == {"Mail", first.name, second.name}
    assert box.take(first).new == 0


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
def test_tar_in_all_its_forms(box: Box, form: int) -> None:
    long = "Takeout/Mail/" + ("é" * 60 + "/" if form != tarfile.USTAR_FORMAT else "") + "a.mbox"
    members = {"Takeout/x.bin": b"From \0" * 999, long: join(raw(1), raw(2)), "b.eml": raw(3)}
    assert box.take(box.file("a.tgz", tarred(members, form=form))).new == 3
    assert box.take(box.file("a.tar", tarred(members, "w", form))).duplicates == 3


@pytest.mark.parametrize("pack", [zipped, streamed, tarred])
def test_an_archive_cut_off_keeps_what_was_read_and_goes_on(
    box: Box, pack: Callable[[dict[str, bytes]], bytes]
) -> None:
    many = {f"Takeout/Mail/{n}.mbox": join(*(labelled(n * 9 + m, "Inbox") for m in range(9)))
            for n in range(9)}  # fmt: skip
    noise = {"Takeout/Drive/film.mp4": bytes(range(256)) * 99}
    data = pack(noise | many)
    path = box.file("takeout-1.zip", data[: len(data) * 2 // 3])
    last, error = box.refuse(path)
    assert last is not None
    assert 10 < last.new < 81
    assert last.unreadable == 1
    assert "ends in the middle" in error.text
    path.write_bytes(data)
    assert box.take(path) == Imported(str(path), 81, 81 - last.new, last.new, 0)
    assert len(box.contents()) == 81


def test_a_stored_member_without_a_directory(box: Box) -> None:
    data = zipped({"a.mbox": join(raw(1), raw(2)), "b.mbox": join(raw(3))}, zipfile.ZIP_STORED)
    last, error = box.refuse(box.file("a.zip", data[: data.rindex(b"PK\x05\x06")]))
    assert last is not None
    assert (last.new, last.unreadable) == (3, 1)
    assert "ends in the middle" in error.text


def locked() -> bytes:
    data = bytearray(zipped({"Takeout/Mail/a.mbox": join(raw(1))}))
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + at] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zipped({"Takeout/Drive/a.txt": b"x"}), "holds no mail"),
        (zipped({}), "holds no mail"),
        (tarred({"a.txt": b"x"}), "holds no mail"),
        (zipped({"Takeout/Mail/more.zip": b"PK"}), "another archive, Takeout/Mail/more.zip"),
        (tarred({"mail.tgz": b"x"}), "another archive, mail.tgz"),
        (zipped({"a\x1b[31m.zip": b"x"}), "another archive"),
        (locked(), "locked with a password"),
        (zipped({"a.mbox": join(raw(1))}, zipfile.ZIP_BZIP2), "packed as no export is"),
        (zipped({"a.mbox": b"no mail"}), "is not mail"),
    ],
    # Named by their number: an archive's bytes have the time of its making in them.
    ids=map(str, range(9)),
)
def test_archives_that_are_refused(box: Box, data: bytes, words: str) -> None:
    last, error = box.refuse(box.file("takeout-1.zip", data))
    assert last is not None
    assert (last.new, last.unreadable) == (0, 1)
    assert words in error.text
    assert "\x1b" not in error.text


def test_a_member_that_is_damaged_does_not_stop_the_others(box: Box) -> None:
    data = bytearray(zipped({"a.mbox": join(raw(1, body=bytes(range(32, 127)) * 30)),
                             "b.mbox": join(raw(2))}))  # fmt: skip
    data[data.index(b"a.mbox") + 60] ^= 0xFF
    last, error = box.refuse(box.file("a.zip", bytes(data)))
    assert last is not None
    assert last.new >= 1
    assert "2" in box.state()
    assert "a.mbox is damaged" in error.text


def test_damaged_archives_are_read_or_refused(box: Box) -> None:
    members = {f"Takeout/Mail/{n}.mbox": join(labelled(n, "Inbox"), raw(n + 50)) for n in range(4)}
    random = Random(5)
    for pack in (zipped, streamed, tarred):
        whole = pack(members)
        for _ in range(40):
            data = bytearray(whole)
            for _ in range(random.choice((1, 3, 20))):
                data[random.randrange(len(data))] = random.randrange(256)
            at = random.randrange(len(data))
            del data[at : at + random.choice((0, 1, 30))]
            path = box.file("takeout-1.zip", bytes(data))
            assert list(sources.mail(path))
            exports.recognise(path)


def test_bombs_are_left_at_their_limit(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "BOMB_BYTES", 1 << 18)
    bomb = join(raw(1)) + join(raw(2, body=b"a" * 79 + b"\n")) * 5_000
    for name, data in (
        ("a.zip", zipped({"a.mbox": bomb})),
        ("b.zip", zipped({f"{n}.mbox": join(raw(n)) * 3000 for n in range(3)})),
        ("c.tgz", tarred({"a.mbox": bomb})),
        ("d.zip", zipped({"a.mbox": bomb})[:-60]),
    ):
        last, error = box.refuse(box.file(name, data))
        assert last is not None
        assert last.unreadable >= 1
        assert "far more than mail would" in error.text, name
    monkeypatch.setattr(unzip, "DIRECTORY", 1000)
    crowd = zipped({f"{n}.eml": raw(n) for n in range(50)})
    assert "more files than" in box.refuse(box.file("e.zip", crowd))[1].text


def test_takeouts_in_a_directory_are_read_and_other_archives_are_not(box: Box) -> None:
    box.file("in/takeout-1-001.zip", zipped({ALL: join(raw(1))}))
    box.file("in/takeout-1-002.tgz", tarred({ALL: join(raw(2))}))
    box.file("in/holidays.zip", zipped({"a.mbox": join(raw(3))}))
    assert box.take(box.home / "in").new == 2


def test_labels_cost_no_time_whatever_they_hold() -> None:
    hostile = b"X-Gmail-Labels: " + b"=?utf-8?q?" * 50_000 + b"?=," * 50_000 + b"\n"
    stream = unpack.Headed(io.BytesIO(join(raw(1, hostile))).read)
    (found,) = streams.read(stream, "a.mbox")
    assert isinstance(found, Found)


def test_tags_follow_once_the_mail_is_in_the_database(mailbox: Mailbox, tmp_path: Path) -> None:
    messages = [labelled(1, "Inbox,Unread"), labelled(2, "Archived,Opened"), labelled(3, "Sent"),
                labelled(4, "Draft"), labelled(5, "Inbox,Starred,Opened"), raw(6)]  # fmt: skip
    path = tmp_path / "takeout-1.zip"
    path.write_bytes(zipped({ALL: join(*messages)}))
    done = mailbox.cclear("import", str(path))
    assert done.returncode == 0, done.stderr

    def tags(number: int) -> set[str]:
        found = mailbox.notmuch(
            "search", "--output=tags", "--exclude=false", f"id:{number}@x.example"
        )
        return {tag for tag in found.split() if not tag.startswith("list/")}

    wanted = [{"inbox", "unread"}, set(), {"sent"}, {"draft"}, {"inbox", "flagged"},
              {"inbox", "unread"}]  # fmt: skip
    assert [tags(n) for n in range(1, 7)] == wanted
    assert not list((mailbox.path / "imported" / "tmp").iterdir())
    mailbox.notmuch("tag", "+inbox", "id:2@x.example")
    mailbox.index()
    assert "inbox" in tags(2)
