"""The sample mailbox holds what it promises, in the form that mail programs give it."""

from __future__ import annotations

import base64
import csv
import email
import email.policy
import io
import re
import struct
import zlib
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from importlib import resources
from typing import TYPE_CHECKING

import pytest

from cclear import demo
from cclear.sample import render, source, text
from cclear.sample.recipients import on_list
from cclear.sample.times import moment
from indexer import envelope
from tests.support.mailbox import Mailbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from importlib.resources.abc import Traversable
    from pathlib import Path

NOW = datetime(2025, 3, 12, 14, 0, tzinfo=UTC)
MESSAGES = {m.key: m for m in render.messages(NOW)}
PARSED: dict[str, EmailMessage] = {
    key: email.message_from_bytes(m.data, policy=email.policy.default)
    for key, m in MESSAGES.items()
}
ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+\w")
URL_HOST = re.compile(r"https?://([\w.-]+)")


def part(key: str, kind: str) -> str:
    for found in PARSED[key].walk():
        if found.get_content_type() == kind:
            content = found.get_content()
            assert isinstance(content, str)
            return content
    raise LookupError(f"{key} has no {kind}")


def plain(key: str) -> str:
    return part(key, "text/plain")


def texts() -> Iterator[str]:
    for message in PARSED.values():
        for found in message.walk():
            if found.get_content_maintype() == "text":
                yield found.get_content()


def recipients(key: str) -> set[str]:
    seen = envelope.parse(envelope.head(MESSAGES[key].data))
    return {person.address for person in (*seen.to, *seen.cc)}


def test_there_is_enough_to_read_and_it_is_small() -> None:
    groups = Counter(story.group for story in source.told() for _ in story.messages)
    assert 80 <= len(MESSAGES) <= 110
    assert groups["comms"] >= 60
    assert min(groups["plain"], groups["cell"], groups["none"]) >= 7
    assert len({m.key.partition("/")[0] for m in MESSAGES.values()}) >= 15
    assert sum(size(resources.files("cclear.sample"))) < 1_000_000


def size(folder: Traversable) -> Iterator[int]:
    for entry in folder.iterdir():
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from size(entry)
        else:
            yield len(entry.read_bytes())


def test_everybody_is_invented_under_example() -> None:
    heads = (envelope.head(m.data).decode() for m in MESSAGES.values())
    for content in (*heads, *texts()):
        for address in ADDRESS.findall(content):
            assert address.endswith(".example"), address
        assert {host for host in URL_HOST.findall(content) if not host.endswith(".example")} <= {
            "www.w3.org"
        }


def test_about_120_people_are_on_the_cc_list_and_they_come_and_go() -> None:
    sizes = [len(on_list(day)) for day in range(50)]
    assert all(110 <= n <= 125 for n in sizes)
    then, now = ({p.address for p in on_list(day)} for day in (49, 0))
    assert len(now - then) >= 5
    assert len(then - now) >= 5
    everyone = [p.address for p in source.people().values()]
    assert len(everyone) == len(set(everyone))
    assert demo.ADDRESS in now & then


def test_ids_are_unique_and_the_ids_programs_make() -> None:
    ids = [m.id for m in MESSAGES.values()]
    assert len(ids) == len(set(ids))
    for message in MESSAGES.values():
        assert envelope.parse(envelope.head(message.data)).id == message.id
    ends = {i.partition("@")[2].split(".", 1)[1] for i in ids if "@LO" in i}
    assert {end.split(".")[1:] == ["PROD", "OUTLOOK", "example"] for end in ends} == {True}


def test_rendering_is_deterministic_and_leaves_the_ids_alone_on_other_days() -> None:
    again = render.messages(NOW)
    first = (key for key in PARSED if "\U0001fabf" in plain(key).split("\n> ")[0])
    assert next(first) == "goose/ask"


def test_attachments_are_a_table_and_a_picture() -> None:
    files = {
        found.get_filename(): found.get_content()
        for message in PARSED.values()
        for found in message.iter_attachments()
        if found.get_content_disposition() == "attachment"
    }
    assert set(files) == {"count-night-rota.csv", "harbour-goose.png"}
    rows = list(csv.reader(io.StringIO(files["count-night-rota.csv"])))
    assert {len(row) for row in rows} == {7}
    picture = files["harbour-goose.png"]
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", picture[16:24])
    packed = picture[picture.index(b"IDAT") + 4 :]
    assert len(zlib.decompressobj().decompress(packed)) == height * (1 + 3 * width)


