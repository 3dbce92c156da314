"""Distribution addresses: one address in To or Cc that stands for people it does not name.

An ordinary person's or role address must not become a list, so all of this is asked for: mail to
it reaches us though we are not named; several people write to it, in several conversations; it
never writes itself; and people answer one another there who were not named in what they answer,
so that it can only have come to them through the address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from indexer import subjects
from indexer.lists.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.lists.values import Seen, Store

RECIPIENTS = 8
"""A message with more recipients says nothing about any one of them."""

_SENDERS, _CONVERSATIONS, _HIDDEN, _AWAY = 3, 2, 2, 4
_UNKNOWN = 4
_AMONG = 0.4
_KEPT, _EXCHANGES = 8, 16


class Exchange(msgspec.Struct, frozen=True, array_like=True):
    """A conversation that an address was in, and who had been named in it or written.

    It is ``whole`` when its first message is not an answer itself, to mail we never saw.
    """

    thread: str
    subject: str
    people: tuple[str, ...]
    first: str
    whole: bool


class Candidate(msgspec.Struct, frozen=True, omit_defaults=True):
    """What has been seen of one address; ``wrote`` ends its candidacy."""

    wrote: bool = False
    name: str = ""
    away: int = 0
    named: int = 0
    senders: tuple[str, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    answers: int = 0
    among: int = 0
    hidden: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()

    def found(self, address: str, hidden: int) -> bool:
        """Whether it is a distribution address: ``hidden`` people answered unnamed, or more.

        Those who answer a person answer what that person wrote. Those who answer on a list
        mostly answer what others wrote there. People who all write from one strange house are
        customers or a relay's, not members.
        """
        houses = _houses(self.hidden)
        return (
            not self.wrote
            and self.away >= _AWAY
            and self.away > self.named
            and len(self.senders) >= _SENDERS
            and len(self.exchanges) >= _CONVERSATIONS
            and len(self.hidden) >= hidden
            and len(self.answered) >= _HIDDEN
            and self.among >= _AMONG * self.answers
            and (len(houses) > 1 or houses == _houses([address]))
        )


class Distributions:
    """Addresses that may be lists. ``own`` are one's own addresses, which never are."""

    def __init__(self, store: Store, own: frozenset[str]) -> None:
        self._rows = Table(store, "address", Candidate, 8_000)
        self._own = own

    def take(self, seen: Seen) -> tuple[str, ...]:
        """The addresses among the recipients that may be lists, after this message."""
        sender = seen.sender.address
        before = self._rows.get(sender)
        if before is None or not before.wrote:
            self._rows.put(sender, Candidate(wrote=True))
        if seen.auto or len(seen.recipients) > RECIPIENTS or sender in self._own:
            return ()
        taken = []
        for person in seen.recipients:
            address = person.address
            if address in self._own or address == sender:
                continue
            row = self._rows.get(address)
            if (row is None and seen.own) or (row is not None and row.wrote):
                continue
            row = _learn(row or Candidate(), seen, address, person.name)
            self._rows.put(address, row)
            taken.append(address)
        return tuple(taken)

    def found(self, address: str) -> str | None:
        """The name that a distribution address goes by, or None where it is none (yet).

        Whoever does not know their own addresses cannot know what came to them by another: more
        has to be seen then.
        """
        row = self._rows.get(address) or Candidate()
        return row.name if row.found(address, _HIDDEN if self._own else _UNKNOWN) else None

    def about(self, address: str) -> Candidate | None:
        """What has been seen of an address."""
        return self._rows.get(address)

    def flush(self) -> None:
        """Put what changed into the store."""
        self._rows.flush()


def _learn(row: Candidate, seen: Seen, address: str, name: str) -> Candidate:
    if seen.own:
        return msgspec.structs.replace(row, named=row.named + 1)
    sender = seen.sender.address
    people = [sender, *(p.address for p in seen.recipients if p.address != address)]
    subject = subjects.base(seen.subject)
    here = next((e for e in row.exchanges if _same(e, seen.thread, subject)), None)
    hidden, answered, among = row.hidden, row.answered, 0
    answer = seen.answers is not None or subjects.is_reply(seen.subject)
    if here is None:
        exchange = Exchange(seen.thread, subject, tuple(people), sender, not answer)
        exchanges = (*row.exchanges, exchange)[-_EXCHANGES:]
    else:
        if answer and here.whole and sender not in here.people:
            among = 1
            hidden = _with(hidden, sender)
            answered = _with(answered, seen.answers or here.first)
        everyone = tuple(dict.fromkeys((*here.people, *people)))[:64]
        grown = msgspec.structs.replace(here, people=everyone)
        exchanges = tuple(grown if e is here else e for e in row.exchanges)
    return Candidate(
        name=row.name or name,
        away=row.away + 1,
        named=row.named,
        senders=_with(row.senders, sender),
        exchanges=exchanges,
        answers=row.answers + answer,
        among=row.among + among,
        hidden=hidden,
        answered=answered,
    )


def _houses(addresses: Iterable[str]) -> set[str]:
    """The last two labels of the addresses' domains."""
    return {".".join(a.partition("@")[2].split(".")[-2:]) for a in addresses}


def _same(exchange: Exchange, thread: str, subject: str) -> bool:
    return exchange.thread == thread or subjects.alike(exchange.subject, subject)


def _with(some: tuple[str, ...], one: str) -> tuple[str, ...]:
    return some if one in some or len(some) >= _KEPT else (*some, one)
