"""The cache's groups: what the finder of lists was shown, what it said, what it remembers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.cache.file import File, marks, slices

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Groups(File):
    """Messages' groups, lists' messages, and the rows of :class:`indexer.lists.Finder`."""

    def add_waiting(self, rows: Iterable[tuple[int, int, bytes]]) -> None:
        """Messages that the finder of lists has not seen: (date, key, facts)."""
        self.db.executemany("INSERT OR REPLACE INTO waiting VALUES(?, ?, ?)", rows)

    def waiting(self, limit: int) -> list[tuple[int, int, bytes]]:
        """The oldest of them."""
        query = "SELECT date, key, facts FROM waiting ORDER BY date, key LIMIT ?"
        return self.db.execute(query, (limit,)).fetchall()

    def taken(self, date: int, key: int, groups: Iterable[str]) -> None:
        """The finder has seen a message, and says which groups it belongs to."""
        self.db.execute("DELETE FROM waiting WHERE date = ? AND key = ?", (date, key))
        self.db.executemany("INSERT OR IGNORE INTO member VALUES(?, ?)", [(g, key) for g in groups])

    def add_untagged(self, labels: Iterable[str]) -> None:
        """Conversations whose messages may lack a list's tag."""
        self.db.executemany("INSERT OR IGNORE INTO untagged VALUES(?)", [(t,) for t in labels])

    def add_untagged_group(self, group: str) -> None:
        """All conversations with a message of a group."""
        self.db.execute(
            "INSERT OR IGNORE INTO untagged SELECT DISTINCT m.label FROM member g"
            " JOIN message m ON m.key = g.message WHERE g.grp = ?",
            (group,),
        )

    def untagged(self, limit: int) -> list[str]:
        """Some of them."""
        query = "SELECT label FROM untagged LIMIT ?"
        return [t for (t,) in self.db.execute(query, (limit,))]

    def drop_untagged(self, labels: Iterable[str]) -> None:
        """Conversations that were seen to."""
        self.db.executemany("DELETE FROM untagged WHERE label = ?", [(t,) for t in labels])

    def was_shown(self, message: str) -> bool:
        """Whether the finder has seen a message, by its Message-ID."""
        query = (
            "SELECT 1 FROM message m WHERE m.id = ? AND m.headers AND NOT EXISTS"
            " (SELECT 1 FROM waiting w WHERE w.date = m.date AND w.key = m.key)"
        )
        return self.db.execute(query, (message,)).fetchone() is not None

    def is_undecided(self, label: str) -> bool:
        """Whether the next round of taking in may yet find that a conversation is on a list."""
        # The last message that the finder has not seen may be what makes a list of others.
        query = (
            "SELECT EXISTS(SELECT 1 FROM waiting) OR EXISTS(SELECT 1 FROM untagged WHERE label = ?)"
        )
        return bool(self.db.execute(query, (label,)).fetchone()[0])

    def groups(self, labels: Iterable[str]) -> dict[str, set[str]]:
        """The groups that messages of conversations belong to."""
        found: dict[str, set[str]] = {label: set() for label in labels}
        for part in slices(list(found)):
            query = (
                "SELECT DISTINCT m.label, g.grp FROM message m JOIN member g ON g.message = m.key"
                f" WHERE m.label IN ({marks(part)})"
            )
            for label, group in self.db.execute(query, part):
                found[label].add(group)
        return found

    def groups_with(self, messages: Iterable[int]) -> dict[int, set[str]]:
        """The groups that messages belong to, by the messages' keys."""
        found: dict[int, set[str]] = {key: set() for key in messages}
        for part in slices(list(found)):
            query = f"SELECT message, grp FROM member WHERE message IN ({marks(part)})"
            for key, group in self.db.execute(query, part):
                found[key].add(group)
        return found

    def add_left(self, left: Iterable[tuple[int, str]]) -> None:
        """Messages of conversations that come apart, by key, and the groups of those."""
        self.db.executemany("INSERT OR IGNORE INTO parting VALUES(?, ?)", left)

    def left(self, labels: Iterable[str]) -> list[tuple[int, str]]:
        """Messages of conversations that were with others, by key, each with a group of those."""
        found: list[tuple[int, str]] = []
        for part in slices(list(labels)):
            query = (
                "SELECT p.message, p.grp FROM parting p JOIN message m ON m.key = p.message"
                f" WHERE m.label IN ({marks(part)})"
            )
            found += self.db.execute(query, part)
        return found

    def drop_left(self, labels: Iterable[str]) -> None:
        """Conversations whose messages have the right tags now."""
        for part in slices(list(labels)):
            self.db.execute(
                "DELETE FROM parting WHERE message IN"
                f" (SELECT key FROM message WHERE label IN ({marks(part)}))",
                part,
            )

    def group_tags(self, group: str) -> dict[str, int]:
        """How many messages of a group carry which ``list/`` tag."""
        query = (
            "SELECT l.list, count(*) FROM member g JOIN listed l ON l.message = g.message"
            " WHERE g.grp = ? GROUP BY l.list"
        )
        return dict(self.db.execute(query, (group,)).fetchall())

    def list_tags(self) -> set[str]:
        """The names of all ``list/`` tags that messages carry."""
        return {name for (name,) in self.db.execute("SELECT DISTINCT list FROM spread")}

    def is_tag(self, name: str) -> bool:
        """Whether any message carries a ``list/`` tag of that name."""
        query = "SELECT EXISTS(SELECT 1 FROM listed WHERE list = ?)"
        return bool(self.db.execute(query, (name,)).fetchone()[0])

    def newest_listed(self, name: str) -> int | None:
        """The date of a list's newest message."""
        query = "SELECT max(date) FROM listed WHERE list = ?"
        found = self.db.execute(query, (name,)).fetchone()[0]
        return int(found) if found is not None else None

    def conversations(self, name: str) -> int:
        """How many conversations a list has."""
        query = "SELECT count(*) FROM spread WHERE list = ?"
        return int(self.db.execute(query, (name,)).fetchone()[0])

    def count_lists(self) -> int:
        """How many lists have messages."""
        return int(self.db.execute("SELECT count(DISTINCT list) FROM spread").fetchone()[0])

    def weeks(self, name: str, since: int, count: int) -> tuple[int, ...]:
        """A list's messages in each of ``count`` weeks from ``since``."""
        weeks = [0] * count
        query = (
            "SELECT (date - ?) / 604800, count(*) FROM listed WHERE list = ? AND date >= ?"
            " GROUP BY 1"
        )
        for week, n in self.db.execute(query, (since, name, since)):
            weeks[min(week, count - 1)] += n
        return tuple(weeks)

    def get(self, kind: str, key: str) -> bytes | None:
        """A row of the finder's."""
        query = "SELECT value FROM state WHERE kind = ? AND key = ?"
        found = self.db.execute(query, (kind, key)).fetchone()
        return found[0] if found else None

    def put(self, kind: str, key: str, value: bytes | None) -> None:
        """Put a row of the finder's; None takes it away."""
        if value is None:
            self.db.execute("DELETE FROM state WHERE kind = ? AND key = ?", (kind, key))
        else:
            self.db.execute("INSERT OR REPLACE INTO state VALUES(?, ?, ?)", (kind, key, value))

    def every(self, kind: str) -> Iterator[tuple[str, bytes]]:
        """All rows of a kind."""
        yield from self.db.execute(
            "SELECT key, value FROM state WHERE kind = ?", (kind,)
        ).fetchall()
