"""Pages, trees, lists and counts, on a real database, while others change it."""

from __future__ import annotations

import random
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer import Body, Client, IndexerError, Page, TagChange
from tests.support.mailbox import LONG, Mailbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage


def every_page(mailbox: Mailbox, query: str = "*", limit: int = 3) -> list[Page]:
    client = mailbox.client()
    pages = [client.rows(query, limit=limit).result(LONG)]
    while pages[-1].before is not None:
        pages.append(client.rows(query, pages[-1].before, limit).result(LONG))
    return pages


@contextmanager
def without_cache(mailbox: Mailbox) -> Iterator[Client]:
    """A new client of a mailbox whose cache somebody deleted."""
    mailbox.close()
    for file in Path(f"{mailbox.path}.cclear").glob("cache.sqlite*"):
        file.unlink()
    with Client(mailbox.where) as client:
        yield client


@pytest.mark.parametrize("seed", range(6))
def test_pages_hold_every_conversation_once_newest_first(mailbox: Mailbox, seed: int) -> None:
    draw = random.Random(seed)
    earlier: list[EmailMessage] = []
    # Dates that coincide, lie years apart, or are missing.
    dates = [0, 1, 1_000_000, 1_700_000_000, 1_700_000_000, 1_700_000_001, 1_710_000_000]
    for _ in range(24):
        parent = draw.choice(earlier) if earlier and draw.random() < 0.4 else None
        date = draw.choice(dates) + draw.choice((0, 0, 5_000_000))
        message = mailbox.message(reply_to_message=parent, date=date)
        earlier.append(message)
        mailbox.add(message)
    mailbox.index()
    rows = [r for page in every_page(mailbox) for r in page.rows]
    assert len({r.id for r in rows}) == len(rows)
    assert sum(r.messages for r in rows) == 24
    assert [r.last for r in rows] == sorted((r.last for r in rows), reverse=True)


def test_a_page_of_a_search_is_ordered_by_what_matches(mailbox: Mailbox) -> None:
    old = mailbox.message(subject="Old", body="needle")
    new = mailbox.message(subject="New", body="needle")
    late = mailbox.message(reply_to_message=old, body="hay")
    for message in (old, new, late):
        mailbox.add(message)
    mailbox.index()
    rows = [r for page in every_page(mailbox, "needle", 1) for r in page.rows]
    assert [r.subject for r in rows] == ["New", "Old"]


def test_counts_are_right_at_once_after_another_program_tagged(mailbox: Mailbox) -> None:
    first = mailbox.message(subject="One")
    ids = [mailbox.add(first), mailbox.add(mailbox.message(reply_to_message=first))]
    mailbox.add(mailbox.message(subject="Two"))
    mailbox.index()
    client = mailbox.client()
    assert client.counts("*").result(LONG)[0].unread == 3
    mailbox.notmuch("tag", "-unread", "+seen", "--", f"id:{ids[1]}")
    assert client.counts("*", "tag:inbox and not tag:unread").result(LONG)[0].unread == 2
    rows = {r.subject: r for r in client.rows("*").result(LONG).rows}
    assert rows["One"].unread == 1
    assert "seen" in rows["One"].tags
    assert rows["One"].snippet_by == rows["One"].asker


def test_a_conversation_keeps_its_id_when_an_older_message_comes_late(mailbox: Mailbox) -> None:
    root = mailbox.message(subject="The question")
    answer = mailbox.message(subject="Re: The question", reply_to_message=root)
    mailbox.add(answer)
    mailbox.index()
    client = mailbox.client()
    before = client.rows("*").result(LONG).rows[0]
    mailbox.add(root)
    mailbox.index()
    after = client.rows("*").result(LONG).rows[0]
    assert after.messages == 2
    assert after.id == before.id
    # The other message's own id leads there too, and so do both after the cache is gone.
    named = mailbox.client().open(f"id:{answer['Message-ID'][1:-1]}")
    assert named.result(LONG).conversation.id == before.id
    with without_cache(mailbox) as again:
        again.index().result(LONG)
        assert again.rows("*").result(LONG).rows[0].id == before.id
        assert again.open(before.id).result(LONG).conversation.messages == 2


