"""What a mail program is given: new text, its author, and the mail that it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from cclear.sample.source import Human
    from cclear.sample.text import Paragraphs

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SHORT = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)


@dataclass(frozen=True, slots=True)
class Mail:
    """A message as those who got it see it, ready to be answered.

    ``plain`` and ``inner`` are its whole body as text and as HTML without ``<html>`` around it.
    """

    id: str
    references: tuple[str, ...]
    sender: Human
    to: tuple[Human, ...]
    cc: tuple[Human, ...]
    subject: str
    when: datetime
    plain: str
    inner: str
    index: bytes | None
    topic: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to be put together."""

    author: Human
    new: Paragraphs
    parent: Mail | None
    when: datetime
    options: dict[str, str]

    @property
    def inline(self) -> bool:
        """Whether the author answered between the lines."""
        return any(block[0][:1] == ">" for block in self.new)

    def footer(self, usual: str = "") -> str:
        """What the device adds below, such as "Sent from my iPhone"."""
        return self.options.get("footer", self.author.options.get("footer", usual))


def signature(letter: Letter) -> list[str]:
    """The author's signature, long or short, as their council has it."""
    how = letter.options.get("sig", letter.author.options.get("sig", "long"))
    who, council = letter.author, letter.author.council
    if how == "none":
        return []
    lines = [who.name, *([who.role] if who.role else []), council.name]
    if how == "short":
        return lines
    lines += [f"Tel: {who.phone}", f"www.{council.domain}"]
    if council.strapline:
        lines += ["", council.strapline]
    if council.disclaimer and not council.below:
        lines += ["", *council.disclaimer]
    return lines


def attribution(parent: Mail, letter: Letter, style: str) -> str:
    """The line that introduces a quote."""
    when, who = parent.when, parent.sender
    month = SHORT[when.month - 1]
    if style == "gmail":
        day = DAYS[when.weekday()]
        return (
            f"On {day}, {when.day} {month} {when.year} at {when:%H:%M}, {who.shown} <{who.address}>"
            " wrote:"
        )
    if style == "apple":
        day = f"{when.day} {month} {when.year}"
        return f"On {day}, at {when:%H:%M}, {who.shown} <{who.address}> wrote:"
    if letter.author.options.get("lang") == "de":
        return f"Am {when:%d.%m.%y} um {when:%H:%M} schrieb {who.shown}:"
    return f"On {when:%d/%m/%Y %H:%M}, {who.shown} wrote:"
