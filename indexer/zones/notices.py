"""Notices of the law department, the mail gateway and the scanner, at a message's ends.

A paragraph is told by how many kinds of such words it has: what the message is, that it is
confidential, for whom, what to do if it went astray. One kind is in anybody's sentence.
"""

from __future__ import annotations

import re
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

_LEAST: Final = 16
_ENOUGH: Final = 3
_TERSE: Final = 200
_START: Final = 60
# A first person, which no notice has; in English it is the capital that tells it.
_SPOKEN: Final = re.compile(
    r"(?:^|[\s(])(?:I(?:['’](?:m|ll|ve|d))?\s+[a-z]|[Ii]ch\s|[Jj]e (?:vous|te|ne|suis|pense)\s"
    r"|[Jj]['’]ai\s|[Jj]eg\s|[Jj]ag\s|[Ss]orry\b)"
)
_TELLING: Final = frozenset((2, 3, 6, 7, 8))
_GROUPS: Final = (MESSAGE, SECRET, READER, ASTRAY, ACTION, FORBID, SCAN, LAW, COMPANY)
"""The order is that of ``_TELLING``, the kinds that are in notices only."""
_ALONE_MOST: Final = 400


def is_notice(paragraph: str) -> bool:
    """Whether a paragraph is a notice of confidentiality, of a scanner, of a company."""
    if len(paragraph) < _LEAST:
        return False
    text = paragraph.lower().replace("’", "'")
    said = _said(text)
    if _is_green(text) and len(text) < _TERSE:
        return True
    if _spoken(paragraph):
        return len(said) > _ENOUGH + 1
    if len(text) < _ALONE_MOST and (any(phrase in text for phrase in ALONE) or _is_scan(text)):
        return True
    if _is_terse(text):
        return True
    # Who asks a person to keep a message to themselves names no recipient and no law.
    if len(said) == _ENOUGH:
        return 0 in said and not said.isdisjoint(_TELLING)
    return len(said) > _ENOUGH or _is_imprint(text)


def may_be_notice(paragraph: str, least: int = 2) -> bool:
    """Whether a paragraph beside a notice may be a part of it: it has ``least`` of its words."""
    text = paragraph.lower().replace("’", "'")
    return len(text) >= _LEAST and not _spoken(paragraph) and len(_said(text)) >= least


def _said(text: str) -> set[int]:
    return {i for i, group in enumerate(_GROUPS) if any(word in text for word in group)}


def _is_terse(text: str) -> bool:
    """Whether a sentence or two is a notice's: of the message itself, or of sender and error."""
    if len(text) > _TERSE:
        return False
    if any(w in text for w in SENDER) and any(w in text for w in ASTRAY):
        return True
    start = text[:_START].lstrip(" *_([")
    # "Please" is what a person says of a message that they wrote.
    return (
        start.startswith(MESSAGE)
        and "please" not in text
        and "bitte" not in text
        and any(w in text for w in (*SECRET, *READER))
    )


def _is_green(text: str) -> bool:
    """Whether a paragraph asks to spare the earth a printed page; it may ask with a question."""
    return any(w in text for w in PRINT) and any(w in text for w in EARTH)


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
    return len(low) < 60 and "?" not in low and any(h in low for h in HEADINGS)


def _spoken(paragraph: str) -> bool:
    """Whether somebody speaks: a question, or a first person."""
    return "?" in paragraph or _SPOKEN.search(paragraph[:_ALONE_MOST]) is not None