def test_a_tree_accounts_for_every_message_and_says_why(mailbox: Mailbox) -> None:
    root = mailbox.message(to=["ann@a.example", "bob@b.example"])
    one = mailbox.message(reply_to_message=root, to=["ann@a.example"], cc=["new@n.example"])
    two = mailbox.message(
        reply_to_message=root, headers={"In-Reply-To": "", "To": "ann@a.example, bob@b.example"}
    )
    for message in (root, one, two):
        mailbox.add(message)
    mailbox.index()
    tree = mailbox.client().open(f"id:{root['Message-ID'][1:-1]}").result(LONG)
    assert [(e.depth, e.evidence) for e in tree.entries] == [
        (0, None),
        (1, "in-reply-to"),
        (1, "references"),
    ]
    first, second, third = tree.entries
    assert (first.people, second.people, third.people) == (2, 2, 2)
    assert (second.joined, second.dropped) == (1, 1)
    assert (third.joined, third.dropped) == (0, 0)
    people = mailbox.client().recipients(second.id).result(LONG)
    assert [p.address for p in people.joined] == ["new@n.example"]
    assert [p.address for p in people.dropped] == ["bob@b.example"]


@pytest.mark.parametrize("named", ["", "nonsense", "id:nobody@nowhere", 'id:"a" OR *'])
def test_an_unknown_id_is_said(mailbox: Mailbox, named: str) -> None:
    mailbox.add(mailbox.message())
    mailbox.index()
    with pytest.raises(IndexerError) as error:
        mailbox.client().open(named).result(LONG)
    assert error.value.kind == "unknown-id"


def test_answers_are_the_same_after_the_cache_is_deleted(mailbox: Mailbox) -> None:
    members = [f"Person {n} <p{n}@council{n % 5}.example>" for n in range(14)]
    for day in range(4):
        root = mailbox.message(sender=members[day], to=members, subject=f"Grit {day}")
        mailbox.add(root)
        for n in range(3):
            mailbox.add(
                mailbox.message(reply_to_message=root, sender=members[5 + n + day], to=members)
            )
    mailbox.index()
    client = mailbox.client()
    lists = client.lists(exact=True).result(LONG)
    assert [(m.kind, m.messages, m.conversations) for m in lists] == [("cc", 16, 4)]
    assert 13 <= lists[0].members <= 14
    roster = client.roster(lists[0].name).result(LONG)
    rows = client.rows("*").result(LONG).rows
    trees = [client.open(r.id).result(LONG) for r in rows]
    with without_cache(mailbox) as client:
        assert client.lists(exact=True).result(LONG) == lists
        assert client.roster(lists[0].name).result(LONG) == roster
        assert [r.id for r in client.rows("*").result(LONG).rows] == [r.id for r in rows]
        for row, tree in zip(rows, trees, strict=True):
            found = client.open(row.id).result(LONG)
            assert [(e.id, e.parent, e.audience) for e in found.entries] == [
                (e.id, e.parent, e.audience) for e in tree.entries
            ]
        client.index(rebuild=True).result(LONG)
        assert client.lists(exact=True).result(LONG) == lists


def test_saved_searches_are_notmuchs_own(mailbox: Mailbox) -> None:
    mailbox.add(mailbox.message(subject="Grit", sender="Jane <jane@otterley.example>"))
    mailbox.index()
    client = mailbox.client()
    client.save_search("janes", "from:jane").result(LONG)
    assert [(s.name, s.query) for s in client.searches().result(LONG)] == [("janes", "from:jane")]
    assert mailbox.notmuch("count", "query:janes").strip() == "1"
    client.save_search("janes", "").result(LONG)
    assert client.searches().result(LONG) == ()
    with pytest.raises(IndexerError):
        client.save_search("bad", "(").result(LONG)


