"""Invented people and their mail, for tests of the finder of lists."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from indexer.lists import Finder, Seen
from indexer.model.people import Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from indexer.lists import Group

DAY = 86_400
START = 1_700_000_000
ME = Person("Nia Fairley", "nia@otterley.example")


def people(number: int, start: int = 0, domain: str = "council{}.example") -> list[Person]:
    return [
        Person(f"First Last{n}", f"person{n}@{domain.format(n % 7)}")
        for n in range(start, start + number)
    ]


class Rows:
    """A store that is gone with the test."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, bytes]] = defaultdict(dict)

    def get(self, kind: str, key: str) -> bytes | None:
        return self.rows[kind].get(key)

    def put(self, kind: str, key: str, value: bytes | None) -> None:
        if value is None:
            self.rows[kind].pop(key, None)
        else:
            self.rows[kind][key] = value

    def every(self, kind: str) -> Iterator[tuple[str, bytes]]:
        return iter(sorted(self.rows[kind].items()))


@dataclass
class Post:
    """A mailbox as the finder sees it: writes messages, one after the other, and shows them."""

    own: frozenset[str] = frozenset({ME.address})
    least: int = 10
    store: Rows = field(default_factory=Rows)
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    clock: int = START
    numbers: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self.finder = Finder(self.store, own=self.own, cc_list_people=self.least)

    def send(
        self,
        sender: Person,
        to: Iterable[Person],
        subject: str = "Bins",
        *,
        thread: str | None = None,
        answers: Person | None = None,
        hours: float = 5,
        list_id: str | None = None,
        list_post: str | None = None,
        list_title: str = "",
        no_post: bool = False,
        unsubscribe: bool = False,
        precedence: str = "",
        auto: bool = False,
        list_names: tuple[str, ...] = (),
        forum: bool = False,
    ) -> Seen:
        """Send a message, ``hours`` after the last one, and show it to the finder."""
        self.clock += int(hours * 3600)
        number = next(self.numbers)
        recipients = tuple({p.address: p for p in to if p != sender}.values())
        addresses = {sender.address, *(p.address for p in recipients)}
        seen = Seen(
            id=f"{number}@x.example",
            thread=thread or f"thread{number}",
            date=self.clock,
            sender=sender,
            recipients=recipients,
            subject=subject,
            list_id=list_id,
            list_title=list_title,
            list_post=list_post,
            no_post=no_post,
            unsubscribe=unsubscribe,
            precedence=precedence,
            auto=auto,
            own=bool(addresses & self.own),
            answers=answers.address if answers else None,
            list_names=list_names,
            forum=forum,
        )
        self.keys[seen.id] = self.finder.take(seen)
        return seen

    def talk(
        self, who: Sequence[Person], to: Sequence[Person], subject: str, *, hours: float = 5
    ) -> list[Seen]:
        """A conversation before all of ``to``: the first of ``who`` asks, the others answer."""
        thread = f"{subject} {self.clock}"
        first = self.send(who[0], to, subject, thread=thread, hours=hours)
        return [first] + [
            self.send(p, to, f"Re: {subject}", thread=thread, answers=who[0], hours=hours)
            for p in who[1:]
        ]

    def lists(self) -> dict[str, Group]:
        """The lists by name, the new ones settled first."""
        for promotion in self.finder.promotions():
            self.finder.settle(promotion.key, promotion.slug)
        return {group.name: group for group in self.finder.lists()}

    def on(self, seen: Seen) -> set[str]:
        """The names of the lists that a message is on, as far as is known now."""
        names = {group.key: name for name, group in self.lists().items()}
        merged = self.finder.merged()
        return {names[k] for k in (merged.get(k, k) for k in self.keys[seen.id]) if k in names}

    def again(self) -> None:
        """End, and begin again from what the store holds."""
        self.finder.flush()
        self.finder = Finder(self.store, own=self.own, cc_list_people=self.least)
