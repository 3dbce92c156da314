"""Copied header blocks and the lines that announce them: where a trail without marks begins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from indexer import subjects
from indexer.zones import fields, notes
from indexer.zones.lines import is_phrase, is_rule
from indexer.zones.words import WRITES

if TYPE_CHECKING:
    from collections.abc import Container

    from indexer.zones.lines import Lines

_MOST_BLANK: Final = 3
_WRAPPED: Final = 60
_SHORT_RULE: Final = 3
_SENTENCE: Final = 2
# Seldom needed, so that they are compiled when they first are.
_CLOCK: Final = r"(?<!\d)\d{1,2}[:.]\d\d(?!\d)"
_YEAR: Final = r"(?<!\d)(?:19|20|25)?\d\d(?!\d)"
_SOURCE: Final = r"(?i)(?:received|return-path|delivered-to|x-[\w-]{1,40}|mime-version):"
_FEW_FIELDS, _MANY_FIELDS = 3, 8
_MBOX: Final = re.compile(r"From [0-9a-f]{40} ")


@dataclass(frozen=True, slots=True)
class Trail:
    """A copied message: its announcement from line ``start``, its text from line ``body``.

    ``forward`` says that the announcement calls it a forward; ``header`` that it has a header
    block, whose labels are the copy's own. It ends before line ``end``, with the body where that is
    -1.
    """

    start: int
    body: int
    forward: bool
    header: bool
    end: int = -1


def separated(lines: Lines, i: int, floor: int) -> Trail:
    """The copied message that the separator at line ``i`` announces."""
    start = _above(lines, i, floor)
    body = i + 1
    for j in range(i + 1, min(i + 3, len(lines.bare))):
        # "Forwarded by NAME on DATE" is often broken before its closing dashes.
        if is_rule(lines.bare[j], 3) or (lines.bare[j].endswith("---") and lines.separators[i]):
            body = j + 1
            break
    first = lines.next_said(body, 9)
    if first >= 0:
        for start_at in range(first, min(first + 5, len(lines.bare))):
            if start_at in lines.labels:
                block, _ = block_at(lines, start_at, first, announced=True)
                body = block.body if block else body
                break
            if lines.quoted[start_at]:
                break
    return Trail(start, body, lines.separators[i], header=True)


def known(lines: Lines, i: int, floor: int) -> Trail:
    """The copied message that is known to begin at line ``i``."""
    body, end, forward = lines.trails[i]
    found: Trail | None = None
    if i in lines.separators:
        found = separated(lines, i, floor)
    else:
        # The words of a separator need not be known, for its header to be.
        near = next((j for j in range(i, min(i + 4, end)) if j in lines.labels), -1)
        if near >= 0:
            found, _ = block_at(lines, near, floor, announced=True)
    if found:
        body = max(body, min(found.body, end))
        forward = forward or found.forward
    header = forward or found is not None or body > i
    return Trail(_above(lines, i, floor), body, forward, header, end)


def block_at(
    lines: Lines, i: int, floor: int, *, announced: bool = False
) -> tuple[Trail | None, int]:
    """The header block whose first field is at line ``i``, or None, and the line after it.

    ``announced`` says that a separator stands above: then two fields are enough.
    """
    # Outlook draws its rule with underscores.
    ruled = i > floor and is_rule(lines.bare[i - 1]) and lines.bare[i - 1][0] == "_"
    roles: dict[str, int] = {}
    end, folded, role = i, 0, ""
    j = i
    total = len(lines.bare)
    while j < total:
        line = lines.bare[j]
        if not line:
            after = lines.next_said(j, _MOST_BLANK + 1)
            if after < 0 or lines.labels.get(after) in (None, *roles) or lines.quoted[after]:
                break
            j = after
            continue
        found = lines.labels.get(j)
        if lines.quoted[j]:
            break
        if found is not None:
            if found in roles and found not in {"other", "date"}:
                break
            role = found
            roles.setdefault(role, j)
            if role == "from" and j == i and (ruled or len(line) > _WRAPPED):
                for other in fields.packed(line):
                    roles.setdefault(other, j)
            folded = 0
        elif not fields.goes_on(lines, j, role, folded, known=len(roles)):
            break
        else:
            folded += 1
        j += 1
        end = j
    name = notes.named_at(lines, roles, floor) if "to" in roles and "from" not in roles else -1
    if name >= 0:
        return Trail(_above(lines, name, floor), end, forward=False, header=True), end
    if not fields.make_block(lines, roles, announced=announced, ruled=ruled):
        return None, end
    start = _above(lines, i, floor)
    above = lines.bare[start - 1] if start > floor else ""
    shown = re.match(_SOURCE, above) or (not ruled and _sample(lines, i, end, roles))
    if _MBOX.match(above) or (shown and not announced):
        # A patch's mail, and a message's source that somebody shows.
        return None, end
    return Trail(_name_above(lines, roles, start, floor), end, forward=False, header=True), end


def _sample(lines: Lines, i: int, end: int, roles: Container[str]) -> bool:
    """Whether the block from line ``i`` on is one that the author points at, in their own text.

    It is indented between lines that are not, below a colon or without recipients, whom a mail
    program names; or it has no recipients and a sentence with a colon introduces it.
    """
    above = next((j for j in range(i - 1, max(i - _MOST_BLANK, -1), -1) if lines.bare[j]), -1)
    if above < 0 or lines.raw[above][:1].isspace():
        return False
    said = lines.bare[above]
    introduced = said[-1] == ":"
    partial = "to" not in roles and "cc" not in roles
    if introduced and partial and said.count(" ") >= _SENTENCE and not _writes(said):
        return True
    after = lines.next_said(end, _MOST_BLANK)
    apart = after >= 0 and not lines.raw[after][:1].isspace()
    return (introduced or partial) and apart and lines.raw[i].startswith(("   ", "\t"))


def _writes(line: str) -> bool:
    """Whether a line says that somebody wrote."""
    return not WRITES.isdisjoint(line.lower().rstrip(":").split())


def foreign_starts(lines: Lines, subject: str) -> list[int]:
    """Of the lines that may begin a header block in an unknown language, those that likely do.

    A booking reads like one, but has neither a rule above nor the message's ``subject`` in it.
    """
    base = subjects.base(subject)
    likely = []
    for i in lines.foreign:
        ruled = any(is_rule(line) for line in lines.bare[max(0, i - 2) : i])
        block = lines.bare[i + 1 : i + _MANY_FIELDS]
        if ruled or (base and any(line.casefold().endswith(base) for line in block)):
            likely.append(i)
    return likely


def foreign_at(lines: Lines, i: int, floor: int) -> Trail | None:
    """The header block of an unknown language whose sender is at line ``i``.

    Its form tells: three to eight fields with nothing between them, a name and an address first,
    then a date with a time, and blank lines or a rule around.
    """
    end = i
    while (
        end < len(lines.bare)
        and end - i <= _MANY_FIELDS
        and re.match(fields.FIELD, lines.bare[end])
    ):
        end += 1
    if not _FEW_FIELDS <= end - i <= _MANY_FIELDS or (end < len(lines.bare) and lines.bare[end]):
        return None
    if i > floor and lines.bare[i - 1] and not is_rule(lines.bare[i - 1]):
        return None
    date = lines.bare[i + 1]
    timed = re.search(_CLOCK, date) and re.search(_YEAR, re.sub(_CLOCK, "", date))
    if not timed or "@" in date:
        return None
    return Trail(_above(lines, i, floor), end, forward=False, header=True)


def _name_above(lines: Lines, roles: dict[str, int], start: int, floor: int) -> int:
    """Line ``start``, or the one that has nothing but the sender's name: Foxmail's.

    A line of one blank divides it from the block. Without that the author signed with the name.
    """
    above = start - 2
    if above < floor or not lines.text(above) or "from" not in roles:
        return start
    if lines.raw[start - 1].rstrip("\r") not in {" ", "\u00a0"}:
        return start
    sender = lines.bare[roles["from"]].replace("：", ":").partition(":")[2].strip("* \t\u00a0")
    return above if lines.bare[above] == sender.partition("<")[0].strip(' "') else start


def _above(lines: Lines, i: int, floor: int) -> int:
    """Line ``i``, or the first of the rules, phrases and blank lines right above it."""
    start = i
    for j in range(i - 1, max(floor, i - 5) - 1, -1):
        line = lines.bare[j]
        if line and (lines.quoted[j] or not (is_rule(line, _SHORT_RULE) or is_phrase(line))):
            break
        if line:
            start = j
    return start
