"""Time limits for work on hostile input."""

from __future__ import annotations

import signal
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_AGAIN = 0.5


class TooSlow(BaseException):
    """The time given is over. Not an Exception, so that no library's handler swallows it."""


def _over(_number: int, _frame: FrameType | None) -> None:
    raise TooSlow


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise :class:`TooSlow` in the block once ``seconds`` of real time have passed.

    Uses SIGALRM and the real-time timer, which only the main thread can; in another thread there
    is no limit. The handler and timer found are put back afterwards, an outer deadline shortened
    by the time spent. Code that swallows the exception gets it again twice a second.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    began = time.monotonic()
    handler = signal.signal(signal.SIGALRM, _over)
    left, interval = signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        if left and left < seconds:
            signal.setitimer(signal.ITIMER_REAL, left, _AGAIN)
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        if left:
            rest = max(left - (time.monotonic() - began), 0.001)
            signal.setitimer(signal.ITIMER_REAL, rest, interval)
