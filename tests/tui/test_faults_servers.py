"""Servers that fail: what the reader says of each, and that it can be used all the while."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from outbox import queue, send_due, submit
from tests.outbox.sample import by_smtp, finished, work
from tests.outbox.servers import HOST, Arrived, Authority, Talk, real, scripted
from tests.support.ports import free_port
from tests.support.terminal import WAIT
from tui.outgoing import became_words
from tui.waiting import state_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from outbox import Settings
    from tests.support.mailbox import Mailbox
    from tests.support.terminal import Terminal, Terminals

RHYS = "rhys@ripley.example"


def hang_up_before_the_dot(talk: Talk) -> None:
    talk.greet("8BITMIME")
    while not talk.hear().upper().startswith(b"DATA"):
        talk.say("250 OK")
    talk.say("451 no room")


def hang_up_after_the_dot(talk: Talk) -> None:
    talk.greet("8BITMIME")
    while not talk.hear().upper().startswith(b"DATA"):
        talk.say("250 OK")
    talk.say("354 go on")
    talk.text()


def cases(folder: Path, stack: ExitStack) -> dict[str, tuple[Settings, str, str]]:
    """Servers; what is said of each at once, and in the Outbox."""
    authority = Authority.make(folder)
    enter, nobody = stack.enter_context, by_smtp(free_port())
    refuses = Arrived(refuse={"jane@otterley.example": "550 no", RHYS: "550 no"})
    one = Arrived(refuse={RHYS: "550 no such user"})
    tls = enter(real(Arrived(), tls=authority.other_name))
    slow = replace(by_smtp(enter(scripted(lambda talk: talk.drip(b"2")))), deadline_seconds=1)
    return {
        "is not there": (nobody, "not sent: {} cannot be reached (", "queued · tries again at "),
        "refuses": (
            by_smtp(enter(real(refuses))),
            "not sent: refused: jane@otterley.example (550 no), rhys@ripley.example (550 no); see",
            "failed: refused: jane@otterley.example (550 no), ",
        ),
        "drips": (
            slow,
            "not sent: {} took more than 1 seconds; tries again ",
            "queued · tries again at ",
        ),
        "hangs up at once": (
            by_smtp(enter(scripted(lambda _: None))),
            "not sent: {} hung up; tries again ",
            "queued · tries again at ",
        ),
        "ends it before the dot": (
            by_smtp(enter(scripted(hang_up_before_the_dot))),
            "not sent: {} says: 451 no room; tries again ",
            "queued · tries again at ",
        ),
        "hangs up after the dot": (
            by_smtp(enter(scripted(hang_up_after_the_dot))),
            "unsure: {} hung up after it got the message: it may have been sent; it will not ",
            "unsure: {} hung up after it got the message: it may have been sent",
        ),
        "refuses one of them": (
            by_smtp(enter(real(one))),
            "not sent: sent to 1 person; refused: rhys@ripley.example (550 no such user); see",
            "failed: sent to 1 person; refused: rhys@ripley.example (550 no such user)",
        ),
        "offers no TLS": (
            replace(by_smtp(enter(real(Arrived()))), security="starttls"),
            "not sent: {} offers no TLS; nothing was sent; see the Outbox",
            "failed: {} offers no TLS; nothing was sent",
        ),
        "has another's certificate": (
            replace(by_smtp(tls), security="tls", ca_file=authority.file),
            "not sent: {} has no certificate to be trusted (",
            "failed: {} has no certificate to be trusted (",
        ),
    }


def test_what_is_said_of_a_server_that(mailbox: Mailbox, tmp_path: Path) -> None:
    mailbox.index()
    folder = mailbox.path / "cclear/queue"
    with ExitStack() as stack:
        for name, (settings, at_once, later) in cases(tmp_path, stack).items():
            made = work()
            submit(settings, mailbox.client(), finished(made), made, undo=False)
            (event,) = send_due(settings, mailbox.client())
            (entry,) = queue.entries(folder)
            said = became_words(event), state_words(entry)
            assert said[0].startswith(at_once.format(HOST)), (name, said)
            assert said[1].startswith(later.format(HOST)), (name, said)
            with queue.hold(folder, entry.key) as held:
                assert held
                held.remove()


def test_the_keys_are_answered_while_a_server_drips(
    mailbox: Mailbox, tmp_path: Path, terminal: Terminals
) -> None:
    mailbox.add(mailbox.message(subject="Who grits?", body="Do you grit the hills?\n"))
    mailbox.index()
    begun, seen = threading.Event(), threading.Event()

    def drips(talk: Talk) -> None:
        begun.set()
        while not seen.wait(0.02):
            talk.connection.sendall(b"2")

    with scripted(drips) as port:
        config = tmp_path / "config.toml"
        config.write_text(
            '[mail]\naddresses = ["sam@here.example"]\nfetch_minutes = 0\n'
            f'[outbox]\ntransport = "smtp"\nhost = "{HOST}"\nport = {port}\nsecurity = "none"\n'
            "undo_seconds = 0\n"
        )
        shown = terminal(mailbox.command("--config", str(config)), cols=100, rows=30)
        shown.wait_for("Who grits?").keys("r", "All of them").wait_for("Jane Khan alone")
        # The words in the first line make way; the row stays as long as it is sent.
        shown.keys("ctrl+s").wait_for("◌ sending")
        assert begun.wait(WAIT)
        shown.keys("Q").wait_for("enter sends it now").wait_for("sending").keys("q")
        shown.wait_gone("enter sends it now")
        shown.keys("/").wait_for("enter does it").keys("words").wait_for("search: words")
        shown.keys("esc").wait_gone("search: ")
        shown.keys("m", "jane@otterley.example").wait_for("To       jane@otterley.example")
        for _ in ("Subject", "the text"):
            row = shown.cursor[0]
            shown.keys("tab").wait(_has_left(shown, row), "the cursor in the next line")
        shown.keys("Typed meanwhile").wait_for("Typed meanwhile")
        shown.wait_for("saved ").keys("esc").wait_for("the draft is kept")
        # All of that while it was sent: only now the server ends it.
        assert begun.is_set()
        seen.set()
        shown.wait_for("not sent: 127.0.0.1 hung up; tries again ")


def _has_left(shown: Terminal, row: int) -> Callable[[list[str]], bool]:
    return lambda _: shown.cursor[0] != row
