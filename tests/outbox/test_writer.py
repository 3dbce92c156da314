"""The name in From: as set, as notmuch has it, else what one has written under."""

from __future__ import annotations

import os
import pwd
from typing import TYPE_CHECKING

import pytest

import indexer
from outbox import Identity, OutboxError, Settings, gather, identity, writes

if TYPE_CHECKING:
    from tests.support.mailbox import Mailbox


def test_ones_name(mailbox: Mailbox) -> None:
    client = mailbox.client(indexer.Settings(addresses=("sam@here.example",)))
    mailbox.client = lambda *_: client  # type: ignore[method-assign]
    asked = mailbox.message(id="asked@mail.example")
    mailbox.add(asked)
    mailbox.index()
    # As where nobody set one, whoever runs this.
    mailbox.notmuch("config", "set", "user.name", pwd.getpwuid(os.getuid()).pw_name)

    def names(settings: Settings) -> set[str]:
        """From's name of a new message, and of an answer."""
        answered = gather(client, "id:asked@mail.example").case
        return {writes(client, settings).name, identity(answered, settings).name}

    assert names(Settings()) == {""}
    mailbox.add(mailbox.message(sender="Sam Elsewhere <sam@here.example>", to="jane@x.example"))
    mailbox.index()
    assert names(Settings()) == {"Sam Elsewhere"}
    mailbox.add(mailbox.message(sender="Sam Here <sam@here.example>", reply_to_message=asked,
                                date=1_600_000_000))  # fmt: skip
    mailbox.index()
    assert identity(gather(client, "id:asked@mail.example").case, Settings()).name == "Sam Here"
    mailbox.notmuch("config", "set", "user.name", "Sam Notmuch")
    assert names(Settings()) == {"Sam Notmuch"}
    work = Identity(identity="work", address="sam@work.example")
    assert names(Settings(name="Sam Set", identities=(work,))) == {"Sam Set"}
    # What is set for one identity is set for that one.
    named = Identity(identity="work", address="sam@here.example", name="S. Work")
    assert names(Settings(name="Sam Set", identities=(named,))) == {"S. Work"}


def test_no_address_of_ones_own(mailbox: Mailbox) -> None:
    mailbox.index()
    with pytest.raises(OutboxError, match="set \\[mail\\] addresses"):
        writes(mailbox.client(), Settings())
