"""The finished message: headers, text and attachments as meant, and refused where they are not."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, message_from_string
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings, strategies as st

from indexer import Parent, Person
from indexer.flowed import unflow
from outbox import (
    Attachment,
    Case,
    Draft,
    Exchange,
    Finished,
    Group,
    Identity,
    OutboxError,
    Recipients,
    Settings,
    answer,
    answer_subject,
    finish,
    identity,
    new_id,
)
from outbox.check import check
from outbox.conversation_index import extended
from outbox.flowed import flow

if TYPE_CHECKING:
    from email.message import EmailMessage

ME = Person("Sám Reader", "sam@here.example")
JANE = Person("Jane Khan", "jane@otterley.example")
WHEN = datetime(2024, 5, 12, 9, 12, tzinfo=UTC)
DRAFT = Draft(ME, to=(JANE,), subject="Re: Gritting", text="Yes.\n")
ID = "1@here.example"


def parsed(draft: Draft) -> EmailMessage:
    """What the library's modern parser makes of a finished message, none of whose parts is odd."""
    return message_from_bytes(finish(draft, ID, WHEN).data, policy=default)


def test_the_envelope_is_all_of_them_and_bcc_stands_nowhere() -> None:
    bcc = tuple(Person(f"P {n}", f"p{n}@county.example") for n in range(300))
    found = finish(replace(DRAFT, to=(), bcc=bcc, title="Comms, all: network"), ID, WHEN)
    assert len(found.recipients) == 300
    assert found.sender == "sam@here.example"
    assert b'\r\nTo: "Comms, all: network":;\r\n' in found.data
    assert b"county.example" not in found.data
    assert b"bcc" not in found.data.lower()


def test_a_header_is_utf8_only_for_an_address_that_needs_it() -> None:
    jose, fass = Person("José Núñez", "jose\u0301@x.example"), Person("", "a@FAß.example")
    done = finish(replace(DRAFT, to=(jose,), cc=(fass,), subject="Grüße"), ID, WHEN)
    head = done.data.partition(b"\r\n\r\n")[0].decode()
    assert 'To: "José Núñez" <josé@x.example>' in head
    assert "Subject: Grüße" in head
    assert done.recipients == ("josé@x.example", "a@xn--fa-hia.example")
    message = message_from_string(done.data.decode(), policy=default)
    assert message["To"].addresses[0].addr_spec == "josé@x.example"
    # Hidden ones need none of it, nor does a domain, nor a name.
    plain = finish(replace(DRAFT, to=(replace(fass, name="Núñez"),), bcc=(jose,)), ID, WHEN)
    assert plain.data.isascii()
    assert plain.recipients == ("a@xn--fa-hia.example", "josé@x.example")
    for odd in ("=?utf-8?q?x?=", 'a"b\\c', "雪" * 200, "x" * 200):
        named = replace(DRAFT, to=(Person(odd, jose.address),), subject="雪" * 900)
        assert finish(named, ID, WHEN).recipients == ("josé@x.example",)


def test_one_mailbox_gets_one_copy() -> None:
    again = Person("", "jane@otterley.example")
    found = finish(replace(DRAFT, to=(JANE, again), cc=(again,), bcc=(again,)), ID, WHEN)
    assert found.recipients == ("jane@otterley.example",)
    assert found.data.count(b"jane@") == 1


@pytest.mark.parametrize(
    "name",
    ["Jane Khan", "Khan, Jane", 'Jane "J" Khan', "Jané Khän", "田中さん", "back\\slash",
     "=?x?q?y?=",
     "J. Khan", "a@b", "Σ" * 15, "Jane\r\nBcc: eve@evil.example", "(Jane)", ""],
)  # fmt: skip
def test_any_name(name: str) -> None:
    found = parsed(replace(DRAFT, to=(Person(name, JANE.address), Person("", "bo@x.example"))))[
        "To"
    ].addresses
    assert [one.addr_spec for one in found] == [JANE.address, "bo@x.example"]
    assert found[0].display_name == " ".join(name.replace("\r", "").split())


@pytest.mark.parametrize(
    "subject",
    ["Gritting", "Streuen für alle: ½ billiger", "=?utf-8?q?not_decoded?=", "x" * 2000, "雪" * 300,
     "a  b\tc", "one\r\nBcc: eve@evil.example", "trailing ", "", "word " * 400],
)  # fmt: skip
def test_any_subject(subject: str) -> None:
    found = parsed(replace(DRAFT, subject=subject))
    assert found["Subject"] == " ".join(subject.replace("\r", "").split())
    assert found["Bcc"] is None


