"""What imports are tested with: a Maildir to import into, files to import, and small messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indexer.errors import IndexerError
from indexer.importer import import_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from indexer.model.intake import Imported

FROM_LINE = b"From jane@otterley.example Tue Feb  3 04:05:06 2026\n"


def unknown(_id: str) -> bool:
    """A database that knows no message."""
    return False


def raw(number: int, extra: bytes = b"", body: bytes = b"Hello.\n") -> bytes:
    """A message; ``extra`` are more of its header's lines."""
    return (
        b"From: Jane <jane@otterley.example>\nSubject: %d\nMessage-ID: <%d@x.example>\n"
        % (number, number)
        + extra
        + b"\n"
        + body
    )


def join(*raws: bytes) -> bytes:
    """An mbox of messages."""
    return b"".join(FROM_LINE + one + b"\n" for one in raws)


class Box:
    """A Maildir to import into, and files to import."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.path = home / "Mail"

    def file(self, name: str, data: bytes) -> Path:
        """Write a file below the home directory."""
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def take(self, path: Path, known: Callable[[str], bool] = unknown) -> Imported:
        """The last counts, those of the whole file."""
        *_, last = import_file(path, self.path, known)
        assert last.done
        assert last.messages == last.new + last.duplicates + last.unreadable
        return last

    def refuse(self, path: Path) -> tuple[Imported | None, IndexerError]:
        """What came of a file that cannot be read to its end, and what was said."""
        last = None
        try:
            for item in import_file(path, self.path, unknown):
                last = item
        except IndexerError as error:
            return last, error
        pytest.fail(f"{path} was read")

    def contents(self) -> dict[str, bytes]:
        """Folder and flags, and the bytes; nothing may be left in ``tmp`` but the journal."""
        assert [p.name for p in (self.path / "tmp").iterdir()] in ([], ["cclear-places"])
        return {
            f"{path.parent.name}{path.name.partition(':2,')[2]}/{n}": path.read_bytes()
            for n, path in enumerate(
                sorted(self.path.glob("[cn]*/*"), key=lambda path: path.read_bytes())
            )
        }

    def state(self) -> dict[str, str]:
        """By subject, where a message lies and what the journal says of its place."""
        journal = self.path / "tmp" / "cclear-places"
        lines = journal.read_text().split("\n") if journal.exists() else []
        places = {message: place for place, _, message in (line.partition(" ") for line in lines)}
        found = {}
        for path in self.path.glob("[cn]*/*"):
            data = path.read_bytes().decode()
            subject = data.partition("Subject: ")[2].partition("\n")[0]
            message = data.partition("Message-ID: <")[2].partition(">")[0]
            where = path.parent.name + path.name.partition(":2,")[2]
            found[subject] = f"{where} {places.get(message, '')}".strip()
        return found
