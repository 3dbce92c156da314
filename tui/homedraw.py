"""The rows of a list's home, drawn. Pure functions on a row and a :class:`Look`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui import chart
from tui.homerows import Asked, Chart, Heading, More, Sent, Someone, Words, is_new
from tui.line import NONE, Line
from tui.words import (
    DATE_WIDTH,
    count,
    number,
    organisation,
    short_name,
    size,
    when,
)  # fmt: skip
from tui.wrap import cells

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from rich.style import Style
    from textual.strip import Strip

    from indexer import Home
    from tui.glyphs import Glyphs
    from tui.homerows import Order, Row
    from tui.theme import Palette

WIDEST = 110
"""Columns beyond which a table's rows are too wide for the eye to follow."""
ROOMY = 100
"""Columns from which on a person's role stands beside their organisation."""
GUTTER = 3
_WEIGHT = 7
LABELS = 12
"""Cells left of the chart's bars, where there is room for them."""


@dataclass(frozen=True, slots=True)
class Look:
    """What all rows of a home have in common; ``title`` and ``what`` are the list's.

    ``keymap`` has the user's own keys, to be named.
    """

    home: Home
    title: str
    what: str
    width: int
    height: int
    palette: Palette
    glyphs: Glyphs
    now: int
    zone: tzinfo
    order: Order
    keymap: Mapping[str, str]

    @property
    def end(self) -> int:
        """The column at which rows end."""
        return min(self.width, WIDEST) - 1

    def date(self, seconds: int | None) -> str:
        """A date as people say it."""
        return "" if seconds is None else when(seconds, self.now, self.zone).strip()


# Above the rows


def name(title: str, y: int, width: int, palette: Palette, signs: Glyphs) -> Strip:
    """Line ``y`` of the head while nothing but the title is known."""
    line = Line(width, ellipsis=signs.ellipsis).to(1)
    if y:
        return line.add(signs.rule * max(0, width - 2), palette.faint).strip()
    return line.add(title, palette.strong, width - 2).strip()


