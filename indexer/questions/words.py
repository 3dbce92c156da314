"""What is said about answers: ``words.toml``, a table a language, and how it is looked for."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from indexer.chatter_words import languages as chatter_languages

_STRAIGHT: Final = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'", "\xa0": " "})
_EDGES: Final = ".,!?;:()[]{}\"“”„«»‚‘*_…¡¿~'"
_ends = re.compile(r"([.!?…;:]+(?=\s|$)|\s[-–—]+\s|\n)")


class Language(NamedTuple):
    """Phrases and words of one language; what each is for is said in the file."""

    wish: tuple[str, ...]
    answers: tuple[str, ...]
    same: tuple[str, ...]
    summary: tuple[str, ...]
    settled: tuple[str, ...]
    yet: tuple[str, ...]
    lead: frozenset[str]
    never: frozenset[str]
    everyone: frozenset[str]


@cache
def languages() -> tuple[Language, ...]:
    """All languages there are, English first."""
    text = files("indexer.questions").joinpath("words.toml").read_text(encoding="utf-8")
    return tuple(_language(one) for one in tomllib.loads(text).values())


def _language(table: dict[str, str]) -> Language:
    phrases = [_phrases(table[name]) for name in Language._fields[:6]]
    words = [frozenset(table[name].split()) for name in Language._fields[6:]]
    return Language._make((*phrases, *words))


def _phrases(cell: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in cell.split(",") if phrase.strip())


def mentions(found: list[str], *kinds: str) -> bool:
    """Whether words have a phrase of one of the kinds: a field's name, or ``thanks``."""
    for kind in kinds:
        starts = _starts(kind)
        for start, word in enumerate(found):
            if word in starts and any(
                found[start : start + len(phrase)] == phrase for phrase in starts[word]
            ):
                return True
    return False


@cache
def _starts(kind: str) -> dict[str, list[list[str]]]:
    """The phrases of a kind, as words, by their first one."""
    every = chatter_languages() if kind == "thanks" else languages()
    found: dict[str, list[list[str]]] = {}
    for phrase in {phrase for one in every for phrase in getattr(one, kind)}:
        found.setdefault(phrase.partition(" ")[0], []).append(phrase.split())
    return found


def folded(text: str) -> str:
    """A text as phrases are looked for: composed, lower case, straight apostrophes."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_STRAIGHT).lower().split())


def sentences(text: str) -> list[tuple[str, bool]]:
    """The sentences of a text, a filled line with the next, and whether each is a question."""
    joined = re.sub(r"\n(?=[ \t]*[^\W\d_A-ZÀ-Þ])", " ", text.translate(_STRAIGHT))
    pieces = _ends.split(joined)
    told = [(said, "?" in end) for said, end in zip(pieces[::2], [*pieces[1::2], ""], strict=True)]
    return [(said, asks) for said, asks in told if any(c.isalnum() for c in said)]


def words(text: str) -> list[str]:
    """The words of a piece of text, in lower case and without the signs around them."""
    found = (word.strip(_EDGES) for word in folded(text).split())
    return [word for word in found if word]


def at(found: list[str], phrase: str) -> int:
    """Where the words of a phrase begin among others; -1 where they do not stand there."""
    wanted = phrase.split()
    for start in range(len(found) - len(wanted) + 1):
        if found[start : start + len(wanted)] == wanted:
            return start
    return -1
