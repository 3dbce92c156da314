"""What the user says of lists: lasting, through rebuild and restore, and taken back exactly."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from indexer import IndexerError, deciding, retagging
from indexer.lists import Lists
from indexer.protocol import Hello
from indexer.session import Session
from tests.support.mailbox import LONG, Mailbox
from tests.support.messages import START, crowd

if TYPE_CHECKING:
    from collections.abc import Sequence
    from email.message import EmailMessage

WEST, EAST = crowd(16), crowd(16, 40, "east.example")


def talk(
    mailbox: Mailbox, who: Sequence[str], about: str, day: int, answers: int = 2
) -> list[EmailMessage]:
    """A conversation before all of ``who``, delivered."""
    asked = mailbox.message(
        subject=about, sender=who[day % 5], to=who, date=START + timedelta(days=day)
    )
    mailbox.add(asked)
    made = [asked]
    for n in range(answers):
        made.append(
            mailbox.message(
                reply_to_message=asked,
                sender=who[(day + n) % 5 + 5],
                to=who,
                date=START + timedelta(days=day, hours=n + 1),
            )
        )
        mailbox.add(made[-1])
    return made


def two_lists(mailbox: Mailbox) -> tuple[str, str]:
    """Two cc lists of three conversations each; the names they are given."""
    for day in range(3):
        talk(mailbox, WEST, f"Gritting {day}", day)
        talk(mailbox, EAST, f"Lunches {day}", day)
    mailbox.index()
    lists = mailbox.client().lists(exact=True).result(LONG)
    assert [one.messages for one in lists] == [9, 9]
    names = {one.name: roster(mailbox, one.name) for one in lists}
    west = next(name for name, people in names.items() if "ann.0@county.example" in people)
    return west, next(name for name in names if name != west)


def roster(mailbox: Mailbox, name: str) -> set[str]:
    return {m.address for m in mailbox.client().roster(name).result(LONG) if m.left is None}


def counted(mailbox: Mailbox) -> dict[str, int]:
    """The lists by name, and how many messages each has; as many as carry its tag."""
    found = {one.name: one.messages for one in mailbox.client().lists(exact=True).result(LONG)}
    tags = [
        tag.removeprefix("list/")
        for tag in mailbox.notmuch("search", "--output=tags", "*").split()
        if tag.startswith("list/")
    ]
    assert {tag: int(mailbox.notmuch("count", f"tag:list/{tag}")) for tag in tags} == found
    return found


def rebuilt(mailbox: Mailbox) -> dict[str, int]:
    mailbox.client().index(rebuild=True).result(LONG)
    return counted(mailbox)


def test_merged_lists_are_one_until_that_is_undone(mailbox: Mailbox) -> None:
    west, east = two_lists(mailbox)
    client = mailbox.client()
    before = mailbox.notmuch("dump")
    # What the user put there is not ours to take away.
    stray = mailbox.add(mailbox.message(subject="By hand"))
    mailbox.index()
    mailbox.notmuch("tag", f"+list/{east}-x", f"+list/{west}", "--", f"id:{stray}")
    done = client.merge_lists(west, east).result(LONG)
    assert (done.act, done.name, done.other, done.undone) == ("merge", east, west, False)
    both = {west: 19, f"{east}-x": 1}
    assert counted(mailbox) == both
    found = next(one for one in client.lists().result(LONG) if one.name == west)
    assert (found.kind, found.members, found.address) == ("cc", 32, None)
    assert roster(mailbox, west) == roster(mailbox, east)
    assert len(roster(mailbox, west)) == 32
    page = client.rows(f"list:{east}").result(LONG)
    assert page == client.rows(f"list:{west}").result(LONG)
    trees = [client.open(row.id).result(LONG) for row in page.rows if row.people > 1]
    assert {entry.audience for tree in trees for entry in tree.entries} == {"list"}

    talk(mailbox, EAST, "Lunches later", 9)
    mailbox.index()
    both[west] += 3
    assert counted(mailbox) == both
    assert rebuilt(mailbox) == both

    # Said again it is the same, and no second step.
    assert client.merge_lists(west, east).result(LONG) == done
    for wrong in ((east, west), (west, west), (west, "none")):
        with pytest.raises(IndexerError) as error:
            client.merge_lists(*wrong).result(LONG)
        assert error.value.kind in ("usage", "unknown-id")
    undone = client.undo_list(west).result(LONG)
    assert (undone.act, undone.name, undone.other, undone.undone) == ("merge", east, west, True)
    assert counted(mailbox) == {west: 10, east: 12, f"{east}-x": 1}
    with pytest.raises(IndexerError):
        client.undo_list().result(LONG)
    mailbox.notmuch("tag", f"-list/{east}-x", f"-list/{west}", "--", f"id:{stray}")
    assert set(before.splitlines()) <= set(mailbox.notmuch("dump").splitlines())
    assert rebuilt(mailbox) == {west: 9, east: 12}


def test_lists_that_get_mail_together_are_spoken_of_apart(mailbox: Mailbox) -> None:
    west, east = two_lists(mailbox)
    for n in range(8):
        # So that what goes to both is the eleventh group, which comes before the second.
        talk(mailbox, crowd(12, 100 + 20 * n, "others.example"), f"Blast {n}", 4, answers=0)
    for day, about in enumerate(("[Winterfest] Stalls in the square", "[Winterfest] Music")):
        talk(mailbox, [*WEST, *EAST], about, 5 + day)
    mailbox.index()
    found = counted(mailbox)
    assert found == {west: 15, east: 15, "winterfest": 6}
    assert rebuilt(mailbox) == found
    client = mailbox.client()
    for name in (west, "winterfest"):
        client.drop_list(name).result(LONG)
        assert counted(mailbox) == {one: n for one, n in found.items() if one != name}
        client.undo_list().result(LONG)
        assert counted(mailbox) == found


def test_what_is_no_list_stays_none_wherever_it_is_restored(mailbox: Mailbox) -> None:
    west, east = two_lists(mailbox)
    client = mailbox.client()
    client.set_list(west, "title", "Winter").result(LONG)
    # While mail is taken in, too.
    talk(mailbox, WEST, "Gritting again", 9)
    taking_in = client.index()
    later = client.drop_list(west).result(LONG).later
    taking_in.result(LONG)
    if later:
        mailbox.index()
    assert counted(mailbox) == {east: 9}
    talk(mailbox, WEST, "Gritting once more", 12, answers=0)
    mailbox.index()
    assert counted(mailbox) == {east: 9}
    assert rebuilt(mailbox) == {east: 9}
    saved = mailbox.notmuch("dump")
    client.undo_list(west).result(LONG)
    assert counted(mailbox) == {east: 9, west: 13}
    mailbox.notmuch("restore", stdin=saved)
    mailbox.index()
    assert counted(mailbox) == {east: 9}
    with pytest.raises(IndexerError, match=f"lists accept {west}"):
        client.set_list(west, "title", "x").result(LONG)
    client.accept_list(west).result(LONG)
    assert counted(mailbox) == {east: 9, west: 13}
    assert client.lists().result(LONG)[0].title == "Winter"
    assert [client.undo_list(west).result(LONG).act for _ in range(3)] == [
        "accept", "drop", "title",
    ]  # fmt: skip


def test_lists_that_turn_out_to_be_one_have_the_older_name(mailbox: Mailbox) -> None:
    two_lists(mailbox)
    session = Session(Hello(str(mailbox.path), (), (), 10, background=False, archive=""))
    lists = {group.key: group.name for group in Lists(session.cache, own=session.own).lists()}
    # What the finder does of itself, once people who were two circles write as one.
    with session.cache.change():
        session.cache.put("merged", "cc:2", b"cc:1")
        session.cache.put("list", "cc:2", None)
    session.cache.close()
    mailbox.index()
    assert counted(mailbox) == {lists["cc:1"]: 18}
    mailbox.client().drop_list(lists["cc:1"]).result(LONG)
    assert counted(mailbox) == {}


def test_conversations_are_taken_out_with_those_like_them(mailbox: Mailbox) -> None:
    # They share people enough to be taken for one list.
    first, second = [*WEST[:12], *EAST[:4]], [*WEST[:12], *EAST[4:8]]
    for day in range(4):
        talk(mailbox, first, f"Gritting {day}", day)
        picked = talk(mailbox, second, f"Lunches {day}", day)
    mailbox.index()
    client = mailbox.client()
    (name,) = counted(mailbox)
    newest = f"id:{picked[0]['Message-ID'][1:-1]}"
    private = mailbox.message(reply_to_message=picked[0], sender=second[9], to=second[3])
    mailbox.add(private)
    done = client.split_list(name, (newest,)).result(LONG)
    assert (done.act, done.other) == ("split", name)
    both = {name: 12, done.name: 12}
    assert counted(mailbox) == both
    assert roster(mailbox, name) & set(map(bare, EAST)) == set(map(bare, EAST[:4]))
    assert roster(mailbox, done.name) & set(map(bare, EAST)) == set(map(bare, EAST[4:8]))
    talk(mailbox, second, "Lunches later", 9)
    talk(mailbox, first, "Gritting later", 9, answers=1)
    mailbox.index()
    both = {name: 14, done.name: 16}
    assert counted(mailbox) == both
    assert rebuilt(mailbox) == both

    # A merge of what was taken out puts it together; undoing goes back step by step.
    client.merge_lists(name, done.name).result(LONG)
    assert counted(mailbox) == {name: 30}
    parted = client.split_list(name, (newest,)).result(LONG)
    assert (parted.act, parted.name) == ("split", done.name)
    assert counted(mailbox) == both
    for now in ({name: 30}, both, {name: 30}):
        client.undo_list(name).result(LONG)
        assert counted(mailbox) == now
    for wrong in ((), ("id:none@x",), tuple(r.id for r in client.rows("*").result(LONG).rows)):
        with pytest.raises(IndexerError):
            client.split_list(name, wrong).result(LONG)


def bare(person: str) -> str:
    return person.partition("<")[2].rstrip(">")


def test_a_list_reached_through_two_addresses_is_taken_apart(mailbox: Mailbox) -> None:
    one, other = "old@lists.example", "new@lists.example"
    for number, post in enumerate((one, one, other, other)):
        named = {"List-Id": "<net.lists.example>", "List-Post": f"<mailto:{post}>"}
        asked = mailbox.message(to=post, headers=named)
        mailbox.add(asked)
        mailbox.add(
            mailbox.message(reply_to_message=asked, to=post, headers=named, sender=WEST[number])
        )
    mailbox.index()
    client = mailbox.client()
    (name,) = counted(mailbox)
    page = client.rows(f"list:{name} and to:{other}").result(LONG)
    done = client.split_list(name, (page.rows[0].id,)).result(LONG)
    assert counted(mailbox) == {name: 4, done.name: 4}
    found = {one.name: (one.kind, one.address) for one in client.lists().result(LONG)}
    assert found == {name: ("list-id", one), done.name: ("list-id", other)}
    with pytest.raises(IndexerError, match="came through new@"):
        client.split_list(done.name, (page.rows[0].id,)).result(LONG)
    client.undo_list().result(LONG)
    assert counted(mailbox) == {name: 8}


def test_a_suggestion_is_a_list_once_it_is_accepted(mailbox: Mailbox) -> None:
    for day in range(4):
        mailbox.add(
            mailbox.message(
                subject=f"Sales report {day}",
                sender=WEST[0],
                to=WEST,
                date=START + timedelta(days=day),
            )
        )
    mailbox.index()
    client = mailbox.client()
    assert counted(mailbox) == {}
    (found,) = client.suggestions().result(LONG)
    assert (found.members, found.messages, found.subjects[0]) == (16, 4, "Sales report 3")
    assert "ann.0@county.example" in {person.address for person in found.people}
    with pytest.raises(IndexerError, match="no list"):
        client.set_list(found.name, "title", "x").result(LONG)
    client.accept_list(found.name).result(LONG)
    assert counted(mailbox) == {found.name: 4}
    assert client.suggestions().result(LONG) == ()
    assert rebuilt(mailbox) == {found.name: 4}
    client.undo_list().result(LONG)
    assert counted(mailbox) == {}
    assert client.suggestions().result(LONG) == (found,)
    client.drop_list(found.name).result(LONG)
    assert client.suggestions().result(LONG) == ()
    client.index(rebuild=True).result(LONG)
    assert client.suggestions().result(LONG) == ()


def test_what_makes_no_sense_is_complained_of_and_does_nothing(mailbox: Mailbox) -> None:
    west, east = two_lists(mailbox)
    for key, value in (
        (f"{west}.merged", "a b"), (f"{east}.merged", "nowhere"), (f"{west}.split", west),
        (f"{west}.undo", "[1, {"), (f"{east}.address", "\x1b[2J"), (f"{west}.colour", "red"),
        (f"{west}.known", "%zz %FF \x9b"), ("Bad Name.title", "x"),
    ):  # fmt: skip
        mailbox.notmuch("config", "set", "--database", f"cclear.list.{key}", value)
    mailbox.index()
    assert counted(mailbox) == {west: 9, east: 9}
    troubles = mailbox.client().list_troubles().result(LONG)
    assert len(troubles) == 5
    assert all(line.isprintable() and "notmuch config set --database" in line for line in troubles)
    with pytest.raises(IndexerError, match="nothing was said"):
        mailbox.client().undo_list(west).result(LONG)


def test_ended_anywhere_it_is_done_by_the_next_round(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    west, east = two_lists(mailbox)
    # One message at a time, so that it can be ended between any two.
    monkeypatch.setattr(retagging, "_WRITE_SECONDS", 0)
    session = Session(Hello(str(mailbox.path), (), (), 10, background=False, archive=""))
    for steps in (2, 7):
        job = deciding.merge(session, west, east)
        for _ in range(steps):
            next(job)
        job.close()
        mailbox.index()
        assert counted(mailbox) == {west: 18}
        job = deciding.undo(session, "", f"once-{steps}")
        for _ in range(steps):
            next(job)
        job.close()
        # The client asks a new worker for what a lost one owes: that undoes nothing else.
        for _ in deciding.undo(session, "", f"once-{steps}"):
            pass
        mailbox.index()
        assert counted(mailbox) == {west: 9, east: 9}
    session.cache.close()
