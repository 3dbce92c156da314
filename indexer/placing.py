"""What an import knows of a message that Maildir flags cannot say: sent, or archived.

Tags can be written only once the database has the message. Until then a journal in the Maildir's
``tmp``, where nobody looks for mail, holds its id: written before the message comes into sight,
and taken away after its tags are written. So ending anywhere loses nothing.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from indexer import lock
from indexer.database import Retag, Writing, wait
from indexer.maildir import JOURNAL, note

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from indexer.session import Session

_DUE = f"{JOURNAL}.due"
_AT_ONCE = 100
_INBOX = frozenset({"inbox"})
_ADD = {"archive": frozenset[str](), "sent": frozenset({"sent"}), "draft": frozenset[str]()}
_AGAIN = "?"
"""Behind the place of one that the database did not have yet; the second time it is given up."""


def settle(session: Session, maildir: Path) -> Iterator[int]:
    """Write the tags of what was imported since, yielding how many are done.

    Raises IndexerError where the database cannot be written; the next call goes on.
    """
    journal, due = maildir / "tmp" / JOURNAL, maildir / "tmp" / _DUE
    if not due.exists():
        try:
            journal.rename(due)
        except OSError:
            return
    entries = _entries(due)
    later: list[str] = []
    for start in range(0, len(entries), _AT_ONCE):
        for _ in wait(session.place, lock.PATIENCE):
            yield start
        part = entries[start : start + _AT_ONCE]
        with Writing(session.place) as db:
            for place, message in part:
                change = Retag(message, _ADD[place.rstrip(_AGAIN)], _INBOX)
                if not any(db.retag(change)) and place in _ADD:
                    later.append(f"{place}{_AGAIN} {message}")
        yield start + len(part)
    with contextlib.suppress(OSError):
        note(maildir, later)
        due.unlink()


def _entries(due: Path) -> list[tuple[str, str]]:
    try:
        text = due.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    pairs = (line.partition(" ") for line in text.split("\n"))
    return [(place, m) for place, _, m in pairs if m and place.rstrip(_AGAIN) in _ADD]
