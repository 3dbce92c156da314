"""A conversation as a row: what is new, who asked, what they said.

Pure functions on a conversation and a :class:`Look`; two lines a row, or one where the window is
short.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.line import NONE, Line
from tui.words import count, exact, given_name, number, short_name, when
from tui.wrap import cells

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from rich.style import Style
    from textual.strip import Strip

    from indexer import Conversation
    from tui.glyphs import Glyphs
    from tui.theme import Palette

GUTTER = 3
"""Cells before the subject: the cursor's sign, the row's mark, a blank."""

WAKES = {"alone": "wakes: to you alone", "named": "wakes: names you"}
"""Why an unread message of a muted conversation is seen."""


@dataclass(frozen=True, slots=True)
class Look:
    """What all rows of a view have in common.

    ``titles`` names lists where rows may be of any; ``drafts`` where it is these that are shown.
    """

    width: int
    palette: Palette
    glyphs: Glyphs
    now: int
    zone: tzinfo
    exact: bool = False
    titles: Mapping[str, str] | None = None
    drafts: bool = False

    def when(self, row: Conversation) -> str:
        """When something last came, or was saved where it is drafts that one looks at."""
        saved = row.saved if self.drafts else None
        return self.date(row.last if saved is None else saved)

    def date(self, seconds: int) -> str:
        """A date as this view says it."""
        return exact(seconds, self.zone) if self.exact else when(seconds, self.now, self.zone)


@dataclass(frozen=True, slots=True)
class State:
    """What is particular to a row at this moment; ``focus`` is that of its pane."""

    cursor: bool = False
    focus: bool = True
    selected: bool = False
    pending: bool = False


def two_lines(row: Conversation, look: Look, state: State) -> tuple[Strip, Strip]:
    """The subject with who asked and when; under it, what came of it."""
    who = 18 if look.width >= 72 else 14 if look.width >= 56 else 0
    if look.exact and look.width < 96:
        who = 0
    first = _begin(row, look, state)
    _subject(first, row, look, state, _before_date(look, first) - (who + 2 if who else 0))
    if who:
        first.to(_before_date(look, first) - who).add(short_name(row.asker), _quiet(look), who)
    first.right(look.when(row).strip(), _quiet(look), 1)

    second = _begin(row, look, state, mark=False)
    if not who:
        second.add(short_name(row.asker), _quiet(look), 20).add("  ")
    title = _list_title(row, look)
    room = second.width - 1 - (cells(title) + 2 if title else 0)
    _summary(second, row, look, state, room)
    if title:
        second.right(title, _quiet(look), 1)
    return first.strip(), second.strip()


def one_line(row: Conversation, look: Look, state: State) -> Strip:
    """Subject, who asked where there is room, number of answers, date."""
    line = _begin(row, look, state)
    width = look.width
    show_date = width >= 32 or (width >= 20 and not look.exact)
    end = _before_date(look, line) if show_date else line.width - 1
    answers = f"{number(row.answers)}" if row.answers and width >= 40 else ""
    who = 16 if width >= 70 else 0
    room = end - (6 if width >= 40 else 0) - (who + 2 if who else 0)
    _subject(line, row, look, state, room)
    if who:
        line.to(room + 2).add(short_name(row.asker), _quiet(look), who)
    if answers:
        line.to(end - cells(answers)).add(answers, _new(row, look))
    if show_date:
        line.right(look.when(row).strip(), _quiet(look), 1)
    return line.strip()


def _base(look: Look, state: State) -> Style:
    if not state.cursor:
        return NONE
    return look.palette.cursor if state.focus else look.palette.resting


def _quiet(look: Look) -> Style:
    return look.palette.quiet


def _new(row: Conversation, look: Look) -> Style:
    return look.palette.accent if row.unread and not row.hushed else look.palette.quiet


def _before_date(look: Look, line: Line) -> int:
    return line.width - 1 - len(look.date(0)) - 2


def _begin(row: Conversation, look: Look, state: State, *, mark: bool = True) -> Line:
    palette, glyphs = look.palette, look.glyphs
    line = Line(look.width, _base(look, state), glyphs.ellipsis)
    bar = palette.accent if state.focus else palette.faint
    if state.cursor:
        line.add(glyphs.cursor, bar)
    line.to(1)
    if mark:
        if state.selected:
            line.add(glyphs.selected, palette.accent)
        elif state.pending:
            line.add(glyphs.pending, palette.pending)
        elif row.followed:
            new = row.unread > 0
            sign = glyphs.followed_new if new else glyphs.followed
            line.add(sign, palette.accent if new else palette.quiet)
        elif row.hushed:
            line.add(glyphs.muted, palette.quiet)
        elif row.unread:
            line.add(glyphs.unread, palette.accent)
    return line.to(GUTTER)


def _subject(line: Line, row: Conversation, look: Look, state: State, end: int) -> None:
    palette = look.palette
    if "flagged" in row.tags:
        line.add(look.glyphs.flagged + " ", palette.accent)
    if row.storm:
        line.add(look.glyphs.storm + " ", palette.quiet if row.muted else palette.danger)
    style = palette.text
    if state.pending or "deleted" in row.tags:
        style = palette.pending
    elif row.hushed:
        style = palette.quiet
    elif row.unread:
        style = palette.strong + palette.accent if row.followed else palette.strong
    line.add(row.subject or "(no subject)", style, end - line.used)


def _summary(line: Line, row: Conversation, look: Look, state: State, end: int) -> None:
    """How many answered, what is new, and who says what."""
    palette, glyphs = look.palette, look.glyphs
    if look.drafts and row.drafts:
        line.add(f"{glyphs.draft} ", palette.quiet)
        line.add(row.draft or "nothing written yet", palette.text, end - line.used)
        return
    said: list[tuple[str, Style]] = []

    def part(text: str, style: Style, between: str = f" {glyphs.dot} ") -> None:
        if said:
            # The blank before a sign stands with what it follows.
            last, its_style = said[-1]
            said[-1] = (last + between[: -len(between.lstrip())], its_style)
            said.append((between.lstrip(), palette.quiet))
        said.append((text, style))

    if row.storm:
        part("reply-all storm", palette.quiet)
    if row.automatic:
        part(count(row.messages, "automatic message"), palette.quiet)
    elif row.answers:
        part(count(row.answers, "answer"), palette.quiet)
    elif row.messages > 1:
        part(count(row.messages, "message"), palette.quiet)
    if row.unread and not row.hushed and row.messages > 1:
        part(f"{number(row.unread)} new", palette.accent, ", ")
    if row.drafts:
        part(f"{glyphs.draft} draft", palette.quiet)
    if row.queued:
        part(f"{glyphs.pending} in the Outbox", palette.quiet)
    if row.muted and row.woken:
        part(WAKES[row.woken], palette.accent)
    elif row.muted:
        part("muted", palette.quiet)
    if "deleted" in row.tags:
        part("deleted", palette.quiet)
    if row.snippet:
        by = row.snippet_by
        who = f"{given_name(by)}: " if by and by != row.asker else ""
        quiet = state.pending or row.hushed or not row.unread
        if who:
            part(who, palette.quiet)
            said.append((glyphs.left_quote + row.snippet, NONE))
        else:
            part(glyphs.left_quote + row.snippet, NONE)
        fits = line.used + sum(cells(text) for text, _style in said) + 1 <= end
        words = said[-1][0] + (glyphs.right_quote if fits else "")
        said[-1] = (words, palette.quiet if quiet else palette.text)
    for text, style in said:
        line.add(text, style, end - line.used)
        if line.used >= end:
            break


def _list_title(row: Conversation, look: Look) -> str:
    if look.titles is None or not row.lists or look.width < 72:
        return ""
    title = look.titles.get(row.lists[0], row.lists[0])
    return title if cells(title) <= 24 else title[:23] + look.glyphs.ellipsis
