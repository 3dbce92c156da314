"""What came to a conversation since it was last looked at: where it stands, and what is before it.

Pure. In the tree's order the rest of a long conversation is folded into counted rows, all but what
the new messages answer. With the new first they stand at the top, the newest branch before the
others, each below a line of what it answers; then comes the rest as the tree has it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tui import folds as folding, words
from tui.folds import Group
from tui.heads import Span, fit, width_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from indexer import Entry
    from tui.folds import Folds, Shape
    from tui.gathering import Gathered
    from tui.heads import Look

LEAST = 3
"""Messages that are worth a counted row."""


@dataclass(frozen=True, slots=True)
class Order:
    """What stands before some messages, by Message-ID.

    ``first`` is the first that is new. Each of ``answers`` stands apart from the message that it
    answers; ``rest`` is the first of those that are not new.
    """

    first: str = ""
    answers: Mapping[str, Entry] = field(default_factory=dict)
    rest: str = ""


def in_tree(made: Gathered, new: Collection[str], stay: Collection[str]) -> Gathered:
    """With runs of what is not new as one group each; what ``stay`` names is in none.

    Neither are a conversation's first message and those that the new ones answer.
    """
    entries = made.entries
    shape = folding.shape(entries)
    kept = {*new, *stay, *shape.ids[:1]}
    above = {shape.parents[at] for at, name in enumerate(shape.ids) if name in new}
    kept |= {shape.ids[at] for at in above if at >= 0}
    kept |= {entry.id for entry in entries if entry.unsent}
    # A row that some of a group are new in is that row still.
    alone = [group for group in made.groups if not kept.isdisjoint(group.ids)]
    kept |= {i for group in alone for i in group.ids}
    runs, run = list[Group](), list[str]()
    for name in (*shape.ids, ""):
        if name and name not in kept:
            run.append(name)
            continue
        if len(run) >= LEAST:
            runs.append(Group(f"earlier {run[0]}", tuple(run)))
        run = []
    within = {i for group in runs for i in group.ids}
    left = [group for group in made.groups if within.isdisjoint(group.ids)]
    return made._replace(groups=(*left, *runs))


def parted(folds: Folds, before: Shape, after: Shape) -> Folds:
    """Folds in which no message that stood in a line of its own is in a group's row now."""
    open_ = {i for i, group in before.groups.items() if group.key in folds.parted}
    keys = {group.key for i, group in after.groups.items() if i in open_}
    return folds if keys <= folds.parted else replace(folds, parted=folds.parted | keys)


def new_first(made: Gathered, new: Collection[str]) -> tuple[Gathered, Order]:
    """With what is new at the top, and what answers that below it."""
    entries = made.entries
    shape = folding.shape(entries, made.groups)
    blocks: list[range] = []
    at = 0
    while at < len(entries):
        group = shape.groups.get(shape.ids[at])
        ids = group.ids if group else (shape.ids[at],)
        size = 1
        if not set(ids).isdisjoint(new):
            size = len(ids) if group else shape.ends[at] - at
            blocks.append(range(at, at + size))
        elif group:
            size = len(ids)
        at += size
    taken = {at for block in blocks for at in block}
    newest = {b.start: max(entries[n].date for n in b if shape.ids[n] in new) for b in blocks}
    blocks.sort(key=lambda block: -newest[block.start])
    rest = [entry for at, entry in enumerate(entries) if at not in taken]
    above = {shape.ids[block.start]: shape.parents[block.start] for block in blocks}
    answers = {name: entries[at] for name, at in above.items() if at >= 0}
    order = Order(
        shape.ids[blocks[0].start] if blocks else "", answers, rest[0].id if rest and blocks else ""
    )
    top = [entries[at] for block in blocks for at in block]
    return made._replace(entries=(*top, *rest)), order


def lines(look: Look, order: Order, item: Collection[str], new: int) -> list[tuple[Span, ...]]:
    """What stands above the row of ``item``, the messages that it covers; ``new`` is how many are.

    ``── since you last looked: 7 new ──``, ``⤷ Ben: what he said``, ``── earlier ──``.
    """
    made: list[tuple[Span, ...]] = []
    if order.first in item:
        made.append(_rule(look, "since you last looked: ", f"{words.number(new)} new"))
    if order.rest in item:
        made.append(_rule(look, "earlier", ""))
    for name in item:
        above = order.answers.get(name)
        if above is not None:
            made.append(_answered(look, above))
    return made


def _rule(look: Look, said: str, counted: str) -> tuple[Span, ...]:
    signs = look.glyphs
    left = [
        Span(" " * look.margin, "text"), Span(signs.rule * 2 + " ", "faint"),
        Span(said, "quiet"), Span(counted, "accent"), Span(" ", "text"),
    ]  # fmt: skip
    left = fit(left, look.line, signs.ellipsis)
    return (*left, Span(signs.rule * max(0, look.line - width_of(left)), "faint"))


def _answered(look: Look, above: Entry) -> tuple[Span, ...]:
    signs = look.glyphs
    who = words.short_name(above.sender)
    spans = [
        Span(" " * look.margin, "text"), Span(f"{signs.evidence} ", "faint"),
        Span(f"{who}: " if above.snippet else who, "quiet"), Span(above.snippet or "", "quiet"),
    ]  # fmt: skip
    return tuple(fit(spans, look.line, signs.ellipsis))
