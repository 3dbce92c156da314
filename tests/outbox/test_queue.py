"""The queue: nothing in it is lost, nothing is sent by two, each state is the right one."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from indexer import Person
from outbox import (
    Entry,
    Event,
    OutboxError,
    Settings,
    Transport,
    cancel,
    drafts,
    drop,
    new_key,
    queue,
    send_due,
    submit,
)
from outbox.settings import Identity, choose, transport_of
from tests.outbox.sample import by_smtp, finished, work
from tests.outbox.servers import Arrived, Talk, real, scripted
from tests.support.mailbox import ROOT, Mailbox
from tests.support.ports import free_port

if TYPE_CHECKING:
    from pathlib import Path

    from outbox import Finished


@pytest.fixture
def asked(mailbox: Mailbox) -> Mailbox:
    """A mailbox with the message that is answered."""
    mailbox.add(mailbox.message(id="1@mail.example", subject="Who uses it?"))
    mailbox.index()
    return mailbox


def files(mailbox: Mailbox, folder: str) -> list[Path]:
    return sorted((mailbox.path / folder / "cur").glob("*"))


def tags(mailbox: Mailbox, message: str) -> list[str]:
    return mailbox.notmuch("search", "--output=tags", f"id:{message}").split()


def entries(mailbox: Mailbox) -> tuple[Entry, ...]:
    return queue.entries(mailbox.path / "cclear/queue")


def submitted(mailbox: Mailbox, settings: Settings, *, undo: bool = False) -> Finished:
    made = work()
    whole = finished(made)
    submit(settings, mailbox.client(), whole, made, undo=undo)
    return whole


def crlf(file: Path) -> bytes:
    return file.read_bytes().replace(b"\n", b"\r\n")


def test_from_draft_to_sent_copy(asked: Mailbox) -> None:
    arrived = Arrived()
    heard: list[Event] = []
    with real(arrived) as port:
        settings = by_smtp(port)
        whole = submitted(asked, settings)
        (entry,) = entries(asked)
        assert (entry.state, entry.id, entry.bcc) == ("queued", whole.id, ("rhys@ripley.example",))
        assert [crlf(f) for f in files(asked, "cclear/queue")] == [whole.data]
        assert tags(asked, whole.id) == ["queued"]
        assert len(files(asked, "Drafts")) == 1
        done = send_due(settings, asked.client(), heard.append)
    assert [(e.state, e.text) for e in done] == [("sent", "sent to 2 people")]
    assert [e.state for e in heard] == ["sending", "sent"]
    assert arrived.mail == [(whole.sender, whole.recipients, whole.data)]
    assert [crlf(f) for f in files(asked, "Sent")] == [whole.data]
    assert files(asked, "Sent")[0].stat().st_mode & 0o777 == 0o600
    assert b"rhys" not in whole.data
    assert (files(asked, "Drafts"), files(asked, "cclear/queue"), entries(asked)) == ([], [], ())
    assert tags(asked, whole.id) == ["sent"]
    assert "replied" in tags(asked, "1@mail.example")
    assert asked.notmuch("count", "*").strip() == "2"
    assert asked.index().added == 0
    assert send_due(settings, asked.client()) == ()
    assert len(arrived.mail) == 1


def test_an_address_beyond_ascii_goes_where_the_server_takes_it(asked: Mailbox) -> None:
    jose = Person("", "josé@x.example")

    def send(port: int, **whom: Any) -> tuple[Event, Finished]:  # noqa: ANN401
        made = work(key=new_key())
        made = replace(made, draft=replace(made.draft, **whom))
        whole = finished(made)
        submit(by_smtp(port), asked.client(), whole, made, undo=False)
        (event,) = send_due(by_smtp(port), asked.client(), only=whole.id)
        return event, whole

    arrived = Arrived()
    with real(arrived) as port:
        event, whole = send(port, cc=(jose,))
        assert (event.state, event.text) == ("sent", "sent to 3 people")
        assert arrived.mail == [(whole.sender, whole.recipients, whole.data)]
        assert "josé@x.example" in whole.recipients
        assert "Cc: josé@x.example".encode() in whole.data
    arrived.mail.clear()
    with real(arrived, utf8=False) as port:
        event, _ = send(port, cc=(jose,))
        assert event.state == "failed"
        assert event.text == (
            "127.0.0.1 takes ASCII addresses alone, and josé@x.example is none; leave it out, or "
            "send by another server; nothing was sent"
        )
        assert not arrived.mail
        # The message does not name those in Bcc: all others get it.
        event, whole = send(port, bcc=(jose,))
        assert event.text == (
            "sent to 1 person; refused: josé@x.example (127.0.0.1 takes ASCII addresses alone)"
        )
        assert (event.state, arrived.mail[0][1]) == ("failed", ("jane@otterley.example",))


def test_taken_back_within_the_time_for_it(asked: Mailbox) -> None:
    arrived = Arrived()
    with real(arrived) as port:
        settings = by_smtp(port)
        before = time.time()
        whole = submitted(asked, settings, undo=True)
        assert 0 <= entries(asked)[0].not_before - before - 10 <= time.time() - before
        assert send_due(settings, asked.client()) == ()
        saved = cancel(settings, asked.client(), whole.id)
        assert saved
        assert saved.work == work()
        with pytest.raises(OutboxError) as caught:
            cancel(settings, asked.client(), whole.id)
        assert caught.value.kind == "unknown-id"
        assert send_due(settings, asked.client(), only=whole.id) == ()
    assert not arrived.mail
    assert entries(asked) == ()
    assert asked.notmuch("search", "--output=files", "tag:queued") == ""
    assert asked.notmuch("search", "--output=files", "tag:draft").split() == [saved.path]


def test_taken_back_where_its_draft_is_gone(asked: Mailbox) -> None:
    settings = by_smtp(1)
    whole = submitted(asked, settings)
    drafts.discard(asked.path / "Drafts", work().key)
    assert cancel(settings, asked.client(), whole.id) is None
    (left,) = files(asked, "Drafts")
    assert crlf(left) == b"Bcc: rhys@ripley.example\r\n" + whole.data
    assert tags(asked, whole.id) == ["draft"]


def test_the_same_message_is_queued_once(asked: Mailbox) -> None:
    settings = by_smtp(1)
    whole = submitted(asked, settings)
    with pytest.raises(OutboxError) as caught:
        submit(settings, asked.client(), whole, work())
    assert caught.value.kind == "queued"


def test_bytes_that_no_file_and_transport_both_hold(asked: Mailbox) -> None:
    whole = replace(finished(), data=b"Subject: x\r\n\r\na\rb\r\n")
    with pytest.raises(OutboxError) as caught:
        submit(by_smtp(1), asked.client(), whole, work())
    assert caught.value.kind == "mismatch"
    assert entries(asked) == ()


def test_tries_are_further_and_further_apart(
    asked: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = by_smtp(free_port())
    submitted(asked, settings)
    clock = time.time()
    monkeypatch.setattr("outbox.sending.time.time", lambda: clock)
    waits = []
    for number in range(1, 7):
        (event,) = send_due(settings, asked.client())
        (entry,) = entries(asked)
        assert (event.state, entry.state, entry.tries) == ("queued", "queued", number)
        assert "cannot be reached" in event.text == entry.error
        assert event.next_try == entry.not_before
        assert send_due(settings, asked.client()) == ()
        waits.append(round((entry.not_before - clock) / 60))
        clock = entry.not_before
    assert waits == [1, 5, 15, 60, 60, 60]


def test_a_clock_that_was_put_back(asked: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = by_smtp(free_port())
    submitted(asked, settings, undo=True)
    past = time.time() - 40_000
    monkeypatch.setattr("outbox.sending.time.time", lambda: past)
    (event,) = send_due(settings, asked.client())
    assert "cannot be reached" in event.text


def test_after_the_dot_nobody_knows_and_it_is_not_sent_again(asked: Mailbox) -> None:
    def hang_up(talk: Talk) -> None:
        talk.to_text()
        talk.text()

    with scripted(hang_up) as port:
        whole = submitted(asked, by_smtp(port))
        (event,) = send_due(by_smtp(port), asked.client())
    assert event.state == "unsure"
    assert event.text.endswith("it may have been sent; it will not be sent again by itself")
    assert len(files(asked, "Drafts")) == 1
    arrived = Arrived()
    with real(arrived) as port:
        assert send_due(by_smtp(port), asked.client()) == ()
        assert entries(asked)[0].state == "unsure"
        (event,) = send_due(by_smtp(port), asked.client(), only=whole.id)
    assert event.state == "sent"
    assert [m[2] for m in arrived.mail] == [whole.data]


def test_refused_for_good_waits_for_the_user(asked: Mailbox) -> None:
    with scripted(lambda talk: talk.say("554 go away")) as port:
        whole = submitted(asked, by_smtp(port))
        (event,) = send_due(by_smtp(port), asked.client())
        assert (event.state, event.next_try) == ("failed", None)
        assert send_due(by_smtp(port), asked.client()) == ()
    (entry,) = entries(asked)
    assert (entry.state, entry.tries) == ("failed", 1)
    assert "554 go away" in entry.error
    assert cancel(by_smtp(1), asked.client(), whole.id)


@pytest.mark.parametrize(("said", "state"), [("550 no", "failed"), ("450 later", "queued")])
def test_some_have_it_and_one_was_refused(asked: Mailbox, said: str, state: str) -> None:
    arrived = Arrived(refuse={"rhys@ripley.example": said})
    with real(arrived) as port:
        settings = by_smtp(port)
        whole = submitted(asked, settings)
        (event,) = send_due(settings, asked.client())
        assert event.text == f"sent to 1 person; refused: rhys@ripley.example ({said})"
        (entry,) = entries(asked)
        assert (entry.state, entry.recipients) == (state, ("rhys@ripley.example",))
        assert len(files(asked, "Sent")) == 1
        assert files(asked, "Drafts") == []
        assert send_due(settings, asked.client()) == ()
        with pytest.raises(OutboxError, match="all but those"):
            cancel(settings, asked.client(), whole.id)
        arrived.refuse.clear()
        if state == "failed":
            drop(settings, asked.client(), whole.id)
        else:
            (event,) = send_due(settings, asked.client(), only=whole.id)
            assert event.state == "sent"
    assert [m[1] for m in arrived.mail] == [
        ("jane@otterley.example",), *[("rhys@ripley.example",)] * (state == "queued")
    ]  # fmt: skip
    assert {m[2] for m in arrived.mail} == {whole.data}
    assert entries(asked) == ()
    assert len(files(asked, "Sent")) == 1


def test_left_for_another_program(asked: Mailbox) -> None:
    settings = Settings("drafts", drafts="work/Drafts")
    whole = submitted(asked, settings)
    (event,) = send_due(settings, asked.client())
    assert (event.state, event.text) == (
        "sent", "left in work/Drafts, for another program to send"
    )  # fmt: skip
    (left,) = files(asked, "work/Drafts")
    assert left.name.endswith(":2,DS")
    assert crlf(left) == b"Bcc: rhys@ripley.example\r\n" + whole.data
    assert not (asked.path / "Sent").exists()
    assert entries(asked) == ()
    assert tags(asked, whole.id) == ["draft"]
    assert "replied" not in tags(asked, "1@mail.example")


def test_nothing_says_how_to_send(asked: Mailbox) -> None:
    with pytest.raises(OutboxError) as caught:
        submitted(asked, Settings())
    assert caught.value.kind == "no-transport"
    assert not (asked.path / "Drafts").exists()


def test_many_senders_send_it_once(asked: Mailbox) -> None:
    arrived = Arrived()
    with real(arrived) as port:
        settings = by_smtp(port)
        whole = submitted(asked, settings)
        client = asked.client()
        start = threading.Barrier(6)

        def send() -> None:
            start.wait()
            send_due(settings, client)

        threads = [threading.Thread(target=send) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [m[2] for m in arrived.mail] == [whole.data]
    assert entries(asked) == ()


HOLD = """
import sys
from pathlib import Path
from outbox import queue
with queue.hold(Path(sys.argv[1]), sys.argv[2]) as held:
    held.record(state="sending", tries=1)
    if sys.argv[3] == "handed":
        held.hand_over()
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize(("point", "state"), [("before", "queued"), ("handed", "unsure")])
def test_a_sender_that_is_killed(asked: Mailbox, point: str, state: str) -> None:
    arrived = Arrived()
    with real(arrived) as port:
        settings = by_smtp(port)
        whole = submitted(asked, settings)
        folder = asked.path / "cclear/queue"
        child = subprocess.Popen(
            [sys.executable, "-P", "-c", HOLD, str(folder), entries(asked)[0].key, point],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT,
        )  # fmt: skip
        assert child.stdout
        assert child.stdin
        assert child.stdout.readline() == b"held\n"
        assert entries(asked)[0].state == "sending"
        assert send_due(settings, asked.client()) == ()
        with pytest.raises(OutboxError) as caught:
            cancel(settings, asked.client(), whole.id)
        assert caught.value.kind == "busy"
        child.kill()
        child.wait()
        child.stdout.close()
        child.stdin.close()
        assert entries(asked)[0].state == state
        done = send_due(settings, asked.client())
    assert len(done) == len(arrived.mail) == (1 if state == "queued" else 0)


