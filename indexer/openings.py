"""What a message begins with before it says anything: a greeting, thanks, a pleasantry. Pure.

A sentence is looked at clause by clause, so that of "Hi Jane, thanks for asking, we pay 4k" the
last remains. Where a word is left over that none of the tables (``openings.toml``) knows, the
clause says something.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final, Literal, NamedTuple

from indexer import chatter
from indexer.zones import is_greeting
from indexer.zones.phrases import GREETINGS, GREETINGS_RUN_ON

Opening = Literal["", "greeting", "polite", "thanks"]

_CLAUSE: Final = 160
"""Characters of the longest clause that can be an opening."""
_CLAUSES: Final = 6
_NAMES: Final = 6
"""Words that stand for whom a greeting is to, at most."""
_CALLED: Final = 2
"""Names in a pleasantry, at most."""
_STRAIGHT: Final = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'", "\xa0": " "})
_EDGES: Final = " \t.,:;!?…-–—*_\"'“”„«»()[]😀🙂😊👋☺️:)"
_clause = re.compile(r"[,;:!，、]+\s+|\s+[-–—]+\s+|—|…\s*|\.{3,}\s*")
_named = re.compile(r"[^\W\d_a-z][\w'’-]{1,20}(?: [^\W\d_a-z][\w'’-]{1,20})?[ .!]*")
_first = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?(?=[,;:!?.…]?(?:\s|$))")
_word = re.compile(r"[^\s,;:!]+")
_GREETINGS: Final = frozenset(GREETINGS)
_LONGEST: Final = max(one.count(" ") for one in GREETINGS) + 1
_LOOSE: Final = frozenset((
    "all", "team", "everyone", "everybody", "folks", "gents", "colleagues", "to all", "morning",
    "afternoon", "evening", "care", "cara", "caro", "cari", "caros", "caras", "dag", "beste", "moi",
    "best", "oi", "hei", "selam", "salam", "querido", "querida", "droga", "drogi", "dear",
    "greetings", "коллеги",
))  # fmt: skip
"""Greetings that are other words as often: they need a comma, or nothing else on their line."""


class _Words(NamedTuple):
    greeted: frozenset[str]
    polite: tuple[str, ...]
    tail: frozenset[str]
    lead: tuple[str, ...]
    that: tuple[str, ...]
    begins: frozenset[str]


def opened(sentence: str) -> tuple[Opening, str]:
    """A sentence without what it opens with: what that is, and the words that are left of it.

    Nothing is left of one that says nothing else. Of several openings the one counts that says
    most: thanks, then a pleasantry.
    """
    rest, kinds = sentence.strip(), set[Opening]()
    for _ in range(_CLAUSES):
        rest, greeted = _greeted(rest)
        kinds |= {"greeting"} if greeted else set()
        found = _clause.search(rest, 0, _CLAUSE * 2)
        clause = rest[: found.start()] if found else rest
        kind = _kind(clause) if len(clause) <= _CLAUSE else ""
        if kind:
            kinds.add(kind)
            rest = rest[found.end() :] if found else ""
        elif led := _led(rest):
            rest = led
        elif not greeted:
            break
        named = _named.fullmatch(rest) and ("thanks" in kinds or (kinds and rest[-1] == "!"))
        if named or not rest.strip(_EDGES):
            rest = ""
            break
    order: tuple[Opening, ...] = ("thanks", "polite", "greeting")
    return next((kind for kind in order if kind in kinds), ""), rest.strip()


def begun(text: str) -> str:
    """What was left of a sentence, with a capital where only what stood before it kept it small.

    Only words that are known to be no names and no nouns get one, and only where blanks follow:
    what else is small may be a command, an address, or somebody who writes themselves so.
    """
    found = _first.match(text)
    if found is None:
        return text
    word = found[0].translate(_STRAIGHT)
    known = _words_of_all().begins
    if word in known or word.partition("'")[0] in known:
        return text[0].title() + text[1:]
    return text


def _greeted(text: str) -> tuple[str, bool]:
    """Text without a greeting at its beginning, and whether there was one."""
    if text[:1] in _RUN_ON and is_greeting(text):
        return "", True
    words = list(_word.finditer(text[:_CLAUSE]))
    bare = [word[0].translate(_STRAIGHT).strip(_EDGES).lower() for word in words]
    size = next(
        (n for n in range(min(_LONGEST, len(bare)), 0, -1) if " ".join(bare[:n]) in _GREETINGS), 0
    )
    if not size:
        return text, False
    loose = " ".join(bare[:size]) in _LOOSE
    known, at = _words_of_all().greeted, size
    begun = text[words[size - 1].end() :]
    while at < min(len(words), size + _NAMES) and not _ends(text, words[at - 1].end()):
        if bare[at] not in known and not words[at][0].strip(_EDGES)[:1].isupper():
            break
        at += 1
    end = words[at - 1].end()
    rest = text[end:]
    if not rest.strip(_EDGES):
        return "", True
    if _ends(text, end):
        return rest.lstrip(" \t,;:!.-–—"), True
    called = at > size or not begun
    if at == size and at < len(words) and not loose and _ends(text, words[at].end()):
        # Who writes their friends' names small: "hi jane,".
        rest = text[words[at].end() :]
        is_name = bare[at].isalpha() and (rest[:1] in ",!:" or not rest.strip(_EDGES))
        return (rest.lstrip(" \t,;:!.-–—"), True) if is_name else (text, False)
    if called and not loose and (rest.lstrip()[:1].islower() or rest.lstrip()[:2] == "I "):
        return rest.lstrip(), True
    return text, False


_RUN_ON: Final = frozenset(one[0] for one in GREETINGS_RUN_ON)


def _ends(text: str, at: int) -> bool:
    """Whether a clause ends there."""
    rest = text[at : at + 4]
    return not rest.strip() or rest[0] in ",;:!.，、" or rest.lstrip()[:1] in "-–—"


def _kind(clause: str) -> Opening:
    """What a clause is where it says nothing of the matter."""
    words = clause.translate(_STRAIGHT).split()
    said = [word.strip(_EDGES).lower() for word in words]
    told = " ".join(word for word in said if word)
    if not told:
        return "greeting"
    for each in _tables():
        for phrase in each.polite:
            if told == phrase or told.startswith(f"{phrase} "):
                size = phrase.count(" ") + 1
                pairs = zip(words[size:], said[size:], strict=True)
                left = [word.strip(_EDGES) for word, bare in pairs if bare not in each.tail]
                if all(word[:1].isupper() for word in left) and len(left) <= _CALLED:
                    return "polite"
        if told in each.lead:
            return "polite"
    return "thanks" if chatter.is_thanks(clause) else ""


def _led(text: str) -> str:
    """What follows "just to add that"; nothing where a text begins otherwise."""
    low = text[:_CLAUSE].translate(_STRAIGHT).lower()
    for each in _tables():
        for phrase in each.lead:
            if low.startswith(f"{phrase} "):
                for that in each.that:
                    gap = "" if that.endswith("'") else " "
                    if low.startswith(f"{phrase} {that}{gap}"):
                        return text[len(phrase) + len(that) + 1 :].lstrip()
    return ""


@cache
def _tables() -> tuple[_Words, ...]:
    text = files("indexer").joinpath("openings.toml").read_text(encoding="utf-8")
    return tuple(
        _Words(
            frozenset(one["greeted"].split()),
            _phrases(one["polite"]),
            frozenset(one["tail"].split()),
            _phrases(one["lead"]),
            tuple(one["that"].split()),
            frozenset(one["begins"].split()),
        )
        for one in tomllib.loads(text).values()
    )


@cache
def _words_of_all() -> _Words:
    """Words of all languages: who writes in one greets in another."""
    greeted = frozenset[str]().union(*(one.greeted for one in _tables()))
    begins = frozenset[str]().union(*(one.begins for one in _tables()))
    return _Words(greeted, (), frozenset(), (), (), begins)


def _phrases(cell: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in cell.split(",") if phrase.strip())
