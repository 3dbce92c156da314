"""The reader and its workers ended at any moment between the first key and the sent copy.

A script answers a message key by key at the real program. What its screen had shown as saved,
queued or sent is held against what is found when the program, or ``cclear outbox send``, runs
again. Three moments here; ``./test faults`` takes a hundred. ``CCLEAR_SEED`` repeats a run.
"""

# ruff: noqa: ANN401, N802 - the shapes and names of aiosmtpd's handlers

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import shutil
import sys
import time
from collections import Counter
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING, Any

from outbox import drafts, queue
from tests.outbox.servers import HOST, Arrived, real
from tests.support.mailbox import LONG, Mailbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.terminal import Terminal, Terminals

KILLS = int(os.environ.get("CCLEAR_KILLS", "3"))
SEED = int(os.environ.get("CCLEAR_SEED", str(random.randrange(1 << 16))))

ME = "sam@here.example"
ASKED = "asked@mail.example"
FIRST = "Yes, every night:"
THEN = " first the hills, straße after straße.\r.\rFrom there on the rest."
"""Words of two bytes, a line of one dot, a From: what transports are known to get wrong."""
ALL = f"{FIRST}{THEN}".replace("\r", "\n")
RHYTHM = 0.01
"""Seconds between two keys."""

SAVED = re.compile(r"\bsaved \d\d:\d\d$")
QUEUED = re.compile(r"sent to Jane Khan alone in \d|sending to 1 person")
SENT = "sent to 1 person"


class Slow(Arrived):
    """Takes its time before and after it has the message."""

    async def handle_RCPT(self, *given: Any) -> str:
        await asyncio.sleep(0.1)
        return await super().handle_RCPT(*given)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        await asyncio.sleep(0.15)
        answer = await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(0.15)
        return answer


class Shown:
    """What the screen told so far."""

    def __init__(self) -> None:
        self.saved: list[str] = []
        self.is_queued = False
        self.is_sent = False
        self._was_saved = False

    def see(self, lines: list[str]) -> None:
        """A picture."""
        is_saved = any(SAVED.search(line) for line in lines)
        if is_saved and not self._was_saved:
            self.saved.append(typed_on(lines))
        self._was_saved = is_saved
        self.is_queued |= any(QUEUED.search(line) for line in lines)
        self.is_sent |= any(SENT in line for line in lines)


def typed_on(lines: list[str]) -> str:
    """What was typed, as it stands in the composer: the lines below what is quoted."""
    quoted = [at for at, line in enumerate(lines) if line.startswith(" > ")]
    if not quoted:
        return ""
    return "\n".join(line[1:] for line in lines[quoted[-1] + 2 : -1]).strip()


class Place:
    """A mailbox to begin each walk with, the same one at the same place."""

    def __init__(self, folder: Path) -> None:
        self._kept = folder / "kept"
        self._now = folder / "now"
        made = Mailbox(self._now / "mail")
        body = "Do you grit the hills first?\n"
        for _ in range(3):
            made.add(made.message())
        made.add(made.message(id=ASKED, subject="Who grits first?", body=body))
        made.index()
        made.close()
        self._now.rename(self._kept)

    def fresh(self, port: int) -> Mailbox:
        """As it was at first, with that server to send to."""
        shutil.rmtree(self._now, ignore_errors=True)
        shutil.copytree(self._kept, self._now)
        (self._now / "config.toml").write_text(
            f'[mail]\naddresses = ["{ME}"]\nfetch_minutes = 0\n'
            f'[outbox]\nname = "Sam"\ntransport = "smtp"\nhost = "{HOST}"\nport = {port}\n'
            'security = "none"\nundo_seconds = 1\n'
        )
        return Mailbox(self._now / "mail")


