"""Messages that say nothing new, gathered behind those that say something. Pure.

Thanks and agreement that answer one message go to the end of its answers, what programs answered
behind them. A message that is answered by one that says something stays where it is, and so does
what stands alone. In a reply-all storm all of the conversation's go to its end, and what answers
them stands below what they answer.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from tui import folds as folding
from tui.folds import Group

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from indexer import Entry
    from tui.folds import Shape

CHAT = frozenset(("thanks", "agree"))
"""What is gathered in any conversation; in a storm, the rest is too."""
LEAST = {"chat": 2, "automatic": 1}
"""How many of a kind make a row: thanks of one person are a line already."""


ORDER = tuple(LEAST)
"""Which row stands before the other."""


class Gathered(NamedTuple):
    """Entries in the order in which they are shown, and the groups among them."""

    entries: tuple[Entry, ...]
    groups: tuple[Group, ...]


def gathered(
    entries: Sequence[Entry], *, storm: bool = False, loose: Collection[str] = ()
) -> Gathered:
    """Entries in reading order with what says nothing new behind the rest of its answers.

    Members of a group stand side by side, each an answer to the message that the group is below.
    Those in ``loose`` stay where they are, and so do what they answer.
    """
    shape = folding.shape(entries)
    kinds = [_kind(entry, storm=storm) for entry in entries]
    first = next((at for at, entry in enumerate(entries) if not entry.unsent), -1)
    stay = {at for at, entry in enumerate(entries) if entry.id in loose} | {first}
    groups = _groups(kinds, shape, stay, storm=storm)
    alone = {
        at for (_, kind), places in groups.items() for at in places if len(places) < LEAST[kind]
    }
    if alone:
        groups = _groups(kinds, shape, stay | alone, storm=storm)
    return _arranged(entries, shape, groups)


def _kind(entry: Entry, *, storm: bool) -> str:
    # What nobody here has is seen to be so, not counted with what was sent.
    if entry.unsent or entry.recovered:
        return ""
    if entry.chat == "automatic":
        return "automatic"
    return "chat" if entry.chat in CHAT or (storm and entry.chat) else ""


def _groups(
    kinds: Sequence[str], shape: Shape, stay: Collection[int], *, storm: bool
) -> dict[tuple[int, str], list[int]]:
    """Places by the place that they are gathered below (-1 for none) and by kind."""
    size = len(kinds)
    quiet = [bool(kind) and at not in stay for at, kind in enumerate(kinds)]
    kept = set(stay)
    for at in range(size - 1, -1, -1):
        parent = shape.parents[at]
        # In a storm each answers the last: what says something moves up to what did so before.
        if parent >= 0 and not quiet[at] and (not storm or at in kept):
            quiet[parent] = False
            kept.add(parent)
    groups: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    below = [-1] * size
    for at in range(size):
        parent = shape.parents[at]
        # What answers a quiet message is quiet, and goes where that goes.
        below[at] = below[parent] if parent >= 0 and quiet[parent] else parent
        if quiet[at]:
            groups[0 if storm else below[at], kinds[at]].append(at)
    return groups


def _arranged(
    entries: Sequence[Entry], shape: Shape, groups: dict[tuple[int, str], list[int]]
) -> Gathered:
    gone = {at for places in groups.values() for at in places}
    after: defaultdict[int, list[tuple[int, int, list[int]]]] = defaultdict(list)
    for (parent, kind), places in groups.items():
        end = shape.ends[parent] if parent >= 0 else len(entries)
        # The deepest first: a branch stays one run.
        after[end].append((-parent, ORDER.index(kind), places))
    placed: list[Entry] = []
    made: list[Group] = []
    for at in range(len(entries) + 1):
        for depth, order, places in sorted(after[at], key=lambda one: one[:2]):
            above = shape.ids[-depth] if depth <= 0 else None
            members = sorted((entries[n] for n in places), key=lambda e: e.date)
            kind = ORDER[order]
            made.append(Group(f"{kind} {above}", tuple(e.id for e in members)))
            placed += [replace(entry, parent=above) for entry in members]
        if at < len(entries) and at not in gone:
            placed.append(_lifted(entries, shape, gone, at))
    return Gathered(tuple(placed), tuple(made))


def _lifted(entries: Sequence[Entry], shape: Shape, gone: Collection[int], at: int) -> Entry:
    """An entry, below the nearest of those above it that are still there."""
    parent = shape.parents[at]
    if parent not in gone:
        return entries[at]
    while parent in gone:
        parent = shape.parents[parent]
    return replace(entries[at], parent=shape.ids[parent] if parent >= 0 else None)
