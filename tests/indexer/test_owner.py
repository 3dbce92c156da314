"""Whose mail it is, where nobody said so (``--mail DIR``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.mailbox import LONG
from tests.support.messages import ME

if TYPE_CHECKING:
    from tests.support.mailbox import Mailbox

CELL = "Comms Cell <comms-cell@pennerdale.example>"
BINS = "bins@lists.example"
TEAM = [f"Person {n} <p{n}@council{n % 3}.example>" for n in range(8)]


def test_an_address_that_only_gets_mail_is_nobodys_but_a_list(mailbox: Mailbox) -> None:
    """Most mail goes to a distribution address, and to a list without its own fields."""
    client = mailbox.client()
    for n in range(8):
        root = mailbox.message(sender=TEAM[n], to=CELL, subject=f"Lids, part {n}")
        mailbox.add(root)
        for person in (TEAM[n - 1], TEAM[n - 2]):
            mailbox.add(mailbox.message(sender=person, to=[CELL], reply_to_message=root))
    mailbox.index()
    assert client.own().result(LONG) == ()
    assert [each.address for each in client.lists().result(LONG)] == [
        "comms-cell@pennerdale.example"
    ]


def test_who_gets_most_mail_is_who_reads_it(mailbox: Mailbox) -> None:
    """From an inbox alone, where what is answered is not here; and with what was sent."""
    client = mailbox.client()
    for n in range(4):
        sent = mailbox.message(sender=ME, to=TEAM[n])
        answer = mailbox.message(sender=TEAM[n], to=ME, reply_to_message=sent)
        mailbox.add(answer)
        for _ in range(4):
            mailbox.add(mailbox.message(sender=TEAM[n], to=ME))
        # Now and then a colleague answers to the reader alone what another wrote to them.
        mailbox.add(mailbox.message(sender=TEAM[5], to=ME, reply_to_message=answer))
        if n == 3:
            mailbox.index()
            assert client.own().result(LONG) == ("sam@here.example",)
            mailbox.add(sent)
    mailbox.add(
        mailbox.message(sender=TEAM[1], to=BINS, headers={"List-Id": "<bins.lists.example>"})
    )
    for n in range(4):
        # Copies that did not come through the list, one of them forged in its name.
        mailbox.add(mailbox.message(sender=(BINS, *TEAM)[n], to=BINS if n else TEAM[5]))
    mailbox.index()
    assert client.own().result(LONG) == ("sam@here.example",)
