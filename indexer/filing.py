"""Taking in one file now: a draft, what is queued, a sent copy, each the moment it is written.

``notmuch new`` would find it too, but only with its next round, and would give it the tags of new
mail. A file that it found first already loses those here.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from indexer.database import Writing, wait
from indexer.errors import IndexerError
from indexer.tagging import check

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from indexer.session import Session

_PATIENCE = 60.0


def take(
    session: Session,
    path: str,
    add: Iterable[str],
    remove: Iterable[str],
    instead_of: Iterable[str],
) -> Generator[None, None, str]:
    """Take in the file at ``path`` with tags, then forget the files that it stands in for.

    An empty path only forgets. Yields while another program writes. The Message-ID, empty without
    a path. Raises IndexerError ``usage`` for a file outside the mail's folder, ``missing`` where
    there is none.
    """
    added, removed = {check(t) for t in add}, {check(t) for t in remove}
    root = session.mail_root
    if path and not Path(path).is_relative_to(root):
        raise IndexerError("usage", f"{path} is outside {root}; keep drafts and sent mail in there")
    if path and not Path(path).is_file():
        raise IndexerError("missing", f"{path} is gone; run: cclear index")
    for _ in wait(session.place, _PATIENCE):
        yield None
    with Writing(session.place) as db:
        found = db.take(path, added, removed) if path else ""
        went = [
            db.forget(gone)
            for gone in instead_of
            if Path(gone).is_relative_to(root) and not Path(gone).exists()
        ]
    if any(went):
        # A deletion shows in no revision: what was cached of it would stay until the next round.
        cache = session.cache
        with cache.change():
            cache.remove([row.key for message in went if message and (row := cache.row(message))])
    return found
