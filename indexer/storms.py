"""Reply-all storms: many answers to very many people within an hour. Pure.

A message reaches those whom its headers name and, where it went to a list's address, those who are
known to be on that list. An ordinary exchange on a list is no storm, however busy: whoever answers
there posts to the list, and most who read it never write. So where it takes the list for a message
to reach very many, only one that says nothing new counts.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from indexer.model.conversations import Storm

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from indexer.cache import Row

    Behind = Callable[[Sequence[Row]], Mapping[int, "Crowd"]]

HOUR: Final = 3600
IDLE: Final = frozenset(("remove", "stop", "wrong", "agree", "thanks"))
"""What says nothing new, said by a person; a message is of none until its text was read."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """Whom a message reaches through lists: their ``addresses``, and how many ``people`` at least.

    Those whom it names besides are among them, who wrote it is not. People who read a list and
    never wrote to it are not known, so there may be many more.
    """

    addresses: frozenset[str]
    people: int


def storm(
    rows: Sequence[Row], behind: Behind | None = None, *, people: int = 50, answers: int = 5
) -> Storm | None:
    """The storm that a conversation is, from its messages, oldest first; else None.

    A storm are ``answers`` messages or more within any hour, each answering another and naming
    ``people`` or more, or reaching so many through a list and saying nothing new, of as many
    people. What programs sent, and what is not sent yet, counts for nothing. ``behind`` tells the
    crowds of messages that went to lists, by their keys; it is asked only where that matters.
    """
    loud = [
        row for row in rows[1:]
        if (row.people >= people or row.chat in IDLE)
        and _answers(row) and not row.auto and not row.unsent
    ]  # fmt: skip
    if not _hours(loud, people, answers):
        return None
    crowds = behind(loud) if behind else {}
    reached = {row.key: row.people for row in loud}
    reached |= {key: max(reached[key], crowd.people) for key, crowd in crowds.items()}
    wide = [row for row in loud if reached[row.key] >= people]
    hours = _hours(wide, people, answers)
    if not hours:
        return None
    hour = [wide[at] for at in max(hours, key=len)]
    addresses = {a for row in wide if row.key in crowds for a in crowds[row.key].addresses}
    return Storm(
        people=max(reached[row.key] for row in hour),
        answers=len(hour),
        writers=len({row.address or row.name for row in hour}),
        first=wide[hours[0].start].date,
        last=wide[hours[-1].stop - 1].date,
        addresses=tuple(sorted(addresses)),
    )


def _answers(row: Row) -> bool:
    """Whether a message answers another, be it that only its subject says so."""
    return bool(row.parents or row.parent or row.evidence == "subject")


def _hours(rows: Sequence[Row], people: int, least: int) -> list[range]:
    """The places in the hour up to a message, of each with ``least`` answers or more in it.

    Of those that count by the list they went to, each person's count once: whoever thanks all who
    answered is no crowd.
    """
    found = []
    start = 0
    voices = [row.key if row.people >= people else row.address or row.name for row in rows]
    heard: Counter[int | str] = Counter()
    for end, row in enumerate(rows):
        heard[voices[end]] += 1
        while rows[start].date < row.date - HOUR:
            heard[voices[start]] -= 1
            if not heard[voices[start]]:
                del heard[voices[start]]
            start += 1
        if len(heard) >= least:
            found.append(range(start, end + 1))
    return found
