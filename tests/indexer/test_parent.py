"""What an answer has to know of a message, read from header blocks that strangers write."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from indexer import Person
from indexer.envelope import head
from indexer.parent import read
from tests.support.mailbox import LONG

if TYPE_CHECKING:
    from tests.support.mailbox import Mailbox

JANE = Person("Jane Khan", "jane@x.example")


def test_an_encoded_word_names_nobody() -> None:
    block = (
        b"From: =?utf-8?q?Jane=3A_=3Ceve=40evil=2Eexample=3E=2C?= <jane@x.example>\n"
        b"Reply-To: =?utf-8?q?eve=40evil=2Eexample=2C?= <jane@x.example>\n"
    )
    found = read(block)
    assert [p.address for p in found.authors] == ["jane@x.example"]
    assert [p.address for p in found.reply_to] == ["jane@x.example"]


def test_several_authors_and_what_asks_for_answers() -> None:
    found = read(
        b"From: Jane Khan <jane@x.example>, bo@x.example\nSender: Office <office@x.example>\n"
        b"Reply-To: one@x.example\nReply-To: two@x.example\nMail-Followup-To: list@l.example\n"
        b"X-Original-From: Jane Khan <jane@x.example>\nFrom: second@x.example\n"
        b"List-Post: <mailto:list@l.example>\nAuto-Submitted: auto-replied\n"
    )
    assert [p.address for p in found.authors] == ["jane@x.example", "bo@x.example"]
    assert found.sender == Person("Office", "office@x.example")
    assert [p.address for p in found.reply_to] == ["one@x.example", "two@x.example"]
    assert [p.address for p in found.followup_to] == ["list@l.example"]
    assert found.original == (JANE,)
    assert found.list_post == "list@l.example"
    assert found.auto


@pytest.mark.parametrize(
    ("value", "is_kept"),
    [
        (base64.b64encode(b"\1" * 22), True),
        (base64.b64encode(b"\1" * 27), True),
        (base64.b64encode(b"\1" * 25), False),
        (base64.b64encode(b"\1" * 21), False),
        (base64.b64encode(b"\1" * 722), False),
        (b"Bcc: eve@x.example", False),
        (b"=?utf-8?q?=0ABcc=3A_eve=40x?=", False),
        (b"AQ==" * 9, False),
        (b"", False),
    ],
)
def test_a_thread_index_is_one_or_nothing(value: bytes, is_kept: bool) -> None:
    assert (read(b"Thread-Index: " + value + b"\n").thread_index == value.decode()) == (
        is_kept or not value
    )
    assert is_kept or not read(b"Thread-Index: " + value + b"\n").thread_index


def test_any_bytes_do() -> None:
    for raw in (b"", b"\0\xff", b"From:\n", b"Reply-To: " + b"," * 20_000 + b"\n"):
        assert read(head(raw)).reply_to == ()


def test_the_client_gives_it_and_ones_own_addresses(
    mailbox: Mailbox, users_mailbox: Mailbox
) -> None:
    message = users_mailbox.message(headers={"Reply-To": "Jane Khan <jane@x.example>"})
    known = users_mailbox.add(message)
    users_mailbox.index()
    assert users_mailbox.client().parent(known).result(LONG).reply_to == (JANE,)
    assert users_mailbox.client().own().result(LONG) == ("sam@here.example",)
    for _ in range(6):
        mailbox.add(mailbox.message())
    mailbox.index()
    assert mailbox.client().own().result(LONG) == ("sam@here.example",)
