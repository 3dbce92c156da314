"""Colours and weights by what they mean, in three themes.

One accent for what is unread or selected, one colour for danger; what is quiet is dim. No state is
told by colour alone: each has a sign (:mod:`tui.glyphs`) or a weight as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from rich.style import Style
from textual.theme import Theme

if TYPE_CHECKING:
    from typing import Any

    from textual.app import App


@dataclass(frozen=True, slots=True)
class Palette:
    """Styles without a background, but for ``base`` and the last four.

    Strips are built from these and laid over ``base`` (:meth:`textual.strip.Strip.apply_style`):
    Textual paints no background under a Line API widget's strips.
    """

    base: Style
    """The theme's background and text."""
    text: Style
    """What was written."""
    strong: Style
    """Titles; the subject of what is unread."""
    quiet: Style
    """Who, when, how many: there when looked for. Everything hidden."""
    faint: Style
    """Rules, tree lines, the blank parts of a bar."""
    accent: Style
    """Unread or selected."""
    danger: Style
    """Many recipients, a spoofed sender, an error."""
    pending: Style
    """Asked for and not written yet."""
    cursor: Style
    """The background of the line the keys act on."""
    resting: Style
    """That line in a pane that has not the focus."""
    match: Style
    """Found text."""
    chosen: Style
    """The background of lines that are selected."""


@dataclass(frozen=True, slots=True)
class _Colours:
    background: str
    raised: str
    resting: str
    text: str
    quiet: str
    faint: str
    accent: str
    danger: str
    chosen: str


_DARK = _Colours(
    "#14171c", "#232a35", "#1b2028", "#d5dae1", "#8791a0", "#4b5563", "#86b8f7", "#f4837d",
    chosen="#24426b",
)  # fmt: skip
_LIGHT = _Colours(
    "#fbfaf7", "#e6ebf3", "#f1f1ee", "#23272e", "#636b78", "#b4b8bf", "#1459b3", "#b3261e",
    chosen="#c9dcf6",
)  # fmt: skip


def _palette(colours: _Colours) -> Palette:
    text = Style(color=colours.text)
    return Palette(
        base=Style(color=colours.text, bgcolor=colours.background),
        text=text,
        strong=Style(color=colours.text, bold=True),
        quiet=Style(color=colours.quiet),
        faint=Style(color=colours.faint),
        accent=Style(color=colours.accent),
        danger=Style(color=colours.danger),
        pending=Style(color=colours.quiet, italic=True),
        cursor=Style(bgcolor=colours.raised),
        resting=Style(bgcolor=colours.resting),
        match=Style(color=colours.background, bgcolor=colours.accent, bold=True),
        chosen=Style(bgcolor=colours.chosen),
    )


@cache
def palette(theme: str) -> Palette:
    """The styles of a theme, by its name; of ``terminal`` for one not known."""
    if theme == "dark":
        return _palette(_DARK)
    if theme == "light":
        return _palette(_LIGHT)
    # A background that reads well on any terminal does not exist among its sixteen colours: the
    # cursor's line is told by its sign alone.
    return Palette(
        base=Style(color="default"),
        text=Style(color="default"),
        strong=Style(color="default", bold=True),
        quiet=Style(color="default", dim=True),
        faint=Style(color="default", dim=True),
        accent=Style(color="magenta"),
        danger=Style(color="red", bold=True),
        pending=Style(color="default", dim=True, italic=True),
        cursor=Style(),
        resting=Style(),
        match=Style(reverse=True),
        chosen=Style(reverse=True),
    )


def _theme(name: str, colours: _Colours, *, dark: bool) -> Theme:
    return Theme(
        name=name,
        primary=colours.accent,
        secondary=colours.quiet,
        accent=colours.accent,
        warning=colours.danger,
        error=colours.danger,
        success=colours.accent,
        foreground=colours.text,
        background=colours.background,
        surface=colours.background,
        panel=colours.raised,
        dark=dark,
        variables={"scrollbar": colours.faint, "scrollbar-background": colours.background},
    )


def register(app: App[Any]) -> None:
    """Make the themes known to an app; ``app.theme`` takes their names."""
    app.register_theme(_theme("dark", _DARK, dark=True))
    app.register_theme(_theme("light", _LIGHT, dark=False))
    app.register_theme(
        Theme(
            name="terminal",
            ansi=True,
            primary="ansi_magenta",
            secondary="ansi_default",
            accent="ansi_magenta",
            warning="ansi_red",
            error="ansi_red",
            success="ansi_magenta",
            foreground="ansi_default",
            background="ansi_default",
            surface="ansi_default",
            panel="ansi_default",
            boost="ansi_default",
            variables={
                "ansi-background": "ansi_default",
                "ansi-foreground": "ansi_default",
                "block-cursor-foreground": "ansi_default",
                "block-cursor-background": "ansi_default",
                "input-cursor-background": "ansi_default",
                "input-cursor-foreground": "ansi_default",
                "input-cursor-text-style": "reverse",
                "scrollbar": "ansi_bright_black",
                "scrollbar-background": "ansi_default",
            },
        )
    )
