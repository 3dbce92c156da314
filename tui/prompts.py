"""A line to type in, at the bottom: searches, tags, names, commands. Loaded when first needed."""

from __future__ import annotations

from functools import partial
from inspect import isawaitable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from tui.background import begin
from tui.early import Asking, holder
from tui.glyphs import glyphs
from tui.inorder import InOrder
from tui.line import Line
from tui.messages import KeysWanted
from tui.theme import palette

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.strip import Strip

    from tui.messages import PromptWanted


class Words(Widget):
    """Words that are nobody's markup."""

    def __init__(self, text: str, *, danger: bool = False) -> None:
        super().__init__()
        self.text = text
        self.danger = danger

    def render_line(self, y: int) -> Strip:
        """The words, in the first line."""
        styles = palette(self.app.theme)
        line = Line(self.size.width, ellipsis=glyphs().ellipsis)
        if y == 0:
            line.to(1).add(self.text, styles.danger if self.danger else styles.quiet)
        return line.strip().apply_style(styles.base)


class LineInput(InOrder, Input):
    """One line to type in."""


class LeadingLine(LineInput):
    """What is typed behind Enter is for what that leads to."""

    async def action_submit(self) -> None:
        """Hand the line over, and hold what is typed until it is answered."""
        if (screen := holder(self.app)) is not None:
            screen.hold()
        await super().action_submit()


class PromptLine(LeadingLine):
    """The line of a prompt, which can be left while it is answered."""

    patient = True
    """Whether keys wait for the answer to the line: escape does not, while that takes its time."""

    class Left(Message):
        """Nobody waits for the answer any more."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "escape" and not self.patient:
            event.stop()
            event.prevent_default()
            self.post_message(self.Left())


class Prompt(Asking, Vertical):
    """Label and line, and under them what is wrong with it."""

    DEFAULT_CSS = """
    Prompt { height: 2; }
    Prompt Horizontal { height: 1; }
    Prompt Words { height: 1; }
    Prompt Input, Prompt Input:focus {
        height: 1; width: 1fr; border: none; padding: 0; background: $background;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "cancel")]

    class Closed(KeysWanted):
        """The prompt is done with."""

    class Wrong(KeysWanted):
        """It stays, for its line to be mended."""

    def __init__(self, wanted: PromptWanted) -> None:
        super().__init__()
        self._wanted = wanted
        self.line = PromptLine(wanted.value, select_on_focus=True)
        self._below = Words("enter does it   esc leaves it")

    def compose(self) -> ComposeResult:
        """The label beside the line."""
        label = Words(self._wanted.label)
        label.styles.width = len(self._wanted.label) + 1
        with Horizontal():
            yield label
            yield self.line
        yield self._below

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass on what is typed; what was wrong with the line before is over."""
        event.stop()
        if self._below.danger:
            self._say("enter does it   esc leaves it", danger=False)
        if self._wanted.changed:
            self._wanted.changed(event.value)

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand over the line; stay where it was wrong."""
        event.stop()
        wrong = self._wanted.answer(event.value)
        if isawaitable(wrong):
            self._say("…", danger=False)
            self.line.patient = False
            begin(self, partial(self._later, wrong), "later", exclusive=True)
        else:
            self._close(wrong)

    async def _later(self, wrong) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        self._close(await wrong)

    def _close(self, wrong: str | None) -> None:
        self.line.patient = True
        if wrong:
            self._say(wrong, danger=True)
            self.post_message(self.Wrong())
        else:
            self.post_message(self.Closed())

    def _say(self, text: str, *, danger: bool) -> None:
        self._below.text, self._below.danger = text, danger
        self._below.refresh()

    def action_cancel(self) -> None:
        """Leave it."""
        self.post_message(self.Closed())

    def on_prompt_line_left(self, event: PromptLine.Left) -> None:
        """What was typed meanwhile was for what does not open."""
        event.stop()
        if (screen := holder(self.app)) is not None:
            screen.let_go()
        self.action_cancel()
