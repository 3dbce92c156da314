"""Notices of the law department, the mail gateway and the scanner, at a message's ends.

A paragraph is told by how many kinds of such words it has: what the message is, that it is
confidential, for whom, what to do if it went astray. One kind is in anybody's sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from indexer.zones.notice_words import (
    ACTION,
    ALONE,
    ASTRAY,
    COMPANY,
    EARTH,
    FORBID,
    HEADINGS,
    LAW,
    MESSAGE,
    PRINT,
    READER,
    SCAN,
    SCANNED,
    SECRET,
    SENDER,
)
from indexer.zones.vocabulary import Vocabulary

_LEAST: Final = 16
_ENOUGH: Final = 3
_TERSE: Final = 200
_START: Final = 60
# A first person, which no notice has; in English it is the capital that tells it.
_SPOKEN: Final = re.compile(
    r"(?:^|[\s(])(?:I(?:['’](?:m|ll|ve|d))?\s+[a-z]|[Ii]ch\s|[Jj]e (?:vous|te|ne|suis|pense)\s"
    r"|[Jj]['’]ai\s|[Jj]eg\s|[Jj]ag\s|[Ss]orry\b)"
)
_GROUPS: Final = (MESSAGE, SECRET, READER, ASTRAY, ACTION, FORBID, SCAN, LAW, COMPANY)
_SECRET, _READER, _ASTRAY, _SCAN, _LAW, _COMPANY = 1, 2, 3, 6, 7, 8
# The kinds that are in notices only.
_TELLING: Final = frozenset((_READER, _ASTRAY, _SCAN, _LAW, _COMPANY))
_FOR_FEW: Final = frozenset((_SECRET, _READER))
_ALONE, _PRINT, _EARTH = range(len(_GROUPS), len(_GROUPS) + 3)
_GREEN: Final = frozenset((_PRINT, _EARTH))
_APART: Final = frozenset((_ALONE, *_GREEN))
_WORDS: Final = Vocabulary(*_GROUPS, ALONE, PRINT, EARTH)
_HEADINGS: Final = Vocabulary(HEADINGS)
_ALONE_MOST: Final = 400


@dataclass(frozen=True, slots=True)
class Wording:
    """A paragraph on one line, and of which kinds it has words that notices have."""

    paragraph: str
    low: str
    kinds: frozenset[int]


def worded(paragraph: str) -> Wording:
    """The wording of a paragraph, read once for all that is asked of it."""
    low = paragraph.lower().replace("’", "'")
    return Wording(paragraph, low, frozenset(_WORDS.said(low)))


def is_notice(wording: Wording) -> bool:
    """Whether a paragraph is a notice of confidentiality, of a scanner, of a company."""
    text, found = wording.low, wording.kinds
    if not found or len(wording.paragraph) < _LEAST:
        return False
    said = found - _APART
    if len(text) < _TERSE and found >= _GREEN:
        return True
    if _spoken(wording.paragraph):
        return len(said) > _ENOUGH + 1
    if len(text) < _ALONE_MOST and (_ALONE in found or (_SCAN in said and _is_scan(text))):
        return True
    if _is_terse(text, said):
        return True
    # Who asks a person to keep a message to themselves names no recipient and no law.
    if len(said) == _ENOUGH:
        return 0 in said and not said.isdisjoint(_TELLING)
    return len(said) > _ENOUGH or (_COMPANY in said and _is_imprint(text))


def may_be_notice(wording: Wording, least: int = 2) -> bool:
    """Whether a paragraph beside a notice may be a part of it: it has ``least`` of its words."""
    enough = len(wording.kinds - _APART) >= least and len(wording.low) >= _LEAST
    return enough and not _spoken(wording.paragraph)


def _is_terse(text: str, said: frozenset[int]) -> bool:
    """Whether a sentence or two is a notice's: of the message itself, or of sender and error."""
    if len(text) > _TERSE:
        return False
    if _ASTRAY in said and any(w in text for w in SENDER):
        return True
    start = text[:_START].lstrip(" *_([")
    # "Please" is what a person says of a message that they wrote.
    return (
        not said.isdisjoint(_FOR_FEW)
        and start.startswith(MESSAGE)
        and "please" not in text
        and "bitte" not in text
    )


def _is_scan(text: str) -> bool:
    """Whether a scanner speaks: of a message, with two of its words."""
    return sum(word in text for word in SCAN) >= 2 and any(w in text for w in SCANNED)


def _is_imprint(text: str) -> bool:
    """Whether a paragraph is what the law makes a company print: its register, seat, directors."""
    return (
        len(text) < _ALONE_MOST
        and sum(word in text for word in COMPANY) >= 2
        and sum(c.isdigit() for c in text) >= 4
    )


def is_heading(line: str) -> bool:
    """Whether a line is what stands over a notice: ``Disclaimer:``."""
    low = line.lower()
    return len(low) < 60 and "?" not in low and _HEADINGS.has(low)


def _spoken(paragraph: str) -> bool:
    """Whether somebody speaks: a question, or a first person."""
    return "?" in paragraph or _SPOKEN.search(paragraph[:_ALONE_MOST]) is not None
