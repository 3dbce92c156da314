"""The cache's joins: which conversation each message is in, and what the joiner keeps of it.

Messages of one conversation have one label. Until the joiner has placed a message that is the
thread in which notmuch has it, or that thread's label.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from indexer.cache.file import File, marks, slices

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from indexer.joining import Join

_OFFERED: Final = ("named", "text", "time", "index", "subject", "series", "below", "member")
_KINDS: Final = {
    kind: number
    for number, kind in enumerate((*_OFFERED, *(f"wanted:{kind}" for kind in _OFFERED)))
}
"""The joiner's kinds of postings, as numbers."""
_BITS: Final = (1 << 48) - 1
"""Those of a key that are kept."""
_HELD: Final = 10_000


class Postings:
    """What the joiner keeps (:class:`indexer.joining.Store`), in the cache's file.

    Postings are most of it: kinds, keys and messages are kept as short numbers. Two keys that are
    alike in 48 bits are taken for one, so that now and then a message is looked at in vain.
    Rows are written by :meth:`flush`, before a transaction ends: most change several times in it.
    """

    def __init__(self, file: File) -> None:
        self._db = file.db
        self._execute = file.db.execute
        self._numbers: dict[str, int] = {}
        self._rows: dict[tuple[str, str], bytes | None] = {}
        self._changed: set[tuple[str, str]] = set()

    def get(self, kind: str, message: str) -> bytes | None:
        """A message's row of a kind, or None."""
        place = (kind, message)
        if place not in self._rows:
            query = "SELECT value FROM joined WHERE kind = ? AND id = ?"
            found = self._execute(query, place).fetchone()
            self._rows[place] = found[0] if found else None
        return self._rows[place]

    def put(self, kind: str, message: str, row: bytes | None) -> None:
        """Write the row; None deletes it."""
        self._rows[kind, message] = row
        self._changed.add((kind, message))

    def flush(self) -> None:
        """Write the rows that changed."""
        rows = [(*place, self._rows[place]) for place in self._changed]
        self._db.executemany(
            "INSERT OR REPLACE INTO joined VALUES(?, ?, ?)", [r for r in rows if r[2] is not None]
        )
        self._db.executemany(
            "DELETE FROM joined WHERE kind = ? AND id = ?", [r[:2] for r in rows if r[2] is None]
        )
        self._changed.clear()
        if len(self._rows) > _HELD:
            self._rows.clear()

    def post(self, kind: str, key: int, number: int, message: str) -> None:
        """Add a posting; once more is the same as once."""
        place = (_KINDS[kind], key & _BITS, number, self._number(message))
        self._execute("INSERT OR IGNORE INTO posting VALUES(?, ?, ?, ?)", place)

    def unpost(self, kind: str, key: int, number: int, message: str) -> None:
        """Take it away."""
        self._execute(
            "DELETE FROM posting WHERE kind = ? AND key = ? AND at = ? AND message = ?",
            (_KINDS[kind], key & _BITS, number, self._number(message)),
        )

    def posted(self, kind: str, key: int, limit: int, *, since: int = 0) -> list[str]:
        """The first so many messages, from a number on."""
        query = (
            "SELECT n.id FROM posting p JOIN named n ON n.number = p.message"
            " WHERE p.kind = ? AND p.key = ? AND p.at >= ? ORDER BY p.at, n.id LIMIT ?"
        )
        found = self._execute(query, (_KINDS[kind], key & _BITS, since, limit))
        return [message for (message,) in found]

    def before(self, kind: str, key: int, limit: int, number: int) -> list[str]:
        """The last so many messages up to a number, the last first."""
        query = (
            "SELECT n.id FROM posting p JOIN named n ON n.number = p.message"
            " WHERE p.kind = ? AND p.key = ? AND p.at <= ? ORDER BY p.at DESC, n.id DESC LIMIT ?"
        )
        found = self._execute(query, (_KINDS[kind], key & _BITS, number, limit))
        return [message for (message,) in found]

    def _number(self, message: str) -> int:
        known = self._numbers.get(message)
        if known is None:
            self._execute("INSERT OR IGNORE INTO named(id) VALUES(?)", (message,))
            query = "SELECT number FROM named WHERE id = ?"
            known = int(self._execute(query, (message,)).fetchone()[0])
            if len(self._numbers) >= _HELD:
                self._numbers.clear()
            self._numbers[message] = known
        return known


