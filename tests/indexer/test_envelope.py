from __future__ import annotations

import base64
import email.utils
import gzip
import random
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings, strategies as st

from indexer import envelope, gate
from indexer.model.people import Person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MESSAGE = b"""\
Received: from a by b; Mon, 3 Jun 2024 10:00:00 +0000
From: =?utf-8?B?xYF1a2Fzeg==?= Lloyd <Lukasz@Council.Example>
To: "Khan, Jane" <jane@a.example>, 'tom@b.example' <tom@b.example>,
\t"Rhys, at Ripley" <rhys@c.example>
Cc: nadia@d.example, "nadia@d.example" <Nadia@D.example>
Subject: Gritting updates:
 =?iso-8859-1?Q?what_do_you_pay_=A3=3F?=
Date: Mon, 3 Jun 2024 11:02:03 +0100
Message-ID: <one@council.example>
In-Reply-To: Your message of "Sun, 2 Jun 2024" <zero@a.example>
References: <minus-two@a.example> <minus-
 one@a.example>
 <zero@a.example> <zero@a.example>
List-Id: "Comms =?utf-8?q?n=C3=A9twork?=" <Comms.Lists.Example>
List-Post: <https://lists.example/post>, <mailto:comms%2Btalk@lists.example?subject=x>
List-Unsubscribe: <mailto:leave@lists.example>
Precedence: List

body
"""


def parse(**fields: str) -> envelope.Envelope:
    block = "".join(f"{key.replace('_', '-')}: {value}\n" for key, value in fields.items())
    return envelope.parse(block.encode("utf-8", "surrogateescape"))


def test_a_whole_header_block() -> None:
    assert envelope.parse(envelope.head(MESSAGE)) == envelope.Envelope(
        id="one@council.example",
        sender=Person("Łukasz Lloyd", "lukasz@council.example"),
        to=(
            Person("Khan, Jane", "jane@a.example"),
            Person("", "tom@b.example"),
            Person("Rhys, at Ripley", "rhys@c.example"),
        ),
        cc=(Person("", "nadia@d.example"),),
        reply_to=(),
        subject="Gritting updates: what do you pay £?",
        date=int(datetime(2024, 6, 3, 10, 2, 3, tzinfo=UTC).timestamp()),
        in_reply_to=("zero@a.example",),
        references=("minus-two@a.example", "minus-one@a.example", "zero@a.example"),
        list_id="comms.lists.example",
        list_title="Comms nétwork",
        list_post="comms+talk@lists.example",
        no_post=False,
        unsubscribe=True,
        precedence="list",
        auto=False,
        offset=60,
    )


def test_the_same_with_other_line_ends() -> None:
    plain = envelope.parse(envelope.head(MESSAGE))
    assert envelope.parse(envelope.head(MESSAGE.replace(b"\n", b"\r\n"))) == plain
    assert envelope.parse(envelope.head(MESSAGE.replace(b"\n", b"\r"))) == plain
    assert envelope.parse(envelope.head(b"From jane Mon Jun  3 2024\n" + MESSAGE)) == plain
    assert envelope.parse(envelope.head(b"\n\n" + MESSAGE)) == plain


def test_headers_are_shown_in_order_unfolded_and_decoded() -> None:
    fields = envelope.headers(envelope.head(MESSAGE + b"Not: a header\n"))
    assert [name for name, _ in fields[:3]] == ["Received", "From", "To"]
    assert dict(fields)["Subject"] == "Gritting updates: what do you pay £?"
    assert "Not" not in dict(fields)
    shown = envelope.headers(b"Subject: a\x1b]0;x\x07\n =?utf-8?q?=1B[31m?=\n")
    assert shown == (("Subject", "a\ufffd]0;x\ufffd \ufffd[31m"),)


def test_a_line_that_is_no_header() -> None:
    broken = b"Subject: a\nwrapped by a bad program\nFrom: jane@a.example\n\nbody\n"
    assert envelope.parse(envelope.head(broken)).sender.address == "jane@a.example"
    assert envelope.split(broken)[0:1] == (broken[: -len(b"\nbody\n")],)
    no_blank = b"Subject: a\nFrom: jane@a.example\nand then the text\n\nmore\n"
    block, body = envelope.split(no_blank)
    assert block == b"Subject: a\nFrom: jane@a.example\n"
    assert no_blank[body:] == b"and then the text\n\nmore\n"
    no_head = b"Dear all,\n\nhello\n"
    assert envelope.split(no_head) == (b"", 0)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Grüße", "Grüße"),
        ("=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?utf-8?b?R3LDvA==?= =?utf-8?b?w59l?=", "Grüße"),
        ("=?utf-8?b?R3LD?= =?utf-8?b?vMOfZQ==?=", "Grüße"),  # a character cut in two
        ("=?us-ascii?q?a?= and =?us-ascii?q?b?=", "a and b"),
        ("=?nonsense?q?a=20b?=", "a b"),
        ("=?utf-8?b?R3LDvMOfZQ?=", "Grüße"),  # without its padding
        ("=?windows-1252?q?=93quoted=94?=", "“quoted”"),
        ("=?iso-8859-1?q?=93quoted=94?=", "“quoted”"),
        ("=?utf-8?q?unfinished", "=?utf-8?q?unfinished"),
        ("=?zlib?b?eJw=?=", "xœ"),
        ("[RFC]  two   spaces ", "[RFC] two spaces"),
        ("=?utf-8?q?a=0ABcc:_x@y?=", "a Bcc: x@y"),
        ("\udce9t\udce9", "été"),  # raw Latin-1
    ],
)
def test_subjects(raw: str, shown: str) -> None:
    assert parse(Subject=raw).subject == shown


