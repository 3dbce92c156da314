"""Distribution addresses: one address in To or Cc that stands for people it does not name.

An ordinary person's or role address must not become a list, so all of this is asked for: mail to
it reaches us though we are not named; several people write to it, in several conversations; it
never writes itself; people answer one another there who were not named in what they answer, so
that it can only have come to them through the address (``exchange.py``); who asks there answers
there too, which the customers of a help desk do not; and where two addresses always come
together, one of them is enough to explain it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from indexer import subjects
from indexer.listing import house
from indexer.lists import exchange
from indexer.lists.exchange import Exchange, Tally
from indexer.lists.table import Table

if TYPE_CHECKING:
    from indexer.lists.values import Seen, Store

RECIPIENTS = 8
"""A message with more recipients says nothing about any one of them."""

_MANY = 60
_SENDERS, _CONVERSATIONS, _HIDDEN, _AWAY = 3, 2, 2, 4
_UNKNOWN = 4
_OFTEN, _OFTEN_UNKNOWN = 0.05, 0.08
_AMONG, _OVERALL = 0.4, 0.15
_OVERLAP, _ROLES_OVERLAP = 1, 3
_MOSTLY = 0.8
_EXCHANGES, _BESIDE, _KEPT = 48, 4, 8
_NOBODY = re.compile(
    r"undisclosed|unlisted|recipients?[-_. ]|recipient-?list|(?:no|do-?not)[-_.]?reply"
    r"|mailer-daemon|postmaster|abuse\Z|bounces?\Z|nobody\Z"
)
_ROLE = re.compile(
    r"(?:help(?:-?desk)?|it|info|support|service-?desk|services?|sales|contact|enquir(?:y|ies)"
    r"|hello|office|admin|accounts?|billing|orders?|customer-?(?:care|service|services)|tickets?"
    r"|jobs|hr|careers|press|media|feedback|webmaster|security|kontakt|service|auskunft)\Z"
)


class Beside(msgspec.Struct, frozen=True, array_like=True):
    """Another candidate in the same messages: how often, and how often it stood after."""

    address: str
    together: int
    after: int


class Candidate(msgspec.Struct, frozen=True, omit_defaults=True):
    """What has been seen of one address; ``wrote`` ends its candidacy.

    ``away`` counts the messages that reached us though they do not name us, ``named`` the others.
    ``before`` is what the exchanges told that are no longer held.
    """

    wrote: bool = False
    name: str = ""
    away: int = 0
    named: int = 0
    senders: tuple[str, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    conversations: int = 0
    before: Tally = Tally()
    beside: tuple[Beside, ...] = ()

    def found(self, address: str, *, sure: bool) -> bool:
        """Whether it is a distribution address; ``sure`` says that one's own addresses are known.

        Those who answer a person answer
        what that person wrote. Those who answer on a list mostly answer what others wrote there.
        People who all write from one strange house are customers or a relay's, not members.
        """
        if (
            self.wrote
            or self.away < _AWAY
            or self.away <= self.named
            or len(self.senders) < _SENDERS
            or self.conversations < _CONVERSATIONS
        ):
            return False
        told = self.before
        for one in self.exchanges:
            told = told.plus(exchange.tally(one))
        houses = {house(a.rpartition("@")[2]) for a in told.hidden}
        domain = address.rpartition("@")[2]
        is_role = _ROLE.match(address.rpartition("@")[0])
        return (
            len(told.hidden) >= (_HIDDEN if sure else _UNKNOWN)
            and told.among >= (_OFTEN if sure else _OFTEN_UNKNOWN) * self.away
            and len(told.answered) >= _HIDDEN
            and told.among >= _AMONG * told.answers
            and told.among >= _OVERALL * (told.answers + told.strays)
            and len(told.both) >= (_ROLES_OVERLAP if is_role else _OVERLAP)
            and (len(houses) > 1 or houses == {house(domain)})
        )


class Distributions:
    """Addresses that may be lists. ``own`` are one's own addresses, which never are."""

    def __init__(self, store: Store, own: frozenset[str]) -> None:
        self._rows = Table(store, "address", Candidate, 8_000)
        self._own = own

    def take(self, seen: Seen) -> tuple[str, ...]:
        """The addresses among the recipients that may be lists, after this message."""
        sender = seen.sender.address
        # What goes to nobody but its sender is a blast in blind copies, or forged.
        if sender and seen.recipients:
            before = self._rows.get(sender)
            if before is None or not before.wrote:
                self._rows.put(sender, Candidate(wrote=True))
        if len(seen.recipients) > _MANY:
            return ()
        rows = {
            person: self._rows.get(person.address)
            for person in seen.recipients
            if person.address not in self._own
            and person.address != sender
            and not _NOBODY.match(person.address)
        }
        may_be = [person for person, row in rows.items() if row is None or not row.wrote]
        if len(seen.recipients) > RECIPIENTS:
            # Only what was seen before: nearly all of so many are just people.
            may_be = [person for person in may_be if rows[person] is not None]
        taken = tuple(person.address for person in may_be)
        if seen.auto or len(seen.recipients) > RECIPIENTS or sender in self._own:
            return taken
        for person in may_be:
            row = rows[person]
            if row is None and seen.own:
                continue
            row = _learn(row or Candidate(), seen, person.address, person.name)
            self._rows.put(person.address, _beside(row, person.address, taken))
        return taken

    def found(self, address: str) -> str | None:
        """The name that a distribution address goes by, or None where it is none (yet).

        Whoever does not know their own addresses cannot know what came to them by another: more
        has to be seen then.
        """
        row = self._rows.get(address) or Candidate()
        if not row.found(address, sure=bool(self._own)):
            return None
        for beside in row.beside:
            if self._is_explained(address, row, beside):
                return None
        return row.name or ""

    def wrote(self, address: str) -> bool:
        """Whether an address is somebody's who writes."""
        row = self._rows.get(address)
        return row is not None and row.wrote

    def about(self, address: str) -> Candidate | None:
        """What has been seen of an address."""
        return self._rows.get(address)

    def flush(self) -> None:
        """Put what changed into the store."""
        self._rows.flush()

    def _is_explained(self, address: str, row: Candidate, beside: Beside) -> bool:
        """Whether an address only goes along where another is the list: all copy it, too.

        What people answered without the other speaks for it. Where everything was common, the
        list is what is named first, or else what gets less of other mail.
        """
        other = self._rows.get(beside.address)
        if other is None or exchange.without(row.exchanges, beside.address):
            return False
        if not other.found(beside.address, sure=bool(self._own)):
            return False
        if exchange.without(other.exchanges, address):
            return True
        for mostly, is_explained in (
            (beside.after, False),
            (beside.together - beside.after, True),
        ):
            if mostly >= _MOSTLY * beside.together:
                return is_explained
        return (row.away, address) > (other.away, beside.address)


