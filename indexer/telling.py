"""The first words of a message that say something: what stands for it where there is one line.

Pure, and quick on any text: no more of it is read than can matter.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from indexer.openings import begun, opened
from indexer.sentences import ITEM, sentences
from indexer.zones import clean, is_greeting, is_sign_off
from indexer.zones.words import LABELS, WRITES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indexer.model.bodies import Zone
    from indexer.sentences import Sentence

LONGEST: Final = 200
"""Characters of a snippet, at most."""
_READ: Final = 20_000
"""Characters of a text that are looked at."""
_LOOKED: Final = 120
"""Sentences that are looked at."""
_HEAD: Final = 15
"""Lines of a forward among which its header is."""
_BRIEF: Final = 40
"""Characters up to which an answer is told on from the next paragraph: "Yes." is half of it."""
_LEAST: Final = 60
"""Characters from which on a snippet rather ends with a sentence than is full."""

# How much is said, the most first.
Worth = Literal[0, 1, 2, 3, 4, 5]
_SAYS: Final[Worth] = 0
_LINK: Final[Worth] = 1
_THANKS: Final[Worth] = 2
_HEADS: Final[Worth] = 3
_GREETS: Final[Worth] = 4
_NOISE: Final[Worth] = 5

_NAME: Final = r"[^\W\d_a-z][\w.'’-]{0,20}(?: [^\W\d_a-z][\w.'’-]{0,20}){0,2}"
_ENDS: Final = ".!?…:)。！？"
_link = re.compile(r"[<(\[]*(?:(?:https?|ftp)://|www\.|mailto:)\S+")
_angled = re.compile(r"\s*<(?:https?://|mailto:|cid:)[^\s>]*>")
_framed = re.compile(r"[\[<{][^\]>}]*[\]>}][\s.:]*")
_field = re.compile(r"[*_]{0,2}([^\W\d][\w .()/'-]{0,24}?)[*_]{0,2}\s?:[*_]{0,2}\s")
_trailer = re.compile(r"[A-Z][a-z]+(?:-[a-z]+)*-by: |(?:From|Cc|Fixes|Link|Closes): \S.*[@(/]")
_acks = re.compile(r"(?:Acked|Reviewed|Tested|Nacked)(?:-[a-z]+)*-by: ")
_diffstat = re.compile(
    r"\S \| +\d+ [+-]+|^diff --git |^(?:---|\+\+\+) [ab]/|^@@ -|^\d+ files? changed,"
)
_words = re.compile(r"\w")
_names = re.compile(rf"{_NAME}(?:(?:, ?| & | and | und | et | y | e | en ){_NAME}){{0,4}},")
_name = re.compile(rf"{_NAME}[.,]?")


def snippet(zones: Sequence[Zone], sender: str = "") -> str:
    """The first sentence that says something and what fits of those after it, on one line.

    At most 200 characters. Greetings, pleasantries, headings, rules, what programs leave, and
    links alone are passed over; where there is nothing else, what says most of them is given:
    empty only where nobody wrote anything. What was passed on counts after what was written.
    ``sender`` is the author's name.
    """
    best: tuple[int, str] = (_NOISE + 1, "")
    for kind in ("new", "forward"):
        text = clean([zone for zone in zones if zone.kind == kind])[:_READ]
        if kind == "forward":
            text = _without_head(text)
        worth, said = _best(text, sender)
        if said and worth == _SAYS:
            return said
        if said and worth < best[0]:
            best = worth, said
    return best[1] or _cut(" ".join(clean(zones)[:_READ].split()))


def _best(text: str, sender: str) -> tuple[int, str]:
    """What says most of a text, and how much that is."""
    best: tuple[int, str] = (_NOISE + 1, "")
    every = _sentences(text)
    for one in every:
        worth, left = _worth(one, sender)
        if worth == _SAYS:
            return worth, _told(left, one.paragraph, every, sender)
        if worth < best[0]:
            best = worth, one.text
    if best[0] != _NOISE + 1:
        return best[0], _cut(best[1])
    return best


def _sentences(text: str) -> Iterator[Sentence]:
    for number, one in enumerate(sentences(text)):
        if number >= _LOOKED:
            return
        yield one


def _told(said: str, paragraph: int, following: Iterator[Sentence], sender: str) -> str:
    """A sentence and those after it, as far as they fit and belong to it."""
    for one in following:
        if len(said) > LONGEST:
            break
        worth, left = _worth(one, sender)
        if one.paragraph == paragraph:
            left = one.text
        elif len(said) > _BRIEF or left[-1:] not in _ENDS:
            # What is no sentence there is a name, most often.
            break
        if worth != _SAYS:
            if one.paragraph == paragraph:
                break
            continue
        paragraph = one.paragraph
        if len(said) + 1 + len(left) > LONGEST and len(said) >= _LEAST:
            break
        said = f"{said} {left}"
    return _cut(said)


def _worth(one: Sentence, sender: str) -> tuple[Worth, str]:
    """How much a sentence says, and its words without what it opens with."""
    text = _angled.sub("", one.text[: 4 * LONGEST]).strip() or one.text[: 4 * LONGEST]
    if not _words.search(text) or text[0] in ">|" or _framed.fullmatch(text):
        # A sign alone says something: 👍.
        return (_NOISE if text.isascii() or text[0] in ">|" else _THANKS), text
    if _is_left(text):
        return _trailed(text, sender), text
    if not _words.search(_link.sub("", text)):
        return _LINK, text
    if one.heads:
        return _HEADS, text
    if text[-1] in ",!:：，！" and is_greeting(text):
        return _GREETS, text
    if is_sign_off(text) or _is_called(text, sender) or _names.fullmatch(text):
        return _GREETS, text
    whole = ITEM.sub("", text, count=1) if ITEM.match(text) else text
    kind, left = opened(whole)
    if not left:
        return (_GREETS if kind == "greeting" else _THANKS), text
    if kind and not _words.search(_link.sub("", left)):
        return _LINK, text
    return _SAYS, left if left == whole else begun(left)


def _is_left(text: str) -> bool:
    """Whether a program left it: the line above a quote, a trailer, whom a patch is from."""
    above = text.endswith(":") and text[:-1].rpartition(" ")[2].lower() in WRITES
    return above or bool(_trailer.match(text)) or bool(_diffstat.search(text))


def _trailed(text: str, sender: str) -> Worth:
    """How much a line says that programs leave: who acks a patch with one says just that."""
    if not _trailer.match(text):
        return _NOISE
    named = bool(sender.strip()) and sender.rsplit(maxsplit=1)[-1].casefold() in text.casefold()
    return _SAYS if named and _acks.match(text) else _THANKS


def _without_head(text: str) -> str:
    """A message that was passed on without the header that stands above it."""
    lines = text.split("\n")
    fields = [at for at, line in enumerate(lines[:_HEAD]) if _is_field(line)]
    end = fields[-1] + 1 if fields else 0
    while fields and end < len(lines) and lines[end].strip():
        end += 1
    return "\n".join(lines[end:]) if end < len(lines) else text


def _is_field(line: str) -> bool:
    found = _field.match(line.strip())
    return found is not None and found[1].strip().lower() in LABELS


def _is_called(text: str, sender: str) -> bool:
    """Whether it is the author's name, or some of it."""
    words = text.strip(" .,-–—*_").casefold().split()
    whole = sender.casefold().replace(",", " ").split()
    return bool(words) and bool(_name.fullmatch(text)) and set(words) <= set(whole)


def _cut(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    end = text.rfind(" ", LONGEST // 2, LONGEST)
    return text[: end if end > 0 else LONGEST - 1].rstrip(" ,;:-–—") + "…"
