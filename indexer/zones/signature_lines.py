"""What a line is beside a signature's others: whether it fits, closes, lists, is a whole one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from indexer.zones.contacts import (
    LONGEST,
    bare,
    has_link,
    is_alt,
    is_contact,
    is_extra,
    is_name,
    is_place,
    is_role,
    name_words,
    tells,
)
from indexer.zones.phrases import SIGN_OFFS
from indexer.zones.reading import is_greeting, is_sign_off
from indexer.zones.vocabulary import Beginnings, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

_LINE: Final = 70
_WORDS: Final = 9
_SIGNED: Final = frozenset(SIGN_OFFS)
_SIGNING: Final = Beginnings(SIGN_OFFS)
_LONGEST_SIGN_OFF: Final = 5
# What a whole sentence says that closes a formal letter.
_FORMAL: Final = (
    "d'agréer", "veuillez agréer", "veuillez recevoir", "sentiments distingués",
    "salutations distinguées", "l'assurance de ma", "l'expression de m", "le saluda atentamente",
    "les saluda atentamente", "reciba un cordial", "reciban un cordial",
    "aproveito a oportunidade", "porgiamo distinti", "porgo distinti", "porgo cordiali",
    "con osservanza", "vorzüglicher hochachtung", "verblijven wij", "hoogachtend",
    "med utmärkt högaktning", "pozostaję z", "łączę wyrazy", "prijmite prosím",
    "с глубоким уважением", "vă rugăm să primiți", "saygılarımı sunar", "με ιδιαίτερη εκτίμηση",
    "le meas mór",
)  # fmt: skip
_FORMALITIES: Final = Vocabulary(_FORMAL)
# What joins a sign-off to a second one, or to a place.
_JOINED: Final = re.compile(
    r" ?[/|,–—-] ?| (?:und|and|&|et|y|e|aus|from|de|depuis|desde|dal|da|uit|från|fra|z|ze|iz"
    r"|из|din) "
)
_BARS: Final = re.compile(r"[|•·]")
_POSTSCRIPT: Final = re.compile(r"(?:p\.? ?p?\.? ?s\.?|nb|n\.b\.|ps+)[\s:.)\-–]", re.IGNORECASE)
_ATTACHED: Final = re.compile(
    r"(?:- |<<|\[|\(see attached file: ).{1,80}\.\w{2,5}(?:>>|\]|\))?$", re.IGNORECASE
)
_LEGAL: Final = re.compile(
    r"\b(?:Inc\.?|Ltd\.?|Limited|LLC|LLP|PLC|plc|GmbH|AG|KG|Corp\.?|Corporation|B\.?V\.?"
    r"|N\.?V\.?|S\.?A\.?S?|SARL|S\.?p\.?A\.?|S\.?r\.?l\.?|S\.?L\.?|AB|A/S|ApS|AS|Oy|Oyj"
    r"|sp\. z o\.o\.|s\.r\.o\.|a\.s\.|Kft\.?|Zrt\.?|ООО|ОАО|ТОВ|Lda\.?"
    r"|Ltda\.?)(?: [-–] \w{2,20})?$"
)
_TWO: Final = 2


def is_signature_like(lines: Sequence[str]) -> bool:
    """Whether lines could all be a signature's: short, and none a sentence."""
    return all(fits(line) for line in lines)


def is_telling(lines: Sequence[str]) -> bool:
    """Whether one of some lines at least is what signatures have and messages hardly."""
    return any(tells(bare(line)) or is_strong_extra(bare(line)) for line in lines if bare(line))


def is_added(line: str) -> bool:
    """Whether a line stands below a signature though it is text: a postscript, a file's name."""
    return _POSTSCRIPT.match(line) is not None or _ATTACHED.match(line) is not None


def is_closing(line: str) -> bool:
    """Whether a line is a sign-off, in a wider sense: with a name, a place, a second language."""
    if is_sign_off(line):
        return True
    low = line.strip("*_ ,.!;:،，、。-–—").lower().replace("’", "'")
    if len(low) < LONGEST and _FORMALITIES.has(low):
        return True
    if len(low) > _LINE or "?" in line or not _SIGNING.may_begin(low):
        return False
    head = _JOINED.split(low, maxsplit=1)[0].strip(" ,.!")
    if head in _SIGNED:
        return low.count(" ") <= 7
    words = line.strip("*_ ,.!;:").split()
    for n in range(min(_LONGEST_SIGN_OFF, len(words) - 1), 0, -1):
        if " ".join(words[:n]).lower().strip(",.!") in _SIGNED:
            rest = words[n:]
            return len(rest) <= 3 and all(w[0].isupper() for w in rest[-2:])
    return False


def is_listed(line: str) -> bool:
    """Whether a line is of a list of people: a name and a role after a comma or a dash."""
    name, divided, role = re.sub(r"\s[–—-]\s|: ", ", ", line, count=1).partition(", ")
    return bool(divided) and bool(role) and name_words(name) >= _TWO and is_role(role)


def is_one_line(line: str) -> bool:
    """Whether one line is a whole signature: ``Jane Doe | Head of Roads | 01632 960 111``."""
    parts = [p.strip() for p in re.split(r"\s[|•·–—-]\s|[|•·]|,\s", line) if p.strip()]
    if len(parts) < 3 or not is_name(parts[0]):
        return False
    return sum(tells(p) for p in parts[1:]) >= _TWO and any(is_contact(p) for p in parts[1:])


def is_organisation(line: str) -> bool:
    """Whether one line is a firm's whole name: capitals, with the form that the law gives it."""
    parts = line.split()
    return (
        2 <= len(parts) <= 8
        and line[0].isupper()
        and _LEGAL.search(line) is not None
        and all(w[0].isupper() or not w[0].isalpha() or len(w) <= 3 for w in parts)
    )


def greets(line: str) -> bool:
    """Whether a line greets for certain: some names are words of greeting elsewhere."""
    return line[-1:] in ",:!،，、" and is_greeting(line)


def fits(line: str) -> bool:
    """Whether a line could be a signature's: short, no sentence, no item of a list, no code."""
    if _POSTSCRIPT.match(line) or line.startswith(("- ", "<<", "+ ", "$ ", "> ", "\t")):
        return False
    if line[:2] in ("* ", "• ", "# ") or (line[:1].isdigit() and line[1:3] in (". ", ") ")):
        return False
    if line[-1] in "{};=\\":
        return False
    said = bare(line)
    if not said:
        return True
    if is_contact(said) or is_alt(said) or is_place(said):
        return True
    if len(said) > LONGEST:
        return False
    if has_link(said) and said[-1] not in ".?!" and said.count(" ") < _WORDS:
        return True
    words = said.count(" ") + 1
    if len(said) <= _LINE and words <= _WORDS and not (words > 4 and said[-1] in ".?!:"):
        return True
    return is_extra(said) or is_role(said) or _is_bars(said)


def _is_bars(line: str) -> bool:
    """Whether a longer line is a row of what tells: ``T 01632 960 111 | www.otterley.example``."""
    parts = [p.strip() for p in _BARS.split(line) if p.strip()]
    return len(parts) > 1 and any(tells(p) for p in parts) and all(len(p) <= _LINE for p in parts)


def is_strong_extra(line: str) -> bool:
    """Whether a line is an extra that no sentence looks like: pictures, networks, pronouns."""
    return is_alt(line) or (is_extra(line) and ("/" in line or "|" in line))
