"""The texts that a message quotes one below the other, each an answer to the next. Pure."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from indexer.joining import facts, fingerprints, writers
from indexer.zones import cited
from indexer.zones.words import WRITES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.joining.fingerprints import Print
    from indexer.joining.writers import Writer
    from indexer.model.bodies import Zone
    from indexer.zones.cited import Cited
    from indexer.zones.dates import Moment

_DEEP: Final = 3
_LINE: Final = 400
_DAY: Final = 1440
_MOST: Final = 20
_WRITES: Final = re.compile(rf"(?i)(?<!\w)(?:{'|'.join(map(re.escape, sorted(WRITES)))})\s?:")
_GAPS: Final = re.compile(r"\n[ \t]*(?:\n[ \t]*)+\n")


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted text without what it quotes itself, and what its attribution says of it."""

    cited: Cited
    writer: Writer
    text: str
    print: Print

    @property
    def minutes(self) -> bool:
        """Whether its attribution says when, to the minute."""
        return any(moment.minutes is not None for moment in self.cited.moments)


def of(split: Sequence[Zone]) -> tuple[Quote, ...]:
    """The trail below a message, nearest first, at most three texts.

    Empty where it cannot be told what the message answers: it forwards, what it quotes first is
    attributed to nobody, or it quotes several that do not answer one another.
    """
    if any(zone.kind == "forward" for zone in split):
        return ()
    texts = facts.pieces(split)
    found: list[Quote] = []
    while texts and len(found) < _DEEP:
        (attribution, text), *others = texts
        if not attribution or not _descends([said for said, _ in texts]):
            break
        said, inner = facts.inside(text)
        known = cited.read(attribution)
        said = _GAPS.sub("\n\n", _above(said)).strip("\n")
        found.append(Quote(known, writers.named(known), said, fingerprints.of(said)))
        if not found[0].writer:
            return ()
        texts = facts.pieces(inner) or others
    return tuple(found)


def _descends(attributions: Sequence[str]) -> bool:
    """Whether texts that stand beside one another are each older than the one before it."""
    if len(attributions) < 2:
        return True
    if len(attributions) > _MOST:
        return False
    readings = [cited.read(said).moments for said in attributions]
    return all(
        one and two and min(map(_from, two)) <= max(map(_until, one))
        for one, two in itertools.pairwise(readings)
    )


def _from(moment: Moment) -> int:
    return moment.day * _DAY if moment.minutes is None else moment.minutes


def _until(moment: Moment) -> int:
    return moment.day * _DAY + _DAY if moment.minutes is None else moment.minutes


def _above(text: str) -> str:
    """A text as far as what looks as if it said who wrote what follows."""
    at = 0
    for line in text.split("\n"):
        if ":" in line and _WRITES.search(line[:_LINE]) and cited.read(line[:_LINE]).moments:
            return text[:at]
        at += len(line) + 1
    return text
