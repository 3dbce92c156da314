"""What a message says that says nothing new: thanks, agreement, a wish to be left alone. Pure.

The whole of a text has to be such, minus its frame (:mod:`indexer.frame`): every sentence is made
of phrases of one language (``chatter.toml``), of names, and of what one is thanked
for. Where a word is left over, the text says something: "Thanks, and do you have the template?",
"+1, we use it too", "Yes, thanks". Who asks to be left alone may say why, in other sentences.

"Me too" is agreement, whatever was asked: where it answers "Who can come?", the row that it is
folded into still names everybody who said so.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from indexer import frame
from indexer.chatter_words import SIGNS, SMILES, URGENT, languages

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from indexer.chatter_words import Language
    from indexer.model.bodies import Chat

LONGEST: Final = 400
"""Characters of the longest text that can say nothing new."""

_ORDER: Final[tuple[Chat, ...]] = ("remove", "stop", "wrong", "agree", "thanks")
_ALONE: Final = frozenset(("remove", "stop", "wrong"))
_TAIL: Final = {"thanks": 8, "remove": 9, "stop": 9, "agree": 3}
_ALL: Final = frozenset(("to", "on"))
_EXCUSE: Final = 18
AHEAD: Final = frozenset((
    "advance", "voraus", "avance", "d'avance", "antemano", "anticipo", "förhand", "forhånd",
    "etukäteen", "góry", "předem", "заранее", "anticipat", "alvast", "előre", "schon",
))  # fmt: skip
"""Words of thanks for what was not given yet: they ask for it."""
_sentence = re.compile(r"[.!?…;:]+(?=\s|$)|\s[-–—]+\s|\n")
_name = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*\.?\Z")
_reacted = re.compile(r"[^\n]{1,80} reacted to your message:?\s*\Z")
_EDGES: Final = '.,!?;:()[]{}"“”„«»‚‘*_…¡¿~'
_STRAIGHT: Final = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'", "\xa0": " "})


class _Table(NamedTuple):
    phrases: dict[str, str]
    longest: int
    openers: dict[str, frozenset[str]]
    turns: frozenset[str]
    drop: tuple[str, ...]
    lists: frozenset[str]


class _Said(NamedTuple):
    classes: frozenset[str]
    urgent: bool


def chat_of(text: str, names: Collection[str] = (), *, sender: str = "") -> Chat:
    """Which kind of nothing new a clean text says, empty where it says something, or is empty.

    ``names`` are words, in lower case, that people here are called by; ``sender`` is the author's
    name. Of several kinds the one that asks most of its readers counts: ``remove``, ``stop``,
    ``wrong``, ``agree``, ``thanks``.
    """
    if len(text) > LONGEST * 2:
        return ""
    straight = unicodedata.normalize("NFC", text).translate(_STRAIGHT)
    if _reacted.match(straight):
        return "agree"
    known = {*names, *sender.lower().replace(",", " ").split()}
    rest = frame.unframed(straight, sender)
    if len(rest) > LONGEST:
        return ""
    told = list(_sentences(rest))
    said = [_judge(*one, known) for one in told]
    if not rest:
        # "Thanks," over a name is all frame.
        above = frame.above_name(straight.strip("\n"), sender)
        told = [(line, False) for line in above if line.strip()]
        said = [_framed(line, known) for line, _ in told]
    classes = frozenset().union(*(one.classes for one in said if one))
    if any(one is None for one in said) and not (
        classes & _ALONE and all(one or _excuses(*two) for one, two in zip(said, told, strict=True))
    ):
        return ""
    if any(one.urgent for one in said if one) and not classes & {"remove", "stop"}:
        return ""
    return next((kind for kind in _ORDER if kind in classes), "")


def is_thanks(words: str) -> bool:
    """Whether some words thank, and say nothing else: ``thanks for raising this``."""
    straight = words.translate(_STRAIGHT)
    if len(words) > LONGEST or _first(straight) not in _thanking():
        return False
    said = _judge(straight, False, ())
    return said is not None and said.classes == {"thanks"} and not said.urgent


@cache
def _thanking() -> frozenset[str]:
    """The words that thanks begin with, in any language."""
    phrases = (phrase for one in languages() for phrase in (*one.thanks, *one.filler))
    return frozenset(phrase.partition(" ")[0] for phrase in phrases)


def _first(words: str) -> str:
    return next(iter(words.split()), "").strip(_EDGES).lower()


def _framed(line: str, names: Collection[str]) -> _Said | None:
    """A line of a frame: thanks, a greeting to somebody, a name."""
    said = _judge(line, False, names)
    if said is not None:
        return said
    words = [word.strip(_EDGES).lower() for word in line.split()]
    told = frame.greets(line) or (frame.signs_off(line) and not line.partition(",")[2].strip())
    return _Said(frozenset(), urgent=False) if told or set(words) <= set(names) else None


def _sentences(text: str) -> Iterator[tuple[str, bool]]:
    """The sentences of a text, and whether each asks; a filled line goes on in the next."""
    lines = text.split("\n")
    joined = lines[0]
    for line in lines[1:]:
        begins = line.lstrip()[:1]
        joined += (" " if begins.islower() and joined.strip() else "\n") + line
    start = 0
    for match in (*_sentence.finditer(joined), None):
        end = match.start() if match else len(joined)
        one = joined[start:end]
        if one.strip():
            yield one, bool(match and "?" in match[0])
        start = match.end() if match else end


def _judge(sentence: str, asks: bool, names: Collection[str]) -> _Said | None:  # noqa: FBT001
    """What a sentence says that is nothing new; None where it says something."""
    for table in _tables():
        said = _in_language(sentence, table, names)
        if said and (not asks or (said.classes and said.classes <= _ALONE)):
            return said
    return None


def _excuses(sentence: str, asks: bool) -> bool:  # noqa: FBT001
    """Whether a sentence beside a wish to be left alone only says why."""
    words = " ".join(word.strip(_EDGES).lower() for word in sentence.split())
    return (
        not asks
        and words.count(" ") < _EXCUSE
        and not any(sign in sentence for sign in "@/\\=<>")
        and any(words.startswith(f"{one} ") for each in languages() for one in each.excuse)
    )


def _drops(words: list[str], table: _Table) -> bool:
    """Whether somebody is to be taken off a list: ``please remove Ann Lee from this list``."""
    text = " ".join(word for word in words if word != ",")
    told = next((one for one in table.drop if f"{text} ".startswith(f"{one} ")), None)
    if told is None:
        return False
    rest = text[len(told) :].split()
    named = not any(sign in word for word in rest for sign in "@/\\=<>")
    return not rest or (len(rest) <= _TAIL["remove"] and rest[-1] in table.lists and named)


def _in_language(sentence: str, table: _Table, names: Collection[str]) -> _Said | None:
    raw = [word for word in sentence.replace(",", " , ").split() if word.lower() not in SMILES]
    words = [w if w in SIGNS else w.strip(_EDGES).lower() or "," for w in raw]
    if _drops(words, table):
        return _Said(frozenset(("remove",)), urgent=False)
    found: set[str] = set()
    urgent = False
    at, unknown, latest = 0, 0, ""
    while at < len(words):
        word = words[at]
        size, kind = _phrase(words, at, table)
        if word == ",":
            # Whom one does not know is called upon without one: "Danke, Dienstag" is an answer.
            unknown, at = 2, at + 1
        elif latest and word in table.openers[latest] and (size < 2 or kind == "filler"):
            end = _tail(words, raw, at + 1, latest, table)
            if end is None:
                return None
            at = end
        elif size:
            if kind != "filler":
                found.add(kind)
                latest = kind
            if not AHEAD.isdisjoint(words[at : at + size]):
                # Thanks in advance for something ask for it.
                latest = ""
            unknown, at = 0, at + size
        elif sign := _sign(raw[at]):
            found |= {sign} - {"-"}
            at += 1
        elif word in URGENT:
            urgent, at = True, at + 1
        elif word in names or (latest == "thanks" and unknown < 2 and _is_name(raw[at])):
            # Nobody else is called upon by a name than who is thanked.
            unknown, at = unknown + (word not in names), at + 1
        else:
            return None
    return _Said(frozenset(found), urgent)


def _phrase(words: list[str], at: int, table: _Table) -> tuple[int, str]:
    """The longest phrase that begins here: how many words, and of which kind."""
    for size in range(min(table.longest, len(words) - at), 0, -1):
        kind = table.phrases.get(" ".join(words[at : at + size]))
        if kind:
            return size, kind
    return 0, ""


def _tail(words: list[str], raw: list[str], at: int, kind: str, table: _Table) -> int | None:
    """Where ends what one is thanked for, or taken off; None where it says something else."""
    end = next((n for n in range(at, len(words)) if words[n] == ","), len(words))
    stop = end
    while stop > at and table.phrases.get(words[stop - 1]) == "filler":
        stop -= 1
    for n in range(at, stop):
        word = words[n]
        head = word.partition("'")[0]
        if word in table.turns or (head != word and head in table.turns):
            return None
        if any(sign in word for sign in "@/\\=<>") or any(sign.isdigit() for sign in word):
            return None
        if kind == "agree" and not (_is_name(raw[n]) or table.phrases.get(word)):
            return None
    return end if 0 < end - at <= _TAIL[kind] else None


def _sign(word: str) -> str:
    """The kind that a sign stands for, ``-`` for one that says nothing; empty for a word."""
    bare = "".join(c for c in word if unicodedata.category(c) not in ("Mn", "Cf", "Sk"))
    kinds = {SIGNS.get(c, "") for c in bare}
    if bare and kinds <= {"agree", "thanks"}:
        return "agree" if "agree" in kinds else "thanks"
    is_picture = bool(bare) and all(unicodedata.category(c) in ("So", "Po", "Pd") for c in bare)
    return "-" if is_picture else ""


def _is_name(word: str) -> bool:
    bare = word.strip(_EDGES.replace(".", ""))
    shouted = len(bare.rstrip(".")) > 1 and bare.isupper()
    return bool(_name.match(bare)) and bare[:1].isupper() and not shouted


@cache
def _tables() -> tuple[_Table, ...]:
    return tuple(map(_table, languages()))


def _table(one: Language) -> _Table:
    phrases: dict[str, str] = {}
    for kind in ("filler", "wrong", "stop", "remove", "agree", "thanks"):
        phrases |= dict.fromkeys(getattr(one, kind), kind)
    phrases |= {sign: kind for sign, kind in SIGNS.items() if sign[:1] == "+"}
    openers = {
        "thanks": one.thanked, "agree": one.agreed, "remove": one.removed,
        "stop": one.removed & _ALL, "wrong": frozenset[str](),
    }  # fmt: skip
    longest = max(phrase.count(" ") + 1 for phrase in phrases)
    return _Table(phrases, longest, openers, one.turns, one.drop, one.lists)
