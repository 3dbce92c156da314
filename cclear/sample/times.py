"""When the sample's messages were written: in working hours, counted back from today."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

FIRST = 8 * 60 + 5
"""Minutes after midnight before which nobody writes."""
LAST = 11 * 60 + 30
"""Minutes after midnight by which everything of today has been written."""
START = 9 * 60
"""Before this minute of a working day, the newest mail is the last working day's."""


def moment(days: int, clock: int, now: datetime) -> datetime:
    """The moment that lies ``days`` working days before ``now``'s, at ``clock`` minutes.

    It is never after ``now``: in the morning today's mail is pressed into the hours gone by, and
    before nine or at the weekend the last working day stands for today.
    """
    minute = now.hour * 60 + now.minute
    day = now.date()
    early = day.weekday() < 5 and START <= minute < LAST + 5
    if day.weekday() >= 5 or minute < START:
        day = _before(day, 1)
    day = _before(day, days)
    if early and days == 0:
        clock = FIRST + (clock - FIRST) * (minute - 5 - FIRST) // (LAST - FIRST)
    at = datetime.combine(day, time(clock // 60, clock % 60), tzinfo=now.tzinfo)
    return at + timedelta(seconds=(clock * 37 + days * 11) % 60)


def _before(day: date, days: int) -> date:
    while days > 0:
        day -= timedelta(days=1)
        if day.weekday() < 5:
            days -= 1
    return day
