"""A body into zones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from indexer import subjects
from indexer.model.bodies import Zone
from indexer.zones import digests, prefixes
from indexer.zones.blocks import foreign_starts
from indexer.zones.endings import mark_endings
from indexer.zones.hints import apply
from indexer.zones.lines import Lines, is_rule, read
from indexer.zones.phrases import FYI, INLINE_HINTS, THANKS
from indexer.zones.reading import is_greeting
from indexer.zones.trails import Sweep

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.model.bodies import ZoneKind
    from indexer.zones.blocks import Trail
    from indexer.zones.hints import Hint

_FEW_WORDS: Final = 60
_MARKED: Final = r"(?:\[[^]]{0,80}\]\s*)?\S{1,12}\s?[:：]"
_NEAR_TOP: Final = 200
ROUNDS: Final = 8
"""How often what is shown is looked at again."""
_SHOWN: Final = frozenset({"new", "forward"})
_QUOTED: Final = frozenset({"quote", "attribution"})


def split(text: str, subject: str = "", hints: Iterable[Hint] = ()) -> tuple[Zone, ...]:
    """The zones of a body; their texts joined by newlines are ``text``, exactly.

    ``subject`` tells forwards from answers, ``hints`` what the body's own structure says of its
    lines. Only a line feed ends a line. Never raises.
    """
    lines = read(text)
    known = tuple(hints)
    kinds = _marked(lines, subject, known)
    _settle(lines, kinds, subject, known)
    _settle_blanks(lines, kinds)
    return _zones(lines, kinds)


def _marked(lines: Lines, subject: str, hints: Iterable[Hint]) -> list[ZoneKind]:
    """What each line is, but for the blank ones."""
    prefixes.adopt(lines)
    digest = digests.last_rule(lines)
    if digest >= 0:
        lines.forget_copies()
    kinds: list[ZoneKind] = ["new"] * len(lines.raw)
    apply(lines, kinds, hints)

    few = _FEW_WORDS if subjects.is_forward(subject) else 0

    def is_point(at: int) -> bool:
        return at <= _NEAR_TOP and _is_point(lines, kinds, at, subject, few)

    lines.foreign[:] = foreign_starts(lines, subject)
    opening = _opens(subject) and any(map(lines.text, range(len(lines.bare))))
    sweep = Sweep(lines, kinds, is_point, opening=opening)
    floor = 0
    base: ZoneKind = "new"
    while True:
        trail = sweep.until_trail(floor, base)
        stop = trail.start if trail else len(kinds)
        # A digest's own lines end it; those of its messages are in the midst.
        mark_endings(lines, kinds, max(floor, digest), stop, top=floor == 0 > digest)
        if not trail:
            break
        if trail.forward or (base == "new" and is_point(trail.start) and not _below(lines, trail)):
            kinds[trail.start : trail.body] = ["forward"] * (trail.body - trail.start)
            floor, base = trail.body, "forward"
            continue
        end = trail.end if trail.end >= 0 else len(kinds)
        _answered(lines, kinds, trail, end)
        mark_endings(lines, kinds, trail.body, end, top=False)
        if end >= len(kinds):
            break
        floor = end
    _never_empty(lines, kinds, subject)
    return kinds


def _settle(lines: Lines, kinds: list[ZoneKind], subject: str, hints: tuple[Hint, ...]) -> None:
    """Look again at what is shown in one piece, until nothing changes.

    Without what is hidden around it, its first and last lines are those of a message, above which
    a banner stands and below which another signature. Where text stands between what is hidden
    its neighbours are known, and it stays; so it does where nothing would be left but what is
    marked as quoted.
    """
    for _ in range(ROUNDS):
        shown = [i for i, kind in enumerate(kinds) if kind in _SHOWN and lines.bare[i]]
        if not shown:
            return
        if len(shown) == sum(map(bool, lines.bare)) and len({kinds[i] for i in shown}) == 1:
            return
        first, stop = shown[0], shown[-1] + 1
        if sum(map(bool, lines.bare[first:stop])) > len(shown):
            return
        rows = _rows(lines, kinds, first, stop)
        at = {row: n for n, row in enumerate(rows)}
        inner = [h.moved(at[h.start] - h.start) for h in hints if first <= h.start < h.end <= stop]
        text = "\n".join(lines.raw[i] if i >= 0 else "" for i in rows)
        again = _marked(read(text), subject, inner)
        found = dict(zip(rows, again, strict=True))
        left = sum(found[i] in _SHOWN for i in shown)
        if not left and not all(lines.quoted[i] for i in shown):
            return
        if left == len(shown):
            for i in shown:
                kinds[i] = "forward" if found[i] == "forward" else kinds[i]
            return
        kinds[first:stop] = [found[i] for i in range(first, stop)]


def _rows(lines: Lines, kinds: list[ZoneKind], first: int, stop: int) -> list[int]:
    """The lines from ``first`` up to ``stop`` as they are shown: -1 is a blank line put between."""
    rows: list[int] = []
    before = kinds[first]
    for i in range(first, stop):
        if lines.bare[i] and kinds[i] != before:
            before = kinds[i]
            if lines.bare[rows[-1]]:
                rows.append(-1)
        rows.append(i)
    return rows


def _below(lines: Lines, trail: Trail) -> bool:
    """Whether the author's text stands below a copy that only an attribution announces."""
    return 0 <= trail.end < len(lines.bare) and not trail.header and any(lines.bare[trail.end :])


