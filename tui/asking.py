"""Waiting for the indexer without making anybody wait.

An answer is taken in the event loop, by the widget that asked, and only while it is mounted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from indexer import IndexerError
from tui.background import begin

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.dom import DOMNode

    from indexer import Call

R = TypeVar("R")


def ask(
    node: DOMNode,
    call: Call[R],
    done: Callable[[R], None],
    failed: Callable[[IndexerError], None],
) -> None:
    """Hand the answer of ``call`` to ``done``, or what went wrong to ``failed``.

    An answer that is there already is handed over at once. A cancelled call is heard of no more.
    """
    future = call.future
    if future.done() and not future.cancelled() and future.exception() is None:
        done(future.result())
        return

    async def wait() -> None:
        try:
            answer = await call
        except IndexerError as error:
            if node.is_attached:
                failed(error)
        else:
            if node.is_attached:
                done(answer)

    begin(node, wait, "asking")
