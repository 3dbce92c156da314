"""How many messages there are, roughly and quickly: a look at the beginning, scaled up."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from indexer.unpack import BrokenError, Unpacked

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.mbox import Stream

LOOK = 1 << 20
"""Bytes of an mbox that are looked at."""

_FROM = b"\nFrom "


def mbox(path: Path) -> int:
    """About how many messages an mbox has, gzipped or not; 0 where it cannot be read."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            stream = Unpacked(file)
            count, read = stream_of(stream)
            # A gzipped file is as far as its packed bytes are.
            at = file.tell()
            whole = at >= size and read < LOOK
            return count if whole or not at else round(count * size / min(at, read))
    except OSError:
        return 0


def stream_of(stream: Stream) -> tuple[int, int]:
    """Messages that begin in the first bytes of an mbox, and how many bytes these were."""
    count, read, before = 0, 0, b"\n"
    with contextlib.suppress(BrokenError):
        while read < LOOK and (got := stream.read1(1 << 18)):
            read += len(got)
            data = before + got
            count += data.count(_FROM)
            before = data[-(len(_FROM) - 1) :]
    return count, read


def files(folder: Path, limit: int) -> tuple[int, int]:
    """Files in a folder, hidden ones aside, at most ``limit``, and their bytes: of the first."""
    count = size = 0
    looked = 0
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith(".") or not entry.is_file(follow_symlinks=False):
                    continue
                count += 1
                if looked < _SIZED:
                    looked += 1
                    size += entry.stat(follow_symlinks=False).st_size
                if count >= limit:
                    break
    except OSError:
        pass
    return count, size * count // looked if looked else 0


_SIZED = 200
"""How many files' sizes are asked for before the rest is taken to be like them."""
