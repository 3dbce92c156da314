"""The home of a list: who is on it, what goes on there, what is asked, which files went round.

What is known stands there at once; what has to be read from texts comes as it is read.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui import handing, homedraw, homefoot, notices
from tui.asking import ask
from tui.batches import Batches
from tui.clock import LOCAL, now
from tui.glyphs import glyphs
from tui.homedraw import Look
from tui.homerows import ORDERS, Asked, Heading, Key, More, Sent, Someone, Wanted, rows
from tui.messages import Left, MessageWanted, PromptWanted, SearchWanted, StatusWanted
from tui.pane import Pane

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.strip import Strip

    from indexer import Call, Client, Home, IndexerError, MailList, Part
    from tui.homerows import Item, Row

TALL = 16
"""Rows from which on what the cursor is on is told under them."""


class HomePane(Pane):
    """One list's home, and what its keys do."""

    place = "home"

    def __init__(
        self, client: Client, *, opener: str = "xdg-open", keymap: Mapping[str, str]
    ) -> None:
        super().__init__("home")
        self.client = client
        self.opener = opener
        self._keymap = keymap
        self.list: MailList | None = None
        self.home: Home | None = None
        self.error: IndexerError | None = None
        self.wanted = Wanted(80, 24)
        self._rows: list[Row] = []
        self._call: Call[Home] | None = None
        self._asked = 0
        self._look: Look | None = None

    # Showing a home

    def show(self, given: MailList) -> None:
        """Show a list's home; the one that was shown last is where it was."""
        if self.list is None or self.list.name != given.name:
            self.home, self.error, self._rows = None, None, []
            self.cursor = self.top = 0
            self.wanted = replace(self.wanted, open=frozenset(), words="")
        self.list = given
        self.again()

    def again(self) -> None:
        """The mail may have changed: have it all told anew."""
        if self.list is None:
            return
        self.leave()
        self._asked = asked = self._asked + 1
        # The last one that came tells all that those before did.
        batches: Batches[Home] = Batches(lambda come: self._got(asked, come[-1]))
        self._call = self.client.home(self.list.name, batches.put, exact=True)
        ask(self, self._call, lambda home: self._got(asked, home, whole=True), self._failed)
        self.refresh()

    def leave(self) -> None:
        """It is no longer looked at: nothing more is read for it."""
        if self._call is not None:
            self._call.cancel()
            self._call = None

    def _got(self, asked: int, home: Home, *, whole: bool = False) -> None:
        # What was on its way while something else was asked, or the whole came, is none any more.
        if asked == self._asked and self._call is not None:
            self.home, self.error = home, None
            if whole:
                self._call = None
            self._lay()

    def _failed(self, error: IndexerError) -> None:
        self.error = error
        if self.home is not None:
            self.post_message(StatusWanted(error.text, danger=True))
        self.refresh()

    def _lay(self) -> None:
        """Make the rows anew; the cursor stays on what it is on."""
        if self.home is None:
            return
        key, place = _key(self.current), self.cursor - self.top
        self._look = None
        self._rows = rows(self.home, self.wanted, now(), LOCAL)
        keys = [_key(row) for row in self._rows]
        self.settle(keys.index(key) if key is not None and key in keys else None, place)

    # Rows

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    @property
    def current(self) -> Item | None:
        """What the cursor is on."""
        row = self._rows[self.cursor] if self.cursor < self.count else None
        return row if isinstance(row, Someone | Asked | Sent | More) else None

    def can_rest(self, index: int) -> bool:
        """On people, topics, files, and what unfolds more of them."""
        return isinstance(self._rows[index], Someone | Asked | Sent | More)

    @property
    def foot_height(self) -> int:
        """Lines under the rows that tell more of the one under the cursor."""
        return homefoot.HEIGHT if self.size.height >= TALL else 0

    @property
    def fitting(self) -> int:
        """How many rows fit between head and foot."""
        return max(1, self.size.height - self.head_height - self.foot_height)

    def resized(self) -> None:
        """As many rows a section, and as high a chart, as there is room for."""
        width, height = self.size
        self.head_height = 2 if height >= 10 else 1 if height >= 4 else 0
        lines = homedraw.chart_lines(width, height)
        self.wanted = replace(self.wanted, width=width, height=self.fitting, chart=lines)
        self._lay()

    def redraw(self) -> None:
        """Draw everything anew."""
        self._look = None
        self.refresh()

    def _looks(self, home: Home, given: MailList) -> Look:
        if self._look is None:
            what = {"list-id": "list", "address": "address", "cc": "cc"}[given.kind]
            self._look = Look(
                home, given.title or given.name, what, *self.size, self.palette, glyphs(),
                now(), LOCAL, self.wanted.order, self._keymap,
            )  # fmt: skip
        return self._look

    def _line(self, y: int) -> Strip:
        below = y - (self.size.height - self.foot_height)
        if self.home is not None and self.list is not None and below >= 0:
            return homefoot.draw(self.current, self._looks(self.home, self.list), below)
        return super()._line(y)

    def draw(self, index: int, part: int) -> Strip:  # noqa: ARG002
        """A row."""
        assert self.home is not None  # noqa: S101 - there are rows of a home alone
        assert self.list is not None  # noqa: S101
        look = self._looks(self.home, self.list)
        return homedraw.draw(
            self._rows[index], look, cursor=index == self.cursor, focus=self.has_focus
        )

    def draw_head(self, y: int) -> Strip:
        """The list's title, and how much there is of it."""
        if self.home is None or self.list is None:
            title = self.list.title or self.list.name if self.list else ""
            return homedraw.name(title, y, self.size.width, self.palette, glyphs())
        return homedraw.head(self._looks(self.home, self.list), y)

    def notice(self) -> tuple[str, ...]:
        """Loading, or broken."""
        return notices.broken(self.error) if self.error else notices.LOADING

    def moved(self) -> None:
        """The foot tells of another row."""
        if self.foot_height:
            self.refresh()

    def go(self, index: int, *, center: bool = False) -> None:
        """Put the cursor on a row; above the first one, show the chart."""
        super().go(index, center=center)
        if self.count and not any(self.can_rest(at) for at in range(self.cursor)) and self.top:
            self.top = max(0, self.cursor - self.fitting + 1)
            self.refresh()

    # Commands

    def opened(self) -> None:
        """Show the conversations of what the cursor is on, or unfold the section."""
        match self.current:
            case Someone(member=member) if self.list is not None:
                query = f'list:{self.list.name} and from:"{member.address}"'
                if member.messages:
                    self.post_message(SearchWanted(query))
                else:
                    self.post_message(StatusWanted("nothing from them here"))
            case Asked(topic=topic):
                self.post_message(SearchWanted(topic.query))
            case Sent(file=file):
                self.post_message(MessageWanted(file.message))
            case More(section=section):
                self.wanted = replace(self.wanted, open=self.wanted.open ^ {section})
                self._lay()

    def action_next_section(self) -> None:
        """To the first row of the next section."""
        self._to_section(range(self.cursor + 1, self.count))

    def action_previous_section(self) -> None:
        """To the first row of this section, or of the one before."""
        # Its heading stands right above its first row.
        self._to_section(range(self.cursor - 2, -1, -1))

    def _to_section(self, ways: range) -> None:
        for at in ways:
            first = at + 1
            if isinstance(self._rows[at], Heading) and first < self.count and self.can_rest(first):
                self.go(first)
                return

    def action_order(self) -> None:
        """Order the people otherwise, and show them from the first."""
        at = ORDERS.index(self.wanted.order)
        self.wanted = replace(self.wanted, order=ORDERS[(at + 1) % len(ORDERS)])
        said = {"messages": "how much they wrote", "name": "name", "last": "when last seen"}
        self.post_message(StatusWanted(f"people by {said[self.wanted.order]}"))
        self._lay()
        heads = (at for at, row in enumerate(self._rows) if isinstance(row, Heading))
        self.go(next(heads, 0) + 1)

    def action_find(self) -> None:
        """Show only what has some words."""

        def answer(text: str) -> str | None:
            self._look_for(text)
            return None if self.current or not text.strip() else "nothing here has these words"

        self.post_message(
            PromptWanted("show only: ", answer, value=self.wanted.words, changed=self._look_for)
        )

    def _look_for(self, text: str) -> None:
        words = " ".join(text.split())
        if words != self.wanted.words:
            self.wanted = replace(self.wanted, words=words)
            self.cursor = self.top = 0
            self._lay()

    def action_back(self) -> None:
        """Show everything again where words were looked for, else leave."""
        if self.wanted.words:
            self._look_for("")
        else:
            self.post_message(Left())

    def _file(self) -> tuple[str, Part] | None:
        return handing.chosen(self, self.current.file if isinstance(self.current, Sent) else None)

    def action_save_part(self) -> None:
        """The attachment to a directory that the user names."""
        if chosen := self._file():
            handing.save(self, self.client, *chosen)

    def action_open_part(self) -> None:
        """A copy of the attachment to the system's program for it, after asking."""
        if chosen := self._file():
            handing.open_copy(self, self.client, lambda: self.opener, *chosen)


def _key(row: Row | None) -> Key | None:
    return row.key if isinstance(row, Someone | Asked | Sent | More) else None