@pytest.mark.parametrize(
    "name",
    ["rota.csv", "Straßenplan März.pdf", 'a "b" c.txt', "x" * 250 + ".pdf", "雪" * 60 + ".png",
     "-rf", "$(x).pdf", "50% off; really=yes.pdf", "=?utf-8?q?x?=.pdf", ".bashrc", "'a'.txt"],
)  # fmt: skip
def test_attachments_of_any_name(name: str) -> None:
    sent = Attachment(name, "application/pdf", bytes(range(256)) * 9)
    _, part = parsed(replace(DRAFT, attachments=(sent,))).iter_parts()
    assert part.get_filename() == name[:254] + "…" if len(name) > 255 else name
    assert part.get_content() == sent.data
    assert part.get_content_disposition() == "attachment"


def test_no_name_is_a_path_or_a_header() -> None:
    for name, sent in (("../../.ssh/keys", "keys"), ("a\r\nX: y", "a X: y"), ("..", "attachment")):
        _, part = parsed(replace(DRAFT, attachments=(Attachment(name, "", b"x"),))).iter_parts()
        assert part.get_filename() == sent
        assert part.get_content_type() == "application/octet-stream"


def test_a_message_is_attached_as_it_is_or_as_bytes() -> None:
    plain = b"Subject: x\r\n\r\nHello.\r\n"
    whole, bytes_alone = "message/rfc822", "application/octet-stream"
    eight_bits, unfit = plain + b"\xff", plain + b"\0"
    for data, kind in ((plain, whole), (eight_bits, whole), (unfit, bytes_alone)):
        sent = Attachment("x.eml", "message/rfc822", data)
        found = finish(replace(DRAFT, attachments=(sent,)), ID, WHEN).data
        assert f"Content-Type: {kind}".encode() in found
        assert (plain in found) == (kind == "message/rfc822")


@pytest.mark.parametrize(
    "text",
    ["Yes.\n", "naïve " * 60, "雪" * 500, "x" * 3000, "",
     "From me\n>quoted\n  indented\n-- \nSam\n",
     "a\r\nb\rc", "\0 \x1b[2J", "--=-boundary\n--\n.", "> > twice\n>> too\n>three"],
)  # fmt: skip
def test_any_text(text: str) -> None:
    part = parsed(replace(DRAFT, text=text))
    assert part.get_content_type() == "text/plain"
    assert part.get_param("format") == "flowed"
    assert part.get_content_charset() == "utf-8"
    assert part.get_content().replace("\r\n", "\n").rstrip("\n") == flow(text).rstrip("\n")


@given(st.text(alphabet=st.sampled_from("ab >\n-F é雪"), max_size=300))
@settings(max_examples=200, deadline=None)
def test_flowed_text_reads_as_it_was_written(text: str) -> None:
    # A quote's marks may be written in several ways, and spaces at the ends of lines say nothing.
    wanted = [line if line == "-- " else line.rstrip(" ") for line in text.split("\n")]
    found = unflow(flow(text)).split("\n")
    assert len(found) == len(wanted)
    for one, other in zip(found, wanted, strict=True):
        if not other.startswith(">"):
            assert one == other
        else:
            assert one.replace(" ", "") == other.replace(" ", "")
    assert all(len(line) <= 78 or " " not in line[:70].strip() for line in flow(text).split("\n"))


def test_what_a_reply_says_of_its_parent() -> None:
    parent = Parent("p@x.example", (JANE,), subject="AW: Re[2]: [dig] Re: Gritting",
                    references=("a@x.example", "b@x.example"))  # fmt: skip
    made = answer(parent, Recipients((JANE,)), ME, "Yes.", WHEN)
    assert made.subject == "Re: [dig] Gritting"
    assert made.in_reply_to == "p@x.example"
    assert made.references == ("a@x.example", "b@x.example", "p@x.example")
    alone = replace(parent, references=(), in_reply_to=("b@x.example",))
    assert answer(alone, Recipients((JANE,)), ME, "", WHEN).references == (
        "b@x.example", "p@x.example",
    )  # fmt: skip
    two = replace(alone, in_reply_to=("a@x.example", "b@x.example"))
    assert answer(two, Recipients((JANE,)), ME, "", WHEN).references == ("p@x.example",)
    nameless = answer(replace(parent, id=None), Recipients((JANE,)), ME, "", WHEN)
    assert nameless.in_reply_to is None
    assert nameless.references == ()


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Gritting", "Re: Gritting"),
        ("Re: Re: RE : Gritting", "Re: Gritting"),
        ("AW: SV: Gritting", "Re: Gritting"),
        ("Fwd: Gritting", "Re: Fwd: Gritting"),
        ("[list] Re: [list] Gritting", "Re: [list] Gritting"),
        ("Re(3): Gritting", "Re: Gritting"),
        ("回复：雪", "Re: 雪"),
        ("Rest: a plan", "Re: Rest: a plan"),
        ("[a] b: c", "Re: [a] b: c"),
        ("", "Re:"),
        ("Re:", "Re:"),
    ],
)
def test_one_re(subject: str, expected: str) -> None:
    assert answer_subject(subject) == expected
    assert answer_subject(expected) == expected


