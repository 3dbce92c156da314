"""Lines of a message that the user selected: which they are, which rows show them. Pure.

A line is selected whole, on however many rows it stands. What is folded has no rows, and nothing
of it is selected.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from tui.bodies import Hidden, Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui.bodies import Block, Digest
    from tui.layout import Row, Source


class Spot(NamedTuple):
    """A line of a message: its block among the digest's, its place among the block's lines."""

    block: int
    line: int


@dataclass(frozen=True, slots=True)
class Selection:
    """Lines of one message, from where it was begun to where it was extended to, both of them."""

    message: str
    anchor: Spot
    head: Spot

    @property
    def first(self) -> Spot:
        """The upper end."""
        return min(self.anchor, self.head)

    @property
    def last(self) -> Spot:
        """The lower end."""
        return max(self.anchor, self.head)

    def covers(self, source: Source | None) -> bool:
        """Whether a row shows something of it; an empty row in its midst does."""
        return (
            source is not None
            and Spot(source.block, source.end - 1) >= self.first
            and Spot(source.block, source.first) <= self.last
        )


def spots(rows: Iterable[Row]) -> tuple[Spot, ...]:
    """The lines that rows show, each once, from the first to the last."""
    sources = (row.source for row in rows if row.source)
    return tuple(dict.fromkeys(Spot(s.block, n) for s in sources for n in range(s.first, s.end)))


def extended(selection: Selection, shown: Sequence[Spot], by: int) -> Selection:
    """Extended by so many of the lines that are shown, down or up, as far as there are any."""
    at = shown.index(selection.head) + by
    return replace(selection, head=shown[max(0, min(at, len(shown) - 1))])


def lines(
    digest: Digest, selection: Selection, shown: Iterable[Spot], *, marked: bool = False
) -> tuple[str, ...]:
    """The text of those lines that are shown, as it stands, without blank lines at either end.

    An empty line parts what the author wrote from what is quoted around it, and those that take no
    row of their own count. With ``marked``, another's words carry a ``>`` even where the message
    quotes without one.
    """
    made: list[str] = []
    before: int | None = None
    above = 0
    texts: dict[int, Sequence[str]] = {}
    for block, line in shown:
        if not selection.first <= (block, line) <= selection.last:
            continue
        if block not in texts:
            texts[block] = _text(digest.blocks[block], marked=marked)
        if before is not None and block != before:
            parted = any(isinstance(digest.blocks[one], Said) for one in (before, block))
            made += [""] if parted else []
        elif before is not None:
            made += [one for one in texts[block][above + 1 : line] if not one.strip()]
        made.append(texts[block][line])
        before, above = block, line
    while made and not made[-1].strip():
        made.pop()
    while made and not made[0].strip():
        made.pop(0)
    return tuple(made)


def _text(block: Block, *, marked: bool) -> Sequence[str]:
    if isinstance(block, Said):
        return block.lines
    if isinstance(block, Hidden):
        if not marked:
            return block.text
        zones = ((_marked(lines) if kind == "quote" else lines) for kind, lines in block.zones)
        return [line for lines in zones for line in lines]
    return _marked(block.lines) if marked else block.lines


def _marked(lines: Sequence[str]) -> Sequence[str]:
    """Quoted lines with marks. Where some have one, those without are their attribution."""
    if any(line.lstrip().startswith(">") for line in lines):
        return lines
    return [f"> {line}" if line.strip() else line for line in lines]
