"""What shows that one message answers another, read from both: for a reader who asks why."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from indexer import bodies, envelope, subjects, texts
from indexer.database import Reading
from indexer.joining import ground, series
from indexer.model.joins import Ground

if TYPE_CHECKING:
    from indexer.envelope import Envelope
    from indexer.session import Session

_BLOCK = 5


def read(session: Session, message: str, other: str) -> Ground:
    """What in a message and in ``other`` shows that it answers that one.

    Raises IndexerError where one of them is not here or cannot be read.
    """
    with Reading(session.place) as db:
        mine, theirs = (
            envelope.parse(envelope.head(texts.load(db.file(each)))) for each in (message, other)
        )
    child, parent = bodies.of(session, (message, other))
    words = ground.of(child.zones, parent.zones)
    writer, author = session.cache.row(message), session.cache.row(other)
    address = author.address if author else ""
    named = {person.address for person in (*mine.to, *mine.cc)}
    return Ground(
        field=_field(mine, other),
        index=_answers(mine, theirs),
        attribution=words.attribution,
        line=words.line,
        patch=_patch(mine, theirs) if writer and writer.address == address else None,
        subject=subjects.alike(subjects.base(mine.subject), subjects.base(theirs.subject)),
        people=address in named,
        seconds=None if mine.date is None or theirs.date is None else mine.date - theirs.date,
    )


def _field(env: Envelope, other: str) -> str:
    if other in env.in_reply_to:
        return "In-Reply-To"
    return "References" if other in env.references else ""


def _answers(mine: Envelope, theirs: Envelope) -> int:
    """By how many answers a conversation index continues another (MS-OXOMSG, 2.2.1.3)."""
    long, short = base64.b64decode(mine.thread_index), base64.b64decode(theirs.thread_index)
    return (len(long) - len(short)) // _BLOCK if short and long.startswith(short) else 0


def _patch(mine: Envelope, theirs: Envelope) -> tuple[int, int] | None:
    """Number and count of a patch of the series that the other message begins."""
    place, first = series.numbered(mine.subject), series.numbered(theirs.subject)
    if place is None:
        return None
    sent, before = series.sent(mine.id or ""), series.sent(theirs.id or "")
    together = sent is not None and before is not None and sent[0] == before[0]
    follows = first is not None and place.follows(first)
    return (place.number, place.total) if follows or together else None
