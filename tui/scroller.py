"""A pane of rows of any content with a cursor that rests on some of them, drawn line by line.

Drawn by Textual's Line API: the cost of a repaint is that of the lines on the screen. When rows
come, go or grow, what is being read stays where it is on the screen.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.early import Asking
from tui.glyphs import glyphs
from tui.layout import Stop
from tui.theme import palette
from tui.wrap import cells

if TYPE_CHECKING:
    from textual import events

    from tui.layout import Row, Source
    from tui.theme import Palette

UNDER = Style(underline=True)
BESIDE = "▏"
"""What stands left of the rest of the message that the cursor is on."""

Marks = dict[int, list[tuple[int, int, int]]]


class Anchor(NamedTuple):
    """A row that is to stay at line ``y`` of the window: its message, its place there, its stop.

    ``source`` are the lines that it shows, which are on other rows once the width is another one.
    """

    message: str
    offset: int
    stop: Stop | None
    y: int
    source: Source | None = None


class Scroller(Asking, ScrollView, can_focus=True, inherit_bindings=False):
    """Subclasses call :meth:`lay` with rows and draw the head above them."""

    DEFAULT_CSS = """
    Scroller {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size: 0 1;
    }
    """
    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(self, name: str) -> None:
        super().__init__(id=name)
        self.rows: list[Row] = []
        self.cursor = Stop("")
        self.head_height = 0
        self._tops: dict[str, int] = {}
        self._ends: dict[str, int] = {}
        self._stops: list[int] = []
        self._strips: LRUCache[tuple[object, ...], Strip] = LRUCache(2048)

    # What a subclass gives

    def draw_head(self, y: int) -> Strip:
        """Line ``y`` of the head."""
        raise NotImplementedError

    def marks(self, message: str) -> tuple[Marks, int]:  # noqa: ARG002
        """What to highlight on a message's rows, and which of it is the current one, or -1."""
        return {}, -1

    def is_selected(self, row: Row) -> bool:  # noqa: ARG002
        """Whether a row shows lines that are selected."""
        return False

    def scrolled(self) -> None:
        """Other rows are in sight."""

    # Rows

    @property
    def palette(self) -> Palette:
        """The theme's styles."""
        return palette(self.app.theme)

    @property
    def columns(self) -> int:
        """Cells across that rows have: those beside the scroll bar."""
        return max(0, self.outer_size.width - self.gutter.width)

    @property
    def window(self) -> int:
        """Lines that rows are shown on."""
        return max(1, self.lines - self.head_height)

    @property
    def lines(self) -> int:
        """Lines that there are; while it is hidden, as many as there were before, as of columns.

        Textual's own size is nothing then, and it tells of none that is as it was.
        """
        return max(0, self.outer_size.height - self.gutter.height)

    @property
    def top(self) -> int:
        """The first row in sight."""
        return round(self.scroll_y)

    def in_sight(self) -> list[Row]:
        """The rows on the screen."""
        return self.rows[self.top : self.top + self.window]

    def lay(self, rows: list[Row], anchor: Anchor | None = None) -> None:
        """Show other rows; the anchor's stays at its line."""
        self.rows = rows
        self._tops, self._ends = {}, {}
        for y, row in enumerate(rows):
            self._tops.setdefault(row.message, y)
            if row.said:
                self._ends[row.message] = y
        self._stops = [y for y, row in enumerate(rows) if row.stop]
        size = Size(self.columns, len(rows) + self.head_height)
        if size != self.virtual_size:
            self.virtual_size = size
        if anchor and anchor.message in self._tops:
            self.to(self._row_of(anchor) - anchor.y)
        self.refresh()

    def _row_of(self, anchor: Anchor) -> int:
        top, end = self.extent(anchor.message)
        for y in range(top, end) if anchor.stop else ():
            if self.rows[y].stop == anchor.stop:
                return y
        at, source = min(top + anchor.offset, end - 1), anchor.source
        if source is None or self.rows[at].source == source:
            return at
        sources = ((y, self.rows[y].source) for y in range(top, end))
        same = (y for y, one in sources if one and one.has(source.block, source.first))
        return next(same, at)

    def held(self) -> Anchor | None:
        """What is being read: the cursor's row where it is in sight, else the first one there."""
        y = self.row_of(self.cursor)
        if y is None or not self.top <= y < self.top + self.window:
            y = self.top
        if y >= len(self.rows):
            return None
        return self.keeping(y)

    def keeping(self, y: int) -> Anchor:
        """What keeps row ``y`` where it is in the window."""
        row = self.rows[y]
        offset = y - self._tops[row.message]
        return Anchor(row.message, offset, row.stop, y - self.top, row.source)

    def extent(self, message: str) -> tuple[int, int]:
        """A message's first row, and the one after its last; LookupError where it has none."""
        top = end = self._tops[message]
        while end < len(self.rows) and self.rows[end].message == message:
            end += 1
        return top, end

    def said_end(self, message: str) -> int:
        """The last row of what a message's author wrote; -1 where none is shown."""
        return self._ends.get(message, -1)

    def row_of(self, stop: Stop) -> int | None:
        """Where a stop is."""
        if stop.message not in self._tops:
            return None
        top, end = self.extent(stop.message)
        return next((y for y in range(top, end) if self.rows[y].stop == stop), None)

    def stop_after(self, y: int) -> int | None:
        """The next row below ``y`` that the cursor can rest on."""
        at = bisect_right(self._stops, y)
        return self._stops[at] if at < len(self._stops) else None

    def stop_before(self, y: int) -> int | None:
        """The next row above ``y`` that the cursor can rest on."""
        at = bisect_left(self._stops, y)
        return self._stops[at - 1] if at else None

    def to(self, top: int) -> None:
        """Scroll so that row ``top`` is the first in sight, as far as there are rows below."""
        self.scroll_to(y=max(0, top), animate=False, force=True)

    def bring(self, first: int, last: int, *, context: int = 0) -> None:
        """Scroll as little as shows rows ``first`` to ``last``; their beginning, if not all fit."""
        top, window = self.top, self.window
        context = min(context, max(0, window - 1 - (last - first)))
        if first - context < top or last - first >= window:
            self.to(first - context)
        elif last >= top + window:
            self.to(last - window + 1)

    # Drawing

    def render_line(self, y: int) -> Strip:
        """A line of the pane (Textual's Line API)."""
        width, base = self.columns, self.palette.base
        if y < self.head_height:
            strip = self.draw_head(y)
        else:
            at = self.top + y - self.head_height
            if at >= len(self.rows):
                return Strip.blank(width, base)
            strip = self._strip(at)
        return strip.adjust_cell_length(width).apply_style(base)

    def _strip(self, at: int) -> Strip:
        row = self.rows[at]
        here = row.message == self.cursor.message
        resting = here and row.stop == self.cursor
        marks, current = self.marks(row.message)
        found = tuple(marks.get(at - self._tops[row.message], ())) if marks else ()
        chosen = self.is_selected(row)
        look = (self.has_focus, self.columns, self.app.theme)
        key = (row, here, resting, chosen, found, current, look)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._draw(
                row, here=here, resting=resting, chosen=chosen, found=found, current=current
            )
            self._strips[key] = strip
        return strip

    def _draw(
        self,
        row: Row,
        *,
        here: bool,
        resting: bool,
        chosen: bool,
        found: tuple[tuple[int, int, int], ...],
        current: int,
    ) -> Strip:
        styles, signs = self.palette, glyphs()
        beside = BESIDE if signs.utf8 else signs.trunk
        bar = signs.cursor if resting or chosen else beside if here else " "
        strong = styles.accent if chosen or (resting and self.has_focus) else styles.faint
        segments = [Segment(bar, strong)]
        place = 0
        for text, role in row.spans:
            style: Style = getattr(styles, role)
            for begin, end, nth in found:
                left, right = max(begin - place, 0), min(end - place, len(text))
                if left < right:
                    match = styles.match + UNDER if nth == current else styles.match
                    segments += [Segment(text[:left], style), Segment(text[left:right], match)]
                    text, place = text[right:], place + right  # noqa: PLW2901 - what is left
            body = text.lstrip(" ")
            if len(body) < len(text):
                # Blanks of a style of their own: some readers of exported SVG drop leading ones.
                segments.append(Segment(text[: len(text) - len(body)], styles.faint))
            segments.append(Segment(body, style))
            place += len(text)
        used = sum(cells(segment.text) for segment in segments)
        strip = Strip(segments, used).adjust_cell_length(max(used, self.columns))
        if chosen:
            # The bar keeps its look, which reversed would be another one.
            strip = Strip.join([strip.crop(0, 1), strip.crop(1).apply_style(styles.chosen)])
        elif resting:
            strip = strip.apply_style(styles.cursor if self.has_focus else styles.resting)
        return strip

    def redraw(self) -> None:
        """Draw everything anew."""
        self.refresh()

    # Mouse, focus and window

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Other rows are in sight: by a key, the wheel or the scroll bar."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.scrolled()

    def row_at(self, y: int) -> Row | None:
        """The row at line ``y`` of the pane."""
        at = self.top + y - self.head_height
        return self.rows[at] if y >= self.head_height and at < len(self.rows) else None

    def on_focus(self) -> None:
        """The cursor's sign tells which pane the keys go to."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor's sign tells which pane the keys go to."""
        self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll by three lines."""
        event.stop()
        self.wheel(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll by three lines."""
        event.stop()
        self.wheel(-3)

    def wheel(self, rows: int) -> None:
        """Scroll without moving the cursor."""
        self.to(self.top + rows)
