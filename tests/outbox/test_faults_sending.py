"""Any call that fails between the queue and the sent copy: nothing is lost, nothing goes twice.

A few here; ``./test faults`` takes each of them.
"""

# ruff: noqa: ANN401, N802 - the shapes and names of aiosmtpd's handlers

from __future__ import annotations

import json
import os
import random
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from outbox import drafts, queue, send_due, submit
from tests.outbox.disks import fill
from tests.outbox.sample import by_smtp, finished, work
from tests.outbox.servers import HOST, Arrived, real
from tests.outbox.test_faults import can_trace
from tests.support.disks import small_disk
from tests.support.mailbox import Mailbox, run

if TYPE_CHECKING:
    from pathlib import Path

CALLS = {"fsync": 20, "rename": 6, "link": 1, "unlink": 6, "write": 6}
"""The calls by which sending changes files, and how many of each it makes, and more."""
POINTS = [
    (call, nth, fault)
    for call, most in CALLS.items()
    for nth in range(1, most + 1)
    for fault in ("error=EIO", "signal=KILL")
]
if "CCLEAR_KILLS" not in os.environ:
    POINTS = random.Random(1).sample(POINTS, 4)


@pytest.mark.skipif(not can_trace(), reason="strace is not installed, or may not trace")
def test_a_call_that_fails_while_it_is_sent(mailbox: Mailbox, tmp_path: Path) -> None:
    asked = mailbox.add(mailbox.message(id="1@mail.example"))
    mailbox.index()
    config = tmp_path / "config.toml"
    folder = mailbox.path / "cclear/queue"
    arrived = Arrived()
    ends = []
    with real(arrived) as port:
        config.write_text(
            f'[mail]\naddresses = ["sam@here.example"]\n[outbox]\ntransport = "smtp"\n'
            f'host = "{HOST}"\nport = {port}\nsecurity = "none"\n'
        )
        program = mailbox.command("--config", str(config), "--json", "outbox")
        for number, (call, nth, fault) in enumerate(POINTS):
            made = work(f"cclear-{number:016x}", parent=asked)
            whole = finished(made)
            submit(by_smtp(port), mailbox.client(), whole, made, undo=False)
            inject = f"inject={call}:{fault}:when={nth}"
            # Only what sends is hit, and not the indexer's program.
            run(["strace", "-qq", "-o", os.devnull, "-e", f"trace={call}", "-e", inject,
                 "env", "PYTHONDONTWRITEBYTECODE=1", *program, "send"])  # fmt: skip
            at = f"{call} {nth} {fault}"
            before = len(arrived.mail)
            rows = [json.loads(line) for line in run(program).stdout.splitlines()]
            state = rows[0]["state"] if rows else "gone"
            ends.append(state)
            run([*program, "send"])
            assert state != "unsure" or len(arrived.mail) == before, at
            for row in rows:
                run([*program, "send", row["id"]])
            assert queue.entries(folder) == (), at
            assert not list((folder / "cur").glob("cclear-*")), at
            assert drafts.get(mailbox.path / "Drafts", made.key) is None, at
            assert {data for _, _, data in arrived.mail} == {whole.data}, at
            assert len(arrived.mail) <= (2 if state == "unsure" else 1), at
            copy = mailbox.path / "Sent/cur" / f"{queue.key_of(whole.id)}:2,S"
            assert copy.read_bytes().replace(b"\n", b"\r\n") == whole.data, at
            arrived.mail.clear()
    sys.stdout.write(f"{len(POINTS)} calls that failed: {dict(Counter(ends))}\n")


def test_the_tags_of_what_was_sent_wait_for_room(tmp_path: Path) -> None:
    """Mail and index on one disk, and it is full when the server has the message."""
    words = random.Random(1)
    text = "".join(f"{words.randrange(1 << 40):x}\n" for _ in range(8_000))
    with small_disk(tmp_path / "disk", "12m") as disk:
        mailbox = Mailbox(disk / "mail")

        class Filling(Arrived):
            async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
                fill(mailbox.path)
                return await super().handle_DATA(server, session, envelope)

        asked = mailbox.add(mailbox.message(id="1@mail.example"))
        mailbox.index()
        made = work(text=text, parent=asked)
        arrived = Filling()
        with real(arrived) as port:
            client = mailbox.client()
            # Sent without the index having heard of it, as where another program held it.
            submit(by_smtp(port), client, finished(made), made, undo=False)
            (event,) = send_due(by_smtp(port), client)
            assert event.text.startswith("sent; its tags wait, as "), event
            (mailbox.path / "filler").unlink()
            send_due(by_smtp(port), client)
        assert len(arrived.mail) == 1
        assert queue.entries(mailbox.path / "cclear/queue") == ()
        assert "replied" in mailbox.notmuch("search", "--output=tags", f"id:{asked}").split()
        assert mailbox.notmuch("count", "tag:sent").strip() == "1"
        mailbox.close()
