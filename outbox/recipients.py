"""Whom a reply goes to: one function for each kind of reply, and nothing beside them. Pure.

What headers suggest never widens an answer: they are followed only where they name one mailbox for
answers to one person (:mod:`outbox.authors`), and shown wherever they differ from what was asked.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from indexer import Person
from outbox import words
from outbox.authors import Answered, answered, is_own, known_lists, list_addresses
from outbox.model import KINDS, OutboxError, Recipients
from outbox.words import boxes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from outbox.model import Case, Kind

_WHOLE = 0.7
"""From which part of a roster on a message went to a whole cc list (as in indexer.lists)."""


def decide(kind: Kind, case: Case) -> Recipients:
    """Whom a reply of this kind goes to.

    Raises OutboxError where there is no such reply: ``no-list``, ``no-posting``, ``hidden``,
    ``nobody``, and ``usage`` for an unknown kind.
    """
    if kind not in RULES:
        raise OutboxError("usage", f"there is no reply to {kind!a:.40}; kinds: {', '.join(KINDS)}")
    found = RULES[kind](case)
    to = _once(found.to)
    cc = _once(found.cc, _addresses(to))
    bcc = _once(found.bcc, _addresses((*to, *cc)))
    found = replace(found, to=to, cc=cc, bcc=bcc)
    if not found.people:
        raise OutboxError("nobody", "this reply would reach nobody; name somebody with a new one")
    joined, dropped = _changes(found, case)
    notes = (*found.warnings, *_suggested(kind, found, case))
    return replace(found, joined=joined, dropped=dropped, warnings=tuple(dict.fromkeys(notes)))


def usual(case: Case) -> Kind:
    """The reply that is meant without a word: to the list for a list's message, else its author.

    A message that its author sent to one person alone is no list's message.
    """
    if case.exchange.private:
        return "author"
    parent = case.parent
    post = parent.list_post
    if case.group or (post and post in _addresses((*parent.to, *parent.cc))):
        return "list"
    return "author"


def cycle(case: Case) -> tuple[tuple[Kind, Recipients], ...]:
    """What one key goes through: asker or list, those in this conversation, everybody.

    Kinds that there are not for this message are left out, and those that say nothing new.
    """
    found: list[tuple[Kind, Recipients]] = []
    for kind in ("list", "thread", "everyone"):
        try:
            reply = decide(kind, case)
        except OutboxError:
            continue
        if all(_reached(reply) != _reached(known) for _, known in found):
            found.append((kind, reply))
    return tuple(found)


def _list(case: Case) -> Recipients:
    posting = _posting(case)
    if posting:
        return posting
    if case.group is None:
        raise OutboxError(
            "no-list", "this message is on no list; answer its author, or all (--to author, all)"
        )
    one = _asker(case)
    notes = one.notes
    if case.group.kind != "cc":
        notes = (f"nobody may post to {case.group.title}", *notes)
    elif case.parent.list_post:
        notes = (
            f"List-Post names {case.parent.list_post}; this list is answered to who asked",
            *notes,
        )
    return Recipients(one.people, warnings=notes, words=words.alone(one.people, case.own))


def _author(case: Case) -> Recipients:
    one = _again(case) if is_own(case.parent, case) else answered(case.parent, case)
    return Recipients(one.people, warnings=one.notes, words=words.alone(one.people, case.own))


def _thread(case: Case) -> Recipients:
    posting = _posting(case)
    if posting:
        return posting
    one = _asker(case)
    lists = known_lists(case)
    chosen = _addresses(case.parent.authors)
    wrote = [p for p in case.exchange.writers if p.address and p.address not in lists]
    privately = [
        p
        for p in wrote
        if p.address in case.exchange.privately and p.address not in {*chosen, *case.own}
    ]
    others = [p for p in wrote if p not in privately and p.address not in case.own]
    to = tuple(p for p in one.people if p.address not in case.own)
    replaced = _addresses(_authors_of_question(case)) if to else set()
    cc = _once((p for p in others if p.address not in replaced), _addresses(to))
    if not to:
        to, cc = (cc or one.people), ()
    notes = one.notes + _private(case)
    if privately:
        notes += (f"without {words.count(len(privately))} who wrote privately",)
    reached = (*to, *cc)
    return Recipients(to, cc, warnings=notes, words=words.in_conversation(reached, case.own))


def _everyone(case: Case) -> Recipients:
    posting = _posting(case)
    if posting:
        return posting
    if case.group is None:
        raise OutboxError("no-list", "this message is on no list, so there is no everybody")
    if case.group.kind != "cc":
        raise OutboxError(
            "no-posting", f"nobody may post to {case.group.title}, and who reads it is not known"
        )
    roster = tuple(p for p in case.group.roster if p.address not in case.own)
    if not roster:
        raise OutboxError("nobody", f"nobody is known to be on {case.group.title}")
    missing = [p for p in _question(case).people if p.address not in _addresses(roster)]
    notes = _private(case)
    missing = [p for p in missing if p.address not in case.own]
    if missing:
        notes += (f"{boxes(missing)} asked, but is not on the list",)
    return Recipients(
        (), bcc=roster, title=case.group.title, warnings=notes, words=words.hidden(len(roster))
    )


def _all(case: Case) -> Recipients:
    parent = case.parent
    lists = list_addresses(parent, case)
    notes: tuple[str, ...] = ()
    if is_own(parent, case):
        to = parent.to
    else:
        try:
            to = answered(parent, case).people
        except OutboxError:
            to = parent.authors
        authors = _addresses(parent.authors)
        if parent.reply_to and not authors <= lists and not _addresses(to) <= authors:
            notes = (f"{boxes(parent.authors)} wrote this; Reply-To asks for {boxes(to)}",)
    to = _once(to, case.own)
    # Those who wrote it together with whom is answered get a copy.
    others = parent.authors if _addresses(to) <= _addresses(parent.authors) else ()
    cc = _once((*others, *parent.to, *parent.cc), {*case.own, *_addresses(to)})
    if not to:
        alone = parent.authors[:1] if is_own(parent, case) else ()
        to, cc = cc or alone, ()
    reached = (*to, *cc)
    posted = [_title(p, case) for p in reached if p.address in lists]
    said = (
        words.among(posted, len(reached) - len(posted))
        if posted
        else words.alone(reached, case.own)
    )
    return Recipients(to, cc, warnings=notes, words=said)


RULES: Mapping[Kind, Callable[[Case], Recipients]] = {
    "list": _list, "author": _author, "thread": _thread, "everyone": _everyone, "all": _all,
}  # fmt: skip


def _posting(case: Case) -> Recipients | None:
    """A reply to the list's address; None where the list has none, or there is no list.

    A List-Post alone makes a list only of a message that was addressed there: else a header would
    lead the answer to a letter before a crowd.
    """
    parent, group = case.parent, case.group
    named = _addresses((*parent.authors, *parent.to, *parent.cc))
    post = None if parent.no_post else parent.list_post
    if group and (group.address or group.kind == "cc"):
        address = group.address
    else:
        address = post if post in named else None
    if not address:
        return None
    title = group.title if group else parent.list_title or address
    notes = _private(case)
    if post and post != address:
        notes += (f"List-Post names {post}; {title} is at {address}",)
    if parent.no_post:
        notes += (f"this message says that nobody may post; {title} is at {address}",)
    if address not in named and group and group.kind != "cc" and not case.exchange.private:
        notes += (f"this message was not addressed to {address}",)
    to = (Person(title if title != address else "", address),)
    return Recipients(to, warnings=notes, words=words.to_list(title))


def _asker(case: Case) -> Answered:
    """Who a reply to a list without an address answers (the asker), never oneself if avoidable."""
    if case.exchange.asks and not is_own(case.parent, case):
        return answered(case.parent, case)
    first = case.exchange.first or case.parent
    if not is_own(first, case):
        return answered(first, case)
    if is_own(case.parent, case):
        return _again(case)
    one = answered(case.parent, case)
    return Answered(one.people, ("you asked this yourself", *one.notes))


def _question(case: Case) -> Answered:
    try:
        return _asker(case)
    except OutboxError:
        return Answered(())


def _authors_of_question(case: Case) -> tuple[Person, ...]:
    """Who wrote the question as their From has it: who is answered may have another address."""
    if case.exchange.asks or case.exchange.first is None:
        return case.parent.authors
    return case.exchange.first.authors


def _again(case: Case) -> Answered:
    """Who is answered by an answer to one's own message: those it was written to.

    Where it went to a whole list, that would make an answer to one person public: then who asked
    first, or nobody but oneself.
    """
    parent = case.parent
    named = [p for p in (*parent.to, *parent.cc) if p.address not in case.own]
    if named and not _went_to_all(case):
        to = tuple(p for p in parent.to if p.address not in case.own)
        return Answered(
            to or tuple(named), ("this is your own message; it goes to those it was written to",)
        )
    first = case.exchange.first
    if first and not is_own(first, case):
        one = answered(first, case)
        return Answered(one.people, ("this is your own message; it goes to who asked", *one.notes))
    own = tuple(p for p in parent.authors if p.address in case.own)
    own = own or tuple(Person("", address) for address in case.own[:1])
    return Answered(own, ("you wrote this yourself",))


def _went_to_all(case: Case) -> bool:
    named = _addresses((*case.parent.to, *case.parent.cc))
    if named & list_addresses(case.parent, case):
        return True
    present = _addresses(case.group.roster) if case.group and case.group.kind == "cc" else set()
    present -= set(case.own)
    return bool(present) and len(present & named) >= _WHOLE * len(present)


def _private(case: Case) -> tuple[str, ...]:
    return ("this message was written to one person alone",) if case.exchange.private else ()


def _suggested(kind: Kind, found: Recipients, case: Case) -> tuple[str, ...]:
    """What Reply-To and Mail-Followup-To would rather have, for a reply to more than one person."""
    parent = case.parent
    lists = list_addresses(parent, case)
    reached, own = _reached(found), set(case.own)
    notes: tuple[str, ...] = ()
    if kind == "author":
        return notes
    wanted = _addresses(parent.reply_to) - own
    authors = _addresses(parent.authors)
    is_rewritten = authors <= lists
    is_public = bool(reached & lists) or kind in ("all", "everyone")
    if is_public and wanted - reached - authors - lists and not is_rewritten:
        notes += (f"Reply-To asks for answers to {boxes(parent.reply_to)}",)
    wanted = _addresses(parent.followup_to) - own
    if wanted and wanted != reached:
        notes += (f"Mail-Followup-To asks for answers to {boxes(parent.followup_to)}",)
    return notes


def _changes(found: Recipients, case: Case) -> tuple[tuple[Person, ...], tuple[Person, ...]]:
    """Who comes and who goes against those that the answered message named."""
    parent, own = case.parent, set(case.own)
    before = _once((*parent.authors, *parent.to, *parent.cc), own)
    now = _once((*found.to, *found.cc, *found.bcc), own)
    reached = _addresses(now)
    if case.group and case.group.address in reached:
        reached |= _addresses(case.group.roster)
    named = _addresses(before)
    return (
        tuple(p for p in now if p.address not in named),
        tuple(p for p in before if p.address not in reached),
    )


def _title(person: Person, case: Case) -> str:
    if case.group and case.group.address == person.address:
        return case.group.title
    if case.parent.list_post == person.address and case.parent.list_title:
        return case.parent.list_title
    return words.name(person)


def _reached(found: Recipients) -> set[str]:
    return _addresses((*found.to, *found.cc, *found.bcc))


def _once(people: Iterable[Person], without: Iterable[str] = ()) -> tuple[Person, ...]:
    """Each address once, the first name that it has; those left out are not there."""
    left_out = set(without)
    found: dict[str, Person] = {}
    for person in people:
        if person.address and person.address not in left_out:
            found.setdefault(person.address, person)
    return tuple(found.values())


def _addresses(people: Iterable[Person]) -> set[str]:
    return {p.address for p in people}
