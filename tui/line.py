"""One line of a screen, put together from pieces of styled text, measured in cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.wrap import cells, cut

if TYPE_CHECKING:
    from typing import Self

NONE = Style()


class Line:
    """A line ``width`` cells wide, filled from the left; what does not fit is cut.

    ``base`` is laid under every piece and the blank rest: the background of the cursor's line.
    """

    __slots__ = ("_base", "_ellipsis", "_segments", "used", "width")

    def __init__(self, width: int, base: Style = NONE, ellipsis: str = "…") -> None:
        self.width = width
        self.used = 0
        self._base = base
        self._ellipsis = ellipsis
        self._segments: list[Segment] = []

    @property
    def room(self) -> int:
        """The cells that are left."""
        return self.width - self.used

    def add(self, text: str, style: Style = NONE, limit: int | None = None) -> Self:
        """Text in at most ``limit`` cells and what room there is."""
        room = self.room if limit is None else min(limit, self.room)
        if room > 0 and text:
            text = cut(text, room, self._ellipsis)
            self._append(text, style + self._base)
            self.used += cells(text)
        return self

    def _append(self, text: str, style: Style) -> None:
        if self._segments and self._segments[-1].style == style:
            text = self._segments.pop().text + text
        self._segments.append(Segment(text, style))

    def to(self, column: int) -> Self:
        """Blanks up to a column, counted from 0."""
        if (gap := min(column, self.width) - self.used) > 0:
            self._append(" " * gap, self._base)
            self.used += gap
        return self

    def right(self, text: str, style: Style = NONE, margin: int = 0) -> Self:
        """Text that ends ``margin`` cells before the line's end; cut where there is no room."""
        text = cut(text, max(0, self.room - margin), self._ellipsis)
        return self.to(self.width - margin - cells(text)).add(text, style)

    def strip(self) -> Strip:
        """The whole line."""
        self.to(self.width)
        return Strip(self._segments, self.used)
