"""Brings the cache to what the user said of lists: which groups are which lists, by which names.

What was said stands in the database's configuration, wherever it came from: this cclear, one on
another machine, ``notmuch restore``. Each round of taking in mail reads it, finds the groups that
it is about, and puts the conversations whose tags are others now among those to be tagged. That is
seen from the names that a group's tags were last written with, so it costs nothing where nothing
changed, and goes on where it was ended.
"""

from __future__ import annotations

import hashlib
import time
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from indexer.database import Reading
from indexer.lists import Finder, Lists, Seen, decisions, names, splitting
from indexer.lists.decided import DIVIDED, RECOGNISED, SAID
from indexer.lists.register import ASIDE
from indexer.model.people import Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.cache import Cache, Row
    from indexer.lists import Decision, Decisions, Group
    from indexer.session import Session

TAGGED = "tagged"
"""Rows with the names that a group's messages were ever tagged with, the last one now; "" none."""

_AT_ONCE = 200


class _Divided(msgspec.Struct, frozen=True):
    """By which examples a group was divided, into lists of which names."""

    digest: str
    names: tuple[str, ...]


def settle(session: Session) -> Iterator[None]:
    """Do what was said, and leave conversations to be tagged.

    Whoever calls it holds the index's lock.
    """
    cache = session.cache
    said = read(session)
    finder = Finder(cache, own=session.own, cc_list_people=session.hello.cc_list_people)
    with cache.change():
        _recognise(cache, finder, said)
        remember(cache, said)
    yield from _divide(session, said)
    with cache.change():
        _retag(cache, session.own)
    yield None


def read(session: Session) -> Decisions:
    """What the database's configuration says of lists."""
    with Reading(session.place) as db:
        return decisions.parse(db.configs(decisions.PREFIX))


def remember(cache: Cache, said: Decisions) -> None:
    """Let whoever asks for lists know what was said; inside a transaction."""
    cache.put(SAID, "", decisions.encode(said))


# -- names


def promote(cache: Cache, finder: Finder, said: Decisions) -> None:
    """Give every group that has become a list its name; inside a transaction."""
    taken = {group.name for group in finder.lists()}
    _stand(cache, finder, taken | said.said.keys())
    for promotion in finder.promotions():
        name = _name_for(cache, said, taken, promotion.key, promotion.slug)
        finder.settle(promotion.key, name)
        taken.add(name)
        cache.add_untagged_group(promotion.key)


def _stand(cache: Cache, finder: Finder, known: set[str]) -> None:
    """Know again what was a real list once, by its tags: names are for ever.

    A list that was found among other mail, or by another version's rules, may not be found anew.
    """
    lost = cache.list_tags() - known
    for key in finder.unfound() if lost else ():
        called = lost.intersection(names.of_list_id(key.partition(":")[2]))
        if called and called & cache.group_tags(key).keys():
            finder.stand(key)


def _name_for(cache: Cache, said: Decisions, taken: set[str], group: str, slug: str) -> str:
    """The name that was said of it, else the one on its messages' tags, else its slug.

    A slug that other mail is tagged with, by whatever program, is somebody's already.
    """
    reserved = {name for name, one in said.said.items() if one.known or one.key}
    for name in sorted(reserved - taken):
        if group in _groups(cache, said.of(name)):
            return name
    tags = cache.group_tags(group)
    # Mail to several lists at once has the tags of all: what is on fewer is the list of just that.
    for name in sorted(tags, key=lambda name: (-tags[name], cache.count_listed(name), name)):
        if name not in taken | reserved:
            return name
    taken = taken | reserved
    while cache.is_tag(name := names.unique((slug,), taken)):
        taken.add(name)
    return name


def _recognise(cache: Cache, finder: Finder, said: Decisions) -> None:
    """Find the groups that were spoken of, and give them the names they were spoken of by."""
    found: dict[str, list[str]] = {}
    for name, one in sorted(said.said.items()):
        if keys := _groups(cache, one):
            found[name] = keys
            if one.accepted:
                finder.accept(keys[0])
    for key in finder.accepted() - {keys[0] for n, keys in found.items() if said.of(n).accepted}:
        if finder.withdraw(key):
            cache.add_untagged_group(key)
            cache.put(TAGGED, key, msgspec.json.encode([*_former(cache, key), ""]))
    promote(cache, finder, said)
    settled = {group.key: group.name for group in finder.lists()}
    for name, keys in found.items():
        held = found.get(settled.get(keys[0], ""), [""])[0] == keys[0]
        if name not in settled.values() and not held:
            finder.settle(keys[0], name)
    finder.flush()
    cache.put(RECOGNISED, "", msgspec.json.encode(found))


def _groups(cache: Cache, one: Decision) -> list[str]:
    """The groups that a list's messages are in, the one with most of them first.

    Each message tells of one group only: what went to several lists was said of none of the others.
    """
    if one.split or not (one.known or one.key):
        return []
    hits = cache.groups_of(one.known)
    # A message can be on a cc list and on a real list besides.
    own = {k: n for k, n in hits.items() if not k.startswith(ASIDE)
           and k.startswith("cc:") != bool(one.key)}  # fmt: skip
    if one.key in own:
        return [one.key]
    found = []
    while own:
        # All that goes to several lists at once may be a list as well, with less mail than those.
        first = min(own, key=lambda key: (-len(own[key]), cache.count_members(key), key))
        told = own.pop(first)
        found.append(first)
        own = {key: left for key, messages in own.items() if (left := messages - told)}
    return found


# -- lists taken out of others