@pytest.mark.parametrize(
    ("raw", "date"),
    [
        ("Mon, 03 Jun 2024 11:02:03 +0100", "2024-06-03T10:02:03"),
        ("3 Jun 2024 11:02 BST", "2024-06-03T11:02:00"),
        ("Mon, 3 Jun 2024 11:02:03 -0000", "2024-06-03T11:02:03"),
        ("Mon, 3 Jun 2024 11:02:03 +0100 (British Summer Time)", "2024-06-03T10:02:03"),
        ("Mon, 3 Jun 99 11:02:03 GMT", "1999-06-03T11:02:03"),
        ("Tue, 31 Dec 1969 23:00:00 GMT", None),
        ("Mon, 3 Jun 9024 11:02:03 GMT", None),
        ("Mon, 99 Jun 2024 11:02:03 GMT", None),
        ("Mon, 3 Jun 2024 11:02:03 +999999999", None),
        ("yesterday", None),
        ("", None),
        ("1" * 300, None),
    ],
)
def test_dates(raw: str, date: str | None) -> None:
    seconds = parse(Date=raw).date
    assert seconds == (
        None if date is None else int(datetime.fromisoformat(date + "+00:00").timestamp())
    )


@pytest.mark.parametrize(
    ("raw", "ids"),
    [
        ("<a@x> <b@y>", ("a@x", "b@y")),
        ("<a@x><b@y>", ("a@x", "b@y")),
        ("a@x b@y", ("a@x", "b@y")),
        ("a@x, b@y", ("a@x", "b@y")),
        ('Your message of "Mon, 3 Jun" (see above) <a@x>', ("a@x",)),
        ("<a\n  b@x>", ("ab@x",)),
        ("<>", ()),
        ('<a"b@x> <c@y>', ("c@y",)),
        ("words alone", ()),
        ("<no-at-sign>", ("no-at-sign",)),
    ],
)
def test_references(raw: str, ids: tuple[str, ...]) -> None:
    found = parse(References=raw, In_Reply_To=raw)
    assert found.references == ids
    assert found.in_reply_to == ids


def test_many_references_keep_the_root_and_the_nearest() -> None:
    refs = parse(References=" ".join(f"<{n}@x>" for n in range(2000))).references
    assert len(refs) == 500
    assert (refs[0], refs[1], refs[-1]) == ("0@x", "1501@x", "1999@x")


def test_ids_of_ones_own() -> None:
    assert parse(Message_ID="<a@x> (added by mta)").id == "a@x"
    assert parse(Message_ID="no.angles@x").id == "no.angles@x"
    assert parse(Message_ID="two words").id is None
    assert parse(Message_ID='<a" OR tag:inbox>').id is None
    assert parse(Message_ID="<=?utf-8?q?=0A?=Bcc: e@x>").id is None
    assert parse(Subject="x").id is None


@pytest.mark.parametrize(
    ("raw", "identifier", "title"),
    [
        ("<a.b.example>", "a.b.example", ""),
        ("The A list <A.B.example>", "a.b.example", "The A list"),
        ('"The <A> list" <a.b.example>', "a.b.example", "The <A> list"),
        ("a.b.example", "a.b.example", ""),
        ("just words here", None, "just words here"),
        ("", None, ""),
    ],
)
def test_list_ids(raw: str, identifier: str | None, title: str) -> None:
    found = parse(List_Id=raw)
    assert (found.list_id, found.list_title) == (identifier, title)


def test_lists_that_take_no_posts() -> None:
    assert parse(List_Post="NO (announcements only)").no_post
    assert parse(List_Post="NO").list_post is None
    assert not parse(List_Post="<mailto:notes@x.example>").no_post
    assert parse(List_Post="mailto:notes@x.example").list_post == "notes@x.example"
    assert parse(List_Post="<mailto:a%0Ab@x.example>").list_post is None


