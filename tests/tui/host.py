"""An app around one conversation, which does for it what the screen does, on the real mail."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import App, ComposeResult

from tests.support.mailbox import LONG
from tui import commands, messages, theme
from tui.conversation import ConversationPane

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from indexer import Client

_METHODS = {
    key: command.method
    for command in commands.COMMANDS
    if "conversation" in command.where
    for key in command.keys
}


class Host(App[None]):
    """Keys go to the pane as the table of commands says; what it asks for is done and noted."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, client: Client, conversation: str, theme_name: str = "dark") -> None:
        super().__init__()
        self.client = client
        self.conversation = conversation
        theme.register(self)
        self.theme = theme_name
        self.said: list[str] = []
        self.copied: list[str] = []
        self.piped: list[tuple[str, ...]] = []
        self.prompts: list[messages.PromptWanted] = []
        self.choices: list[messages.ChoiceWanted] = []
        self.went: list[messages.NextWanted | messages.Left] = []
        self.writing = 0
        self._before = ""

    @property
    def pane(self) -> ConversationPane:
        """The pane that is tried."""
        return self.query_one(ConversationPane)

    def compose(self) -> ComposeResult:
        """The pane alone."""
        yield ConversationPane()

    def on_mount(self) -> None:
        """Open the conversation."""
        self.pane.focus()
        self.pane.show(self.conversation, client=self.client)

    def on_key(self, event: events.Key) -> None:
        """Keys as the screen hands them out, two in a row among them."""
        key, self._before = f"{self._before} {event.key}".strip(), ""
        if key == "z":
            self._before = key
        elif key in _METHODS:
            getattr(self.pane, _METHODS[key])()
        event.stop()

    @on(messages.TagsWanted)
    def _tags(self, event: messages.TagsWanted) -> None:
        self.writing += 1
        self.run_worker(self._write(event))

    async def _write(self, event: messages.TagsWanted) -> None:
        tagged = await self.client.tag(*event.changes)
        if not event.by_itself:
            self.said.append(event.words)
        if event.settled:
            event.settled(tagged)
        self.writing -= 1

    @on(messages.StatusWanted)
    def _status(self, event: messages.StatusWanted) -> None:
        self.said.append(event.text)

    @on(messages.CopyWanted)
    def _copy(self, event: messages.CopyWanted) -> None:
        self.copied.append(event.text)

    @on(messages.PipeWanted)
    def _pipe(self, event: messages.PipeWanted) -> None:
        self.piped.append(event.ids)

    @on(messages.PromptWanted)
    def _prompt(self, event: messages.PromptWanted) -> None:
        self.prompts.append(event)

    @on(messages.ChoiceWanted)
    def _choice(self, event: messages.ChoiceWanted) -> None:
        self.choices.append(event)

    @on(messages.NextWanted)
    def _next(self, event: messages.NextWanted) -> None:
        self.went.append(event)

    @on(messages.Left)
    def _left(self, event: messages.Left) -> None:
        self.went.append(event)


def lines(host: Host) -> list[str]:
    """What the pane shows, line by line."""
    pane = host.pane
    return [pane.render_line(y).text.rstrip() for y in range(pane.size.height)]


def row_with(host: Host, text: str) -> int:
    """The line of the pane with some text; ValueError where it is on none."""
    for y, line in enumerate(lines(host)):
        if text in line:
            return y
    raise ValueError(f"{text!r} is not on the screen:\n" + "\n".join(lines(host)))


async def until(pilot: Pilot[None], true: Callable[[], object]) -> None:
    """Wait until something is so: until the worker answered, that is."""
    end = time.monotonic() + LONG
    while not true():
        assert time.monotonic() < end, f"it never came\n{pilot.app.screen.tree}"
        await pilot.pause(0.01)
    await pilot.pause()


def open_texts(host: Host) -> bool:
    """Whether the texts of all open messages on the screen are there, and nothing is written."""
    pane = host.pane
    wanted = {row.message for row in pane.in_sight()} & pane.folds.open
    return bool(pane.rows) and not host.writing and wanted <= pane.digests.keys()
