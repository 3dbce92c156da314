"""A reply in a pseudo-terminal, on the sample mailbox: few keys, one recipient, nothing lost."""

from __future__ import annotations

import os
import signal
import sys
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest

from cclear import demo
from tests.outbox.servers import HOST, Arrived, real

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.terminal import Terminals


@pytest.fixture
def sample() -> Iterator[Path]:
    with demo.mailbox() as path:
        yield path


def command(sample: Path, tmp_path: Path, port: int) -> list[str]:
    """The reader on the sample, with a transport on loopback."""
    config = tmp_path / "config.toml"
    config.write_text(
        f'[mail]\naddresses = ["{demo.ADDRESS}"]\nfetch_minutes = 0\n'
        f'[outbox]\ntransport = "smtp"\nhost = "{HOST}"\nport = {port}\nsecurity = "none"\n'
        'undo_seconds = 1\nname = "Sam Reader"\n'
    )
    cclear = [sys.executable, "-P", "-m", "cclear"]
    return [*cclear, "--config", str(config), "--mail", str(sample)]


def test_from_the_first_screen_to_a_sent_list_reply_in_six_keys(
    sample: Path, tmp_path: Path, terminal: Terminals
) -> None:
    arrived = Arrived()
    with real(arrived) as port:
        shown = terminal(command(sample, tmp_path, port), cols=110, rows=36)
        shown.wait_for("Gritting updates")
        # A fast hand waits for nothing: no key is lost, none goes where it was not meant.
        shown.keys("enter", "L", "About 4k a year.")
        shown.wait_for("── Reply to Comms network ── Jan Pettifer alone")
        shown.wait_for("About 4k a year.")
        shown.keys("ctrl+s").wait_for("sent to Jan Pettifer alone in ")
        shown.wait_for("sent to 1 person")
    ((sender, recipients, data),) = arrived.mail
    assert sender == demo.ADDRESS
    assert recipients == ("jan.pettifer@wexcombe.gov.example",)
    got = message_from_bytes(data, policy=default)
    assert "About 4k a year." in got.get_content()
    assert got["Cc"] is None


def test_what_was_shown_as_saved_is_there_after_a_kill(
    sample: Path, tmp_path: Path, terminal: Terminals
) -> None:
    with real(Arrived()) as port:
        given = command(sample, tmp_path, port)
        shown = terminal(given, cols=90, rows=30)
        shown.wait_for("Gritting updates")
        # What it answers is the same however soon L is typed after enter.
        shown.keys("enter", "L").wait_for("Jan Pettifer alone")
        shown.keys("Never lost").wait_for("saved ")
        os.kill(shown.pid, signal.SIGKILL)
        shown.exit_status()
        again = terminal(given, cols=90, rows=30)
        again.wait_for("Gritting updates")
        again.keys("enter").wait_for("12 messages, 8 people").wait_for("Ewan Dacre  Pennerdale")
        again.keys("L").wait_for("Never lost")


def test_the_editor_has_the_terminal_and_gives_the_text_back(
    sample: Path, tmp_path: Path, terminal: Terminals
) -> None:
    editor = tmp_path / "an editor.sh"
    editor.write_text('#!/bin/sh\necho "editing now"\nread line\necho "$line" >> "$1"\n')
    editor.chmod(0o700)
    with real(Arrived()) as port:
        env = {"EDITOR": f"'{editor}'"}
        shown = terminal(command(sample, tmp_path, port), cols=90, rows=40, env=env)
        shown.wait_for("Gritting updates")
        shown.keys("enter").wait_for("Jan Pettifer  ")
        shown.keys("L").wait_for("Jan Pettifer alone")
        shown.keys("ctrl+o").wait_for("editing now")
        shown.keys("By hand", "enter").wait_for("Jan Pettifer alone")
        shown.wait_for("By hand")
