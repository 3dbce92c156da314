"""What the other tests lean on holds by itself."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.messages import bare_id, crowd

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.mailbox import Mailbox
    from tests.support.terminal import Terminals

ECHO = """
import os, signal, sys
def say(*_):
    size = os.get_terminal_size()
    os.write(1, f"\\x1b[2J\\x1b[H\\x1b[>1usize {size.columns} {size.lines}\\r\\n".encode())
signal.signal(signal.SIGWINCH, say)
say()
while (line := sys.stdin.readline().strip()) != "quit":
    print("got", ascii(line), flush=True)
sys.exit(3)
"""


def test_a_users_mailbox_is_a_real_one(users_mailbox: Mailbox) -> None:
    asked = users_mailbox.message(subject="Gritting?", cc=crowd(200), body="What do you pay?\n")
    first = users_mailbox.add(asked)
    answer = users_mailbox.message(reply_to_message=asked, html="<p>A <b>lot</b></p>")
    second = users_mailbox.add(answer, "S", folder="lists")
    bare = users_mailbox.add("From: a@b.example\nSubject: no id\n\nx\n")
    users_mailbox.notmuch("new")
    found = users_mailbox.notmuch("search", "--output=messages", "*").split()
    assert sorted(found) == sorted(f"id:{i}" for i in (first, second, bare))
    assert users_mailbox.notmuch("count", "--output=threads", "*").strip() == "2"
    assert users_mailbox.notmuch("count", "tag:unread").strip() == "2"
    assert users_mailbox.notmuch("count", "to:flo.125@county.example").strip() == "1"
    users_mailbox.remove(second)
    users_mailbox.notmuch("new")
    assert users_mailbox.notmuch("count", "*").strip() == "2"


def test_messages_differ_and_carry_what_was_asked(mailbox: Mailbox) -> None:
    one = mailbox.message(sender="Zoë Ünal <zoe@x.example>", subject="Grüße")
    two = mailbox.message(attachments=[("a.pdf", b"%PDF", "application/pdf")], headers={"Date": ""})
    assert bare_id(one) != bare_id(two)
    assert one.as_bytes().isascii()
    assert two["Date"] is None
    assert [part.get_filename() for part in two.iter_attachments()] == ["a.pdf"]


def test_a_terminal_shows_keys_and_sizes(terminal: Terminals) -> None:
    seen = terminal([sys.executable, "-c", ECHO], cols=60, rows=10).wait_for("size 60 10")
    seen.keys("hé", "down", "enter").wait_for(r"got 'h\xe9\x1b[B'")
    seen.resize(30, 5).wait_for("size 30 5")
    with pytest.raises(AssertionError, match="size 30 5"):
        seen.wait_for("never written", timeout=0.1)
    seen.keys("quit", "enter")
    assert seen.exit_status() == 3


def test_nobody_sees_the_users_own_home(home: Path) -> None:
    assert home == home.home()
    assert not list(home.iterdir())
