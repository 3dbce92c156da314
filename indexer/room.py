"""Whether there is room on a disk."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

ROOM = 1 << 20
"""Bytes free on a disk below which what fails there without a reason fails for want of room."""


def is_full(folders: Iterable[Path]) -> bool:
    """Whether a disk that one of the folders lies on has less room left than a write can take."""
    for folder in folders:
        with contextlib.suppress(OSError):
            disk = os.statvfs(folder)
            if disk.f_blocks and disk.f_bavail * disk.f_frsize < ROOM:
                return True
    return False