def test_a_list_is_given_a_title_and_an_address(mailbox: Mailbox) -> None:
    headers = {"List-Id": "Net <net.lists.example>", "List-Post": "<mailto:net@lists.example>"}
    mailbox.add(mailbox.message(to="net@lists.example", headers=headers))
    mailbox.index()
    client = mailbox.client()
    name = client.lists(exact=True).result(LONG)[0].name
    client.set_list(name, "title", "The \x1b[31mnet").result(LONG)
    client.set_list(name, "address", "other@lists.example").result(LONG)
    found = client.lists(exact=True).result(LONG)[0]
    assert "\x1b" not in found.title
    assert found.title.endswith("net")
    assert found.address == "other@lists.example"
    client.set_list(name, "title", "").result(LONG)
    assert client.lists(exact=True).result(LONG)[0].title != found.title
    for wrong in (("nolist", "title", "x"), (name, "address", "not an address")):
        with pytest.raises(IndexerError):
            client.set_list(*wrong).result(LONG)


def test_tags_are_changed_on_whole_conversations_and_undone(mailbox: Mailbox) -> None:
    root = mailbox.message()
    ids = [mailbox.add(root), mailbox.add(mailbox.message(reply_to_message=root))]
    mailbox.index()
    mailbox.notmuch("tag", "-inbox", "--", f"id:{ids[0]}")
    client = mailbox.client()
    row = client.rows("*").result(LONG).rows[0]
    change = TagChange(add=("x",), remove=("inbox",), conversations=(row.id,))
    done = client.tag(change).result(LONG)
    assert done.messages == 2
    assert mailbox.notmuch("count", "tag:inbox").strip() == "0"
    client.tag(*done.undo).result(LONG)
    assert mailbox.notmuch("search", "--output=messages", "tag:inbox").strip() == f"id:{ids[1]}"
    assert mailbox.notmuch("count", "tag:x").strip() == "0"
    for tag in ("", "-x", "a\nb", "x" * 300):
        with pytest.raises(IndexerError) as error:
            client.tag(TagChange(add=(tag,), ids=(ids[0],))).result(LONG)
        assert error.value.kind == "usage"


def test_the_users_own_database_is_used_as_it_is(users_mailbox: Mailbox) -> None:
    users_mailbox.add(users_mailbox.message(subject="Mine"))
    users_mailbox.notmuch("new", "--quiet")
    rows = users_mailbox.client().rows("tag:inbox").result(LONG).rows
    assert [r.subject for r in rows] == ["Mine"]
    assert not Path(f"{users_mailbox.path}.cclear").exists()


def test_parts_are_saved_and_never_over_a_file(mailbox: Mailbox, tmp_path: Path) -> None:
    mail = mailbox.message(attachments=[("../grit.csv", b"a,b\n", "text/csv")])
    message = mailbox.add(mail)
    mailbox.index()
    client = mailbox.client()
    bodies: list[Body] = []
    client.bodies((message,), bodies.append).result(LONG)
    (part,) = bodies[0].parts
    folder = tmp_path / "saved"
    folder.mkdir()
    first = Path(client.save_part(message, part.number, str(folder)).result(LONG))
    second = Path(client.save_part(message, part.number, str(folder)).result(LONG))
    assert first != second
    assert first.parent == second.parent == folder
    assert first.read_bytes() == second.read_bytes() == b"a,b\n"
    assert first.stat().st_mode & 0o777 == 0o600
    with pytest.raises(IndexerError):
        client.save_part(message, 99, str(folder)).result(LONG)
    with pytest.raises(IndexerError):
        client.save_part(message, part.number, str(tmp_path / "none")).result(LONG)


def test_reading_goes_on_while_the_index_is_gone_and_back(mailbox: Mailbox) -> None:
    mailbox.add(mailbox.message())
    mailbox.index()
    client = mailbox.client()
    client.rows("*").result(LONG)
    index = Path(f"{mailbox.path}.cclear") / "index"
    shutil.move(index, f"{index}.away")
    with pytest.raises(IndexerError) as error:
        client.rows("*").result(LONG)
    assert "\n" not in error.value.text
    shutil.move(f"{index}.away", index)
    assert len(client.rows("*").result(LONG).rows) == 1
