"""A fast hand in a real terminal: all keys in one write, each where those before it lead."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from tests.support.terminal import WAIT

if TYPE_CHECKING:
    from tests.support.mailbox import Mailbox
    from tests.support.terminal import Terminal, Terminals


def counts(shown: Terminal, mailbox: Mailbox, query: str, number: int) -> None:
    """Wait until that many messages match: what a key does is written behind its words."""
    end = monotonic() + WAIT
    while mailbox.notmuch("count", query).strip() != str(number):
        assert monotonic() < end, f"{query}\n{shown.text}"
        shown.watch(monotonic() + 0.05)


def test_keys_in_one_write_go_where_those_before_them_lead(
    mailbox: Mailbox, terminal: Terminals
) -> None:
    for number in range(3):
        mailbox.add(mailbox.message(subject=f"Round {number}", body=f"Salt {number}\n"))
    mailbox.index()
    shown = terminal(mailbox.command(), cols=90, rows=24)
    shown.wait_for("Round 2")
    # Each letter is a command of its own where no prompt takes it.
    shown.keys("/dear quills").wait_for("search: dear quills")
    shown.keys("esc").wait_gone("search: ")
    shown.keys("/subject:Round\r").wait_for("Search: subject:Round")
    # A prompt of a pane.
    shown.keys("t+quarter\r").wait_for("tagged")
    counts(shown, mailbox, "tag:quarter", 1)
    # A question that is asked of the screen by a pane, and its answer.
    shown.keys("Ay").wait_for("marked ")
    counts(shown, mailbox, "tag:unread", 0)
    # A composer: from line to line, with the signs that have names of their own.
    shown.keys("mjane@otterley-x.example\tA_b/c\tTyped + meant").wait_for("Typed + meant")
    shown.wait_for("To       jane@otterley-x.example").wait_for("Subject  A_b/c")
    shown.keys("esc").wait_gone("Typed + meant")
    shown.keys("qqy")
    assert shown.exit_status() == 0
