"""Outlook's .pst through readpst, and its .msg files."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
import textwrap
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import compressed_rtf
import msgforge
import pytest

import indexer
from indexer import message_file, outlook, sources
from indexer.found import Found, Lost
from indexer.model.intake import Imported
from tests.support.imports import Box
from tests.support.pst import Folder, Message, pst as pst_of

# Its public door writes neither a transport's header nor a message in a message.
_builder: Any = import_module("msgforge._builder")

needs_readpst = pytest.mark.skipif(not shutil.which("readpst"), reason="no readpst (pst-utils)")

SAMPLE = os.environ.get("CCLEAR_SAMPLE_PST", "")
"""A .pst as Outlook writes it, of one's own, to try as well."""


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return Box(tmp_path)


def pst(size: int = 4096, said: int | None = None, version: int = 23, crypt: int = 0) -> bytes:
    """A header as [MS-PST] has it, and nothing that is worth anything behind it."""
    data = bytearray(size)
    data[:4], data[8:10] = b"!BDN", b"SM"
    struct.pack_into("<H", data, 10, version)
    struct.pack_into("<Q", data, 0xB8, size if said is None else said)
    data[0x201] = crypt
    return bytes(data)


READPST = """\
    #!{python}
    import os, sys
    from pathlib import Path
    out = Path(sys.argv[sys.argv.index("-o") + 1])
    assert sys.argv[-1].startswith("/")
    {body}
"""
WRITES = """
    for folder in ("Inbox", "Sent Items", "Projects", "Papierkorb", "Posteingang"):
        mark = "--boundary-LibPST-iamunique-%d_-_-" % (os.getpid() * 7)
        (out / f"{folder}.mbox").write_text(
            'From "a@b.example" Thu Aug 12 20:18:00 2021\\n'
            f"Subject: {folder}\\nStatus: RO\\nMIME-Version: 1.0\\n"
            f'Content-Type: multipart/mixed;\\n\\tboundary="{mark}"\\n\\n\\n'
            f"--{mark}\\nContent-Type: text/plain; charset=utf-8\\n\\n>From us\\n"
            f"--{mark}\\nContent-Type: application/rtf\\nContent-Transfer-Encoding: base64\\n"
            "Content-Disposition: attachment; \\n        filename*=utf-8''rtf-body.rtf;\\n"
            '        filename="rtf-body.rtf"\\n\\nAAAA\\n'
            f"--{mark}\\nContent-Type: image/png\\n\\nAAAA\\n--{mark}--\\n\\n")
"""


