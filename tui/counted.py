"""The row that stands for messages which say nothing new: how many, what they say, who. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tui import words
from tui.heads import Span, mark, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer import Entry
    from tui.heads import Look

SAID = {
    "thanks": "thanks",
    "agree": "+1",
    "remove": "please remove me",
    "stop": "please stop replying",
    "wrong": "wrong person",
}
"""What stands for each kind, in words."""
SENT = {
    "reply": "automatic reply",
    "bounce": "delivery report",
    "meeting": "meeting response",
    "recall": "recall",
    "receipt": "read receipt",
}
KINDS = 2
"""Kinds that a row names, the most frequent first."""


def line(look: Look, entries: Sequence[Entry], gutter: str) -> tuple[Span, ...]:
    """``⋯ 3 × “thanks”, “+1”, 1 new  Ben, Carol, Dave``, or ``⋯ 4 automatic replies  Ben``."""
    signs = look.glyphs
    new = sum("unread" in entry.tags for entry in entries)
    left = [
        mark(look, entries),
        Span(gutter, "faint"),
        Span(f"{signs.hidden} {told(look, entries)}", "quiet"),
    ]
    if new:
        left.append(Span(f", {new} new", "accent"))
    who = words.names([entry.sender for entry in entries], max(1, look.width // 12))
    left += [Span("  ", "text"), Span(who, "quiet")]
    date = look.date(max(entry.date for entry in entries))
    shown = date.lstrip(" ")
    gap = (2 if look.width >= 60 else 1) + len(date) - len(shown)
    return spread(left, [Span(" " * gap, "text"), Span(shown, "quiet")], look)


def told(look: Look, entries: Sequence[Entry]) -> str:
    """What messages of a group are, counted: ``23 × “please remove me”``."""
    signs = look.glyphs
    programs = {entry.chat == "automatic" for entry in entries}
    if len(programs) > 1 or not all(entry.chat for entry in entries):
        return words.count(len(entries), "earlier message")
    if entries[0].chat == "automatic":
        sent = Counter(SENT[entry.auto or "reply"] for entry in entries)
        return ", ".join(words.count(number, kind) for kind, number in sent.most_common())
    said = Counter(SAID[entry.chat] for entry in entries)
    shown = [f"{signs.left_quote}{kind}{signs.right_quote}" for kind, _ in said.most_common(KINDS)]
    return f"{len(entries)} {signs.times} {', '.join(shown)}"
