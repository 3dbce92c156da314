"""Looking closer at a message, in place: headers, whom it went to, why it hangs there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from indexer import Ground
from tui import evidence, folds as folding, words
from tui.asking import ask
from tui.carded import Carded
from tui.layout import NOTHING, Extras
from tui.messages import KeysChanged, StatusWanted

if TYPE_CHECKING:
    from indexer import Client, Entry, Headers, IndexerError, Recipients
    from tui.folds import Folds
    from tui.layout import Stop


class Closer(Carded):
    """What is asked for besides a message's text, and stands above it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._hinted = (False, True)

    @property
    def is_on_repaired(self) -> bool:
        """Whether the cursor is on a message that hangs where no header of its own says."""
        return self.current is not None and evidence.is_repaired(self.current)

    @property
    def is_on_list(self) -> bool:
        """Whether there is a list to answer; so it is taken to be until the tree says."""
        return self.got is None or bool(self.got.conversation.lists)

    def move_cursor(self, stop: Stop) -> None:
        """Put the cursor elsewhere; on what was repaired, the key that says why matters."""
        super().move_cursor(stop)
        self._hint()

    def looked(self) -> None:
        """Other text is on the screen."""
        super().looked()
        self._hint()

    def _hint(self) -> None:
        now = (self.is_on_repaired, self.is_on_list)
        if self._hinted != now:
            self._hinted = now
            self.post_message(KeysChanged())

    def is_absent(self) -> bool:
        """Whether nobody here has the message that the cursor is on; then it says so."""
        entry = self.current
        if entry is None or entry.recovered is None or self._is_folded(entry.id):
            return False
        self.post_message(StatusWanted(evidence.absent(self.finders.get(entry.recovered, ""))))
        return True

    def _is_folded(self, message: str) -> bool:
        return folding.is_folded(self.folds, self.shape, message)

    def action_headers(self) -> None:
        """The message's full headers, in place."""
        if self.current is None or self.client is None or self.is_absent():
            return
        message = self.current.id
        folds = self._open_folds(message)
        self.fold_to(replace(folds, headed=folds.headed ^ {message}))
        if message in self.folds.headed and self._extras(message).headers is None:

            def took(headers: Headers) -> None:
                self.extras[message] = replace(self._extras(message), headers=headers)
                self.relayout()

            ask(self, self.client.headers(message), took, self._failed)

    def action_recipients(self) -> None:
        """Whom the message went to, in place."""
        if self.current is None or self.client is None or self.is_absent():
            return
        message = self.current.id
        folds = self._open_folds(message)
        self.fold_to(replace(folds, addressed=folds.addressed ^ {message}))
        if message in self.folds.addressed and self._extras(message).recipients is None:

            def took(recipients: Recipients) -> None:
                self.extras[message] = replace(self._extras(message), recipients=recipients)
                self.relayout()

            ask(self, self.client.recipients(message), took, self._failed)

    def _extras(self, message: str) -> Extras:
        return self.extras.get(message, NOTHING)

    def _open_folds(self, message: str) -> Folds:
        """The folds with a message open and out of all of them."""
        folds = folding.revealed(self.folds, self.shape, message)
        return replace(folds, open=folds.open | {message})

    def _failed(self, error: IndexerError) -> None:
        self.post_message(StatusWanted(error.text, danger=True))

    def action_ground(self) -> None:
        """What shows whom the message answers, in place."""
        if self.current is None or self.client is None or self.is_absent():
            return
        # What says nothing new stands elsewhere than below what it answers.
        entry = next((e for e in self.whole if e.id == self.current.id), self.current)
        message = entry.id
        if message in self.folds.grounded:
            self.fold_to(replace(self.folds, grounded=self.folds.grounded - {message}))
        elif entry.evidence is None or entry.unsent:
            said = "it began something else" if entry.left else "it answers nothing that is here"
            self.post_message(StatusWanted(said))
        elif entry.parent is None or entry.evidence == "hand":
            self._show_ground(message, (evidence.unknown(entry, self.keymap),))
        else:
            self._ask_ground(self.client, entry, entry.parent)

    def _ask_ground(self, client: Client, entry: Entry, parent: str) -> None:
        at = self.shape.places.get(parent)
        above = self.entries[at] if at is not None else None
        who = words.short_name(above.sender) if above else ""

        def took(ground: Ground) -> None:
            self._show_ground(entry.id, evidence.at_length(entry, ground, who))

        if above is not None and above.recovered:
            took(Ground())
        else:
            ask(self, client.ground(entry.id, parent), took, self._failed)

    def _show_ground(self, message: str, said: tuple[str, ...]) -> None:
        if message not in self.shape.places:
            return
        self.extras[message] = replace(self._extras(message), ground=said)
        folds = folding.revealed(self.folds, self.shape, message)
        self.fold_to(replace(folds, grounded=folds.grounded | {message}))
