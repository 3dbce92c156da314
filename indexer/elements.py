"""Which tokens of an HTML mail belong to which element, and how much is said in each."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from indexer.markup import characters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.markup import Token

_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
))  # fmt: skip
_NAMED = ("class", "id", "name", "data-marker", "data-smartmail")
# What webmails put before the names of what they quote: x_ for each time, m_-123, yiv123, ydp1a2b.
_borrowed = re.compile(r"(?:x_|yiv\d{5,}|ydp[0-9a-f]{6,10}|m_-?\d{5,})+(?:gmail-)?|gmail-")
_NAMES = 2000
_LOOKED_AT = 1000
_number = re.compile(r"[_-]?\d{5,}$")


def ends(tokens: Sequence[Token]) -> dict[int, int]:
    """For each start tag that is closed, by place, the place of its end tag."""
    opened: dict[str, list[int]] = {}
    found: dict[int, int] = {}
    for place, token in enumerate(tokens):
        if token.kind == "start" and token.value not in _VOID:
            opened.setdefault(token.value, []).append(place)
        elif token.kind == "end" and opened.get(token.value):
            found[opened[token.value].pop()] = place
    return found


def names(token: Token) -> list[str]:
    """A start tag's classes, ids and names, in lower case, as its author's program gave them."""
    said = " ".join(value for _, value in token.pairs(_NAMED))[:_NAMES].lower().split()
    return [_number.sub("", _borrowed.sub("", each, count=1)) for each in said]


class Outline:
    """Where elements end and lie in one another, and what is said between two places."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.ends = ends(tokens)
        self._said = [
            at for at, each in enumerate(tokens) if each.kind == "text" and says(each.value)
        ]
        self.parents: list[int] = []
        """For each place that of the innermost closed element around it, -1 where there is none."""
        around = [-1]
        for place in range(len(tokens)):
            while len(around) > 1 and self.ends[around[-1]] <= place:
                around.pop()
            self.parents.append(around[-1])
            if place in self.ends:
                around.append(place)

    def end(self, place: int) -> int:
        """Where an element ends, with the one around it if it is not closed."""
        if place in self.ends or self.tokens[place].value in _VOID:
            return self.ends.get(place, place)
        around = self.parents[place]
        return self.ends[around] if around >= 0 else len(self.tokens)

    def says(self, start: int, stop: int) -> bool:
        """Whether there is text between two places."""
        return self.next_said(start) < stop

    def next_said(self, place: int) -> int:
        """The place of the first text from ``place`` on, else the number of tokens."""
        at = bisect_left(self._said, place)
        return self._said[at] if at < len(self._said) else len(self.tokens)

    def text(self, start: int, stop: int, most: int = 500) -> str:
        """The text between two places, a line for each ``br`` and block, cut at some length."""
        said: list[str] = []
        length = 0
        for at in range(start, min(stop, start + _LOOKED_AT)):
            token = self.tokens[at]
            if token.kind == "text":
                piece = " ".join(characters(token.value[:most]).split())
                said.append(piece + " " if piece else "")
                length += len(piece)
            elif token.value in ("br", "div", "p", "tr", "blockquote", "hr", "table"):
                said.append("\n")
            if length > most:
                break
        return "\n".join(filter(None, (line.strip() for line in "".join(said).split("\n"))))


def says(text: str) -> bool:
    """Whether raw text of HTML is more than spaces, no-break ones among them."""
    return bool(text.strip()) and bool("&" not in text or characters(text[:2000]).strip())
