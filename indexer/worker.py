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

from indexer import protocol
from indexer.model import IndexerError
from indexer.protocol import Answer, Call, Hello
from indexer.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    Job = Generator[Any, None, Any]

_MEMORY = 2 << 30
_encode = msgspec.json.Encoder().encode


class Worker:
    """Answers the calls of one client."""

    def __init__(self, hello: Hello) -> None:
        self._hello = hello
        self._opened: Session | None = None
        self._jobs: dict[int, Job] = {}
        self._idle: Job | None = None
        self.children: set[int] = set()

    @property
    def busy(self) -> bool:
        """Whether there is something to do without being asked."""
        return bool(self._jobs or self._idle)

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
            self._jobs[call.n] = job
        else:
            self._end(call.n, job)

    def _begin(self, request: protocol.AnyRequest) -> Any:  # noqa: ANN401 - a result, or a job
        try:
            return _JOBS[type(request)](self, request)
        except sqlite3.OperationalError as error:
            if self._opened is None or "locked" in str(error):
                raise
            self._opened.cache.let_go()
            return _JOBS[type(request)](self, request)

    def step(self) -> None:
        """Take one step of the job that matters most."""
        if not self._jobs:
            self._step_idle()
            return
        # The newest first: what is on the screen now was asked for last. Tag changes keep order.
        tagging = [n for n, job in self._jobs.items() if job.__name__ == "_tag"]  # type: ignore[attr-defined]
        number = tagging[0] if tagging else max(self._jobs)
        try:
            item = next(self._jobs[number])
        except StopIteration as end:
            self._jobs.pop(number, None)
            self._end(number, end.value)
        except Exception as error:  # noqa: BLE001
            self._jobs.pop(number, None)
            self._fail(number, error)
        else:
            _say(Answer(0) if item is None else Answer(number, item=msgspec.Raw(_encode(item))))

    def _step_idle(self) -> None:
        if self._idle is None:
            return
        try:
            next(self._idle)
        except (StopIteration, IndexerError, sqlite3.Error):
            self._idle = None

    def when_idle(self, job: Job) -> None:
        """What to do when nothing is asked."""
        self._idle = job

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


def _lists(worker: Worker, request: protocol.Lists) -> Any:  # noqa: ANN401
    from indexer import takein, views
    from indexer.database import Reading

    session = worker.session()
    with Reading(session.place) as db:
        behind = db.uuid != session.cache.meta("uuid") or session.cache.revision == 0
    if not request.exact or not behind:
        with Reading(session.place) as db:
            return views.lists(db, session, exact=request.exact)

    def caught_up() -> Job:
        for _ in takein.catch_up(session):
            yield None
        with Reading(session.place) as db:
            return views.lists(db, session, exact=True)

    return caught_up()


def _roster(worker: Worker, request: protocol.Roster) -> Any:  # noqa: ANN401
    from indexer import bodies, views

    session = worker.session()
    if not request.exact:
        return views.roster(session, request.name)

    def caught_up() -> Job:
        for _ in bodies.catch_up(session, request.name):
            yield None
        return views.roster(session, request.name)

    return caught_up()


def _counts(worker: Worker, request: protocol.Counts) -> Any:  # noqa: ANN401
    from indexer import views
    from indexer.database import Reading

    with Reading(worker.session().place) as db:
        return views.counts(db, request.queries, unread=request.unread)


def _rows(worker: Worker, request: protocol.Rows) -> Any:  # noqa: ANN401
    from indexer import views
    from indexer.database import Reading

    session = worker.session()
    with Reading(session.place) as db:
        return views.rows(db, session.cache, request.query, request.before, request.limit)


def _open(worker: Worker, request: protocol.Open) -> Any:  # noqa: ANN401
    from indexer import conversations
    from indexer.database import Reading

    session = worker.session()
    with Reading(session.place) as db:
        return conversations.open_tree(db, session, request.id)


def _bodies(worker: Worker, request: protocol.Bodies) -> Job:
    from indexer import bodies

    yield from bodies.of(worker.session(), request.ids)


def _snippets(worker: Worker, request: protocol.Snippets) -> Job:
    from indexer import bodies

    yield from bodies.snippets(worker.session(), request.conversations)


def _recipients(worker: Worker, request: protocol.Recipients) -> Any:  # noqa: ANN401
    from indexer import bodies

    return bodies.recipients(worker.session(), request.id)


def _headers(worker: Worker, request: protocol.Headers) -> Any:  # noqa: ANN401
    from indexer import envelope, model

    return model.Headers(envelope.headers(_head(worker, request.id)))


def _parent(worker: Worker, request: protocol.Parent) -> Any:  # noqa: ANN401
    from indexer import parent

    return parent.read(_head(worker, request.id))


