"""The composer's heading: what is written, whom it goes to, what else one key makes of it. Pure.

Whom it goes to is said in the outbox's own words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui import composing
from tui.line import Line
from tui.wrap import cells

if TYPE_CHECKING:
    from textual.strip import Strip

    from outbox import Kind, Recipients
    from tui.composing import Letter
    from tui.glyphs import Glyphs
    from tui.theme import Palette

MANY = 13
"""From how many people on the audience is in the colour of danger, whatever is asked at send."""

_PURPOSES = {"reply": "Reply to", "forward": "Forward", "summary": "Summary to"}
_KINDS: dict[Kind, str] = {
    "author": "the author",
    "thread": "those in this conversation",
    "everyone": "everybody",
    "all": "all it went to",
}


def what(letter: Letter) -> str:
    """``Reply to Comms network``, ``New message``, ``Forward Gritting``, ``Summary to ...``."""
    if letter.purpose == "new":
        return "New message"
    return f"{_PURPOSES[letter.purpose]} {letter.title}".strip()


def whom(recipients: Recipients) -> str:
    """``Jane Khan alone``, ``8 people in this conversation``."""
    return recipients.words.removeprefix("to ")


def others(letter: Letter) -> tuple[str, ...]:
    """What the next presses of the key would make of it, in their order."""
    if letter.typed is not None:
        rest = letter.choices
    else:
        rest = (*letter.choices[letter.at + 1 :], *letter.choices[: letter.at])
    return tuple(_KINDS.get(kind) or whom(reply) for kind, reply in rest)


def heading(
    letter: Letter | None, key: str, width: int, styles: Palette, signs: Glyphs, *, until: str = ""
) -> Strip:
    """A rule with words on it; what there is no room for goes from the end, whom it is to last.

    ``until`` is said where there is no letter yet.
    """
    line, rule = Line(width, ellipsis=signs.ellipsis), signs.rule
    if letter is None:
        line.add(f"{rule * 2} ", styles.faint)
        line.add(f"{until or signs.ellipsis} ", styles.quiet if until else styles.faint)
        return line.add(rule * line.room, styles.faint).strip()
    found = composing.whom(letter)
    to = whom(found) if found else ""
    title, more = what(letter), others(letter)
    hints = (", ".join(more), *more[:1]) if more else ()
    hint = [*(f"({key}: {said}) " for said in hints), f"({key}) "] if more else []
    if to and cells(title) + cells(to) + 8 > width:
        # Whom it goes to matters more than what it is called.
        title = ""
    style = styles.danger if found and found.people >= MANY else styles.accent
    line.add(f"{rule * 2} ", styles.faint)
    if title:
        line.add(f"{title} ", styles.strong)
    if to:
        line.add(f"{rule * 2} " if title else "", styles.faint).add(f"{to} ", style)
    line.add(next((said for said in hint if cells(said) <= line.room), ""), styles.quiet)
    return line.add(rule * line.room, styles.faint).strip()
