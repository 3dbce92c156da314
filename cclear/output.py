"""What the commands print: JSON for programs, aligned words for people, one line for errors.

Everything for people passes the gate once more on its way out, whatever it passed before.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from indexer import gate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from indexer import Entry, Person, Zone

_SGR = {"bold": "1", "dim": "2", "accent": "36"}


def json_line(row: object) -> None:
    """One object as a line of ASCII on standard output, at once."""
    import json

    sys.stdout.write(json.dumps(row, ensure_ascii=True) + "\n")
    sys.stdout.flush()


def iso(date: int | None) -> str | None:
    """A date in ISO 8601 with its zone, UTC; the calendar's first and last for those beyond."""
    if date is None:
        return None
    try:
        return datetime.fromtimestamp(date, UTC).isoformat()
    except (OverflowError, ValueError, OSError):
        end = datetime.min if date < 0 else datetime.max.replace(microsecond=0)  # noqa: DTZ901
        return end.replace(tzinfo=UTC).isoformat()


def mailbox(person: Person) -> str:
    """A person as an address header has them (RFC 5322, section 3.4): ``Jane Khan <j@x.org>``."""
    if not person.name:
        return person.address
    name = person.name
    if any(c in '()<>[]:;@\\,."' for c in name):
        name = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{name} <{person.address}>"


def zones_json(zones: Sequence[Zone]) -> dict[str, object]:
    """``clean`` and ``zones``, as every command that has them prints them."""
    from indexer import clean

    return {
        "clean": clean(zones),
        "zones": [{"kind": zone.kind, "text": zone.text} for zone in zones],
    }


def tree_json(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """The messages of a tree. What only quotes tell of is nobody's parent: it is not here."""
    entries = list(entries)
    recovered = {entry.id for entry in entries if entry.recovered}
    return [
        _entry_json(entry, entry.above if entry.parent in recovered else entry.parent)
        for entry in entries
    ]


def _entry_json(entry: Entry, parent: str | None) -> dict[str, Any]:
    recovered = {"recovered": True} if entry.recovered else {}
    return recovered | {
        "id": entry.id,
        "parent": parent,
        "depth": entry.depth,
        "evidence": entry.evidence,
        "from": mailbox(entry.sender),
        "date": iso(entry.date),
        "people": entry.people,
        "audience": entry.audience,
        "tags": list(entry.tags),
        "chat": entry.chat,
    }


def style(text: str, *names: str) -> str:
    """Text in bold, dim or the accent colour, on a terminal that wants colours."""
    if not (text and names and _colours()):
        return text
    codes = ";".join(_SGR[name] for name in names)
    return f"\x1b[{codes}m{text}\x1b[0m"


def _colours() -> bool:
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM", "dumb") != "dumb"
    return wanted and sys.stdout.isatty()


def write(text: str = "") -> None:
    """A line on standard output; what the character set has not is replaced."""
    sys.stdout.write(text + "\n")


def complain(text: str) -> None:
    """The one line on standard error: what, and what to do."""
    sys.stderr.write(f"cclear: {gate.line(text)}\n")
    sys.stderr.flush()


def width() -> int:
    """How many columns lines may take: the terminal's, else 100."""
    return shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100


def when(date: int | None) -> str:
    """A date as people say it, always as wide."""
    from tui import clock, words

    if date is None:
        return " " * words.DATE_WIDTH
    return words.when(date, int(time.time()), clock.LOCAL)


def sign(name: str) -> str:
    """A sign of the screens', or its stand-in where there is no UTF-8."""
    from tui.glyphs import glyphs

    return str(getattr(glyphs(), name))


def cells(text: str) -> int:
    """How many columns a terminal gives a text."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def fit(text: str, size: int, *, right: bool = False) -> str:
    """A safe line of exactly ``size`` columns: cut with an ellipsis, or filled with blanks."""
    text, size = gate.line(text), max(size, 0)
    if cells(text) > size:
        from rich.cells import set_cell_size

        dots = sign("ellipsis")
        text = (set_cell_size(text, max(size - len(dots), 0)) + dots)[:size]
    blanks = " " * (size - cells(text))
    return blanks + text if right else text + blanks
