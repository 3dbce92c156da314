"""Filling a disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def fill(place: Path, leave: int = 0) -> Path:
    """Fill a disk but for ``leave`` bytes, with one file; the file."""
    file = place / "filler"
    with file.open("wb", buffering=0) as out:
        try:
            while True:
                out.write(b"x" * 4096)
        except OSError:
            out.truncate(out.tell() - leave)
    return file
