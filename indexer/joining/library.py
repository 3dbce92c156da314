"""All letters that are known, and the ways to find them; kept in a store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from indexer.joining import keys
from indexer.joining.values import Letter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from indexer.joining.values import Store

_HELD: Final = 4096
_CLAIMS: Final = 8
_SPAN: Final = 64
_ALL: Final = 1 << 60
WANTED: Final = "wanted:"


class Library:
    """Letters by Message-ID and by the keys that they offer and want."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._held: dict[str, Letter | None] = {}
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(Letter).decode

    def letter(self, message: str) -> Letter | None:
        """A letter, or None where it is not here."""
        if message in self._held:
            return self._held[message]
        raw = self._store.get("letter", message)
        found = self._decode(raw) if raw is not None else None
        self._hold(message, found)
        return found

    def has(self, message: str) -> bool:
        """Whether it is here."""
        return self.letter(message) is not None

    def put(self, letter: Letter) -> None:
        """Add a letter that is not here, and its postings."""
        self._store.put("letter", letter.id, self._encode(letter))
        self._hold(letter.id, letter)
        for kind, key in set(keys.offers(letter)):
            self._store.post(kind, key, letter.date, letter.id)
        for kind, key in set(keys.wants(letter)):
            self._store.post(WANTED + kind, key, letter.date, letter.id)

    def remove(self, letter: Letter) -> None:
        """Take a letter away."""
        self._store.put("letter", letter.id, None)
        self._hold(letter.id, None)
        for kind, key in set(keys.offers(letter)):
            self._store.unpost(kind, key, letter.date, letter.id)
        for kind, key in set(keys.wants(letter)):
            self._store.unpost(WANTED + kind, key, letter.date, letter.id)

    def offering(self, kind: str, key: int, most: int) -> Sequence[str]:
        """The messages that offer a key; none where that is more than so many."""
        found = self._store.posted(kind, key, most + 1)
        return found if len(found) <= most else ()

    def latest(self, kind: str, key: int, most: int, until: int) -> Iterator[Letter]:
        """The last so many up to a date that offer a key, the last first."""
        yield from self._letters(self._store.before(kind, key, most, until))

    def near(self, kind: str, key: int, since: int, until: int) -> Iterator[Letter]:
        """Those between two dates that offer a key."""
        for letter in self._letters(self._store.posted(kind, key, _SPAN, since=since)):
            if letter.date > until:
                return
            yield letter

    def naming(self, message: str) -> Iterator[Letter]:
        """The oldest few whose header names a message."""
        found = self._store.posted(WANTED + keys.NAMED, keys.key(message), _CLAIMS)
        for letter in self._letters(found):
            if message in keys.chain(letter):
                yield letter

    def wanting(self, kind: str, key: int, since: int = 0) -> Sequence[str]:
        """The messages from a date on that look for a key."""
        return self._store.posted(WANTED + kind, key, _ALL, since=since)

    def wanting_from(self, kind: str, key: int, since: int) -> Iterator[Letter]:
        """The letters from a date on that look for a key, in order of date."""
        most = 16
        done = 0
        while True:
            found = self._store.posted(WANTED + kind, key, most, since=since)
            yield from self._letters(found[done:])
            if len(found) < most:
                return
            done, most = most, 4 * most

    def count(self, kind: str, key: int, most: int) -> int:
        """How many offer a key, counted no further than to ``most``."""
        return len(self._store.posted(kind, key, most))

    def _letters(self, found: Iterable[str]) -> Iterator[Letter]:
        for message in found:
            letter = self.letter(message)
            if letter is not None:
                yield letter

    def _hold(self, message: str, letter: Letter | None) -> None:
        self._held.pop(message, None)
        if len(self._held) >= _HELD:
            for old in list(self._held)[: _HELD // 4]:
                del self._held[old]
        self._held[message] = letter
