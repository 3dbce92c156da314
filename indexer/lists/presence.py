"""Who is on a cc list, from who is named in its mails to all. Sets of people are bit masks.

A mail to all is evidence, not the truth: people are forgotten, colleagues are added for one
conversation, and a reply repeats whoever its conversation had. So only what an author changed
counts: someone left out is waited for, someone new is a guest until another conversation names
them too, and only a mail that swaps some people for others is believed at once, since it was
written to somebody's edited list.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TOLD = 8
"""How many conversations' latest sets are remembered."""

_PATIENCE = 3
_BALANCE = 1.5


@dataclass(frozen=True, slots=True)
class Absence:
    """People not named lately: who, how many mails in a row, and in which conversation first."""

    who: int
    mails: int
    conversation: str


@dataclass(frozen=True, slots=True)
class Presence:
    """The people on a list after some mails to all.

    ``present`` are on it, those in ``absent`` among them until they are given up. ``guests`` were
    named in one conversation only, ``ever`` have been on it, ``lately`` left with the mail before.
    ``told`` holds the set that each of the latest conversations last went to.
    """

    present: int = 0
    guests: tuple[tuple[int, str], ...] = ()
    absent: tuple[Absence, ...] = ()
    ever: int = 0
    lately: int = 0
    told: tuple[tuple[str, int], ...] = ()


def named(state: Presence, who: int, conversation: str) -> Presence:
    """The state after a mail to all that named (or was written by) ``who``."""
    if not state.ever:
        return Presence(present=who, ever=who, told=((conversation, who),))
    before = dict(state.told).get(conversation)
    told = (*(t for t in state.told if t[0] != conversation), (conversation, who))[-TOLD:]
    state = replace(state, told=told)
    if before == who:
        return state
    dropped, added = state.present & ~who, who & ~state.present
    if before is not None and (before ^ who).bit_count() * 20 < who.bit_count():
        # A reply: whom its conversation had lost or won before it is no news of this mail's.
        dropped, added = dropped & before, added & ~before
    return _settle(state, who, dropped, added, conversation)


def _settle(state: Presence, who: int, dropped: int, added: int, conversation: str) -> Presence:
    guests = 0
    for mask, where in state.guests:
        if where != conversation:
            guests |= mask
    back = added & (state.lately | guests)
    fresh, gone = added & ~back, dropped & ~waiting(state)
    swap = _alike(added.bit_count(), dropped.bit_count())
    absent = [replace(a, who=a.who & ~who) for a in state.absent]
    absent = [replace(a, mails=a.mails + 1) if a.who & dropped else a for a in absent if a.who]
    left = dropped if swap else 0
    for absence in absent:
        elsewhere = absence.mails > 1 and absence.conversation != conversation
        if elsewhere or absence.mails >= _PATIENCE:
            left |= absence.who
    absent = [a for a in absent if not a.who & left]
    if gone and not swap:
        absent.append(Absence(gone, 1, conversation))
    joined = back | (fresh if swap else 0)
    present = (state.present | joined) & ~left
    kept = tuple((m & ~present, c) for m, c in state.guests[-_PATIENCE:] if m & ~present)
    if fresh and not swap:
        kept = (*kept, (fresh, conversation))
    return replace(
        state,
        present=present,
        guests=kept,
        absent=tuple(absent),
        ever=state.ever | joined,
        lately=left,
    )


def _alike(one: int, other: int) -> bool:
    return 0 < one <= _BALANCE * other + 1 and 0 < other <= _BALANCE * one + 1


def masks(state: Presence) -> Iterator[int]:
    """The sets of people in a state, but for who has ever been on the list."""
    yield state.present
    yield state.lately
    yield from (mask for mask, _ in state.guests)
    yield from (absence.who for absence in state.absent)
    yield from (mask for _, mask in state.told)


def waiting(state: Presence) -> int:
    """Those on the list who were not named lately."""
    who = 0
    for absence in state.absent:
        who |= absence.who
    return who


def renumbered(state: Presence, again: Callable[[int], int]) -> Presence:
    """The state with other numbers: ``again`` gives a set's."""
    return Presence(
        present=again(state.present),
        guests=tuple((again(mask), where) for mask, where in state.guests),
        absent=tuple(replace(a, who=again(a.who)) for a in state.absent),
        ever=again(state.ever),
        lately=again(state.lately),
        told=tuple((where, again(mask)) for where, mask in state.told),
    )
