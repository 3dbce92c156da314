"""The cache's recipient sets: the mails of a list name the same people again and again."""

from __future__ import annotations

import array
import hashlib
from typing import TYPE_CHECKING

from indexer.cache.file import File, marks, slices
from indexer.model.people import Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_KEYS = 50_000


class People(File):
    """Addresses, and sets of them, each stored once."""

    def __init__(self, file: Path) -> None:
        self._keys: dict[str, int] = {}
        self._named: dict[int, Person] = {}
        super().__init__(file)

    def _forget_keys(self) -> None:
        self._keys.clear()
        self._named.clear()

    def intern(self, names: Mapping[str, str]) -> int:
        """The key of a set of addresses with their names; those of a list are mostly the same."""
        blob = array.array("I", sorted(self._addresses(names))).tobytes()
        digest = hashlib.blake2b(blob, digest_size=16).digest()
        found = self.db.execute("SELECT key FROM people WHERE digest = ?", (digest,)).fetchone()
        if found:
            return int(found[0])
        made = self.db.execute("INSERT INTO people(digest, members) VALUES(?, ?)", (digest, blob))
        return int(made.lastrowid or 0)

    def _addresses(self, names: Mapping[str, str]) -> list[int]:
        """The keys of addresses; those that have a name are remembered: it stays."""
        if len(self._keys) > _KEYS:
            self._keys.clear()
        known = self._keys
        keys = [known[address] for address in names if address in known]
        for part in slices([address for address in names if address not in known]):
            query = f"SELECT address, key, name FROM address WHERE address IN ({marks(part)})"
            rows = {address: (key, name) for address, key, name in self.db.execute(query, part)}
            for address in part:
                key, name = self._learn(address, names[address], *rows.get(address, (0, "")))
                keys.append(key)
                if name:
                    known[address] = key
        return keys

    def _learn(self, address: str, name: str, key: int, called: str) -> tuple[int, str]:
        """The key of an address, made where it is 0, and its name."""
        if not key:
            made = self.db.execute(
                "INSERT INTO address(address, name) VALUES(?, ?)", (address, name)
            )
            return int(made.lastrowid or 0), name
        if name and not called:
            self.db.execute("UPDATE address SET name = ? WHERE key = ?", (name, key))
        return key, called or name

    def sample_recipients(self, limit: int) -> Iterator[tuple[list[str], str, str, str]]:
        """Of the newest messages: everybody but lists, the sender, the list's name, the asker.

        A list's name is its posting address, else its List-Id; empty where no list sent it on. The
        asker wrote what the message hangs below, and is empty where that is not here.
        """
        posts = {r[0] for r in self.db.execute("SELECT DISTINCT post FROM message WHERE post > ''")}
        for address, recipients, post, asked in self.db.execute(
            "SELECT one.address, one.recipients, one.post, asked.address FROM message AS one"
            " LEFT JOIN message AS asked ON asked.id = one.parent"
            " WHERE one.headers = 1 AND NOT one.unsent ORDER BY one.date DESC LIMIT ?",
            (limit,),
        ).fetchall():
            names = [person.address for person in self.people(recipients)]
            yield [n for n in names if n not in posts], address, post, asked or ""

    def wrote(self, address: str) -> bool:
        """Whether there is a message by an address to anybody."""
        query = "SELECT 1 FROM message WHERE address = ? AND people > 0 LIMIT 1"
        return self.db.execute(query, (address,)).fetchone() is not None

    def members(self, recipients: int | None) -> tuple[int, ...]:
        """The address keys of a set."""
        found = self.db.execute("SELECT members FROM people WHERE key = ?", (recipients,))
        blob = found.fetchone()
        return tuple(array.array("I", blob[0])) if blob else ()

    def people(self, recipients: int | None) -> tuple[Person, ...]:
        """Everybody in a set."""
        return tuple(self.persons(self.members(recipients)).values())

    def persons(self, keys: Iterable[int]) -> dict[int, Person]:
        """People by the keys of their addresses.

        Those with a name are remembered: an address that has one keeps it.
        """
        keys, named = list(keys), self._named
        found = {key: named[key] for key in keys if key in named}
        if len(found) == len(keys):
            return found
        for part in slices([key for key in keys if key not in found]):
            query = f"SELECT key, name, address FROM address WHERE key IN ({marks(part)})"
            rows = self.db.execute(query, part)
            found |= {key: Person(name, address) for key, name, address in rows}
        if len(named) + len(found) > _KEYS:
            named.clear()
        named |= {key: person for key, person in found.items() if person.name}
        return {key: found[key] for key in keys if key in found}
