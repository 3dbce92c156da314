"""What the screen does for its panes: asking, searching, tagging, piping, copying."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from textual import on

from indexer import IndexerError, TagChange
from tui import browser, commands, keys, messages
from tui.background import begin
from tui.bars import Keys, Status
from tui.early import Early, handled
from tui.words import count
from tui.writing import Writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import ModalScreen

    from indexer import Client
    from tui.prompts import Prompt
    from tui.settings import Settings
    from tui.views import View

R = TypeVar("R")

MANY = 200
"""Conversations asked for at once, where all of a view are wanted."""


class Errands(Early, inherit_bindings=False):
    """Handles the messages of :mod:`tui.messages`, and the commands no pane carries out."""

    def __init__(self, client: Client, settings: Settings, title: str) -> None:
        super().__init__()
        self.client = client
        self.settings = settings
        self.status = Status(title)
        self.keys = Keys()
        self.keymap = commands.keymap(settings.keys)
        self.writing = Writing(client, self.status_says, commands.named("{undo}", self.keymap))
        self.prompt: Prompt | None = None
        self.waiting: keys.Waiting | None = None

    # What the screen itself gives

    def show_keys(self) -> None:
        """Bring the bottom line up to date."""
        raise NotImplementedError

    def take_key(self, key: str) -> bool:
        """Whether a key answers a question, or is the second of two."""
        raise NotImplementedError

    def focus_pane(self) -> None:
        """Give the focus back to the pane of this level."""
        raise NotImplementedError

    async def mail_touched(self) -> None:
        """Something was written: see what it changed."""
        raise NotImplementedError

    async def catch_up(self) -> None:
        """Have all that came taken in."""
        raise NotImplementedError

    # Words, questions, prompts

    def status_says(self, text: str, *, danger: bool = False, hold: bool = False) -> None:
        """A few words in the status place."""
        self.status.say(text, danger=danger, hold=hold)
        self.show_keys()

    def wait_for(self, waiting: keys.Waiting | None) -> None:
        """Hold the next key for a question or the second of two."""
        self.waiting = waiting
        self.show_keys()

    @on(messages.KeysChanged)
    def _keys_changed(self, event: messages.KeysChanged) -> None:
        event.stop()
        self.show_keys()

    @on(messages.StatusWanted)
    def _status_wanted(self, event: messages.StatusWanted) -> None:
        event.stop()
        self.status_says(event.text, danger=event.danger)

    @on(messages.ChoiceWanted)
    def _choice_wanted(self, event: messages.ChoiceWanted) -> None:
        event.stop()
        with self.opening():
            self.wait_for(keys.question(event.question, event.choices))

    @on(messages.PromptWanted)
    async def _prompt_wanted(self, event: messages.PromptWanted) -> None:
        from tui.prompts import Prompt

        event.stop()
        with self.opening():
            if self.prompt is None:
                self.keys.display = False
                self.prompt = Prompt(event)
                await self.mount(self.prompt)
            self.set_focus(self.prompt.line)

    def lay_over(
        self, screen: ModalScreen[R], left: Callable[[R | None], object] = lambda _: None
    ) -> None:
        """Push a screen over this one; ``left`` gets what it is left with.

        What is typed from this moment on is for it, and then for what ``left`` leads to. One that
        lies there already stays: clicks wait for nothing, and may ask for it again.
        """

        def back(result: R | None) -> None:
            with self.opening():
                left(result)

        with self.opening():
            if all(type(other) is not type(screen) for other in self.app.screen_stack):
                self.app.push_screen(screen, back)

    async def on_prompt_closed(self, event: Prompt.Closed) -> None:
        """The prompt goes, the keys come back."""
        event.stop()
        with self.opening():
            prompt, self.prompt = self.prompt, None
            self.keys.display = True
            self.focus_pane()
            self.show_keys()
            if prompt is not None:
                await handled(prompt.line)
                await prompt.remove()

    def on_prompt_wrong(self, event: Prompt.Wrong) -> None:
        """The line is typed on."""
        event.stop()
        with self.opening():
            pass

    # Tags

    @on(messages.TagsWanted)
    def _tags_wanted(self, event: messages.TagsWanted) -> None:
        event.stop()
        begin(self, partial(self._write, event), "tags")

    async def _write(self, event: messages.TagsWanted) -> None:
        tagged = await self.writing.write(event.changes, event.words, by_itself=event.by_itself)
        if event.settled is not None:
            event.settled(tagged)
        await self.mail_touched()

    @on(messages.ReadAllWanted)
    def _read_all_wanted(self, event: messages.ReadAllWanted) -> None:
        event.stop()
        begin(self, partial(self._ask_read_all, event.view), "commands")

    async def _ask_read_all(self, view: View) -> None:
        unread = view.unread
        if not unread:
            # It may not have been counted yet.
            try:
                (found,) = await self.client.counts(view.query, unread=True)
            except IndexerError as error:
                self.let_go()
                self.status_says(error.text, danger=True)
                return
            unread = found.unread
        with self.opening():
            if unread:
                ask = f"Mark {count(unread, 'message')} in {view.title} read?"
                self.wait_for(keys.question(ask, {"y": lambda: self._read_all(view)}))
            else:
                self.status_says(f"nothing unread in {view.title}")

    async def _read_all(self, view: View) -> None:
        query = "tag:unread" if view.query == "*" else f"({view.query}) and tag:unread"
        names: list[str] = []
        before: int | None = None
        self.status_says(f"marking {view.title} read", hold=True)
        try:
            while True:
                page = await self.client.rows(query, before, MANY)
                names += [row.id for row in page.rows]
                if page.before is None:
                    break
                before = page.before
        except IndexerError as error:
            self.status_says(error.text, danger=True)
            return
        if names:
            change = TagChange(remove=("unread",), conversations=tuple(names))
            words = f"marked {view.title} read: {count(len(names), 'conversation')}"
            await self.writing.write((change,), words)
        await self.mail_touched()

    # Out of here

    @on(messages.CopyWanted)
    def _copy_wanted(self, event: messages.CopyWanted) -> None:
        event.stop()
        self.app.copy_to_clipboard(event.text)
        self.status_says(event.words)

    @on(messages.PipeWanted)
    def _pipe_wanted(self, event: messages.PipeWanted) -> None:
        event.stop()

        def answer(command: str) -> str | None:
            if not command.strip():
                return "name a command: git am, less, wc -l"
            begin(self, partial(self._pipe, command, event.ids), "pipe")
            return None

        label = "pipe to: " if len(event.ids) == 1 else f"pipe {len(event.ids)} messages to: "
        self.post_message(messages.PromptWanted(label, answer))

    async def _pipe(self, command: str, ids: tuple[str, ...]) -> None:
        from tui.piping import pipe

        self.status_says(f"{command} …", hold=True)
        try:
            files = [Path(await self.client.path(name)) for name in ids]
            self.status_says(await pipe(command, files))
        except IndexerError as error:
            self.status_says(error.text, danger=True)
        except OSError as error:
            self.status_says(f"a message’s file cannot be read: {error.strerror}", danger=True)

    def action_help(self) -> None:
        """All keys."""
        from tui.help import Help

        self.lay_over(Help(self.keymap))

    def action_suspend(self) -> None:
        """Back to the shell for a while."""
        if browser.in_browser():
            self.status_says(browser.NO_SHELL, danger=True)
            return
        self.app.action_suspend_process()

    def action_quit(self) -> None:
        """Leave, after asking."""
        self.wait_for(keys.question("Leave cclear?", {"y": self.app.exit, "enter": self.app.exit}))
