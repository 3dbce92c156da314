"""One conversation that an address was in, and what it tells of the address.

What is kept are first times, so that messages may come in any order and end in the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from indexer import subjects

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.lists.values import Seen

_PEOPLE, _KEPT = 32, 64
_NEVER = 1 << 62


class Said(msgspec.Struct, frozen=True, array_like=True):
    """When somebody was first named in an exchange, and first wrote, and whom that answered.

    ``answered`` is None where the message was no answer, and empty where it is not known whose.
    """

    address: str
    named: int = _NEVER
    wrote: int = _NEVER
    answered: str | None = None


class Exchange(msgspec.Struct, frozen=True, array_like=True):
    """A conversation as far as it was seen; ``begun`` is the date of its first message.

    It is ``whole`` when that message, by ``by``, is not an answer itself, to mail we never saw.
    """

    thread: str
    subject: str
    begun: int = _NEVER
    by: str = ""
    whole: bool = False
    answers: int = 0
    people: tuple[Said, ...] = ()


class Tally(msgspec.Struct, frozen=True, array_like=True):
    """What exchanges tell together.

    ``answers`` were seen in whole ones, ``strays`` in others; ``among`` of them came from people
    who had not been named before, who are ``hidden``, to the ``answered``. ``asked`` are those
    who began an exchange that was so answered.
    """

    answers: int = 0
    strays: int = 0
    among: int = 0
    hidden: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()

    @property
    def both(self) -> frozenset[str]:
        """Who asked, and answered others."""
        return frozenset(self.hidden) & frozenset(self.asked)

    def plus(self, other: Tally) -> Tally:
        """Both together."""
        if not (other.answers or other.strays or other.asked):
            return self
        return Tally(
            self.answers + other.answers,
            self.strays + other.strays,
            self.among + other.among,
            _union(self.hidden, other.hidden),
            _union(self.answered, other.answered),
            _union(self.asked, other.asked),
        )


def begin(seen: Seen, subject: str) -> Exchange:
    """An exchange that nothing is known of yet but what it is called."""
    return Exchange(seen.thread, subject)


def same(exchange: Exchange, thread: str, subject: str) -> bool:
    """Whether a message of a thread and with a base subject is of the exchange."""
    return exchange.thread == thread or subjects.alike(exchange.subject, subject)


def learn(exchange: Exchange, seen: Seen, address: str) -> Exchange:
    """The exchange with one more message, to ``address`` among others."""
    sender, date = seen.sender.address, seen.date
    is_answer = seen.answers is not None or subjects.is_reply(seen.subject)
    people = {said.address: said for said in exchange.people}
    for person in seen.recipients:
        if person.address != address:
            said = people.get(person.address)
            if said is None and len(people) >= _PEOPLE:
                continue
            said = said or Said(person.address)
            if date < said.named:
                people[person.address] = Said(said.address, date, said.wrote, said.answered)
    said = people.get(sender)
    if said is not None or len(people) < _PEOPLE:
        said = said or Said(sender)
        if date < said.wrote:
            answered = (seen.answers or "") if is_answer else None
            people[sender] = Said(sender, said.named, date, answered)
    first = date < exchange.begun
    return Exchange(
        exchange.thread,
        exchange.subject,
        date if first else exchange.begun,
        sender if first else exchange.by,
        not is_answer if first else exchange.whole,
        exchange.answers + is_answer,
        tuple(people.values()),
    )


def tally(exchange: Exchange) -> Tally:
    """What it tells: who answered in it to whom nobody had sent it by name."""
    if not exchange.whole:
        return Tally(strays=exchange.answers)
    hidden = [
        said
        for said in exchange.people
        if said.answered is not None
        and said.address != exchange.by
        and said.wrote <= said.named
        and said.wrote < _NEVER
    ]
    return Tally(
        answers=exchange.answers,
        among=len(hidden),
        hidden=tuple(said.address for said in hidden[:_KEPT]),
        answered=tuple(dict.fromkeys(said.answered or exchange.by for said in hidden))[:_KEPT],
        asked=(exchange.by,),
    )


def without(exchanges: Iterable[Exchange], address: str) -> int:
    """How many unnamed people answered in the exchanges that another address was not in."""
    return sum(
        tally(one).among
        for one in exchanges
        if one.whole and address not in {said.address for said in one.people}
    )


def _union(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))[:_KEPT]
