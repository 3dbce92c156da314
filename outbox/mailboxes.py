"""Who is the same mailbox: each once, and one's own in every spelling. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from outbox.fields import domain_in_ascii

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer import Person
    from outbox.model import Case


def addresses(people: Iterable[Person]) -> set[str]:
    """Their addresses."""
    return {p.address for p in people}


def without(people: Iterable[Person], left_out: Iterable[str]) -> tuple[Person, ...]:
    """The people whose addresses are not among those."""
    gone = set(left_out)
    return tuple(p for p in people if p.address not in gone)


def once(people: Iterable[Person], left_out: Iterable[str] = ()) -> tuple[Person, ...]:
    """Each mailbox once, as it first stands there; those left out are not there."""
    gone = set(map(key, left_out))
    found: dict[str, Person] = {}
    for person in people:
        if person.address and key(person.address) not in gone:
            found.setdefault(key(person.address), person)
    return tuple(found.values())


def key(address: str) -> str:
    """The same for an address with its domain in U-labels and in A-labels (RFC 5890)."""
    local, _, domain = address.rpartition("@")
    if domain.isascii():
        return address.lower()
    try:
        return f"{local}@{domain_in_ascii(domain)}".lower()
    except UnicodeError:
        return address.lower()


def known_as(case: Case) -> Case:
    """The case, its ``own`` completed by other spellings of one's own addresses that stand in it.

    Those are subaddresses (RFC 5233, section 1: ``sam+lists@`` is ``sam@``) and a domain's other
    form. Only one's own are treated so: what somebody else's host does with a ``+`` is theirs.
    """
    own = set(map(key, case.own))
    seen = set(case.exchange.privately) | addresses(case.exchange.writers)
    if case.group:
        seen |= addresses(case.group.roster)
    for parent in filter(None, (case.parent, case.exchange.first)):
        fields = (parent.authors, parent.reply_to, parent.followup_to, parent.original)
        for people in (*fields, parent.to, parent.cc):
            seen |= addresses(people)
    more = sorted(each for each in seen if key(each) in own or _whole(key(each)) in own)
    return replace(case, own=tuple(dict.fromkeys((*case.own, *more))))


def _whole(address: str) -> str:
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
