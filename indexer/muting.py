"""What the user said of a conversation, mute and follow, put on all of its messages.

Each message carries it, so that it outlives any of them: a file removed and added again, threads
that a late message joined, a cache that was made anew. Whoever tags one message ``muted``, in
whatever program, has muted its conversation.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from indexer.database import Reading, Retag
from indexer.errors import IndexerError
from indexer.marks import ALONE, MUTED, NAMED, WOKEN, settled

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from indexer.cache import Row
    from indexer.session import Session

_NEW = frozenset(("inbox", "unread"))
_WOKEN = frozenset(WOKEN)
_TRIES = 2


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of a conversation."""

    muted: bool = False
    followed: bool = False


def stance(found: Iterable[Row]) -> Said:
    """What was said of a conversation, from all its messages. Pure."""
    rows = [row for row in found if not row.unsent]
    return Said(any(MUTED in r.tags for r in rows), any(r.followed for r in rows))


def retags(
    session: Session, rows: Sequence[Row], said: Said, lists: Collection[str]
) -> Iterator[Retag | None]:
    """How each message of a conversation is brought in line; None while a text is worked out.

    ``lists`` are the posting addresses of all lists.
    """
    ear = _Ear(session, rows, frozenset(lists))
    for row in rows:
        add: frozenset[str] = frozenset()
        remove: frozenset[str] = frozenset()
        if said.muted and not settled(row.tags):
            yield None
            if why := ear.wakes(row):
                add = frozenset((why,))
            else:
                add, remove = frozenset((MUTED,)), _NEW & set(row.tags)
        elif not said.muted and not _WOKEN.isdisjoint(row.tags):
            # Unmuted by another program, which knows nothing of these.
            remove = _WOKEN & set(row.tags)
        follow = said.followed and not row.followed
        if add or remove or follow:
            yield Retag(row.id, add, remove, follow=follow)


class _Ear:
    """Hears whether one is spoken to, among those of one conversation."""

    def __init__(self, session: Session, rows: Sequence[Row], lists: frozenset[str]) -> None:
        self._session = session
        self._rows = rows
        self._lists = lists

    @cached_property
    def _name(self) -> str:
        from indexer.owner import own_name

        return own_name(self._session.place)

    @cached_property
    def _others(self) -> frozenset[str]:
        """What all are called whom the conversation's messages name, and its writers."""
        own, cache = self._session.own, self._session.cache
        found = {row.name for row in self._rows if row.address not in own}
        for key in {row.recipients for row in self._rows if row.recipients is not None}:
            found |= {p.name for p in cache.people(key) if p.address not in own}
        return frozenset(found - {""})

    def wakes(self, row: Row) -> str:
        """The tag of a message that wakes its muted conversation, empty where it does not.

        What was read wakes nothing: so nothing that was seen comes back.
        """
        if "unread" not in row.tags or row.address in self._session.own:
            return ""
        # Most rounds need none of these, which are slow to load.
        from indexer import headers, waking

        try:
            with Reading(self._session.place) as db:
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
        many = self._session.hello.cc_list_people
        reader = waking.Reader(self._name, self._session.own, many)
        post = {head.list_post} if head.list_post else set()
        if waking.alone(came, reader, self._lists | post):
            return ALONE
        if came.automatic:
            return ""
        return NAMED if waking.named(came, reader, self._text(row), self._others) else ""

    def _text(self, row: Row) -> str:
        """What a message's author wrote; nothing where working it out ended the process twice."""
        from indexer import bodies

        cache, tries = self._session.cache, 0
        number, _, message = cache.meta("waking").partition(" ")
        if message == row.id:
            tries = int(number)
        if tries >= _TRIES:
            return ""
        with cache.change():
            cache.set_meta(waking=f"{tries + 1} {row.id}")
        body = next(bodies.of(self._session, [row.id]))
        with cache.change():
            cache.set_meta(waking="")
        # Who was spoken to in what is forwarded is another matter.
        return "\n".join(zone.text for zone in body.zones if zone.kind == "new")
