"""What one line of a signature is: a name, a way of contact, a role, a place, an extra.

Of a stripped line, each answer is by the line alone; which lines together are a signature is for
:mod:`~indexer.zones.signatures`.
"""

from __future__ import annotations

import re
from typing import Final

from indexer.zones.contact_patterns import (
    ALT,
    DATE,
    DAYS,
    EXTENSION,
    EXTRA,
    HANDLE,
    LINK,
    MAIL,
    PHONE,
    PLACE,
    PRONOUNS,
    TITLES,
)
from indexer.zones.contact_words import (
    LABELS,
    NOT_NAMES,
    ORG,
    PARTICLES,
    ROLE_STEMS,
    SOCIAL,
)

LONGEST: Final = 160
_FEW: Final = 2
_EXTENSION: Final = 40
_KNOWN: Final = SOCIAL | LABELS
_SAID: Final = re.compile(r"[^\s|/,•·:&+-]+")
_PUNCTUATION: Final = re.compile(r"[+\d()./\-–|:;,•·*<>#=~\[\]]+")
_WORDS: Final = re.compile(r"[^\W\d_][\w./&'-]*")
_DIGIT: Final = re.compile(r"\d")
_LEAST_DIGITS: Final = 7
# What every link has: it is found sooner than a link.
_JOINT: Final = re.compile(r"\.[^\s>)\]]|:\S")
_OUTER: Final = "*_|•·#\u00a0\u200b\u200e\u200f "


def bare(line: str) -> str:
    """A line without the marks of bold and the bars around it."""
    return line.strip(_OUTER)


def has_digit(line: str) -> bool:
    """Whether there is a digit of whatever script, also a raised one."""
    if line.isascii():
        return _DIGIT.search(line) is not None
    return any(c.isdigit() for c in line)


def has_phone(line: str) -> bool:
    """Whether a line has a telephone number: seven digits or more that are no date or amount."""
    if len(_DIGIT.findall(line, 0, 2 * LONGEST)) < _LEAST_DIGITS:
        return False
    for found in PHONE.finditer(line[: 2 * LONGEST]):
        number = found[0]
        digits = sum(c.isdigit() for c in number)
        if _LEAST_DIGITS <= digits <= 15 and not DATE.match(number.lstrip("+(")):
            return True
    return False


def has_link(line: str) -> bool:
    """Whether a line has the address of a page."""
    return "://" in line or "www." in line


def is_contact(line: str) -> bool:
    """Whether a line is a way of contact and little else: a phone, an address of mail or a page.

    A sentence that has one is none: ``You can reach me at 01632 960 111``.
    """
    if len(line) > 2 * LONGEST:
        return False
    if len(line) < _EXTENSION and EXTENSION.match(line):
        return True
    rest = line
    if "@" in line or " at " in line or "(at)" in line or "[at]" in line:
        rest = HANDLE.sub(" ", MAIL.sub(" ", rest))
    if _JOINT.search(rest):
        rest = LINK.sub(" ", rest)
    found = rest != line
    if not found and not has_phone(line):
        return False
    rest = _PUNCTUATION.sub(" ", rest)
    left = [w for w in rest.split() if w.lower().strip(".'\"") not in LABELS]
    if len(left) <= _FEW:
        return True
    return len(left) <= 7 and not any(w[0].islower() and w not in PARTICLES for w in left)


def is_role(line: str) -> bool:
    """Whether a line is a role or an organisation: ``Head of Roads``, ``Otterley Council``."""
    if not is_titled(line):
        return False
    for word in _WORDS.findall(line.lower()):
        if word.rstrip(".,") in ORG or word.startswith(ROLE_STEMS) or word == "head":
            return True
    return False


def is_place(line: str) -> bool:
    """Whether a line is a postal address, or a part of one with a number."""
    return (
        len(line) <= LONGEST
        and has_digit(line)
        and line[-1] not in "?!:"
        and line.count(" ") < 14
        and sum(w[:1].islower() and w not in PARTICLES for w in line.split()) <= 2
        and PLACE.search(line) is not None
    )


def is_extra(line: str) -> bool:
    """Whether a line is what else signatures have: pronouns, logos, hours, networks, bookings."""
    if len(line) > LONGEST or line.endswith("?"):
        return False
    if is_alt(line):
        return True
    said = _SAID.finditer(line.lower())
    first = next(said, None)
    if first and first[0] in _KNOWN and all(word[0] in _KNOWN for word in said):
        return True
    pronouns = PRONOUNS.match(line) if "/" in line else None
    if pronouns and pronouns.end() >= len(line) - 1:
        return True
    return EXTRA.match(line) is not None or DAYS.match(line) is not None


def is_alt(line: str) -> bool:
    """Whether a line is nothing but the words that stand for pictures: ``[logo]``."""
    if line[:1] not in "[<(!" or len(line) > 2 * LONGEST:
        return False
    return not ALT.sub("", line).strip(_OUTER)


def tells(line: str) -> bool:
    """Whether a line is one that signatures have and messages hardly: any but a name."""
    return is_contact(line) or is_role(line) or is_place(line) or is_extra(line)


def is_name(line: str) -> bool:
    """Whether a line reads as a person's name, perhaps with titles or pronouns."""
    return name_words(line) > 0


def name_words(line: str) -> int:
    """How many words a line that reads as a name has; 0 where it does not."""
    line = line.split("|", maxsplit=1)[0]
    if "/" in line:
        line = PRONOUNS.sub("", line)
    line = TITLES.sub("", line).strip(_OUTER + ",-–—~()")
    if not line or len(line) > 50 or line[-1] in "?!:;…" or has_digit(line):
        return 0
    parts = line.replace(",", " ").replace("/", " ").split()
    if not 0 < len(parts) <= 6 or parts[0].lower() in NOT_NAMES:
        return 0
    if not parts[0][0].isupper():
        # Scripts that have no capitals: short, and no sentence.
        caseless = parts[0][0].isalpha() and not parts[0][0].islower()
        return len(parts) if caseless and len(line) <= 20 and line[-1] not in "。.،؟" else 0
    if line[-1] == "." and not (len(parts[-1]) <= 4 or len(parts) == 1):
        return 0
    for part in parts[1:]:
        first = part.lstrip("(\"'“„‘.-")[:1]
        if first and not first.isupper() and part.lower() not in PARTICLES:
            return 0
    return len(parts) if all(_lettered(p) for p in parts) else 0


def _lettered(word: str) -> bool:
    return all(c.isalpha() or c in ".'’-()\"“”„‘&" for c in word)


def is_titled(line: str) -> bool:
    """Whether a line is a heading's kind: short, begun with a capital, no sentence."""
    if len(line) > 100 or line[-1] in "?:;…" or not (line[0].isalpha() or line[0] in '("“„'):
        return False
    if line[0].islower():
        return False
    parts = line.split()
    if len(parts) > 12 or parts[0].lower() in NOT_NAMES:
        return False
    if line[-1] in ".!" and len(parts) > 3 and len(parts[-1]) > 6:
        return False
    small = sum(w[0].islower() and w.strip(",.") not in PARTICLES for w in parts)
    return small <= 1 + len(parts) // 3
