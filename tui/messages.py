"""What a pane asks of the screen around it, as Textual messages that bubble up to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from indexer import Question, TagChange, Tagged, Turn
    from tui.views import View


class TagsWanted(Message):
    """Tags are to be changed; ``words`` say it as done: ``archived 3 messages``.

    ``settled`` is called in the event loop once it was written, or with None when it failed (the
    status then says why). What was written can be undone with the undo command, unless the change
    came ``by_itself``: what the user did not ask for is neither announced nor theirs to undo.
    """

    def __init__(
        self,
        changes: tuple[TagChange, ...],
        words: str,
        settled: Callable[[Tagged | None], None] | None = None,
        *,
        by_itself: bool = False,
    ) -> None:
        super().__init__()
        self.by_itself = by_itself
        self.changes = changes
        self.words = words
        self.settled = settled


class StatusWanted(Message):
    """A few words in the status place; ``danger`` where something went wrong."""

    def __init__(self, text: str, *, danger: bool = False) -> None:
        super().__init__()
        self.text = text
        self.danger = danger


class KeysChanged(Message):
    """Other keys matter now."""


class KeysWanted(Message):
    """Asks for what is typed from now on: the screen holds it until there is what it is for."""


class PromptWanted(KeysWanted):
    """A line to be typed at the bottom: ``answer`` gets it on Enter, nobody on Escape.

    ``changed`` gets every state of the line while it is typed. ``answer`` may return, or be a
    coroutine that returns, a line that says what is wrong: it is shown, and the prompt stays.
    """

    def __init__(
        self,
        label: str,
        answer: Callable[[str], str | Awaitable[str | None] | None],
        *,
        value: str = "",
        changed: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__()
        self.label = label
        self.answer = answer
        self.value = value
        self.changed = changed


class ChoiceWanted(KeysWanted):
    """A question in the bottom line, answered with one key; every other key means no.

    ``choices`` is what to do by key, ``{"y": quit}``; the question names the keys itself.
    """

    def __init__(self, question: str, choices: Mapping[str, Callable[[], object]]) -> None:
        super().__init__()
        self.question = question
        self.choices = choices


class PipeWanted(KeysWanted):
    """Messages, by Message-ID, are to be fed to a command that the user types."""

    def __init__(self, ids: tuple[str, ...]) -> None:
        super().__init__()
        self.ids = ids


class CopyWanted(Message):
    """Text for the clipboard; ``words`` name it in the status: ``copied the message``."""

    def __init__(self, text: str, words: str) -> None:
        super().__init__()
        self.text = text
        self.words = words


class ReadAllWanted(KeysWanted):
    """All messages of a view are to be marked read, after asking."""

    def __init__(self, view: View) -> None:
        super().__init__()
        self.view = view


class NextWanted(KeysWanted):
    """On to the next conversation of the view, or back to the one before (``step`` -1).

    ``unread`` skips those without unread messages: the next unread message is wanted, and the
    conversation on the screen has no further one. Unless it ``opens``, just the cursor goes there.
    """

    def __init__(self, step: int = 1, *, unread: bool = False, opens: bool = True) -> None:
        super().__init__()
        self.step = step
        self.unread = unread
        self.opens = opens


class SearchWanted(KeysWanted):
    """The conversations that a query finds are to be shown."""

    def __init__(self, query: str) -> None:
        super().__init__()
        self.query = query


class MessageWanted(KeysWanted):
    """A message is to be shown in its conversation, by its bare Message-ID."""

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message


class TurnWanted(KeysWanted):
    """The other side of where a conversation's subject turned is to be shown.

    ``came_from`` is the message here, whose line over there leads back.
    """

    def __init__(self, turn: Turn, came_from: str) -> None:
        super().__init__()
        self.turn = turn
        self.came_from = came_from


class CardWanted(KeysWanted):
    """The card of the open conversation is to be unfolded, or folded to go to a message of it."""

    def __init__(self, message: str = "") -> None:
        super().__init__()
        self.message = message


class CardCame(Message):
    """What came of the open conversation's question is known, or known anew."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question


class Left(KeysWanted):
    """The pane is done with; go back a level."""
