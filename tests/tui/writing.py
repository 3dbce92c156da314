"""The composer in an app of its own, its drafts in a Maildir, and letters for it."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import App, ComposeResult

from indexer import Person
from outbox import Draft, Recipients
from outbox.drafts import Work, new_key, save
from tests.tui.driving import LONG
from tui import theme
from tui.composer import Composer
from tui.composing import Letter

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from textual.pilot import Pilot

JANE, BO, ME = (
    Person("Jane Khan", "jane@otterley.example"),
    Person("Bo Ash", "bo@ripley.example"),
    Person("Sam Reader", "sam@here.example"),
)
CROWD = tuple(Person(f"Ann {n}", f"ann.{n}@county.example") for n in range(301))
QUOTED = "On 4 Mar 2024 at 10:00, Jane Khan wrote:\n> How do you grit?\n\n\n-- \nSam\n"
CHOICES = (
    ("list", Recipients((JANE,), words="to Jane Khan alone")),
    ("thread", Recipients((JANE,), (BO,), words="to 2 people in this conversation")),
    (
        "everyone",
        Recipients((), bcc=CROWD, title="Comms network",
                   words="to 301 people, hidden from one another"),
    ),
)  # fmt: skip


def letter(**given: Any) -> Letter:  # noqa: ANN401 - whatever a letter has
    """A reply on a cc list."""
    draft = Draft(ME, subject="Re: Gritting", text=QUOTED, in_reply_to="1@mail.example")
    return Letter(
        **{
            "purpose": "reply", "title": "Comms network", "draft": draft, "choices": CHOICES,
            "line": 3, "parent": "1@mail.example", **given,
        }
    )  # fmt: skip


def blank() -> Letter:
    """A new message."""
    return Letter("new", "", Draft(ME), typed="")


class Desk(App[None]):
    """A composer in the lower half."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "Composer { dock: bottom; height: 50%; }"

    def __init__(self, folder: Path, **given: Any) -> None:  # noqa: ANN401 - the composer's own
        super().__init__()
        theme.register(self)
        self.theme = "dark"
        self.folder = folder
        self.saved: list[float] = []
        self.sent: list[Letter] = []
        self.done: list[str] = []
        self.aside = 0
        self.before_save: Callable[[], None] = lambda: None
        self.composer = Composer(self._write, **given)

    def compose(self) -> ComposeResult:
        yield self.composer

    async def _write(self, given: Letter) -> str:
        key = given.key or new_key()
        self.before_save()
        await asyncio.to_thread(save, self.folder, Work(key, given.draft, "list", given.parent))
        self.saved.append(time.monotonic())
        return key

    @on(Composer.SendWanted)
    def _sent(self, event: Composer.SendWanted) -> None:
        self.sent.append(event.letter)

    @on(Composer.Done)
    def _done(self, event: Composer.Done) -> None:
        self.done.append(event.words)

    @on(Composer.Aside)
    def _aside(self, _event: Composer.Aside) -> None:
        self.aside += 1


class Writing:
    """A running one."""

    def __init__(self, app: Desk, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.composer = app.composer

    def lines(self) -> list[str]:
        """The composer's lines."""
        strips = self.app.screen._compositor.render_strips()
        lines = ["".join(segment.text for segment in strip) for strip in strips]
        return lines[self.composer.region.y : self.composer.region.bottom]

    def text(self) -> str:
        """All of them."""
        return "\n".join(self.lines())

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait for something to be so."""
        end = time.monotonic() + LONG
        while not holds():
            assert time.monotonic() < end, self.text()
            await self.pilot.pause(0.01)
        await self.pilot.pause()

    async def shows(self, words: str) -> None:
        """Wait for words."""
        await self.until(lambda: words in self.text())

    async def press(self, *keys: str) -> None:
        """Press keys."""
        await self.pilot.press(*keys)


@asynccontextmanager
async def writing(
    folder: Path,
    given: Letter | None,
    size: tuple[int, int] = (100, 30),
    **how: Any,  # noqa: ANN401
) -> AsyncIterator[Writing]:
    """A composer with a letter."""
    app = Desk(folder, **how)
    async with app.run_test(size=size) as pilot:
        made = Writing(app, pilot)
        app.composer.first.focus()
        await pilot.pause()
        if given is not None:
            app.composer.open(given)
        await pilot.pause()
        yield made
