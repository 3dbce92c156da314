"""Looking for many phrases in a short text at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_GRAM: Final = 3
_LONG: Final = 3000
"""Characters from which on it is quicker to look for one phrase after another."""


class Vocabulary:
    """Groups of phrases, and which of them have a phrase that a text has.

    A short text has few runs of three characters, and few of these begin a phrase: only those
    phrases are looked for. Each of some hundreds would take longer than all else that is done
    with a line.
    """

    def __init__(self, *groups: Sequence[str]) -> None:
        self._groups = groups
        self._begun: dict[str, list[tuple[str, int]]] = {}
        self._short: list[tuple[str, int]] = []
        for number, group in enumerate(groups):
            for phrase in group:
                if len(phrase) < _GRAM:
                    self._short.append((phrase, number))
                else:
                    self._begun.setdefault(phrase[:_GRAM], []).append((phrase, number))
        self._starts = frozenset(self._begun)
        self._plain = all(not phrase.isascii() for phrase, _ in self._short)

    def said(self, text: str) -> set[int]:
        """The numbers of the groups of which ``text`` has a phrase, as they were given."""
        if len(text) > _LONG:
            return {i for i, group in enumerate(self._groups) if any(p in text for p in group)}
        found = set()
        grams = set(map("".join, zip(text, text[1:], text[2:], strict=False)))
        for gram in self._starts & grams:
            for phrase, number in self._begun[gram]:
                if number not in found and phrase in text:
                    found.add(number)
        if not (self._plain and text.isascii()):
            found.update(number for phrase, number in self._short if phrase in text)
        return found

    def has(self, text: str) -> bool:
        """Whether ``text`` has any of the phrases."""
        return bool(self.said(text))
