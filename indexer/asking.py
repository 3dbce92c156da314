"""Whether a text asks something, and which of its lines do. Pure, and linear in the text.

That decides who a reply to a cc list answers, what it quotes, and which conversations of a list
are questions. A question mark at the end of a
word says so, or the way a sentence begins; courtesies that end in one do not count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKS = ("?", "？", "؟", "⁇", "?!", "!?")
_ENDS = (".", "!", ":", ";", *_MARKS)
_LEAD = 4
_CLOSERS = "\"'”’»)]}*_,"

_COURTESIES = (
    "how are you", "how are things", "how are you all", "are you well", "hope you are well",
    "hope that helps", "hope this helps", "does that help", "does this help",
    "does that make sense", "make sense", "any questions", "ok", "okay", "right", "no", "yes",
    "really", "you know",
    "who knows", "why not", "see", "wie geht's", "wie geht es dir", "alles klar", "ça va",
    "comment ça va", "cómo estás", "qué tal", "come stai", "come va", "hoe gaat het", "sut wyt ti",
)  # fmt: skip
_BEGINNINGS = (
    "does anyone", "does anybody", "do any of you", "has anyone", "has anybody", "have any of you",
    "can anyone", "can anybody", "could anyone", "could anybody", "would anyone", "is anyone",
    "is anybody", "anyone know", "anybody know", "anyone got", "anyone have", "any ideas",
    "any advice", "any suggestions", "any thoughts on", "i was wondering", "i'm wondering",
    "i am wondering", "we were wondering", "we're wondering", "just wondering", "wondering if",
    "wondering whether", "i'd like to know", "i would like to know", "i'd love to know",
    "we'd love to know", "please can", "please could", "can you please", "could you please",
    "weiß jemand", "weiss jemand", "hat jemand", "kann jemand", "kennt jemand", "gibt es jemanden",
    "quelqu'un sait", "quelqu'un a", "est-ce que quelqu'un", "savez-vous", "alguien sabe",
    "alguien tiene", "alguém sabe", "alguém tem", "qualcuno sa", "qualcuno ha", "weet iemand",
    "heeft iemand", "kan iemand", "vet någon", "har någon", "er der nogen", "tietääkö joku",
    "czy ktoś", "ktoś wie", "neví někdo", "má někdo", "кто-нибудь", "подскажите", "oes unrhyw un",
    "oes gan unrhyw un", "a oes",
)  # fmt: skip


def asks(text: str) -> bool:
    """Whether somebody who wrote this clean text asks something in it."""
    return any(_asks(paragraph) for paragraph in _paragraphs(text))


def question(text: str) -> tuple[str, ...]:
    """The lines that ask: of a clean text, the paragraphs with a question in them.

    All its lines where none seems to ask: what is answered then is all of it.
    """
    found: list[str] = []
    for paragraph in _paragraphs(text):
        if _asks(paragraph):
            found += [*([""] if found else []), *paragraph]
    return tuple(found or text.strip("\n").split("\n"))


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a clean text that ask, each in one line; none where nothing asks."""
    found = (one.lstrip("-*•– ") for part in _paragraphs(text) for one in _asking(part))
    return tuple(dict.fromkeys(one for one in found if one))


def _paragraphs(text: str) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.startswith(">"):
            continue
        if line.strip():
            found[-1].append(line.rstrip())
        elif found[-1]:
            found.append([])
    return [one for one in found if one]


def _asks(lines: list[str]) -> bool:
    return next(_asking(lines), None) is not None


def _asking(lines: list[str]) -> Iterator[str]:
    """The sentences of a paragraph that ask, as they stand there."""
    sentence: list[str] = []
    told: list[str] = []
    depth = 0
    begun = False
    for line in lines:
        words = line.split()
        # An item of a list begins anew: "1.", "-", "(a)".
        if words and (len(words[0]) <= 3 and not words[0][-1:].isalnum()):
            if begun:
                yield " ".join(told)
            sentence, told, begun = [], [], False
        for word in words:
            quoted = depth > 0 or word.startswith(('"', "“", "«"))
            depth += word.count("“") + word.count("«") - word.count("”") - word.count("»")
            if word.count('"') % 2:
                depth = 1 if depth <= 0 else 0
            bare = word.rstrip(_CLOSERS)
            sentence.append(word.strip(_CLOSERS + "([{“«‘").casefold())
            told.append(word)
            if bare.endswith(_MARKS) and "://" not in word and not quoted:
                if begun or not _is_courtesy(sentence):
                    yield " ".join(told)
                sentence, told, begun = [], [], False
            elif bare.endswith(_ENDS):
                if begun:
                    yield " ".join(told)
                # A few words that lead to a question are told with it: "Salt: who pays?"
                leads = bare.endswith(":") and not begun and len(told) <= _LEAD
                sentence, told, begun = [], told if leads and word is not words[-1] else [], False
            elif 2 <= len(sentence) <= 5 and not quoted and _begins(sentence):
                begun = True
    if begun:
        yield " ".join(told)


def _is_courtesy(sentence: list[str]) -> bool:
    said = " ".join(sentence).rstrip("?!？؟⁇ ")
    # A name or a greeting may stand before it: "Hi Jane, how are you?"
    return said in _COURTESIES or any(
        said.endswith(f" {one}") and len(sentence) <= one.count(" ") + 4
        for one in _COURTESIES
        if " " in one
    )


def _begins(sentence: list[str]) -> bool:
    said = " ".join(sentence)
    return any(said == one or said.startswith(f"{one} ") for one in _BEGINNINGS)
