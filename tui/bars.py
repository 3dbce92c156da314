"""The line at the top, with the status at its right, and the line of keys at the bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from textual.widget import Widget

from tui.clock import now
from tui.glyphs import glyphs
from tui.line import Line
from tui.theme import palette
from tui.words import ago, number
from tui.wrap import cells

if TYPE_CHECKING:
    from textual.strip import Strip

    from indexer import Progress
    from tui.glyphs import Glyphs
    from tui.theme import Palette

HOLD = 6.0
"""Seconds that a few words stay in the status place."""

_PHASES = {
    "new": "taking in",
    "headers": "reading",
    "lists": "finding lists in",
    "tags": "tagging",
    "bodies": "cleaning",
}


class Say(Protocol):
    """Shows a few words in the status place."""

    def __call__(self, text: str, *, danger: bool = False, hold: bool = False) -> None:
        """``danger`` where something went wrong, ``hold`` until the next words."""


class Status(Widget):
    """A few words in one place: what was just done, what goes on, else when mail was taken in."""

    def __init__(self, title: str) -> None:
        super().__init__(id="top")
        self.title = title
        self.text = ""
        self.danger = False
        self.progress: Progress | None = None
        self.taken: int | None = None

    def say(self, text: str, *, danger: bool = False, hold: bool = False) -> None:
        """Show a few words; for a while, or until the next ones."""
        self.text, self.danger = text, danger
        self.refresh()
        if text and not hold:
            self.set_timer(HOLD, lambda: self._over(text))

    def _over(self, text: str) -> None:
        if self.text == text:
            self.say("")

    def show_progress(self, progress: Progress | None) -> None:
        """Show how far taking in mail has come; None when it is over."""
        if progress != self.progress:
            self.progress = progress
            self.refresh()

    def show_taken(self, taken: int | None) -> None:
        """Show when mail was last taken in."""
        self.taken = taken
        self.refresh()

    def write(self, line: Line, styles: Palette, signs: Glyphs, margin: int = 1) -> None:
        """The status, at the right of a line."""
        if self.text:
            line.right(self.text, styles.danger if self.danger else styles.quiet, margin)
        elif self.progress:
            words, bar = progress_words(self.progress), 12 if line.room > 50 else 0
            if bar and self.progress.total:
                full = min(bar, bar * self.progress.done // self.progress.total)
                line.to(line.width - margin - bar - 1 - cells(words)).add(words, styles.quiet)
                line.add(" ").add(signs.full * full, styles.accent)
                line.add(signs.empty * (bar - full), styles.faint)
            else:
                line.right(words, styles.quiet, margin)
        elif self.taken:
            line.right(f"taken in {ago(self.taken, now())}", styles.quiet, margin)

    @property
    def busy(self) -> bool:
        """Whether there are words that a terminal without room for this line must still show."""
        return bool(self.text)

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """The program's name, the status."""
        styles, signs = palette(self.app.theme), glyphs()
        line = Line(self.size.width, ellipsis=signs.ellipsis)
        line.to(1).add("cclear  ", styles.strong)
        line.add(self.title, styles.quiet, max(0, line.width // 3)).add("  ")
        self.write(line, styles, signs)
        return line.strip().apply_style(styles.base)


def progress_words(progress: Progress) -> str:
    """``taking in 1,200 of 40,000``; what it waits for, where it waits."""
    if progress.waiting:
        return progress.waiting
    words = _PHASES[progress.phase]
    if progress.total:
        return f"{words} {number(progress.done)} of {number(progress.total)}"
    return f"{words} {number(progress.done)}" if progress.done else f"{words} mail"


class Keys(Widget):
    """The keys that matter now, as many as there is room for; or a question."""

    def __init__(self) -> None:
        super().__init__(id="keys")
        self.hints: tuple[tuple[str, str], ...] = ()
        self.lead = ""
        self.status: Status | None = None

    def show(
        self, hints: tuple[tuple[str, str], ...], lead: str = "", status: Status | None = None
    ) -> None:
        """Show keys and titles after a lead; or ``status`` in their place, where it has words."""
        if (hints, lead, status) != (self.hints, self.lead, self.status):
            self.hints, self.lead, self.status = hints, lead, status
            self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """The line."""
        styles, signs = palette(self.app.theme), glyphs()
        line = Line(self.size.width, ellipsis=signs.ellipsis).to(1)
        if self.status and self.status.busy and not self.lead:
            style = styles.danger if self.status.danger else styles.quiet
            return line.add(self.status.text, style).strip().apply_style(styles.base)
        if self.lead:
            line.add(self.lead, styles.accent).add("  ")
        for key, title in kept(self.hints, line.room - 1):
            line.add(f"{key} ", styles.text).add(f"{title}  ", styles.quiet)
        return line.strip().apply_style(styles.base)


def kept(hints: tuple[tuple[str, str], ...], width: int) -> list[tuple[str, str]]:
    """The hints that fit in ``width`` cells, the last one (help) kept longest."""
    if not hints:
        return []

    def wide(hint: tuple[str, str]) -> int:
        return cells(hint[0]) + 1 + cells(hint[1]) + 2

    *rest, last = hints
    room = width - wide(last) + 2
    fit = []
    for hint in rest:
        if (room := room - wide(hint)) < 0:
            break
        fit.append(hint)
    return [*fit, last]
