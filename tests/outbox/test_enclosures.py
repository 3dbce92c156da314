"""What a message holds goes along when it is forwarded: every part, as it was, or it says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import TYPE_CHECKING

import pytest

from indexer import Body, Person
from outbox import Attachment, Draft, OutboxError, enclosures, fetch, finish

if TYPE_CHECKING:
    from tests.support.mailbox import Mailbox

PDF = bytes(range(256)) * 8000
INNER = b"From: cy@c.example\nSubject: Inner\nMessage-ID: <inner@c.example>\n\nSaid in \xc3\xbc.\n"
DRAFT = Draft(Person("Sam", "sam@here.example"), to=(Person("", "di@d.example"),), subject="Fwd")


def crowded(mailbox: Mailbox) -> tuple[Body, str]:
    """A message with a part of every kind, as the reader has it."""
    made = mailbox.message(
        body="See the picture.\n", html='<p>See the picture.<img src="cid:logo@x"></p>',
        id="parts@mail.example",
        attachments=[
            ("../rota.pdf", PDF, "application/pdf"),
            ("Straße.csv", "a,ü\n".encode(), "text/csv"),
            ("latin.csv", b"a,\xfc\n", "text/csv"),
            ("signature.asc", b"-----BEGIN", "application/pgp-signature"),
        ],
    )  # fmt: skip
    shown = next(part for part in made.walk() if part.get_content_type() == "text/html")
    assert isinstance(shown, EmailMessage)
    shown.add_related(b"GIF89a", "image", "gif", cid="<logo@x>")
    raw = made.as_bytes()
    mark = b"\n--" + raw.split(b'boundary="')[1].split(b'"')[0] + b"--"
    inner = mark[:-2] + b"\nContent-Type: message/rfc822\n\n" + INNER
    mailbox.add(raw.replace(mark, inner + mark))
    mailbox.index()
    seen: list[Body] = []
    mailbox.client().bodies(("parts@mail.example",), seen.append).result(60)
    return seen[0], "parts@mail.example"


def test_every_part_arrives_as_it_was(mailbox: Mailbox) -> None:
    body, message = crowded(mailbox)
    found = enclosures(message, body.parts)
    attached = tuple(fetch(mailbox.client(), one) for one in found)
    data = finish(replace(DRAFT, attachments=attached), "1@here.example", datetime.now(UTC)).data
    first, *parts = message_from_bytes(data, policy=default).iter_parts()
    assert first.get_content_type() == "text/plain"
    got = {str(part.get_filename()): part for part in parts}
    assert {name: part.get_content_type() for name, part in got.items()} == {
        "image.gif": "image/gif",
        "rota.pdf": "application/pdf",
        "Straße.csv": "text/csv",
        "latin.csv": "text/csv",
        "Inner.eml": "message/rfc822",
    }
    assert got["rota.pdf"].get_content() == PDF
    assert got["Straße.csv"].get_content() == "a,ü\n"
    assert got["latin.csv"].get_payload(decode=True) == b"a,\xfc\n"
    assert got["image.gif"].get_content() == b"GIF89a"
    assert INNER.replace(b"\n", b"\r\n") in data
    # What is in 8 bits says so, all the way up.
    assert message_from_bytes(data, policy=default)["Content-Transfer-Encoding"] == "8bit"


def test_what_cannot_be_read_is_named(mailbox: Mailbox) -> None:
    body, message = crowded(mailbox)
    one = next(e for e in enclosures(message, body.parts) if e.name == "rota.pdf")
    # Other parts have come under that number, none has it, its message is gone.
    for wrong in (replace(one, name="other.pdf"), replace(one, number=99)):
        with pytest.raises(OutboxError) as caught:
            fetch(mailbox.client(), wrong)
        assert caught.value.text.startswith(f"{wrong.name} cannot be read")
    mailbox.remove(message)
    with pytest.raises(OutboxError, match=r"rota\.pdf cannot be read"):
        fetch(mailbox.client(), one)


def test_a_message_in_messages_without_end_goes_as_bytes() -> None:
    deep = b"Content-Type: message/rfc822\r\n\r\n" * 2000
    nested = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n)
        for n in range(2000)
    )
    for data in (deep, nested):
        sent = Attachment("x.eml", "message/rfc822", data)
        done = finish(replace(DRAFT, attachments=(sent,)), "1@here.example", datetime.now(UTC))
        (_, part) = message_from_bytes(done.data, policy=default).iter_parts()
        assert part.get_content_type() == "application/octet-stream"
        assert part.get_content() == data