def stand_in(box: Box, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """A program readpst that does what one test needs; the real one has its own tests."""
    text = textwrap.dedent(READPST).format(python=sys.executable, body=textwrap.dedent(body))
    box.file("bin/readpst", text.encode()).chmod(0o755)
    monkeypatch.setenv("PATH", f"{box.home / 'bin'}:{os.environ['PATH']}")


def test_what_readpst_writes_becomes_mail_once(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(box, monkeypatch, WRITES)
    path = box.file("a b.pst", pst())
    assert box.take(path) == Imported(str(path), 4, 4, 0, 0, left=1)
    assert box.state() == {
        "Inbox": "curS", "Posteingang": "curS", "Projects": "curS", "Sent Items": "curS",
    }  # fmt: skip
    for data in box.contents().values():
        parts = [part.get_content_type() for part in message_from_bytes(data).walk()]
        assert parts == ["multipart/mixed", "text/plain", "image/png"]
        assert b"\nFrom us\n" in data
    # It has no Message-IDs, and another boundary in each run.
    assert box.take(path) == Imported(str(path), 4, 0, 4, 0, left=1)


@pytest.mark.parametrize(
    ("body", "data", "outcome"),
    [
        ("sys.exit('Could not get root record')", pst(), ("scanpst", 0)),
        (WRITES + "    os.kill(os.getpid(), 11)", pst(), ("ended readpst in the middle", 4)),
        (WRITES, pst(said=999_999), ("ends in the middle", 4)),
        ("sys.exit('write: No space left on device')", pst(), ("no room left on the disk", 0)),
    ],
)
def test_a_file_that_readpst_cannot_read_to_its_end(
    box: Box, monkeypatch: pytest.MonkeyPatch, body: str, data: bytes, outcome: tuple[str, int]
) -> None:
    stand_in(box, monkeypatch, body)
    last, error = box.refuse(box.file("a.pst", data))
    words, new = outcome
    assert words in error.text
    assert last is not None
    assert (last.new, last.unreadable) == (new, 1)
    box.contents()


def test_without_room_or_readpst(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    path = box.file("a.pst", pst())
    usage = shutil.disk_usage(box.home)
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1 << 20))
        stand_in(box, patch, "sys.exit('must not run')")
        error = box.refuse(path)[1]
        assert error.kind == "disk"
        assert "where 1 MiB are free; make room" in error.text
    monkeypatch.setenv("PATH", "/nonexistent")
    assert "apt install pst-utils" in box.refuse(path)[1].text
    assert "locked to a company" in box.refuse(box.file("b.pst", pst(crypt=0x10)))[1].text
    box.contents()


def test_a_run_that_was_killed_leaves_nothing_behind(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(box, monkeypatch, WRITES + "    os.kill(os.getppid(), 9)")
    path = box.file("a.pst", pst())
    code = """
        import sys
        from pathlib import Path
        from indexer.importer import import_file
        list(import_file(sys.argv[1], Path(sys.argv[2]), lambda _: False))
    """
    command = [sys.executable, "-P", "-c", textwrap.dedent(code), str(path), str(box.path)]
    assert subprocess.run(command, check=False).returncode == -9
    assert list((box.path / "tmp").iterdir())
    stand_in(box, monkeypatch, WRITES)
    assert box.take(path).new == 4
    box.contents()


@needs_readpst
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (pst(), "scanpst"),
        (pst(said=1 << 20), "ends in the middle"),
        (b"!BDN" + bytes(99), "ends in the middle"),
        (b"!BDN" + bytes(9999), "is damaged"),
        (pst(version=14), "is damaged"),
    ],
)
def test_what_is_no_pst_with_the_real_readpst(box: Box, data: bytes, words: str) -> None:
    last, error = box.refuse(box.file("a.pst", data))
    assert last is not None
    assert (last.new, last.unreadable) == (0, 1)
    assert words in error.text
    box.contents()


RTF = bytes(compressed_rtf.compress(rb"{\rtf1\ansi Hello.}"))
HEADER = (
    "Received: from a by b; Tue, 3 Feb 2026 04:05:06 +0000\r\n"
    "From: Jane <jane@otterley.example>\r\nTo: sam@otterley.example\r\nSubject: one\r\n"
    "Message-ID: <1@x.example>\r\nList-Id: <otters.example>\r\n\r\n"
)


def written() -> bytes:
    """A data file with folders for everything, made here: [MS-PST] is open, no program is free."""
    return pst_of(
        Folder(
            "Inbox",
            [Message("one", "Hello Ståle.\r\nFrom us\r\n", HEADER, rtf=RTF),
             Message("two", "unread\r\n", flags=0)],
            [Folder("Projects", [Message("three", "", rtf=RTF)])],
        ),
        Folder("Gesendete Elemente", [Message("four", "sent\r\n", flags=0)]),
        Folder("Deleted Items", [Message("five", "d\r\n")]),
        Folder("Junk E-mail", [Message("seven", "spam\r\n")]),
    )  # fmt: skip


