"""Commands by their names, and the places to go to, found by a few of their letters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Horizontal
from textual.fuzzy import Matcher
from textual.screen import ModalScreen
from textual.strip import Strip

from tui.commands import COMMANDS, keys_of, named, shown
from tui.early import holder
from tui.glyphs import glyphs
from tui.line import NONE, Line
from tui.pane import Pane
from tui.prompts import LeadingLine, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widgets import Input

    from tui.screen import Mail


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to do: what it is called, the keys that do it too, what it does."""

    title: str
    keys: str
    help: str
    run: Callable[[], object]


def choices(screen: Mail) -> list[Choice]:
    """What can be done at the level the user is at; every view that can be gone to."""
    made = [
        Choice(
            command.title,
            "  ".join(shown(key) for key in keys_of(command, screen.keymap)),
            named(command.help, screen.keymap),
            partial(screen.command, command.id),
        )
        for command in COMMANDS
        if command.palette and screen.level in command.where
    ]
    return made + [
        Choice(f"go to {view.title}", "", view.what, partial(screen.visit, view))
        for view in screen.lists.views
    ]


def matching(given: Iterable[Choice], typed: str) -> list[Choice]:
    """Those whose title has the typed letters in their order, the likeliest first."""
    if not typed.strip():
        return list(given)
    matcher = Matcher(typed.strip())
    scored = [(matcher.match(choice.title), choice) for choice in given]
    return [choice for score, choice in sorted(scored, key=lambda s: -s[0]) if score > 0]


class _Choices(Pane, can_focus=False):
    """The choices that match."""

    place = "lists"

    def __init__(self) -> None:
        super().__init__("choices")
        self.choices: Sequence[Choice] = ()

    @property
    def count(self) -> int:
        """How many match."""
        return len(self.choices)

    def give(self, given: Sequence[Choice]) -> None:
        """Show other choices."""
        self.choices, self.cursor, self.top = given, 0, 0
        self.refresh()

    def notice(self) -> tuple[str, ...]:
        """Nothing matches."""
        return ("No command is called that.",)

    def draw(self, index: int, part: int) -> Strip:  # noqa: ARG002
        """Title and keys, and what it does where there is room."""
        choice, styles = self.choices[index], self.palette
        here = index == self.cursor
        line = Line(self.size.width, styles.cursor if here else NONE, glyphs().ellipsis)
        if here:
            line.add(glyphs().cursor, styles.accent)
        wide = line.width >= 64
        line.to(1).add(choice.title, styles.strong if here else styles.text, 30 if wide else None)
        if wide:
            line.to(33).add(choice.keys, styles.accent, 12).to(47).add(choice.help, styles.quiet)
        else:
            line.right(f"  {choice.keys}", styles.accent, 1)
        return line.strip()

    def draw_head(self, y: int) -> Strip:  # noqa: ARG002
        """There is no head."""
        return Strip.blank(self.size.width)

    def opened(self) -> None:
        """A second click."""
        self.screen.dismiss(self.choices[self.cursor])


class Palette(ModalScreen[Choice | None], inherit_bindings=False):
    """A line to type in, and under it what matches."""

    DEFAULT_CSS = """
    Palette { background: $background; }
    Palette Horizontal, Palette Words { height: 1; }
    Palette Input, Palette Input:focus {
        height: 1; width: 1fr; border: none; padding: 0; background: $background;
    }
    Palette _Choices { width: 1fr; height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+c,ctrl+p", "dismiss(None)", "back", priority=True),
        Binding("down,ctrl+n", "move(1)", "down", priority=True),
        Binding("up", "move(-1)", "up", priority=True),
        Binding("pagedown", "page(1)", "page", priority=True),
        Binding("pageup", "page(-1)", "page up", priority=True),
    ]

    def __init__(self, given: Sequence[Choice], label: str = "command: ") -> None:
        super().__init__()
        self._given = given
        self._label = label
        self.line = LeadingLine()
        self._choices = _Choices()

    def compose(self) -> ComposeResult:
        """The line above the choices."""
        label = Words(self._label)
        label.styles.width = len(self._label) + 2
        with Horizontal():
            yield label
            yield self.line
        yield self._choices

    def on_mount(self) -> None:
        """All of them, until something is typed."""
        self._choices.give(self._given)
        self.line.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Fewer or more."""
        event.stop()
        self._choices.give(matching(self._given, event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The one under the cursor."""
        event.stop()
        if self._choices.count:
            self.dismiss(self._choices.choices[self._choices.cursor])
        elif (screen := holder(self.app)) is not None:
            with screen.opening():
                pass

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self._choices.go(self._choices.cursor + step)

    def action_page(self, step: int) -> None:
        """Move the cursor by a page."""
        self._choices.go(self._choices.cursor + step * self._choices.fitting)
