"""What decisions about lists want to know of groups and their messages, and change of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.cache.file import marks, slices
from indexer.cache.groups import Groups
from indexer.cache.people import People

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_STATE = ("list", "circle", "writers")


class Deciding(People, Groups):
    """Groups by their messages; lists that were taken out of others."""

    def groups_of(self, messages: Iterable[str]) -> dict[str, set[str]]:
        """The groups of messages, and which of these each has; all by Message-ID."""
        found: dict[str, set[str]] = {}
        for part in slices(list(messages)):
            query = (
                "SELECT g.grp, m.id FROM message m JOIN member g ON g.message = m.key"
                f" WHERE m.id IN ({marks(part)})"
            )
            for group, message in self.db.execute(query, part):
                found.setdefault(group, set()).add(message)
        return found

    def count_members(self, group: str) -> int:
        """How many messages a group has."""
        query = "SELECT count(*) FROM member WHERE grp = ?"
        return int(self.db.execute(query, (group,)).fetchone()[0])

    def of_groups(self, groups: Sequence[str]) -> list[tuple[str, str, int]]:
        """The messages of groups, oldest first: Message-ID, label and key."""
        query = (
            "SELECT DISTINCT m.id, m.label, m.key, m.date FROM member g"
            f" JOIN message m ON m.key = g.message WHERE g.grp IN ({marks(list(groups))})"
            " ORDER BY m.date, m.id"
        )
        return [(i, t, k) for i, t, k, _ in self.db.execute(query, list(groups))]

    def not_among(self, groups: Sequence[str], others: Sequence[str], limit: int) -> list[int]:
        """The keys of the oldest messages of groups that are in none of the others."""
        query = (
            "SELECT DISTINCT m.key, m.date FROM member g JOIN message m ON m.key = g.message"
            f" WHERE g.grp IN ({marks(list(groups))}) AND NOT EXISTS (SELECT 1 FROM member o"
            f" WHERE o.message = g.message AND o.grp IN ({marks(list(others))}))"
            " ORDER BY m.date, m.id LIMIT ?"
        )
        return [key for key, _ in self.db.execute(query, [*groups, *others, limit])]

    def add_member(self, group: str, message: int) -> None:
        """A message belongs to a group."""
        self.db.execute("INSERT OR IGNORE INTO member VALUES(?, ?)", (group, message))

    def forget_group(self, group: str) -> None:
        """Forget a group and all that is known of it, inside a transaction."""
        self.db.execute("DELETE FROM member WHERE grp = ?", (group,))
        for kind in _STATE:
            self.db.execute("DELETE FROM state WHERE kind = ? AND key = ?", (kind, group))
        for kind in (f"writer {group}", f"gone {group}"):
            self.db.execute("DELETE FROM state WHERE kind = ?", (kind,))

    def went(self, key: int) -> frozenset[int | str]:
        """Whom a message went to, to be compared: the list's own address, else all it named."""
        post, recipients = self.db.execute(
            "SELECT post, recipients FROM message WHERE key = ?", (key,)
        ).fetchone()
        return frozenset((post,)) if post else frozenset(self.members(recipients))

    def side_of(self, label: str, sides: Sequence[str]) -> str | None:
        """Which of some groups a conversation's messages are in already."""
        found = self.db.execute(
            "SELECT g.grp FROM message m JOIN member g ON g.message = m.key"
            f" WHERE m.label = ? AND g.grp IN ({marks(list(sides))}) LIMIT 1",
            (label, *sides),
        ).fetchone()
        return str(found[0]) if found else None
