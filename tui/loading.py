"""Bodies on their way: asked for in the order they will be read, handed over in batches.

The client calls back in a thread of its own; what has come meanwhile goes to the event loop as
one batch, so that a hundred messages are not a hundred repaints.
"""

from __future__ import annotations

import asyncio
import contextvars
from threading import Lock
from typing import TYPE_CHECKING

from tui.bodies import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from indexer import Body, Call, Client
    from tui.bodies import Digest

AT_ONCE = 48
"""Messages in one request: more than a screen holds, few enough to be overtaken."""


class Loader:
    """Asks for what messages say. Its methods are for the event loop's thread.

    ``arrived`` gets batches of digests by Message-ID, ``failed`` the words of what went wrong.
    """

    def __init__(
        self,
        client: Client,
        arrived: Callable[[dict[str, Digest]], None],
        failed: Callable[[str], None],
    ) -> None:
        self._client = client
        self._arrived = arrived
        self._failed = failed
        self._loop = asyncio.get_running_loop()
        self._context = contextvars.copy_context()
        self._lock = Lock()
        self._batch: dict[str, Digest] = {}
        self._call: Call[None] | None = None
        self._asked: set[str] = set()
        self._wanted: tuple[str, ...] = ()
        self._refused: set[str] = set()
        self._closed = False

    def want(self, ids: Sequence[str]) -> None:
        """These, the first one first; what was wanted before and is not among them no longer is.

        What is on its way already is let come, unless something more urgent is not among it.
        """
        if self._closed:
            return
        self._wanted = tuple(i for i in ids if i not in self._refused)
        urgent = self._wanted[:4]
        if self._call and not self._asked.issuperset(urgent):
            self._call.cancel()
            self._call = None
            self._asked.clear()
        if self._call is None:
            self._ask()

    def close(self) -> None:
        """Nothing is wanted any more, nor handed over."""
        self._closed = True
        if self._call:
            self._call.cancel()
            self._call = None

    def _ask(self) -> None:
        ids = self._wanted[:AT_ONCE]
        if not ids:
            return
        self._asked = set(ids)
        call = self._client.bodies(ids, self._take)
        self._call = call
        call.future.add_done_callback(lambda future: self._call_soon(self._done, call, future))

    def _take(self, body: Body) -> None:
        """In the client's thread: keep a body until the event loop comes for it."""
        ready = digest(body)
        with self._lock:
            first = not self._batch
            self._batch[body.id] = ready
        if first:
            self._call_soon(self._deliver)

    def _call_soon(self, callback: Callable[..., None], *args: object) -> None:
        if not self._closed and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(callback, *args, context=self._context)

    def _deliver(self) -> None:
        with self._lock:
            batch, self._batch = self._batch, {}
        if self._closed or not batch:
            return
        self._asked -= batch.keys()
        self._wanted = tuple(i for i in self._wanted if i not in batch)
        self._arrived(batch)

    def _done(self, call: Call[None], future: Future[None]) -> None:
        if call is not self._call:
            return
        self._deliver()
        self._call = None
        error = None if future.cancelled() else future.exception()
        # What did not come will not come by asking on: once is enough for a message.
        self._refused |= self._asked
        self._wanted = tuple(i for i in self._wanted if i not in self._refused)
        self._asked.clear()
        if error:
            self._refused.clear()
            self._wanted = ()
            self._failed(str(error))
        else:
            self._ask()
