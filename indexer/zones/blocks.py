"""Copied header blocks and the lines that announce them: where a trail without marks begins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from indexer.zones.lines import is_phrase, is_rule

if TYPE_CHECKING:
    from indexer.zones.lines import Lines

_MOST_BLANK: Final = 3
_MOST_FOLDED: Final = 400
_NOTES_DATE: Final = re.compile(
    r"(?<!\d)\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\.?,?\s{1,3}\d{1,2}[:.]\d\d(?!\d)"
)
_TIME_ONLY: Final = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?: [AP]M)?$")
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
    elif i in lines.labels:
        found, _ = block_at(lines, i, floor, announced=True)
    if found:
        body = max(body, min(found.body, end))
        forward = forward or found.forward
    return Trail(_above(lines, i, floor), body, forward, header=True, end=end)


def block_at(
    lines: Lines, i: int, floor: int, *, announced: bool = False
) -> tuple[Trail | None, int]:
    """The header block whose first field is at line ``i``, or None, and the line after it.

    ``announced`` says that a separator stands above: then two fields are enough.
    """
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
            folded = 0
        elif not _continues(lines, j, role, folded):
            break
        else:
            folded += 1
        j += 1
        end = j
    if not _is_block(lines, roles, announced=announced):
        if roles.get("to") is not None and "from" not in roles:
            return _notes(lines, end, floor, roles), end
        return None, end
    start = _above(lines, i, floor)
    if start > floor and _MBOX.match(lines.bare[start - 1]):
        return None, end
    return Trail(start, end, forward=False, header=True), end


def _is_block(lines: Lines, roles: dict[str, int], *, announced: bool) -> bool:
    named = roles.keys() - {"other"}
    if announced:
        return len(named) >= 2
    if "from" not in named or len(named) < 3:
        return False
    if "subject" in named:
        subject = lines.bare[roles["subject"]]
        return not ("[PATCH" in subject and "to" not in named)
    # An itinerary has from, to and date as well.
    return "@" in lines.bare[roles["from"]] or ("date" in named and _dated(lines, roles))


def _dated(lines: Lines, roles: dict[str, int]) -> bool:
    date = lines.bare[roles["date"]].lower()
    return date.startswith(("sent", "gesendet", "envoyé", "enviad", "inviato", "verzonden"))


def _continues(lines: Lines, j: int, role: str, folded: int) -> bool:
    """Whether line ``j`` goes on with the field above it: addresses go on for long."""
    line, before = lines.bare[j], lines.bare[j - 1]
    if role in {"to", "cc"}:
        if folded > _MOST_FOLDED:
            return False
        return "@" in line or ";" in line or before[-1:] in (",", ";", "<")
    if folded:
        return False
    if role == "from":
        broken = max(before.rfind("<"), before.rfind("[")) > max(
            before.rfind(">"), before.rfind("]")
        )
        return (broken or line.startswith(("<", "["))) and "@" in line
    if role == "other":
        return line[:1] == "<" or lines.raw[j][:1] in " \t"
    return role == "subject" and lines.raw[j][:1] in " \t" and len(before) > 40


def _notes(lines: Lines, end: int, floor: int, roles: dict[str, int]) -> Trail | None:
    """A Lotus Notes block: a name and a date on lines of their own, then To, cc and Subject."""
    if len(roles.keys() & {"to", "cc", "subject"}) < 2:
        return None
    said = 0
    top = roles["to"]
    for j in range(top - 1, max(floor, top - 9) - 1, -1):
        line = lines.bare[j]
        if not line:
            continue
        if lines.quoted[j] or len(line) > 160:
            return None
        said += 1
        if _TIME_ONLY.match(line) and j > floor:
            line = f"{lines.bare[j - 1]} {line}"
        if _NOTES_DATE.search(line):
            start = _notes_start(lines, j, floor)
            return Trail(_above(lines, start, floor), end, forward=False, header=True)
        if said > 3:
            return None
    return None


def _notes_start(lines: Lines, date: int, floor: int) -> int:
    """Up from a Notes date to the name: on the same line, or above, or above "Sent by"."""
    start = date
    while start > floor and start > date - 3 and lines.text(start - 1):
        rest = _NOTES_DATE.sub("", lines.bare[start]).strip(" :APMapm0123456789")
        if len(rest) >= 3 and lines.labels.get(start) != "other":
            break
        start -= 1
    return start


def _above(lines: Lines, i: int, floor: int) -> int:
    """Line ``i``, or the first of the rules, phrases and blank lines right above it."""
    start = i
    for j in range(i - 1, max(floor, i - 5) - 1, -1):
        line = lines.bare[j]
        if line and (lines.quoted[j] or not (is_rule(line) or is_phrase(line))):
            break
        if line:
            start = j
    return start
