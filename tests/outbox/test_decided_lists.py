"""Where answers go on a list that the user merged, and on one that is none."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from outbox import OutboxError, decide, gather, usual
from tests.support.mailbox import LONG
from tests.support.messages import START, crowd

if TYPE_CHECKING:
    from indexer import Client
    from outbox.model import Kind
    from tests.support.mailbox import Mailbox


def reply(client: Client, message: str, kind: Kind = "list") -> set[str]:
    """Whom a reply names."""
    try:
        found = decide(kind, gather(client, f"id:{message}").case)
    except OutboxError as error:
        return {error.kind}
    return {person.address for person in (*found.to, *found.cc, *found.bcc)}


def test_answers_on_a_merged_list_go_to_its_address(mailbox: Mailbox) -> None:
    people = crowd(16)
    for day in range(3):
        asked = mailbox.message(
            subject=f"Grit {day}", body="Who pays?\n", sender=people[day], to=people,
            id=f"grit{day}@x", date=START + timedelta(days=day),
        )  # fmt: skip
        mailbox.add(asked)
        for n in (5, 6):
            mailbox.add(
                mailbox.message(
                    reply_to_message=asked, sender=people[day + n], to=people,
                    date=START + timedelta(days=day, hours=n),
                )
            )  # fmt: skip
    for name in ("net", "web"):
        for n in (1, 2):
            mailbox.add(
                mailbox.message(
                    to=f"{name}@lists.example", sender=people[n], id=f"{name}{n}@x",
                    headers={"List-Id": f"<{name}.lists.example>",
                             "List-Post": f"<mailto:{name}@lists.example>"},
                )
            )  # fmt: skip
    mailbox.index()
    client = mailbox.client()
    cc = next(one.name for one in client.lists().result(LONG) if one.kind == "cc")
    assert reply(client, "grit0@x") == {"ann.0@county.example"}
    client.merge_lists(cc, "net").result(LONG)
    client.set_list(cc, "title", "Winter").result(LONG)
    assert [reply(client, m) for m in ("grit0@x", "net1@x")] == [{"net@lists.example"}] * 2
    case = gather(client, "id:grit0@x").case
    assert (usual(case), case.group and case.group.title) == ("list", "Winter")
    assert decide("list", case).words == "to the list Winter"

    # Of two addresses the list's own is answered to, and the other is nobody's.
    client.merge_lists("web", cc).result(LONG)
    assert [reply(client, m) for m in ("grit0@x", "net1@x")] == [{"web@lists.example"}] * 2
    assert "net@lists.example" in gather(client, "id:web1@x").case.lists
    client.drop_list("web").result(LONG)
    assert reply(client, "grit0@x") == {"no-list"}
    for _ in range(4):
        client.undo_list().result(LONG)
    assert reply(client, "grit0@x") == {"ann.0@county.example"}