@needs_readpst
def test_a_pst_with_the_real_readpst(box: Box) -> None:
    data = written()
    path = box.file("old mail.pst", data)
    # readpst itself passes over what it knows as deleted; what is junk, it does not know.
    assert indexer.recognise(path) == indexer.Export("pst", "an Outlook data file", 1, len(data))
    assert box.take(path) == Imported(str(path), 4, 4, 0, 0, left=1)
    journal = (box.path / "tmp" / "cclear-places").read_text().split()
    assert journal[::2] == ["sent", "archive"]
    assert {name: where.partition(" ")[0] for name, where in box.state().items()} == {
        "one": "curS", "two": "new", "three": "curS", "four": "curS",
    }  # fmt: skip
    found = {str(m["Subject"]): m for m in map(message_from_bytes, box.contents().values())}
    kinds = {name: [part.get_content_type() for part in m.walk()] for name, m in found.items()}
    assert kinds["one"] == ["multipart/mixed", "text/plain"]
    # Where rich text is all that there is, it stays.
    assert kinds["three"] == ["multipart/mixed", "application/rtf"]
    assert found["one"]["Message-ID"] == "<1@x.example>"
    assert found["one"]["List-Id"] == "<otters.example>"
    plain = message_from_bytes(found["one"].as_bytes(), policy=default).get_body()
    assert plain
    assert "Ståle.\nFrom us" in plain.get_content()
    assert box.take(path) == Imported(str(path), 4, 0, 4, 0, left=1)


@needs_readpst
def test_a_folders_name_leads_nowhere(box: Box) -> None:
    names = ("..", "../../up", "/tmp/x", "Inbox", "Inbox")
    inside = Folder("..", [Message("deep", "x\r\n")])
    folders = [Folder(name, [Message(str(n), "x\r\n")]) for n, name in enumerate(names)]
    folders[0].folders.append(inside)
    path = box.file("home/evil.pst", pst_of(*folders))
    assert box.take(path).new == 6
    assert {file.name for file in box.home.iterdir()} == {"home", "Mail"}
    assert {file.name for file in box.path.iterdir()} == {"cur", "new", "tmp"}
    places = (box.path / "tmp" / "cclear-places").read_text().split()
    assert places[::2] == ["archive"] * 4


@needs_readpst
def test_a_pst_cut_off_or_damaged_is_read_as_far_as_it_goes(box: Box) -> None:
    data = written()
    last, error = box.refuse(box.file("cut.pst", data[: len(data) - 600]))
    assert "ends in the middle" in error.text
    assert last is not None
    assert last.unreadable == 1
    random = Random(7)
    for number in range(12):
        damaged = bytearray(data)
        for _ in range(30):
            damaged[random.randrange(0x4400, len(data))] = random.randrange(256)
        list(sources.mail(box.file(f"{number}.pst", bytes(damaged)), box.home / "room"))
        assert not (box.home / "room").exists()


