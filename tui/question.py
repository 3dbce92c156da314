"""The lines of an interview's screen, worked out for a room, and the widget that draws them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textual.message import Message
from textual.widget import Widget

from tui.glyphs import glyphs
from tui.interview import Ask, Finished, Tell, Working, progress_words
from tui.line import Line
from tui.theme import palette
from tui.words import number
from tui.wrap import READABLE, cells, wrap

if TYPE_CHECKING:
    from textual import events
    from textual.geometry import Size
    from textual.strip import Strip

    from tui.glyphs import Glyphs
    from tui.interview import Choice, Step
    from tui.theme import Palette

MARGIN = 3
BAR = 32

Role = Literal["said", "trouble", "question", "detail", "choice", "working", "bar", "space"]


@dataclass(frozen=True, slots=True)
class Shown:
    """One line: what it is, its text, and what a choice says beside its title."""

    role: Role
    text: str = ""
    beside: str = ""
    column: int = 0
    choice: int | None = None
    under: bool = False
    """Whether the cursor is on this choice."""

    share: float = 0.0
    """How much of a bar is full."""


def shown_lines(
    said: tuple[Tell, ...], step: Step | None, cursor: int, *, width: int, height: int
) -> tuple[Shown, ...]:
    """What stands on ``height`` lines of ``width`` cells. Pure.

    The question and the choice under the cursor always do; what was done before gives way first.
    """
    room = min(READABLE, width - 2 * MARGIN)
    below = _step_lines(step, cursor, room)
    above = [line for tell in said for line in _told(tell, room)]
    if above and below:
        above.append(Shown("space"))
    left = max(0, height - len(below))
    above = above[max(0, len(above) - left) :] if left else []
    lines = [*above, *below]
    if len(lines) > height:
        at = next((i for i, line in enumerate(lines) if line.under), height - 1)
        first = min(max(1, at - height + 2), len(lines) - height + 1)
        lines = [lines[0], *lines[first : first + height - 1]]
    return tuple(lines)


def _told(tell: Tell, room: int) -> list[Shown]:
    role: Role = "trouble" if tell.trouble else "said"
    first, *rest = wrap(tell.text, max(4, room - 2))
    return [Shown(role, first, beside="first"), *(Shown(role, line) for line in rest)]


def _step_lines(step: Step | None, cursor: int, room: int) -> list[Shown]:
    if isinstance(step, Ask):
        return _asked(step, cursor, room)
    if isinstance(step, Working):
        lines = [Shown("working", line) for line in wrap(progress_words(step, number), room)]
        if step.total:
            lines.append(Shown("bar", share=min(1.0, step.done / step.total)))
        return lines
    if isinstance(step, Finished):
        first, *rest = step.lines or ("Done.",)
        role: Role = "trouble" if step.failed else "question"
        lines = [Shown(role, line) for line in wrap(first, room)]
        return [*lines, *(Shown("detail", line) for text in rest for line in wrap(text, room))]
    return []


def _asked(step: Ask, cursor: int, room: int) -> list[Shown]:
    lines = [Shown("question", line) for line in wrap(step.question, room)]
    lines += [Shown("detail", line) for text in step.detail for line in wrap(text, room)]
    if step.trouble:
        lines += [Shown("trouble", line) for line in wrap(step.trouble, room)]
    lines.append(Shown("space"))
    if step.choices:
        column = max(cells(choice.title) for choice in step.choices) + 3
        for index, choice in enumerate(step.choices):
            lines += _choice(choice, index, cursor, column, room)
    return lines


def _choice(choice: Choice, index: int, cursor: int, column: int, room: int) -> list[Shown]:
    under = index == cursor
    if column + cells(choice.detail) <= room or not choice.detail:
        return [Shown("choice", choice.title, choice.detail, column, index, under)]
    beside = room - column
    if beside >= READABLE // 3:
        first, *rest = wrap(choice.detail, beside)
        return [
            Shown("choice", choice.title, first, column, index, under),
            *(Shown("choice", "", line, column, index) for line in rest),
        ]
    return [Shown("choice", choice.title, "", column, index, under)]


class Page(Widget):
    """Draws the lines; a click on a choice picks it."""

    class Picked(Message):
        """A choice, by its place from 0."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[Shown, ...] = ()
        self.cursor = 0

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many as there are, and one above them."""
        return len(self.lines) + 1

    def render_line(self, y: int) -> Strip:
        """One of them."""
        styles, signs = palette(self.app.theme), glyphs()
        line = Line(self.size.width, ellipsis=signs.ellipsis)
        if 0 < y <= len(self.lines):
            _draw(line, self.lines[y - 1], styles, signs)
        return line.strip().apply_style(styles.base)

    def on_click(self, event: events.Click) -> None:
        """Pick what was clicked."""
        if 0 < event.y <= len(self.lines):
            picked = self.lines[event.y - 1].choice
            if picked is not None:
                self.post_message(self.Picked(picked))


def _draw(line: Line, shown: Shown, styles: Palette, signs: Glyphs) -> None:
    if shown.role == "choice":
        line.to(1).add(signs.cursor if shown.under else " ", styles.accent).to(MARGIN)
        line.add(shown.text, styles.strong if shown.under else styles.text)
        if shown.beside:
            line.to(MARGIN + shown.column).add(shown.beside, styles.quiet)
    elif shown.role == "bar":
        full = int(BAR * shown.share)
        line.to(MARGIN).add(signs.full * full, styles.accent)
        line.add(signs.empty * (BAR - full), styles.faint)
    elif shown.role in ("said", "trouble") and shown.beside:
        is_bad = shown.role == "trouble"
        style = styles.danger if is_bad else styles.quiet
        line.to(MARGIN).add("!" if is_bad else signs.selected, style)
        line.to(MARGIN + 2).add(shown.text, style)
    elif shown.role == "said":
        line.to(MARGIN + 2).add(shown.text, styles.quiet)
    else:
        style = {
            "trouble": styles.danger, "question": styles.strong, "detail": styles.quiet,
            "working": styles.text,
        }.get(shown.role, styles.text)  # fmt: skip
        line.to(MARGIN).add(shown.text, style)
