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
    from collections.abc import Iterable

    from textual.strip import Strip

    from indexer import Progress
    from tui.glyphs import Glyphs
    from tui.theme import Palette

HOLD = 6.0
"""Seconds that a few words stay in the status place."""
BAR = 12
"""Cells of a progress bar."""

_PHASES = {
    "new": "taking in",
    "headers": "reading",
    "joins": "joining",
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

    def words(self) -> str:
        """What there is to say just now."""
        if self.text:
            return self.text
        if self.progress:
            return progress_words(self.progress)
        return f"taken in {ago(self.taken, now())}" if self.taken else ""

    def _write(self, line: Line, words: str, styles: Palette, signs: Glyphs) -> None:
        going = self.progress if not self.text else None
        if going and going.total and line.room > cells(words) + BAR + 4:
            full = min(BAR, BAR * going.done // going.total)
            line.to(line.width - 2 - BAR - cells(words)).add(f"{words} ", styles.quiet)
            line.add(signs.full * full, styles.accent).add(signs.empty * (BAR - full), styles.faint)
        else:
            line.right(words, styles.danger if self.text and self.danger else styles.quiet, 1)

    @property
    def busy(self) -> bool:
        """Whether there are words that a terminal without room for this line must still show."""
        return bool(self.text)

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """The program's name, the status."""
        styles, signs = palette(self.app.theme), glyphs()
        line, words = Line(self.size.width, ellipsis=signs.ellipsis), self.words()
        # Where there is no room for all, what goes on matters more than whose mail it is.
        for text, style in (("cclear", styles.strong), (f"  {self.title}", styles.quiet)):
            if line.room > cells(text) + cells(words) + 3:
                line.to(1).add(text, style)
        self._write(line, words, styles, signs)
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
        write(line, kept(self.hints, line.room - 1), styles)
        return line.strip().apply_style(styles.base)


def write(line: Line, hints: Iterable[tuple[str, str]], styles: Palette) -> None:
    """Keys and what they do, two blanks between them and none at the end."""
    gap = ""
    for key, title in hints:
        line.add(gap).add(f"{key} ", styles.text).add(title, styles.quiet)
        gap = "  "


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
