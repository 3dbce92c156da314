r"""format=flowed (RFC 3676): text that a narrow screen may wrap anew. Pure."""

from __future__ import annotations

_WIDTH = 72
SEPARATOR = "-- "
"""The line above a signature (RFC 3676, section 4.3); it neither flows nor is flowed into."""


def flow(text: str) -> str:
    r"""Paragraphs and quoted lines as flowed lines, ended by ``\n``.

    A line that begins with ``>`` is quoted. Spaces at the ends of lines go, since they would say
    that the line goes on; a line that begins with a space or ``From `` gets one in front
    (section 4.4). Words longer than a line stay whole.
    """
    out: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line == SEPARATOR:
            out.append(line)
            continue
        content = line.lstrip(">") if line.startswith(">") else line
        depth = len(line) - len(content)
        if depth:
            # "> > text" is quoted twice, as most programs write it.
            while content.startswith(" >"):
                inner = content[1:].lstrip(">")
                depth += len(content) - 1 - len(inner)
                content = inner
            content = content.removeprefix(" ")
        mark = ">" * depth
        out += [_stuffed(mark, part) for part in _wrapped(content.rstrip(" "), depth)]
    return "\n".join(out)


def _wrapped(line: str, depth: int) -> list[str]:
    """A paragraph's lines, each but the last ended by the space that says that it goes on."""
    room = max(_WIDTH - depth - 1, 20)
    if len(line) <= room + 6:
        return [line]
    parts: list[str] = []
    part = ""
    for word in line.split(" "):
        # A blank alone would be an empty line; it stays with the word before it.
        if part.strip() and word and len(part) + len(word) > room:
            parts.append(part)
            part = ""
        part += f"{word} "
    return [*parts, part.rstrip(" ")]


def _stuffed(mark: str, part: str) -> str:
    if mark:
        return f"{mark} {part}" if part else mark
    needs = part.startswith((" ", ">", "From "))
    return f" {part}" if needs else part
