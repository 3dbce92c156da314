"""The words that a join by a quote rests on, for a reader who asks. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from indexer.joining import facts, fingerprints

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.model.bodies import Zone

_LEAST: Final = 3
_MOST: Final = 300
_addressed: Final = re.compile(r"\s(?:to|cc|an|à|para|aan|til|do|a)\s?:", re.IGNORECASE)
"""Where the many begin that a text was sent to."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The attribution, on one line, and the first quoted line that the parent wrote; or empty."""

    attribution: str = ""
    line: str = ""


def of(child: Sequence[Zone], parent: Sequence[Zone]) -> Ground:
    """What in the zones of a message shows that it answers the one with the zones ``parent``.

    A line counts where at least three words of it stand in the parent's new text as they do here.
    """
    new = "\n".join(zone.text for zone in parent if zone.kind == "new")
    wrote = f" {' '.join(fingerprints.words(new))} "
    first = ""
    for attribution, text in facts.pieces(child):
        said = _addressed.split(" ".join(attribution.split()))[0][:_MOST]
        first = first or said
        for line in text.split("\n"):
            words = fingerprints.words(line)
            if len(words) >= _LEAST and f" {' '.join(words)} " in wrote:
                return Ground(said, " ".join(line.split())[:_MOST])
    return Ground(first)