@needs_readpst
@pytest.mark.skipif(not SAMPLE, reason="CCLEAR_SAMPLE_PST names no file")
def test_a_real_pst(box: Box) -> None:
    assert indexer.recognise(Path(SAMPLE)).kind == "pst"
    first = box.take(Path(SAMPLE))
    assert first.new
    assert box.take(Path(SAMPLE)).new == 0
    assert not any(b"rtf-body" in data for data in box.contents().values())
    data = Path(SAMPLE).read_bytes()
    assert "ends in the middle" in box.refuse(box.file("cut.pst", data[: len(data) // 3]))[1].text


def test_a_pst_is_told_from_its_header() -> None:
    assert outlook.header(pst()) == outlook.Header(4096, compressed=False, locked=False)
    assert outlook.header(pst(version=36)) == outlook.Header(4096, compressed=True, locked=False)
    assert outlook.header(b"!BDN" + bytes(9999)) is None
    assert outlook.header(pst()[:100]) is None


WHEN = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)


def letter(**more: object) -> bytes:
    """A .msg file as Outlook writes it of a message that it got."""
    values: dict[str, Any] = {
        "subject": "Grüße, Jane", "text_body": "Hello Ståle.\n", "sent": WHEN,
        "sender": ("jane@otterley.example", 'Jane "J." Otter'),
        "to": [("sam@otterley.example", "Sam Reader"), ("x@otterley.example", "")],
        "cc": [("/O=EXAMPLE/CN=RECIPIENTS/CN=Ståle.B", "Ståle Å")],
    } | more  # fmt: skip
    made = msgforge.Message(**values)
    made.attach_bytes("../plan ü.txt", b"plan\n", mime_type="text/plain")
    return bytes(made.as_bytes())


def compound(*, inside: bool = True, **texts: object) -> bytes:
    """A .msg of chosen properties, ``pNNNN`` a text or bytes, or ``fNNNN`` a number."""
    ole = _builder._OleWriter()
    _fill(ole, ole.root, texts)
    if inside:
        home = ole.add_storage(ole.root, "__attach_version1.0_#00000000")
        inner = ole.add_storage(home, "__substg1.0_3701000D")
        _fill(ole, inner, {"p0037": "Inner", "p1000": "deep\n", "p1035": "<in@x.example>"}, 24)
        _fill(ole, home, {"p3707": "Inner", "f3705": 5}, 8)
    return bytes(ole.build())


def _fill(ole: Any, home: Any, values: dict[str, object], head: int = 32) -> None:  # noqa: ANN401
    props = _builder._Props()
    for key, value in values.items():
        number = int(key[1:], 16)
        if isinstance(value, int):
            props.add_long(number, value)
        elif isinstance(value, bytes):
            props.add_binary(ole, home, number, value)
        else:
            props.add_unicode(ole, home, number, value)
    data = props.build_sub_stream()
    ole.add_stream(home, "__properties_version1.0", bytes(head) + data[8:])


def parsed(data: bytes) -> EmailMessage:
    item = message_file.read(data, "a.msg")
    assert isinstance(item, Found), item
    message = message_from_bytes(item.raw, policy=default)
    assert isinstance(message, EmailMessage)
    assert not [defect for part in message.walk() for defect in part.defects]
    return message


def test_a_message_file_becomes_the_message_that_it_was(box: Box) -> None:
    path = box.file("in/one.msg", letter(html_body="<p>Hello <b>Ståle</b>.</p>"))
    box.file("in/two.MSG", letter(subject="two"))
    box.file("in/draft.msg", letter(subject="draft", sent=False))
    box.file("in/sheet.xls", letter(subject="no message by its name"))
    assert indexer.recognise(path.parent).kind == "msg"
    assert indexer.recognise(path) == indexer.Export(
        "msg", "an Outlook message", 1, path.stat().st_size
    )
    assert box.take(path.parent).new == 3
    assert box.state() | {"two": "curS", "draft": "curDS draft"} == box.state()
    assert box.take(path) == Imported(str(path), 1, 0, 1, 0)
    message = parsed(path.read_bytes())
    assert message["From"] == '"Jane \\"J.\\" Otter" <jane@otterley.example>'
    assert message["To"] == "Sam Reader <sam@otterley.example>, x@otterley.example"
    assert message["Cc"].addresses[0].addr_spec == "st-le.b@exchange.invalid"
    assert message["Cc"].addresses[0].display_name == "Ståle Å"
    assert message["Subject"] == "Grüße, Jane"
    assert message["Date"].datetime == WHEN
    assert message["Message-ID"].endswith("@outlook.invalid>")
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/plain",
    ]  # fmt: skip
    body = message.get_body(("html",))
    assert body
    assert body.get_content() == "<p>Hello <b>Ståle</b>.</p>"
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == "plan ü.txt"
    assert attachment.get_content() == "plan\n"


def test_the_transports_header_is_kept_and_filled_up() -> None:
    headers = (
        "Microsoft Mail Internet Headers Version 2.0\r\nReceived: from a\r\n by b\r\n"
        "From: Jane <jane@otterley.example>\r\nMessage-ID: <1@x.example>\r\n"
        "List-Id: <otters.example>\r\nContent-Type: multipart/mixed; boundary=x\r\n"
        "MIME-Version: 1.0\r\n\r\n"
    )
    message = parsed(
        compound(p001A="IPM.Note", p007D=headers, p0037="Filled", p1000="text\n", f0E07=1)
    )
    assert message.keys() == [
        "Received", "From", "Message-ID", "List-Id", "Subject", "MIME-Version", "Content-Type",
    ]  # fmt: skip
    assert (message["Message-ID"], message["Subject"]) == ("<1@x.example>", "Filled")
    (inner,) = message.iter_attachments()
    assert inner.get_content_type() == "message/rfc822"
    assert inner.get_content()["Message-ID"] == "<in@x.example>"


def test_nothing_in_a_property_becomes_structure() -> None:
    message = parsed(
        compound(
            inside=False,
            p001A="IPM.Note",
            p0037="a\r\nBcc: e@x.example\r\n\r\nbody",
            p0042="Jane\nX-Evil: 1",
            p5D02="jane@otterley.example\nX-Evil: 2",
            p1035="<a@b>\nX-Evil: 3",
            p1000="--x\n",
        )
    )
    assert set(message.keys()) == {
        "From", "Subject", "Message-ID", "MIME-Version", "Content-Type",
        "Content-Transfer-Encoding",
    }  # fmt: skip


def test_a_signed_message_stays_signed() -> None:
    signed = (
        b'Content-Type: multipart/signed; boundary="s"; protocol="application/pkcs7-signature"\r\n'
        b"\r\n--s\r\nContent-Type: text/plain\r\n\r\nsigned\r\n--s\r\n"
        b"Content-Type: application/pkcs7-signature\r\n\r\nAAAA\r\n--s--\r\n"
    )
    ole = _builder._OleWriter()
    _fill(ole, ole.root, {"p001A": "IPM.Note.SMIME.MultipartSigned", "p0037": "x", "f0E07": 0x21})
    _fill(ole, ole.add_storage(ole.root, "__attach_version1.0_#00000000"), {"p3701": signed}, 8)
    item = message_file.read(bytes(ole.build()), "a.msg")
    assert isinstance(item, Found)
    assert (item.flags, item.place) == ("S", "sent")
    message = message_from_bytes(item.raw, policy=default)
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/signed", "text/plain", "application/pkcs7-signature",
    ]  # fmt: skip


