"""Workers as their client holds them: what they were asked, what they answered, whether they live.

Each is a process of its own. One that dies or falls silent is killed, started again, and asked
again once; then the call fails with one line, or, where one message's text was at fault, that
message says so.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import subprocess
import sys
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from indexer import protocol
from indexer.errors import IndexerError
from indexer.model.bodies import Body

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

R = TypeVar("R")

SILENCE = {"read": 10.0, "write": 30.0}
"""Seconds without a word, while something is asked, after which a worker is given up."""


class Call(Generic[R]):
    """An answer to come. ``await`` it, or ask :meth:`result`; :meth:`cancel` drops it."""

    def __init__(self, number: int, cancel: Callable[[int], None]) -> None:
        self.number = number
        self.future: Future[R] = Future()
        self._cancel = cancel

    def result(self, timeout: float | None = None) -> R:
        """The answer; raises IndexerError where there is none."""
        return self.future.result(timeout)

    def cancel(self) -> None:
        """No longer wanted: the worker stops at its next item."""
        if self.future.cancel():
            self._cancel(self.number)

    def __await__(self) -> Generator[Any, None, R]:
        # Not at the top: the workers are started before anything slow is loaded.
        import asyncio

        return asyncio.wrap_future(self.future).__await__()


@dataclass
class Asked:
    """A call, what it asks, the types of what answers it, and how often it was asked."""

    call: Call[Any]
    request: protocol.AnyRequest
    result: Any
    item: Any
    on_item: Callable[[Any], None] | None
    tries: int = 0
    items: list[str] = field(default_factory=list)


class Lane:
    """One worker and what it was asked."""

    def __init__(self, name: protocol.Lane, hello: bytes, environ: Mapping[str, str]) -> None:
        self._name = name
        self._environ = environ
        self._hello = hello
        self._lock = threading.RLock()
        self._asked: dict[int, Asked] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._listener: threading.Thread | None = None
        self._heard = 0.0
        self._closed = False

    @property
    def pid(self) -> int | None:
        """Of the worker, while it runs."""
        process = self._process
        return process.pid if process and process.poll() is None else None

    def ask(self, asked: Asked) -> None:
        """Ask the worker, started where it is not there."""
        with self._lock:
            if self._closed:
                asked.call.future.set_exception(_lost("the reader is closing"))
                return
            if not self._asked:
                self._heard = time.monotonic()
            self._asked[asked.call.number] = asked
            self._send(asked)

    def drop(self, number: int) -> None:
        """Tell the worker that an answer is no longer wanted."""
        with self._lock:
            if self._asked.pop(number, None):
                self._write(msgspec.json.encode(protocol.Call(number)))

    def close(self) -> None:
        """End the worker: closing its input asks it to, and two seconds are its time."""
        with self._lock:
            self._closed = True
            process, self._process = self._process, None
            asked, self._asked = list(self._asked.values()), {}
        for one in asked:
            if one.call.future.set_running_or_notify_cancel():
                one.call.future.set_exception(_lost("the reader is closing"))
        if process and process.stdin and self._listener:
            with contextlib.suppress(OSError):
                process.stdin.close()
            self._listener.join(2)
            if self._listener.is_alive():
                process.kill()
                self._listener.join()

    def start(self) -> None:
        """Start the worker, if it is not there."""
        with self._lock:
            if self._process is not None or self._closed:
                return
            # -P: a folder called indexer where the user happens to stand is not ours.
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "indexer.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=None if os.environ.get("CCLEAR_DEBUG") else subprocess.DEVNULL,
                start_new_session=True,
                env=self._environ,
            )
            self._heard = time.monotonic()
            self._write(self._hello)
            self._listener = threading.Thread(
                target=self._listen, args=(self._process,), daemon=True
            )
            self._listener.start()

    def _send(self, asked: Asked) -> None:
        self.start()
        self._write(msgspec.json.encode(protocol.Call(asked.call.number, asked.request)))

    def _write(self, line: bytes) -> None:
        process = self._process
        if process and process.stdin:
            # A worker that is gone is noticed by the listener, which asks again.
            with contextlib.suppress(OSError):
                process.stdin.write(line + b"\n")
                process.stdin.flush()

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout  # noqa: S101 - it was started with a pipe
        decode = msgspec.json.Decoder(protocol.Answer).decode
        selector = selectors.DefaultSelector()
        selector.register(process.stdout, selectors.EVENT_READ)
        buffer = b""
        while True:
            if selector.select(0.5):
                got = process.stdout.read1(1 << 16)  # type: ignore[attr-defined]
                if not got:
                    break
                self._heard = time.monotonic()
                *lines, buffer = (buffer + got).split(b"\n")
                for line in lines:
                    self._hear(decode(line))
            elif self._asked and time.monotonic() - self._heard > SILENCE[self._name]:
                process.kill()
        process.wait()
        selector.close()
        process.stdout.close()
        if process.stdin:
            with contextlib.suppress(OSError):
                process.stdin.close()
        with self._lock:
            if self._process is process:
                self._process = None
                self._again()

    def _hear(self, answer: protocol.Answer) -> None:
        asked = self._asked.get(answer.n)
        if asked is None:
            return
        if bytes(answer.item):
            item = msgspec.json.decode(answer.item, type=asked.item)
            if isinstance(item, Body):
                asked.items.append(item.id)
            if asked.on_item:
                asked.on_item(item)
            return
        with self._lock:
            self._asked.pop(answer.n, None)
        if not asked.call.future.set_running_or_notify_cancel():
            return
        if answer.error:
            asked.call.future.set_exception(IndexerError(*answer.error))
        else:
            result = msgspec.json.decode(answer.result or b"null", type=asked.result)
            asked.call.future.set_result(result)

    def _again(self) -> None:
        """The worker is gone: ask a new one what it still owed, each at most once more."""
        waiting, self._asked = list(self._asked.values()), {}
        for asked in waiting:
            request = asked.request
            if isinstance(request, protocol.Bodies) and asked.tries:
                left = [i for i in request.ids if i not in set(asked.items)]
                if left:
                    _give_up_on(left[0], asked)
                    left = left[1:]
                asked.items.clear()
                asked.request = protocol.Bodies(tuple(left))
                asked.tries = 0
            elif isinstance(request, protocol.Bodies):
                asked.request = protocol.Bodies(
                    tuple(i for i in request.ids if i not in set(asked.items))
                )
                asked.items.clear()
            elif asked.tries:
                if asked.call.future.set_running_or_notify_cancel():
                    asked.call.future.set_exception(_lost("the index did not answer"))
                continue
            asked.tries += 1
            self.ask(asked)


def _lost(what: str) -> IndexerError:
    return IndexerError("lost", f"{what}; try again, or see: cclear index")


def _give_up_on(message: str, asked: Asked) -> None:
    if asked.on_item:
        asked.on_item(
            Body(message, (), (), "This message could not be read: its text ends the reader.")
        )
