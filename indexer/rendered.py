"""HTML mail as text, and what is known of its lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.zones import Hint

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indexer.quoting import Span


@dataclass(frozen=True, slots=True)
class Rendered:
    """Text, what its structure says of its lines, and whether that is all there was."""

    text: str
    hints: tuple[Hint, ...] = ()
    whole: bool = True


def hints(
    lines: Sequence[str], pieces: Sequence[str], spans: Sequence[Span], written: Mapping[int, int]
) -> Rendered:
    """Rendered lines without needless blank ones, spans of tokens turned into hints for lines.

    ``written`` has for each token where a span begins or ends how many ``pieces`` of the text were
    written before it. The first text after that is on the line that is meant.
    """
    at = _lines_of(pieces, sorted(set(written.values())))
    kept: list[str] = []
    moved: list[int] = []
    for line in lines:
        blank = not line and (not kept or not kept[-1])
        moved.append(len(kept))
        if not blank:
            kept.append(line)
    moved.append(len(kept))
    while kept and not kept[-1]:
        kept.pop()

    def line_of(place: int) -> int:
        return moved[min(at[written[place]], len(moved) - 1)]

    made = []
    for span in spans if written else ():
        start, body, end = map(line_of, span[1:])
        if start < end:
            made.append(Hint(span.kind, start, min(max(start, body), end), end))
    return Rendered("\n".join(kept), tuple(made))


def _lines_of(pieces: Sequence[str], counts: Sequence[int]) -> dict[int, int]:
    """For each count of pieces the line of the first text after them, else the one after all."""
    found: dict[int, int] = {}
    waiting = 0
    line = 0
    for count, piece in enumerate(pieces):
        said = piece.lstrip("\n> ")
        if said:
            while waiting < len(counts) and counts[waiting] <= count:
                found[counts[waiting]] = line + piece.count("\n", 0, len(piece) - len(said))
                waiting += 1
            if waiting == len(counts):
                break
        line += piece.count("\n")
    last = sum(piece.count("\n") for piece in pieces) + 1
    return {count: found.get(count, last) for count in counts}
