"""Whom an answer to one message's author goes to. Pure.

Reply-To says where the author would like answers (RFC 5322, section 3.6.2). It is followed where
it names one mailbox that is nobody else's as far as anybody can tell. It is never followed to a
list, to other recipients or to several mailboxes: an answer to one person would become public
through a header that somebody else wrote.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer import Person
from outbox.model import OutboxError
from outbox.words import boxes, name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer import Parent
    from outbox.model import Case

MOST_AUTHORS = 4
"""More authors than that in a From are no authors."""

_VIA = (" via ", " über ", " par ", " tramite ")
_UNREAD = ("noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "do_not_reply")


@dataclass(frozen=True, slots=True)
class Answered:
    """Who is answered, and what to say about it."""

    people: tuple[Person, ...]
    notes: tuple[str, ...] = ()


def known_lists(case: Case) -> frozenset[str]:
    """The addresses that are known to be lists', whatever this message says."""
    group = case.group
    return case.lists | {group.address} if group and group.address else case.lists


def list_addresses(parent: Parent, case: Case) -> frozenset[str]:
    """Every address at which a list may be reached, by what is known and what headers say."""
    found = set(known_lists(case))
    if parent.list_post:
        found.add(parent.list_post)
    if parent.list_id:
        # RFC 2919, section 2: an identifier is often the address with a dot for its @.
        dotted = parent.list_id
        found |= {p.address for p in _named(parent) if p.address.replace("@", ".") == dotted}
    return frozenset(found)


def is_own(parent: Parent, case: Case) -> bool:
    """Whether one wrote a message oneself, also where a list took the From for itself."""
    lists = list_addresses(parent, case)
    wrote = [p for p in parent.authors if p.address not in lists]
    if not wrote and parent.authors:
        wrote = [p for p in (*parent.reply_to, *parent.original) if p.address not in lists]
    return bool(wrote) and all(p.address in case.own for p in wrote)


def answered(parent: Parent, case: Case) -> Answered:
    """Who is answered for a message of somebody else's; never a list.

    Raises OutboxError ``hidden`` and ``nobody``.
    """
    lists = list_addresses(parent, case)
    senders = parent.authors or ((parent.sender,) if parent.sender else ())
    wrote = _without(senders, case.own)
    if not wrote:
        raise OutboxError("nobody", "this message names nobody who wrote it; write a new one")
    people = _without(wrote, lists)
    if not people:
        return _behind_the_list(parent, case, lists, wrote[0])
    notes = []
    if len(people) < len(wrote):
        notes.append(f"From names a list too; this goes to {boxes(people)}")
    if len(people) > MOST_AUTHORS:
        sender = parent.sender
        one = sender if sender and sender in people else people[0]
        notes.append(f"From names {len(people)} people; this goes to {boxes((one,))} alone")
        people = (one,)
    asked = _without(parent.reply_to, case.own)
    if _addresses(asked) <= _addresses(people):
        people = tuple(p for p in people if p in asked) or people
    elif len(asked) == 1 and not _is_public(asked[0], parent, lists):
        notes.append(f"{boxes(people)} wrote this; Reply-To asks for answers to {boxes(asked)}")
        people = asked
    else:
        notes.append(f"Reply-To asks for answers to {boxes(asked)}; this goes to {boxes(people)}")
    return Answered(people, (*notes, *_machine(parent, people)))


def _behind_the_list(parent: Parent, case: Case, lists: frozenset[str], sender: Person) -> Answered:
    """Who wrote a message whose From is the list's address (RFC 7960, section 4.1.3.1)."""
    said = name(sender)
    for via in _VIA:
        said = said.partition(via)[0]
    said = said.strip(" '\"")
    asked = _without(_without(parent.reply_to, case.own), lists)
    known = _without(_without(parent.original, case.own), lists)
    others = _without(_without((*parent.to, *parent.cc), case.own), lists)
    for some in (asked, known, others):
        same = [p for p in some if p.name and p.name.casefold() == said.casefold()]
        if len(same) == 1:
            return _one_of(same[0], asked)
    for some in (asked, known):
        if some:
            return _one_of(Person(some[0].name or said, some[0].address), asked)
    raise OutboxError(
        "hidden", f"the list {sender.address} keeps to itself who wrote this; answer the list"
    )


def _one_of(person: Person, asked: tuple[Person, ...]) -> Answered:
    if any(p.address != person.address for p in asked):
        return Answered(
            (person,), (f"Reply-To asks for answers to {boxes(asked)}; this goes to one of them",)
        )
    return Answered((person,))


def _is_public(person: Person, parent: Parent, lists: frozenset[str]) -> bool:
    """Whether an address is a list's, or already stands among the message's recipients."""
    return person.address in lists or person.address in _addresses((*parent.to, *parent.cc))


def _machine(parent: Parent, people: tuple[Person, ...]) -> tuple[str, ...]:
    local = people[0].address.partition("@")[0]
    if local.startswith(_UNREAD):
        return (f"nobody may read what goes to {people[0].address}",)
    return ("a program wrote this, and may not read an answer",) if parent.auto else ()


def _named(parent: Parent) -> tuple[Person, ...]:
    return (*parent.authors, *parent.to, *parent.cc, *parent.reply_to, *parent.followup_to)


def _without(people: Iterable[Person], addresses: Iterable[str]) -> tuple[Person, ...]:
    left_out = set(addresses)
    return tuple(p for p in people if p.address not in left_out)


def _addresses(people: Iterable[Person]) -> set[str]:
    return {p.address for p in people}
