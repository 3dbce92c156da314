"""Work that a widget begins and does not wait for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

    from textual.dom import DOMNode
    from textual.worker import Worker


def begin(
    node: DOMNode,
    work: Callable[[], Coroutine[Any, Any, object]],
    group: str,
    *,
    exclusive: bool = False,
    exit_on_error: bool = True,
) -> None:
    """Call ``work`` in a worker of ``node``, and await it there.

    ``exclusive`` ends what is under way in the same group. ``work`` is the function, not what it
    returns: a worker that ends before its turn comes would leave a coroutine that nobody awaits.
    """
    _: Worker[object] = node.run_worker(
        work, group=group, exclusive=exclusive, exit_on_error=exit_on_error
    )
