"""The Outbox: what waits to be sent, how it stands in words, and what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.screen import ModalScreen
from textual.strip import Strip

from tui.background import begin
from tui.clock import LOCAL, now
from tui.commands import named
from tui.glyphs import glyphs
from tui.line import NONE, Line
from tui.pane import Pane
from tui.prompts import Words
from tui.words import people, when
from tui.wrap import cells

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from outbox import Entry
    from tui.outgoing import Outgoing

_KEYS = "{open} sends it now   {undo} takes it back   {back} back"


def state_words(entry: Entry) -> str:
    """How a message stands: ``queued · goes out at 11:24``, ``failed: no such user``."""
    said = str(entry.state)
    if entry.state == "queued" and entry.not_before > now():
        does = "tries again" if entry.tries else "goes out"
        at = when(int(entry.not_before), now(), LOCAL).strip()
        said += f" {glyphs().dot} {does} at {at}"
    return f"{said}: {entry.error}" if entry.error else said


class _Entries(Pane):
    """Two lines a message: subject and to how many; how it stands."""

    place = "lists"

    def __init__(self) -> None:
        super().__init__("waiting")
        self.row_height = 2
        self.entries: tuple[Entry, ...] = ()

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.entries)

    def notice(self) -> tuple[str, ...]:
        """Nothing waits."""
        return ("Nothing waits to be sent.",)

    def draw_head(self, y: int) -> Strip:  # noqa: ARG002
        """There is no head."""
        return Strip.blank(self.size.width)

    def draw(self, index: int, part: int) -> Strip:
        """A line of a message."""
        entry, styles, here = self.entries[index], self.palette, index == self.cursor
        line = Line(self.size.width, styles.cursor if here else NONE, glyphs().ellipsis)
        line.add(glyphs().cursor if here else " ", styles.accent).to(2)
        if part == 0:
            to = f"to {people(len(entry.recipients))}"
            line.add(entry.subject or "(no subject)", styles.strong, line.room - cells(to) - 3)
            return line.right(to, styles.quiet, 1).strip()
        stuck = entry.state in ("failed", "unsure")
        return line.add(state_words(entry), styles.danger if stuck else styles.quiet).strip()

    def opened(self) -> None:
        """A second click."""


class Waiting(ModalScreen["str | None"], inherit_bindings=False):
    """The queue, looked at again every second; left with the id of what is taken back."""

    DEFAULT_CSS = """
    Waiting { background: $background; }
    Waiting Words { height: 1; }
    Waiting _Entries { width: 1fr; height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape", "dismiss(None)", "back", id="back"),
        Binding("left", "dismiss(None)", "back", id="left"),
        Binding("j,down", "move(1)", "down", id="down"),
        Binding("k,up", "move(-1)", "up", id="up"),
        Binding("enter", "send", "send now", id="open"),
        Binding("u", "take_back", "take back", id="undo"),
    ]

    def __init__(self, mail: Outgoing, at: str = "") -> None:
        """``at`` is the message that the cursor begins on, by its id."""
        super().__init__()
        self._mail = mail
        self._rows = _Entries()
        self._rows.entries = mail.entries
        ids = [entry.id for entry in mail.entries]
        self._rows.cursor = ids.index(at) if at in ids else 0

    def compose(self) -> ComposeResult:
        """Title, rows, keys."""
        yield Words("Outbox")
        yield self._rows
        yield Words(named(_KEYS, self._mail.keymap))

    def on_mount(self) -> None:
        """Show what is known, then what is so."""
        self._look()
        self.set_interval(1.0, self._look)
        self._rows.focus()

    def _look(self) -> None:
        self._rows.entries = self._mail.entries
        self._rows.go(self._rows.cursor)
        self._rows.refresh()
        begin(self, self._mail.look_into_queue, "queue", exclusive=True)

    def action_move(self, step: int) -> None:
        """Another message."""
        self._rows.go(self._rows.cursor + step)

    @property
    def _entry(self) -> Entry | None:
        rows = self._rows
        return rows.entries[rows.cursor] if rows.cursor < rows.count else None

    def action_send(self) -> None:
        """Send it now, also where it failed, or where it is unsure."""
        if self._entry is not None:
            self._mail.send_due(self._entry.id)

    def action_take_back(self) -> None:
        """Take it out of the queue: it is a draft again, and gone on with."""
        if self._entry is not None:
            self._mail.hold()
            self.dismiss(self._entry.id)
