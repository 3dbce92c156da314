"""Copied header blocks and the lines that announce them: where a trail without marks begins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from indexer import subjects
from indexer.zones.lines import is_phrase, is_rule, packed

if TYPE_CHECKING:
    from indexer.zones.lines import Lines

_MOST_BLANK: Final = 3
_MOST_FOLDED: Final = 400
_WRAPPED: Final = 60
_SHORT_RULE: Final = 3
_NOTES_DATE: Final = re.compile(
    r"(?<!\d)\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\.?,?\s{1,3}\d{1,2}[:.]\d\d(?!\d)"
)
_TIME_ONLY: Final = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?: [AP]M)?$")
# Seldom needed, so that they are compiled when they first are.
_CLOCK: Final = r"(?<!\d)\d{1,2}[:.]\d\d(?!\d)"
_YEAR: Final = r"(?<!\d)(?:19|20|25)?\d\d(?!\d)"
_FIELD: Final = r"[*_]{0,2}[^\W\d_][\w .'’/-]{0,23}[*_]{0,2}[ \u00a0]?[:：][*_]{0,2}(?:\s|$)"
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
            if role == "from" and j == i and len(line) > _WRAPPED:
                for other in packed(line):
                    roles.setdefault(other, j)
            folded = 0
        elif not _continues(lines, j, role, folded, known=len(roles)):
            break
        else:
            folded += 1
        j += 1
        end = j
    # Outlook draws its rule with underscores.
    ruled = i > floor and is_rule(lines.bare[i - 1]) and lines.bare[i - 1][0] == "_"
    if "to" in roles and "from" not in roles and (notes := _notes(lines, end, floor, roles)):
        return notes, end
    if not _is_block(lines, roles, announced=announced, ruled=ruled):
        return None, end
    start = _above(lines, i, floor)
    above = lines.bare[start - 1] if start > floor else ""
    if _MBOX.match(above) or (re.match(_SOURCE, above) and not announced):
        # A patch's mail, and a message's source that somebody shows.
        return None, end
    return Trail(_name_above(lines, roles, start, floor), end, forward=False, header=True), end


def foreign_at(lines: Lines, i: int, floor: int) -> Trail | None:
    """The header block of an unknown language whose sender is at line ``i``.

    Its form tells: three to eight fields with nothing between them, a name and an address first,
    then a date with a time, and blank lines or a rule around.
    """
    end = i
    while end < len(lines.bare) and end - i <= _MANY_FIELDS and re.match(_FIELD, lines.bare[end]):
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
    """Line ``start``, or the one above that has nothing but the sender's name: Foxmail's."""
    above = start - 1
    while above > floor and above > start - _MOST_BLANK and not lines.bare[above]:
        above -= 1
    if above < floor or not lines.text(above) or "from" not in roles:
        return start
    sender = lines.bare[roles["from"]].replace("：", ":").partition(":")[2].strip("* \t\u00a0")
    return above if lines.bare[above] == sender.partition("<")[0].strip(' "') else start


def _is_block(lines: Lines, roles: dict[str, int], *, announced: bool, ruled: bool = False) -> bool:
    named = roles.keys() - {"other"}
    if announced:
        return len(named) >= 2
    dated = "date" in named and _dated(lines, roles)
    if "from" not in named:
        return {"to", "subject"} <= named and (
            (dated and _sent(lines, roles)) or _answers(lines, roles)
        )
    known = "@" in lines.bare[roles["from"]]
    if len(named) < _FEW_FIELDS:
        return ruled and dated and known and len(named) > 1
    if "subject" not in named:
        # An itinerary has from, to and date as well.
        return dated or known
    if "[PATCH" in lines.bare[roles["subject"]] and "to" not in named:
        return False
    # A memorandum has all of them, with the day and no addresses.
    return dated or known or ruled or "date" not in named or _addressed(lines, roles)


def _answers(lines: Lines, roles: dict[str, int]) -> bool:
    """Whether a block without a sender is an answer's to an address: Notes' own mail copied."""
    subject = lines.bare[roles["subject"]].partition(":")[2]
    return "@" in lines.bare[roles["to"]] and subjects.is_reply(subject)


def _addressed(lines: Lines, roles: dict[str, int]) -> bool:
    """Whether the recipients are a program's: with an address, or in Notes' or Outlook's form."""
    to = lines.bare[roles["to"]] if "to" in roles else ""
    return "@" in to or "/" in to or ";" in to


def _sent(lines: Lines, roles: dict[str, int]) -> bool:
    """Whether the date is called the time of sending, as in no memorandum."""
    date = lines.bare[roles["date"]].strip("*_ ").lower()
    return date.startswith(("sent", "gesendet", "envoyé", "enviad", "inviato", "verzonden"))


def _dated(lines: Lines, roles: dict[str, int]) -> bool:
    """Whether the date has a time of day, or is called the time of sending."""
    return _sent(lines, roles) or re.search(_CLOCK, lines.bare[roles["date"]]) is not None


def _continues(lines: Lines, j: int, role: str, folded: int, *, known: int) -> bool:
    """Whether line ``j`` goes on with the field above it: addresses go on for long.

    A label that is not ``known`` belongs to the block where the next line's label does, too.
    """
    line, before = lines.bare[j], lines.bare[j - 1]
    if j + 1 in lines.labels and known and not lines.quoted[j + 1] and re.match(_FIELD, line):
        return True
    if role in {"to", "cc"}:
        if folded > _MOST_FOLDED:
            return False
        return "@" in line or ";" in line or before[-1:] in (",", ";", "<")
    if folded > (role == "from"):
        return False
    if role == "from":
        broken = max(before.rfind("<"), before.rfind("[")) > max(
            before.rfind(">"), before.rfind("]")
        )
        if (broken or line.startswith(("<", "["))) and "@" in line:
            return True
        # "On behalf of NAME" is broken anywhere; the date follows.
        return len(before) > _WRAPPED and lines.labels.get(j + 1) in {"date", "to"}
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
        if line and (lines.quoted[j] or not (is_rule(line, _SHORT_RULE) or is_phrase(line))):
            break
        if line:
            start = j
    return start
