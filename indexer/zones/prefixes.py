"""Quotes that are not marked with ``>`` on each line: other marks, and lines that were broken.

RFC 3676 (section 4.5) knows no mark but ``>``. Still, mail programs let people choose another:
initials or a name before it (The Bat, Supercite and Gnus, FidoNet's FSC-0032), a bar, a colon.
Such a mark also begins prompts, tables and lists, so that it takes an attribution right above its
first line to tell; from then on every line with that mark is quoted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from indexer.zones import attribution
from indexer.zones.lines import ODD_MARKS, QUOTE, is_forward

if TYPE_CHECKING:
    from indexer.zones.lines import Lines

# Seldom needed, so that it is compiled when it first is.
_NAME: Final = r"([^\W\d_][\w.-]{0,9})>{1,6}(?:\s|$)"
_HEAD: Final = 8
_FULL: Final = 55
_WIDE: Final = 70
_ORPHANS: Final = 2
_ENDED: Final = ".?!:;…。！？"


def adopt(lines: Lines) -> None:
    """Mark as quoted the lines whose mark is not ``>``, and those that lost theirs when broken."""
    changed = _orphans(lines)
    if lines.odd:
        changed += _named(lines) + _symbols(lines)
    if not changed:
        return
    for i in changed:
        lines.quoted[i] = 1
        lines.labels.pop(i, None)
        lines.separators.pop(i, None)
        lines.colons.discard(i)
        lines.dashes.discard(i)
    lines.starts.clear()
    lines.starts.update(
        i for i, quoted in enumerate(lines.quoted) if quoted and not (i and lines.quoted[i - 1])
    )


def indented_to(lines: Lines, above: int, start: int) -> int:
    """Where a copy ends that nothing but its indentation marks, from line ``start``: or -1.

    Its attribution, at line ``above``, is not indented.
    """
    first = lines.next_said(start)
    if first < 0 or not _indented(lines.raw[first]) or lines.raw[above][:1].isspace():
        return -1
    for i in range(first, len(lines.raw)):
        if lines.bare[i] and not _indented(lines.raw[i]):
            # A copy's own ragged lines go on at once; an answer stands apart.
            return -1 if lines.bare[i - 1] or i in lines.colons or i in lines.labels else i
    return -1


def _indented(raw: str) -> bool:
    return raw.startswith(("\t", "  ", "\u00a0\u00a0"))


def _named(lines: Lines) -> list[int]:
    """Lines that begin with the initials or the name of who wrote them, as ``AO> why?``."""
    rows: dict[str, list[int]] = {}
    for i in lines.odd:
        if found := re.match(_NAME, lines.bare[i]):
            rows.setdefault(found[1], []).append(i)
    quoted: list[int] = []
    for same in rows.values():
        if _cited(lines, same[0]) or attribution.above_quote(lines, same[0], 0) >= 0:
            quoted += same
    return quoted


def _cited(lines: Lines, i: int) -> bool:
    """Whether Gnus' ``>>>>> "AO" == Ann Other writes:`` stands above line ``i``."""
    above = next((j for j in range(i - 1, max(i - 4, -1), -1) if lines.bare[j]), -1)
    return above >= 0 and lines.bare[above].startswith(">>>>>") and lines.bare[above][-1] == ":"


def _symbols(lines: Lines) -> list[int]:
    """Lines that begin with one of the other marks, where the first is right below a name."""
    quoted: list[int] = []
    for symbol in ODD_MARKS:
        rows = [i for i in lines.odd if _has(lines.bare[i], symbol)]
        if rows and (attribution.names_writer(lines, rows[0]) or _is_copy(lines, rows, symbol)):
            quoted += rows
    return quoted


def _is_copy(lines: Lines, rows: list[int], symbol: str) -> bool:
    """Whether the first marked lines are a copied header block: a whole message was quoted."""
    head = [lines.bare[i].lstrip(f"{symbol} ") for i in rows[:_HEAD]]
    return rows[0] + len(head) - 1 == rows[len(head) - 1] and is_forward(head, header=True)


def _has(line: str, symbol: str) -> bool:
    """Whether a line begins with a mark, and is no row of a table."""
    if line[0] != symbol or not (line[1:2] in {"", " ", ">", symbol} or symbol == "＞"):
        return False
    return "|" not in line.lstrip(f"{symbol}> ")


def _orphans(lines: Lines) -> list[int]:
    """What was broken off the ends of quoted lines when they were wrapped once more.

    Each is one line between two quoted ones, below a long one that ends no sentence. One alone
    may be an answer, but not after a comma; several, most of which begin in the middle of a
    sentence, are none.
    """
    found: list[int] = []
    sure: list[int] = []
    inside = 0
    for below in lines.starts:
        i = below - 1
        if i < 1 or not lines.quoted[i - 1] or not lines.text(i) or lines.code[i]:
            continue
        above, line = lines.bare[i - 1], lines.bare[i]
        if above[0] == QUOTE and len(line) < len(above) >= _FULL and above[-1] not in _ENDED:
            found.append(i)
            inside += not line[0].isupper() or "@" in line
            if above[-1] == "," and len(above) >= _WIDE and line[0].islower():
                sure.append(i)
    return found if inside >= _ORPHANS and 3 * inside >= 2 * len(found) else sure
