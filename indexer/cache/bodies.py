"""The cache's bodies: zones, parts and snippet of each message whose text was worked out."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING

from indexer.cache.file import File, marks, slices
from indexer.model.bodies import Body, Part, Zone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.model.bodies import Automatic, Chat


class Bodies(File):
    """The table of bodies, and of messages that wait for theirs."""

    def put_body(self, key: int, body: Body, snippet: str) -> None:
        """What a message says."""
        zones = json.dumps([[z.kind, z.text] for z in body.zones]).encode()
        parts = json.dumps([[p.number, p.kind, p.name, p.type, p.size, p.note] for p in body.parts])
        self.db.execute(
            "INSERT OR REPLACE INTO body VALUES(?, ?, ?, ?, ?, ?)",
            (key, snippet, zlib.compress(zones, 1), parts, body.trouble, body.chat),
        )
        self.db.execute("UPDATE message SET auto = ? WHERE key = ?", (body.auto, key))
        self.db.execute("DELETE FROM uncleaned WHERE key = ?", (key,))

    def body(self, message: str) -> Body | None:
        """What a message says, where it was worked out."""
        return self.bodies((message,)).get(message)

    def bodies(self, messages: Iterable[str]) -> dict[str, Body]:
        """What messages say, by their ids: of those that were worked out."""
        found = {}
        for part in slices(list(messages)):
            query = (
                "SELECT m.id, b.zones, b.parts, b.trouble, b.chat, m.auto, b.snippet"
                " FROM body b"
                f" JOIN message m ON m.key = b.key WHERE m.id IN ({marks(part)})"
            )
            for row in self.db.execute(query, part):
                found[row[0]] = _body(*row)
        return found

    def uncleaned(self, limit: int, name: str = "") -> list[tuple[int, int]]:
        """Date and key of messages whose text has not been worked out, newest first.

        With the name of a list, only of those on it.
        """
        on_list = "WHERE key IN (SELECT message FROM listed WHERE list = ?)" if name else ""
        query = f"SELECT date, key FROM uncleaned {on_list} ORDER BY date DESC, key DESC LIMIT ?"
        return self.db.execute(query, (*([name] if name else []), limit)).fetchall()

    def add_uncleaned(self, rows: Iterable[tuple[int, int]]) -> None:
        """Messages whose text waits to be worked out: (date, key)."""
        self.db.executemany("INSERT OR IGNORE INTO uncleaned VALUES(?, ?)", rows)


def _body(  # noqa: PLR0917 - a row's columns
    message: str,
    packed: bytes,
    parts: str,
    trouble: str,
    chat: Chat,
    auto: Automatic,
    snippet: str,
) -> Body:
    zones = tuple(Zone(k, t) for k, t in json.loads(zlib.decompress(packed)))
    made = tuple(Part(*p) for p in json.loads(parts))
    return Body(message, zones, made, trouble, "automatic" if auto else chat, auto, snippet)
