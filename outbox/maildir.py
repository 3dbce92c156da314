"""Files of one's own in Maildirs: on the disk when they are said to be, or an error.

A file is written aside, synced, renamed, and its folder synced, with mode 0600
(https://cr.yp.to/proto/maildir.html). Its name is ``KEY:2,FLAGS``. Other programs change flags, and
put words of their own behind a comma, so that a file is found again by what comes before those.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from indexer import gate
from outbox.model import OutboxError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_KEY = re.compile(r"cclear-[a-z0-9.-]+")


def make(folder: Path) -> None:
    """Make a Maildir where it is missing. Raises OutboxError."""
    try:
        for name in ("tmp", "new", "cur"):
            if not (folder / name).is_dir():
                (folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
                sync(folder)
                sync(folder.parent)
    except OSError as error:
        raise trouble(folder, error) from error


def put(
    folder: Path, key: str, flags: str, data: bytes, *, held: Callable[[int], None] | None = None
) -> Path:
    """Write a message into ``cur``; once this returns it is on the disk, whole.

    ``held`` is called with the open file before anybody else can see it. Raises OutboxError:
    ``disk`` where the disk is full, ``read-only`` where the folder cannot be written.
    """
    make(folder)
    final = folder / "cur" / f"{key}:2,{flags}"
    write(folder / "tmp" / f"{key}.{os.getpid()}", final, data, held=held)
    return final


def write(
    aside: Path, final: Path, data: bytes, *, held: Callable[[int], None] | None = None
) -> None:
    """Write a file aside, and put it in place when it is on the disk. Raises OutboxError."""
    try:
        with contextlib.suppress(FileNotFoundError):
            aside.unlink()
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            if held:
                held(handle)
            left = memoryview(data)
            while left:
                left = left[os.write(handle, left) :]
            os.fsync(handle)
        finally:
            os.close(handle)
        aside.rename(final)
        sync(final.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            aside.unlink()
        raise trouble(final.parent, error) from error


def files(folder: Path) -> Iterator[tuple[str, Path]]:
    """The key and path of each file of our own in a Maildir, in no order. Raises OutboxError."""
    for name in ("cur", "new"):
        try:
            with os.scandir(folder / name) as entries:
                for entry in entries:
                    if found := _KEY.match(entry.name):
                        yield found[0], Path(entry.path)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise OutboxError(
                "read-only", f"{gate.line(str(folder))} cannot be read ({why}); see to it"
            ) from error


def find(folder: Path, key: str) -> Path | None:
    """The file with that key, by whatever flags it goes now. Raises OutboxError."""
    return next((path for known, path in files(folder) if known == key), None)


def remove(path: Path) -> None:
    """Remove a file for good; one that is gone is no error. Raises OutboxError."""
    try:
        path.unlink(missing_ok=True)
        sync(path.parent)
    except FileNotFoundError:
        return
    except OSError as error:
        raise trouble(path.parent, error) from error


def sync(folder: Path) -> None:
    """Bring a folder's names to the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def trouble(folder: Path, error: OSError) -> OutboxError:
    """What a failed write means, in one line."""
    where = gate.line(str(folder))
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return OutboxError("disk", f"the disk is full; make room on the one that holds {where}")
    why = (error.strerror or str(error)).lower()
    return OutboxError("read-only", f"files cannot be written ({why}); see to {where}")


def link(source: Path, folder: Path, key: str, flags: str) -> Path:
    """The same file in another Maildir as well, on the disk once this returns.

    A second name needs no room; where two folders cannot share a file it is copied. One that is
    there already by that key is left alone. Raises OutboxError.
    """
    make(folder)
    if known := find(folder, key):
        return known
    final = folder / "cur" / f"{key}:2,{flags}"
    try:
        os.link(source, final)
        sync(final.parent)
    except OSError:
        try:
            data = source.read_bytes()
        except OSError as error:
            raise trouble(folder, error) from error
        return put(folder, key, flags, data)
    return final


def sweep(folder: Path) -> None:
    """Remove files that processes left aside which are no more."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            name, _, pid = entry.name.rpartition(".")
            if _KEY.match(name) and pid.isdecimal() and not Path(f"/proc/{pid}").exists():
                with contextlib.suppress(OSError):
                    Path(entry.path).unlink()
