"""Conversations joined and split from the command line, and brought back by notmuch's dump."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from indexer import IndexerError
from tests.support.mailbox import LONG, Mailbox
from tests.support.messages import ME, crowd

if TYPE_CHECKING:
    from pathlib import Path

ANN, BO, CY = crowd(3)


def shape(mailbox: Mailbox) -> list[tuple[str, list[tuple[str, str | None, str | None]]]]:
    client = mailbox.client()
    rows = client.rows("", None, 50).result(LONG).rows
    trees = (client.open(row.id).result(LONG) for row in rows if row.messages)
    return sorted(
        (tree.conversation.id, [(e.id, e.parent, e.evidence) for e in tree.entries])
        for tree in trees
    )


def test_what_is_said_by_hand_is_said_in_lines_and_outlives_the_index(
    users_mailbox: Mailbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox = users_mailbox
    asked = mailbox.message(sender=ANN, to=[ME], subject="Salt")
    barn = mailbox.message(sender=BO, to=[ME], subject="Re: Salt", reply_to_message=asked)
    dry = mailbox.message(sender=CY, to=[ME], subject="Re: Salt", reply_to_message=barn)
    grit = mailbox.message(sender=BO, to=[ME], subject="Grit")
    sand = mailbox.message(sender=CY, to=[ME], subject="Sand")
    salt, barn_, dry_, grit_, sand_ = (mailbox.add(m) for m in (asked, barn, dry, grit, sand))
    draft = mailbox.add(mailbox.message(sender=ME, to=[ANN], subject="Not yet"))
    mailbox.index()
    mailbox.notmuch("tag", "+draft", f"id:{draft}")
    mailbox.index()
    as_it_was = shape(mailbox)

    client = mailbox.client()
    for call, wrong in (
        (client.split(f"id:{salt}"), "begins its conversation"),
        (client.split("0123456789abcdef"), "there is no conversation"),
        (client.answers(f"id:{barn_}", f"id:{dry_}"), "cannot answer its own answers"),
        (client.answers(f"id:{barn_}", f"id:{barn_}"), "cannot answer itself"),
        (client.join(f"id:{draft}", f"id:{salt}"), "not sent yet"),
        (client.undo_move(f"id:{dry_}", split=True), "nothing was said"),
    ):
        with pytest.raises(IndexerError, match=wrong):
            call.result(LONG)
    for args, wrong in (
        ((f"id:{salt}",), "two IDs"),
        ((f"id:{salt}", f"id:{grit_}", "--undo"), "one ID"),
        ((f"id:{salt}", f"id:{dry_}"), "one conversation already"),
    ):
        said = mailbox.cclear("join", *args)
        assert (said.returncode, said.stdout, said.stderr.count("\n")) == (2, "", 1)
        assert wrong in said.stderr
    assert shape(mailbox) == as_it_was

    told = json.loads(mailbox.cclear("split", f"id:{dry_}", "--json").stdout)
    assert (told["messages"], told["later"]) == ([dry_], False)
    assert (told["id"], [(dry_, None, "hand")]) in shape(mailbox)
    client.join(f"id:{grit_}", f"id:{salt}").result(LONG)
    # A conversation with two beginnings goes as a whole, and comes back as one.
    as_joined = shape(mailbox)
    moved = client.join(f"id:{salt}", f"id:{sand_}").result(LONG)
    assert set(moved.messages) == {salt, grit_}
    client.answers(f"id:{sand_}", f"id:{barn_}").result(LONG)
    by_hand = shape(mailbox)
    assert len(by_hand) == len(as_joined) - 1

    # Into a new database of the same mail: the dump brings all of it.
    dumped = mailbox.notmuch("dump")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.setenv("NOTMUCH_CONFIG", str(tmp_path / "elsewhere" / "config"))
    other = Mailbox(tmp_path / "elsewhere" / "mail", config=tmp_path / "elsewhere" / "config")
    try:
        shutil.copytree(mailbox.path, other.path, dirs_exist_ok=True,
                        ignore=shutil.ignore_patterns(".notmuch"))  # fmt: skip
        other.notmuch("new")
        other.notmuch("restore", stdin=dumped)
        other.client().index().result(LONG)
        other.client().read_all().result(LONG)
        assert shape(other) == by_hand
        assert other.cclear("split", f"id:{dry_}", "--undo").returncode == 0
    finally:
        other.close()
