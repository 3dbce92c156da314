"""Where a reply differs from what its parent's header suggests, and who comes and goes. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outbox import words
from outbox.askers import is_private, questioned, writer
from outbox.authors import list_addresses
from outbox.mailboxes import addresses, key, once
from outbox.model import OutboxError
from outbox.words import boxes

if TYPE_CHECKING:
    from indexer import Person
    from outbox.model import Case, Kind, Recipients


def noted(kind: Kind, found: Recipients, case: Case) -> tuple[str, ...]:
    """The warnings about a reply, a line each; ``found`` has its joined and dropped."""
    rules = (_suggested, _exposed, _strangers)
    return tuple(note for rule in rules for note in rule(kind, found, case))


def changes(found: Recipients, case: Case) -> tuple[tuple[Person, ...], tuple[Person, ...]]:
    """Who comes and who goes against those that the answered message named."""
    parent, own = case.parent, set(case.own)
    before = once((*parent.authors, *parent.to, *parent.cc), own)
    now = once((*found.to, *found.cc, *found.bcc), own)
    reached = addresses(now)
    if case.group and case.group.address in reached:
        reached |= addresses(case.group.roster)
    named = addresses(before)
    return (
        tuple(p for p in now if p.address not in named),
        tuple(p for p in before if p.address not in reached),
    )


def goes_to(found: Recipients) -> set[str]:
    """The addresses of all whom it goes to."""
    return addresses((*found.to, *found.cc, *found.bcc))


def _suggested(kind: Kind, found: Recipients, case: Case) -> tuple[str, ...]:
    """What Reply-To and Mail-Followup-To would rather have, for a reply to more than one person."""
    parent = case.parent
    lists = list_addresses(parent, case)
    reached, own = goes_to(found), set(case.own)
    notes: tuple[str, ...] = ()
    if kind == "author":
        return notes
    wanted = addresses(parent.reply_to) - own
    authors = addresses(parent.authors)
    is_rewritten = authors <= lists
    is_public = bool(reached & lists) or kind in ("all", "everyone")
    if is_public and wanted - reached - authors - lists and not is_rewritten:
        notes += (f"Reply-To asks for answers to {boxes(parent.reply_to)}",)
    wanted = addresses(parent.followup_to) - own
    if wanted and wanted != reached:
        notes += (f"Mail-Followup-To asks for answers to {boxes(parent.followup_to)}",)
    return notes


def _exposed(kind: Kind, found: Recipients, case: Case) -> tuple[str, ...]:
    """Who would learn of a message that they did not get, because somebody left them out."""
    if kind in ("author", "all"):
        return ()
    parent, first = case.parent, case.exchange.first
    known = (*parent.reply_to, *parent.original, *(first.reply_to if first else ()))
    if is_private(case):
        try:
            known = writer(case).people
        except OutboxError:
            known = ()
        named = (*parent.authors, *parent.to, *parent.cc, *known)
        if addresses(found.joined) - addresses(named):
            return ("this message was written to one person alone",)
        return ()
    if addresses((*parent.to, *parent.cc)) & list_addresses(parent, case):
        return ()
    new = once(found.joined, addresses((*known, *_posted_to(found, case))))
    if not new:
        return ()
    who = boxes(new) if len(new) <= words.NAMED else words.count(len(new))
    return (f"{who} did not get this message",)


def _strangers(kind: Kind, found: Recipients, case: Case) -> tuple[str, ...]:
    """Who is not whom they may be taken for: not on the list, or of somebody else's name."""
    notes: tuple[str, ...] = ()
    group, exchange = case.group, case.exchange
    roster = group.roster if group else ()
    if group and group.kind == "cc" and not group.address and kind not in ("author", "all"):
        asked = once(questioned(case).authors, case.own)
        if asked and not addresses(asked) & addresses(roster):
            notes += (f"{boxes(asked)} asked, but is not on the list",)
    reached = (*found.to, *found.cc)
    if len(reached) <= words.NAMED:
        known = once((*roster, *exchange.writers, *case.parent.to, *case.parent.cc))
        for one in (p for p in reached if p.name):
            same = [p for p in known if p.name.casefold() == one.name.casefold()]
            others = [p for p in same if key(p.address) != key(one.address)]
            if others:
                notes += (f"this {words.name(one)} is {one.address}, not {others[0].address}",)
    return notes


def _posted_to(found: Recipients, case: Case) -> tuple[Person, ...]:
    lists = list_addresses(case.parent, case)
    return tuple(p for p in found.to if p.address in lists)
