"""Looking for many phrases in a short text at once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_GRAM: Final = 3
_WORD: Final = 40
"""Characters of a word that may well come again."""
_KNOWN: Final = 4096
"""Words of which is remembered which phrases they may be of: most that are written are few."""

_Phrases = tuple[tuple[str, int], ...]


class Vocabulary:
    """Groups of phrases, and which of them have a phrase that a text has.

    A phrase is looked for where a word of the text has three characters of it, which few words
    have. To look for each of some hundreds would take longer than all else that is done with a
    line.
    """

    def __init__(self, *groups: Sequence[str]) -> None:
        self._having: dict[str, list[tuple[str, int]]] = {}
        self._short: list[tuple[str, int]] = []
        for number, group in enumerate(groups):
            for phrase in group:
                gram = next(_grams(max(phrase.split(), key=len)), "")
                if gram:
                    self._having.setdefault(gram, []).append((phrase, number))
                else:
                    self._short.append((phrase, number))
        self._all = frozenset(self._having)
        self._plain = all(not phrase.isascii() for phrase, _ in self._short)
        self._remembered = lru_cache(_KNOWN)(self._of_word)

    def said(self, text: str) -> set[int]:
        """The numbers of the groups of which ``text`` has a phrase, as they were given."""
        found: set[int] = set()
        for word in set(text.split()):
            of_word = self._remembered(word) if len(word) <= _WORD else self._of_word(word)
            for phrase, number in of_word:
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
        shared = self._all.intersection(_grams(word))
        return tuple(phrase for gram in shared for phrase in self._having[gram])


def _grams(word: str) -> Iterator[str]:
    return map("".join, zip(word, word[1:], word[2:], strict=False))
