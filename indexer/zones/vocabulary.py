"""Looking for many phrases at once, in a short text or where it begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
        self._idle: set[str] = set()
        self._telling: dict[str, _Phrases] = {}

    def said(self, text: str) -> set[int]:
        """The numbers of the groups of which ``text`` has a phrase, as they were given."""
        found: set[int] = set()
        for word in set(text.split()).difference(self._idle):
            for phrase, number in self._telling.get(word) or self._learnt(word):
                if number not in found and phrase in text:
                    found.add(number)
        if not (self._plain and text.isascii()):
            found.update(number for phrase, number in self._short if phrase in text)
        return found

    def has(self, text: str) -> bool:
        """Whether ``text`` has any of the phrases."""
        return bool(self.said(text))

    def _learnt(self, word: str) -> _Phrases:
        """The phrases that a text with this word may have: most words come again."""
        parts = {
            word[i : i + size]
            for size in range(_LEAST, min(_MOST, len(word)) + 1)
            for i in range(len(word) - size + 1)
        }
        having = tuple(phrase for part in self._all & parts for phrase in self._having[part])
        if len(word) <= _WORD:
            if len(self._idle) + len(self._telling) >= _KNOWN:
                self._idle.clear()
                self._telling.clear()
            if having:
                self._telling[word] = having
            else:
                self._idle.add(word)
        return having


class Beginnings:
    """Phrases that a text may begin with: three characters tell of most texts that none does."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = tuple(phrases)
        self._heads = frozenset(phrase[:_LEAST] for phrase in self._phrases)

    def begin(self, text: str) -> bool:
        """Whether ``text`` begins with one of the phrases."""
        return self.may_begin(text) and text.startswith(self._phrases)

    def may_begin(self, text: str) -> bool:
        """Whether ``text`` begins as one of the phrases does; perhaps it does not go on so."""
        return not self._heads.isdisjoint((text[:3], text[:2], text[:1]))
