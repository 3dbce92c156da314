"""What stands under a home's rows: all that is known of the one under the cursor. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer import Person
from tui.commands import named
from tui.homerows import Asked, Sent, Someone
from tui.line import Line
from tui.words import count, exact, short_name, size

if TYPE_CHECKING:
    from textual.strip import Strip

    from tui.homedraw import Look
    from tui.homerows import Item

HEIGHT = 3


def draw(item: Item | None, look: Look, y: int) -> Strip:
    """Line ``y`` of three under the rows: a rule, then all that is known of the cursor's."""
    line = Line(look.width, ellipsis=look.glyphs.ellipsis).to(1)
    if y == 0:
        rule = look.glyphs.rule * max(0, look.width - 2)
        return line.add(rule, look.palette.faint).strip()
    said = _about(item, look)
    if y <= len(said):
        text = said[y - 1].replace("·", look.glyphs.dot)
        line.add(text, look.palette.text if y == 1 else look.palette.quiet, look.width - 2)
    return line.strip()


def _about(item: Item | None, look: Look) -> tuple[str, ...]:
    match item:
        case Someone():
            return _about_someone(item, look)
        case Asked(topic=t):
            last = exact(t.last, look.zone)
            said = f"{count(t.conversations, 'conversation')}, {count(t.messages, 'message')}"
            return f"{said} · last {last}", f"{named('{open}', look.keymap)} shows them: {t.query}"
        case Sent(file=f):
            facts = [f.name, f.type, size(f.size)]
            facts += [f"in {count(f.times, 'message')}"] if f.times > 1 else []
            by = f"{f.sender.name} {f.sender.address}".strip()
            return " · ".join(facts), f"first sent by {by}, {exact(f.date, look.zone)}"
        case _:
            return ()


def _about_someone(row: Someone, look: Look) -> tuple[str, str]:
    member = row.member
    card = member.card
    first = [member.name, card.title]
    second = [card.phone.text, member.address]
    if member.by and member.by != member.address:
        second.append(f"added by {_named(member.by, look)}")
    if member.left is not None:
        second.append(f"left {look.date(member.left)}")
    if row.guest:
        second.append("wrote here without being on the list")
    if member.bounced is not None:
        second.append(f"mail comes back since {look.date(member.bounced)}")
    second.append(f"first seen {look.date(member.first)}, last {look.date(member.last)}")
    return " · ".join(filter(None, first)), " · ".join(filter(None, second))


def _named(address: str, look: Look) -> str:
    for member in (*look.home.members, *look.home.guests):
        if member.address == address:
            return short_name(Person(member.name, address))
    return address
