"""Killed at any moment, on a full disk: nothing that was called saved or queued is lost.

Written to, queued and sent by calls, without a screen, so that the moments lie closer together.
Six of them here; ``./test faults`` takes a hundred, and more of the calls that may fail.
"""

# ruff: noqa: ANN401, N802 - the shapes and names of aiosmtpd's handlers

from __future__ import annotations

import asyncio
import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from outbox import OutboxError, drafts, queue, send_due, submit
from tests.outbox.disks import fill
from tests.outbox.sample import by_smtp, finished, work
from tests.outbox.servers import Arrived, real
from tests.support.mailbox import LONG, ROOT, Mailbox

MOMENTS = int(os.environ.get("CCLEAR_KILLS", "6"))
TRIES = 3 if "CCLEAR_KILLS" in os.environ else 2
VERSIONS = 40

LAST = f"saved {VERSIONS - 1}\n".encode()

WRITE_AND_SEND = f"""
import sys
from pathlib import Path
from indexer import Client, Where
from outbox import drafts, send_due, submit
from tests.outbox.sample import by_smtp, finished, work

mail, port, key = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
settings = by_smtp(port)
with Client(Where(mail=mail)) as client:
    client.mail_root().result()
    print("ready", flush=True)
    for number in range({VERSIONS}):
        made = work(key, text=f"version {{number:03}}\\n" + "and more\\n" * 2000 + "the end\\n")
        drafts.save(mail / "Drafts", made)
        print(f"saved {{number}}", flush=True)
    whole = finished(made)
    submit(settings, client, whole, made, undo=False)
    print(f"queued {{whole.id}}", flush=True)
    send_due(settings, client)
    print("sent", flush=True)
"""


class Slow(Arrived):
    """Takes its time on both sides of the answer to the final dot."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        await asyncio.sleep(0.1)
        answer = await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(0.1)
        return answer


class Round:
    """One process that writes and sends, and what it said before it ended."""

    def __init__(self, mailbox: Mailbox, port: int, number: int) -> None:
        self.key = f"cclear-{number:016x}"
        self._child = subprocess.Popen(
            [sys.executable, "-P", "-c", WRITE_AND_SEND, str(mailbox.path), str(port), self.key],
            stdout=subprocess.PIPE, cwd=ROOT,
        )  # fmt: skip
        assert self._child.stdout
        assert self._child.stdout.readline() == b"ready\n"
        self._said: list[bytes] = []

    def heard(self, line: bytes) -> float:
        """When it said that line."""
        assert self._child.stdout
        while self._said[-1:] != [line]:
            self._said.append(self._child.stdout.readline())
            assert self._said[-1], "it ended"
        return time.monotonic()

    def end(self, seconds: float | None = None) -> list[str]:
        """Let it run for some seconds, or to its end; what it said, each line whole."""
        try:
            self._child.wait(seconds if seconds is not None else LONG)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        assert self._child.stdout
        said = b"".join((*self._said, self._child.stdout.read()))
        self._child.stdout.close()
        return said.decode().rpartition("\n")[0].splitlines()


def identifier(data: bytes) -> str:
    return str(message_from_bytes(data)["Message-ID"]).strip("<>")


def test_killed_at_any_moment(mailbox: Mailbox) -> None:
    mailbox.add(mailbox.message(id="1@mail.example"))
    mailbox.index()
    arrived = Slow()
    chance = random.Random(MOMENTS)
    states = []
    with real(arrived) as port:
        first = Round(mailbox, port, 0)
        started = time.monotonic()
        written = first.heard(LAST)
        sent = first.heard(b"sent\n")
        first.end()
        arrived.mail.clear()
        for number in range(1, MOMENTS + 1):
            one = Round(mailbox, port, number)
            # One in three falls into the writing, two into what follows it.
            if number % 3:
                one.heard(LAST)
            whole_time = 1.2 * (sent - written) if number % 3 else written - started
            said = one.end((number - chance.random()) / MOMENTS * whole_time)
            states.append(_check(mailbox, port, f"cclear-{number:016x}", said, arrived))
    assert len(set(states)) > 1, "all were killed too late"
    sys.stdout.write(f"{MOMENTS} kills: {dict(Counter(states))}\n")


def _check(mailbox: Mailbox, port: int, key: str, said: list[str], arrived: Arrived) -> str:
    """Whether all that was said is true, now and after another process has gone on."""
    folder = mailbox.path / "cclear/queue"
    waiting = [e for e in queue.entries(folder) if e.draft == key]
    sent_before = {f.name for f in (mailbox.path / "Sent/cur").glob("*")}
    saved = [int(line.split()[1]) for line in said if line.startswith("saved")]
    ids = [line.split()[1] for line in said if line.startswith("queued")]
    draft = drafts.get(mailbox.path / "Drafts", key)
    if ids:
        name = queue.key_of(ids[0])
        assert any(e.id == ids[0] for e in waiting) or f"{name}:2,S" in sent_before
        assert draft or f"{name}:2,S" in sent_before
    elif saved:
        went = waiting or arrived.mail
        assert went or (draft and f"version {saved[-1]:03}" <= draft.work.draft.text)
    if draft:
        assert draft.work.draft.text.endswith("and more\nthe end\n")
    send_due(by_smtp(port), mailbox.client())
    left = [e for e in queue.entries(folder) if e.draft == key]
    assert all(e.state == "unsure" for e in left)
    mine = [m for m in arrived.mail if f"version {VERSIONS - 1:03}".encode() in m[2]]
    assert len(mine) == len(arrived.mail)
    for _, recipients, data in mine:
        assert recipients == ("jane@otterley.example", "rhys@ripley.example")
        assert data.endswith(b"and more\r\nthe end\r\n")
        copies = mailbox.path / "Sent/cur" / f"{queue.key_of(identifier(data))}:2,S"
        assert left or copies.read_bytes().replace(b"\n", b"\r\n") == data
    if ids and not left:
        assert [identifier(m[2]) for m in mine] == ids
    # What is unsure was not sent again: nothing here went twice.
    assert len(mine) <= 1
    if not left and mine:
        assert drafts.get(mailbox.path / "Drafts", key) is None
    arrived.mail.clear()
    for entry in left:
        with queue.hold(folder, entry.key) as held:
            assert held
            held.remove()
    drafts.discard(mailbox.path / "Drafts", key)
    last = said[-1].split()[0] if said else "nothing"
    return f"{last}: {'unsure' if left else 'arrived' if mine else 'a draft'}"


@pytest.mark.parametrize("leave", range(0, 40961, 4096))
def test_a_full_disk_is_never_called_queued(small_mailbox: Mailbox, leave: int) -> None:
    filler = fill(small_mailbox.path, leave)
    made = work()
    whole = finished(made)
    client = small_mailbox.client()
    folder = small_mailbox.path / "cclear/queue"
    error: OutboxError | None = None
    try:
        submit(by_smtp(1), client, whole, made)
    except OutboxError as refused:
        error = refused
    if error:
        assert error.kind == "disk"
        assert queue.entries(folder) == ()
        filler.unlink()
        submit(by_smtp(1), client, whole, made)
    (entry,) = queue.entries(folder)
    path = queue.path_of(folder, entry.key)
    assert path
    assert path.read_bytes().replace(b"\n", b"\r\n") == whole.data


def test_a_disk_that_is_full_before_and_one_that_fills_while_it_is_sent(
    small_mailbox: Mailbox,
) -> None:
    class Filling(Arrived):
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
            fill(small_mailbox.path)
            return await super().handle_DATA(server, session, envelope)

    arrived = Filling()
    client = small_mailbox.client()
    made = work()
    with real(arrived) as port:
        submit(by_smtp(port), client, finished(made), made, undo=False)
        filler = fill(small_mailbox.path)
        (event,) = send_due(by_smtp(port), client)
        assert (event.state, "full" in event.text) == ("queued", True)
        assert not arrived.mail
        filler.unlink()
        (event,) = send_due(by_smtp(port), client)
    assert event.state == "sent"
    assert len(arrived.mail) == 1
    (copy,) = (small_mailbox.path / "Sent/cur").iterdir()
    assert copy.read_bytes().replace(b"\n", b"\r\n") == arrived.mail[0][2]
    assert queue.entries(small_mailbox.path / "cclear/queue") == ()
    assert Path(small_mailbox.path / "filler").stat().st_size


def can_trace() -> bool:
    program = shutil.which("strace")
    if program is None:
        return False
    command = [program, "-o", os.devnull, "true"]
    return not subprocess.run(command, capture_output=True, check=False).returncode


SAVE = """
import os
import sys
from pathlib import Path
from outbox import Entry, OutboxError, drafts, queue
from tests.outbox.sample import finished, work

