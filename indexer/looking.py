"""What came to a conversation since the user last looked at it.

Whoever looks at a conversation in the reader leaves the property ``cclear.looked=1`` on each of its
messages; what has none, in a conversation where others have it, came since. So it does not matter
in which order mail arrives, nor of what threads a conversation is put together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.database import Writing, wait

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from indexer.cache import Row
    from indexer.session import Session


def came(rows: Iterable[Row], own: Collection[str]) -> frozenset[str]:
    """The Message-IDs of those that came since the conversation was last looked at. Pure.

    ``rows`` are all of its messages. One's own are none of them, and where it was never looked at
    there are none: all of it is new. What was read elsewhere meanwhile is among them: it came.
    """
    rows = list(rows)
    if not any(row.looked for row in rows):
        return frozenset()
    return frozenset(row.id for row in rows if not row.looked and row.address not in own)


def mark(session: Session, messages: Iterable[str]) -> None:
    """Record that messages were looked at.

    Raises IndexerError ``locked`` while another program writes: nobody waits for this, and nothing
    that is waited for is to stand behind it.
    """
    cache = session.cache
    known = {name: cache.row(name) for name in messages}
    lacking = [name for name, row in known.items() if row is None or not row.looked]
    if not lacking:
        return
    for _ in wait(session.place, 0):
        pass
    with Writing(session.place) as db:
        db.look(lacking)
