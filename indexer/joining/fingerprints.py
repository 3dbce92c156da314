"""Fingerprints of texts: few numbers by which a quote is found in the text it was taken from.

Winnowing (Schleimer, Wilkerson and Aiken, SIGMOD 2003): of the hashes of all runs of four words,
the least in each window. What a wide window selects a narrow one selects too, so that a long text
and a short quote from it, each with a window of its own, select the same. Lines, case, punctuation
and quote marks do not matter. Pure.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import Final

GRAM: Final = 4
"""Words a hash is made of."""
_MOST: Final = 32
_WORDS: Final = 6000
_PRIME: Final = (1 << 61) - 1
_BASE: Final = 0x1B873593CC9E2D51 % _PRIME
# Scripts without blanks between words count by characters.
_word: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")


@dataclass(frozen=True, slots=True)
class Print:
    """A text's fingerprints, each once, and of how many runs of words they were selected."""

    marks: tuple[int, ...] = ()
    runs: int = 0

    @property
    def density(self) -> float:
        """Which share of the runs was selected."""
        return len(self.marks) / self.runs if self.runs else 0.0


def words(text: str) -> list[str]:
    """The words of a text in lower case, at most 6,000."""
    found = _word.findall(text[: _WORDS * 12].casefold())
    return found[:_WORDS]


def of(text: str) -> Print:
    """The fingerprints of a text; none of one with less than four words."""
    codes = [zlib.crc32(w.encode()) + 1 for w in words(text)]
    runs = len(codes) - GRAM + 1
    if runs < 1:
        return Print()
    a, b, c = codes[0], codes[1], codes[2]
    hashes = []
    for d in codes[3:]:
        hashes.append((((a * _BASE + b) * _BASE + c) * _BASE + d) % _PRIME)
        a, b, c = b, c, d
    return Print(tuple(sorted(_winnow(hashes))), runs)


def _winnow(hashes: list[int]) -> set[int]:
    """The least hash of each window; the window is as wide as keeps them to about thirty."""
    width = max(1, 2 * len(hashes) // _MOST - 1)
    if width == 1 or len(hashes) <= width:
        return set(hashes) if width == 1 else {min(hashes)}
    chosen: set[int] = set()
    at = -1
    for start in range(len(hashes) - width + 1):
        end = start + width
        if at < start:
            at = min(range(start, end), key=hashes.__getitem__)
        elif hashes[end - 1] <= hashes[at]:
            at = end - 1
        chosen.add(hashes[at])
    return chosen
