"""What a worker does for each request: a short answer at once, or a job of several steps."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from indexer import protocol
from indexer.errors import IndexerError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from indexer.session import Session
    from indexer.worker import Worker

    Job = Generator[Any, None, Any]


def _lists(worker: Worker, request: protocol.Lists) -> Any:  # noqa: ANN401
    from indexer import views
    from indexer.database import Reading

    session = worker.session()
    with Reading(session.place) as db:
        behind = db.uuid != session.cache.meta("uuid") or session.cache.revision == 0
        if not (request.exact and behind):
            return views.lists(db, session)

    def caught_up() -> Job:
        from indexer import takein

        for _ in takein.catch_up_in_turn(session):
            yield None
        with Reading(session.place) as db:
            return views.lists(db, session)

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


def _home(worker: Worker, request: protocol.Home) -> Any:  # noqa: ANN401
    from indexer.homes import reading

    session = worker.session()
    if not request.exact:
        return reading.now(session, request.name)
    return reading.whole(session, request.name)


def _counts(worker: Worker, request: protocol.Counts) -> Any:  # noqa: ANN401
    from indexer import views
    from indexer.database import Reading

    session = worker.session()
    queries = [_expanded(session, query) for query in request.queries]
    with Reading(session.place) as db:
        return views.counts(db, queries, unread=request.unread)


def _rows(worker: Worker, request: protocol.Rows) -> Any:  # noqa: ANN401
    from indexer import views
    from indexer.database import Reading

    session = worker.session()
    asked = _expanded(session, request.query)
    with Reading(session.place) as db:
        return views.rows(db, session, asked, request.before, request.limit)


def _expanded(session: Session, asked: str) -> str:
    """A search without the terms that notmuch does not know."""
    if not any(term in asked for term in ("hashtag:", "asked:", "suggested:")):
        return asked
    from indexer.homes import searches

    return searches.expand(session.cache, session.own, asked)


def _open(worker: Worker, request: protocol.Open) -> Any:  # noqa: ANN401
    from indexer import conversations
    from indexer.database import Reading

    session = worker.session()
    with Reading(session.place) as db:
        return conversations.open_tree(db, session, request.id)


def _question(worker: Worker, request: protocol.Question) -> Any:  # noqa: ANN401
    from indexer.questions import reading

    return reading.of(worker.session(), request.id)


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
    from indexer import envelope
    from indexer.model.heads import Headers

    return Headers(envelope.headers(_head(worker, request.id)))


def _ground(worker: Worker, request: protocol.Ground) -> Any:  # noqa: ANN401
    from indexer import grounds

    return grounds.read(worker.session(), request.id, request.other)


def _parent(worker: Worker, request: protocol.Parent) -> Any:  # noqa: ANN401
    from indexer import parent

    return parent.read(_head(worker, request.id))


def _head(worker: Worker, message: str) -> bytes:
    from indexer import envelope, texts
    from indexer.database import Reading

    with Reading(worker.session().place) as db:
        return envelope.head(texts.load(db.file(message)))


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


def _mark(worker: Worker, _: protocol.Mark) -> Any:  # noqa: ANN401
    from indexer import views
    from indexer.database import Reading

    session = worker.session()
    with Reading(session.place) as db:
        return views.mark(db, session.cache)


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


def _decide(worker: Worker, request: protocol.Deciding) -> Job:
    from indexer import deciding

    session = worker.session()
    match request:
        case protocol.SetList(name, field, value):
            said = deciding.put(session, name, field, value)
        case protocol.MergeLists(into, name):
            said = deciding.merge(session, into, name)
        case protocol.SplitList(name, conversations):
            said = deciding.split(session, name, conversations)
        case protocol.DropList(name):
            said = deciding.drop(session, name)
        case protocol.AcceptList(name):
            said = deciding.accept(session, name)
        case protocol.UndoList(name, asked):
            said = deciding.undo(session, name, asked)
    return (yield from said)


def _suggestions(worker: Worker, _: protocol.Suggestions) -> Job:
    from indexer import deciding

    return (yield from deciding.suggestions(worker.session()))


def _list_troubles(worker: Worker, _: protocol.ListTroubles) -> Any:  # noqa: ANN401
    from indexer import settling

    return settling.read(worker.session()).complaints


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


def _looked(worker: Worker, request: protocol.Looked) -> None:
    from indexer import looking

    looking.mark(worker.session(), request.ids)


def _index(worker: Worker, request: protocol.Index) -> Job:
    from indexer import rounds

    session = worker.session()
    done = yield from rounds.index(session, worker.children, rebuild=request.rebuild)
    if worker._hello.background:  # noqa: SLF001
        from indexer import ahead

        worker.when_idle(partial(ahead.read, session))
    return done


def _read_all(worker: Worker, _: protocol.ReadAll) -> Job:
    from indexer import ahead

    yield from ahead.read_all(worker.session())


def _move(worker: Worker, request: protocol.Moving) -> Job:
    from indexer import moving

    session = worker.session()
    match request:
        case protocol.Join(conversation, into):
            said = moving.join(session, conversation, into)
        case protocol.Split(message):
            said = moving.split(session, message)
        case protocol.Answers(message, parent):
            said = moving.answer(session, message, parent)
        case protocol.UndoMove(message, split):
            said = moving.undo(session, message, split=split)
        case protocol.Restore(before):
            said = moving.restore(session, before)
    return (yield from said)


def _file_away(worker: Worker, _: protocol.FileAway) -> Job:
    from indexer import takein

    yield from takein.file_away(worker.session())


def _import(worker: Worker, request: protocol.Import) -> Job:
    from indexer import importing

    yield from importing.run(worker.session(), request.files)


JOBS: dict[type, Callable[..., Any]] = {
    protocol.Lists: _lists, protocol.Roster: _roster, protocol.Home: _home,
    protocol.Counts: _counts,
    protocol.Rows: _rows, protocol.Open: _open, protocol.Question: _question,
    protocol.Bodies: _bodies,
    protocol.Snippets: _snippets, protocol.Recipients: _recipients, protocol.Headers: _headers,
    protocol.Ground: _ground, protocol.Mark: _mark,
    protocol.Parent: _parent, protocol.Own: _own, protocol.Path: _path, protocol.Look: _look,
    protocol.SavePart: _save_part, protocol.Searches: _searches, protocol.Clean: _clean,
    protocol.SaveSearch: _save_search, protocol.Tag: _tag,
    protocol.Index: _index, protocol.Import: _import, protocol.TakeFile: _take_file,
    protocol.Root: _root, protocol.OwnName: _own_name, protocol.FileAway: _file_away,
    protocol.Suggestions: _suggestions, protocol.ListTroubles: _list_troubles,
    protocol.ReadAll: _read_all, protocol.Looked: _looked,
    **dict.fromkeys(get_args(protocol.Deciding), _decide),
    **dict.fromkeys(get_args(protocol.Moving), _move),
}  # fmt: skip
"""By the request's type: called with the worker and the request."""
