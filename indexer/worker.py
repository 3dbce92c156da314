"""The process that does the work: ``python -m indexer.worker``, requests in, answers out.

libnotmuch can end the process that it is in, and so can a hostile message; this is that process.
Jobs are generators, taken a step at a time, so that a long one never keeps a short one waiting.
It ends when its standard input closes.
"""

from __future__ import annotations

import contextlib
import os
import resource
import select
import signal
import sqlite3
import sys
import threading
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from indexer.errors import IndexerError
from indexer.jobs import JOBS
from indexer.model.intake import Progress
from indexer.protocol import Answer, Call, Hello
from indexer.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from indexer import protocol

    Job = Generator[Any, None, Any]

_MEMORY = 2 << 30
_encode = msgspec.json.Encoder().encode


class Worker:
    """Answers the calls of one client."""

    def __init__(self, hello: Hello) -> None:
        self._hello = hello
        self._opened: Session | None = None
        self._jobs: dict[int, Job] = {}
        self._waiting: set[int] = set()
        self._idle: Job | None = None
        self._leisure: Callable[[], Job] | None = None
        self.children: set[int] = set()

    @property
    def busy(self) -> bool:
        """Whether there is something to do without being asked."""
        return bool(self._jobs or self._leisure)

    def session(self) -> Session:
        """The mailbox; raises IndexerError while it cannot be opened."""
        if self._opened is None:
            self._opened = Session(self._hello)
        return self._opened

    def take(self, call: Call) -> None:
        """Begin a call, and end it where it is a short one."""
        if call.request is None:
            self._jobs.pop(call.n, None)
            return
        try:
            job = self._begin(call.request)
        except Exception as error:  # noqa: BLE001 - whatever happens, the client hears one line
            self._fail(call.n, error)
            return
        if hasattr(job, "send"):
            self._rest()
            self._jobs[call.n] = job
        else:
            self._end(call.n, job)

    def _begin(self, request: protocol.AnyRequest) -> Any:  # noqa: ANN401 - a result, or a job
        try:
            return JOBS[type(request)](self, request)
        except sqlite3.OperationalError as error:
            if self._opened is None or "locked" in str(error):
                raise
            self._opened.cache.let_go()
            return JOBS[type(request)](self, request)

    def step(self) -> None:
        """Take one step of the job that matters most."""
        if not self._jobs:
            self._step_idle()
            return
        # The newest first: what is on the screen now was asked for last. Tag changes keep order.
        tagging = [n for n, job in self._jobs.items() if job.__name__ == "_tag"]  # type: ignore[attr-defined]
        # One that waits may wait for what any other job here has to end first: each has its turn.
        ready = self._jobs.keys() - {*tagging[1:]} - self._waiting
        if not ready:
            self._waiting.clear()
            ready = self._jobs.keys() - {*tagging[1:]}
        number = tagging[0] if tagging and tagging[0] in ready else max(ready)
        try:
            item = next(self._jobs[number])
        except StopIteration as end:
            self._jobs.pop(number, None)
            self._end(number, end.value)
        except Exception as error:  # noqa: BLE001
            self._jobs.pop(number, None)
            self._fail(number, error)
        else:
            if item is None or (isinstance(item, Progress) and item.waiting):
                self._waiting.add(number)
            else:
                self._waiting.clear()
            _say(Answer(0) if item is None else Answer(number, item=msgspec.Raw(_encode(item))))

    def _step_idle(self) -> None:
        if self._leisure is None:
            return
        try:
            self._idle = self._idle or self._leisure()
            next(self._idle)
        except (StopIteration, IndexerError, sqlite3.Error):
            self._idle = self._leisure = None

    def when_idle(self, begin: Callable[[], Job]) -> None:
        """What to do when nothing is asked: begun anew after whatever is asked meanwhile."""
        self._leisure = begin
        self._rest()

    def _rest(self) -> None:
        """Leave off what is done when nothing is asked, and the locks that it may hold."""
        if self._idle is not None:
            self._idle.close()
            self._idle = None

    def _end(self, number: int, result: object) -> None:
        _say(Answer(number, result=msgspec.Raw(_encode(result))))

    def _fail(self, number: int, error: Exception) -> None:
        if not isinstance(error, IndexerError):
            error = _understood(error)
        _say(Answer(number, error=(error.kind, error.text)))


def _understood(error: Exception) -> IndexerError:
    if isinstance(error, sqlite3.Error):
        return IndexerError(
            "disk", f"the cache cannot be written ({error}); free some room on the disk, then retry"
        )
    if isinstance(error, OSError):
        return IndexerError("disk", f"{error.strerror}: {error.filename}; see to it, then retry")
    at = error.__traceback__
    while at and at.tb_next:
        at = at.tb_next
    if os.environ.get("CCLEAR_DEBUG"):
        traceback.print_exception(error)
    where = f"{Path(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno}" if at else ""
    return IndexerError(
        "lost", f"a fault of cclear's own, {type(error).__name__} at {where}; report it"
    )


def _say(answer: Answer) -> None:
    data = _encode(answer) + b"\n"
    while data:
        data = data[os.write(1, data) :]


def _watch(worker: Worker) -> None:
    """End with the client: the poll returns only when the other end of the pipe is gone."""
    poll = select.poll()
    poll.register(0, 0)
    poll.poll()
    threading.Event().wait(1.0)
    for child in list(worker.children):
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGINT)
    os._exit(0)


def _limit_memory() -> None:
    """Let a message that would eat the machine end in a MemoryError instead."""
    with contextlib.suppress(OSError, ValueError):
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = _MEMORY if hard == resource.RLIM_INFINITY else min(hard, _MEMORY)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def main() -> None:
    """Serve until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    buffer = b""
    while b"\n" not in buffer:
        got = os.read(0, 1 << 16)
        if not got:
            return
        buffer += got
    first, _, buffer = buffer.partition(b"\n")
    worker = Worker(msgspec.json.decode(first, type=Hello))
    decode = msgspec.json.Decoder(Call).decode
    threading.Thread(target=_watch, args=(worker,), daemon=True).start()
    _limit_memory()
    while True:
        *lines, buffer = buffer.split(b"\n")
        for line in lines:
            worker.take(decode(line))
        if select.select([0], [], [], 0 if worker.busy else None)[0]:
            got = os.read(0, 1 << 16)
            if not got:
                return
            buffer += got
        else:
            worker.step()


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        main()
    sys.stdout = None
