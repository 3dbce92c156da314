"""Attributions: the lines that say who wrote what is quoted below them, and when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from indexer.zones import logs
from indexer.zones.lines import is_rule
from indexer.zones.words import DAYS, OPENERS, QUOTES_FROM, WRITES, WRITES_ANYWHERE

if TYPE_CHECKING:
    from indexer.zones.lines import Lines

_MOST_LINES: Final = 4
_CERTAIN: Final = 2
_LITTLE: Final = 1
_FEW: Final = 4
_SAYS: Final = frozenset(("said", "says", "meinte"))
_IN_REPLY: Final = ("(in reply to ", "in reply to ")
_MOST: Final = 420
_BARE_WORDS: Final = 7
_TIME: Final = re.compile(r"(?<!\d)\d{1,2}[:.h时時시]\s?\d{2}(?!\d)")
_DATE: Final = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-](?:\d\d)?\d\d(?!\d)"
)
# Seldom needed, so that they are compiled when they first are.
_DATED: Final = r"[^,:<>]{2,60}, (?:[^\W\d_]{2,10}\.?,? ){0,2}\d"
_OLD_GMAIL: Final = r"(?:19|20)\d\d[/-]\d{1,2}[/-]\d{1,2} [^<>\d]{1,80}<[^<>\s]{3,200}>$"
_RUN_IN: Final = r"[:：][\s\u00a0]{2}"
_MOST_STRUCTURAL: Final = 12
_WORDS: Final = re.compile(r"[^\W\d_]+(?:\(a)?")
_NUMBER: Final = re.compile(r"\d")
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
    final = _ends(line) or _ends_in_verb(_WORDS.findall(line.lower()))
    if quote - last > 1 and not final and not re.match(_OLD_GMAIL, line):
        return -1
    return _first(lines, last, floor, alone=False)


def alone(lines: Lines, last: int, floor: int) -> int:
    """The first line of the attribution that ends at line ``last``, though no quote mark follows.

    -1 where there is none. Here it takes a verb of writing, a date, and a time or an address.
    """
    line = lines.bare[last].lower()
    if line[0] == "[" and (line[1:2].isdigit() or WRITES.isdisjoint(_WORDS.findall(line))):
        # A chat's log: "[2024-05-01 10:00] NAME <ADDRESS>:".
        return -1
    first = _first(lines, last, floor, alone=True)
    return first if first < 0 or not logs.is_entry(lines, last) else -1


def is_dated(lines: Lines, first: int, quote: int) -> bool:
    """Whether the attribution from line ``first`` to ``quote`` has an address or any number."""
    return any("@" in line or any(c.isdigit() for c in line) for line in lines.bare[first:quote])


def names_writer(lines: Lines, quote: int) -> bool:
    """Whether the line right above line ``quote`` says who wrote, where from or when: two of them.

    That is enough to take an odd mark below it for a quote's.
    """
    last = quote - 1
    while last >= quote - 3 and last >= 0 and not lines.bare[last]:
        last -= 1
    if last < 0 or not lines.text(last) or not _ends(lines.bare[last]):
        return False
    first = _first(lines, last, 0, alone=False)
    if first < 0:
        return False
    low = " ".join(lines.bare[first : last + 1]).lower()
    address, date = "@" in low, _DATE.search(low) is not None
    writes = not WRITES.isdisjoint(_WORDS.findall(low))
    return address + date + writes >= _CERTAIN


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
        if alone and first == last and not _ends(line):
            line = _until_text(line)
        if not lines.text(first) or lines.code[first] or is_rule(line):
            break
        if first != last and line[-1] in ".!?" and line[-2:-1].islower():
            break
        joined = f"{line} {joined}" if joined else line
        if len(joined) > _MOST:
            break
        if not _evidence(joined, alone=alone):
            continue
        above = lines.bare[first - 1] if first > floor and lines.text(first - 1) else ""
        if _opens(line) and not (above[-1:] == "," and _opens(above)):
            return first
        best = first if best < 0 else best
        if (first == floor or not lines.text(first - 1)) and (
            "<" in line or _DATE.search(line) or _TIME.search(line)
        ):
            whole = first
    return whole if whole >= 0 else best


def _until_text(line: str) -> str:
    """A line without the text that follows its attribution at once, as Yahoo's and AOL's do."""
    found = re.search(_RUN_IN, line[:_MOST])
    return line[: found.start() + 1] if found else line


def _opens(line: str) -> bool:
    """Whether an attribution can begin with this line: a preposition, a day or a date."""
    if _ISO.match(line):
        return True
    word, _, rest = line.partition(" ")
    if _ISO.match(rest):
        return True
    word = word.strip("*_.,>،\"'").lower()
    return word in OPENERS or word in DAYS or line.startswith(("在", "於", "В "))


def _evidence(joined: str, *, alone: bool) -> bool:
    low = joined.lower()
    numbered = _NUMBER.search(low) is not None
    if alone and not numbered:
        return False
    ends = _ends(joined)
    words = _WORDS.findall(low)
    address = "@" in low or "<" in low
    if not (alone or ends or address or _ends_in_verb(words) or low.startswith(_IN_REPLY)):
        return False
    time = numbered and _TIME.search(low) is not None
    date = numbered and _DATE.search(low) is not None
    if alone and not (time or date):
        return False
    writes = not WRITES.isdisjoint(words) or _writes_anywhere(low)
    if alone:
        last = ends or (bool(words) and words[-1] in WRITES)
        dated = date and (time or address)
        if re.match(_OLD_GMAIL, joined):
            return True
        if not writes and ("=" in low or "://" in low or _before(joined) > _FEW):
            # A log's line and a sentence have dates and addresses, too.
            return False
        evident = last and (writes or address) and (dated or (writes and time and address))
        return evident and _rest(joined) <= _LITTLE
    if low.startswith(_IN_REPLY):
        # Bugzilla: "(In reply to NAME from comment #1)".
        return True
    if not ends and words and words[-1] in WRITES:
        # "Ann, you said" may as well begin a sentence.
        return date or address or (words[-1] not in _SAYS and _bare(joined, words))
    if not ends:
        # "2013/11/25 Name <address>" and its like.
        return address and date and low[-1] in ">)]" and len(low) < _MOST // 2
    if writes:
        return date or time or address or _bare(joined, words)
    if (
        date
        and time
        and len(words) <= _MOST_STRUCTURAL
        and (_opens(joined) or re.match(_DATED, joined))
    ):
        # In whatever language: "ON 5/3/2024 AT 15:12, NAME HAS WRITTEN:".
        return True
    if not QUOTES_FROM.isdisjoint(words[:2]):
        return address or len(words) <= _BARE_WORDS
    return address and (date or time or len(words) <= _BARE_WORDS)


def _ends_in_verb(words: list[str]) -> bool:
    return bool(words) and words[-1] in WRITES


def _writes_anywhere(text: str) -> bool:
    return not text.isascii() and any(w in text for w in WRITES_ANYWHERE)


def _before(joined: str) -> int:
    """How many words stand before the first number or address."""
    first = next((i for i, c in enumerate(joined) if c.isdigit() or c in "<@"), len(joined))
    return len(_WORDS.findall(joined[:first]))


def _rest(joined: str) -> int:
    """How many words follow the last of verb, address, date and time, but for zones of time.

    A sentence about who wrote what goes on: "Ann wrote on 1 May 2024 at 10:00 the following:".
    """
    end = max(joined.rfind(">"), joined.rfind(")"), joined.rfind("@"))
    for pattern in (_TIME, _DATE):
        for found in pattern.finditer(joined):
            end = max(end, found.end() - 1)
    for written in WRITES_ANYWHERE:
        if written in joined:
            end = max(end, joined.rfind(written) + len(written) - 1)
    count = 0
    for word in reversed(list(_WORDS.finditer(joined))):
        if word.start() <= end or word[0].lower() in WRITES:
            break
        count += not word[0].isupper()
    return count


def _bare(joined: str, words: list[str]) -> bool:
    """Whether a line without a date is no more than ``Some Name wrote:``."""
    last = {w for w in words[-3:] if w in WRITES}
    return len(words) <= _BARE_WORDS and (bool(last) or _writes_anywhere(joined))
