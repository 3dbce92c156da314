"""The workers: lost, killed, silent, left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer import Body, Client, IndexerError, Settings, Where, lanes
from tests.support.mailbox import LONG, Mailbox

if TYPE_CHECKING:
    from collections.abc import Callable


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"


def wait_until(holds: Callable[[], bool], limit: float = LONG) -> bool:
    until = time.monotonic() + limit
    while not holds():
        if time.monotonic() > until:
            return False
        os.sched_yield()
    return True


def test_a_killed_worker_is_started_again_and_asked_again(mailbox: Mailbox) -> None:
    mailbox.add(mailbox.message())
    mailbox.index()
    client = mailbox.client()
    assert len(client.rows("*").result(LONG).rows) == 1
    for pid in client.pids:
        os.kill(pid, signal.SIGKILL)
    assert len(client.rows("*").result(LONG).rows) == 1
    assert client.pids


def test_bodies_go_on_behind_the_message_that_ended_the_worker(mailbox: Mailbox) -> None:
    ids = tuple(mailbox.add(mailbox.message(body=f"Line {n}\n")) for n in range(4))
    mailbox.index()
    mailbox.close()
    with Client(mailbox.where, Settings(background=False)) as client:
        client.rows("*").result(LONG)
        heard: list[Body] = []
        kills = 0

        def hear(body: Body) -> None:
            nonlocal kills
            heard.append(body)
            if body.id == ids[1] and kills < 1:
                kills += 1
                for pid in client.pids:
                    os.kill(pid, signal.SIGKILL)

        client.bodies(ids, hear).result(LONG)
    assert [b.id for b in heard] == list(ids)
    assert [b.zones[0].text.strip() for b in heard] == [f"Line {n}" for n in range(4)]


def test_a_silent_worker_is_given_up(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    mailbox.add(mailbox.message())
    mailbox.index()
    with Client(mailbox.where) as client:
        client.rows("*").result(LONG)
        (pid,) = client.pids

        class Silence(dict[str, float]):
            # Short for this worker alone: the next one may be as slow to start as the machine is.
            def __missing__(self, _lane: str) -> float:
                return LONG if gone(pid) else 0.6

        monkeypatch.setattr(lanes, "SILENCE", Silence())
        os.kill(pid, signal.SIGSTOP)
        assert len(client.rows("*").result(LONG).rows) == 1
        assert pid not in client.pids


def test_a_worker_that_ends_every_time_is_one_line(tmp_path: Path) -> None:
    # A worker that cannot even start: its Python is not allowed to find the package.
    where = Where(mail=tmp_path / "mail")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(tmp_path))
        (tmp_path / "indexer").mkdir()
        (tmp_path / "indexer" / "__init__.py").write_text("raise SystemExit(3)")
        with Client(where) as client:
            with pytest.raises(IndexerError) as error:
                client.rows("*").result(LONG)
            assert error.value.kind == "lost"
            assert "\n" not in error.value.text


def test_workers_end_with_a_reader_that_was_killed(mailbox: Mailbox) -> None:
    mailbox.add(mailbox.message())
    mailbox.index()
    code = (
        "import sys; from pathlib import Path; from indexer import Client, Where\n"
        "c = Client(Where(mail=Path(sys.argv[1])))\n"
        "c.rows('*').result(); c.index().result()\n"
        "print(*c.pids, flush=True); input()"
    )
    command = [sys.executable, "-P", "-c", code, str(mailbox.path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as reader:
        assert reader.stdout
        pids = [int(p) for p in reader.stdout.readline().split()]
        assert len(pids) == 2
        reader.kill()
    assert wait_until(lambda: all(gone(p) for p in pids))


def test_a_dropped_call_stops_and_others_are_answered(mailbox: Mailbox) -> None:
    ids = tuple(mailbox.add(mailbox.message()) for _ in range(5))
    mailbox.index()
    client = mailbox.client()
    call = client.bodies(ids * 200, lambda _: None)
    call.cancel()
    assert call.future.cancelled()
    assert len(client.rows("*").result(LONG).rows) == 5


def test_a_short_question_does_not_wait_for_a_long_answer(mailbox: Mailbox) -> None:
    ids = tuple(mailbox.add(mailbox.message()) for _ in range(20))
    mailbox.index()
    client = mailbox.client()
    order: list[str] = []
    long = client.bodies(ids * 500, lambda _: None)
    long.future.add_done_callback(lambda _: order.append("long"))
    short = client.rows("*")
    short.future.add_done_callback(lambda _: order.append("short"))
    short.result(LONG)
    long.result(LONG)
    assert order == ["short", "long"]


def test_a_closed_client_says_so(mailbox: Mailbox) -> None:
    client = Client(mailbox.where)
    client.close()
    with pytest.raises(IndexerError):
        client.rows("*").result(LONG)


def test_the_folder_one_stands_in_is_not_searched_for_code(
    mailbox: Mailbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox.add(mailbox.message())
    (tmp_path / "indexer").mkdir()
    (tmp_path / "indexer" / "__init__.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    assert mailbox.index().added == 1
