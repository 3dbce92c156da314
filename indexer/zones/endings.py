"""What stands at the ends of what somebody wrote: banners, signatures, notices, list footers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from indexer.zones.contacts import has_link, name_words
from indexer.zones.devices import is_phone
from indexer.zones.lines import is_rule
from indexer.zones.machinery import mark_armour, mark_banners, mark_footers, mark_notices
from indexer.zones.references import below_footnotes, skip_footnotes
from indexer.zones.runs import Run
from indexer.zones.signature_lines import is_added, is_closing, is_signature_like, is_telling
from indexer.zones.signatures import contact_block, strapline

if TYPE_CHECKING:
    from indexer.model.bodies import ZoneKind
    from indexer.zones.lines import Lines

_SIGNATURE_LINES: Final = 30
# From that line on a run is far down.
_DEEP: Final = 4000
_WEAK_LINES: Final = 12
_SHORT_LINES: Final = 4
_DISTANCE: Final = 40
_WRITTEN: Final = frozenset(("new", "forward"))
_PLAIN: Final = 60
_PLAIN_LINES: Final = 6
# What every ending has something of, but a name's.
_MARKED: Final = re.compile(r"[\d@\[\]_|:/#=~*]|--|www\.|[^\W\d_] [^\W\d_]+\n[^\n]")


def mark_endings(lines: Lines, kinds: list[ZoneKind], start: int, stop: int, *, top: bool) -> None:
    """Mark the endings of each run of written lines in ``start`` to ``stop``.

    ``top`` says that the first run is the top of the body, where banners stand. Of the runs far
    down only the last is searched: nobody answers so often, and thousands would take seconds.
    """
    last = stop - 1
    while last > start and not (kinds[last] in _WRITTEN and lines.bare[last]):
        last -= 1
    i = start
    while i < stop:
        if kinds[i] not in _WRITTEN:
            i += 1
            continue
        end = i
        while end < stop and kinds[end] == kinds[i]:
            end += 1
        if (i < _DEEP or end > last) and (run := Run(lines, kinds, i, end)):
            if not (i > start and end < stop and _is_plain(run)):
                _mark(run, top=top or kinds[i] == "forward")
            top = False
        i = end


def _mark(run: Run, *, top: bool) -> None:
    if top:
        mark_armour(run)
        mark_banners(run)
    mark_footers(run)
    _skip_added(run)
    skip_footnotes(run)
    end = run.end
    mark_notices(run)
    if run.end < end:
        skip_footnotes(run)
    if run and (_dashed(run) or _contact(run)):
        mark_notices(run)


def _is_plain(run: Run) -> bool:
    """Whether a run between quotes is so short and plain, as answers are, that none ends it."""
    if run.end - run.start > _PLAIN_LINES:
        return False
    text = "\n".join(run.bare[run.start : run.end])
    plain = len(text) < _PLAIN and _MARKED.search(text) is None
    return plain and not is_phone(run.bare[run.end - 1])


def _skip_added(run: Run) -> None:
    """Leave what is added below a signature as it is: a postscript, the names of files."""
    while run:
        at = run.paragraph()
        if at <= run.start or not is_added(run.bare[at]):
            return
        run.leave(at)


def _dashed(run: Run) -> bool:
    if not run.may_divide(4 * _SIGNATURE_LINES):
        return False
    below: list[str] = []
    cut = -1
    for i in range(run.end - 1, max(run.start - 1, run.end - 4 * _SIGNATURE_LINES), -1):
        line = run.bare[i]
        if run.lines.code[i] or len(below) > _SIGNATURE_LINES:
            break
        if run.is_dash(i) or (is_rule(line, 3) and _stands_apart(run, i)):
            if run.lines.raw[i].rstrip("\r") == "-- " or _is_weak(run, i, below):
                cut = i
        elif line:
            below.append(line)
    if cut < 0:
        return False
    run.cut(cut, "signature")
    return True


def _is_weak(run: Run, i: int, below: list[str]) -> bool:
    """Whether a rule at line ``i`` that lacks the space is a signature's: by its lines.

    ``below`` are those, the last first.
    """
    if not below or len(below) > _WEAK_LINES:
        return False
    if is_telling(below):
        return is_signature_like([line for line in below if not has_link(line)])
    if not is_signature_like(below):
        return False
    if len(below) <= 2 and name_words(below[-1]) >= 2:
        return True
    before = run.bare[max(run.start, i - _DISTANCE) : i]
    alone = run.bare[i] == "--" and "--" not in before
    above = next((line for line in reversed(before[-3:]) if line), "")
    return len(below) <= _SHORT_LINES and (alone or is_closing(above))


def _stands_apart(run: Run, i: int) -> bool:
    """Whether a rule is no heading's underline: below a blank line, or a sign-off and a name."""
    if i <= run.start or not run.bare[i - 1]:
        return True
    return any(is_closing(line) for line in run.bare[max(run.start, i - 2) : i] if line)


def _contact(run: Run) -> bool:
    at = contact_block(run.lines, run.start, run.end)
    if at < 0:
        at, stop, whole = strapline(run.lines, run.start, run.end, run.paragraph())
        if at < 0:
            return False
        if not whole:
            run.mark(at, stop, "signature")
            return False
    at = below_footnotes(run, at)
    if at >= run.end:
        return False
    run.cut(at, "signature")
    return True
