"""The card of a question, unfolded in the conversation's place: each line leads to its message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui import cardrows, commands, handing, notices
from tui.cardrows import Given, Leads
from tui.clock import LOCAL, now
from tui.glyphs import glyphs
from tui.line import Line
from tui.messages import CardWanted, CopyWanted, KeysChanged, Left
from tui.pane import Pane

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.strip import Strip

    from indexer import Client, Entry, Part, Question
    from tui.cardrows import Row


class CardPane(Pane):
    """One question's card, and what its keys do."""

    place = "card"

    def __init__(
        self, client: Client, *, opener: str = "xdg-open", keymap: Mapping[str, str]
    ) -> None:
        super().__init__("card")
        self.client = client
        self.opener = opener
        self._keymap = keymap
        self.subject = ""
        self.question: Question | None = None
        self._entries: Mapping[str, Entry] = {}
        self._rows: tuple[Row, ...] = ()

    def give(self, question: Question, entries: Mapping[str, Entry], subject: str) -> None:
        """Show a card; that of the same question stays where it is, with what came to it."""
        if self.question is None or self.question.message != question.message:
            self.cursor = self.top = 0
        self.question, self._entries, self.subject = question, entries, subject
        self._lay()

    def _lay(self) -> None:
        if self.question is None:
            return
        before = self.current
        given = Given(self.question, self._entries, now(), LOCAL, glyphs())
        self._rows = cardrows.rows(given, self.size.width)
        self.settle(self._rows.index(before) if before in self._rows else None)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    @property
    def current(self) -> Leads | None:
        """What the cursor is on."""
        row = self._rows[self.cursor] if self.cursor < self.count else None
        return row if isinstance(row, Leads) else None

    @property
    def also(self) -> tuple[str, ...]:
        """The commands that matter for what the cursor is on."""
        row = self.current
        if row is None or (row.link is None and row.file is None):
            return ()
        return ("open-part", "copy" if row.link else "save-part")

    def moved(self) -> None:
        """Other keys matter on a link than on a person."""
        self.post_message(KeysChanged())

    def can_rest(self, index: int) -> bool:
        """On what leads somewhere."""
        return isinstance(self._rows[index], Leads)

    def resized(self) -> None:
        """Lines are broken anew."""
        height = self.size.height
        self.head_height = 2 if height >= 10 else 1 if height >= 4 else 0
        self._lay()

    def draw(self, index: int, part: int) -> Strip:  # noqa: ARG002
        """A row."""
        return cardrows.draw(
            self._rows[index], self.size.width, self.palette, glyphs(),
            here=index == self.cursor, focus=self.has_focus,
        )  # fmt: skip

    def draw_head(self, y: int) -> Strip:
        """The conversation's subject, over a rule."""
        line, signs = Line(self.size.width, ellipsis=glyphs().ellipsis).to(1), glyphs()
        if y == 0:
            return line.add(self.subject or "(no subject)", self.palette.strong).strip()
        return line.add(signs.rule * max(0, self.size.width - 2), self.palette.faint).strip()

    def notice(self) -> tuple[str, ...]:
        """Nothing is known."""
        return (
            "Nothing was asked here, and nothing sent along.",
            commands.named(notices.BACK, self._keymap),
        )

    # Commands

    def opened(self) -> None:
        """Go to the message that the line is of."""
        if row := self.current:
            self.post_message(CardWanted(row.message))

    def action_back(self) -> None:
        """Back to the conversation."""
        self.post_message(Left())

    def action_copy(self) -> None:
        """The link, or the line's words, to the clipboard."""
        row = self.current
        if row is not None and row.link is not None:
            self.post_message(CopyWanted(row.link.url, "copied the link"))
        elif row is not None:
            self.post_message(CopyWanted(f"{row.name} {row.text}".strip(), "copied the line"))

    def action_save_part(self) -> None:
        """The attachment to a directory that the user names."""
        if chosen := self._file():
            handing.save(self, self.client, *chosen)

    def action_open_part(self) -> None:
        """A copy of the attachment, or the link, to the system's program, after asking."""
        row = self.current
        if row is not None and row.link is not None:
            handing.follow(self, lambda: self.opener, row.link.url)
        elif chosen := self._file():
            handing.open_copy(self, self.client, lambda: self.opener, *chosen)

    def _file(self) -> tuple[str, Part] | None:
        return handing.chosen(self, self.current.file if self.current else None)
