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
    lines = above_name(text.strip("\n"), name)
    while lines and (not lines[0] or is_greeting(lines[0].strip())):
        lines.pop(0)
    called = _called(name)

    def is_end(line: str) -> bool:
        bare = line.strip(_POINTS)
        return not bare or signs_off(line) or bare.casefold() in called

    while lines and is_end(lines[-1]):
        lines.pop()
    return "\n".join(lines)


def above_name(text: str, name: str) -> list[str]:
    """A text's lines, but for its author's name near the end and what stands below it.

    That is what one is, and where.
    """
    lines = [line.rstrip() for line in text.split("\n")]
    called = _called(name)
    for number in range(max(len(lines) - _FOOT, 1), len(lines)):
        if lines[number].strip(_POINTS).casefold() in called:
            return lines[:number]
    return lines


def signs_off(line: str) -> bool:
    """Whether a line is a sign-off, with nothing but names behind its comma."""
    said = line.partition(",")[2].strip(_POINTS)
    is_name = ". " not in said and not any(word[:1].islower() for word in said.split())
    return is_name and is_sign_off(line.strip())


def _called(name: str) -> set[str]:
    whole = name.casefold()
    return {whole, *whole.replace(",", " ").split()} - {""}


def greets(line: str) -> bool:
    """Whether a line begins as greetings do, not just with what may be a name."""
    words = line.lower().replace(",", " ").split()
    return any(" ".join(words[:n]).strip(_POINTS) in _GREETINGS for n in range(1, _LONGEST + 1))
