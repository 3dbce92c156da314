"""Conversations on a real database: joined by what messages show, split, and moved by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from indexer import MUTE, IndexerError
from tests.support.mailbox import LONG, Mailbox
from tests.support.messages import ME, bare_id

if TYPE_CHECKING:
    from email.message import EmailMessage

    from indexer import Tree

ANN, BO, CY, DI = (
    "Ann Ash <ann@x.example>", "Bo Beech <bo@x.example>", "Cy Cole <cy@x.example>",
    "Di Dent <di@x.example>",
)  # fmt: skip
QUESTION = "How much salt do you keep for a winter like the last one, and where does it lie dry?"
ANSWER = "We keep forty tons of it in the old barn behind the yard, and that was not enough."
DOUBT = "Forty tons in one barn sounds like plenty to me, what happened to all of it by March?"


def quoted(name: str, text: str) -> str:
    lines = "\n".join(f"> {line}" for line in text.split("\n"))
    return f"On Mon, 4 Mar 2024 at 10:00, {name.partition(' <')[0]} wrote:\n{lines}"


def storm(mailbox: Mailbox) -> list[EmailMessage]:
    """A question, an answer whose header names nothing, and an answer to that which does."""
    asked = mailbox.message(sender=ANN, to=[BO, CY, ME], subject="Salt", body=QUESTION)
    lost = mailbox.message(
        sender=BO, to=[ANN, CY, ME], subject="Re: Salt", body=f"{ANSWER}\n\n{quoted(ANN, QUESTION)}"
    )
    below = mailbox.message(
        sender=CY, to=[ANN, BO, ME], subject="Re: Salt", body=DOUBT, reply_to_message=lost
    )
    return [asked, lost, below]


def tree(mailbox: Mailbox, message: str) -> Tree:
    return mailbox.client().open(f"id:{message}").result(LONG)


def shape(mailbox: Mailbox, message: str) -> list[tuple[str, str | None, str | None]]:
    return [(e.id, e.parent, e.evidence) for e in tree(mailbox, message).entries]


def ident(mailbox: Mailbox, message: str) -> str:
    return tree(mailbox, message).conversation.id


def rows(mailbox: Mailbox) -> dict[str, int]:
    found = mailbox.client().rows("", None, 50).result(LONG).rows
    return {row.id: row.messages for row in found}


def properties(mailbox: Mailbox, message: str) -> set[str]:
    dumped = mailbox.notmuch("dump", "--include=properties", f"id:{message}")
    return {word for line in dumped.splitlines()[1:] for word in line.split()[2:]}


def lose_cache(mailbox: Mailbox) -> None:
    mailbox.client().index(rebuild=True).result(LONG)
    mailbox.client().read_all().result(LONG)


def test_what_headers_lost_is_joined_recorded_and_kept(users_mailbox: Mailbox) -> None:
    mailbox = users_mailbox
    asked, lost, below = storm(mailbox)
    first = mailbox.add(asked)
    mailbox.index()
    name = ident(mailbox, first)
    second, third = mailbox.add(lost), mailbox.add(below)
    mailbox.index()

    joined = [(first, None, None), (second, first, "quote"), (third, second, "in-reply-to")]
    assert shape(mailbox, third) == joined
    assert rows(mailbox) == {name: 3}
    evidence = f"cclear.evidence=quote%20{first}"
    assert properties(mailbox, second) == {evidence, f"cclear.conversation={name}"}
    assert mailbox.notmuch("count", f"property:cclear.conversation={name}").strip() == "3"
    said = json.loads(mailbox.cclear("threads", "--tree", "--json").stdout)
    assert [(e["id"], e["parent"], e["evidence"]) for e in said["tree"]] == joined

    # All of it is in the database: a new cache knows it before any text was read.
    dumped = mailbox.notmuch("dump")
    mailbox.client().index(rebuild=True).result(LONG)
    assert (rows(mailbox), shape(mailbox, first)) == ({name: 3}, joined)
    mailbox.client().read_all().result(LONG)
    assert mailbox.notmuch("dump") == dumped

    # Muted as one, and found by either's id.
    mailbox.client().tag(replace(MUTE, conversations=(name,))).result(LONG)
    mailbox.index()
    assert mailbox.notmuch("count", "tag:muted").strip() == "3"


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_arrival_in_any_order_gives_the_same_tree_and_never_changes_an_id(
    users_mailbox: Mailbox, order: tuple[int, ...]
) -> None:
    mailbox = users_mailbox
    every = storm(mailbox)
    known: dict[str, str] = {}
    for n in order:
        message = mailbox.add(every[n])
        mailbox.index()
        known[message] = ident(mailbox, message)
    one, two, three = (bare_id(each) for each in every)
    assert shape(mailbox, one) == [
        (one, None, None), (two, one, "quote"), (three, two, "in-reply-to"),
    ]  # fmt: skip
    (now,) = rows(mailbox)
    assert now in known.values()
    for name in known.values():
        assert mailbox.client().open(name).result(LONG).conversation.id == now
    lose_cache(mailbox)
    assert list(rows(mailbox)) == [now]


def hijack(mailbox: Mailbox) -> list[EmailMessage]:
    """A question, an answer, and a new question that somebody asked by answering an old mail."""
    asked = mailbox.message(sender=ANN, to=[BO, CY, ME], subject="Salt", body=QUESTION)
    answer = mailbox.message(sender=BO, to=[ANN, CY, ME], body=ANSWER, reply_to_message=asked)
    other = mailbox.message(
        sender=CY, to=[ANN, BO, ME], subject="Lunch on the river in June", reply_to_message=asked,
        body="Who comes along to lunch on the river in June, and who brings a boat?",
    )  # fmt: skip
    return [asked, answer, other]


def test_a_hijacked_thread_is_two_conversations_marked_on_both_sides(
    users_mailbox: Mailbox,
) -> None:
    mailbox = users_mailbox
    client = mailbox.client()
    every = hijack(mailbox)
    asked, _, other = (mailbox.add(each) for each in every)
    mailbox.index()
    assert len({line.split()[0] for line in mailbox.notmuch("search", "*").splitlines()}) == 1
    old, new = ident(mailbox, asked), ident(mailbox, other)
    assert rows(mailbox) == {old: 2, new: 1}
    assert f"cclear.evidence=split%20{asked}" in properties(mailbox, other)

    (first, _) = tree(mailbox, asked).entries
    assert [(t.message, t.conversation) for t in first.turns] == [(other, new)]
    (alone,) = tree(mailbox, other).entries
    assert alone.left
    assert (alone.left.message, alone.left.conversation, alone.left.subject) == (asked, old, "Salt")

    # A search finds the one that has what is looked for, an act is on one, drafts hang where they
    # answer.
    found = client.rows("subject:river", None, 50).result(LONG).rows
    assert [row.id for row in found] == [new]
    client.tag(replace(MUTE, conversations=(new,))).result(LONG)
    below = mailbox.add(
        mailbox.message(sender=BO, to=[ANN, CY, ME], body="I do.", reply_to_message=every[2])
    )
    mailbox.index()
    assert set(mailbox.notmuch("search", "--output=messages", "tag:muted").split()) == {
        f"id:{other}",
        f"id:{below}",
    }
    assert rows(mailbox) == {old: 2, new: 2}
    lose_cache(mailbox)
    assert rows(mailbox) == {old: 2, new: 2}


def test_what_is_said_by_hand_wins_for_ever_and_is_taken_back(users_mailbox: Mailbox) -> None:
    mailbox = users_mailbox
    client = mailbox.client()
    asked, lost, below = (mailbox.add(each) for each in storm(mailbox))
    other = mailbox.add(mailbox.message(sender=DI, subject="Grit", body="Is grit cheaper?"))
    mailbox.index()
    whole, apart = ident(mailbox, asked), ident(mailbox, other)
    as_it_was = shape(mailbox, asked)

    moved = client.split(f"id:{lost}").result(LONG)
    assert moved.messages == (lost,)
    assert rows(mailbox) == {whole: 1, apart: 1, moved.conversation: 2}
    assert shape(mailbox, below) == [(lost, None, "hand"), (below, lost, "in-reply-to")]
    with pytest.raises(IndexerError, match="begins its conversation"):
        client.split(f"id:{lost}").result(LONG)

    # It stands in the database, and on more than one message.
    lose_cache(mailbox)
    assert rows(mailbox) == {whole: 1, apart: 1, moved.conversation: 2}
    file = mailbox.files[lost]
    kept = file.read_bytes()
    file.unlink()
    mailbox.index()
    mailbox.add(kept)
    mailbox.index()
    assert rows(mailbox) == {whole: 1, apart: 1, moved.conversation: 2}
    assert any("cclear.hand=" in one for one in properties(mailbox, lost))

    client.undo_move(f"id:{lost}", split=True).result(LONG)
    assert shape(mailbox, below) == as_it_was
    with pytest.raises(IndexerError, match="nothing was said"):
        client.undo_move(f"id:{lost}", split=True).result(LONG)

    said = mailbox.cclear("join", apart, whole)
    assert (said.returncode, said.stdout) == (0, "Joined: Salt (4 messages)\n"), said.stderr
    assert mailbox.cclear("join", apart, whole).returncode == 2
    assert rows(mailbox) == {whole: 4}
    assert client.open(apart).result(LONG).conversation.id == whole
    moved = client.answers(f"id:{other}", f"id:{below}").result(LONG)
    assert shape(mailbox, asked)[-1] == (other, below, "hand")
    with pytest.raises(IndexerError, match="is below"):
        client.answers(f"id:{asked}", f"id:{other}").result(LONG)
    client.restore(moved.before).result(LONG)
    assert (other, None, "hand") in shape(mailbox, asked)
    assert mailbox.cclear("join", apart, "--undo").stdout == "Taken back: Grit (1 message)\n"
    assert rows(mailbox) == {whole: 3, apart: 1}
    assert not any("cclear.hand" in p for m in (asked, lost, other) for p in properties(mailbox, m))
    assert mailbox.cclear("join", apart).returncode == 2


def test_what_only_a_quote_tells_of_is_recovered_until_it_comes(users_mailbox: Mailbox) -> None:
    mailbox = users_mailbox
    client = mailbox.client()
    asked = mailbox.message(sender=ANN, to=[BO, CY, ME], subject="Salt", body=QUESTION)
    private = mailbox.message(sender=BO, to=ANN, body=ANSWER, reply_to_message=asked)
    told = f"On Mon, 4 Mar 2024 at 11:00, {BO.partition(' <')[0]} wrote:\n"
    told += "\n".join(f"> {line}" for line in ANSWER.split("\n"))
    thanked = mailbox.message(
        sender=ANN, to=[BO, CY, ME], body=f"{DOUBT}\n\n{told}\n", reply_to_message=private
    )
    first, last = mailbox.add(asked), mailbox.add(thanked)
    mailbox.index()
    client.read_all().result(LONG)
    entries = tree(mailbox, first).entries
    (ghost,) = (entry for entry in entries if entry.recovered)
    assert [(e.id, e.parent, e.depth) for e in entries] == [
        (first, None, 0), (ghost.id, first, 1), (last, ghost.id, 2),
    ]  # fmt: skip
    assert (ghost.sender.name, ghost.recovered, ghost.tags) == ("Bo Beech", last, ())
    said: list[str] = []
    client.bodies((ghost.id,), lambda body: said.append(body.zones[0].text)).result(LONG)
    assert said == [ANSWER]
    assert tree(mailbox, first).conversation.messages == 2
    (row,) = map(json.loads, mailbox.cclear("threads", "--tree", "--json").stdout.splitlines())
    assert [(e["parent"], e.get("recovered")) for e in row["tree"]] == [
        (None, None), (first, True), (first, None),
    ]  # fmt: skip
    assert mailbox.cclear("reply", f"id:{ghost.id}").returncode == 1

    real = mailbox.add(private)
    mailbox.index()
    assert [e.id for e in tree(mailbox, first).entries] == [first, real, last]
