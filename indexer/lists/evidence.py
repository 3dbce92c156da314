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
_MAILS, _SEVERAL = 4, 3
_KEPT = 24
_TELLING, _LONGEST = 16, 24
_BULK = frozenset({"bulk", "junk"})
DAY = 86_400


class Exchange(msgspec.Struct, frozen=True, array_like=True):
    """A conversation before a group: its threads, its subject, who began it, who else answered.

    It is ``whole`` when its beginning was seen; else ``first`` is whoever answered first. Its
    ``subject`` is the base subject, ``label`` what stood in brackets before that.
    """

    threads: tuple[str, ...]
    subject: str
    first: str
    others: tuple[str, ...]
    whole: bool = True
    label: str = ""


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a group has shown so far.

    ``begun`` counts its conversations, those forgotten too, and ``mails`` what people wrote to it.
    """

    senders: tuple[str, ...] = ()
    days: tuple[int, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    begun: int = 0
    mails: int = 0

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

    @property
    def recurs(self) -> bool:
        """Whether the group is worth suggesting, list or not: mail goes to it again and again."""
        return self.mails >= _MAILS and self.begun >= _SEVERAL and len(self.days) >= _SEVERAL


def learn(evidence: Evidence, seen: Seen) -> Evidence:
    """The evidence after one more mail to all, in whatever order they come."""
    sender, date, thread = seen.sender.address, seen.date, seen.thread
    subject = subjects.base(seen.subject)
    answer = seen.answers is not None or subjects.is_reply(seen.subject)
    senders, days = evidence.senders, evidence.days
    if sender not in senders and len(senders) < _SENDERS:
        senders = (*senders, sender)
    if date // DAY not in days and len(days) < _SEVERAL:
        days = (*days, date // DAY)
    exchanges, begun = list(evidence.exchanges), evidence.begun
    for n, old in enumerate(exchanges):
        if thread in old.threads or _alike(subject, old.subject):
            exchanges[n] = _grown(old, thread, sender, answer=answer)
            break
    else:
        begun += 1
        label = subjects.label(seen.subject)
        exchanges.append(Exchange((thread,), subject, sender, (), not answer, label))
    written = not (seen.unsubscribe or seen.precedence in _BULK)
    return Evidence(senders, days, _few(exchanges), begun, evidence.mails + written)


def merge(one: Evidence, other: Evidence) -> Evidence:
    """The evidence of two groups that are one."""
    exchanges, begun = list(one.exchanges), one.begun + other.begun
    for new in other.exchanges:
        for n, old in enumerate(exchanges):
            threads = set(old.threads)
            if not threads.isdisjoint(new.threads) or _alike(old.subject, new.subject):
                exchanges[n] = _joined(old, new)
                begun -= 1
                break
        else:
            exchanges.append(new)
    return Evidence(
        tuple(dict.fromkeys((*one.senders, *other.senders)))[:_SENDERS],
        tuple(dict.fromkeys((*one.days, *other.days)))[:_SEVERAL],
        _few(exchanges),
        begun,
        one.mails + other.mails,
    )


def _grown(old: Exchange, thread: str, sender: str, *, answer: bool) -> Exchange:
    threads = old.threads if thread in old.threads else (*old.threads, thread)[-_KEPT:]
    first, others, whole = old.first, old.others, old.whole
    if not answer and not whole:
        # The beginning came after its answers.
        others = _with(others, first, besides=sender)
        first, whole = sender, True
    elif answer:
        others = _with(others, sender, besides=first)
    others = tuple(one for one in others if one != first)
    return Exchange(threads, old.subject, first, others, whole, old.label)


def _joined(old: Exchange, new: Exchange) -> Exchange:
    whole, rest = (old, new) if old.whole or not new.whole else (new, old)
    others = whole.others
    for one in rest.others if rest.whole else (rest.first, *rest.others):
        others = _with(others, one, besides=whole.first)
    threads = tuple(dict.fromkeys((*old.threads, *new.threads)))[-_KEPT:]
    return Exchange(threads, whole.subject, whole.first, others, whole.whole, whole.label)


def _alike(one: str, other: str) -> bool:
    """Whether base subjects are of one conversation: "Reminder: X" too is of the one of X."""
    if subjects.alike(one, other):
        return True
    short, long = (one, other) if len(one) < len(other) else (other, one)
    before = long.removesuffix(short).rstrip()
    marked = before != long and before.endswith((":", "-", "–", "—"))
    return marked and len(short) >= _TELLING and len(before) <= _LONGEST


def _with(some: tuple[str, ...], one: str, *, besides: str) -> tuple[str, ...]:
    known = one == besides or one in some or len(some) >= _SENDERS
    return some if known else (*some, one)


def _few(exchanges: list[Exchange]) -> tuple[Exchange, ...]:
    while len(exchanges) > _KEPT:
        # The ones that nobody answered say least.
        spare = next((n for n, e in enumerate(exchanges[:-1]) if not e.others), 0)
        del exchanges[spare]
    return tuple(exchanges)
