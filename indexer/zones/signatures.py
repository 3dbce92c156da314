"""Signatures without a ``-- ``: the safe part, where names, phones and addresses close a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from indexer.zones.lines import is_rule
from indexer.zones.reading import is_sign_off
from indexer.zones.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.zones.lines import Lines

_MOST: Final = 12
_PARAGRAPHS: Final = 3
_LINE: Final = 70
_TAIL: Final = 4
_WORDS: Final = 9
_PHONE: Final = re.compile(r"(?<![\w/.])\+?\(?\d[\d ()./\-\u2011\u2013]{5,18}\d(?![\w/])")
_CONTACT: Final = re.compile(
    r"@[\w-]{1,60}\.\w|https?://|\bwww\.\w|\b(?:tel|phone|fax|mobile|mob|cell|office|telefon|"
    r"téléphone|teléfono|telefone|telefono|tél|mobil|handy|portable|gsm|puh|telefoon|direct|ext)"
    r"\b\s?[.:#]{0,2}\s{0,3}[+(\d]",
    re.IGNORECASE,
)
_ROLES: Final = words("""
manager director engineer officer head analyst consultant developer president vice assistant
coordinator administrator lead architect specialist executive partner chair founder ceo cto cfo
coo vp professor lecturer researcher scientist secretary editor designer advisor adviser lawyer
attorney counsel inc ltd llc gmbh ag corp corporation company plc bv university institute council
department dept division leiter leiterin geschäftsführer abteilung directeur directrice
responsable ingénieur université director directora gerente jefe universidad diretor diretora
direttore responsabile università directeur hoofd gemeente chef universitet kierownik dyrektor
""")


def is_signature_like(lines: Sequence[str]) -> bool:
    """Whether lines could all be a signature's: short, and none a sentence."""
    return all(_is_short(line) for line in lines)


def contact_block(lines: Lines, start: int, end: int, paragraph: int) -> int:
    """Where the signature that closes the lines ``start`` to ``end`` begins, or -1.

    ``paragraph`` is where the last paragraph begins. A block counts when it follows a sign-off
    and has a way of contact, a role or an organisation, or when it is a paragraph of its own with
    two ways of contact below a name. A sign-off stays.
    """
    bare = lines.bare
    top = max(start, end - 2 * _MOST)
    for i in range(end - 1, top - 1, -1):
        if not bare[i] and not bare[i - 1] and i > top:
            break
        if is_sign_off(bare[i]):
            block = [b for b in bare[i + 1 : end] if b]
            if _is_block(block) and any(_tells(b) for b in block[1:]):
                return _below_name(lines, _said(lines, i + 1), end)
            break
    for _ in range(_PARAGRAPHS):
        if paragraph <= top or not _said_above(lines, paragraph, start):
            break
        block = [b for b in bare[paragraph:end] if b]
        while block and is_rule(block[0]):
            del block[0]
        if len(block) > _MOST or not is_signature_like(block):
            break
        telling = sum(_tells(b) for b in block[1:])
        if _is_block(block) and telling >= 2 and any(_contacts(b) for b in block[1:]):
            return paragraph
        paragraph -= 1
        while paragraph > top and not bare[paragraph - 1]:
            paragraph -= 1
        while paragraph > top and bare[paragraph - 1]:
            paragraph -= 1
    return -1


def strapline(lines: Lines, start: int, end: int, paragraph: int) -> tuple[int, int, bool]:
    """A full signature above the last paragraph: where it begins and ends, and whether that is its.

    Offices put a slogan or a word about the organisation below. What speaks of the organisation
    that the signature names is part of it; of anything else there is doubt, and it stays shown.
    (-1, -1, False) where there is no such signature.
    """
    bare = lines.bare
    tail = bare[paragraph:end]
    stop = paragraph
    while stop > start and not bare[stop - 1]:
        stop -= 1
    above = stop
    while above > max(start, stop - _MOST) and bare[above - 1]:
        above -= 1
    if stop == paragraph or len(tail) > _TAIL or any("?" in line for line in tail):
        return -1, -1, False
    at = contact_block(lines, start, stop, above)
    block = [b for b in bare[max(at, 0) : stop] if b]
    if (
        at < 0
        or sum(_tells(b) for b in block[1:]) < 3
        or not any(_PHONE.search(b) for b in block)
        or not any("www." in b or "http" in b or "@" in b for b in block)
    ):
        return -1, -1, False
    named = {w for b in block[1:] if not _contacts(b) for w in re.findall(r"[^\W\d_]{4,}", b)}
    said = re.findall(r"[^\W\d_]{4,}", " ".join(tail))
    return at, stop, len(named.intersection(w for w in said if w[0].isupper())) >= 2


def _is_block(block: Sequence[str]) -> bool:
    return (
        2 <= len(block) <= _MOST
        and is_signature_like(block)
        and (_is_name(block[0]) or (" " not in block[0] and _is_name(block[1])))
    )


def _below_name(lines: Lines, at: int, end: int) -> int:
    """Where a block begins that has the writer's name by hand above it: that name was written."""
    bare = lines.bare
    if at + 2 < end and not bare[at + 1] and _is_name(bare[at]):
        below = _said(lines, at + 1)
        if _is_block([b for b in bare[below:end] if b]):
            return below
    return at


def _said(lines: Lines, i: int) -> int:
    while not lines.bare[i]:
        i += 1
    return i


def _said_above(lines: Lines, i: int, start: int) -> bool:
    """Whether something stands above line ``i`` that does not announce what follows."""
    for j in range(i - 1, max(start, i - 12) - 1, -1):
        if lines.bare[j]:
            return lines.bare[j][-1] not in ":："
    return False


def _is_short(line: str) -> bool:
    if (line[:2].lower() == "ps" and not line[2:3].isalpha()) or line[:4].lower() == "p.s.":
        return False
    if line.startswith(("- ", "<<")):
        return False
    if _contacts(line) and len(line) < 2 * _LINE:
        return True
    words = line.count(" ") + 1
    return len(line) <= _LINE and words <= _WORDS and not (words > 4 and line[-1] in ".?!:")


def _contacts(line: str) -> bool:
    return _PHONE.search(line) is not None or _CONTACT.search(line) is not None


def _tells(line: str) -> bool:
    return _contacts(line) or not _ROLES.isdisjoint(re.findall(r"\w+", line.lower()))


def _is_name(line: str) -> bool:
    words = line.replace(",", " ").split()
    return (
        0 < len(words) <= 5
        and len(line) <= 50
        and words[0][:1].isupper()
        and not any(c.isdigit() for c in line)
        and line[-1] not in "?!:;"
    )
