"""What is known of a body's lines beforehand, from the structure that it was rendered from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from indexer.zones import attribution
from indexer.zones.lines import read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.model.bodies import ZoneKind
    from indexer.zones.lines import Lines

HintKind = Literal["attribution", "trail", "forward"]

_LINES: Final = 4
_HEAD: Final = 6
_number: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Hint:
    """What the lines from ``start`` up to ``end`` are, as a mail program marked them.

    An ``attribution`` ends there. A ``trail`` is a copied message whose header ends at line
    ``body``, a ``forward`` one that is called so.
    """

    kind: HintKind
    start: int
    body: int
    end: int

    def moved(self, lines: int) -> Hint:
        """The same, that many lines further down."""
        return Hint(self.kind, self.start + lines, self.body + lines, self.end + lines)


def apply(lines: Lines, kinds: list[ZoneKind], hints: Iterable[Hint]) -> None:
    """Note hints in ``lines`` and ``kinds`` before these are searched."""
    total = len(lines.bare)
    for hint in hints:
        start = next((i for i in range(hint.start, min(hint.end, total)) if lines.bare[i]), -1)
        if start < 0:
            continue
        end = min(hint.end, total)
        if hint.kind == "attribution":
            _attribution(lines, kinds, start, end)
        elif start not in lines.trails and not lines.quoted[start]:
            body = min(max(start, hint.body), end)
            lines.trails[start] = (body, end, hint.kind == "forward")


def introduces(text: str, *, within: bool = False) -> bool:
    """Whether lines end in an attribution of what follows; ``within``, whether they begin so.

    It must have an address or a date: "The charter says:" introduces what an author cites.
    """
    if not within:
        lines = read(f"{text}\n> x")
        last = len(lines.bare) - 1
        first = attribution.above_quote(lines, last, 0)
        said = " ".join(lines.bare[first:last]) if first >= 0 else ""
        return "@" in said or len(_number.findall(said)) > 1
    lines = read(text)
    return any(attribution.alone(lines, i, 0) == 0 for i in sorted(lines.colons) if i < _HEAD)


def _attribution(lines: Lines, kinds: list[ZoneKind], start: int, end: int) -> None:
    """The last paragraph of the lines: people begin to write in the same element, above it."""
    while end > start and not lines.bare[end - 1]:
        end -= 1
    first = end
    while first > start and lines.text(first - 1):
        first -= 1
    if end - first <= _LINES:
        kinds[first:end] = ["attribution"] * (end - first)
