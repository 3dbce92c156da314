"""Leaving in a pseudo-terminal: what is written is saved, what is being sent has its time."""

from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING

import pytest

from cclear import demo
from outbox import drafts, queue
from tests.outbox.servers import Arrived, Talk, real, scripted
from tests.support.terminal import WAIT
from tests.tui.test_composer_terminal import command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.support.terminal import Terminal, Terminals


@pytest.fixture
def sample() -> Iterator[Path]:
    with demo.mailbox() as path:
        yield path


def write(shown: Terminal) -> None:
    """An answer, begun."""
    shown.wait_for("Gritting updates").wait_for("101 new messages").wait_for("Comms network ")
    shown.keys("enter", "L", "Never lost.").wait_for("Never lost.")
    shown.wait_for("Jan Pettifer alone")


def hang_up(shown: Terminal) -> None:
    """Close the terminal, as closing its window does."""
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, shown._child.child_fd)
    os.close(null)


def ended(shown: Terminal) -> int:
    """The exit status of a program whose terminal is gone."""
    end = time.monotonic() + WAIT
    while shown._child.isalive():
        assert time.monotonic() < end, "it still runs"
        time.sleep(0.02)
    return int(shown._child.exitstatus)


@pytest.mark.parametrize("how", ["ctrl+q", "closed"])
def test_what_is_written_is_saved_however_one_leaves(
    sample: Path, tmp_path: Path, terminal: Terminals, how: str
) -> None:
    with real(Arrived()) as port:
        shown = terminal(command(sample, tmp_path, port), cols=100, rows=36)
        write(shown)
        if how == "closed":
            hang_up(shown)
            assert ended(shown) == 129
        else:
            shown.keys(how)
            assert shown.exit_status() == 0
    (saved,) = drafts.find(sample / "Drafts")
    assert "Never lost." in saved.work.draft.text


def says(words: str) -> Callable[[list[str]], bool]:
    """Whether words stand on the screen, also where they go on in the next line."""
    sought = "".join(words.split())
    return lambda lines: sought in "".join("".join(lines).split())


class Slow:
    """A server that takes a message and then says nothing until it is let."""

    def __init__(self) -> None:
        self.got = threading.Event()
        self.go = threading.Event()

    def __call__(self, talk: Talk) -> None:
        talk.to_text()
        talk.text()
        self.got.set()
        while not (self.go.wait(0.02) or talk.stop.is_set()):
            pass
        talk.say("250 taken")


@pytest.mark.parametrize("how", ["waits", "closed", "at once"])
def test_leaving_ends_with_the_exchange_or_at_once(
    sample: Path, tmp_path: Path, terminal: Terminals, how: str
) -> None:
    server = Slow()
    with scripted(server) as port:
        shown = terminal(command(sample, tmp_path, port), cols=100, rows=36)
        write(shown)
        shown.keys("ctrl+s")
        end = time.monotonic() + WAIT
        while not server.got.is_set():
            assert time.monotonic() < end, shown.text
            shown.watch(time.monotonic() + 0.05)
        if how == "closed":
            hang_up(shown)
            server.go.set()
            assert ended(shown) == 129
        else:
            shown.keys("ctrl+q").wait(says("cclear: a message is being sent; this ends when"))
            if how == "waits":
                server.go.set()
                shown.wait(says("cclear: sent to 1 person"))
            else:
                shown.keys("ctrl+c").wait(says("cclear: left at once; how the message stands"))
            assert shown.exit_status() == 0
    states = [entry.state for entry in queue.entries(sample / "cclear" / "queue")]
    copies = list((sample / "Sent" / "cur").glob("cclear-*"))
    if how == "at once":
        # The server had all of it, and nobody knows what became of it.
        assert (states, copies) == (["unsure"], [])
    else:
        assert states == []
        assert len(copies) == 1
    assert len(drafts.find(sample / "Drafts")) == len(states)
