"""What the user says of lists: checked, written into the database's configuration, taken back.

Each raises IndexerError ``usage`` or ``unknown-id`` with one line where it makes no sense, before
anything is written.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from indexer import conversations, gate, settling, subjects, takein
from indexer.database import Reading, Writing, wait
from indexer.errors import IndexerError
from indexer.homes import searches
from indexer.lists import Lists, decisions, names, splitting
from indexer.model.lists import Decided, Suggested
from indexer.model.people import Person

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

    from indexer.cache import Cache
    from indexer.lists import Decision, Suggestion
    from indexer.model.lists import Act
    from indexer.session import Session

    Job = Generator[None, None, Decided]

_PATIENCE = 60.0
_WITNESSES = 12
_LONGEST = 200
_SHOWN = 5


def suggestions(session: Session) -> Generator[None, None, tuple[Suggested, ...]]:
    """Recurring sets of people that the user may make lists, with what helps to judge them."""
    found = []
    lists = Lists(session.cache, own=session.own)
    for one in lists.suggestions():
        found.append(_shown(session.cache, one, lists.one_with(one.key)))
        yield None
    return tuple(found)


def _shown(cache: Cache, one: Suggestion, keys: Sequence[str]) -> Suggested:
    messages = cache.of_groups(keys)
    newest = cache.by_key([key for _, _, key in messages[-50:]])
    newest.sort(key=lambda row: -row.date)
    people: dict[str, Person] = {row.address: Person(row.name, row.address) for row in newest}
    for row in newest[:1]:
        for person in cache.people(row.recipients):
            people.setdefault(person.address, person)
    about = dict.fromkeys(subjects.bare(row.subject) or row.subject for row in newest)
    return Suggested(
        one.slug, one.title, one.kind, one.members, one.mails, one.last,
        tuple(people.values())[: 2 * _SHOWN], tuple(about)[:_SHOWN], searches.suggested(one.key),
    )  # fmt: skip


# -- what can be said


def put(session: Session, name: str, field: str, value: str) -> Job:
    """Give a list a ``title`` or an ``address``; an empty one takes it back."""
    lists = Lists(session.cache, own=session.own)
    said = lists.said.of(name)
    with Reading(session.place) as db:
        # Tags of lists that another program keeps are lists as well.
        known = f"list/{name}" in db.tags()
    if not known or said.dropped or said.merged:
        _living(lists, name)
    value = gate.line(value)
    if field == "address" and value and gate.address(value) is None:
        raise IndexerError("usage", f"{value!a:.80} is no address; write it as name@host")
    act: Act = "title" if field == "title" else "address"
    return (yield from _say(session, Decided(act, name), {field: value}))


def merge(session: Session, into: str, name: str) -> Job:
    """Make the list ``name`` a part of the list ``into``."""
    lists = Lists(session.cache, own=session.own)
    _living(lists, into)
    if lists.said.of(name).merged != into:
        _living(lists, name)
    if into == name:
        raise IndexerError("usage", f"{name} cannot be merged into itself; name two lists")
    known = {**_known(session, lists, into), **_known(session, lists, name)}
    return (yield from _say(session, Decided("merge", name, into), {"merged": into}, known))


def drop(session: Session, name: str) -> Job:
    """A list, or a suggestion, is no list."""
    lists = Lists(session.cache, own=session.own)
    found = next((one for one in lists.suggestions() if one.slug == name), None)
    if not found and not lists.said.of(name).dropped:
        _living(lists, name)
    known = _known(session, lists, name, (found.key,) if found else ())
    return (yield from _say(session, Decided("drop", name), {"not": "yes", "accepted": ""}, known))


def accept(session: Session, name: str) -> Job:
    """A suggestion is a list, or what was said to be none."""
    lists = Lists(session.cache, own=session.own)
    said = lists.said.of(name)
    if said.dropped or said.accepted:
        return (yield from _say(session, Decided("accept", name), {"accepted": "yes", "not": ""}))
    found = next((one for one in lists.suggestions() if one.slug == name), None)
    if found is None:
        if lists.parts(name):
            raise IndexerError("usage", f"{name} is a list already")
        raise IndexerError(
            "unknown-id", f"there is no suggestion {name!a:.80}; see: cclear lists --suggested"
        )
    known = _known(session, lists, name, (found.key,))
    return (yield from _say(session, Decided("accept", name), {"accepted": "yes"}, known))


def split(session: Session, name: str, named: Sequence[str]) -> Job:
    """Take conversations, and those like them, out of a list; or a list that was merged into it.

    Which others go says :mod:`indexer.lists.splitting`.
    """
    cache = session.cache
    lists = Lists(cache, own=session.own)
    _living(lists, name)
    if not named:
        raise IndexerError("usage", f"name the conversations to take out of {name}")
    with Reading(session.place) as db:
        labels = {conversations.label_of(db, cache, one): one for one in named}
    for one in lists.said.splits(name):
        off = {row.label for row in map(cache.row, one.known) if row}
        if not one.merged and labels.keys() <= off:
            # It was said already: asked again, because the worker was lost, it is only done.
            return (yield from _say(session, Decided("split", one.name, name), {}))
    own = {part.name: lists.keys(part.name) for part in lists.parts(name)}
    parts = set()
    for label, asked in labels.items():
        here = cache.groups([label])[label]
        of = {one for one, keys in own.items() if here.intersection(keys)}
        if not of:
            raise IndexerError("usage", f"the conversation {asked!a:.80} is not on the list {name}")
        parts |= of
    merged = next((one for one in sorted(parts) if lists.said.of(one).merged), None)
    if merged and len(parts) == 1:
        said = Decided("split", merged, lists.said.of(merged).merged)
        return (yield from _say(session, said, {"merged": ""}))
    if merged or len(parts) > 1:
        raise IndexerError(
            "usage", f"these are of {' and '.join(sorted(parts))}, which were merged; take that "
            f"back first with: cclear lists undo {merged or name}",
        )  # fmt: skip
    new, fields = _taken_out(cache, lists, name, frozenset(labels))
    fields["split"] = f"{name} {_next(session)}"
    known = _known(session, lists, name)
    return (yield from _say(session, Decided("split", new, name), fields, known))


def undo(session: Session, name: str, asked: str) -> Job:
    """Take back what was last said, of one list or, without a name, of any.

    ``asked`` tells this wish from others: asked again, it only ends what it began.
    """
    cache = session.cache
    with Reading(session.place) as db:
        found = decisions.undo(db.configs(decisions.PREFIX), name)
    wish, _, number = cache.meta("undone").partition(" ")
    if wish == asked and (found is None or number != str(found.number)):
        said = msgspec.json.decode(cache.meta("undid"), type=Decided)
    elif found is None:
        of = f" of {name!a:.80}" if name else ""
        raise IndexerError("usage", f"nothing was said{of} that can be taken back")
    else:
        said = replace(_what(settling.read(session).of(found.name), found), undone=True)
        with cache.change():
            undid = msgspec.json.encode(said).decode()
            cache.set_meta(undone=f"{asked} {found.number}", undid=undid)
        yield from _write(session, found.changes)
    done = yield from takein.after_deciding(session)
    return replace(said, later=not done, conversations=cache.conversations(said.name))


def _what(now: Decision, step: decisions.Undone) -> Decided:
    """What a step was, before it is taken back."""
    if "merged" in step.fields:
        before = step.changes[f"{step.name}.merged"]
        return Decided("merge" if now.merged else "split", step.name, now.merged or before)
    if "split" in step.fields:
        return Decided("split", step.name, now.split)
    if "accepted" in step.fields:
        return Decided("accept" if now.accepted else "drop", step.name)
    return Decided("address" if "address" in step.fields else "title", step.name)


# -- how it is said


def _living(lists: Lists, name: str) -> None:
    """Raise IndexerError unless there is this list."""
    said = lists.said.of(name)
    if lists.parts(name) and not said.dropped:
        return
    if said.dropped:
        back = f"you said it is none; take that back with: cclear lists accept {name}"
        raise IndexerError("usage", f"{name} is no list: {back}")
    if said.merged and name in lists.names():
        raise IndexerError(
            "usage", f"{name} is part of {said.merged} now; name that, or take it back with: "
            f"cclear lists undo {name}",
        )  # fmt: skip
    raise IndexerError("unknown-id", f"there is no list {name!a:.80}; see: cclear lists")


def _known(session: Session, lists: Lists, name: str, keys: Sequence[str] = ()) -> dict[str, str]:
    """By what a list is found again, where that is not written down yet."""
    said = lists.said.of(name)
    keys = keys or lists.sources(name)
    if said.known or not keys:
        return {}
    ids = [i for i, _, _ in session.cache.of_groups(keys) if _can_be_kept(i)]
    found = {f"{name}.known": decisions.write_ids(splitting.spread(ids, _WITNESSES))}
    if not keys[0].startswith("cc:"):
        found[f"{name}.key"] = keys[0]
    return found


def _taken_out(
    cache: Cache, lists: Lists, name: str, labels: frozenset[str]
) -> tuple[str, dict[str, str]]:
    """The name of a list to be taken out of another, and what is written of it."""
    messages = cache.of_groups(lists.keys(name))
    first: dict[str, tuple[str, int]] = {}
    for message, label, key in messages:
        if _can_be_kept(message):
            first.setdefault(label, (message, key))
    went = {label: cache.went(key) for label, (_, key) in first.items()}
    named = [label for label in first if label in labels]
    part = lists.parts(name)[0]
    if part.kind == "cc":
        goes, stays = splitting.divide(went, named)
    else:
        posts = {went[label] for label in named}
        goes = [label for label in went if went[label] in posts]
        stays = [label for label in went if went[label] not in posts]
        if not stays and len(goes) > len(named):
            raise IndexerError(
                "usage", f"all of {name} came through {part.address or 'one address'}; only "
                "what came through two can be told apart",
            )  # fmt: skip
    if not stays:
        raise IndexerError("usage", f"that is all of {name}; leave it something, or rename it")
    kept = splitting.spread(stays, splitting.EXAMPLES)
    room = max(2, splitting.EXAMPLES - len(named))
    ends = (*named, *splitting.spread([t for t in goes if t not in labels], room))
    about = [subjects.base(row.subject) for row in cache.by_key(first[t][1] for t in first)]
    counts: dict[str, int] = {}
    for subject in about:
        for word in names.words(subject):
            counts[word] = counts.get(word, 0) + 1
    here = [subjects.base(row.subject) for row in cache.by_key(first[t][1] for t in goes)]
    words = names.shared_words(here, counts, len(about))
    new = names.unique(["-".join(words), f"{name}-2"], lists.names())
    return new, {
        "known": decisions.write_ids(first[t][0] for t in ends),
        "stays": decisions.write_ids(first[t][0] for t in kept),
    }


def _can_be_kept(message: str) -> bool:
    """Whether a Message-ID may stand in a value of the configuration."""
    return len(message) < _LONGEST and message.isprintable()


def _next(session: Session) -> int:
    with Reading(session.place) as db:
        return decisions.next_number(db.configs(decisions.PREFIX))


def _say(
    session: Session,
    said: Decided,
    fields: Mapping[str, str],
    known: Mapping[str, str] | None = None,
) -> Job:
    """Write it down, so that it lasts whatever happens now; then do it."""
    with Reading(session.place) as db:
        changes = decisions.say(db.configs(decisions.PREFIX), said.name, fields)
    yield from _write(session, {**(known or {}), **changes})
    # No tag says a title.
    if said.act in ("title", "address"):
        return said
    done = yield from takein.after_deciding(session)
    return replace(said, later=not done, conversations=session.cache.conversations(said.name))


def _write(session: Session, changes: Mapping[str, str]) -> Generator[None, None, None]:
    for _ in wait(session.place, _PATIENCE):
        yield None
    with Writing(session.place) as db:
        for key, value in changes.items():
            db.set_config(decisions.PREFIX + key, value)
    with session.cache.change():
        settling.remember(session.cache, settling.read(session))