class Walk:
    """One answer, from its first key on, and what becomes of it."""

    def __init__(self, mailbox: Mailbox, terminal: Terminals, arrived: Arrived) -> None:
        self.mailbox = mailbox
        self.arrived = arrived
        self.shown = Shown()
        self._terminal = terminal
        self._mail = mailbox.path
        self._config = str(mailbox.path.with_name("config.toml"))

    def start(self) -> Terminal:
        """The reader, its cursor on the message."""
        command = self.mailbox.command("--config", self._config)
        return self._terminal(command, cols=100, rows=30).wait_for("Who grits first?")

    def outbox(self, *words: str) -> list[dict[str, Any]]:
        """``cclear outbox``, row by row."""
        done = self.mailbox.cclear("--config", self._config, "--json", "outbox", *words)
        return [json.loads(line) for line in done.stdout.splitlines()]

    # Up to the end

    def go(self, seconds: float = LONG) -> float:
        """Answer; end it all so long after the first key, or once it is over. How long it took."""
        reader = self.start()
        reader.on_change = self.shown.see
        began = time.monotonic()
        end = began + seconds
        for key in self._keys(reader, end):
            reader.keys(key).watch(min(end, time.monotonic() + RHYTHM))
            if time.monotonic() >= end:
                break
        while time.monotonic() < end and not (self.shown.is_sent and self._is_over()):
            reader.watch(min(end, time.monotonic() + RHYTHM))
        took = time.monotonic() - began
        reader.kill()
        return took

    def _keys(self, reader: Terminal, end: float) -> Iterator[str]:
        yield "r"
        yield from FIRST
        # A person looks up, and sees that it is saved.
        while not self.shown.saved and time.monotonic() < end:
            reader.watch(min(end, time.monotonic() + RHYTHM))
        yield from THEN
        yield "ctrl+s"

    def _is_over(self) -> bool:
        sent, left = self._files("Sent/cur"), self._files("Drafts/cur")
        return bool(sent) and not left and not self._files("cclear/queue/tmp/envelopes")

    def _files(self, folder: str) -> list[Path]:
        return sorted((self._mail / folder).glob("cclear-*"))

    # What is there now

    def found(self) -> str:
        """How far it had come, by the files alone."""
        for envelope in self._files("cclear/queue/tmp/envelopes"):
            if envelope.suffix == ".json":
                given = json.loads(envelope.read_bytes())
                handed = given["state"] == "sending" and given["handed"]
                return "unsure" if handed else str(given["state"])
        if self._files("Sent/cur"):
            return "sent"
        return "saved" if self._drafts() else "nothing"

    def _drafts(self) -> list[str]:
        return [saved.work.draft.text for saved in drafts.find(self._mail / "Drafts")]

    # What the next run makes of it

    def gone_on_with(self, state: str) -> None:
        """Run the reader again: what waits goes, what is unsure waits for a word, drafts open."""
        reader = self.start()
        reader.keys("r").wait(lambda lines: any(line.startswith(" > ") for line in lines))
        if state in ("nothing", "saved"):
            saved = self.shown.saved[-1] if self.shown.saved else ""
            reader.wait(lambda lines: typed_on(lines).startswith(saved), saved).kill()
            return
        # What is on its way is no draft to be gone on with, and so to be sent a second time.
        assert FIRST not in typed_on(reader.wait_for("ctrl+s send").screen)
        reader.keys("esc").wait_gone("ctrl+s send")
        if state == "unsure":
            reader.wait_for("Outbox").keys("Q").wait_for("unsure: the program ended")
            self._nothing_goes_by_itself()
            reader.keys("enter")
        reader.wait(lambda _: self._is_over(), "the end")
        reader.kill()

    def sent_by_cron(self, state: str) -> None:
        """Run ``cclear outbox send`` until nothing is left to send."""
        if state == "unsure":
            (row,) = self.outbox()
            assert row["state"] == "unsure"
            assert self.outbox("send") == []
            self._nothing_goes_by_itself()
            (row,) = self.outbox("send", row["id"])
            assert row["state"] == "sent"
        end = time.monotonic() + LONG
        self.outbox("send")
        while left := self.outbox():
            assert time.monotonic() < end, left
            self.outbox("send")
        assert not self._files("cclear/queue/cur")

    def _nothing_goes_by_itself(self) -> None:
        assert len(self.arrived.mail) <= 1

    # Whether all that was shown was true

    def check(self, state: str) -> None:
        """Nothing shown is lost, nothing is cut short, what went twice has one Message-ID."""
        shown, mail = self.shown, self.arrived.mail
        if state in ("nothing", "saved"):
            assert not shown.is_queued
            assert not shown.is_sent
            assert not mail
            assert len(self._drafts()) == (state == "saved")
            assert all(text in draft for draft in self._drafts() for text in shown.saved)
            assert state == "saved" or not shown.saved
            return
        assert state == "sent" or not shown.is_sent
        (copy,) = self._files("Sent/cur")
        whole = copy.read_bytes().replace(b"\n", b"\r\n")
        assert 1 <= len(mail) <= (2 if state == "unsure" else 1)
        assert all(one == (ME, ("jane@otterley.example",), whole) for one in mail)
        text = message_from_bytes(whole, policy=default).get_content()
        assert ALL in "\n".join(line.removeprefix(" ") for line in text.splitlines())
        assert all(text in ALL for text in shown.saved)
        assert not self._drafts()
        assert queue.entries(self._mail / "cclear/queue") == ()
        tags = self.mailbox.notmuch("search", "--output=tags", f"id:{identifier(whole)}")
        assert "sent" in tags.split()
        assert not {"draft", "queued", "unread"} & set(tags.split())
        assert "replied" in self.mailbox.notmuch("search", "--output=tags", f"id:{ASKED}").split()


def identifier(data: bytes) -> str:
    return str(message_from_bytes(data)["Message-ID"]).strip("<>")


def test_whatever_the_screen_told_is_true_after_a_kill(tmp_path: Path, terminal: Terminals) -> None:
    place = Place(tmp_path)
    chance = random.Random(SEED)
    sys.stdout.write(f"\nseed {SEED}\n")
    arrived = Slow()
    with real(arrived) as port:
        first = Walk(place.fresh(port), terminal, arrived)
        whole = first.go()
        first.check("sent")
    assert (first.shown.saved[0], first.shown.is_queued, first.shown.is_sent) == (FIRST, True, True)
    states: Counter[str] = Counter()
    for number in range(KILLS):
        arrived = Slow()
        with real(arrived) as port:
            walk = Walk(place.fresh(port), terminal, arrived)
            # A little beyond the end: not every walk is as quick as the first.
            moment = 1.1 * whole * (number + chance.random()) / KILLS
            walk.go(moment)
            state = walk.found()
            sys.stdout.write(f"killed after {moment:.2f} of {whole:.2f} s: {state}, ")
            said = f"saved {len(walk.shown.saved)}, queued {walk.shown.is_queued}"
            sys.stdout.write(f"shown: {said}, sent {walk.shown.is_sent}\n")
            (walk.sent_by_cron if number % 2 else walk.gone_on_with)(state)
            walk.check(state)
            states[state] += 1
    sys.stdout.write(f"{KILLS} kills: {dict(states)}\n")
    assert len(states) > 1