def say(*words):
    os.writev(1, [(" ".join(map(str, words)) + "\\n").encode()])

folder = Path(sys.argv[1])
try:
    for number in range(3):
        made = work(text=f"version {number}\\n")
        drafts.save(folder / "Drafts", made)
        say("saved", number)
    whole = finished(made)
    queue.put(folder / "queue", whole, Entry("", "", "", (), draft=made.key))
    say("queued", whole.id)
except OutboxError as error:
    say("refused", error.kind)
"""


@pytest.mark.skipif(not can_trace(), reason="strace is not installed, or may not trace")
@pytest.mark.parametrize("fault", ["error=ENOSPC", "error=EIO", "signal=KILL"])
@pytest.mark.parametrize("call", ["fsync", "rename", "write", "unlink"])
def test_any_call_that_fails(tmp_path: Path, call: str, fault: str) -> None:
    """Each call once with an error, or as the last thing that the program does."""
    for nth in random.Random(call + fault).sample(range(1, 12), TRIES):
        folder = tmp_path / str(nth)
        command = [
            "strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={call}",
            "-e", f"inject={call}:{fault}:when={nth}",
            sys.executable, "-P", "-c", SAVE, str(folder),
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
        assert not done.stderr
        said = [line.split() for line in done.stdout.splitlines()]
        if saved := [int(number) for word, number in said if word == "saved"]:
            found = drafts.get(folder / "Drafts", work().key)
            assert found
            assert found.work.draft.text >= f"version {saved[-1]}\n"
        waiting = {entry.id for entry in queue.entries(folder / "queue")}
        assert {name for word, name in said if word == "queued"} <= waiting
        queue.sweep(folder / "queue")
        files = list((folder / "queue/cur").glob("*"))
        assert len(files) == len(waiting)
