"""What a worker holds on to between requests: whose mail, the cache, one's own addresses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from indexer.cache import Cache, file_for
from indexer.database import Place, Reading, embedded
from indexer.notmuch_config import own_addresses

if TYPE_CHECKING:
    from indexer.protocol import Hello


class Session:
    """One mailbox, as one worker serves it. Raises IndexerError where it cannot be opened."""

    def __init__(self, hello: Hello) -> None:
        self.hello = hello
        self.mail = Path(hello.mail).absolute() if hello.mail else None
        if self.mail:
            self.place = embedded(self.mail)
            self.cache = Cache(file_for(self.mail, self.mail))
        else:
            with Reading(Place()) as db:
                self.place = Place(None, db.path)
            self.cache = Cache(file_for(None, self.place.home or Path()))
        self._named = hello.addresses or own_addresses(self.place)

    @property
    def mail_root(self) -> Path:
        """The folder in which the database expects its mail."""
        if self.mail:
            return self.mail
        with Reading(self.place) as db:
            return Path(db.config("database.mail_root") or db.path)

    @property
    def addresses(self) -> tuple[str, ...]:
        """One's own addresses, first the one to write from: named, else inferred from the mail."""
        found = self._named or self.cache.meta("own").split()
        return tuple(dict.fromkeys(a.lower() for a in found if a))

    @property
    def own(self) -> frozenset[str]:
        """One's own addresses, to look them up."""
        return frozenset(self.addresses)

    @property
    def named(self) -> bool:
        """Whether somebody named one's own addresses."""
        return bool(self._named)
