"""What a reply begins with: who wrote what is answered, and just those lines of it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer import gate
from outbox.flowed import SEPARATOR
from outbox.words import name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from indexer import Person

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MOST = 40
"""Lines that are quoted where nobody chose; a question is rarely longer."""


def attribution(author: Person, when: datetime | None) -> str:
    """The one line above a quote: ``On 12 May 2024 at 09:12, Jane Khan wrote:``."""
    who = name(author) or "somebody"
    if when is None:
        return f"{who} wrote:"
    return f"On {when.day} {_MONTHS[when.month - 1]} {when.year} at {when:%H:%M}, {who} wrote:"


def quoted(lines: Sequence[str], *, whole: bool = False) -> tuple[str, ...]:
    """Lines as quoted ones, without blank lines at either end; forty of them, if not ``whole``."""
    safe = gate.block("\n".join(lines)).strip("\n").split("\n")
    shown = [f">{one}" if one.startswith(">") else f"> {one}".rstrip() for one in safe]
    return tuple(shown) if whole or len(shown) <= _MOST else (*shown[:_MOST], "> […]")


def beginning(
    author: Person,
    when: datetime | None,
    lines: Sequence[str],
    signature: str = "",
    *,
    whole: bool = False,
) -> str:
    """What the composer opens with: attribution, quote, room to write, signature.

    With ``whole`` all of the lines are quoted, however many somebody chose.
    """
    text = ""
    if any(one.strip() for one in lines):
        text = "\n".join((attribution(author, when), *quoted(lines, whole=whole), "", ""))
    return f"{text}\n{signed('', signature)}" if signature else text


def signed(text: str, signature: str) -> str:
    """A text with the signature below it, unless it has one already."""
    signature = gate.block(signature).strip("\n")
    if not signature or f"\n{SEPARATOR}\n" in f"\n{text}\n":
        return text
    above = f"{text.rstrip()}\n\n" if text.strip() else text
    return f"{above}{SEPARATOR}\n{signature}\n"
