"""Hashtags in what people write. Pure.

A sign that begins a word, with a letter in it: no colour of a style sheet (``#fff``, ``#a1b2c3``),
no number of an issue (``#123``), no fragment of a link, no directive of a program. Case does not
tell two apart; what is shown is how it is mostly spelled.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST: Final = 60
_LINE: Final = 2000
_MOST: Final = 100
"""In one message: who writes more of them means none."""

_LINK: Final = re.compile(r"\b[a-z][a-z0-9+.-]{1,20}:/\S*|\bwww\.\S+|\bmailto:\S+", re.IGNORECASE)
# What follows shows that it is a name in a program, or of a channel.
_GOES_ON: Final = re.compile(r"[#/=(＃]|[.:]\w")
# A line of source code, of a patch, or of something coded (a word as long as a line).
_CODE: Final = re.compile(
    r"\s*#\s*(?:if|else|error|warning|line|region|endregion)\b|\+|-[^\s-]|-\t|.*[;{}]\s*$|\S{40}"
)
_DIRECTIVES: Final = frozenset(
    ["define", "elif", "endif", "ifdef", "ifndef", "include", "pragma", "undef"]
)
_COLOUR: Final = re.compile(r"(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"\d+[^\W\d_]{0,2}")
# After these it is part of something else: a path, an entity, a heading, a value.
_INSIDE: Final = frozenset("/&#.@%\\＃")
_BEFORE: Final = frozenset(("Zs", "Cc", "Ps", "Pi", "Pf", "Pd", "Po", "Pc", "So"))
"""What may stand before one, by Unicode's general categories: blanks, punctuation, emoji."""
SIGNS: Final = ("#", "\N{FULLWIDTH NUMBER SIGN}")
_SIGN: Final = re.compile("|".join(SIGNS))


def fold(tag: str) -> str:
    """A hashtag as it is compared: composed (Unicode NFC), without its sign and case."""
    return unicodedata.normalize("NFC", tag.lstrip("".join(SIGNS))).casefold()


def of(text: str) -> dict[str, str]:
    """The hashtags of a clean text or a subject: folded, with how each is spelled first."""
    found: dict[str, str] = {}
    if not any(sign in text for sign in SIGNS):
        return found
    for line in text.split("\n"):
        if not any(sign in line for sign in SIGNS):
            continue
        unlinked = _LINK.sub(" ", line[:_LINE])
        for tag in () if _CODE.match(unlinked) else _in_line(unlinked):
            if len(found) < _MOST:
                found.setdefault(fold(tag), tag)
    return found


def _in_line(line: str) -> Iterator[str]:
    for sign in _SIGN.finditer(line):
        at = sign.start()
        before = line[at - 1] if at else " "
        if before in _INSIDE or unicodedata.category(before) not in _BEFORE:
            continue
        end = at + 1
        while end < len(line) and end - at <= _LONGEST and _belongs(line[end]):
            end += 1
        tag = unicodedata.normalize("NFC", line[at + 1 : end]).strip("_")
        if _is_tag(tag) and not _GOES_ON.match(line, end):
            yield tag


def _belongs(char: str) -> bool:
    return char.isalnum() or char == "_" or unicodedata.category(char)[0] == "M"


def _is_tag(tag: str) -> bool:
    if len(tag) >= _LONGEST or (len(tag) < 2 and tag.isascii()):
        return False
    if not any(char.isalpha() for char in tag):
        return False
    return tag not in _DIRECTIVES and not (_COLOUR.fullmatch(tag) or _NUMBERED.fullmatch(tag))
