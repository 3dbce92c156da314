"""Going from message to message by who answers whom, and to one wherever it is."""

from __future__ import annotations

from dataclasses import replace

from tui import folds as folding, kin, turning
from tui.attention import Attention
from tui.layout import Stop
from tui.messages import StatusWanted


class Walking(Attention):
    """The ways that follow the tree, not the lines."""

    def go_to(self, message: str) -> None:
        """The cursor to a message, open and out of all folds."""
        self.folds = folding.revealed(self.folds, self.shape, message)
        self.folds = replace(self.folds, open=self.folds.open | {message})
        self.relayout()
        self.go(Stop(message), jump=True)

    def go_to_turn(self, message: str, came_from: str) -> None:
        """The cursor to a message, and there to the line that leads to where one came from."""
        if message not in self.shape.places:
            return
        self.go_to(message)
        entry = self.entries[self.shape.places[message]]
        number = turning.number_of(entry, came_from)
        if number is not None:
            self.go(Stop(message, "turn", number))

    def keep_to(self, message: str) -> None:
        """Read the conversation of a message from now on, whichever that comes to be."""
        if any(entry.id == message for entry in self.messages):
            self.kept = message

    def go_to_line(self, message: str, other: str) -> None:
        """The cursor to the line of a message that leads to another conversation, where there."""
        entry = next((entry for entry in self.entries if entry.id == message), None)
        number = turning.number_of(entry, other) if entry else None
        if number is not None:
            self.go(Stop(message, "turn", number))

    def action_parent(self) -> None:
        """To the message that this one answers."""
        if self.current is None:
            return
        above = kin.parent(self.shape, self.current.id)
        if above is None:
            self.post_message(StatusWanted("it answers nothing that is here"))
        else:
            self.go(Stop(above), jump=True)

    def action_next_sibling(self) -> None:
        """To the next answer to the same message."""
        self._beside(1)

    def action_previous_sibling(self) -> None:
        """To the answer to the same message before this."""
        self._beside(-1)

    def _beside(self, step: int) -> None:
        if self.current is None:
            return
        there = kin.sibling(self.folds, self.shape, self.current.id, step)
        if there is None:
            said = kin.ending(self.folds, self.shape, self.current.id, step)
            self.post_message(StatusWanted(said))
        else:
            self.go(Stop(there), jump=True)
