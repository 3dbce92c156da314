"""A text's sentences, whatever lines they stand on. Pure, and linear in the text.

A program that wraps lines broke them where the next word did not fit: there a sentence goes on.
Where it would have fitted its author ended the line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from indexer.zones import is_greeting
from indexer.zones.lines import is_rule
from indexer.zones.words import WRITES

if TYPE_CHECKING:
    from collections.abc import Iterator

_WRAPPED: Final = 56
"""Cells at which the shortest lines that programs wrap are full, but for the next word."""
_called = re.compile(r"(?:[^\W\d_a-z][\w.'’-]{0,20},? ?){1,6}")
_field = re.compile(r"[A-Z][\w-]{1,24}: ")
ITEM: Final = re.compile(r"(?:[-*•·o‣▪–]|\(?\d{1,2}[.)]|\(?[a-zA-Z]\))\s+(?=\S)")
"""What stands before an item of a list."""
_end = re.compile(r"[.!?…]+[\"'”’)\]»*_]*(?=\s|$)|[。！？]+")
_heading = re.compile(r"#{1,6} |={2,} |\*[^*]{1,60}\*:?$|_[^_]{1,60}_:?$")
_SHORT: Final = frozenset((
    "e.g", "i.e", "mr", "mrs", "ms", "dr", "prof", "st", "no", "nr", "approx", "vs", "etc", "cf",
    "fig", "ca", "bzw", "z.b", "z.t", "d.h", "u.a", "o.ä", "ggf", "evtl", "inkl", "usw", "hr",
    "fr", "abs", "art", "tel", "ext", "max", "min", "incl", "p.ex", "mme", "mlle", "sr", "sra",
    "srta", "ej", "p.ej", "dott", "sig", "ecc", "es", "bijv", "m.b.t", "o.a", "np", "tj", "ul",
    "exmo", "exma", "t.ex", "bl.a", "d.v.s", "kl", "re", "jan", "feb", "mar", "apr", "aug",
    "sept", "sep", "oct", "nov", "dec", "inc", "ltd", "co", "corp", "rev", "gen", "sgt",
))  # fmt: skip
"""What ends in a full stop and no sentence does; single letters besides."""
_ALWAYS: Final = frozenset(("etc", "usw", "ecc", "no", "es", "co", "ltd", "inc", "corp", "re"))
"""Those of them that a sentence may well end in: before a capital it does."""


class Sentence(NamedTuple):
    """A sentence on one line, in which paragraph it stands, and whether it heads what follows."""

    text: str
    paragraph: int
    heads: bool = False


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text, in order; rules are none, an item of a list begins one."""
    for number, (piece, heads) in _pieces(text):
        if heads:
            yield Sentence(piece, number, heads=True)
            continue
        start = 0
        for found in _end.finditer(piece):
            if not _goes_on(piece, found):
                yield Sentence(piece[start : found.end()].strip(), number)
                start = found.end()
        if piece[start:].strip():
            yield Sentence(piece[start:].strip(), number)


def _pieces(text: str) -> Iterator[tuple[int, tuple[str, bool]]]:
    """Lines joined where they go on, by paragraph, and whether each is a heading."""
    paragraph, said, first, last = 0, list[str](), "", ""
    for line in text.split("\n"):
        bare = line.strip()
        rule = bool(bare) and is_rule(bare, 2)
        if said and (not bare or rule or not _joins(last, bare)):
            under = rule and first == last and len(bare) * 2 > len(last) and last[-1] not in ".!?"
            yield paragraph, (" ".join(said), under or _is_heading(" ".join(said)))
            said = []
        paragraph += not bare or rule
        if bare and not rule:
            first = first if said else bare
            said += bare.split()
        last = bare
    if said:
        yield paragraph, (" ".join(said), _is_heading(" ".join(said)))


def _joins(line: str, after: str) -> bool:
    """Whether a sentence goes on from one line to the next."""
    if ITEM.match(after) or _heading.match(line) or _field.match(after):
        return False
    if line[-1] in ",!:" and (is_greeting(line) or _called.fullmatch(line)):
        return False
    if line.endswith(":") and line[:-1].rpartition(" ")[2].lower() in WRITES:
        return False
    fits = len(line) + 1 + len(after.split(maxsplit=1)[0]) <= _WRAPPED
    return after[:1].islower() or not fits


def _is_heading(piece: str) -> bool:
    named = piece.endswith(":") and piece.count(" ") <= 2
    return named or bool(_heading.match(piece))


def _goes_on(piece: str, found: re.Match[str]) -> bool:
    """Whether what ends there is a word that is cut short, or a number, and no sentence."""
    after = piece[found.end() : found.end() + 2].strip()
    if found[0][0] in "!?。！？":
        return False
    word = piece[max(0, found.start() - 12) : found.start()].rpartition(" ")[2].lstrip("(\"'“")
    low = word.lower()
    if found[0] == ".":
        if low in _SHORT and not (low in _ALWAYS and after[:1].isupper()):
            return True
        if len(word) == 1 and word.isalpha() and word.isupper():
            return True
        if word.isdigit() and found.start() == len(word):
            return True
    return after[:1].islower()
