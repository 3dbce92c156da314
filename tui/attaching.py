"""Files that are to go along with a message."""

from __future__ import annotations

from pathlib import Path

from indexer import gate
from tui.composing import Held

LARGEST = 50_000_000
"""Bytes of a file above which no mail server takes it."""


def look(typed: str) -> Held:
    """A file by the path that the user typed. Raises OSError with one line that says what to do."""
    said = gate.line(typed, 80)
    try:
        path = Path(typed).expanduser().absolute()
        if not path.is_file():
            raise OSError(f"there is no file {said}")
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except (RuntimeError, ValueError) as error:
        raise OSError(f"there is no file {said}") from error
    except PermissionError as error:
        raise OSError(f"{said} may not be read; see its permissions") from error
    if size > LARGEST:
        raise OSError(f"{said} is too large for mail (over {LARGEST // 1_000_000} MB)")
    return Held(str(path), gate.file_name(path.name), size)


def again(path: str) -> Held:
    """A file of a draft that is gone on with, gone or not."""
    try:
        return look(path)
    except OSError:
        return Held(path, gate.file_name(Path(path).name), 0)