def test_accepted_and_then_the_program_ended(asked: Mailbox) -> None:
    settings = by_smtp(1)
    whole = submitted(asked, settings)
    folder = asked.path / "cclear/queue"
    with queue.hold(folder, entries(asked)[0].key) as held:
        assert held
        held.record(state="sending")
        held.hand_over()
        held.accepted()
    assert entries(asked)[0].state == "sent"
    with pytest.raises(OutboxError) as caught:
        cancel(settings, asked.client(), whole.id)
    assert caught.value.kind == "sent"
    (event,) = send_due(settings, asked.client())
    assert event.state == "sent"
    assert len(files(asked, "Sent")) == 1
    assert (entries(asked), files(asked, "Drafts")) == ((), [])


def test_what_a_killed_program_left_is_swept(asked: Mailbox) -> None:
    settings = by_smtp(1)
    submitted(asked, settings)
    folder = asked.path / "cclear/queue"
    gone = subprocess.Popen(["true"])
    gone.wait()
    orphan = folder / "cur" / "cclear-aaaa:2,S"
    orphan.write_bytes(b"x")
    (folder / "tmp" / f"cclear-bbbb.{gone.pid}").write_bytes(b"x")
    (folder / "tmp" / f"cclear-cccc.{os.getpid()}").write_bytes(b"x")
    with orphan.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        queue.sweep(folder)
        assert orphan.exists()
    queue.sweep(folder)
    assert not orphan.exists()
    assert [p.name for p in (folder / "tmp").glob("cclear-*")] == [f"cclear-cccc.{os.getpid()}"]
    assert len(entries(asked)) == len(files(asked, "cclear/queue")) == 1