def _divide(session: Session, said: Decisions) -> Iterator[None]:
    cache = session.cache
    wanted = _wanted(cache, session.own, said)
    before = {key: msgspec.json.decode(raw, type=_Divided) for key, raw in cache.every(DIVIDED)}
    for key, divided in before.items():
        if key not in wanted or wanted[key].digest != divided.digest:
            with cache.change():
                _join(cache, key, divided)
            yield None
    for key, divided in wanted.items():
        with cache.change():
            cache.put(DIVIDED, key, msgspec.json.encode(divided))
        yield from _fill(session, said, key, divided)


def _wanted(cache: Cache, own: frozenset[str], said: Decisions) -> dict[str, _Divided]:
    """The groups that lists were taken out of."""
    lists = Lists(cache, own=own)
    found = {}
    for name in {one.split for one in said.said.values()}:
        sources = lists.sources(name)
        if not sources or said.of(name).split or not lists.is_group(sources[0]):
            continue
        family = sorted(said.family(name))
        told = [(n, said.of(n).split, said.of(n).order, said.of(n).known, said.of(n).stays)
                for n in family]  # fmt: skip
        digest = hashlib.blake2b(repr(told).encode("utf-8", "replace"), digest_size=8).hexdigest()
        found[sources[0]] = _Divided(digest, tuple(family))
    return found


def _join(cache: Cache, key: str, divided: _Divided) -> None:
    """Put a group together again: its lists are forgotten, their tags are to go."""
    cache.add_untagged_group(key)
    for name in divided.names:
        cache.forget_group(ASIDE + name)
        cache.put(TAGGED, ASIDE + name, None)
    former = [*_former(cache, key), *divided.names]
    cache.put(TAGGED, key, msgspec.json.encode([*dict.fromkeys(former), ""]))
    cache.put(DIVIDED, key, None)


def _fill(session: Session, said: Decisions, key: str, divided: _Divided) -> Iterator[None]:
    """Put the group's messages that are on none of its lists yet on theirs, oldest first."""
    cache = session.cache
    lists = Lists(cache, own=session.own)
    finder, group = lists.finder, lists.group(key)
    keys = lists.sources(group.name)
    asides = [ASIDE + name for name in divided.names]
    if not cache.not_among(keys, asides, 1):
        return
    sides = {name: tuple(_side(cache, one) for one in said.splits(name)) for name in divided.names}
    recent = {name: _recent(cache, ASIDE + name) for name in divided.names}
    while batch := cache.not_among(keys, asides, _AT_ONCE):
        rows = {row.key: row for row in cache.by_key(batch)}
        with cache.change():
            for row in (rows[number] for number in batch):
                if known := cache.side_of(row.label, asides):
                    name = known.removeprefix(ASIDE)
                else:
                    went = cache.went(row.key)
                    name = splitting.place(
                        group.name, row.label, went, sides.__getitem__, recent.__getitem__
                    )
                    recent[name].append(went)
                cache.add_member(ASIDE + name, row.key)
                finder.aside(ASIDE + name, _of_side(group, name, cache, row), _seen(cache, row))
            finder.flush()
        yield None


def _recent(cache: Cache, group: str) -> deque[splitting.Went]:
    """Whom the last conversations of a group went to."""
    first: dict[str, int] = {}
    for _, label, key in cache.of_groups([group]):
        first.setdefault(label, key)
    return deque(map(cache.went, list(first.values())[-splitting.NEAR :]), splitting.NEAR)


def _side(cache: Cache, one: Decision) -> splitting.Side:
    off = [row for row in map(cache.row, one.known) if row]
    stays = [row for row in map(cache.row, one.stays) if row]
    return splitting.Side(
        one.name,
        frozenset(row.label for row in off),
        frozenset(row.label for row in stays),
        tuple(cache.went(row.key) for row in off),
        tuple(cache.went(row.key) for row in stays),
    )


def _of_side(group: Group, name: str, cache: Cache, row: Row) -> Group:
    if group.kind == "cc":
        address = None
    else:
        posted = next((str(a) for a in cache.went(row.key) if "@" in str(a)), None)
        address = posted or group.address
    title = group.title if name == group.name else names.title(name)
    return replace(group, name=name, title=title, address=address)


def _seen(cache: Cache, row: Row) -> Seen:
    known = cache.people(row.recipients)
    people = tuple(person for person in known if person.address != row.address)
    sender, date = Person(row.name, row.address), min(row.date, int(time.time()))
    return Seen(row.id, row.thread, date, sender, people, row.subject)


# -- tags


def _retag(cache: Cache, own: frozenset[str]) -> None:
    """Queue the conversations of every group whose messages were last tagged with another name."""
    lists = Lists(cache, own=own)
    joined = lists.finder.merged()
    for key, name in lists.spoken():
        former = _former(cache, key)
        own_name, now = name
        if former and former[-1] == now:
            continue
        # What turned out to be another's may have had no name of its own, and no tags.
        if former or now != own_name or key in joined:
            cache.add_untagged_group(key)
        names_so_far = dict.fromkeys((*former, own_name))
        names_so_far.pop(now, None)
        cache.put(TAGGED, key, msgspec.json.encode([*names_so_far, now]))


def former_names(cache: Cache, group: str) -> frozenset[str]:
    """All names that a group's messages may be tagged with."""
    return frozenset(name for name in _former(cache, group) if name)


def _former(cache: Cache, group: str) -> list[str]:
    return msgspec.json.decode(cache.get(TAGGED, group) or b"[]", type=list[str])
