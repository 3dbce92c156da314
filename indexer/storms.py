"""Reply-all storms: many answers to very many people within an hour. Pure.

Only whom a header names is counted: how many read behind a list's address is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from indexer.model.conversations import Storm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.cache import Row

HOUR: Final = 3600


def storm(rows: Sequence[Row], *, people: int = 50, answers: int = 5) -> Storm | None:
    """The storm that a conversation is, from its messages, oldest first; else None.

    A storm are ``answers`` messages or more within any hour, each answering another and naming
    ``people`` or more. What programs sent, and what is not sent yet, counts for nothing.
    """
    wide = [
        row for row in rows[1:]
        if row.people >= people and row.parents and not row.auto and not row.unsent
    ]  # fmt: skip
    busiest: tuple[int, int] | None = None
    first = last = start = 0
    for end, row in enumerate(wide):
        while wide[start].date < row.date - HOUR:
            start += 1
        if end - start + 1 < answers:
            continue
        if busiest is None:
            first = wide[start].date
        last = row.date
        if busiest is None or end - start > busiest[1] - busiest[0]:
            busiest = (start, end)
    if busiest is None:
        return None
    hour = wide[busiest[0] : busiest[1] + 1]
    return Storm(
        people=max(row.people for row in hour),
        answers=len(hour),
        writers=len({row.address or row.name for row in hour}),
        first=first,
        last=last,
    )
