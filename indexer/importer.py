"""Imports mail from what people keep it in and what programs export (:mod:`indexer.sources`).

What a file is, its beginning says, not its name. Each message is written to a Maildir once:
neither the one that is in the database already, nor the one that an earlier run wrote, nor a
second copy with the same Message-ID or the same content.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from indexer import mbox, sources
from indexer.errors import IndexerError
from indexer.found import Found, Left, Lost
from indexer.gate import line
from indexer.maildir import Maildir
from indexer.model.intake import Imported

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SAY_EVERY = 0.2
_ID_LIMIT = 200
_CONTROL = re.compile(r"[\x00-\x20\x7f]")


@dataclass
class _Tally:
    file: str
    messages: int = 0
    duplicates: int = 0
    unreadable: int = 0
    left: int = 0

    def so_far(self, new: int, *, done: bool = False) -> Imported:
        return Imported(
            self.file, self.messages, new, self.duplicates, self.unreadable, done, self.left
        )


def import_file(
    path: str | os.PathLike[str], maildir: Path, known: Callable[[str], bool]
) -> Iterator[Imported]:
    """Copy the mail in ``path``, a file or a directory, into ``maildir``, made where missing.

    ``known`` says whether the database has a Message-ID. Yields running counts now and then, the
    last with ``done``; ``messages`` is the sum of new, duplicates and unreadable, and does not
    count what was ``left`` where it was: deleted mail and spam. Then raises IndexerError if
    there was something it could not read, or before, if it cannot go on; what it wrote until then
    stays, and importing the same again goes on from there.
    """
    name = os.fsencode(path).decode("utf-8", "replace")
    tally = _Tally(name)
    box = Maildir.at(maildir)
    before = box.written
    trouble: Lost | None = None
    said = time.monotonic()
    try:
        for found in sources.mail(Path(path), box.room):
            if isinstance(found, Left):
                tally.left += found.messages
            elif isinstance(found, Lost):
                tally.messages += 1
                tally.unreadable += 1
                trouble = trouble or found
            elif isinstance(found, Found):
                tally.messages += 1
                if not _put(found, box, known):
                    tally.duplicates += 1
            if time.monotonic() - said >= _SAY_EVERY:
                said = time.monotonic()
                yield tally.so_far(box.written - before)
    finally:
        box.flush()
    if not tally.messages and tally.left:
        yield tally.so_far(0, done=True)
        return
    if not tally.messages:
        raise IndexerError("unreadable", f"there is no mail in {line(name)}; name another")
    yield tally.so_far(box.written - before, done=True)
    if trouble:
        raise IndexerError(trouble.kind, _complaint(trouble, tally))


def message_id(raw: bytes) -> bytes | None:
    """The Message-ID of a message as notmuch understands it; None where it has none."""
    for name, field in mbox.fields(raw[: mbox.body_at(raw)]):
        if name == b"message-id":
            value = field.partition(b":")[2]
            start, end = value.find(b"<"), value.find(b">")
            if 0 <= start < end:
                value = value[start + 1 : end]
            return b"".join(value.split()) or None
    return None


def _put(found: Found, box: Maildir, known: Callable[[str], bool]) -> bool:
    """Put a message into the Maildir; False where it is there already, or in the database."""
    own = message_id(found.raw)
    if box.has(own, found.raw):
        return False
    if own is None:
        # The id that notmuch gives a message that has none.
        digest = hashlib.sha1(found.raw, usedforsecurity=False).hexdigest()
        known_as = f"notmuch-sha1-{digest}"
    else:
        known_as = own.decode("utf-8", "replace") if len(own) <= _ID_LIMIT else ""
    if known_as and known(known_as):
        return False
    is_noted = found.place and known_as and not _CONTROL.search(known_as)
    note = f"{found.place} {known_as}" if is_noted else ""
    box.put(own, found.raw, found.flags, note)
    return True


def _complaint(trouble: Lost, tally: _Tally) -> str:
    what = f"{line(trouble.file)} {trouble.why}"
    read = tally.messages - tally.unreadable
    if not read:
        return what
    return f"{what}; {read} of {tally.messages} messages were read"
