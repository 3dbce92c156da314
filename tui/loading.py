"""Bodies on their way: asked for in the order they will be read, handed over in batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.batches import Batches
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
        self._batches = Batches(self._deliver)
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
        call.future.add_done_callback(lambda future: self._batches.soon(self._done, call, future))

    def _take(self, body: Body) -> None:
        """In the client's thread: keep a body until the event loop comes for it."""
        if not self._closed:
            self._batches.put((body.id, digest(body)))

    def _deliver(self, come: list[tuple[str, Digest]]) -> None:
        if self._closed:
            return
        batch = dict(come)
        self._asked -= batch.keys()
        self._wanted = tuple(i for i in self._wanted if i not in batch)
        self._arrived(batch)

    def _done(self, call: Call[None], future: Future[None]) -> None:
        if call is not self._call:
            return
        self._batches.flush()
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
