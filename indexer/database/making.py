"""The database of a Maildir tree that has none of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import notmuch2

from indexer.database.failures import mapped
from indexer.database.values import Place
from indexer.errors import IndexerError
from indexer.notmuch_config import write_config

if TYPE_CHECKING:
    from pathlib import Path


def embedded(mail: Path) -> Place:
    """The database of a Maildir tree, beside it in ``DIR.cclear``; made where missing."""
    home = mail.with_name(mail.name + ".cclear")
    config = home / "notmuch-config"
    try:
        mail.mkdir(parents=True, exist_ok=True)
        home.mkdir(mode=0o700, exist_ok=True)
        index = home / "index"
        index.mkdir(mode=0o700, exist_ok=True)
        write_config(config, index, mail)
    except OSError as error:
        raise IndexerError(
            "missing", f"{error.filename or mail}: {error.strerror}; name a folder of your own"
        ) from error
    place = Place(config, mail)
    if not (index / "xapian").exists():
        with mapped(place):
            notmuch2.Database.create(None, config).close()
    return place
