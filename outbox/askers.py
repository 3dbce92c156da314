"""Whom an answer goes to where there is no address: who asked, or who was written to. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer import Person
from outbox.authors import MOST_AUTHORS, Answered, answered, is_own, list_addresses
from outbox.mailboxes import addresses, once

if TYPE_CHECKING:
    from indexer import Parent
    from outbox.model import Case

WHOLE = 0.7
"""From which part of a roster on a message went to a whole cc list (as in indexer.lists)."""


def asker(case: Case) -> Answered:
    """Who a reply to a list without an address answers, never oneself if avoidable.

    Raises OutboxError as :func:`outbox.authors.answered` does.
    """
    question = questioned(case)
    if not is_own(question, case):
        return answered(question, case)
    if is_own(case.parent, case):
        written = _written_to(case)
        return _yourself(case) if len(written) > 1 else _again(case)
    one = answered(case.parent, case)
    return Answered(one.people, ("you asked this yourself", *one.notes))


def questioned(case: Case) -> Parent:
    """The message that asks: the answered one, or the conversation's first. No program asks."""
    first = case.exchange.first or case.parent
    if case.exchange.asks and not case.parent.auto and not is_own(case.parent, case):
        return case.parent
    return first


def _again(case: Case) -> Answered:
    """Who is answered by an answer to one's own message: those it was written to, where few.

    Where it went to a whole list or to many, that would make an answer to one person public: then
    who asked first, or nobody but oneself.
    """
    written = _written_to(case)
    if written and len(written) <= MOST_AUTHORS and not _went_to_all(case):
        return Answered(written, ("this is your own message; it goes to those it was written to",))
    first = case.exchange.first
    if first and not is_own(first, case):
        one = answered(first, case)
        return Answered(one.people, ("this is your own message; it goes to who asked", *one.notes))
    return _yourself(case)


def writer(case: Case) -> Answered:
    """Who is answered alone: who wrote the message, or whom one wrote it to oneself.

    Raises OutboxError as :func:`outbox.authors.answered` does.
    """
    return _again(case) if is_own(case.parent, case) else answered(case.parent, case)


def is_private(case: Case) -> bool:
    """Whether the message went to one person alone, as far as its header tells.

    What came through a list may name its reader alone, too (RFC 2919 and RFC 2369 mark it).
    """
    parent = case.parent
    if case.exchange.private:
        return True
    if parent.list_id or parent.list_post or parent.no_post:
        return False
    named = once((*parent.to, *parent.cc), addresses(parent.authors))
    others = once(named, case.own)
    if is_own(parent, case):
        return len(others) == 1 and others[0].address not in list_addresses(parent, case)
    return bool(named) and not others


def _written_to(case: Case) -> tuple[Person, ...]:
    return once(case.parent.to, case.own) or once(case.parent.cc, case.own)


def _yourself(case: Case) -> Answered:
    own = tuple(p for p in case.parent.authors if p.address in case.own)[:1]
    return Answered(own or (Person("", case.own[0]),), ("you wrote this yourself",))


def _went_to_all(case: Case) -> bool:
    named = addresses((*case.parent.to, *case.parent.cc))
    if named & list_addresses(case.parent, case):
        return True
    present = addresses(case.group.roster) if case.group and case.group.kind == "cc" else set()
    present -= set(case.own)
    return bool(present) and len(present & named) >= WHOLE * len(present)
