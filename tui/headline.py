"""The line above a view's rows: its title, what it is, how busy it is, what is new in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.line import Line
from tui.words import number, sparkline
from tui.wrap import cells

if TYPE_CHECKING:
    from textual.strip import Strip

    from tui.rows import Look
    from tui.views import View

WEEKS = 12
"""Weeks that a headline's sparkline shows."""


def headline(view: View | None, look: Look, y: int, notes: tuple[str, ...] = ()) -> Strip:
    """Line ``y`` of two: the title with facts at its right, a rule. ``notes`` stand first."""
    palette, glyphs = look.palette, look.glyphs
    line = Line(look.width, ellipsis=glyphs.ellipsis)
    if y:
        return line.to(1).add(glyphs.rule * max(0, look.width - 2), palette.faint).strip()
    if view is None:
        return line.strip()
    facts = [(note, palette.accent) for note in notes]
    if view.what:
        facts.append((view.what, palette.quiet))
    if view.list and any(view.list.weeks):
        facts.append((sparkline(view.list.weeks, WEEKS, glyphs.bars), palette.quiet))
    if view.unread:
        facts.append((f"{number(view.unread)} unread", palette.accent))
    dot = f" {glyphs.dot} "
    room = look.width - 4 - min(cells(view.title), look.width // 2)
    while facts and sum(cells(text) for text, _ in facts) + 3 * (len(facts) - 1) > room:
        # The title and what is new matter most.
        facts.pop(-2 if len(facts) > 1 else 0)
    used = sum(cells(text) for text, _ in facts) + 3 * max(0, len(facts) - 1)
    line.to(1).add(view.title, palette.strong, look.width - used - 4 if used else None)
    line.to(look.width - 1 - used)
    for at, (text, style) in enumerate(facts):
        line.add(dot if at else "", palette.quiet).add(text.replace(" · ", dot), style)
    return line.strip()
