"""Importing, as the worker does it: what is in the database already is not copied again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.database import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from indexer.model.intake import Imported
    from indexer.session import Session

FOLDER = "imported"


def run(session: Session, files: Iterable[str]) -> Iterator[Imported]:
    """Copy the mail of files into the Maildir ``imported`` of the mail root."""
    from indexer.importer import import_file

    def known(message: str) -> bool:
        with Reading(session.place) as db:
            return db.find(message) is not None

    for file in files:
        yield from import_file(file, session.mail_root / FOLDER, known)
