"""Signatures without a ``-- ``: the safe part, where names, phones and addresses close a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from indexer.zones.contact_patterns import ANNOUNCED
from indexer.zones.contacts import (
    LONGEST,
    bare,
    has_link,
    has_phone,
    is_alt,
    is_contact,
    is_extra,
    is_name,
    is_role,
    is_titled,
    name_words,
    tells,
)
from indexer.zones.lines import is_rule
from indexer.zones.reading import is_greeting
from indexer.zones.signature_lines import (
    fits,
    greets,
    is_closing,
    is_listed,
    is_one_line,
    is_organisation,
    is_strong_extra,
)

if TYPE_CHECKING:
    from indexer.zones.lines import Lines

_MOST: Final = 24
_REACH: Final = 48
_TAIL: Final = 4
_TWO: Final = 2


def contact_block(lines: Lines, start: int, end: int) -> int:
    """Where the signature that closes the lines ``start`` to ``end`` begins, or -1.

    A block counts when it follows a sign-off and has a way of contact, a role or an organisation,
    or when it is below a name and has two of these. A sign-off stays.
    """
    first = _reach(lines, start, end)
    top = first - 1
    while top > start and not lines.bare[top]:
        # A formal close may be a sentence, too long for a signature.
        top -= 1
    closing = next((i for i in range(end - 1, top - 1, -1) if _closes(lines, i, start)), -1)
    if closing >= 0:
        return _after_closing(lines, closing + 1, end)
    best = -1
    for i in range(end - 1, first - 1, -1):
        if not lines.bare[i] or not (i == start or _begins(lines, i, start)):
            continue
        if best < 0:
            if _is_block(lines, i, end) and _said_above(lines, i, start):
                best = i
        elif _is_another(lines, i, best, end):
            return -1
        elif _is_part(lines, i, best) and _said_above(lines, i, start):
            best = i
        elif not lines.bare[i - 1]:
            break
    if best >= 0:
        block = [(j, bare(lines.bare[j])) for j in range(best, end) if bare(lines.bare[j])]
        best = _below_name(lines, block, end) if block else best
    if best >= 0 and is_rule(lines.bare[best - 1], 3):
        best -= 1
    return best


def strapline(lines: Lines, start: int, end: int, paragraph: int) -> tuple[int, int, bool]:
    """A signature above the last paragraph: where it begins and ends, and whether that is its.

    Offices put a slogan or a word about the organisation below. What speaks of the organisation
    that the signature names is part of it; of anything else there is doubt, and it stays shown.
    (-1, -1, False) where there is no such signature.
    """
    tail = lines.bare[paragraph:end]
    stop = paragraph
    while stop > start and not lines.bare[stop - 1]:
        stop -= 1
    if stop <= start or not tail or len(tail) > _TAIL or any("?" in line for line in tail):
        return -1, -1, False
    at = contact_block(lines, start, stop)
    motto = 0 < len(tail) <= 3 and tail[0][0] in "\"“„«»'‘”*"
    if at < 0 or motto:
        return (at, stop, motto) if at >= 0 else (-1, -1, False)
    block = [bare(b) for b in lines.bare[at:stop] if b]
    if (
        sum(tells(b) for b in block[1:] if b) < 3
        or not any(has_phone(b) for b in block)
        or not any("www." in b or "http" in b or "@" in b for b in block)
    ):
        return -1, -1, False
    named = {w for b in block[1:] if not is_contact(b) for w in re.findall(r"[^\W\d_]{4,}", b)}
    said = re.findall(r"[^\W\d_]{4,}", " ".join(tail))
    shared = len(named.intersection(w for w in said if w[0].isupper()))
    return at, stop, shared >= _TWO


def _reach(lines: Lines, start: int, end: int) -> int:
    """The first line up from ``end`` down from which all could be a signature's."""
    first = end
    said = 0
    for i in range(end - 1, max(start, end - _REACH) - 1, -1):
        line = lines.bare[i]
        if not line:
            continue
        said += 1
        if said > _MOST or lines.quoted[i] or lines.code[i] or not (fits(line) or is_rule(line, 3)):
            break
        first = i
    return first


def _closes(lines: Lines, i: int, start: int) -> bool:
    return i >= start and bool(lines.bare[i]) and is_closing(lines.bare[i])


