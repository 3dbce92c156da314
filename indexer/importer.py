"""Imports mail: mbox files, plain or gzipped, Maildirs, messages alone and folders full of them.

What a file is, its beginning says, not its name. Each message is written to a Maildir once:
neither the one that is in the database already, nor the one that an earlier run wrote, nor a
second copy with the same Message-ID or the same content.
"""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from indexer import mbox, sources
from indexer.gate import line
from indexer.maildir import Maildir
from indexer.model import Imported, IndexerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SAY_EVERY = 0.2
_ID_LIMIT = 200


@dataclass
class _Tally:
    file: str
    messages: int = 0
    duplicates: int = 0
    unreadable: int = 0

    def so_far(self, new: int, *, done: bool = False) -> Imported:
        return Imported(self.file, self.messages, new, self.duplicates, self.unreadable, done)


def import_file(
    path: str | os.PathLike[str], maildir: Path, known: Callable[[str], bool]
) -> Iterator[Imported]:
    """Copy the mail in ``path``, a file or a directory, into ``maildir``, made where missing.

    ``known`` says whether the database has a Message-ID. Yields running counts now and then, the
    last with ``done``; ``messages`` is the sum of the other three. Then raises IndexerError if
    there was something it could not read, or before, if it cannot go on; what it wrote until then
    stays, and importing the same again goes on from there.
    """
    name = os.fsencode(path).decode("utf-8", "replace")
    tally = _Tally(name)
    box = Maildir.at(maildir)
    before = box.written
    trouble: sources.Lost | None = None
    said = time.monotonic()
    try:
        for found in sources.mail(Path(path)):
            tally.messages += 1
            if isinstance(found, sources.Lost):
                tally.unreadable += 1
                trouble = trouble or found
            elif _is_known(found.raw, box, known):
                tally.duplicates += 1
            else:
                box.put(message_id(found.raw), found.raw, found.flags)
            if time.monotonic() - said >= _SAY_EVERY:
                said = time.monotonic()
                yield tally.so_far(box.written - before)
    finally:
        box.flush()
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


def _is_known(raw: bytes, box: Maildir, known: Callable[[str], bool]) -> bool:
    found = message_id(raw)
    if box.has(found, raw):
        return True
    if found is None:
        # The id that notmuch gives a message that has none.
        return known("notmuch-sha1-" + hashlib.sha1(raw, usedforsecurity=False).hexdigest())
    return len(found) <= _ID_LIMIT and known(found.decode("utf-8", "replace"))


def _complaint(trouble: sources.Lost, tally: _Tally) -> str:
    what = f"{line(trouble.file)} {trouble.why}"
    read = tally.messages - tally.unreadable
    if not read:
        return what
    return f"{what}; {read} of {tally.messages} messages were read"