def head(look: Look, y: int) -> Strip:
    """Line ``y`` of two: the list's title with how much there is of it, a rule."""
    palette, signs, home = look.palette, look.glyphs, look.home
    if y:
        return name(look.title, y, look.width, palette, signs)
    line = Line(look.width, ellipsis=signs.ellipsis)
    dot = f" {signs.dot} "
    facts = [
        look.what.replace(" · ", dot),
        count(home.messages, "message"),
        count(home.conversations, "conversation"),
    ]
    room = look.width - 4 - min(cells(look.title), look.width // 2)
    while facts and cells(dot.join(facts)) > room:
        facts.pop()
    about = dot.join(one for one in facts if one)
    line.to(1).add(look.title, look.palette.strong, look.width - cells(about) - 4)
    return line.right(about, palette.quiet, 1).strip()


# Rows


def draw(row: Row, look: Look, *, cursor: bool, focus: bool) -> Strip:
    """A row; ``cursor`` where that is on it, ``focus`` where its pane has the keys."""
    palette = look.palette
    base = (palette.cursor if focus else palette.resting) if cursor else NONE
    line = Line(look.width, base, look.glyphs.ellipsis)
    if cursor:
        line.add(look.glyphs.cursor, palette.accent if focus else palette.faint)
    match row:
        case Words(text=text):
            _words(line, text, look)
        case Chart(line=n):
            _chart(line, n, look)
        case Heading():
            _heading(line, row, look)
        case Someone():
            _someone(line.to(GUTTER), row, look)
        case Asked():
            _asked(line.to(GUTTER), row, look)
        case Sent():
            _sent(line.to(GUTTER), row, look)
        case More(left=left):
            said = f"{number(left)} more" if left else "fewer"
            line.to(GUTTER).add(f"{look.glyphs.hidden} {said}", palette.quiet)
    return line.strip()


def _words(line: Line, text: str, look: Look) -> None:
    text = text.replace("…", look.glyphs.ellipsis).replace("·", look.glyphs.dot)
    line.to(1).add(text, look.palette.quiet, look.width - 2)


def chart_lines(width: int, height: int) -> int:
    """How many lines the chart gets in a pane of this size."""
    if height < 10 or width < 16:
        return 0
    return 9 if height >= 44 else 7 if height >= 30 else 6 if height >= 22 else 3


def _chart(line: Line, at: int, look: Look) -> None:
    """Messages above, people below them, months under both."""
    home, palette, signs = look.home, look.palette, look.glyphs
    lead = LABELS if look.width >= 40 else 1
    today = datetime.fromtimestamp(max(0, look.now), UTC)
    along = chart.axis(home.months, (today.year, today.month), look.end - lead - 1)
    by_month = {(m.year, m.month): m for m in home.months}
    shown = [by_month.get(month) for month in along.months]
    messages = [one.messages if one else 0 for one in shown]
    writers = [one.people if one else 0 for one in shown]
    whole = chart_lines(look.width, look.height)
    high, gap = {9: (5, 1), 7: (3, 1), 6: (2, 1)}.get(whole, (1, 0))
    low = whole - 1 - high - gap
    if at == whole - 1:
        line.to(lead).add(chart.labels(along), palette.quiet)
        return
    above = at < high
    if high <= at < high + gap:
        return
    counts, lines, style = (
        (messages, high, palette.quiet) if above else (writers, low, palette.faint)
    )
    place = at if above else at - high - gap
    if lead == LABELS:
        most = f"peak {number(max(counts, default=0))}"
        many = ("messages", "a month", most) if lines > 2 else ("messages", most)
        said = many if above else ("people", most)
        if place < len(said):
            line.to(lead - 2 - cells(said[place])).add(said[place], palette.quiet, lead - 2)
    bars = chart.bars(counts, along, lines, signs)[place]
    # Blanks of their own: some readers of exported SVG drop leading ones.
    line.to(lead + len(bars) - len(bars.lstrip(" "))).add(bars.lstrip(" "), style)


def _columns(look: Look) -> list[tuple[str, int]]:
    """The columns right of a person's name, the last one last: what each says, how wide it is."""
    found = [("wrote", 5)]
    if look.width >= 30:
        found.append(("last", DATE_WIDTH))
    if look.width >= 50:
        found.insert(1, ("answers", 7))
    if look.width >= 64:
        found.insert(2, ("first", DATE_WIDTH))
    return found


def _heading(line: Line, row: Heading, look: Look) -> None:
    palette = look.palette
    line.to(1).add(row.title, palette.strong)
    columns = _columns(look) if row.section == "people" else []
    end = look.end - sum(wide + 2 for _, wide in columns)
    about = [*row.about]
    dot = f" {look.glyphs.dot} "
    while about and cells(dot.join(about)) + 3 > end - line.used:
        about.pop()
    if about:
        line.to(line.used + 2).add(dot.join(about), palette.quiet)
    for name, wide in columns:
        end += wide + 2
        here = {"messages": "wrote", "last": "last"}.get(look.order) == name
        line.to(end - cells(name)).add(name, palette.text if here else palette.quiet)


def _someone(line: Line, row: Someone, look: Look) -> None:
    palette, member = look.palette, row.member
    gone = row.guest or member.left is not None
    values = {
        "wrote": number(member.messages) if member.messages else look.glyphs.dash,
        "answers": number(member.answers) if member.answers else look.glyphs.dash,
        "first": look.date(member.first),
        "last": look.date(member.last),
    }
    columns = _columns(look)
    end = look.end - sum(wide + 2 for _, wide in columns)
    name = 24 if look.width >= ROOMY else max(8, (end - GUTTER) if look.width < 72 else 20)
    style = palette.quiet if gone else palette.text
    line.add(row.called, style, min(name, end - GUTTER))
    if look.width >= 72:
        line.to(GUTTER + name + 2)
        news, its_style = _standing(row, look)
        # The blank stands with what it follows: some readers of exported SVG drop leading ones.
        line.add(f"{news} " if news else "", its_style, end - line.used)
        card = member.card
        about = card.title if look.width >= ROOMY else card.organisation.text
        about = about or organisation(member.address)
        if about and line.used < end - 4:
            line.add(f"{look.glyphs.dot} " if news else "", palette.quiet)
            line.add(about, palette.quiet, end - line.used)
    for column, wide in columns:
        end += wide + 2
        plain = column in ("wrote", "answers") and not gone and values[column][:1].isdigit()
        line.to(end - cells(values[column]))
        line.add(values[column], palette.text if plain else palette.quiet)


def _standing(row: Someone, look: Look) -> tuple[str, Style]:
    """What is to be known of a person before all else."""
    member, palette = row.member, look.palette
    if member.bounced is not None:
        return f"mail comes back, {look.date(member.bounced)}", palette.danger
    if row.guest:
        return "not on the list", palette.quiet
    if member.left is not None:
        return f"left {look.date(member.left)}", palette.quiet
    if is_new(member, look.home, look.now):
        return f"joined {look.date(member.first)}", palette.accent
    return "", palette.quiet


def _asked(line: Line, row: Asked, look: Look) -> None:
    palette, topic = look.palette, row.topic
    said = count(topic.conversations, "conversation")
    if look.width < 60:
        said = number(topic.conversations)
    date = look.date(topic.last) if look.width >= 40 else ""
    end = look.end - cells(said) - (DATE_WIDTH + 2 if date else 0)
    sign = "#" if topic.kind == "hashtag" else ""
    line.add(f"{sign}{topic.text}", palette.text, min(80, end - GUTTER - 2))
    line.to(end).add(said, palette.quiet)
    line.to(look.end - cells(date)).add(date, palette.quiet)


def _sent(line: Line, row: Sent, look: Look) -> None:
    palette, file = look.palette, row.file
    date = look.date(file.date) if look.width >= 30 else ""
    who = 20 if look.width >= 60 else 0
    weight = size(file.size) if look.width >= 44 else ""
    end = look.end - (DATE_WIDTH + 2 if date else 0) - (who + 2 if who else 0)
    times = f"  {look.glyphs.times}{file.times}" if file.times > 1 else ""
    room = end - (_WEIGHT + 2 if weight else 0) - GUTTER
    line.add(file.name, palette.text, max(4, room - cells(times)))
    line.add(times, palette.quiet, end - line.used)
    line.to(end - cells(weight)).add(weight, palette.quiet)
    if who:
        line.to(end + 2).add(short_name(file.sender), palette.quiet, who)
    line.to(look.end - cells(date)).add(date, palette.quiet)
