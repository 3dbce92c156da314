"""What stands around a message being written: the heading, its files, what is offered, the foot."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from tui.audience import heading
from tui.bars import write
from tui.composing import whom
from tui.fields import LABEL
from tui.glyphs import glyphs
from tui.line import NONE, Line
from tui.theme import palette
from tui.words import number, size
from tui.wrap import cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.strip import Strip

    from tui.completion import Offer
    from tui.composing import Letter

ROWS = 3
"""Lines that warnings, and attachments, take at most."""
SAVED = 11
"""Cells of ``saved 11:24``."""


class Drawn(Widget):
    """Lines drawn one by one, with the theme's base under them."""

    ALLOW_SELECT: ClassVar[bool] = False

    def draw(self, y: int, line: Line) -> Line:
        """Fill line ``y``."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """A line (Textual's Line API)."""
        line = Line(self.size.width, ellipsis=glyphs().ellipsis)
        return self.draw(y, line).strip().apply_style(palette(self.app.theme).base)


class Heading(Drawn):
    """Whom it goes to, and under that what is odd about it."""

    def __init__(self) -> None:
        super().__init__()
        self.letter: Letter | None = None
        self.until = ""
        self.key = ""

    def wait(self, until: str) -> None:
        """Say what is waited for, until there is a letter."""
        self.until = until
        self.refresh()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What headers suggest otherwise, a line each."""
        if self.letter is None:
            return ()
        found = whom(self.letter)
        return (*(found.warnings if found else ()), *self.letter.notes)

    def draw(self, y: int, line: Line) -> Line:
        """The rule, then warnings."""
        styles, signs = palette(self.app.theme), glyphs()
        if y == 0:
            strip = heading(self.letter, self.key, line.width, styles, signs, until=self.until)
            for segment in strip:
                line.add(segment.text, segment.style or styles.text)
            return line
        if y <= len(self.warnings):
            line.to(1).add(self.warnings[y - 1], styles.quiet)
        return line


class Files(Drawn):
    """The attachments, a line each."""

    DEFAULT_CSS = "Files { display: none; }"

    def __init__(self) -> None:
        super().__init__()
        self.letter: Letter | None = None

    def draw(self, y: int, line: Line) -> Line:
        """Name and size; in the last line how many there are besides."""
        styles, signs = palette(self.app.theme), glyphs()
        found = self.letter.files if self.letter else ()
        if y < len(found):
            more = len(found) - ROWS if y == ROWS - 1 else 0
            one = found[y]
            line.to(1).add(f"{signs.attachment} ", styles.quiet).add(one.name, styles.text)
            line.add(f"  {size(one.size)}", styles.quiet)
            if more > 0:
                line.add(f"  and {number(more)} more", styles.quiet)
        return line


class Offers(Drawn):
    """What the line above may become, the chosen one marked."""

    DEFAULT_CSS = "Offers { display: none; height: auto; }"

    def __init__(self) -> None:
        super().__init__()
        self.offers: Sequence[Offer] = ()
        self.at = 0

    def give(self, offers: Sequence[Offer], room: int) -> None:
        """Show others, at most ``room``; none hides it."""
        self.offers, self.at = offers[: max(0, room)], 0
        self.styles.height = max(1, len(self.offers))
        self.display = bool(self.offers)
        self.refresh()

    def move(self, step: int) -> None:
        """Choose another."""
        self.at = (self.at + step) % len(self.offers)
        self.refresh()

    @property
    def chosen(self) -> Offer | None:
        """The one that is marked."""
        return self.offers[self.at] if self.offers else None

    def draw(self, y: int, line: Line) -> Line:
        """An offer, and at the right where it is known from."""
        if y >= len(self.offers):
            return line
        styles, offer, here = palette(self.app.theme), self.offers[y], y == self.at
        if here:
            line = Line(line.width, styles.cursor, glyphs().ellipsis)
        line.to(LABEL - 2).add(glyphs().cursor if here else " ", styles.accent).add(" ", NONE)
        line.add(offer.text, styles.strong if here else styles.text)
        if line.room > cells(offer.note) + 3:
            line.right(offer.note, styles.quiet, 1)
        return line


class Foot(Drawn):
    """Keys at the left, or what has to be said; at the right what was saved."""

    DEFAULT_CSS = "Foot { height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.hints: tuple[tuple[str, str], ...] = ()
        self.said = ""
        self.danger = False
        self.saved = ""
        self.unsaved = False

    def say(self, text: str, *, danger: bool = False) -> None:
        """Words in place of the keys, until the next; empty brings the keys back."""
        self.said, self.danger = text, danger
        self.refresh()

    def show_saved(self, text: str, *, trouble: bool) -> None:
        """How the draft stands."""
        self.saved, self.unsaved = text, trouble
        self.refresh()

    def draw(self, y: int, line: Line) -> Line:  # noqa: ARG002
        """The line; that something is not saved comes before the keys."""
        styles = palette(self.app.theme)
        # The keys beside it stay where they are while it says "saving", and "saved 11:24" again.
        end = max(cells(self.saved), SAVED) + 2 if self.saved else 0
        line.to(1)
        if self.said:
            line.add(self.said, styles.danger if self.danger else styles.accent)
        else:
            write(line, fitting(self.hints, line.room - end), styles)
        if self.saved and (line.room > min(end, SAVED + 2) or not self.said):
            line.add("  ").right(self.saved, styles.danger if self.unsaved else styles.quiet, 1)
        return line


def fitting(hints: Sequence[tuple[str, str]], width: int) -> list[tuple[str, str]]:
    """The hints that fit, the first ones first."""
    fit = []
    for key, title in hints:
        if (width := width - cells(key) - cells(title) - 3) < -2:
            break
        fit.append((key, title))
    return fit
