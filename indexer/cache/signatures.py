"""The cache's signatures: what each message's own said of its sender.

A row a message and field, never merged: whatever the order in which texts are worked out, and
whichever messages go, what is known of a person is what the newest of the rest say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.cache.file import File
from indexer.model.people import Card, Fact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.cache.messages import Row
    from indexer.cards import Signed

_FIELDS = ("name", "role", "organisation", "phone")


class Signatures(File):
    """The table of what was signed."""

    def put_signed(self, row: Row, said: Signed) -> None:
        """What the signature of a message says of its sender."""
        self.db.execute("DELETE FROM signed WHERE message = ?", (row.key,))
        values = (said.name, said.role, said.organisation, ", ".join(said.phones))
        self.db.executemany(
            "INSERT INTO signed VALUES(?, ?, ?, ?, ?)",
            [
                (row.address, field, row.date, row.key, value)
                for field, value in zip(_FIELDS, values, strict=True)
                if value
            ],
        )

    def card(self, address: str) -> Card:
        """What is known of a person, each field from the newest message that says it."""
        return Card(*(self._newest(address, field) for field in _FIELDS))

    def organisations(self, addresses: Iterable[str]) -> dict[str, str]:
        """Whom some people speak for by their signatures, by address; empty where none is known."""
        return {address: self._newest(address, "organisation").text for address in addresses}

    def _newest(self, address: str, field: str) -> Fact:
        # Of those with one date the Message-ID decides: keys depend on who was met first.
        query = (
            "SELECT s.value, m.id FROM signed s JOIN message m ON m.key = s.message"
            " WHERE s.address = ?1 AND s.field = ?2 AND s.date ="
            " (SELECT max(date) FROM signed WHERE address = ?1 AND field = ?2)"
            " ORDER BY m.id LIMIT 1"
        )
        found = self.db.execute(query, (address, field)).fetchone()
        return Fact(*found) if found else Fact()
