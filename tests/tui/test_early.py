"""A fast hand in a real terminal: all keys in one write, each where those before it lead."""

from __future__ import annotations

from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING

from tests.support.messages import START, crowd
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
    sales = crowd(14, 60, "sales.example")
    for day in range(1, 5):
        date = START - timedelta(days=day)
        mailbox.add(
            mailbox.message(subject=f"Sales {day}", sender=sales[0], to=sales, date=date), "S"
        )
    mailbox.index()
    shown = terminal(mailbox.command(), cols=90, rows=24)
    shown.wait_for("Round 2")
    # Each letter is a command of its own where no prompt takes it.
    shown.keys("/dear quills").wait_for("search: dear quills")
    shown.keys("esc").wait_gone("search: ")
    shown.keys("/subject:Round\r").wait_for("Search: subject:Round")
    # On another row.
    shown.keys("nt+second\r").wait_for("tagged")
    counts(shown, mailbox, "tag:second and subject:1", 1)
    shown.keys("g")
    # A prompt of a pane.
    shown.keys("t+quarter\r").wait_for("tagged")
    counts(shown, mailbox, "tag:quarter", 1)
    # A question that is asked of the screen by a pane, and its answer.
    shown.keys("Ay").wait_for("marked ")
    counts(shown, mailbox, "tag:unread", 0)
    # Behind Enter it is for what that leads to: the conversations, and then the one that opens.
    shown.keys("/tag:quarter\rt+half\r").wait_for("tagged")
    counts(shown, mailbox, "tag:half", 1)
    shown.keys("/subject:Round\rG\rt+last\r").wait_for("tagged")
    counts(shown, mailbox, "tag:last and subject:0", 1)
    # A line that is wrong stays, and is typed on.
    shown.keys("/\x7f\rfrom:quills").wait_for("search: from:quills")
    shown.keys("esc").wait_gone("search: ")
    # What may be a list, asked for as it opens.
    shown.keys("qlla").wait_for("is a list; u undoes it").keys("q")
    # A composer: from line to line, with the signs that have names of their own.
    shown.keys("mjane@otterley-x.example\tA_b/c\tTyped + meant").wait_for("Typed + meant")
    shown.wait_for("To       jane@otterley-x.example").wait_for("Subject  A_b/c")
    shown.keys("shift+tab", "!\t, more").wait_for("Typed + meant, more")
    shown.wait_for("Subject  A_b/c!")
    # One that is thrown away, after asking; behind the answer, out of here.
    shown.keys("ctrl+g", "y\rqqy")
    assert shown.exit_status() == 0
