"""What is being written, and what waits to be sent, stands beside mail and is none of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from indexer import Settings, Snippet, TagChange
from tests.support.mailbox import LONG, Mailbox
from tests.support.messages import ME, START, crowd

if TYPE_CHECKING:
    from email.message import EmailMessage

    from indexer import Client, MailList

OWN = "sam@here.example"
HERD = [ME, *crowd(40)]


def reader(mailbox: Mailbox) -> Client:
    client = mailbox.client(Settings(addresses=(OWN,)))
    client.index().result(LONG)
    return client


def fill(mailbox: Mailbox) -> list[EmailMessage]:
    """A cc list; in its newest conversation one asks and one answers."""
    for number in range(8):
        date = START - timedelta(days=9 - number)
        before = mailbox.message(
            subject=f"Topic {number}", sender=HERD[number + 1], to=HERD, date=date
        )
        mailbox.add(before, "S")
        if number < 4:
            answer = mailbox.message(
                reply_to_message=before, sender=HERD[number + 9], to=HERD, date=date
            )
            mailbox.add(answer, "S")
    asked = mailbox.message(
        subject="Gritting", sender=HERD[1], to=HERD, body="How do you grit?\n", id="asked@x.example"
    )
    answer = mailbox.message(reply_to_message=asked, sender=HERD[2], to=HERD, body="With salt.\n")
    mailbox.add(asked, "S")
    mailbox.add(answer)
    return [asked, answer]


def what_is_said(client: Client) -> tuple[object, ...]:
    """All that the mail is counted by, but for one's own unsent mail."""
    given = client.lists(exact=True).result(LONG)
    page = client.rows("*").result(LONG)
    rows = [
        (r.id, r.messages, r.unread, r.people, r.answers, r.asker, r.first, r.last, r.tags,
         r.snippet, r.snippet_by, r.lists)
        for r in page.rows
    ]  # fmt: skip
    entries = [client.open(r.id).result(LONG).entries for r in page.rows]
    counts = client.counts("*", "tag:inbox", "list:" + given[0].name).result(LONG)
    return given, rows, entries, client.roster(given[0].name).result(LONG), counts


def only_list(client: Client) -> MailList:
    (found,) = client.lists(exact=True).result(LONG)
    return found


def test_drafts_and_the_queue_change_nothing_that_is_counted(mailbox: Mailbox) -> None:
    asked, answer = fill(mailbox)
    client = reader(mailbox)
    client.index().result(LONG)
    for row in client.rows("*").result(LONG).rows:
        ids = tuple(entry.id for entry in client.open(row.id).result(LONG).entries)
        client.bodies(ids, lambda _: None).result(LONG)
    before = what_is_said(client)

    # One of one's own, one that another program synced as unread, one to the queue, one alone.
    draft = mailbox.message(
        reply_to_message=answer, sender=ME, to=[*HERD, "New <new@x.example>"], body="Me too.\n"
    )
    mailbox.add(draft, "DS", folder="Drafts")
    synced = mailbox.message(reply_to_message=asked, sender="Sam <sam@phone.example>", body="And.")
    mailbox.add(synced, "D", folder="Drafts")
    waits = mailbox.message(reply_to_message=asked, sender=ME, to=HERD, body="Sand.\n")
    mailbox.add(waits, "S", folder="queue")
    lone = mailbox.message(subject="Lunch", sender=ME, to="di@d.example", body="Shall we?\n")
    mailbox.add(lone, "DS", folder="Drafts")
    queued_id = str(waits["Message-ID"]).strip("<>")
    # The queue is tagged the moment it is written: so is it here, before any list is looked for.
    client.take_file(str(mailbox.files[queued_id]), add=("queued",)).result(LONG)
    assert what_is_said(client) == before
    client.index().result(LONG)
    client.index().result(LONG)
    assert what_is_said(client) == before
    assert not mailbox.notmuch("search", "tag:list/* and (tag:draft or tag:queued)").strip()

    # They hang where they would, and are found where they are looked for.
    tree = client.open("id:asked@x.example").result(LONG)
    assert [(e.parent, e.tags[0], e.unsent) for e in tree.unsent] == [
        (str(answer["Message-ID"]).strip("<>"), "draft", True),
        ("asked@x.example", "draft", True),
        ("asked@x.example", "queued", True),
    ]
    row = tree.conversation
    assert (row.drafts, row.queued, row.saved) == (2, 1, tree.unsent[1].date)
    found = client.rows("tag:draft").result(LONG).rows
    assert [r.subject for r in found] == ["Lunch", "Gritting"]
    assert (found[0].messages, found[0].people, found[0].unread) == (0, 0, 0)
    assert client.open(found[0].id).result(LONG).entries == ()
    assert [r.subject for r in client.rows("tag:queued").result(LONG).rows] == ["Gritting"]
    assert [c.messages for c in client.counts("tag:draft", "tag:queued").result(LONG)] == [3, 1]
    drafts = [r.subject for r in client.rows("folder:Drafts").result(LONG).rows]
    assert drafts == ["Lunch", "Gritting"]
    assert [c.messages for c in client.counts("path:Drafts/**").result(LONG)] == [3]
    said: list[Snippet] = []
    client.snippets(tuple(r.id for r in found), said.append).result(LONG)
    assert [(s.text, s.draft) for s in said] == [("Shall we?", "Shall we?"), ("With salt.", "And.")]

    # An act on the conversation leaves them alone; one on drafts alone is on them.
    client.tag(TagChange(add=("todo",), conversations=(tree.conversation.id,))).result(LONG)
    assert mailbox.notmuch("count", "tag:todo").strip() == "2"
    client.tag(TagChange(add=("deleted",), conversations=(found[0].id,))).result(LONG)
    assert [c.messages for c in client.counts("tag:draft").result(LONG)] == [2]


