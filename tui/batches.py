"""What comes in the client's threads, handed to the event loop in batches.

A batch is handed over once the loop comes to it; what came meanwhile is in it. So a hundred answers
are not a hundred repaints.
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Batches(Generic[T]):
    """Made in the event loop's thread, where ``deliver`` is called, with what came in order."""

    def __init__(self, deliver: Callable[[list[T]], None]) -> None:
        self._deliver = deliver
        self._loop = asyncio.get_running_loop()
        self._context = contextvars.copy_context()
        self._lock = Lock()
        self._come: list[T] = []

    def put(self, item: T) -> None:
        """In any thread: hand an item over as soon as may be."""
        with self._lock:
            first = not self._come
            self._come.append(item)
        if first:
            self.soon(self.flush)

    def soon(self, callback: Callable[..., None], *args: object) -> None:
        """In any thread: have something called in the event loop; nothing where that is over."""
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(callback, *args, context=self._context)

    def flush(self) -> None:
        """In the event loop: hand over now what came so far."""
        with self._lock:
            come, self._come = self._come, []
        if come:
            self._deliver(come)
