"""Ghosts: messages that are not here but stand in the quotes of those that are.

Somebody answers the asker alone, and the asker quotes it to all. A ghost is claimed only where a
quote says who wrote it, holds enough of their words, and is of no message that is here. Besides,
the header of the message that quotes it names one that is missing, or the quote says to the minute
when it was written. Doubt means no ghost. Pure but for what it looks up; what is found depends on
the messages that are known and on nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping  # noqa: TC003 - msgspec reads it at run time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal

from indexer import gate
from indexer.joining import claims, keys, trail
from indexer.joining.elsewhere import Known
from indexer.joining.fingerprints import words
from indexer.joining.writers import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from indexer.joining.claims import Claim
    from indexer.joining.library import Library
    from indexer.joining.values import Join, Letter
    from indexer.model.bodies import Zone

MOST: Final = 40
"""Ghosts of a conversation."""
_READ: Final = 200
_TEXT: Final = 20_000
_DOMAIN: Final = "recovered.invalid"


@dataclass(frozen=True, slots=True)
class Ghost:
    """A message known from quotes alone; all strings are through the gate.

    ``id`` is made up, and no message's: of ``stands_for``, the Message-ID of the message, where
    headers name it, else of its author's name and the minute that the quotes give. ``parent`` is
    the message or ghost that it answered, None where that is not known. ``date`` is in seconds
    since 1970, None where no quote says it; where only the day is said, it is noon, and never is
    it later than the quotes. ``text`` is what the message ``found_in`` quotes of it: the most.
    """

    id: str
    parent: str | None
    name: str
    address: str
    date: int | None
    text: str
    found_in: str
    stands_for: str | None = None
    evidence: Literal["quote"] = "quote"


@dataclass(frozen=True, slots=True)
class Recovered:
    """The ghosts of a conversation, and the new parents, ghosts, of messages that answer them."""

    ghosts: tuple[Ghost, ...] = ()
    parents: Mapping[str, str] = field(default_factory=dict)


def find(
    members: Iterable[tuple[Letter, Join]],
    library: Library,
    zones: Callable[[str], Sequence[Zone]],
) -> Recovered:
    """The ghosts among the messages of a conversation, given with what was decided of each.

    ``zones`` reads a message of the conversation. It is called for those alone that may answer
    what is not here, and, once there is something to recover, for the longest.
    """
    here = {letter.id: (letter, join) for letter, join in sorted(members, key=_age)}
    asked = [one for one in here.values() if claims.may_quote(*one, library)][:_READ]
    if not asked:
        return Recovered()
    known = Known(library, [letter for letter, _ in here.values()], zones)
    found: list[Claim] = []
    for letter, join in asked:
        found += claims.of(letter, join, library, known, trail.of(zones(letter.id)))
    groups = claims.groups(found)[:MOST]
    return _placed(groups, here, library) if groups else Recovered()


def _age(member: tuple[Letter, Join]) -> tuple[int, str]:
    return member[0].date, member[0].id


def _placed(
    groups: Sequence[Sequence[Claim]],
    here: Mapping[str, tuple[Letter, Join]],
    library: Library,
) -> Recovered:
    """Ghosts in their places, and those that answer them below them."""
    found: dict[str, tuple[Sequence[Claim], Ghost]] = {}
    ids: dict[int, str] = {}
    absent: dict[str, str] = {}
    for group in groups:
        ghost = _ghost(group, here, library)
        if ghost.id in found:
            continue
        found[ghost.id] = group, ghost
        for claim in group:
            ids[id(claim)] = ghost.id
        if ghost.stands_for:
            absent[ghost.stands_for] = ghost.id
    above = {one: join.parent for one, (_, join) in here.items()}
    below: dict[str, str] = {}
    for one, (letter, join) in here.items():
        if join.evidence == "hand" or join.left:
            continue
        if ghost_id := _first(keys.chain(letter), absent, library):
            below[one] = above[one] = ghost_id
    for group, ghost in found.values():
        for claim in group:
            if claim.answered and not claim.letter.named:
                below[claim.letter.id] = above[claim.letter.id] = ghost.id
    ghosts = []
    for group, ghost in found.values():
        parent = next(
            (
                p
                for p in _above(group, ids, absent, above, library)
                if (p in here or p in found) and not _leads(p, ghost.id, above)
            ),
            None,
        )
        above[ghost.id] = parent
        ghosts.append(replace(ghost, parent=parent))
    return Recovered(tuple(ghosts), below)


def _above(
    group: Sequence[Claim],
    ids: Mapping[int, str],
    absent: Mapping[str, str],
    above: Mapping[str, str | None],
    library: Library,
) -> Iterable[str]:
    """What a ghost may have answered, the likeliest first: as headers have it, then as quoted."""
    follows = [claim.follows for claim in group if claim.follows]
    for claim in group:
        line = keys.lineage(claim.letter)
        rest = line[line.index(claim.absent) + 1 :] if claim.absent in line else ()
        for name in rest:
            parent = absent.get(name) or (name if library.has(name) else None)
            if parent:
                # References leave some out: what is quoted may be nearer than what they name.
                yield from (one for one in follows if _leads(one, parent, above))
                yield parent
    for claim in group:
        if claim.above and id(claim.above) in ids:
            yield ids[id(claim.above)]
        at = claim
        while at.above:
            at = at.above
        yield from (one for one in (at.follows, at.anchor) if one)


def _first(chain: Iterable[str], absent: Mapping[str, str], library: Library) -> str | None:
    """The ghost that a header names before anything that is here."""
    for name in chain:
        if name in absent:
            return absent[name]
        if library.has(name):
            return None
    return None


def _leads(start: str, goal: str, above: Mapping[str, str | None]) -> bool:
    seen: set[str] = set()
    at: str | None = start
    while at is not None and at not in seen:
        if at == goal:
            return True
        seen.add(at)
        at = above.get(at)
    return False


def _ghost(
    group: Sequence[Claim], here: Mapping[str, tuple[Letter, Join]], library: Library
) -> Ghost:
    best = max(group, key=lambda c: (len(c.quote.text), -c.letter.date))
    dated = [c for c in group if c.date is not None]
    dated.sort(key=lambda c: not any(m.offset is not None for m in c.quote.cited.moments))
    date = known = dated[0].date if dated else None
    if date is not None:
        # The clock that a program shows times by need not be the one in its headers.
        date = min(date, *(claim.letter.date for claim in group))
    writer = _writer(group, here)
    absent = next((claim.absent for claim in group if claim.absent), None)
    text = gate.block(best.quote.text)[:_TEXT]
    made = _made(
        f"id\n{absent}"
        if absent
        else f"quote\n{' '.join(words(writer.name)) or writer.address}\n{(known or 0) // 60}",
        library,
    )
    return Ghost(made, None, writer.name, writer.address, date, text, best.letter.id, absent)


def _writer(group: Sequence[Claim], here: Mapping[str, tuple[Letter, Join]]) -> Writer:
    """Who wrote it: as the quotes say, and as they are called in the conversation."""
    said = [claim.quote.writer for claim in group]
    people = {Writer(letter.name, letter.address.casefold()) for letter, _ in here.values()}
    address = next((w.address for w in said if w.address), "")
    name = max((w.name for w in said), key=len)
    if not address:
        own = set(words(name))
        alike = {p.address for p in people if p.address and own and own == set(words(p.name))}
        address = alike.pop() if len(alike) == 1 else ""
    if not name:
        name = min((p.name for p in people if p.address == address and p.name), default="")
    return Writer(name, address)


def _made(what: str, library: Library) -> str:
    """A Message-ID that no message here has."""
    while True:
        made = hashlib.blake2b(what.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
        if not library.has(f"{made}@{_DOMAIN}"):
            return f"{made}@{_DOMAIN}"
        what = f"{what}\n{made}"