@pytest.mark.parametrize(
    ("fields", "auto"),
    [
        ({"Auto-Submitted": "auto-replied"}, True),
        ({"Auto-Submitted": "auto-generated; type=x"}, True),
        ({"Auto-Submitted": "no"}, False),
        ({"X-Autoreply": "yes"}, True),
        ({"Precedence": "auto_reply"}, True),
        ({"Precedence": "bulk"}, False),
        ({"Return-Path": "<>"}, True),
        ({"From": "Mail Delivery <MAILER-DAEMON@x.example>"}, True),
        ({"Content-Type": "multipart/report; report-type=delivery-status"}, True),
        ({"From": "Jane <jane@x.example>"}, False),
    ],
)
def test_what_no_person_wrote(fields: dict[str, str], auto: bool) -> None:
    assert parse(**fields).auto is auto


@pytest.mark.parametrize(
    ("raw", "people"),
    [
        ("jane@x.example", [("", "jane@x.example")]),
        ("Jane Khan <jane@x.example>", [("Jane Khan", "jane@x.example")]),
        ("Khan, Jane <jane@x.example>", [("Khan, Jane", "jane@x.example")]),
        ('"Khan, Jane" <Jane@X.example>,', [("Khan, Jane", "jane@x.example")]),
        ('"Jane \\"JK\\" Khan" <jane@x.example>', [('Jane "JK" Khan', "jane@x.example")]),
        ("jane@x.example (Jane Khan)", [("Jane Khan", "jane@x.example")]),
        ("\"'jane@x.example'\" <jane@x.example>", [("", "jane@x.example")]),
        ("'Jane Khan' <jane@x.example>", [("Jane Khan", "jane@x.example")]),
        ("jane@x.example <jane@x.example>", [("", "jane@x.example")]),
        ("Team: a@x.example, B <b@x.example>; c@x.example", [
            ("", "a@x.example"), ("B", "b@x.example"), ("", "c@x.example"),
        ]),
        ("undisclosed-recipients:;", []),
        ("a@x.example; b@x.example", [("", "a@x.example"), ("", "b@x.example")]),
        ("=?utf-8?q?Khan=2C_Jane?= <jane@x.example>", [("Khan, Jane", "jane@x.example")]),
        ('"=?utf-8?q?J=C3=A4n?=" <jane@x.example>', [("Jän", "jane@x.example")]),
        ("=?utf-8?q?a=40b=2C_c=40d?= <jane@x.example>", [("a@b, c@d", "jane@x.example")]),
        ("a@x.example, A <A@X.example>", [("", "a@x.example")]),
        ('"Jane <jane@x.example>, b@x.example', [
            ("Jane", "jane@x.example"), ("", "b@x.example"),
        ]),
        ("<@relay.example:jane@x.example>", [("", "jane@x.example")]),
        ("Jane <jane@x.example", [("Jane", "jane@x.example")]),
        ("jane at x.example", []),
        ("", []),
    ],
)  # fmt: skip
def test_people(raw: str, people: list[tuple[str, str]]) -> None:
    assert [(each.name, each.address) for each in envelope.people(raw)] == people


def test_a_sender_without_an_address_keeps_the_name() -> None:
    assert parse(From="Cron Daemon").sender == Person("Cron Daemon", "")
    assert parse(Sender="jane@x.example").sender == Person("", "jane@x.example")
    assert parse(Subject="x").sender == Person("", "")


def library(value: str) -> dict[str, str]:
    """What the stdlib reads, its names decoded and cleaned as ours are."""
    found: dict[str, str] = {}
    for name, text in email.utils.getaddresses([value]):
        address = gate.address(text)
        if address:
            found.setdefault(address, name)
    return found


words = st.text("abcdefgXYZ0123456789-'é", min_size=1, max_size=8).filter(lambda t: t.strip("'"))
names = st.lists(words, min_size=1, max_size=3).map(" ".join)
specs = st.builds(
    "{}@{}.example".format, st.text("abcxyz0123456789._+-", min_size=1, max_size=10).filter(
        lambda t: t[0].isalnum() and t[-1].isalnum() and ".." not in t
    ), st.sampled_from("abc"),
)  # fmt: skip


def mailbox(name: str, spec: str, form: int) -> str:
    encoded = f"=?utf-8?b?{base64.b64encode(name.encode()).decode()}?="
    return [
        spec, f"<{spec}>", f"{name} <{spec}>", f'"{name}" <{spec}>', f'"{name}, Head" <{spec}>',
        f"{encoded} <{spec}>", f"{spec} ({name})", f'"{name} \\"x\\"" <{spec}>',
    ][form]  # fmt: skip


lists = st.lists(st.builds(mailbox, names, specs, st.integers(0, 7)), max_size=12)


