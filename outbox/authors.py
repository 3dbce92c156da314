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
from outbox.mailboxes import addresses, once, without
from outbox.model import OutboxError
from outbox.words import NAMED, box, boxes, name

if TYPE_CHECKING:
    from indexer import Parent
    from outbox.model import Case

MOST_AUTHORS = NAMED
"""More authors than that in a From are no authors: the composer's line names no more."""

_VIA = (" via ", " über ", " par ", " tramite ")
_UNREAD = (
    "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "do_not_reply",
    "mailer-daemon",
)  # fmt: skip


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
    # Not what this message says of lists: its author could make it look like one's own.
    lists = known_lists(case)
    wrote = without(parent.authors, lists)
    if not wrote and parent.authors:
        wrote = without((*parent.reply_to, *parent.original), lists)
    return bool(wrote) and all(p.address in case.own for p in wrote)


def answered(parent: Parent, case: Case) -> Answered:
    """Who is answered for a message of somebody else's; never a list.

    Raises OutboxError ``hidden`` and ``nobody``.
    """
    lists = list_addresses(parent, case)
    # A From may be an empty group (RFC 6854, section 1).
    senders = parent.authors or ((parent.sender,) if parent.sender else ())
    asked = without(parent.reply_to, case.own)
    if not senders and len(asked) == 1 and not _is_somebody_elses(asked[0], parent, case):
        return Answered(asked, _machine(parent, asked))
    wrote = once(senders, case.own)
    if not wrote:
        raise OutboxError("nobody", "this message names nobody who wrote it; write a new one")
    people = without(wrote, lists)
    if not people:
        return _behind_the_list(parent, case, lists, wrote[0])
    notes = []
    if len(people) < len(wrote):
        notes.append(f"From names a list too; this goes to {boxes(people)}")
    if len(people) > MOST_AUTHORS:
        sent = {parent.sender.address} if parent.sender else set()
        one = next((p for p in people if p.address in sent), people[0])
        notes.append(f"From names {len(people)} people; this goes to {boxes((one,))} alone")
        people = (one,)
    if addresses(asked) <= addresses(people):
        people = tuple(p for p in people if p.address in addresses(asked)) or people
    elif len(asked) == 1 and not _is_somebody_elses(asked[0], parent, case):
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
    asked = without(without(parent.reply_to, case.own), lists)
    known = without(without(parent.original, case.own), lists)
    named = without(without((*parent.to, *parent.cc), case.own), lists)
    is_list = sender.address in known_lists(case)
    for some in (asked, known, named):
        same = [p for p in some if p.name and p.name.casefold() == said.casefold()]
        if len(same) == 1:
            return _one_of(same[0], asked, sender, is_sure=is_list and some is not named)
    # Without the name to go by, whoever else got the message may be a list, or anybody.
    for some in (asked, known):
        alone = without(some, addresses((*parent.to, *parent.cc)))
        if alone:
            return _one_of(Person(alone[0].name or said, alone[0].address), asked, sender)
    raise OutboxError(
        "hidden", f"the list {sender.address} keeps to itself who wrote this; answer the list"
    )


def _one_of(
    person: Person, asked: tuple[Person, ...], sender: Person, *, is_sure: bool = False
) -> Answered:
    notes: tuple[str, ...] = ()
    if not is_sure:
        notes = (f"From is {box(sender)}; who wrote this seems to be {box(person)}",)
    if any(p.address != person.address for p in asked):
        notes += (f"Reply-To asks for answers to {boxes(asked)}; this goes to one of them",)
    return Answered((person,), notes)


def _is_somebody_elses(person: Person, parent: Parent, case: Case) -> bool:
    """Whether an address is not the author's alone, as far as can be told.

    It is a list's, or in the domain that the List-Id names while the author's is not, or stands
    among the message's recipients, or is known of somebody on the list or in the conversation.
    """
    domain = person.address.partition("@")[2]
    is_authors = any(p.address.endswith(f"@{domain}") for p in parent.authors)
    others = [*parent.to, *parent.cc, *case.exchange.writers]
    if case.group:
        others += case.group.roster
    return (
        person.address in list_addresses(parent, case)
        or bool(parent.list_id and parent.list_id.endswith(f".{domain}") and not is_authors)
        or person.address in addresses(others)
    )


def is_unread(address: str) -> bool:
    """Whether an address says itself that no person reads what goes there."""
    return address.partition("@")[0].startswith(_UNREAD)


def _machine(parent: Parent, people: tuple[Person, ...]) -> tuple[str, ...]:
    if is_unread(people[0].address):
        return (f"nobody may read what goes to {people[0].address}",)
    return ("a program wrote this, and may not read an answer",) if parent.auto else ()


def _named(parent: Parent) -> tuple[Person, ...]:
    return (*parent.authors, *parent.to, *parent.cc, *parent.reply_to, *parent.followup_to)
