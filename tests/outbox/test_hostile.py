"""Answers to hostile parents: no header more than meant, nobody more than meant, no crash."""

from __future__ import annotations

from datetime import UTC, datetime
from email.parser import Parser
from email.policy import compat32
from email.utils import getaddresses
from typing import TYPE_CHECKING

import pytest

from indexer import Person
from indexer.envelope import head
from indexer.parent import read
from outbox import KINDS, Case, Exchange, OutboxError, answer, decide, finish, gather, opening
from outbox.check import FIELDS
from outbox.quoting import beginning
from tests.outbox.cases import OWN
from tests.outbox.hostile import EVE, PARENTS

if TYPE_CHECKING:
    from tests.support.mailbox import Mailbox

ME = Person("Sam Reader", "sam@here.example")
WHEN = datetime(2024, 5, 12, 9, 12, tzinfo=UTC)


REFUSED = {
    "no From": "nobody",
    "an address that is an option": "nobody",
    "a domain that no name can be": "address",
    "nothing but bytes": "nobody",
}


def test_there_are_forty() -> None:
    assert len(PARENTS) >= 40


@pytest.mark.parametrize("kind", ["author", "thread", "all"])
@pytest.mark.parametrize("title", PARENTS)
def test_no_header_more_than_meant(title: str, kind: str) -> None:
    parent = read(head(PARENTS[title]))
    case = Case(parent, Exchange(writers=parent.authors), None, OWN)
    refused = ""
    try:
        recipients = decide(kind, case)  # type: ignore[arg-type]
        text = beginning(parent.authors[0] if parent.authors else ME, WHEN, ["What?"])
        finished = finish(answer(parent, recipients, ME, text, WHEN), "new@here.example", WHEN)
    except OutboxError as error:
        refused = error.kind
    assert refused == REFUSED.get(title, "")
    if refused:
        return
    message = Parser(policy=compat32).parsestr(finished.data.decode())
    names = [name for name, _ in message.raw_items()]
    assert len(names) == len(set(names))
    assert set(names) <= FIELDS
    fields = [value for value in (message["To"], message["Cc"]) if value]
    named = [address for _, address in getaddresses(fields)]
    assert sorted(named) == sorted(finished.recipients)
    assert EVE.decode() not in finished.recipients
    assert sorted(finished.recipients) == sorted(
        ("jane@xn--bcher-kva.example" if "bücher" in p.address else p.address)
        for p in (*recipients.to, *recipients.cc)
    )
    assert all(len(line) <= 998 for line in finished.data.split(b"\r\n"))
    assert message["Subject"].replace("\r\n", "").lower().count("re: ") <= 1


@pytest.mark.parametrize("title", ["an id of 300 characters", "an id of 990 characters"])
def test_long_ids_stay_literal(title: str) -> None:
    parent = read(head(PARENTS[title]))
    assert parent.id
    made = answer(parent, decide("author", Case(parent, Exchange(), None, OWN)), ME, "Yes.", WHEN)
    data = finish(made, "new@here.example", WHEN).data
    replied = data.partition(b"\r\nIn-Reply-To:")[2].partition(b"\r\nReferences:")[0]
    assert replied.strip() == f"<{parent.id}>".encode()
    assert data.count(parent.id.encode()) == 2


def test_every_reference_stays() -> None:
    parent = read(head(PARENTS["400 references"]))
    made = answer(parent, decide("author", Case(parent, Exchange(), None, OWN)), ME, "Yes.", WHEN)
    data = finish(made, "new@here.example", WHEN).data
    raw = data.partition(b"References:")[2].partition(b"\r\nMIME")[0]
    assert raw.split() == [
        f"<{one}>".encode() for one in (*parent.references, "parent@mail.example")
    ]


def test_on_real_notmuch_databases_too(mailbox: Mailbox) -> None:
    titles = ("an encoded recipient in the name", "a thousand in Cc", "two From fields")
    known = []
    for title in titles:
        name = title.replace(" ", ".").encode()
        raw = PARENTS[title].replace(b"parent@mail", name + b"@mail")
        known.append(mailbox.add(raw + b"\nWhat do you pay?\n"))
    for _ in range(4):
        mailbox.add(mailbox.message())
    mailbox.index()
    for one in known:
        found = gather(mailbox.client(), f"id:{one}")
        assert found.case.parent.id == one
        assert found.message.sender.address == "jane@otterley.example"
        for kind in KINDS:
            try:
                reply = decide(kind, found.case)
            except OutboxError:
                continue
            assert EVE.decode() not in {p.address for p in (*reply.to, *reply.cc, *reply.bcc)}
        assert "> What do you pay?" in opening(found, "author")
