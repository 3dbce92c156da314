"""Whether who asked has said that it is settled. Pure.

By a SUMMARY, by saying so ("sorted", "that's all I need"), or by thanks that are for the answers:
not thanks in advance, not those beside a new question, not those to one of several who answered.
What asks anew opens the question again.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from indexer import asking, frame
from indexer.chatter import AHEAD, chat_of
from indexer.questions import words

if TYPE_CHECKING:
    from collections.abc import Collection

    from indexer.model.bodies import Chat
    from indexer.model.people import Person
    from indexer.questions.values import SettledBy
    from indexer.questions.words import Language

_LONGEST: Final = 12
"""Words of a clause that says in so many words that a question is settled."""
_READ: Final = 4000
_answers = r"(?:[^\W\d_]{1,5}(?:\[\d+\])?:\s*)"


def marked(subject: str, *, answers: bool = True) -> SettledBy | Literal[""]:
    """Whether a subject says so: ``SUMMARY: …``, ``[SOLVED] …``, also behind ``Re:``.

    Without ``answers`` one behind ``Re:``, which others write too, does not count.
    """
    for kind, pattern in _marks().items():
        found = pattern.match(subject)
        if found and (answers or not found[1]):
            return kind
    return ""


@cache
def _marks() -> dict[SettledBy, re.Pattern[str]]:
    summaries = {one for language in words.languages() for one in language.summary}
    solved = {one for each in words.languages() for one in each.settled if " " not in one}
    return {"summary": _mark(summaries), "said": _mark(solved)}


def _mark(found: Collection[str]) -> re.Pattern[str]:
    either = "|".join(map(re.escape, sorted(found)))
    return re.compile(
        rf"\s*({_answers}*)\s*(?:[\[(]\s*(?:{either})\s*[\])]|(?:{either})\s*(?::|\s[-–—]\s))",
        re.IGNORECASE,
    )


def said(
    text: str,
    author: Person,
    answerers: Collection[Person],
    *,
    chat: Chat = "",
    to_one: bool = False,
) -> SettledBy | Literal["", "asks"]:
    """What a later text of who asked makes of it: ``asks`` opens it again, empty is no change.

    ``answerers`` have answered by then; ``to_one`` says that it answers one of them; ``chat`` is
    which kind of nothing new it says.
    """
    if asking.asks(text):
        return "asks"
    whole = text[:_READ]
    rest = frame.unframed(whole, author.name)
    found = words.words(whole)
    if words.mentions(found, "settled") and _says_so(whole):
        return "said"
    if not answerers or words.mentions(found, "yet"):
        return ""
    if chat != "thanks" and not (words.mentions(found, "thanks") and _thanks(rest)):
        return ""
    return "thanks" if not to_one or _for_all(words.words(text), answerers) else ""


def _says_so(text: str) -> bool:
    clauses = (c for said, asks in words.sentences(text) if not asks for c in said.split(","))
    told = [found for clause in clauses if words.mentions(found := words.words(clause), "settled")]
    return any(_settles(found, language) for found in told for language in words.languages())


def _settles(found: list[str], language: Language) -> bool:
    if len(found) > _LONGEST or not language.never.isdisjoint(found):
        return False
    for phrase in language.settled:
        start = words.at(found, phrase)
        if start < 0:
            continue
        beside = found[:start]
        if " " not in phrase:
            # One word may mean anything: "sorted by name".
            beside = beside + found[start + 1 :]
        if all(_leads(word, language) for word in beside):
            return True
    return False


def _leads(word: str, language: Language) -> bool:
    thanks = chat_of(word) == "thanks"
    return thanks or word in language.lead or word in language.everyone


def _thanks(text: str) -> bool:
    """Whether a sentence thanks for something that was given."""
    for sentence, asks in words.sentences(text):
        found = words.words(sentence)
        if asks or not words.mentions(found, "thanks") or not AHEAD.isdisjoint(found):
            continue
        if chat_of(sentence) == "thanks" or chat_of(sentence.partition(",")[0]) == "thanks":
            return True
    return False


def _for_all(found: list[str], answerers: Collection[Person]) -> bool:
    """Whether thanks are for all who answered: they name everybody, or each of them."""
    if len(answerers) == 1 or any(
        word in each.everyone for word in found for each in words.languages()
    ):
        return True
    return all(
        not set(found).isdisjoint(one.name.lower().replace(",", " ").split()) for one in answerers
    )
