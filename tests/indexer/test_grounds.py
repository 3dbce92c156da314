"""Why a message hangs where it does, told from both messages' own files, through the gate."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from indexer import IndexerError
from tests.support.mailbox import LONG
from tests.support.messages import START

if TYPE_CHECKING:
    from tests.support.mailbox import Mailbox

SERIES = "20240304090000.7-{}-jane@otterley.example"


def index(answers: int) -> str:
    return base64.b64encode(b"\1" * 22 + b"\2" * 5 * answers).decode()


def test_what_two_messages_show(mailbox: Mailbox) -> None:
    asked = mailbox.add(
        mailbox.message(
            subject="Gritting",
            date=START,
            headers={"Thread-Index": index(0)},
            body="Good morning.\n\nHow do you handle\x1b]0;x\x07 gritting updates on the web?\n",
        )
    )
    quoting = mailbox.add(
        mailbox.message(
            subject="AW: Gritting",
            sender="Bo Beech <bo@ripley.example>",
            to="Jane Khan <jane@otterley.example>",
            date=START + timedelta(days=2),
            headers={"Thread-Index": index(2)},
            body="By text.\n\nOn Mon, 4 Mar 2024 at 09:00, Jane Khan wrote:\n> Hello?\n"
            "> How do you handle\x1b]0;x\x07 gritting updates on the web?\n",
        )
    )
    referring = mailbox.add(
        mailbox.message(
            subject="Other",
            sender="Bo Beech <bo@ripley.example>",
            headers={"References": f"<gone@x.example> <{asked}>", "In-Reply-To": "<no@x.example>"},
        )
    )
    cover = mailbox.message(subject="[PATCH v2 0/7] Roads", date=START, id=SERIES.format(1))
    patch = mailbox.message(
        subject="[PATCH v2 3/7] Salt", date=START + timedelta(seconds=12), id=SERIES.format(4)
    )
    first, third = mailbox.add(cover), mailbox.add(patch)
    mailbox.index()
    client = mailbox.client()
    found = client.ground(quoting, asked).result(LONG)
    assert (found.field, found.index, found.patch) == ("", 2, None)
    assert found.attribution == "On Mon, 4 Mar 2024 at 09:00, Jane Khan wrote:"
    assert found.line.startswith("How do you handle"), "what she wrote, not the first quoted line"
    assert "\x1b" not in found.line
    assert (found.subject, found.people, found.seconds) == (True, True, 2 * 86_400)
    found = client.ground(referring, asked).result(LONG)
    assert (found.field, found.subject, found.people) == ("References", False, False)
    found = client.ground(third, first).result(LONG)
    assert (found.patch, found.seconds, found.field) == ((3, 7), 12, "")
    with pytest.raises(IndexerError) as caught:
        client.ground(asked, "gone@x.example").result(LONG)
    assert caught.value.kind == "unreadable"