def _opens(subject: str) -> bool:
    """Whether a subject has no mark of answering or forwarding, known or not."""
    return bool(subject) and subjects.bare(subject) == subject and not re.match(_MARKED, subject)


def _is_point(lines: Lines, kinds: list[ZoneKind], at: int, subject: str, few: int) -> bool:
    """Whether at most ``few`` words stand above a copied message, so that it is the point."""
    # Under an answer's subject, or above "Original Message" without any, a greeting is an answer.
    original = not subject and any(lines.separators.get(i) is False for i in range(at, at + 3))
    answer = not few and (original or subjects.is_reply(subject))
    words = 0
    for i in range(at):
        if kinds[i] == "new" and lines.bare[i]:
            line = lines.bare[i]
            low = line.rstrip(".!:, ").lower()
            if low in FYI or (not answer and is_greeting(line) and not low.startswith(THANKS)):
                continue
            words += line.count(" ") + 1
            if words > few:
                return False
        elif kinds[i] in {"quote", "forward"}:
            return False
    return True


def _answered(lines: Lines, kinds: list[ZoneKind], trail: Trail, total: int) -> None:
    """Hide a copied message that ends before line ``total``.

    Unless the author says that the answer is written into it.
    """
    kinds[trail.start : trail.body] = ["attribution"] * (trail.body - trail.start)
    hint = any(
        h in lines.bare[i].lower()
        for i in range(max(0, trail.start - 40), trail.start)
        if kinds[i] == "new" and lines.bare[i]
        for h in INLINE_HINTS
    )
    if not hint:
        kinds[trail.body : total] = ["quote"] * (total - trail.body)
        return
    inner = Sweep(lines, kinds, lambda _: False)
    following = inner.until_trail(trail.body, "new")
    if following and following.start < total:
        kinds[following.start : total] = ["quote"] * (total - following.start)


def _never_empty(lines: Lines, kinds: list[ZoneKind], subject: str) -> None:
    """Show what was taken for an ending where it is all that the author wrote.

    A forward of nothing but quotes is shown too. A rule alone says nothing.
    """
    shown = (line for line, kind in zip(lines.bare, kinds, strict=True) if kind in _SHOWN)
    if any(line and not is_rule(line, 2) for line in shown):
        return
    written = next((i for i, k in enumerate(kinds) if k in _QUOTED), len(kinds))
    kinds[:written] = ["new"] * written
    if subjects.is_forward(subject):
        kinds[written:] = ["forward"] * (len(kinds) - written)


def _settle_blanks(lines: Lines, kinds: list[ZoneKind]) -> None:
    """Give blank lines the kind of what is above, and of what is below where that is the same."""
    before: ZoneKind = "new"
    for i, line in enumerate(lines.bare):
        if line:
            before = kinds[i]
        else:
            kinds[i] = before


def _zones(lines: Lines, kinds: list[ZoneKind]) -> tuple[Zone, ...]:
    zones = []
    start = 0
    for i in range(1, len(kinds) + 1):
        if i == len(kinds) or kinds[i] != kinds[start]:
            zones.append(Zone(kinds[start], "\n".join(lines.raw[start:i])))
            start = i
    return tuple(zones)
