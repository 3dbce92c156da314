"""Attributions: the lines that say who wrote what is quoted below them, and when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from indexer.zones.lines import is_rule
from indexer.zones.words import DAYS, OPENERS, QUOTES_FROM, WRITES, WRITES_ANYWHERE

if TYPE_CHECKING:
    from indexer.zones.lines import Lines

_MOST_LINES: Final = 4
_MOST: Final = 420
_BARE_WORDS: Final = 7
_TIME: Final = re.compile(r"(?<!\d)\d{1,2}[:.h时時시]\s?\d{2}(?!\d)")
_DATE: Final = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-](?:\d\d)?\d\d(?!\d)"
)
_WORDS: Final = re.compile(r"[^\W\d_]+(?:\(a)?")
_VERBS: Final = tuple([verb] for verb in WRITES)
_ISO: Final = re.compile(
    r"\d{4}[-/.年년]\s?\d{1,2}[-/.月월]\s?\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    r"|\d{1,2}\.? [^\W\d]{1,12}\.? \d{4}"
)


def above_quote(lines: Lines, quote: int, floor: int) -> int:
    """The first line of the attribution right above the quote that starts at line ``quote``.

    -1 where there is none; no line above ``floor`` is looked at. Right above a quote little is
    asked for: a name and a verb of writing, or an address and a date.
    """
    last = quote - 1
    while last >= floor and last >= quote - 3 and not lines.bare[last]:
        last -= 1
    if last < floor or not lines.text(last) or lines.code[last]:
        return -1
    line = lines.bare[last]
    if quote - last > 1 and not _ends(line) and _WORDS.findall(line.lower())[-1:] not in _VERBS:
        return -1
    return _first(lines, last, floor, alone=False)


def alone(lines: Lines, last: int, floor: int) -> int:
    """The first line of the attribution that ends at line ``last``, though no quote mark follows.

    -1 where there is none. Here it takes a verb of writing, a date, and a time or an address.
    """
    return _first(lines, last, floor, alone=True)


def _ends(line: str) -> bool:
    return line.rstrip("*_ \u200e\u200f\u202c\u2069")[-1:] in (":", "：")


def _first(lines: Lines, last: int, floor: int, *, alone: bool) -> int:
    """Up from an attribution's last line to its first: the nearest that can begin one.

    Where none can, in a language whose beginnings are not known, it is the whole of a short
    paragraph that begins with a date or an address, else the least that is evidence.
    """
    best = whole = -1
    joined = ""
    for first in range(last, max(floor, last - _MOST_LINES + 1) - 1, -1):
        line = lines.bare[first]
        if not lines.text(first) or lines.code[first] or is_rule(line):
            break
        if first != last and line[-1] in ".!?" and line[-2:-1].islower():
            break
        joined = f"{line} {joined}" if joined else line
        if len(joined) > _MOST:
            break
        if not _evidence(joined, alone=alone):
            continue
        if _opens(line):
            return first
        best = first if best < 0 else best
        if (first == floor or not lines.text(first - 1)) and (
            "<" in line or _DATE.search(line) or _TIME.search(line)
        ):
            whole = first
    return whole if whole >= 0 else best


def _opens(line: str) -> bool:
    """Whether an attribution can begin with this line: a preposition, a day or a date."""
    if _ISO.match(line):
        return True
    word = line.split(None, 1)[0].strip("*_.,>،\"'").lower()
    return word in OPENERS or word in DAYS or line.startswith(("在", "於", "В "))


def _evidence(joined: str, *, alone: bool) -> bool:
    low = joined.lower()
    time = _TIME.search(low) is not None
    date = _DATE.search(low) is not None
    if alone and not (time or date):
        return False
    ends = _ends(joined)
    words = _WORDS.findall(low)
    writes = not WRITES.isdisjoint(words) or any(w in low for w in WRITES_ANYWHERE)
    address = "@" in low or "<" in low
    if alone:
        last = ends or (bool(words) and words[-1] in WRITES)
        dated = date and (time or address)
        return last and (writes or address) and (dated or (writes and time and address))
    if not ends and words and words[-1] in WRITES:
        return date or address or _bare(joined, words)
    if not ends:
        # "2013/11/25 Name <address>" and its like.
        return address and date and low[-1] in ">)]" and len(low) < _MOST // 2
    if writes:
        return date or time or address or _bare(joined, words)
    if not QUOTES_FROM.isdisjoint(words[:2]):
        return address or len(words) <= _BARE_WORDS
    return address and (date or time or len(words) <= _BARE_WORDS)


def _bare(joined: str, words: list[str]) -> bool:
    """Whether a line without a date is no more than ``Some Name wrote:``."""
    last = {w for w in words[-3:] if w in WRITES}
    return len(words) <= _BARE_WORDS and (bool(last) or any(w in joined for w in WRITES_ANYWHERE))
