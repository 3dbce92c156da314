"""Where a conversation's subject turned: a line on either side that leads to the other. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands import named
from tui.wrap import cells, cut

if TYPE_CHECKING:
    from indexer import Entry, Turn
    from tui.heads import Look

SHORTEST = 8
"""Cells of a subject that are left, at least: where there are fewer, it is all that is said."""


def began(look: Look, turn: Turn, room: int) -> str:
    """On what began something else: ``⤷ began as an answer to “Old subject”``."""
    did = "split off from " if turn.by_hand else "began as an answer to "
    return _line(look, turn, did, "", room)


def went(look: Look, turn: Turn, room: int) -> str:
    """On what was answered: ``⤷ “New subject” went on by itself, 12 May``."""
    did = "was split off" if turn.by_hand else "went on by itself"
    return _line(look, turn, "", f" {did}, {look.date(turn.date).strip()}", room)


def numbered(entry: Entry, number: int) -> Turn | None:
    """The turn of a line: 0 is what the message began away from, the others went on from it."""
    turns = (entry.left, *entry.turns)
    return turns[number] if number < len(turns) else None


def number_of(entry: Entry, message: str) -> int | None:
    """The number of the line that leads to a message over there."""
    turns = (entry.left, *entry.turns)
    return next((n for n, turn in enumerate(turns) if turn and turn.message == message), None)


def _line(look: Look, turn: Turn, before: str, after: str, room: int) -> str:
    signs = look.glyphs
    subject = turn.subject or "(no subject)"
    head = f"{signs.evidence} {before}{signs.left_quote}"
    tail = f"{signs.right_quote}{after}"
    if cells(head) + cells(tail) + SHORTEST > room:
        head, tail = f"{signs.evidence} {signs.left_quote}", signs.right_quote
    left = max(SHORTEST, room - cells(head) - cells(tail))
    said = f"{head}{cut(subject, left, signs.ellipsis)}{tail}"
    hint = named("   {open} opens it", look.keymap)
    return said + hint if cells(said + hint) <= room else said
