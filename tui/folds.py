"""How a tree hangs together, and what of it is folded: values, and steps from one to the next."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from indexer import Entry


@dataclass(frozen=True, slots=True)
class Group:
    """Messages side by side that one row may stand for, the first of them first.

    ``key`` names it as long as it hangs below the same message.
    """

    key: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A tree by the places of its messages in reading order.

    ``parents`` is -1 for a root, ``ends`` the place after a message's last descendant, ``fans``
    how many answers it has. ``groups`` are those of messages that are in one, by Message-ID.
    """

    ids: tuple[str, ...]
    places: dict[str, int]
    parents: tuple[int, ...]
    ends: tuple[int, ...]
    fans: tuple[int, ...]
    groups: dict[str, Group] = field(default_factory=dict)

    def subtree(self, place: int) -> tuple[str, ...]:
        """The message at ``place`` and all that hang under it."""
        return self.ids[place : self.ends[place]]


def shape(entries: Sequence[Entry], groups: Iterable[Group] = ()) -> Shape:
    """The shape of entries in reading order.

    One whose parent is not on the way to the entry before it stands as a root, so that a subtree
    is always one run of places.
    """
    places = {entry.id: at for at, entry in enumerate(entries)}
    parents: list[int] = []
    ends = [0] * len(entries)
    fans = [0] * len(entries)
    way: list[int] = []
    on_way: set[int] = set()
    for at, entry in enumerate(entries):
        parent = places.get(entry.parent, -1) if entry.parent is not None else -1
        if parent not in on_way:
            parent = -1
        while way and way[-1] != parent:
            done = way.pop()
            on_way.discard(done)
            ends[done] = at
        parents.append(parent)
        if parent >= 0:
            fans[parent] += 1
        way.append(at)
        on_way.add(at)
    for left in way:
        ends[left] = len(entries)
    return Shape(
        tuple(entry.id for entry in entries), places, tuple(parents), tuple(ends), tuple(fans),
        {message: group for group in groups for message in group.ids},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Folds:
    """What is open, by Message-ID.

    ``open`` messages show their text, ``closed`` ones stand in one line for all that hangs under
    them too. ``brief`` ones among the open may stand in one line where all they say fits in it.
    ``shown`` are hidden runs of a message, by number, that are unfolded; ``headed`` are
    messages with their full headers, ``addressed`` those with their recipients, ``grounded`` those
    with what shows whom they answer. ``parted`` are the groups, by key, whose messages stand in
    lines of their own.
    """

    open: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()
    shown: frozenset[tuple[str, int]] = frozenset()
    headed: frozenset[str] = frozenset()
    addressed: frozenset[str] = frozenset()
    brief: frozenset[str] = frozenset()
    parted: frozenset[str] = frozenset()
    grounded: frozenset[str] = frozenset()


def first(
    entries: Sequence[Entry], shape: Shape | None = None, new: Collection[str] = ()
) -> tuple[Folds, str]:
    """The folds that a conversation opens with, and the message that the cursor is on.

    Unread messages are open, as briefly as they can be, and the ``new`` ones, which came since one
    looked; the cursor is on the first of these, else of those. Where all were read, it is on the
    newest, which alone is open; in a group only where there is no other.
    What is not sent yet is as good as closed.
    """
    groups = shape.groups if shape else {}
    unread = [entry.id for entry in entries if entry.id in new or "unread" in entry.tags]
    if unread or not entries:
        shown = frozenset(unread)
        those = [i for i in unread if i in new] or unread
        at = next((i for i in those if i not in groups), those[0] if those else "")
        return Folds(open=shown, brief=shown), at
    sent = [entry for entry in entries if not entry.unsent and not entry.recovered]
    if not sent:
        return Folds(), entries[-1].id
    newest = max(sent, key=lambda entry: (entry.id not in groups, entry.date)).id
    return Folds(open=frozenset((newest,))), newest


def toggled(folds: Folds, message: str) -> Folds:
    """With the message's text shown, or not."""
    return replace(
        folds,
        open=folds.open ^ {message},
        closed=folds.closed - {message},
        brief=folds.brief - {message},
    )


def unbrief(folds: Folds, message: str) -> Folds:
    """With an open message on lines of its own, however short it is."""
    return replace(folds, brief=folds.brief - {message})


def gathered_in(folds: Folds, shape: Shape, message: str) -> Group | None:
    """The group that has the message and stands in one row."""
    group = shape.groups.get(message)
    return None if group is None or group.key in folds.parted else group


def is_folded(folds: Folds, shape: Shape, message: str) -> bool:
    """Whether the line of this message stands for others too."""
    return message in folds.closed or gathered_in(folds, shape, message) is not None


def revealed(folds: Folds, shape: Shape, message: str) -> Folds:
    """With no fold around the message."""
    if group := gathered_in(folds, shape, message):
        folds = replace(folds, parted=folds.parted | {group.key})
    around: set[str] = set()
    at = shape.places.get(message, -1)
    while at >= 0:
        around.add(shape.ids[at])
        at = shape.parents[at]
    return replace(folds, closed=folds.closed - around)


def closed(folds: Folds, shape: Shape, message: str) -> Folds:
    """With the message and what hangs under it folded.

    Where nothing hangs under it, its text is; where it is in one line already, what it answers.
    """
    at = shape.places[message]
    is_leaf = shape.ends[at] == at + 1
    group = shape.groups.get(message)
    if group and group.key in folds.parted and message not in folds.open:
        return replace(folds, parted=folds.parted - {group.key})
    if is_folded(folds, shape, message) or (is_leaf and message not in folds.open):
        at = shape.parents[at]
        if at < 0:
            return folds
        message = shape.ids[at]
    if shape.ends[at] == at + 1:
        return replace(folds, open=folds.open - {message})
    return replace(folds, closed=folds.closed | {message})


def opened(folds: Folds, shape: Shape, message: str) -> Folds:
    """With the message and everything under it open."""
    if group := gathered_in(folds, shape, message):
        return replace(folds, parted=folds.parted | {group.key})
    under = frozenset(shape.subtree(shape.places[message]))
    if folds.closed & under:
        return replace(folds, closed=folds.closed - under)
    return replace(folds, open=folds.open | under, brief=folds.brief - under)


def all_closed(folds: Folds, shape: Shape) -> Folds:
    """With a line a message; where that was so, with a line a branch of the first message."""
    if replace(folds, closed=frozenset(), brief=frozenset()) != Folds():
        return Folds(closed=folds.closed)
    tops = {
        at for at, parent in enumerate(shape.parents) if parent < 0 or shape.parents[parent] < 0
    }
    tops = {at for at in tops if shape.parents[at] >= 0 and shape.ends[at] > at + 1}
    return replace(folds, closed=folds.closed | {shape.ids[at] for at in tops})


def all_open(folds: Folds, shape: Shape) -> Folds:
    """With every message's text shown."""
    every = frozenset(group.key for group in shape.groups.values())
    return replace(
        folds, open=frozenset(shape.ids), closed=frozenset(), brief=frozenset(), parted=every
    )


def covered(folds: Folds, shape: Shape, message: str) -> tuple[str, ...]:
    """The messages that stand for themselves in the line of ``message``: those an act is on."""
    if group := gathered_in(folds, shape, message):
        return group.ids
    return shape.subtree(shape.places[message]) if message in folds.closed else (message,)


def with_hidden(folds: Folds, message: str, numbers: Iterable[int]) -> Folds:
    """With these hidden runs of a message unfolded; folded again where they all were."""
    runs = frozenset((message, number) for number in numbers)
    if runs <= folds.shown:
        return replace(folds, shown=folds.shown - runs)
    return replace(folds, shown=folds.shown | runs)


def ancestor_in_sight(folds: Folds, shape: Shape, message: str) -> str:
    """The message in whose line ``message`` is: itself, where no fold is around it."""
    if group := gathered_in(folds, shape, message):
        message = group.ids[0]
    at = shape.places[message]
    seen = at
    while at >= 0:
        if shape.ids[at] in folds.closed:
            seen = at
        at = shape.parents[at]
    return shape.ids[seen]


def stands_after(old: Shape, shape: Shape, message: str) -> str:
    """What stands where a message was that is gone: what came after it, else what came before."""
    at = old.places.get(message, 0)
    left = (i for i in (*old.ids[at:], *reversed(old.ids[:at])) if i in shape.places)
    return next(left, shape.ids[0] if shape.ids else "")