def _after_closing(lines: Lines, i: int, end: int) -> int:
    """Where the signature begins below a sign-off, or -1: a name written by hand stays above."""
    block = [(j, bare(lines.bare[j])) for j in range(i, end) if bare(lines.bare[j])]
    block = [(j, line) for j, line in block if not is_rule(line, 3)]
    if not block:
        return -1
    told = [tells(line) or is_strong_extra(line) for _, line in block]
    if is_name(block[0][1]) and not is_contact(block[0][1]) and len(block) > 1:
        told = [t or is_extra(line) for t, (_, line) in zip(told, block, strict=True)]
    elif len(block) == 1 and (has_link(block[0][1]) or not is_contact(block[0][1])):
        # A team's name alone is who signs; a page's address alone is what somebody adds.
        return -1
    count = sum(told)
    if not count or len(block) - count > count + 2:
        return -1
    if not any(map(str.isalnum, block[0][1])):
        # A row of signs begins no signature: what follows may be anything.
        return -1
    return _below_name(lines, block, end)


def _below_name(lines: Lines, block: list[tuple[int, str]], end: int) -> int:
    """Where a block begins that has the writer's name by hand above it: that name was written."""
    first, name = block[0]
    if len(block) > 2 and first + 2 < end and not lines.bare[first + 1] and is_name(name):
        after, again = block[1]
        if is_name(again) and not tells(again) and _shares(name, again):
            return after
    return first


def _shares(name: str, full: str) -> bool:
    return not set(name.lower().split()).isdisjoint(full.lower().replace(",", " ").split())


def _begins(lines: Lines, i: int, start: int) -> bool:
    """Whether a signature could begin at a line: below a blank, a rule, the end of a sentence."""
    above = lines.bare[i - 1]
    if not above or is_rule(above, 3):
        return True
    apart = above[-1] in ".!?)…" or (i - 1 == start and name_words(above) < _TWO)
    return apart and name_words(lines.bare[i]) >= _TWO


def _is_block(lines: Lines, i: int, end: int) -> bool:
    """Whether the lines from ``i`` on are a signature with no sign-off: a name, then what tells."""
    block = [bare(b) for b in lines.bare[i:end] if bare(b) and not is_rule(b, 3)]
    if not block:
        return False
    head, rest = block[0], block[1:]
    if not rest:
        return is_one_line(head) or is_organisation(head)
    if is_alt(head) or (
        is_role(head) and any(is_contact(b) for b in rest) and name_words(head) > 1
    ):
        pass
    elif not is_name(head) and not (" " not in head and len(rest) > _TWO and is_name(rest[0])):
        # No name, but a desk's: then it takes more.
        desk = is_titled(head) and not any(c.isdigit() for c in head) and "  " not in head
        if not desk or sum(map(is_contact, rest)) < _TWO:
            return False
    if greets(lines.bare[i]):
        return False
    told = sum(tells(b) for b in rest)
    reached = sum(is_contact(b) for b in rest)
    if len(rest) - told > told + 1 or sum(map(is_listed, block)) > 1:
        return False
    above = _above(lines, i)
    ruled = is_rule(above, 3)
    if told >= _TWO and reached:
        return told > _TWO + 1 or ruled or not ANNOUNCED.search(above[-LONGEST:])
    full = name_words(head) >= _TWO
    sure = full or ruled or (not lines.bare[i - 1] and reached > 0)
    return (
        bool(told)
        and told == len(rest)
        and sure
        and not ANNOUNCED.search(above[-LONGEST:])
        and (full or told >= _TWO)
    )


def _is_another(lines: Lines, i: int, best: int, end: int) -> bool:
    """Whether the lines above a signature are of another person: then both are a list."""
    above = [bare(b) for b in lines.bare[i:best] if bare(b)]
    below = [bare(b) for b in lines.bare[best:end] if bare(b)]
    return all(
        len(b) > 1 and is_name(b[0]) and not tells(b[0]) and all(map(is_contact, b[1:]))
        for b in (above, below)
    )


def _is_part(lines: Lines, i: int, stop: int) -> bool:
    """Whether the lines from ``i`` to a signature's begin are its first part: name, role, place."""
    part = [bare(b) for b in lines.bare[i:stop] if bare(b) and not is_rule(b, 3)]
    if not part or not (is_name(part[0]) or tells(part[0]) or is_alt(part[0])):
        return False
    if any(map(greets, part)):
        return False
    if len(part) == 1:
        return name_words(part[0]) >= _TWO or tells(part[0]) or is_alt(part[0])
    told = sum(tells(b) or is_strong_extra(b) for b in part[1:])
    return 2 * told >= len(part) - 1


def _above(lines: Lines, i: int) -> str:
    for j in range(i - 1, max(-1, i - 12), -1):
        if lines.bare[j]:
            return lines.bare[j]
    return ""


def _said_above(lines: Lines, i: int, start: int) -> bool:
    """Whether something is said above line ``i`` that does not announce what follows."""
    above = ""
    for j in range(i - 1, max(start, i - 40) - 1, -1):
        line = lines.bare[j]
        if line and not is_rule(line, 3):
            above = above or line
            if above[-1] in ":：":
                return False
            if not is_greeting(line):
                return True
    return False
