"""What the indexer refuses or fails at: one line for a person, one word for a program."""

from __future__ import annotations


class IndexerError(Exception):
    """What could not be done: one line that says what and what to do.

    ``kind`` is for programs: ``locked``, ``read-only``, ``damaged``, ``newer``, ``missing``,
    ``query``, ``unknown-id``, ``unreadable``, ``disk``, ``lost`` (the worker ended or was too
    slow), ``usage``.
    """

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.kind = kind
        self.text = text
