"""A fresh copy of the sample mailbox to play with: nothing done to it matters."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cclear.sample import render
from cclear.sample.source import ME, people

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDRESS = people()[ME].address
"""One's own address in the sample mailbox."""

_PREFIX = "cclear-demo-"


def prepare(now: datetime | None = None) -> Path:
    """Write the sample mailbox as of ``now`` into a new directory and return the Maildir's path.

    The Maildir lies in a temporary directory of its own that only the user can enter; what is
    derived of it (``DIR.cclear``) finds its place beside it there. ``now`` without a zone is
    local time; None is this moment. Raises OSError where the temporary directory is full.
    """
    moment = datetime.now(UTC).astimezone() if now is None else now
    if moment.tzinfo is None:
        moment = moment.astimezone()
    maildir = Path(tempfile.mkdtemp(prefix=_PREFIX)) / "mail"
    try:
        for folder in ("cur", "new", "tmp"):
            (maildir / folder).mkdir(mode=0o700, parents=True)
        for number, message in enumerate(render.messages(moment), 1):
            name = f"{int(message.when.timestamp())}.M{number:06d}P1.demo"
            if message.flags is None:
                path = maildir / "new" / name
            else:
                path = maildir / "cur" / f"{name}:2,{message.flags}"
            path.write_bytes(message.data)
    except BaseException:
        remove(maildir)
        raise
    return maildir


def remove(path: Path) -> None:
    """Remove what :func:`prepare` made, and all that was derived of it.

    Raises ValueError for a path that isn't one of its own.
    """
    if not path.parent.name.startswith(_PREFIX):
        raise ValueError(f"{path} is not a copy of the sample mailbox")
    shutil.rmtree(path.parent, ignore_errors=True)


@contextmanager
def mailbox(now: datetime | None = None) -> Iterator[Path]:
    """A copy of the sample mailbox that is gone afterwards."""
    path = prepare(now)
    try:
        yield path
    finally:
        remove(path)
