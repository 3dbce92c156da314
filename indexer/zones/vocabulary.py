"""Looking for many phrases in a short text at once."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEAST: Final = 3
_MOST: Final = 7
_WORD: Final = 40
"""Characters of a word that may well come again."""
_KNOWN: Final = 4096
"""Words of which is remembered which phrases they may be of: most that are written are few."""

_Phrases = tuple[tuple[str, int], ...]


class Vocabulary:
    """Groups of phrases, and which of them have a phrase that a text has.

    A phrase is looked for where a word of the text has the beginning of the phrase's longest word,
    which few words have. To look for each of some hundreds would take longer than all else that
    is done with a line.
    """

    def __init__(self, *groups: Sequence[str]) -> None:
        self._having: dict[str, list[tuple[str, int]]] = {}
        self._short: list[tuple[str, int]] = []
        for number, group in enumerate(groups):
            for phrase in group:
                part = max(phrase.split(), key=len)[:_MOST]
                if len(part) >= _LEAST:
                    self._having.setdefault(part, []).append((phrase, number))
                else:
                    self._short.append((phrase, number))
        self._all = frozenset(self._having)
        self._plain = all(not phrase.isascii() for phrase, _ in self._short)
        self._remembered = lru_cache(_KNOWN)(self._of_word)

    def said(self, text: str) -> set[int]:
        """The numbers of the groups of which ``text`` has a phrase, as they were given."""
        found: set[int] = set()
        words = set(text.split())
        long = [word for word in words if len(word) > _WORD]
        words.difference_update(long)
        having = filter(None, chain(map(self._remembered, words), map(self._of_word, long)))
        for phrase, number in chain.from_iterable(having):
            if number not in found and phrase in text:
                found.add(number)
        if not (self._plain and text.isascii()):
            found.update(number for phrase, number in self._short if phrase in text)
        return found

    def has(self, text: str) -> bool:
        """Whether ``text`` has any of the phrases."""
        return bool(self.said(text))

    def _of_word(self, word: str) -> _Phrases:
        """The phrases that a text with this word may have."""
        parts = {
            word[i : i + size]
            for size in range(_LEAST, min(_MOST, len(word)) + 1)
            for i in range(len(word) - size + 1)
        }
        return tuple(phrase for part in self._all & parts for phrase in self._having[part])