def test_outlooks_index_grows_by_an_answer() -> None:
    begun = int((WHEN.timestamp() + 11_644_473_600) * 10_000_000)
    root = (begun >> 16).to_bytes(6, "big") + b"\7" * 16
    index = base64.b64encode(root).decode()
    for later, code, unit in ((timedelta(hours=3), 0, 18), (timedelta(days=900), 1, 23)):
        found = base64.b64decode(extended(index, WHEN + later))
        assert found[:22] == root
        assert len(found) == 27
        block = int.from_bytes(found[22:26], "big")
        assert block >> 31 == code
        seconds = ((block & 0x7FFFFFFF) << unit) / 10_000_000
        assert abs(seconds - later.total_seconds()) < 2
    assert len(base64.b64decode(extended(extended(index, WHEN), WHEN))) == 32
    assert extended("AQ==", WHEN) == ""
    parent = Parent("p@x", (JANE,), subject="S", thread_index=index, thread_topic="Grüße")
    message = parsed(answer(parent, Recipients((JANE,)), ME, "", WHEN))
    assert message["Thread-Index"] == extended(index, WHEN)
    assert message["Thread-Topic"] == "Grüße"
    assert parsed(DRAFT)["Thread-Index"] is None


def test_what_cannot_be_sent_is_refused() -> None:
    refused = [
        (replace(DRAFT, to=()), ID, "nobody"),
        (replace(DRAFT, to=(Person("", "jane@é..example"),)), ID, "address"),
        (replace(DRAFT, to=(Person("", "jane@x>, <eve@evil.example"),)), ID, "address"),
        (replace(DRAFT, sender=Person("", "")), ID, "address"),
        (DRAFT, "=?utf-8?q?=0A?=@x", "usage"),
        (DRAFT, "a\r\nBcc: eve@evil.example", "usage"),
    ]
    for draft, identifier, kind in refused:
        with pytest.raises(OutboxError) as failed:
            finish(draft, identifier, WHEN)
        assert failed.value.kind == kind


TAMPERED = [
    (b"Subject:", b"Bcc: eve@evil.example\r\nSubject:"),
    (b"Subject:", b"X-Odd: 1\r\nSubject:"),
    (b"Subject:", b"Subject: again\r\nSubject:"),
    (b"To: Jane", b"To: Eve <eve@evil.example>, Jane"),
    (b"jane@otterley", b"eve@otterley"),
    (b"Re: Gritting", b"Re: Grittin"),
    (b"Yes.", b"No."),
    (b"<a@x.example>", b"<b@x.example>"),
    (b"\r\n\r\n", b"\r\n\r\nmore\r\n"),
    (b"Yes.\r\n", b"Yes.\n"),
    (b"text/plain", b"text/html"),
    (b"sam@here", b"eve@here"),
    (b"<1@here.example>", b"<2@here.example>"),
]


@pytest.mark.parametrize(("meant", "found"), TAMPERED)
def test_bytes_that_say_something_else_are_not_sent(meant: bytes, found: bytes) -> None:
    draft = replace(DRAFT, in_reply_to="a@x.example", references=("a@x.example",))
    good = finish(draft, ID, WHEN)
    assert meant in good.data
    with pytest.raises(OutboxError) as failed:
        check(draft, replace(good, data=good.data.replace(meant, found, 1)))
    assert failed.value.kind == "mismatch"


def test_an_envelope_that_says_something_else_is_not_sent() -> None:
    good = finish(DRAFT, ID, WHEN)
    for recipients in ((), (*good.recipients, "eve@evil.example"), ("eve@evil.example",)):
        with pytest.raises(OutboxError):
            check(DRAFT, Finished(good.id, good.data, good.sender, recipients))


def test_the_same_draft_gives_the_same_bytes_and_ids_are_new() -> None:
    assert finish(DRAFT, ID, WHEN) == finish(DRAFT, ID, WHEN)
    assert new_id("sam@bücher.example").endswith("@xn--bcher-kva.example")
    assert new_id(ME.address) != new_id(ME.address)


def test_one_writes_as_who_was_written_to() -> None:
    old = Person("", "sam.reader@old.example")
    case = Case(Parent("1@x", (JANE,), cc=(old,)), Exchange(), None, (ME.address, old.address))
    found = identity(case, Settings(name="Sam", signature="S."))
    assert (found.name, found.address, found.signature) == ("Sam", old.address, "S.")
    wrote = replace(case, parent=Parent("1@x", (JANE,)), exchange=Exchange(writers=(JANE, ME)))
    found = identity(replace(wrote, name=ME.name), Settings())
    assert (found.name, found.address) == (ME.name, ME.address)
    work = Identity(address="sam@work.example", lists=("comms",))
    listed = replace(case, group=Group("comms", "Comms", "cc"))
    assert identity(listed, Settings(identities=(work,))).address == "sam@work.example"
    with pytest.raises(OutboxError, match="addresses"):
        identity(replace(case, own=()), Settings())
