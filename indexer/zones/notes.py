"""Header blocks of HCL (once Lotus) Notes, whose labels do not stand before what they name.

Notes puts the sender and the date on lines of their own above ``To:``, ``cc:`` and ``Subject:``,
or, since release 6, draws a table. As text that table has the labels alone at the ends of their
lines, and the values above, below or left of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from indexer.zones.lines import label

if TYPE_CHECKING:
    from indexer.zones.lines import Lines

# Seldom needed, so that they are compiled when they first are.
_DATE: Final = r"(?<!\d)\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}(?!\d)"
_CLOCK: Final = r"(?<!\d)\d{1,2}[:.]\d\d(?!\d)"
_STAMP: Final = r"(?<!\d)\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\.?,?\s{1,3}\d{1,2}[:.]\d\d(?!\d)"
_TIME_ONLY: Final = r"\d{1,2}:\d\d(?::\d\d)?(?: [AP]M)?$"
_GAP: Final = r"\s{2,}|\t"
_TAIL: Final = 120
_HEIGHT: Final = 24
_SUBJECT: Final = 3
_NAME_LINES: Final = 5


def table_at(lines: Lines, i: int, floor: int) -> tuple[int, int] | None:
    """The first line of the table whose subject's label ends line ``i``, and the line after it.

    None where no label of the recipients, no date and no name stand above it.
    """
    if _last_cell(lines, i) != "subject":
        return None
    to = date = clock = -1
    for j in range(i - 1, max(floor, i - _HEIGHT) - 1, -1):
        if lines.quoted[j]:
            break
        line = lines.bare[j]
        if not line:
            continue
        role = _last_cell(lines, j) if to < 0 else None
        if role == "subject":
            return None
        if role == "to":
            to = j
        if date < 0 and len(line) < 100 and re.search(_DATE, line):
            date = j
        if clock < 0 and len(line) < 100 and re.search(_CLOCK, line):
            clock = j
        if to >= 0 and date >= 0 and clock >= 0:
            break
    if to < 0 or date < 0 or clock < 0:
        return None
    start = min(to, date, clock)
    said = 0
    while start > floor and said < _NAME_LINES and lines.text(start - 1):
        start -= 1
        said += 1
    after = lines.next_said(i + 1, _SUBJECT)
    return start, (after + 1 if after >= 0 else i + 1)


def _last_cell(lines: Lines, i: int) -> str | None:
    return label(re.split(_GAP, lines.bare[i][-_TAIL:])[-1])


def named_at(lines: Lines, roles: dict[str, int], floor: int) -> int:
    """The first line of the name and the date that stand above To, cc and Subject; or -1.

    ``roles`` are those fields, each with its line.
    """
    if len(roles.keys() & {"to", "cc", "subject"}) < 2:
        return -1
    said = 0
    top = roles["to"]
    for j in range(top - 1, max(floor, top - 9) - 1, -1):
        line = lines.bare[j]
        if not line:
            continue
        if lines.quoted[j] or len(line) > 160:
            return -1
        said += 1
        if re.match(_TIME_ONLY, line) and j > floor:
            line = f"{lines.bare[j - 1]} {line}"
        if re.search(_STAMP, line):
            return _name_start(lines, j, floor)
        if said > 3:
            return -1
    return -1


def _name_start(lines: Lines, date: int, floor: int) -> int:
    """Up from a Notes date to the name: on the same line, or above, or above "Sent by"."""
    start = date
    while start > floor and start > date - 3 and lines.text(start - 1):
        rest = re.sub(_STAMP, "", lines.bare[start]).strip(" :APMapm0123456789")
        if len(rest) >= 3 and lines.labels.get(start) != "other":
            break
        start -= 1
    return start
