"""A file written aside, whole and on the disk before it takes another one's place."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def written(path: Path, content: bytes) -> Iterator[Path]:
    """A new file in the folder of ``path``, which its owner alone may read (mode 0600).

    The block renames it; where the block fails, the file is gone. Raises OSError.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    aside = Path(name)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - an open file, not a path
            file.write(content)
            file.flush()
            os.fsync(handle)
        yield aside
    except BaseException:
        with contextlib.suppress(OSError):
            aside.unlink()
        raise
