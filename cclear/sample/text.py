"""Lines and paragraphs, as text and as HTML."""

from __future__ import annotations

import re
import textwrap
from html import escape

Paragraphs = tuple[tuple[str, ...], ...]
"""Paragraphs of lines; a paragraph that flows is a single long line."""

LONG = 60
_NUMBERED = re.compile(r"\d{1,2}\. ")
_LINK = re.compile(r"https?://[^\s<>]+[^\s<>.,;:)]")


def paragraphs(text: str) -> Paragraphs:
    """What the source's text means: a paragraph flows when one of its lines but the last is long.

    Lines of tables, lists and quotes (starting with a space, a number or one of ``|>-+@*``) stay
    as they are; so do those of a paragraph of short lines.
    """
    blocks = re.split(r"\n[ \t]*\n", text.strip("\n")) if text.strip() else []
    return tuple(_paragraph(block.split("\n")) for block in blocks)


def _paragraph(lines: list[str]) -> tuple[str, ...]:
    fixed = any(line[:1] in " |>-+@*" or _NUMBERED.match(line) for line in lines)
    if not fixed and any(len(line) >= LONG for line in lines[:-1]):
        return (" ".join(lines),)
    return tuple(line.rstrip() for line in lines)


def unwrapped(text: Paragraphs) -> str:
    """As Outlook has it: a paragraph a line, however long."""
    return "\n\n".join("\n".join(block) for block in text)


def wrapped(text: Paragraphs, width: int = 72) -> str:
    """As most programs send it: long lines broken, tables and quotes left alone."""
    return "\n\n".join("\n".join(_fill(line, width) for line in block) for block in text)


def _fill(line: str, width: int) -> str:
    if len(line) <= width or line[:1] in " |>+@":
        return line
    return "\n".join(textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False))


def rewrapped(text: str, width: int) -> str:
    """Another message's text, its long lines broken, as Gmail does before it quotes."""
    return "\n".join(_fill(line, width) for line in text.split("\n"))


def quoted(text: str) -> str:
    """``>`` before every line, and no second space before one that is a quote already."""
    return "\n".join(_quote(line) for line in text.split("\n"))


def _quote(line: str) -> str:
    if line[:1] == ">":
        return ">" + line
    return f"> {line}" if line.strip() else ">"


def flowed(text: str, width: int = 72) -> str:
    """Format=flowed (RFC 3676): soft breaks end in a space, odd beginnings are stuffed."""
    out: list[str] = []
    for line in text.split("\n"):
        if line == "-- ":
            out.append(line)
        elif line[:1] == ">":
            out.append(line.rstrip())
        else:
            pieces = _fill(line, width).split("\n") if line.strip() else [""]
            stuffed = [" " + p if p[:1] == " " or p.startswith("From ") else p for p in pieces]
            out += [p + " " for p in stuffed[:-1]]
            out.append(stuffed[-1].rstrip())
    return "\n".join(out)


def html_line(line: str) -> str:
    """A line for HTML: escaped, its runs of spaces kept, its links live."""
    safe = escape(line, quote=False).replace("  ", " &nbsp;")
    if "http" not in safe:
        return safe
    return _LINK.sub(lambda m: f'<a href="{m[0]}">{m[0]}</a>', safe)


def html_lines(text: str) -> str:
    """A whole plain text as HTML, a ``<br>`` a line."""
    return "<br>\n".join(html_line(line) for line in text.split("\n"))
