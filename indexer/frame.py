"""A text without what stands around what it says: greeting, sign-off, name and what is below.

Pure. What a program or a footer put there is no part of a clean text already
(:mod:`indexer.zones`).
"""

from __future__ import annotations

from typing import Final

from indexer.zones import is_greeting, is_sign_off
from indexer.zones.phrases import GREETINGS

_FOOT: Final = 12
"""Lines at a text's end among which a name alone on one begins a signature."""

_LONGEST: Final = max(greeting.count(" ") for greeting in GREETINGS) + 1
_GREETINGS: Final = frozenset(GREETINGS)
_POINTS: Final = " .,!-–—"


def unframed(text: str, name: str) -> str:
    """A clean text without its greeting and its end; ``name`` is its author's."""
    lines = [line.rstrip() for line in text.strip("\n").split("\n")]
    while lines and (not lines[0] or is_greeting(lines[0].strip())):
        lines.pop(0)
    called = {name.casefold(), *name.casefold().replace(",", " ").split()}

    def is_end(line: str) -> bool:
        bare = line.strip(_POINTS)
        return not bare or is_sign_off(line.strip()) or bare.casefold() in called

    # Below one's own name stands what one is, and where.
    for number in range(max(len(lines) - _FOOT, 1), len(lines)):
        if lines[number].strip(_POINTS).casefold() in called:
            lines = lines[:number]
            break
    while lines and is_end(lines[-1]):
        lines.pop()
    return "\n".join(lines)


def greets(line: str) -> bool:
    """Whether a line begins as greetings do, not just with what may be a name."""
    words = line.lower().replace(",", " ").split()
    return any(" ".join(words[:n]).strip(_POINTS) in _GREETINGS for n in range(1, _LONGEST + 1))
