"""The screen of an interview: what was done, one question, and what goes on meanwhile.

``cclear setup`` and the first run show the way to one's own mail on it.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from tui import theme
from tui.bars import Keys, Status
from tui.edge import Edge
from tui.glyphs import glyphs
from tui.interview import Ask, Finished, Tell, Walk, Working
from tui.prompts import LineInput
from tui.question import Page, shown_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.filter import LineFilter

    from tui.interview import Interview, Step

PATIENCE = 2.0
"""Seconds that leaving waits for the work to come to a place where it can stop."""

_CHOOSING = (("j k", "move"), ("enter", "choose"), ("esc", "back"), ("q", "leave"))
_TYPING = (("enter", "go on"), ("esc", "back"), ("ctrl+q", "leave"))
_WORKING = (("ctrl+q", "stop here; what is done stays"),)


class Questions(App[Finished]):
    """Walks an interview; its result is how that ended, None where the user left before."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Screen { background: $background; layout: vertical; }
    #top, #keys { height: 1; }
    #middle { height: 1fr; overflow: hidden; }
    Page { height: auto; }
    #answer, #answer:focus {
        height: 1; border: none; padding: 0; margin: 0 3; background: $background; display: none;
        max-width: 76;
    }
    #answer.-asked { display: block; }
    #answer > .input--selection { background: $background; text-style: reverse; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "before", "back", priority=True),
        Binding("ctrl+q,ctrl+c", "leave", "leave", priority=True),
        Binding("q", "leave", "leave"),
        Binding("down,j,tab", "move(1)", "down"),
        Binding("up,k,shift+tab", "move(-1)", "up"),
        Binding("enter", "choose", "choose"),
    ]

    class Stepped(Message):
        """The interview came to its next step."""

        def __init__(self, step: Step) -> None:
            super().__init__()
            self.step = step

    class Broke(Message):
        """The interview ended with a fault."""

        def __init__(self, error: Exception) -> None:
            super().__init__()
            self.error = error

    def __init__(self, begin: Callable[[], Interview], *, title: str = "setup") -> None:
        super().__init__()
        self._walk = Walk(begin)
        self._title = title
        self._step: Step | None = None
        self._lock = threading.Lock()
        self._left = False
        self.error: Exception | None = None
        """What the interview raised, for whoever ran it."""
        theme.register(self)
        self.theme = "terminal"
        self._edge = Edge(utf8=glyphs().utf8)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own, and the terminal's edge after them all."""
        return [*super().get_line_filters(), self._edge]

    def compose(self) -> ComposeResult:
        """The title, the page with a line to type in, the keys."""
        yield Status(self._title)
        with Vertical(id="middle"):
            yield Page()
            yield LineInput(id="answer", select_on_focus=False)
        yield Keys()

    def on_mount(self) -> None:
        """Begin."""
        self._work(self._walk.go)

    def on_resize(self) -> None:
        """Room for other lines."""
        self._show()

    def _work(self, act: Callable[[], Step]) -> None:
        """Take steps in a thread until one needs the user."""

        def run() -> None:
            try:
                with self._lock:
                    step = act()
                    while isinstance(step, Tell | Working) and not self._left:
                        self.call_from_thread(self.post_message, self.Stepped(step))
                        step = self._walk.go()
                    if self._left:
                        self._walk.close()
                        return
                self.call_from_thread(self.post_message, self.Stepped(step))
            except Exception as error:  # noqa: BLE001 - whoever ran the screen says it in words
                if not self._left:
                    self.call_from_thread(self.post_message, self.Broke(error))

        self._step = Working("One moment")
        self._show()
        # Leaving must not wait for a server that says nothing: a thread of Textual's would.
        threading.Thread(target=run, daemon=True).start()

    def on_questions_stepped(self, event: Stepped) -> None:
        """Show it."""
        self._step = step = event.step
        page, field = self.query_one(Page), self.query_one(Input)
        if isinstance(step, Ask):
            keys = [choice.key for choice in step.choices]
            page.cursor = keys.index(step.default) if step.default in keys else 0
            field.password = step.secret
            field.value = "" if step.secret else step.default
        self._show()
        if isinstance(step, Ask) and not step.trouble:
            # Typing replaces a default; an answer that was wrong is mended.
            field.select_all()
        else:
            field.cursor_position = len(field.value)

    def on_questions_broke(self, event: Broke) -> None:
        """The caller says what."""
        self.error = event.error
        self.exit()

    def _show(self) -> None:
        if not self.query(Page):
            return
        step, page, field = self._step, self.query_one(Page), self.query_one(Input)
        typing = isinstance(step, Ask) and not step.choices
        field.set_class(typing, "-asked")
        page.lines = shown_lines(
            tuple(self._walk.said), step, page.cursor,
            width=max(10, self.size.width), height=max(1, self.size.height - 3 - typing),
        )  # fmt: skip
        page.refresh(layout=True)
        if typing:
            field.focus()
        else:
            self.set_focus(None)
        self.query_one(Keys).show(self._hints())

    def _hints(self) -> tuple[tuple[str, str], ...]:
        if isinstance(self._step, Finished):
            return (("enter", "open it" if self._step.opens else "leave"),)
        if isinstance(self._step, Ask):
            hints = _CHOOSING if self._step.choices else _TYPING
            is_first = self._step.last or not self._walk.answered
            return tuple(h for h in hints if h[0] != "esc") if is_first else hints
        return _WORKING

    def action_move(self, by: int) -> None:
        """Move among the choices."""
        if isinstance(self._step, Ask) and self._step.choices:
            page = self.query_one(Page)
            page.cursor = (page.cursor + by) % len(self._step.choices)
            self._show()

    def action_choose(self) -> None:
        """Answer with the choice under the cursor; at the end, leave with it."""
        step = self._step
        if isinstance(step, Finished):
            self.exit(step)
        elif isinstance(step, Ask) and step.choices:
            self._answer(step.choices[self.query_one(Page).cursor].key)

    def on_page_picked(self, event: Page.Picked) -> None:
        """A choice was clicked."""
        if isinstance(self._step, Ask) and event.index < len(self._step.choices):
            self._answer(self._step.choices[event.index].key)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with what was typed."""
        if isinstance(self._step, Ask) and not self._step.choices:
            self._answer(event.value if self._step.secret else event.value.strip())

    def on_key(self, event: events.Key) -> None:
        """A choice's number chooses it."""
        if isinstance(self._step, Ask) and event.key.isdecimal() and self._step.choices:
            number = int(event.key)
            if 0 < number <= len(self._step.choices):
                self._answer(self._step.choices[number - 1].key)

    def _answer(self, answer: str) -> None:
        self._work(lambda: self._walk.go(answer))

    def action_before(self) -> None:
        """The question before."""
        if isinstance(self._step, Ask) and not self._step.last:
            self._work(self._walk.back)

    def action_leave(self) -> None:
        """Stop here."""
        if isinstance(self._step, Finished):
            self.exit(self._step)
            return
        self._left = True
        if self._lock.acquire(timeout=PATIENCE if isinstance(self._step, Working) else 0.1):
            self._walk.close()
            self._lock.release()
        self.exit()
