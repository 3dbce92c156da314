"""Whom a reply goes to: one function for each kind of reply, and nothing beside them. Pure.

What headers suggest never widens an answer: they are followed only where they name one mailbox for
answers to one person (:mod:`outbox.authors`), and shown wherever they differ from what was asked
(:mod:`outbox.differences`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from indexer import Person
from outbox import words
from outbox.askers import asker, is_private, questioned, writer
from outbox.authors import answered, is_own, is_unread, known_lists, list_addresses
from outbox.differences import changes, goes_to, noted
from outbox.mailboxes import addresses, known_as, once
from outbox.model import KINDS, OutboxError, Recipients
from outbox.words import boxes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from outbox.model import Case, Group, Kind


def decide(kind: Kind, case: Case) -> Recipients:
    """Whom a reply of this kind goes to.

    Raises OutboxError where there is no such reply: ``no-list``, ``no-posting``, ``hidden``,
    ``nobody``, and ``usage`` for an unknown kind.
    """
    if kind not in RULES:
        raise OutboxError("usage", f"there is no reply to {kind!a:.40}; kinds: {', '.join(KINDS)}")
    case = known_as(case)
    found = RULES[kind](case)
    if not found.people:
        raise OutboxError("nobody", "this reply would reach nobody; name somebody with a new one")
    joined, dropped = changes(found, case)
    found = replace(found, joined=joined, dropped=dropped)
    notes = (*found.warnings, *noted(kind, found, case))
    return replace(found, warnings=tuple(dict.fromkeys(notes)))


def usual(case: Case) -> Kind:
    """The reply that is meant without a word: to the list for a list's message, else its author.

    A message that its author sent to one person alone is no list's message.
    """
    case = known_as(case)
    if is_private(case):
        return "author"
    return "list" if case.group or _posting(case) else "author"


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
        if all(goes_to(reply) != goes_to(known) for _, known in found):
            found.append((kind, reply))
    return tuple(found)


def _list(case: Case) -> Recipients:
    posting = _posting(case)
    if posting:
        return posting
    if case.group is None:
        raise OutboxError("no-list", "this message is on no list; answer its author, or all")
    # Who asked is answered on a cc list; elsewhere the first author is nobody in particular.
    one = asker(case) if case.group.kind == "cc" else writer(case)
    notes = one.notes
    if case.group.kind != "cc":
        notes = (_unposted(case, case.group), *notes)
    elif case.parent.list_post:
        notes = (
            f"List-Post names {case.parent.list_post}; this list is answered to who asked",
            *notes,
        )
    return Recipients(one.people, warnings=notes, words=words.alone(one.people, case.own))


def _author(case: Case) -> Recipients:
    one = writer(case)
    return Recipients(one.people, warnings=one.notes, words=words.alone(one.people, case.own))


def _thread(case: Case) -> Recipients:
    posting = _posting(case)
    if posting:
        return posting
    one = asker(case)
    lists = known_lists(case)
    chosen = addresses(case.parent.authors)
    wrote = [p for p in once(case.exchange.writers, case.own) if p.address not in lists]
    kept = case.exchange.privately - chosen
    privately = [p for p in wrote if p.address in kept]
    unread = [p for p in wrote if is_unread(p.address) and p.address not in chosen]
    others = [p for p in wrote if p not in privately and p not in unread]
    to = once(one.people, case.own)
    replaced = addresses(questioned(case).authors) if to else set()
    cc = once((p for p in others if p.address not in replaced), addresses(to))
    if not to:
        to, cc = (cc or one.people), ()
    notes = one.notes
    if privately:
        notes += (f"without {words.count(len(privately))} who wrote privately",)
    if unread:
        notes += (f"without {boxes(unread)}: nobody may read what goes there",)
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
            "no-posting", f"{_unposted(case, case.group)}, and who reads it is not known"
        )
    roster = once(case.group.roster, case.own)
    if not roster:
        raise OutboxError("nobody", f"nobody is known to be on {case.group.title}")
    said = words.hidden(len(roster))
    return Recipients((), bcc=roster, title=case.group.title, words=said)


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
        authors = addresses(parent.authors)
        if parent.reply_to and not authors <= lists and not addresses(to) <= authors:
            notes = (f"{boxes(parent.authors)} wrote this; Reply-To asks for {boxes(to)}",)
    to = once(to, case.own)
    # Those who wrote it together with whom is answered get a copy.
    others = parent.authors if addresses(to) <= addresses(parent.authors) else ()
    cc = once((*others, *parent.to, *parent.cc), {*case.own, *addresses(to)})
    if not to:
        alone = parent.authors[:1] if is_own(parent, case) else ()
        to, cc = cc or alone, ()
    reached = (*to, *cc)
    if parent.no_post and cc:
        notes += ("this message says that nobody may post to its list",)
    named = once((*parent.to, *parent.cc))
    is_copy = not addresses(named) & {*case.own, *lists}
    if is_copy and case.own and cc and not parent.list_id and not is_own(parent, case):
        notes += ("no address of yours is in To or Cc; this tells all that you got it",)
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
    named = addresses((*parent.authors, *parent.to, *parent.cc))
    post = None if parent.no_post else parent.list_post
    if group and (group.address or group.kind == "cc"):
        address = group.address
    else:
        address = post if post in named and post not in case.own else None
    if not address:
        return None
    # What a message says its list is called may be the name of another.
    title = group.title if group else address
    notes: tuple[str, ...] = ()
    if post and post != address:
        notes += (f"List-Post names {post}; {title} is at {address}",)
    if parent.no_post:
        notes += (f"this message says that nobody may post; {title} is at {address}",)
    if address not in named and group and group.kind != "cc" and not is_private(case):
        notes += (f"this message was not addressed to {address}",)
    to = (Person(title if title != address else "", address),)
    return Recipients(to, warnings=notes, words=words.to_list(title))


def _unposted(case: Case, group: Group) -> str:
    if case.parent.no_post or not case.parent.list_id:
        return f"nobody may post to {group.title}"
    return f"no address to post to is known of {group.title}"


def _title(person: Person, case: Case) -> str:
    if case.group and case.group.address == person.address:
        return case.group.title
    return person.address