def test_an_envelope_that_cannot_be_read_is_shown_and_kept(asked: Mailbox) -> None:
    settings = by_smtp(1)
    submitted(asked, settings)
    folder = asked.path / "cclear/queue"
    (envelope,) = (folder / "tmp/envelopes").glob("*.json")
    envelope.write_text("{}")
    assert entries(asked)[0].state == "failed"
    assert "cannot be read" in entries(asked)[0].error
    assert send_due(settings, asked.client()) == ()
    assert len(files(asked, "cclear/queue")) == 1


def test_who_writes() -> None:
    work_ = Identity("smtp", host="h", identity="work", address="sam@work.example", name="Sam W",
                     lists=("uses",))  # fmt: skip
    home = Identity(identity="home", address="Sam@home.example", signature="s")
    settings = Settings("sendmail", name="Sam", signature="all", identities=(home, work_))
    own = ("sam@old.example", "sam@home.example", "sam@work.example")
    for lists, written_to, name, address in (
        (("uses",), ("sam@home.example",), "work", "sam@work.example"),
        (("other",), ("Sam@Work.example",), "work", "sam@work.example"),
        ((), ("sam@old.example",), "", "sam@old.example"),
        ((), ("x@y.example",), "home", "Sam@home.example"),
    ):
        found = choose(settings, own, lists=lists, written_to=written_to)
        assert (found.identity, found.address) == (name, address)
    assert choose(settings, own, written_to=("sam@old.example",)).signature == "all"
    assert choose(settings, own).signature == "s"
    assert choose(Settings(), own).address == "sam@old.example"
    assert transport_of(settings, "work") is work_
    assert transport_of(settings, "home") is settings
    assert isinstance(transport_of(settings, "gone"), Transport)
