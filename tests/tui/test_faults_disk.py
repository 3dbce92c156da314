"""A disk that fills while one writes, sends, and is sent: never a false word, and nothing lost."""

# ruff: noqa: ANN401, N802 - the shapes and names of aiosmtpd's handlers

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from outbox import drafts, queue
from tests.outbox.disks import fill
from tests.outbox.servers import HOST, Arrived, real
from tests.support.disks import small_disk
from tests.support.mailbox import Mailbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.terminal import Terminal, Terminals

ME = "sam@here.example"
SAVED = re.compile(r"\bsaved \d\d:\d\d$")
WHAT_TO_DO = "the disk is full; make room"


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Mailbox]:
    """Mail, index and all on one disk of a few megabytes."""
    with small_disk(tmp_path / "disk", "12m") as disk:
        made = Mailbox(disk / "mail")
        body = "Do you grit the hills first?\n"
        made.add(made.message(id="asked@mail.example", subject="Who grits?", body=body))
        made.index()
        yield made
        made.close()


def start(mailbox: Mailbox, tmp_path: Path, terminal: Terminals, port: int) -> Terminal:
    """The reader, an answer begun and saved."""
    config = tmp_path / "config.toml"
    config.write_text(
        f'[mail]\naddresses = ["{ME}"]\nfetch_minutes = 0\n'
        f'[outbox]\nname = "Sam"\ntransport = "smtp"\nhost = "{HOST}"\nport = {port}\n'
        'security = "none"\nundo_seconds = 0\n'
    )
    shown = terminal(mailbox.command("--config", str(config)), cols=100, rows=30)
    return shown.wait_for("Who grits?").keys("r", "Begun").wait(says_saved, "saved")


def says_saved(lines: list[str]) -> bool:
    return any(SAVED.search(line) for line in lines)


def says_sent(lines: list[str]) -> bool:
    return any("sent to 1 person" in line or "sent; its tags wait" in line for line in lines)


def test_while_one_writes_and_sends(mailbox: Mailbox, tmp_path: Path, terminal: Terminals) -> None:
    arrived = Arrived()
    with real(arrived) as port:
        shown = start(mailbox, tmp_path, terminal, port)
        pictures: list[list[str]] = []
        filler = fill(mailbox.path)
        shown.keys(", then").wait(lambda lines: not says_saved(lines), "it is not saved")
        shown.on_change = pictures.append
        shown.wait_for(f"not saved: {WHAT_TO_DO}")
        shown.keys(" more").keys("ctrl+s").wait_for("not sent: the draft could not be saved")
        shown.keys("esc").wait_for("the draft could not be saved and stays here")
        assert not any(says_saved(lines) for lines in pictures)
        (kept,) = drafts.find(mailbox.path / "Drafts")
        assert "Begun\n" in kept.work.draft.text
        shown.on_change = lambda _: None
        filler.unlink()
        # No key is needed: it is tried again.
        shown.wait(says_saved, "saved")
        (kept,) = drafts.find(mailbox.path / "Drafts")
        assert "Begun, then more\n" in kept.work.draft.text
        filler = fill(mailbox.path)
        shown.keys("ctrl+s").wait_for(f"not sent: {WHAT_TO_DO}")
        assert queue.entries(mailbox.path / "cclear/queue") == ()
        assert len(drafts.find(mailbox.path / "Drafts")) == 1
        filler.unlink()
        shown.keys("ctrl+s").wait_for("sent to 1 person")
    ((_, _, data),) = arrived.mail
    assert b"Begun, then more\r\n" in data


def test_while_it_is_sent(mailbox: Mailbox, tmp_path: Path, terminal: Terminals) -> None:
    fillers: list[Path] = []

    class Filling(Arrived):
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
            fillers.append(fill(mailbox.path))
            return await super().handle_DATA(server, session, envelope)

    arrived = Filling()
    with real(arrived) as port:
        shown = start(mailbox, tmp_path, terminal, port)
        # What is sent is sent; whether its tags find room depends on the index's last block.
        shown.keys("ctrl+s").wait(says_sent, "that it is sent").kill()
        fillers[0].unlink()
        done = mailbox.cclear("--config", str(tmp_path / "config.toml"), "outbox", "send")
        assert done.returncode == 0, done.stderr
    ((_, _, data),) = arrived.mail
    (copy,) = (mailbox.path / "Sent/cur").iterdir()
    assert copy.read_bytes().replace(b"\n", b"\r\n") == data
    assert queue.entries(mailbox.path / "cclear/queue") == ()
    assert drafts.find(mailbox.path / "Drafts") == ()
