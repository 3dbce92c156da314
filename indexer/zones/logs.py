"""Logs of chats in what somebody wrote: their entries begin as attributions do, but go forward.

What a message quotes was written before it, and what that quotes before that: down a trail the
time goes back. In a log it goes on, from one entry to the next few lines below.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from indexer.zones.lines import Lines

_CLOCK: Final = re.compile(
    r"(?<![\d:.])(\d{1,2})[:.h](\d\d)(?::\d\d)?(?!\d)(?:\s?([ap])\.?m\b)?", re.IGNORECASE
)
_NEAR: Final = 5
_NOON: Final = 12


def is_entry(lines: Lines, i: int) -> bool:
    """Whether the attribution at line ``i`` is an entry of a log: a later one is near below it.

    Or an earlier one above.
    """
    near = (j for j in range(i - _NEAR, i + _NEAR + 1) if j != i and j in lines.colons)
    return any(_goes_on(lines.bare[min(i, j)], lines.bare[max(i, j)]) for j in near)


def _goes_on(first: str, second: str) -> bool:
    """Whether of two entries the second is of the same day, and of the same minute or later.

    The same line once more is none: what was copied twice has one attribution twice.
    """
    if first == second:
        return False
    before, after = _stamp(first), _stamp(second)
    if before is None or after is None or before[0] != after[0]:
        return False
    return before[1] <= after[1]


def _stamp(line: str) -> tuple[str, int] | None:
    """What says the day of an entry, empty where nothing does, and its minute; None without."""
    bare = " ".join(word for word in line.split() if "@" not in word)
    clock = _CLOCK.search(bare)
    if not clock:
        return None
    hour = int(clock[1])
    if clock[3]:
        hour = hour % _NOON + (_NOON if clock[3].lower() == "p" else 0)
    day = bare[: clock.start()]
    if not any(map(str.isdigit, day + bare[clock.end() :])):
        day = ""
    return day, 60 * hour + int(clock[2])
