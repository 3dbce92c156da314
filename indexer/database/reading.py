"""The database, open to be read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import notmuch2

from indexer.database.failures import mapped
from indexer.database.properties import (
    CONVERSATION,
    EVIDENCE,
    FOLLOWED,
    HAND,
    LOOKED,
    PLACE,
    recorded,
)
from indexer.database.values import Filed, Known
from indexer.errors import IndexerError
from indexer.model.tags import UNSENT
from indexer.query import asks_for_unsent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

    from indexer.database.values import Place


class Reading:
    """The database, open to be read for one job, at one revision."""

    def __init__(self, place: Place, mode: notmuch2.Database.MODE | None = None) -> None:
        self._place = place
        with mapped(place):
            self._db = notmuch2.Database(
                None,
                mode or notmuch2.Database.MODE.READ_ONLY,
                place.config or notmuch2.Database.CONFIG.SEARCH,
            )
        with mapped(place):
            revision = self._db.revision()
            self.revision: int = revision.rev
            self.uuid: str = revision.uuid.decode("ascii", "replace")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with mapped(self._place):
            self._db.close()

    @property
    def path(self) -> Path:
        """The folder of the database."""
        return self._db.path

    def config(self, key: str) -> str:
        """A value of the database's configuration, empty where there is none."""
        with mapped(self._place):
            try:
                return str(self._db.config[key])
            except KeyError:
                return ""

    def configs(self, prefix: str) -> dict[str, str]:
        """All keys below a prefix, without it, with their values."""
        with mapped(self._place):
            found = {}
            # Names first: asking for values inside the iteration invalidates it.
            for key in [str(k) for k in self._db.config if k.startswith(prefix)]:
                found[key.removeprefix(prefix)] = str(self._db.config[key])
            return found

    def excluded(self, query: str) -> tuple[str, ...]:
        """The tags that a search leaves out unless it names them: the user's, and those unsent.

        Those unsent are not left out of a folder that is searched.
        """
        users = tuple(t for t in self.config("search.exclude_tags").split(";") if t)
        return users if asks_for_unsent(query) else (*UNSENT, *users)

    def tags(self) -> tuple[str, ...]:
        """All tags in use."""
        with mapped(self._place):
            return tuple(str(t) for t in self._db.tags)

    def count(self, query: str, *, exclude: bool = True) -> int:
        """How many messages match."""
        with mapped(self._place):
            return self._db.count_messages(
                query, exclude_tags=self.excluded(query) if exclude else ()
            )

    def ids(self, query: str) -> list[str]:
        """The Message-IDs of all messages that match, in no order."""
        with mapped(self._place):
            return [str(m.messageid) for m in self._db.messages(query, exclude_tags=())]

    def newest(self, query: str) -> Iterator[tuple[int, str, str]]:
        """Date, Message-ID and thread of all messages that match, newest first. Run it at once."""
        sort = notmuch2.Database.SORT.NEWEST_FIRST
        with mapped(self._place):
            for m in self._db.messages(query, sort=sort, exclude_tags=self.excluded(query)):
                yield m.date, str(m.messageid), str(m.threadid)

    def known(self, query: str) -> list[Known]:
        """What the database knows of all messages that match, the excluded ones too."""
        with mapped(self._place):
            return [_copy(m) for m in self._db.messages(query, exclude_tags=())]

    @property
    def syncs_flags(self) -> bool:
        """Whether tags follow the flags in files' names, and flags the tags."""
        return self.config("maildir.synchronize_flags").lower() in ("true", "yes", "1", "on")

    def flagged(self, query: str, flag: str) -> list[str]:
        """The Message-IDs of those that match whose files all have a Maildir flag."""
        with mapped(self._place):
            return [
                str(m.messageid)
                for m in self._db.messages(query, exclude_tags=())
                if all(flag in Path(p).name.partition(":2,")[2] for p in m.filenames())
            ]

    def find(self, message: str) -> Known | None:
        """One message by its Message-ID."""
        with mapped(self._place):
            found = self._find(message)
            return _copy(found) if found else None

    def filed(self, message: str) -> Filed | None:
        """Where one message lies, as the database knows it."""
        with mapped(self._place):
            found = self._find(message)
            if found is None:
                return None
            files = tuple(Path(name) for name in found.filenames())
            return Filed(message, files, frozenset(map(str, found.tags)), recorded(found, PLACE))

    def file(self, message: str) -> Path:
        """A file of a message that is still there; the name may have changed with its flags."""
        with mapped(self._place):
            found = self._find(message)
            names = list(found.filenames()) if found else []
        for name in names:
            if os.path.exists(name):  # noqa: PTH110 - pathlib's takes three times as long
                return name
            # A Maildir file keeps its base name while flags change behind the colon.
            base = name.name.partition(":2,")[0]
            for folder in (name.parent.parent / "cur", name.parent.parent / "new"):
                for renamed in folder.glob(_literal(base) + "*"):
                    return renamed
        raise IndexerError("unreadable", "the file of this message is gone; run: cclear index")

    def _find(self, message: str) -> notmuch2.Message | None:
        try:
            found = self._db.find(message)
        except LookupError:
            return None
        # notmuch remembers of what is gone, or only named by others, which thread it is of.
        return None if found.ghost else found


def _copy(m: notmuch2.Message) -> Known:
    every = [(str(k), str(v)) for k, v in m.properties.getall("cclear.")]
    said = dict(every)
    return Known(
        str(m.messageid), str(m.threadid), m.date, _header(m, "From"), _header(m, "Subject"),
        tuple(sorted(str(t) for t in m.tags)),
        said.get(CONVERSATION) or None,
        FOLLOWED in said,
        LOOKED in said,
        said.get(EVIDENCE, ""),
        tuple(sorted(value for name, value in every if name == HAND)),
    )  # fmt: skip


def _header(m: notmuch2.Message, name: str) -> str:
    try:
        return str(m.header(name))
    except (LookupError, UnicodeDecodeError, notmuch2.NullPointerError):
        return ""


def _literal(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)