def _head(worker: Worker, message: str) -> bytes:
    from indexer import bodies, envelope
    from indexer.database import Reading

    with Reading(worker.session().place) as db:
        return envelope.head(bodies.load(db.file(message)))


def _own(worker: Worker, _: protocol.Own) -> Any:  # noqa: ANN401
    return worker.session().addresses


def _own_name(worker: Worker, _: protocol.OwnName) -> Any:  # noqa: ANN401
    from indexer.owner import own_name

    return own_name(worker.session().place)


def _root(worker: Worker, _: protocol.Root) -> Any:  # noqa: ANN401
    return str(worker.session().mail_root)


def _path(worker: Worker, request: protocol.Path) -> Any:  # noqa: ANN401
    from indexer.database import Reading

    with Reading(worker.session().place) as db:
        return str(db.file(request.id))


def _save_part(worker: Worker, request: protocol.SavePart) -> Any:  # noqa: ANN401
    from indexer import bodies

    folder = Path(request.directory)
    return str(bodies.save_part(worker.session(), request.id, request.number, folder))


def _look(worker: Worker, _: protocol.Look) -> Any:  # noqa: ANN401
    from indexer import views
    from indexer.database import Reading

    session = worker.session()
    with Reading(session.place) as db:
        return views.look(db, session.cache)


def _searches(worker: Worker, _: protocol.Searches) -> Any:  # noqa: ANN401
    from indexer import views
    from indexer.database import Reading

    with Reading(worker.session().place) as db:
        return views.searches(db)


def _clean(_: Worker, request: protocol.Clean) -> Any:  # noqa: ANN401
    from indexer import bodies

    return bodies.clean(request.format, request.input)


def _save_search(worker: Worker, request: protocol.SaveSearch) -> Job:
    from indexer import query

    name = "".join(c for c in request.name if c.isalnum() or c in "-_ .").strip()
    if not name:
        raise IndexerError("usage", "a saved search needs a name of letters and digits")
    if request.query:
        query.translate(request.query)
    yield from _configure(worker, f"query.{name}", request.query)


def _set_list(worker: Worker, request: protocol.SetList) -> Job:
    from indexer import gate
    from indexer.database import Reading

    with Reading(worker.session().place) as db:
        known = f"list/{request.name}" in db.tags()
    if not known:
        raise IndexerError(
            "unknown-id", f"there is no list {request.name!a:.80}; see: cclear lists"
        )
    value = gate.line(request.value)
    if request.field == "address" and value and gate.address(value) is None:
        raise IndexerError("usage", f"{value!a:.80} is no address; write it as name@host")
    yield from _configure(worker, f"cclear.list.{request.name}.{request.field}", value)


def _configure(worker: Worker, key: str, value: str) -> Job:
    from indexer.database import Writing, wait

    for _ in wait(worker.session().place, 60):
        yield None
    with Writing(worker.session().place) as db:
        db.set_config(key, value)


def _tag(worker: Worker, request: protocol.Tag) -> Job:
    from indexer import tagging

    return (yield from tagging.change(worker.session(), request.changes))


def _take_file(worker: Worker, request: protocol.TakeFile) -> Job:
    from indexer import filing

    return (
        yield from filing.take(
            worker.session(), request.path, request.add, request.remove, request.instead_of
        )
    )


def _index(worker: Worker, request: protocol.Index) -> Job:
    from indexer import takein

    session = worker.session()
    done = yield from takein.index(session, worker.children, rebuild=request.rebuild)
    if worker._hello.background:  # noqa: SLF001
        from indexer import bodies

        worker.when_idle(bodies.catch_up(session))
    return done


def _file_away(worker: Worker, _: protocol.FileAway) -> Job:
    from indexer import takein

    yield from takein.file_away(worker.session())


def _import(worker: Worker, request: protocol.Import) -> Job:
    from indexer import importing

    yield from importing.run(worker.session(), request.files)


_JOBS: dict[type, Callable[..., Any]] = {
    protocol.Lists: _lists, protocol.Roster: _roster, protocol.Counts: _counts,
    protocol.Rows: _rows, protocol.Open: _open, protocol.Bodies: _bodies,
    protocol.Snippets: _snippets, protocol.Recipients: _recipients, protocol.Headers: _headers,
    protocol.Parent: _parent, protocol.Own: _own, protocol.Path: _path, protocol.Look: _look,
    protocol.SavePart: _save_part, protocol.Searches: _searches, protocol.Clean: _clean,
    protocol.SaveSearch: _save_search, protocol.SetList: _set_list, protocol.Tag: _tag,
    protocol.Index: _index, protocol.Import: _import, protocol.TakeFile: _take_file,
    protocol.Root: _root, protocol.OwnName: _own_name, protocol.FileAway: _file_away,
}  # fmt: skip


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