def test_tables_and_patches_keep_their_lines() -> None:
    assert "| first   |    212,000 |" in plain("gritting/calum")
    notice = plain("plain-notices/ask").split("\n")
    assert sum(line.startswith("- ") for line in notice) == 4
    assert sum(line.startswith("+ ") for line in notice) == 4


def test_the_real_list_is_mailmans() -> None:
    for key in ("plain-notices/ask", "plain-notices/imogen", "plain-bins/rob"):
        seen = envelope.parse(envelope.head(MESSAGES[key].data))
        assert seen.list_id == "plain-english.lists.clearwords.example"
        assert seen.list_post == "plain-english@lists.clearwords.example"
        assert recipients(key) == {"plain-english@lists.clearwords.example"}
        assert PARSED[key]["Subject"].count("[Plain-English]") == 1
        last = [p.get_content() for p in PARSED[key].walk() if p.get_content_maintype() == "text"]
        assert "Plain-English mailing list\n" in last[-1]


def test_the_distribution_address_hides_its_people() -> None:
    keys = [k for k in MESSAGES if k.startswith("cell-")]
    assert len({PARSED[key]["From"] for key in keys}) >= 3
    for key in keys:
        assert recipients(key) == {"comms-cell@pennerdale.gov.example"}
        assert PARSED[key]["Delivered-To"] == demo.ADDRESS


def test_there_is_ordinary_mail() -> None:
    assert PARSED["weekly/ask"]["List-Unsubscribe"]
    assert PARSED["ticket/ask"]["Auto-Submitted"] == "auto-generated"
    assert PARSED["pool/auto"]["Auto-Submitted"] == "auto-replied"
    assert recipients("reporter/ask") == {demo.ADDRESS}
    event = part("meeting/ask", "text/calendar")
    assert "METHOD:REQUEST" in event
    start = re.search(r"DTSTART:(\d{8}T\d{6}Z)", event)
    assert start
    assert datetime.strptime(start[1], "%Y%m%dT%H%M%S%z") > MESSAGES["meeting/ask"].when


def test_transfer_encodings_are_as_various_as_the_programs() -> None:
    used = {
        (found["Content-Transfer-Encoding"], found.get_content_charset())
        for message in PARSED.values()
        for found in message.walk()
        if found.get_content_maintype() == "text"
    }
    assert {how for how, _ in used} == {"7bit", "8bit", "quoted-printable", "base64"}
    assert {charset for _, charset in used} >= {"utf-8", "windows-1252", "iso-8859-1"}


def test_text_flows_where_it_should() -> None:
    assert text.paragraphs("Hello,\nthere\n\n" + "word " * 14 + "\nand more") == (
        ("Hello,", "there"),
        ("word " * 14 + " and more",),
    )
    assert text.quoted("one\n> two\n\n-- ") == "> one\n>> two\n>\n> -- "
    assert text.flowed("a " * 40 + "b\n> quoted") == "a " * 36 + "\na a a a b\n> quoted"


def named(*keys: str) -> frozenset[str]:
    return frozenset(f"id:{MESSAGES[key].id}" for key in keys)


def test_notmuch_threads_it_as_the_conversations_are(tmp_path: Path) -> None:
    with demo.mailbox(NOW) as maildir:
        mailbox = Mailbox(maildir, config=tmp_path / "config")
        assert int(mailbox.notmuch("count", "*")) == len(MESSAGES)
        threads = {
            frozenset(mailbox.notmuch("search", "--output=messages", thread).split())
            for thread in mailbox.notmuch("search", "--output=threads", "*").split()
        }
        apart = {"snow/rosalind": [], "alttext/gwen": ["alttext/end"]}
        alone = set(apart) | {key for keys in apart.values() for key in keys}
        expected = {named(first, *rest) for first, rest in apart.items()}
        for story in source.told():
            keys = [w.key for w in story.messages if w.key not in alone]
            roots = [k for k in keys if not PARSED[k]["References"]]
            expected |= {named(*keys)} if len(roots) == 1 else {named(k) for k in roots}
        assert threads == expected

        unread = set(mailbox.notmuch("search", "--output=messages", "tag:unread").split())
        assert unread == {f"id:{m.id}" for m in MESSAGES.values() if "S" not in (m.flags or "")}
        flagged = set(mailbox.notmuch("search", "--output=messages", "tag:flagged").split())
        assert flagged == {f"id:{m.id}" for m in MESSAGES.values() if "F" in (m.flags or "")}
        mailbox.close()