def test_the_draft_of_a_queued_message_is_not_beside_it(mailbox: Mailbox) -> None:
    asked, _ = fill(mailbox)
    client = reader(mailbox)
    for name, tags in (("draft", ("draft", "queued")), ("final", ("queued",))):
        one = mailbox.message(reply_to_message=asked, sender=ME, body="Sand.\n", id=f"{name}@x")
        path = mailbox.path / "cur" / f"{name}:2,S"
        path.write_bytes(one.as_bytes())
        client.take_file(str(path), add=tags).result(LONG)
    tree = client.open("id:asked@x.example").result(LONG)
    assert [e.id for e in tree.unsent] == ["final@x"]
    assert (tree.conversation.drafts, tree.conversation.queued) == (0, 1)
    assert [c.messages for c in client.counts("tag:draft", "tag:queued").result(LONG)] == [0, 1]
    assert not client.rows("tag:draft").result(LONG).rows


def test_what_was_sent_under_its_own_id_is_mail_from_then_on(mailbox: Mailbox) -> None:
    asked, _ = fill(mailbox)
    client = reader(mailbox)
    before = only_list(client)
    draft = mailbox.message(
        reply_to_message=asked, sender=ME, to=HERD, body="Half a th", id="same@here.example"
    )
    mailbox.add(draft, "DS", folder="Drafts")
    client.index().result(LONG)
    client.bodies(("same@here.example",), lambda _: None).result(LONG)
    mailbox.remove("same@here.example")
    draft.set_content("Half a thought was all I had.\n")
    mailbox.add(draft, "S", folder="Sent")
    client.index().result(LONG)
    tree = client.open("id:asked@x.example").result(LONG)
    assert [e.id for e in tree.entries].count("same@here.example") == 1
    assert tree.unsent == ()
    assert tree.conversation.messages == 3
    bodies: list[str] = []
    client.bodies(("same@here.example",), lambda body: bodies.append(body.zones[0].text)).result(
        LONG
    )
    assert "was all I had" in bodies[0]
    after = only_list(client)
    assert after.messages == before.messages + 1
    (me,) = [m for m in client.roster(after.name).result(LONG) if m.address == OWN]
    assert me.messages == 1


def test_where_notmuch_leaves_flags_alone_a_draft_is_known_by_its_own(mailbox: Mailbox) -> None:
    asked, _ = fill(mailbox)
    client = reader(mailbox)
    mailbox.notmuch("config", "set", "maildir.synchronize_flags", "false")
    before = what_is_said(client)
    draft = mailbox.message(reply_to_message=asked, sender=ME, to=HERD, body="And.\n")
    mailbox.add(draft, "DS", folder="Drafts")
    message = str(draft["Message-ID"]).strip("<>")
    # Somebody looks at it before the round that takes it in.
    mailbox.notmuch("new")
    client.open(f"id:{message}").result(LONG)
    client.index().result(LONG)
    assert what_is_said(client) == before
    tags = mailbox.notmuch("search", "--output=tags", "--exclude=false", f"id:{message}").split()
    assert tags == ["draft"]
    # Who says that it is none is not contradicted.
    client.tag(TagChange(remove=("draft",), ids=(message,))).result(LONG)
    client.index().result(LONG)
    assert mailbox.notmuch("count", "tag:draft").strip() == "0"