@given(lists, st.sampled_from([",", ", ", " ,  "]))
def test_address_lists_are_read_as_the_library_reads_them(boxes: list[str], comma: str) -> None:
    value = comma.join(boxes)
    assert [each.address for each in envelope.people(value)] == list(library(value))


@given(st.lists(st.builds(mailbox, names, specs, st.integers(2, 4)), max_size=6))
def test_names_are_read_as_the_library_reads_them(boxes: list[str]) -> None:
    value = ", ".join(boxes)
    expected = library(value)
    for each in envelope.people(value):
        assert each.name.replace("'", "") == expected[each.address].replace("'", "")


@given(st.binary(max_size=400))
def test_any_bytes_are_read(raw: bytes) -> None:
    for block in (raw, b"From: " + raw, b"To: " + raw + b"\nDate: " + raw):
        parsed = envelope.parse(envelope.head(block))
        assert gate.line(parsed.subject) == parsed.subject


HOSTILE = [
    b".", b"(", b'"', b"<", b">", b"\\", b",", b";", b":", b"@", b" ", b"\r", b"a@b,", b'"a',
    b"<a", b"a@b ", b'"a" <', b"=?utf-8?q?a?= ", b"=?", b"=?a?b?", b"a:b;", b"\xff", b"%41",
    b"[", b"<a@b>", b"'", b"\n ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_header_takes_long(piece: bytes) -> None:
    value = (piece * envelope.HEAD)[: envelope.HEAD - 100]
    for name in (b"To", b"From", b"Subject", b"References", b"List-Id", b"List-Post", b"Date"):
        began = time.process_time()
        envelope.parse(name + b": " + value + b"\n")
        # Many times what it takes; 19 KiB of dots took a library 14 seconds.
        assert time.process_time() - began < 5, name


def test_encoded_words_do_not_multiply() -> None:
    block = b"Subject:" + b" =?utf-8?q?aaaaaaaaaaaaaaaaaaaa?=\n" * 8000
    assert len(envelope.parse(envelope.head(block)).subject) == 998


def test_headers_and_recipients_are_limited() -> None:
    for end in (b"\n", b"\r\n"):
        huge = b"Subject: a\n" + (b"X-Filler: 0123456789" + end) * 100_000 + end + b"body\n"
        block, start = envelope.split(huge)
        assert len(block) <= envelope.HEAD
        assert block.endswith(b"0123456789" + end)
        assert huge[start:] == b"body\n"
    many = ",".join(f"a{n}@x.example" for n in range(6000))
    assert len(envelope.people(many)) == 5000
    assert len(envelope.people(many + ', "x\\"y" <z@x.example>')) == 5000


def archived(path: Path, step: int) -> Iterator[bytes]:
    """The header blocks of some messages in an archive."""
    with gzip.open(path) as stream:
        lines: list[bytes] = []
        count = 0
        inside = False
        blank = True
        for line in stream:
            if blank and line.startswith(b"From "):
                inside, lines, count = True, [], count + 1
            elif inside and line in (b"\n", b"\r\n"):
                inside = False
                if count % step == 0:
                    yield b"".join(lines)
            elif inside:
                lines.append(line)
            blank = line in (b"\n", b"\r\n")


@pytest.mark.parametrize("name", ["enron", "linux-api", "openbmc", "usrp-users", "util-linux"])
def test_real_address_headers_are_read_as_the_library_reads_them(shared: Path, name: str) -> None:
    path = shared / "mail" / f"{name}.mbox.gz"
    if not path.exists():
        pytest.skip(f"{path.name} is not beside the checkout")
    seen = 0
    for block in archived(path, 25):
        for key, value in envelope.fields(block):
            if key in (b"from", b"to", b"cc", b"reply-to"):
                text = envelope.unfold(value)
                assert [each.address for each in envelope.people(text)] == list(library(text))
                seen += 1
        parsed = envelope.parse(block)
        assert parsed.id
        assert parsed.date
    assert seen > 100


def test_a_wide_cc_is_read_as_the_library_reads_it() -> None:
    rng = random.Random(3)
    boxes = [
        mailbox(f"{rng.choice(['Ann', 'Łukasz', 'Zoë'])} Lloyd", f"a{n}@b.example", form)
        for n, form in enumerate(rng.choices([0, 2, 3, 4, 5], k=300))
    ]
    value = ", ".join(boxes)
    found = envelope.people(value)
    assert [each.address for each in found] == list(library(value))
    assert len(found) == 300


@settings(max_examples=25)
@given(st.text(max_size=60))
def test_what_comes_out_has_been_through_the_gate(text: str) -> None:
    value = text.replace("\n", " ")
    parsed = parse(From=f'"{value}" <a@b.example>', Subject=value, List_Id=f"{value} <a.b>")
    for each in (parsed.sender.name, parsed.subject, parsed.list_title, parsed.precedence):
        assert gate.line(each) == each
