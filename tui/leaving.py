"""Leaving while a message is handed over: the screen goes at once, the exchange has its time.

Cut off before the server has all of the message it would be sent again later; cut off after that
nobody could tell whether it went. So the program ends with the exchange, which its deadline bounds,
unless the user would rather not wait.
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

from tui.outgoing import became_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from outbox import Event

WAITS = "a message is being sent; this ends when that is done (ctrl+c: at once)"
LEFT = "left at once; how the message stands: cclear outbox"
_BREATH = 0.05


class _Left(Exception):
    """The user left before this message was begun."""


class Rounds:
    """Rounds of sending, in threads that do not hold the program up when it ends."""

    def __init__(self) -> None:
        self._threads: set[threading.Thread] = set()
        self._left = False
        self._last: Event | None = None

    async def run(
        self, send: Callable[[Callable[[Event], None]], object], told: Callable[[Event], None]
    ) -> None:
        """One round; ``send`` is given what tells of each step, ``told`` hears it in the loop.

        Raises what ``send`` raises.
        """
        loop = asyncio.get_running_loop()
        # What is told starts timers, and Textual's look for their app in the context.
        context = contextvars.copy_context()
        done: asyncio.Future[None] = loop.create_future()

        def in_loop(step: Callable[..., object], *given: object) -> None:
            # There is no loop any more once the reader was left.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(step, *given, context=context)

        def settle(error: Exception | None) -> None:
            if not done.done():
                done.set_result(None) if error is None else done.set_exception(error)

        def tell(event: Event) -> None:
            # What is begun after one left is not: it is in the queue, and the next run sends it.
            if self._left and event.state == "sending":
                raise _Left
            self._last = event
            in_loop(told, event)

        def work() -> None:
            try:
                send(tell)
            except Exception as error:  # noqa: BLE001 - it is raised where it is waited for
                in_loop(settle, None if isinstance(error, _Left) else error)
            else:
                in_loop(settle, None)
            finally:
                self._threads.discard(thread)

        thread = threading.Thread(target=work, daemon=True, name="sending")
        self._threads.add(thread)
        thread.start()
        await done

    def finish(self) -> None:
        """The reader was left: end what is being sent, after one sentence; an interrupt does not.

        Where the terminal is gone, nothing is said.
        """
        self._left = True
        threads = tuple(self._threads)
        if not threads:
            return
        try:
            _say(WAITS)
            # An interrupt just before a wait without end would be heard of only after it.
            while not self._threads.isdisjoint(threads):
                time.sleep(_BREATH)
        except KeyboardInterrupt:
            _say(LEFT)
        else:
            if self._last is not None:
                _say(became_words(self._last))


class Lasting:
    """A terminal to write to that may be closed at any moment: what comes after is let go.

    Textual's writer would end on the error, and whoever writes to it wait for ever.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, text: str) -> int:
        """Write where somebody can still see it."""
        with contextlib.suppress(OSError):
            self._file.write(text)
        return len(text)

    def flush(self) -> None:
        """The same."""
        with contextlib.suppress(OSError):
            self._file.flush()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - of the file's types
        return getattr(self._file, name)


def _say(text: str) -> None:
    with contextlib.suppress(OSError):
        print(f"cclear: {text}", file=sys.stderr, flush=True)  # noqa: T201
