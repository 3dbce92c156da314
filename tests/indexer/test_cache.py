"""The cache's file, opened and emptied by several processes at once."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from indexer import bodies
from indexer.cache import Cache, News, file
from indexer.protocol import Hello
from indexer.session import Session
from tests.support.mailbox import LONG, Mailbox

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_two_at_once_share_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "cache.sqlite"
    one = Cache(place)
    monkeypatch.setattr(file, "BUSY", 0.05)
    opened, began, go = threading.Event(), threading.Event(), threading.Event()
    found: list[tuple[str, int]] = []

    def note(statement: str) -> None:
        if "BEGIN" in statement:
            began.set()

    def beside() -> None:
        other = Cache(place)
        other.db.execute("PRAGMA busy_timeout = 5000")
        opened.set()
        go.wait(LONG)
        other.db.set_trace_callback(note)
        other.belong("uuid")
        _, _, name = other.db.execute("PRAGMA database_list").fetchone()
        found.append((name, other.total("message")))
        other.close()

    thread = threading.Thread(target=beside)
    with one.change():
        thread.start()
        # As long as this takes, whoever opens it waits, and does not go on without it.
        assert not opened.wait(4 * file.BUSY)
    assert opened.wait(LONG)
    with one.change():
        one.set_meta(uuid="uuid")
        one.put_messages([News("1@x", "t1", 1, "", "", "", (), None)])
        go.set()
        assert began.wait(LONG)
    thread.join(LONG)
    assert found == [(str(place), 1)]
    one.close()


def test_texts_are_kept_of_messages_that_are_there_still(mailbox: Mailbox) -> None:
    ids = [mailbox.add(mailbox.message(subject=f"Bins {n}")) for n in range(2)]
    mailbox.index()
    session = Session(Hello(str(mailbox.path), (), (), 10, background=False, archive=""))
    cache = session.cache
    reading = bodies.now(session, cache.by_id(ids))
    next(reading)
    with cache.change():
        cache.empty()
        cache.put_messages([News(one, "t1", 1, "", "", "", (), None) for one in reversed(ids)])
    list(reading)
    assert cache.total("body") == cache.total("content") == 0
    cache.close()
