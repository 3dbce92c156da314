"""Conversations moved by hand: what is done later, what goes round, what is taken back."""

from __future__ import annotations

import fcntl
from typing import TYPE_CHECKING

import pytest

from indexer import IndexerError
from tests.support.mailbox import LONG
from tests.support.messages import bare_id, crowd

if TYPE_CHECKING:
    from indexer import Tree
    from tests.support.mailbox import Mailbox

ANN, BO, CY = crowd(3)
Shape = dict[str, tuple[str | None, str | None]]


def fill(mailbox: Mailbox) -> dict[str, str]:
    """Salt, an answer and an answer to that; Grit with one."""
    salt = mailbox.message(sender=ANN, subject="Salt", body="How much salt do you keep?")
    more = mailbox.message(sender=BO, reply_to_message=salt, body="Forty tons, in the barn.")
    less = mailbox.message(sender=CY, reply_to_message=more, body="That sounds like plenty.")
    grit = mailbox.message(sender=CY, subject="Grit", body="Is grit any cheaper?")
    dear = mailbox.message(sender=ANN, reply_to_message=grit, body="It is dearer, by far.")
    made = {"salt": salt, "more": more, "less": less, "grit": grit, "dear": dear}
    for each in made.values():
        mailbox.add(each, "S")
    mailbox.index()
    return {name: bare_id(each) for name, each in made.items()}


def tree(mailbox: Mailbox, message: str) -> Tree:
    return mailbox.client().open(f"id:{message}").result(LONG)


def shape(mailbox: Mailbox, message: str) -> Shape:
    return {e.id: (e.parent, e.evidence) for e in tree(mailbox, message).entries}


def hands(mailbox: Mailbox) -> str:
    dumped = mailbox.notmuch("dump", "--include=properties")
    return "\n".join(line for line in dumped.splitlines() if "cclear.hand" in line)


def test_a_move_is_undone_while_a_round_of_taking_in_goes_on(mailbox: Mailbox) -> None:
    _, more, less, *_ = fill(mailbox).values()
    client = mailbox.client()
    hung = shape(mailbox, less)
    # What was written down is not known in the cache: the round that goes on comes to it later.
    with (mailbox.path.with_name("mail.cclear") / "cache.lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        moved = client.split(f"id:{more}").result(LONG)
        assert (moved.later, shape(mailbox, less)) == (True, hung)
        assert client.restore(moved.before).result(LONG).later
    mailbox.index()
    assert (shape(mailbox, less), hands(mailbox)) == (hung, "")


def test_nothing_goes_round_in_a_circle(mailbox: Mailbox) -> None:
    salt, more, less, grit, dear = fill(mailbox).values()
    client = mailbox.client()
    client.join(f"id:{grit}", f"id:{salt}").result(LONG)
    before = shape(mailbox, salt)
    moved = client.answers(f"id:{salt}", f"id:{dear}").result(LONG)
    assert shape(mailbox, salt) == {
        grit: (None, "hand"), dear: (grit, "in-reply-to"), salt: (dear, "hand"),
        more: (salt, "in-reply-to"), less: (more, "in-reply-to"),
    }  # fmt: skip
    client.split(f"id:{salt}").result(LONG)
    assert shape(mailbox, dear).keys() == {grit, dear}
    assert shape(mailbox, salt).keys() == {salt, more, less}
    client.answers(f"id:{salt}", f"id:{dear}").result(LONG)
    client.restore(moved.before).result(LONG)
    assert shape(mailbox, salt) == before


def test_a_move_is_taken_back_by_whatever_is_of_it(mailbox: Mailbox) -> None:
    salt, more, less, grit, dear = fill(mailbox).values()
    client = mailbox.client()
    before = shape(mailbox, salt)
    client.join(f"id:{less}", f"id:{dear}").result(LONG)
    assert len(shape(mailbox, grit)) == 5
    with pytest.raises(IndexerError, match="nothing was said"):
        client.undo_move(f"id:{dear}", split=False).result(LONG)
    client.undo_move(f"id:{less}", split=False).result(LONG)
    assert (shape(mailbox, salt), hands(mailbox)) == (before, "")

    moved = client.split(f"id:{more}").result(LONG)
    (one, _), first = tree(mailbox, more).entries, tree(mailbox, salt).entries[0]
    assert one.left
    assert [(t.message, t.by_hand) for t in (one.left, *first.turns)] == [
        (salt, True), (more, True),
    ]  # fmt: skip
    with pytest.raises(IndexerError, match="nothing was said"):
        client.undo_move(f"id:{less}", split=True).result(LONG)
    # Both in one conversation again, another way: nothing leads from one to the other.
    client.answers(f"id:{salt}", f"id:{less}").result(LONG)
    assert not [e for e in tree(mailbox, salt).entries if e.left or e.turns]
    client.undo_move(f"id:{salt}", split=False).result(LONG)
    client.undo_move(moved.conversation, split=True).result(LONG)
    assert (shape(mailbox, salt), hands(mailbox)) == (before, "")
