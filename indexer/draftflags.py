"""Drafts known by their file's flag, where notmuch leaves the flags of files alone.

With ``maildir.synchronize_flags`` off, ``notmuch new`` tags a draft that another program wrote, or
that was saved just before a crash, as new mail.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer import lock
from indexer.database import Reading, Retag, Writing, wait
from indexer.model.intake import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.session import Session

_WINDOW = 4000
_NEW = frozenset(("inbox", "unread"))


def tag(session: Session) -> Iterator[Progress]:
    """Tag as notmuch would what is new, has the Maildir flag D in all its files, and is not sent.

    A message is looked at once, when it is taken in: who takes the tag away keeps it away.
    """
    cache = session.cache
    with Reading(session.place) as db:
        if db.syncs_flags:
            return
        at, target = cache.revision if cache.meta("uuid") == db.uuid else 0, db.revision
    drafts: list[str] = []
    while at < target:
        end = min(at + _WINDOW, target)
        with Reading(session.place) as db:
            found = db.flagged(f"lastmod:{at + 1}..{end} and not tag:draft and not tag:sent", "D")
        drafts += [message for message in found if not cache.was_shown(message)]
        at = end
        yield Progress("headers", 0, 0)
    if not drafts:
        return
    for _ in wait(session.place, lock.PATIENCE):
        yield Progress("tags", 0, len(drafts), "another program is writing to the mail's index")
    with Writing(session.place) as db:
        for message in drafts:
            db.retag(Retag(message, frozenset(("draft",)), _NEW))