def test_texts_in_a_code_page() -> None:
    ole = _builder._OleWriter()
    _fill(ole, ole.root, {"f3FFD": 1251, "f3FDE": 1253, "p1013": "<p>Γειά</p>".encode("cp1253")})
    ole.add_stream(ole.root, "__substg1.0_0037001E", "Привет".encode("cp1251"))
    message = parsed(bytes(ole.build()))
    body = message.get_body()
    assert body
    assert (message["Subject"], body.get_content()) == ("Привет", "<p>Γειά</p>")


def test_a_message_with_rich_text_alone_keeps_it() -> None:
    rich = rb"{\rtf1\ansi Only here.}"
    packed = compressed_rtf.compress(rich)
    message = parsed(compound(inside=False, p001A="IPM.Note", p0037="x", p1009=packed))
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == "message.rtf"
    assert attachment.get_content() == rich


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (compound(p001A="IPM.Contact"), "no mail (contact)"),
        (letter()[:2000], "was cut off"),
        (letter()[:512], "is damaged"),
        (bytes(_builder._OleWriter().build()), "no Outlook message"),
        (message_file.MAGIC, "is damaged"),
    ],
)
def test_message_files_that_are_none(box: Box, data: bytes, words: str) -> None:
    last, error = box.refuse(box.file("a.msg", data))
    assert last == Imported(str(box.home / "a.msg"), 1, 0, 0, 1)
    assert words in error.text


def test_damaged_message_files_are_read_or_refused() -> None:
    whole, random = letter(html_body="<p>x</p>"), Random(4)
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(random.choice((1, 4, 30))):
            data[random.randrange(len(data))] = random.randrange(256)
        assert isinstance(message_file.read(bytes(data), "a.msg"), Found | Lost)
