"""What the user said of a conversation, mute and follow, put on all of its messages.

Each message carries it, so that it outlives any of them: a file removed and added again, threads
that a late message joined, a cache that was made anew. Whoever tags one message ``muted``, in
whatever program, has muted its conversation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.database import Reading, Retag
from indexer.marks import ALONE, MUTED, NAMED, WOKEN, settled
from indexer.model import IndexerError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from indexer.cache import Cache, Row
    from indexer.session import Session

_NEW = frozenset(("inbox", "unread"))
_TRIES = 2


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of a conversation."""

    muted: bool = False
    followed: bool = False


def stances(found: Mapping[str, Sequence[Row]], joined: Mapping[str, set[str]]) -> dict[str, Said]:
    """What was said of the conversation of each of ``joined``'s threads. Pure.

    ``found`` has the messages of all of these threads and of those they are joined to.
    """
    said = {}
    for thread, threads in joined.items():
        rows = [row for each in threads for row in found.get(each, ()) if not row.unsent]
        said[thread] = Said(any(MUTED in r.tags for r in rows), any(r.followed for r in rows))
    return said


def spread(cache: Cache, threads: Iterable[str]) -> tuple[list[str], dict[str, Said]]:
    """Threads with all that are of one conversation with them, and what was said of each."""
    asked = list(threads)
    joined = cache.joined(asked)
    every = list(dict.fromkeys([*asked, *(t for each in joined.values() for t in each)]))
    # A conversation is the same seen from any of its threads.
    for thread in every[len(asked) :]:
        joined[thread] = {thread}.union(*(each for each in joined.values() if thread in each))
    return every, stances(cache.rows(every), joined)


def retags(
    session: Session, rows: Sequence[Row], said: Said, lists: Collection[str]
) -> Iterator[Retag | None]:
    """How each message of a thread is brought in line; None while a text is worked out.

    ``lists`` are the posting addresses of all lists.
    """
    for row in rows:
        add: frozenset[str] = frozenset()
        remove: frozenset[str] = frozenset()
        if said.muted and not settled(row.tags):
            yield None
            if why := _wakes(session, row, rows, lists):
                add = frozenset((why,))
            else:
                add, remove = frozenset((MUTED,)), _NEW & set(row.tags)
        elif not said.muted and not frozenset(WOKEN).isdisjoint(row.tags):
            # Unmuted by another program, which knows nothing of these.
            remove = frozenset(WOKEN) & set(row.tags)
        follow = said.followed and not row.followed
        if add or remove or follow:
            yield Retag(row.id, add, remove, follow=follow)


def _wakes(session: Session, row: Row, rows: Sequence[Row], lists: Collection[str]) -> str:
    """The tag of a message that wakes its muted conversation, empty where it does not.

    What was read wakes nothing: so nothing that was seen comes back.
    """
    if "unread" not in row.tags or row.address in session.own:
        return ""
    # Most rounds need none of these, which are slow to load.
    from indexer import headers, waking
    from indexer.owner import own_name

    try:
        with Reading(session.place) as db:
            path = db.file(row.id)
        head = headers.read_head(path)
    except (IndexerError, OSError):
        return ""
    came = waking.Came(
        row.address,
        tuple(p.address for p in head.to),
        tuple(p.address for p in head.cc),
        automatic=head.auto,
    )
    post = {head.list_post} if head.list_post else set()
    # Who is spoken to is looked for where the name says it: in the user's notmuch, in addresses.
    reader = waking.Reader(own_name(session.place), session.own, session.hello.cc_list_people)
    if waking.alone(came, reader, {*lists, *post}):
        return ALONE
    if came.automatic:
        return ""
    text, others = _text(session, row), _names(session, rows)
    return NAMED if waking.named(came, reader, text, others) else ""


def _text(session: Session, row: Row) -> str:
    """The clean text of a message; none where working it out ended the process twice."""
    from indexer import bodies
    from indexer.zones import clean

    cache, tries = session.cache, 0
    number, _, message = cache.meta("waking").partition(" ")
    if message == row.id:
        tries = int(number)
    if tries >= _TRIES:
        return ""
    with cache.change():
        cache.set_meta(waking=f"{tries + 1} {row.id}")
    text = next((clean(body.zones) for body in bodies.of(session, [row.id])), "")
    with cache.change():
        cache.set_meta(waking="")
    return text


def _names(session: Session, rows: Sequence[Row]) -> set[str]:
    """What all others are called whom the conversation's messages name, its writers among them."""
    found = {row.name for row in rows if row.address not in session.own}
    for key in {row.recipients for row in rows if row.recipients is not None}:
        found |= {name for a, name in session.cache.people(key) if a not in session.own}
    return found - {""}
