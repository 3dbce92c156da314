"""What stands above a conversation, and in place of one that is not there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui import heads, words
from tui.line import Line
from tui.wrap import cells, wrap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.strip import Strip

    from indexer import Conversation
    from tui.glyphs import Glyphs
    from tui.theme import Palette


@dataclass(frozen=True, slots=True)
class Facts:
    """What a heading says: the conversation, how many messages are shown, how many are new."""

    row: Conversation | None
    messages: int
    new: int
    titles: Mapping[str, str]


def heading(facts: Facts, y: int, width: int, styles: Palette, signs: Glyphs) -> Strip:
    """Line ``y`` of two: the subject with what it is on, then a rule.

    Where it is narrow, what it is on stands in the rule.
    """
    row = facts.row
    line = Line(width, ellipsis=signs.ellipsis)
    if row is None:
        return line.strip()
    title = ", ".join(facts.titles.get(name, name) for name in row.lists[:2])
    about = f"{words.count(facts.messages, 'message')}, {words.people(row.people)}"
    about = f"{title} {signs.dot} {about}" if title else about
    if row.storm:
        about = f"{signs.storm} reply-all storm {signs.dot} {about}"
    news = f"{words.number(facts.new)} new" if facts.new else ""
    if cells(about) + cells(news) + 5 > width:
        about = words.count(facts.messages, "message")
        about = f"{signs.storm} {about}" if row.storm else about
    about += f" {signs.dot} " if news else ""
    used = cells(about) + cells(news)
    end = min(width, heads.LINE + 2)
    beside = used + min(cells(row.subject), 30) + 5 <= end
    if y == 0:
        room = used + 3 if beside else 1
        line.to(1)
        if row.followed:
            line.add(f"{signs.followed_new if facts.new else signs.followed} ", styles.accent)
        elif row.hushed:
            line.add(f"{signs.muted} ", styles.quiet)
        line.add(row.subject or "(no subject)", styles.strong, max(1, end - line.used - room))
        if beside:
            line.to(end - 1 - used).add(about, styles.quiet).add(news, styles.accent)
    elif beside:
        line.to(1).add(signs.rule * max(0, width - 2), styles.faint)
    else:
        line.to(1).add(about, styles.quiet, max(0, width - 2 - cells(news)))
        line.add(news, styles.accent).to(line.used + 1)
        line.add(signs.rule * max(0, width - 1 - line.used), styles.faint)
    return line.strip()


def notice(said: tuple[str, ...], at: int, width: int, styles: Palette, signs: Glyphs) -> Strip:
    """Line ``at`` of what is said in place of rows: the news first, then what to do."""
    lines = [
        (one, styles.quiet if nth else styles.text)
        for nth, text in enumerate(said)
        for one in wrap(text, max(8, min(width - 4, 76)))
    ]
    line = Line(width, ellipsis=signs.ellipsis)
    if 0 <= at < len(lines):
        line.to(min(3, width // 8)).add(*lines[at])
    return line.strip()
