"""What came since the user last looked, kept by notmuch alone through all that may happen to it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from indexer.database import Place, Writing
from tests.support.mailbox import LONG
from tests.support.messages import ME

if TYPE_CHECKING:
    from tests.support.mailbox import Mailbox


def fresh(mailbox: Mailbox, message: str) -> list[str]:
    tree = mailbox.client().open(f"id:{message}").result(LONG)
    return [entry.id for entry in tree.entries if entry.fresh]


def look(mailbox: Mailbox, message: str) -> None:
    tree = mailbox.client().open(f"id:{message}").result(LONG)
    mailbox.client().looked(tuple(entry.id for entry in tree.entries)).result(LONG)


def test_what_came_since_is_known_through_a_new_cache_and_dump_and_restore(
    users_mailbox: Mailbox,
) -> None:
    mailbox = users_mailbox
    asked = mailbox.message(subject="Salt")
    first = mailbox.add(asked)
    mailbox.add(mailbox.message(reply_to_message=asked))
    mailbox.index()
    assert fresh(mailbox, first) == []  # all of it is new
    look(mailbox, first)
    assert fresh(mailbox, first) == []

    mine = mailbox.message(sender=ME, reply_to_message=asked)
    late = mailbox.message(reply_to_message=asked, date=1_000_000_000)
    elsewhere = mailbox.message(reply_to_message=mine)
    mailbox.add(mine, "S")
    # Neither what a date says nor what was read elsewhere matters.
    came = [mailbox.add(late), mailbox.add(elsewhere, "S")]
    mailbox.index()
    assert sorted(fresh(mailbox, first)) == sorted(came)

    dumped = mailbox.notmuch("dump")
    assert dumped.count("cclear.looked=1") == 2
    mailbox.client().index(rebuild=True).result(LONG)
    assert sorted(fresh(mailbox, first)) == sorted(came)
    # The index is lost, and all that is left is what was dumped.
    shutil.rmtree(mailbox.path / ".notmuch")
    mailbox.notmuch("new", "--quiet")
    mailbox.notmuch("restore", stdin=dumped)
    mailbox.index()
    assert sorted(fresh(mailbox, first)) == sorted(came)

    look(mailbox, first)
    assert fresh(mailbox, first) == []
    with Writing(Place(mailbox.config)) as db:
        revision = db.reached
        assert db.look([first, "nobody@mail.example"]) == 0
        assert db.reached == revision
