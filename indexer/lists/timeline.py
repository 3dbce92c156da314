"""The mails to all of a circle in order of their dates, in whatever order they come.

The latest few are kept as they were, so that one that comes late is put in its place and what
follows from it is worked out again; all before them are one state.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from indexer.lists import presence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_KEPT = 16


class Told(NamedTuple):
    """A mail to all: whom it named, and who was on the circle after it."""

    date: int
    conversation: str
    who: int
    state: presence.Presence


class Step(NamedTuple):
    """What one mail changed: the state and the date before it, and the mail."""

    before: presence.Presence
    previous: int
    told: Told


class Timeline:
    """``base`` is who was on the circle at ``until``, before the mails in ``log``."""

    __slots__ = ("base", "log", "until")

    def __init__(self, base: presence.Presence | None = None, until: int = 0) -> None:
        self.base = base or presence.Presence()
        self.until = until
        self.log: list[Told] = []

    @property
    def state(self) -> presence.Presence:
        """Who is on the circle after the newest mail."""
        return self.log[-1].state if self.log else self.base

    @property
    def last(self) -> int:
        """The newest mail's date."""
        return self.log[-1].date if self.log else self.until

    def add(self, who: int, date: int, conversation: str) -> bool:
        """Put a mail in its place; False where it is older than what can be worked out again."""
        if date < self.until:
            return False
        log = self.log
        if date >= self.last:
            state = presence.named(self.state, who, conversation)
            log.append(Told(date, conversation, who, state))
            return True
        at = bisect_right(log, date, key=lambda told: told.date)
        log.insert(at, Told(date, conversation, who, self.base))
        self._again(at)
        return True

    def fill(self, mails: Iterable[tuple[int, str, int]]) -> None:
        """Have these mails, (date, conversation, who), as the latest ones."""
        self.log = [Told(*mail, self.base) for mail in mails]
        self._again(0)

    def steps(self) -> Iterator[Step]:
        """What each of the latest mails changed."""
        before, previous = self.base, self.until
        for told in self.log:
            yield Step(before, previous, told)
            before, previous = told.state, told.date

    def fold(self) -> list[Step]:
        """Let the state have the older half of the mails once there are too many."""
        spare = len(self.log) - _KEPT
        if spare < _KEPT:
            return []
        steps = [step for step, _ in zip(self.steps(), range(spare), strict=False)]
        self.base, self.until = self.log[spare - 1].state, self.log[spare - 1].date
        del self.log[:spare]
        return steps

    def masks(self) -> Iterator[int]:
        """All sets of people in it."""
        yield from presence.masks(self.base)
        for told in self.log:
            yield told.who

    def renumbered(self, again: Callable[[int], int]) -> Timeline:
        """The same with other numbers: ``again`` gives a set's."""
        new = Timeline(presence.renumbered(self.base, again), self.until)
        new.fill((told.date, told.conversation, again(told.who)) for told in self.log)
        return new

    def _again(self, start: int) -> None:
        state = self.log[start - 1].state if start else self.base
        for n in range(start, len(self.log)):
            told = self.log[n]
            state = presence.named(state, told.who, told.conversation)
            self.log[n] = told._replace(state=state)
