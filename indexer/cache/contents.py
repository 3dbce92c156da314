"""The cache's contents: what each message adds to the homes of its lists.

Told from a message's text when that is worked out: whether it asks, hashtags, files. What it comes
to is counted by :mod:`indexer.homes.tally`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from indexer.cache.file import File, marks, slices
from indexer.model.people import Card, Fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from indexer.homes.files import Brought

_FIELDS = ("name", "role", "organisation", "phone")


class Contents(File):
    """The tables of contents, hashtags and files."""

    def put_contents(
        self, key: int, *, asks: bool, hashtags: Mapping[str, str], files: Iterable[Brought]
    ) -> None:
        """What a message's text holds; ``hashtags`` are folded, with how each is spelled."""
        self.db.execute("INSERT OR REPLACE INTO content VALUES(?, ?)", (key, asks))
        for table in ("hashtag", "file"):
            self.db.execute(f"DELETE FROM {table} WHERE message = ?", (key,))
        self.db.executemany(
            "INSERT INTO hashtag VALUES(?, ?, ?)", [(key, *one) for one in hashtags.items()]
        )
        self.db.executemany(
            "INSERT INTO file VALUES(?, ?, ?, ?, ?, ?, ?)",
            [(key, f.number, f.digest, f.name, f.type, f.size, f.inline) for f in files],
        )

    def letters(self, name: str) -> list[tuple[Any, ...]]:
        """A list's messages, oldest first, as :class:`indexer.homes.tally.Letter` has them."""
        return self.db.execute(
            "SELECT m.key, m.id, m.label, m.date, m.name, m.address, m.subject, m.parents,"
            " m.auto <> '' OR coalesce(b.chat, '') = 'automatic', c.asks,"
            " coalesce(b.chat, '')"
            " FROM listed l JOIN message m ON m.key = l.message"
            " LEFT JOIN body b ON b.key = m.key LEFT JOIN content c ON c.key = m.key"
            " WHERE l.list = ? ORDER BY m.date, m.id",
            (name,),
        ).fetchall()

    def count_listed(self, name: str) -> int:
        """How many messages a list has."""
        query = "SELECT count(*) FROM listed WHERE list = ?"
        return int(self.db.execute(query, (name,)).fetchone()[0])

    def list_hashtags(self, name: str) -> list[tuple[int, str, str]]:
        """Message, folded hashtag and spelling, of the texts on a list."""
        return self.db.execute(
            "SELECT h.message, h.tag, h.spelled FROM listed l JOIN hashtag h"
            " ON h.message = l.message WHERE l.list = ?",
            (name,),
        ).fetchall()

    def list_files(self, name: str) -> list[tuple[Any, ...]]:
        """The files on a list, as :class:`indexer.homes.tally.Sent` has them."""
        return self.db.execute(
            "SELECT f.message, f.number, f.digest, f.name, f.type, f.size, f.inline"
            " FROM listed l JOIN file f ON f.message = l.message WHERE l.list = ?",
            (name,),
        ).fetchall()

    def files(self, messages: Iterable[str]) -> list[tuple[Any, ...]]:
        """The files that messages brought, each behind its message's id.

        The rest is as :class:`indexer.homes.tally.Sent` has it.
        """
        found: list[tuple[Any, ...]] = []
        for part in slices(list(messages)):
            found += self.db.execute(
                "SELECT m.id, f.number, f.digest, f.name, f.type, f.size, f.inline"
                f" FROM file f JOIN message m ON m.key = f.message WHERE m.id IN ({marks(part)})",
                part,
            )
        return found

    def labels_with_hashtag(self, tag: str) -> set[str]:
        """The labels of conversations with a text that has a hashtag, folded."""
        query = "SELECT m.label FROM hashtag h JOIN message m ON m.key = h.message WHERE h.tag = ?"
        return {label for (label,) in self.db.execute(query, (tag,))}

    def subjects(self, piece: str) -> list[tuple[str, str]]:
        """Label and subject of the messages whose subject has a piece, unsent ones left out."""
        query = "SELECT label, subject FROM message WHERE NOT unsent AND instr(subject, ?)"
        return self.db.execute(query, (piece,)).fetchall()

    def subjects_like(self, word: str) -> list[tuple[str, str]]:
        """Label and subject of the messages that may have a word of ASCII letters, in any case.

        Whatever has other letters may: some become ASCII when case is folded.
        """
        query = (
            "SELECT label, subject FROM message WHERE NOT unsent"
            " AND (subject LIKE ? OR subject GLOB '*[^ -~]*')"
        )
        return self.db.execute(query, (f"%{word}%",)).fetchall()

    def first_subject(self, label: str) -> str:
        """The subject of a conversation's oldest message that was sent."""
        query = (
            "SELECT subject FROM message WHERE label = ? AND NOT unsent ORDER BY date, id LIMIT 1"
        )
        found = self.db.execute(query, (label,)).fetchone()
        return str(found[0]) if found else ""

    def cards(self, addresses: Iterable[str]) -> dict[str, Card]:
        """What is known of people, by address: of those of whom anything is."""
        found: dict[str, dict[str, Fact]] = {}
        for part in slices(list(addresses)):
            # The Message-ID decides between equal dates, as for one card.
            query = (
                "SELECT s.address, s.field, s.value, m.id FROM (SELECT address, field,"
                f" max(date) AS date FROM signed WHERE address IN ({marks(part)})"
                " GROUP BY address, field) n JOIN signed s ON s.address = n.address"
                " AND s.field = n.field AND s.date = n.date JOIN message m ON m.key = s.message"
                " ORDER BY m.id DESC"
            )
            for address, field, value, message in self.db.execute(query, part):
                found.setdefault(address, {})[field] = Fact(value, message)
        return {
            address: Card(*(facts.get(field, Fact()) for field in _FIELDS))
            for address, facts in found.items()
        }