class Joined(File):
    """Labels of messages, and messages that wait for the joiner."""

    def labels(self, threads: Iterable[str]) -> dict[str, list[str]]:
        """The labels of the messages of each of some threads; none of a thread not known."""
        found: dict[str, list[str]] = {t: [] for t in threads}
        for part in slices(list(found)):
            query = f"SELECT DISTINCT thread, label FROM message WHERE thread IN ({marks(part)})"
            for thread, label in self.db.execute(query, part):
                found[thread].append(label)
        return found

    def label(self, message: str) -> str | None:
        """The label of a message; None where it is not known."""
        query = "SELECT label FROM message WHERE id = ?"
        found = self.db.execute(query, (message,)).fetchone()
        return found[0] if found else None

    def threads(self, labels: Iterable[str]) -> set[str]:
        """The threads that messages of these labels are in."""
        found: set[str] = set()
        for part in slices(list(labels)):
            query = f"SELECT DISTINCT thread FROM message WHERE label IN ({marks(part)})"
            found.update(t for (t,) in self.db.execute(query, part))
        return found

    def is_thread(self, label: str) -> bool:
        """Whether a conversation is exactly one thread, as notmuch has it."""
        query = "SELECT DISTINCT thread FROM message WHERE label = ? LIMIT 2"
        threads = self.db.execute(query, (label,)).fetchall()
        if len(threads) != 1:
            return False
        query = "SELECT EXISTS(SELECT 1 FROM message WHERE thread = ? AND label <> ?)"
        return not self.db.execute(query, (threads[0][0], label)).fetchone()[0]

    def parted(self, messages: Iterable[str]) -> dict[str, list[str]]:
        """Those that began something else with an answer to one of these, oldest first."""
        found: dict[str, list[str]] = {}
        for part in slices(list(messages)):
            query = (
                f"SELECT parted, id FROM message WHERE parted IN ({marks(part)}) ORDER BY date, id"
            )
            for left, message in self.db.execute(query, part):
                found.setdefault(left, []).append(message)
        return found

    def add_unjoined(self, rows: Iterable[tuple[int, int, bytes | None]]) -> None:
        """Messages that the joiner is to take: date, key, and the letter, None as it was."""
        self.db.executemany(
            "INSERT INTO unjoined VALUES(?, ?, ?) ON CONFLICT(date, key) DO UPDATE"
            " SET letter = coalesce(excluded.letter, letter)",
            rows,
        )

    def unjoined(self, limit: int) -> list[tuple[int, int, bytes | None]]:
        """The oldest of them."""
        query = "SELECT date, key, letter FROM unjoined ORDER BY date, key LIMIT ?"
        return self.db.execute(query, (limit,)).fetchall()

    def departed(self, limit: int) -> list[str]:
        """Some of the messages that went, which the joiner does not know yet."""
        query = "SELECT id FROM departed LIMIT ?"
        return [i for (i,) in self.db.execute(query, (limit,))]

    def was_joined(self, rows: Iterable[tuple[int, int]], gone: Iterable[str]) -> None:
        """The joiner has taken these, by date and key, and knows that those are gone."""
        self.db.executemany("DELETE FROM unjoined WHERE date = ? AND key = ?", rows)
        self.db.executemany("DELETE FROM departed WHERE id = ?", [(i,) for i in gone])

    def waits_to_join(self) -> bool:
        """Whether there is anything that the joiner does not know yet."""
        query = "SELECT EXISTS(SELECT 1 FROM unjoined) OR EXISTS(SELECT 1 FROM departed)"
        return bool(self.db.execute(query).fetchone()[0])

    def add_unrecovered(self, labels: Iterable[str], keys: Iterable[int]) -> None:
        """Conversations that may hold what is known from quotes alone: those with a text read.

        ``keys`` are messages of others of them.
        """
        for column, values in (("label", list(labels)), ("key", list(keys))):
            for part in slices(values):
                self.db.execute(
                    "INSERT OR IGNORE INTO unrecovered SELECT DISTINCT m.label FROM message m"
                    f" JOIN body b ON b.key = m.key WHERE m.{column} IN ({marks(part)})",
                    part,
                )

    def unrecovered(self, limit: int) -> list[str]:
        """Some of them."""
        query = "SELECT label FROM unrecovered LIMIT ?"
        return [label for (label,) in self.db.execute(query, (limit,))]

    def put_recovered(self, label: str, value: bytes | None, ghosts: Iterable[str]) -> None:
        """What is known of a conversation from quotes alone, and the ids of that; None is nothing.

        It is seen to then.
        """
        for table in ("recovered", "ghost", "unrecovered"):
            self.db.execute(f"DELETE FROM {table} WHERE label = ?", (label,))
        if value is not None:
            self.db.execute("INSERT INTO recovered VALUES(?, ?)", (label, value))
            self.db.executemany(
                "INSERT OR REPLACE INTO ghost VALUES(?, ?)", [(ghost, label) for ghost in ghosts]
            )

    def recovered(self, label: str) -> bytes | None:
        """What is known of a conversation from quotes alone, as it was put here."""
        query = "SELECT value FROM recovered WHERE label = ?"
        found = self.db.execute(query, (label,)).fetchone()
        return found[0] if found else None

    def haunts(self, ghost: str) -> str | None:
        """The label of the conversation of what is known from quotes alone."""
        found = self.db.execute("SELECT label FROM ghost WHERE id = ?", (ghost,)).fetchone()
        return found[0] if found else None

    def place(self, message: str, join: Join) -> None:
        """What a message answers, by which evidence, and what it has nothing to do with."""
        self.db.execute(
            "UPDATE message SET parent = ?, evidence = ?, under = ?, parted = ? WHERE id = ?",
            (join.parent, join.evidence, join.under, join.left, message),
        )

    def put_hands(self, said: Mapping[str, Sequence[str]]) -> None:
        """What stands on messages of what the user said of some; those are joined anew.

        Each begins with what names the message that it is about (:mod:`indexer.byhand`).
        """
        holders = "SELECT DISTINCT m.id, m.key FROM hand h JOIN message m ON m.key = h.holder"
        known = {message for message, _ in self.db.execute(holders)}
        for holder in (message for message, values in said.items() if values or message in known):
            (key,) = self.db.execute("SELECT key FROM message WHERE id = ?", (holder,)).fetchone()
            query = "SELECT message, value FROM hand WHERE holder = ?"
            before = dict(self.db.execute(query, (key,)).fetchall())
            now = {value.partition(" ")[0]: value for value in said[holder]}
            if before == now:
                continue
            self.db.execute("DELETE FROM hand WHERE holder = ?", (key,))
            self.db.executemany(
                "INSERT INTO hand VALUES(?, ?, ?)", [(key, *one) for one in now.items()]
            )
            for about in dict(now.items() ^ before.items()):
                self.db.execute(
                    "INSERT OR IGNORE INTO unjoined SELECT date, key, NULL FROM message"
                    " WHERE (id = ? OR '#' || hash = ?) AND headers AND NOT unsent",
                    (about, about),
                )

    def has_hands(self) -> bool:
        """Whether the user said anything of messages' places."""
        return bool(self.db.execute("SELECT EXISTS(SELECT 1 FROM hand)").fetchone()[0])

    def hands(self, references: Sequence[str]) -> list[tuple[int, str]]:
        """What the user said of a message, by what it is named by: who holds it, and the value."""
        query = f"SELECT holder, value FROM hand WHERE message IN ({marks(list(references))})"
        return self.db.execute(query, references).fetchall()

    def every_hand(self) -> list[str]:
        """All that the user said of messages' places."""
        return [v for (v,) in self.db.execute("SELECT DISTINCT value FROM hand ORDER BY value")]

    def keep(self, conversations: Mapping[int, str | None]) -> None:
        """By which ids the conversations of messages are to be known, by key."""
        self.db.executemany(
            "UPDATE message SET conversation = ? WHERE key = ?",
            [(conversation, key) for key, conversation in conversations.items()],
        )

    def add_unkept(self, keys: Iterable[int]) -> None:
        """Messages of which the database does not say what is known here."""
        self.db.executemany("INSERT OR IGNORE INTO unkept VALUES(?)", [(k,) for k in keys])

    def unkept(self, labels: Iterable[str]) -> set[int]:
        """Those of them that are in some conversations."""
        found: set[int] = set()
        for part in slices(list(labels)):
            query = (
                "SELECT u.key FROM unkept u JOIN message m ON m.key = u.key"
                f" WHERE m.label IN ({marks(part)})"
            )
            found.update(key for (key,) in self.db.execute(query, part))
        return found

    def was_kept(self, keys: Iterable[int]) -> None:
        """The database says it now."""
        self.db.executemany("DELETE FROM unkept WHERE key = ?", [(k,) for k in keys])

    def relabel(self, labels: Mapping[str, str], before: Iterable[str]) -> None:
        """Give messages their labels; ``before`` are those that some had."""
        self.db.executemany(
            "UPDATE message SET label = ?2, placed = 1"
            " WHERE id = ?1 AND (label <> ?2 OR NOT placed)",
            labels.items(),
        )
        for part in slices(list(before)):
            self.db.execute(
                "INSERT OR IGNORE INTO unrecovered"
                f" SELECT label FROM recovered WHERE label IN ({marks(part)})",
                part,
            )

    def follow_thread(self, threads: Iterable[str]) -> None:
        """Let messages that nobody has placed go with those of their thread that were.

        What is not sent goes with what it answers.
        """
        for part in slices(list(threads)):
            query = (
                "SELECT thread, label, min(date) FROM message"
                f" WHERE thread IN ({marks(part)}) AND placed GROUP BY thread"
            )
            known = self.db.execute(query, part).fetchall()
            self.db.executemany(
                "UPDATE message SET label = ? WHERE thread = ? AND NOT placed",
                [(label, thread) for thread, label, _ in known],
            )
            if known:
                query = (
                    f"SELECT key, parents FROM message WHERE thread IN ({marks(part)}) AND unsent"
                )
                for key, parents in self.db.execute(query, part).fetchall():
                    for named in parents.split("\n"):
                        if named and (label := self.label(named[1:])):
                            self.db.execute(
                                "UPDATE message SET label = ? WHERE key = ?", (label, key)
                            )
                            break
