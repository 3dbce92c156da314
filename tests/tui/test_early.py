"""A fast hand in a real terminal: all keys in one write, each where those before it lead."""

from __future__ import annotations

from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING

from tests.support.messages import START, crowd
from tests.support.terminal import WAIT
from tests.tui.driving import reading
from tui.composer import MOMENT
from tui.help import Help
from tui.palette import Palette

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
    # Screens over this one: commands by their names, all keys, the Outbox.
    shown.keys("ctrl+p", "search\rtag:half\rt+third\r").wait_for("tagged")
    counts(shown, mailbox, "tag:third", 1)
    shown.keys("ctrl+p", "qzq", "ctrl+p", "?GqQqt+fourth\r").wait_for("tagged")
    counts(shown, mailbox, "tag:fourth", 1)
    # What may be a list, asked for as it opens.
    shown.keys("qlla").wait_for("is a list; u undoes it").keys("q")
    # A composer: from line to line, with the signs that have names of their own.
    shown.keys("mjane@otterley-x.example\tA_b/c\tTyped + meant").wait_for("Typed + meant")
    shown.wait_for("To       jane@otterley-x.example").wait_for("Subject  A_b/c")
    shown.keys("shift+tab", "!\t, more").wait_for("Typed + meant, more")
    shown.wait_for("Subject  A_b/c!")
    # One that is thrown away, after asking; behind the answer, out of here, whatever comes then.
    shown.keys("ctrl+g", "y\rqyjjjj")
    assert shown.exit_status() == 0


async def test_keys_wait_for_screens_and_for_a_slow_worker(mailbox: Mailbox) -> None:
    for number in range(3):
        mailbox.add(mailbox.message(subject=f"Round {number}", body=f"Salt {number}\n"))
    mailbox.index()
    async with reading(mailbox) as driven:
        mail = driven.mail
        # What comes when the screen is there already is behind what was typed before it was.
        driven.burst("ctrl+p", *"abcdef")
        await driven.until(lambda: mail.app.screen is not mail)
        driven.burst(*"ghij")
        screen = mail.app.screen
        assert isinstance(screen, Palette)
        await driven.until(lambda: mail.keys_are_through)
        assert screen.line.value == "abcdefghij"
        # Through a prompt, all keys and back, while nothing answers.
        with driven.stopped():
            driven.burst("escape", "ctrl+p", *"search", "enter", *"salt", "enter", "j")
            driven.burst("question_mark", "q", "j")
            await driven.pilot.pause()
            assert not isinstance(mail.app.screen, Help)
        await driven.until(lambda: mail.keys_are_through and mail.rows.cursor == 2)
        assert mail.app.screen is mail
        assert mail.rows.view is not None
        assert mail.rows.view.query == "salt"
        # A search that takes its time can be left at once, however it was typed.
        with driven.stopped():
            driven.burst("slash", *"salt", "enter", "j")
            await driven.until(lambda: mail.prompt and not mail.prompt.line.patient)
            await driven.until(lambda: (held := mail._held_keys) and held.late is None)
            assert mail.prompt is not None
            line = mail.prompt.line
            driven.burst("escape")
            await driven.until(lambda: mail.prompt is None)
            # Not given up: then the rest would have been typed into it.
            assert line.value == "salt"
        # A key of the composer that needs the answer waits for it, and so do those behind.
        with driven.stopped():
            driven.burst("r", *"Quick", "ctrl+r", *", jo@x.example", "tab", "tab", *" too")
            await driven.until(lambda: mail.composer and mail.composer.foot.said == MOMENT)
        composer = mail.composer
        assert composer is not None
        await driven.until(lambda: mail.keys_are_through)
        assert composer.to.line.value.endswith(", jo@x.example")
        assert "Quick too" in composer.body.text
