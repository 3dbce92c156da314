"""First new words of rows that came before those were known: asked for while in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.asking import ask
from tui.batches import Batches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from textual.dom import DOMNode

    from indexer import Call, Client, Conversation, Snippet


class Snippets:
    """Asks for the snippets of rows in sight, once each, and hands them over in batches."""

    def __init__(
        self, node: DOMNode, client: Client, got: Callable[[Mapping[str, Snippet]], None]
    ) -> None:
        self._node = node
        self._client = client
        self._got = got
        self._asked: set[tuple[str, int, int | None]] = set()
        self._waiting: set[tuple[str, int, int | None]] = set()
        self._call: Call[None] | None = None

    def leave(self) -> None:
        """No row is looked at any more."""
        if self._call is not None:
            self._call.cancel()
            self._call = None
            self._asked -= self._waiting
            self._waiting.clear()

    def want(self, rows: Iterable[Conversation]) -> None:
        """These rows are in sight."""
        missing = [
            row
            for row in rows
            if (not row.snippet or (row.drafts and not row.draft)) and _said(row) not in self._asked
        ]
        if not missing:
            return
        wanted = {_said(row) for row in missing}
        self._asked |= wanted
        self._waiting |= wanted
        batches = Batches(self._hand_over)
        self._call = self._client.snippets(tuple(row.id for row in missing), batches.put)
        ask(
            self._node,
            self._call,
            lambda _none: self._waiting.difference_update(wanted),
            lambda _error: None,
        )

    def _hand_over(self, come: list[Snippet]) -> None:
        if self._node.is_attached:
            self._got({found.conversation: found for found in come})


def _said(row: Conversation) -> tuple[str, int, int | None]:
    return row.id, row.last, row.saved