def _learn(row: Candidate, seen: Seen, address: str, name: str) -> Candidate:
    change = msgspec.structs.replace
    if seen.own:
        return change(row, named=row.named + 1)
    subject = subjects.base(seen.subject)
    here = next((e for e in row.exchanges if exchange.same(e, seen.thread, subject)), None)
    after = exchange.learn(here or exchange.begin(seen, subject), seen, address)
    # The exchange that was longest quiet goes first.
    exchanges = (*(e for e in row.exchanges if e is not here), after)
    before = row.before
    for gone in exchanges[:-_EXCHANGES]:
        before = before.plus(exchange.tally(gone))
    return change(
        row,
        name=row.name or name,
        away=row.away + 1,
        senders=_with(row.senders, seen.sender.address),
        exchanges=exchanges[-_EXCHANGES:],
        conversations=min(row.conversations + (here is None), _KEPT),
        before=before,
    )


def _beside(row: Candidate, address: str, taken: tuple[str, ...]) -> Candidate:
    """Count the other candidates of a message; of many the least frequent gives way."""
    if len(taken) < 2 and not row.beside:
        return row
    counts = {b.address: b for b in row.beside}
    place = taken.index(address)
    for number, other in enumerate(taken):
        if other == address:
            continue
        old = counts.get(other)
        if old is None and len(counts) >= _BESIDE:
            least = min(counts.values(), key=lambda b: (b.together, b.address))
            if least.together > 1:
                continue
            del counts[least.address]
        old = old or Beside(other, 0, 0)
        counts[other] = Beside(other, old.together + 1, old.after + (number > place))
    return msgspec.structs.replace(row, beside=tuple(counts.values()))


def _with(some: tuple[str, ...], one: str) -> tuple[str, ...]:
    return some if one in some or len(some) >= _KEPT else (*some, one)
