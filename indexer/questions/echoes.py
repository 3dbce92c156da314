"""Who only wishes for the answers to somebody else's question. Pure.

Each clause of the text has to be such a wish, agreement or thanks (:mod:`indexer.chatter`), or say
that one has the same question. Where a clause is left over the text says something, and counts
as an answer: "We use a form for it, and would be interested in the answers."
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from indexer import frame
from indexer.chatter import LONGEST, chat_of
from indexer.questions import words

if TYPE_CHECKING:
    from collections.abc import Collection

    from indexer.questions.words import Language

_TAIL: Final = 12
"""Words that may stand behind a wish, the answers among them."""


@lru_cache(2048)
def echoes(text: str, names: frozenset[str] = frozenset(), *, sender: str = "") -> bool:
    """Whether a clean text asks for the answers and gives none.

    ``names`` are words, in lower case, that people here are called by.
    """
    if len(text) > 2 * LONGEST:
        return False
    if not words.mentions(words.words(text), "wish", "same"):
        return False
    rest = frame.unframed(text, sender)
    if len(rest) > LONGEST:
        return False
    called = {*names, *sender.lower().replace(",", " ").split()}
    clauses = [
        clause
        for sentence, _ in words.sentences(rest)
        for clause in sentence.split(",")
        if words.words(clause)
    ]
    wished = False
    for clause in clauses:
        said = _said(clause, called)
        if not said:
            return False
        wished |= said == "wish"
    return wished


def _said(clause: str, names: Collection[str]) -> str:
    found = words.words(clause)
    if any(sign in clause for sign in "@/\\=<>0123456789"):
        return ""
    wishes = words.mentions(found, "wish", "same")
    for language in words.languages():
        if wishes and _wishes(found, language, names):
            return "wish"
        if all(word in language.lead or word in names for word in found):
            return "lead"
    return "chat" if chat_of(clause, names) in ("agree", "thanks") else ""


def _wishes(found: list[str], language: Language, names: Collection[str]) -> bool:
    for phrase in language.same:
        start = words.at(found, phrase)
        beside = found[:start] + found[start + len(phrase.split()) :]
        if start >= 0 and _leads(beside, language, names):
            return True
    for phrase in language.wish:
        start = words.at(found, phrase)
        if start < 0 or not _leads(found[:start], language, names):
            continue
        rest = found[start + len(phrase.split()) :]
        if len(rest) <= _TAIL and any(words.at(rest, one) >= 0 for one in language.answers):
            return True
    return False


def _leads(found: list[str], language: Language, names: Collection[str]) -> bool:
    return all(word in language.lead or word in names for word in found)
