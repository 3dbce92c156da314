"""What makes a recurring set of people a list: they answer one another, before all of it.

A blast (one conversation, however many replies), an announcement (one sender) and a report that
goes to the same people every week (no answers) are none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from indexer import subjects

if TYPE_CHECKING:
    from indexer.lists.values import Seen

_SENDERS, _DAYS, _CONVERSATIONS, _ANSWERED = 3, 2, 2, 2
_KEPT = 24
DAY = 86_400


class Exchange(msgspec.Struct, frozen=True, array_like=True):
    """A conversation before a group: its threads, its subject, who began it, who else answered."""

    threads: tuple[str, ...]
    subject: str
    first: str
    others: tuple[str, ...]


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a group has shown so far; ``begun`` counts its conversations, those forgotten too."""

    senders: tuple[str, ...] = ()
    days: tuple[int, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    begun: int = 0

    @property
    def full(self) -> bool:
        """Whether more would push out what is kept."""
        return len(self.exchanges) >= _KEPT

    @property
    def enough(self) -> bool:
        """Whether the group is a list."""
        return (
            len(self.senders) >= _SENDERS
            and len(self.days) >= _DAYS
            and len(self.exchanges) >= _CONVERSATIONS
            and sum(1 for e in self.exchanges if e.others) >= _ANSWERED
            and len({one for e in self.exchanges for one in e.others}) >= _ANSWERED
        )


def learn(evidence: Evidence, seen: Seen) -> Evidence:
    """The evidence after one more mail to all."""
    sender, date, thread = seen.sender.address, seen.date, seen.thread
    subject = subjects.base(seen.subject)
    answer = seen.answers is not None or subjects.is_reply(seen.subject)
    senders, days = evidence.senders, evidence.days
    if sender not in senders and len(senders) < _SENDERS:
        senders = (*senders, sender)
    if date // DAY not in days and len(days) < _DAYS:
        days = (*days, date // DAY)
    exchanges, begun = list(evidence.exchanges), evidence.begun
    for n, old in enumerate(exchanges):
        if thread in old.threads or subjects.alike(subject, old.subject):
            others = old.others
            if answer and sender != old.first and sender not in others and len(others) < _SENDERS:
                others = (*others, sender)
            threads = old.threads if thread in old.threads else (*old.threads, thread)[-_KEPT:]
            exchanges[n] = Exchange(threads, old.subject, old.first, others)
            break
    else:
        begun += 1
        exchanges.append(Exchange((thread,), subject, sender, ()))
        if len(exchanges) > _KEPT:
            # The ones that nobody answered say least.
            spare = next((n for n, e in enumerate(exchanges[:-1]) if not e.others), 0)
            del exchanges[spare]
    return Evidence(senders, days, tuple(exchanges), begun)
