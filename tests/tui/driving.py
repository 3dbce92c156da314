"""The reader on a real mailbox, driven by Textual's Pilot, and what its screen says."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import asynccontextmanager, contextmanager, suppress
from time import monotonic
from typing import TYPE_CHECKING

from textual.events import Key

from indexer import database
from tui.early import character
from tui.reader import Reader
from tui.screen import Mail
from tui.settings import Settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from textual.pilot import Pilot

    from indexer import Settings as MailSettings
    from tests.support.mailbox import Mailbox
    from tui.start import Start

LONG = 120.0
"""Seconds after which something is taken never to come."""

QUIET = Settings(fetch_minutes=0)


class Driven:
    """A running reader."""

    def __init__(self, app: Reader, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.said: list[str] = []
        """What the status place was given since the last key: words there may soon make way."""

    @property
    def prompted(self) -> bool:
        """Whether a prompt waits for a line."""
        return self.mail.prompt is not None

    @property
    def mail(self) -> Mail:
        """The one screen."""
        screen = self.app.screen_stack[0]
        assert isinstance(screen, Mail)
        return screen

    def at(self, level: str) -> bool:
        """Whether that is the level the user is at."""
        return self.mail.level == level

    def lines(self) -> list[str]:
        """The screen's lines, as they go to the terminal."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]

    def text(self) -> str:
        """The screen."""
        return "\n".join(self.lines())

    def told(self) -> str:
        """All there is to know of how it stands, for whoever looks for what went wrong."""
        mail = self.mail
        work = [f"{one.group}: {one.state.name}" for one in self.app.workers]
        return "\n".join((
            self.text(),
            f"screen {self.app.screen!r}, focus on {self.app.focused!r}, at {mail.level}",
            f"said {self.said}, waits for {mail.waiting!r}",
            f"rows {mail.rows.rows.ready} {mail.rows.error!r}, asked {[*mail.rows._calls]}",
            f"lists asked {[n for n, call in mail.lists._calls.items() if not call.future.done()]}",
            f"looked {mail.news._before}, round goes on {mail.news._running}",
            f"workers {mail.client.pids}, at work: {', '.join(work)}",
        ))  # fmt: skip

    def line(self, words: str) -> str:
        """The first line that has the words."""
        found = next((line for line in self.lines() if words in line), None)
        assert found is not None, f"{words} is not on the screen\n{self.told()}"
        return found

    async def press(self, *keys: str) -> None:
        """Press keys."""
        self.said.clear()
        await self.pilot.press(*keys)

    def burst(self, *keys: str) -> None:
        """Press keys in one go, as a terminal hands them on: nothing is waited for between them."""
        for key in keys:
            self.app.post_message(Key(key, character(key) or None))

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """The workers do nothing for as long as this lasts."""
        pids = self.mail.client.pids
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                # One that was silent for too long was given up.
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)

    async def type(self, text: str) -> None:
        """Type text into what has the focus."""
        names = {" ": "space", ":": "colon", "+": "plus", "-": "minus", "(": "left_parenthesis"}
        await self.press(*(names.get(sign, sign) for sign in text))

    async def until(self, condition: Callable[[], object], what: str = "") -> None:
        """Wait for something to be so."""
        end = monotonic() + LONG
        while not condition():
            assert monotonic() < end, f"{what or condition}: it never came\n{self.told()}"
            await self.pilot.pause(0.01)

    async def shows(self, *words: str) -> None:
        """Wait for words on the screen; in the status place, for having been there."""
        for each in words:
            await self.until(lambda each=each: self._shown(each), each)  # type: ignore[misc]

    def _shown(self, words: str) -> bool:
        return words in self.text() or any(words in said for said in self.said)

    def listen(self) -> None:
        """Remember what is said in the status place."""
        status = self.mail.status
        say = status.say

        def heard(text: str, *, danger: bool = False, hold: bool = False) -> None:
            self.said.append(text)
            say(text, danger=danger, hold=hold)

        status.say = heard  # type: ignore[method-assign]

    async def texts(self, number: int) -> None:
        """Wait until a conversation stands open, and what so many messages say is on the screen."""
        await self.until(lambda: self.mail.reading and len(self.mail.reading.digests) == number)
        await self.pilot.pause()

    async def hides(self, words: str) -> None:
        """Wait for words to go."""
        await self.until(lambda: words not in self.text(), f"without {words}")


@asynccontextmanager
async def reading(
    mailbox: Mailbox,
    size: tuple[int, int] = (110, 30),
    settings: Settings = QUIET,
    mail: MailSettings | None = None,
    start: Start | None = None,
) -> AsyncIterator[Driven]:
    """A reader on a mailbox, once its first page is there; ``start`` where that was asked for."""
    app = Reader(mailbox.client(mail), settings, title="test", start=start)
    async with app.run_test(size=size) as pilot:
        driven = Driven(app, pilot)
        driven.listen()
        await driven.until(lambda: driven.mail.rows.rows.ready or driven.mail.rows.error)
        await pilot.pause()
        yield driven


@contextmanager
def locked(mailbox: Mailbox) -> Iterator[None]:
    """Another program writes to the mail, for as long as this lasts."""
    command = ["notmuch", f"--config={mailbox.config}", "tag", "--batch"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as other:
        assert other.stdin
        try:
            other.stdin.write(b"+held -- tag:none\n")
            other.stdin.flush()
            place, end = database.embedded(mailbox.path), monotonic() + LONG
            while not database.locked(place):
                assert monotonic() < end, "the other program never wrote"
            yield
        finally:
            other.stdin.close()
