"""When a message counts as read: its text was on the screen, and then one moved on.

Pure. Opening a conversation reads nothing; nor does scrolling past what was folded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Reading:
    """What was seen of a conversation, by Message-ID.

    ``seen`` messages had their text on the screen, ``counted`` ones the row that says what they
    all say. ``kept`` were marked unread by hand: they stay so until the cursor comes back to them.
    """

    seen: frozenset[str] = frozenset()
    counted: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()


def saw(reading: Reading, ids: frozenset[str]) -> Reading:
    """The text of these was on the screen to its end, or filled it."""
    new = ids - reading.kept
    return reading if new <= reading.seen else replace(reading, seen=reading.seen | new)


def counted(reading: Reading, ids: frozenset[str]) -> Reading:
    """The row that stands for these was on the screen."""
    new = ids - reading.kept
    return reading if new <= reading.counted else replace(reading, counted=reading.counted | new)


def keep(reading: Reading, ids: frozenset[str]) -> Reading:
    """These were marked unread by hand."""
    return Reading(reading.seen - ids, reading.counted - ids, reading.kept | ids)


def arrive(reading: Reading, message: str) -> Reading:
    """The cursor came to a message."""
    if message not in reading.kept:
        return reading
    return replace(reading, kept=reading.kept - {message})


def leave(reading: Reading, messages: frozenset[str], unread: frozenset[str]) -> frozenset[str]:
    """What of the ``unread`` is read by moving on from a message, or a row of several."""
    return messages & unread & (reading.seen | reading.counted)


def leave_all(reading: Reading, unread: frozenset[str]) -> frozenset[str]:
    """What of the ``unread`` is read by leaving the conversation."""
    return unread & (reading.seen | reading.counted)
