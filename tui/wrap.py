"""Text in cells: how wide it is, cut to a width, and broken into lines of one.

A cell is a terminal's column: wide characters take two, combining marks none. Measures are Rich's,
which Textual draws by, so that what is measured here is what is drawn.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import NamedTuple

from rich.cells import cell_len, split_graphemes

READABLE = 80
"""Columns that prose is read in, at most."""

_PROSE = 45
"""A line at least this wide that is not its paragraph's last was filled by a program."""


def cells(text: str) -> int:
    """How many cells ``text`` takes."""
    return len(text) if text.isascii() else cell_len(text)


def split(text: str, width: int) -> tuple[str, str]:
    """``text`` as what fits in ``width`` cells and the rest; characters stay whole."""
    if text.isascii():
        return text[:width], text[width:]
    used = 0
    for start, _end, size in split_graphemes(text)[0]:
        used += size
        if used > width:
            return text[:start], text[start:]
    return text, ""


def cut(text: str, width: int, ellipsis: str = "…") -> str:
    """``text`` in at most ``width`` cells, with an ellipsis where something was cut off."""
    if len(text) * 2 <= width or cells(text) <= width:
        return text
    room = width - cells(ellipsis)
    if room < 0:
        return ellipsis[: max(0, width)]
    return split(text, room)[0].rstrip() + ellipsis


def pad(text: str, width: int, ellipsis: str = "…") -> str:
    """``text`` in exactly ``width`` cells."""
    kept = cut(text, width, ellipsis)
    return kept + " " * (width - cells(kept))


def chop(text: str, width: int) -> list[str]:
    """``text`` in pieces of at most ``width`` cells (at least 1), nothing taken away.

    A wide character becomes a space where the width is 1.
    """
    if text.isascii() and width > 0:
        return [text[i : i + width] for i in range(0, len(text), width)] or [""]
    pieces: list[str] = []
    start = used = 0
    for begin, _end, size in split_graphemes(text)[0]:
        if size > width:
            # Only in the narrowest of windows: better a gap than a line that is too long.
            return chop("".join(" " if cells(c) > width else c for c in text), max(1, width))
        if used + size > width:
            pieces.append(text[start:begin])
            start, used = begin, 0
        used += size
    pieces.append(text[start:])
    return pieces


def wrap(line: str, width: int, hang: str = "") -> list[str]:
    """One line of prose in lines of at most ``width`` cells, broken at spaces.

    A line that fits is left alone, whatever its spacing. ``hang`` stands before each line but the
    first. Words that are wider than a line are broken where it ends.
    """
    if cells(line) <= width:
        return [line]
    if cells(hang) * 2 >= width:
        hang = ""
    lines: list[str] = []
    lead = line[: len(line) - len(line.lstrip(" "))]
    now, empty = lead if cells(lead) * 2 < width else "", True
    for word in line.split():
        if not empty and cells(now) + 1 + cells(word) <= width:
            now += " " + word
            continue
        if not empty:
            lines.append(now)
            now, empty = hang, False
        room = width - max(cells(now), cells(hang))
        if cells(word) > room:
            *whole, word = chop(word, room)  # noqa: PLW2901 - what is left of it
            for piece in whole:
                lines.append(now + piece)
                now = hang
        now, empty = now + word, False
    lines.append(now)
    return lines


def hanging(line: str) -> str:
    """What continuation lines of ``line`` begin with: its indent, and its bullet's width."""
    body = line.lstrip(" ")
    indent = len(line) - len(body)
    head, space, _rest = body.partition(" ")
    bullet = head in ("-", "*", "+", "•", "–", "—") or (
        1 < len(head) <= 4 and head[-1] in ".)" and head[:-1].isalnum()
    )
    return " " * (indent + (cells(head) + 1 if space and bullet else 0))


def is_stiff(line: str) -> bool:
    """Whether a line's layout means something: code, a table, a patch, a drawing."""
    if line.startswith(("    ", "\t", "diff ", "@@ ", "+++ ", "--- ", "index ")):
        return True
    body = line.strip()
    gaps = body.count("   ") + body.count("\t") + (2 if body.startswith("|") else 0)
    return gaps > 1


class Filled(NamedTuple):
    """A row that fits in a window, with words of the lines ``first`` to ``end - 1``."""

    text: str
    first: int
    end: int


def prose(lines: list[str], width: int) -> list[Filled]:
    """Lines of a message for a window ``width`` cells wide, and where each one comes from.

    What fits stays as it was written. A paragraph with lines that do not fit, all but its last
    filled to some width, is filled anew, so that no comb of long and short lines comes out; other
    lines are wrapped one by one, stiff ones (:func:`is_stiff`) at characters. A patch is stiff
    from its first line to its last.
    """
    made: list[Filled] = []
    at = 0
    patch = False
    text = min(width, READABLE)
    while at < len(lines):
        line = lines[at]
        patch = _in_patch(patch, lines, at)
        if patch or is_stiff(line):
            pieces = chop(line.expandtabs(8).rstrip(), width)
            made += [Filled(one, at, at + 1) for one in pieces]
            at += 1
            continue
        end = _paragraph(lines, at) if cells(line) > text or at + 1 < len(lines) else at + 1
        run = [one.expandtabs(8).rstrip() for one in lines[at:end]]
        if len(run) > 1 and any(cells(one) > text for one in run):
            whole = " ".join((run[0], *(one.strip() for one in run[1:])))
            made += _traced(wrap(whole, text, hanging(whole)), run, at)
        else:
            for place, one in enumerate(run, at):
                made += [Filled(row, place, place + 1) for row in wrap(one, text, hanging(one))]
        at = end
    return made


def _traced(rows: list[str], run: list[str], at: int) -> list[Filled]:
    """Rows of a paragraph filled anew, by the lines of ``run`` that they have words of."""
    ends = list(accumulate(map(_inked, run)))
    made: list[Filled] = []
    done = 0
    for row in rows:
        first = min(bisect_right(ends, done), len(run) - 1)
        done += _inked(row)
        last = max(first, min(bisect_left(ends, done), len(run) - 1))
        made.append(Filled(row, at + first, at + last + 1))
    return made


def _inked(text: str) -> int:
    """How many characters of a text are no blanks: filling anew moves only those that are."""
    return len("".join(text.split()))


def _in_patch(patch: bool, lines: list[str], at: int) -> bool:
    line = lines[at]
    if patch:
        return line != "-- "
    if line.startswith("diff --git "):
        return True
    return line.startswith("--- ") and at + 1 < len(lines) and lines[at + 1].startswith("+++ ")


def _paragraph(lines: list[str], at: int) -> int:
    """Where the filled paragraph that starts at ``at`` ends."""
    end = at + 1
    while (
        end < len(lines)
        and cells(lines[end - 1]) >= _PROSE
        and lines[end].strip()
        and lines[end][:1] not in " \t|>"
        and not hanging(lines[end])
        and not is_stiff(lines[end])
    ):
        end += 1
    return end
