"""HTML in tokens: start tags, end tags and text, in time linear in its length.

``html.parser`` takes time that grows with the square of unclosed comments, declarations, tags
and quotes, so a mail of some kilobytes can stop it. Here every search that fails once is not made
again. Comments, declarations and the contents of scripts are left out.
"""

from __future__ import annotations

import re
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

TOKENS = 50_000

_open = re.compile(r"<(?:(!--)|([!?])|(/?)([a-zA-Z][^\s/>]*))")
_mark = re.compile(r""">|=\s*(["'])""")
_attribute = re.compile(r"""([^\s=/>"']++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"']++)))?""")
_long_number = re.compile(r"&#(?=[xX]?[0-9a-fA-F]{8})")
_RAW = frozenset((
    "script", "style", "title", "template", "textarea", "iframe", "noembed", "noframes", "xml",
    "svg", "object",
))  # fmt: skip
_TAG = 1 << 16
_ATTRIBUTES = 100
_FAILURES = 64


class Token(NamedTuple):
    """Text, or a tag: ``kind`` is ``text``, ``start`` or ``end``; ``value`` the text or name.

    A whole ``style`` element is one token of that kind, ``value`` its rules.
    """

    kind: str
    value: str
    attributes: str = ""

    def attribute(self, name: str) -> str | None:
        """An attribute's value, character references read; empty where it has none."""
        return next((value for known, value in self.pairs((name,))), None)

    def pairs(self, names: Container[str]) -> Iterator[tuple[str, str]]:
        """Those of the first attributes that have one of ``names``, with their values."""
        for match in islice(_attribute.finditer(self.attributes), _ATTRIBUTES):
            name = match[1].lower()
            if name in names:
                yield name, characters(match[2] or match[3] or match[4] or "")


def characters(text: str) -> str:
    """Text with its character references (``&eacute;``, ``&#233;``) read."""
    if "&" not in text:
        return text
    return unescape(_long_number.sub("&amp;#", text))


def tokens(html: str) -> Iterator[Token]:
    """The tokens of ``html`` in order, at most :data:`TOKENS` and one of text."""
    position, held, failures, count = 0, 0, 0, 0
    missing: set[str] = set()
    while count < TOKENS:
        match = _open.search(html, position) if failures < _FAILURES else None
        if match is None:
            break
        begin = match.start()
        if match[1]:
            end = _after(html, "-->", begin + 2, missing)
        elif match[2]:
            end = _after(html, ">", begin, missing)
        else:
            end = _tag_end(html, match.end(), missing)
        if end < 0:
            failures += not match[1] and not match[2]
            if match[1] or match[2]:
                # An unclosed comment: its marker goes, what follows may be the message.
                if begin > held:
                    yield Token("text", html[held:begin])
                    count += 1
                held = match.end()
            position = match.end()
            continue
        if begin > held:
            yield Token("text", html[held:begin])
            count += 1
        position = held = end
        if match[4]:
            name = match[4].lower()
            if match[3]:
                yield Token("end", name)
            elif name in _RAW:
                position = held = _contents_end(html, name, end, missing)
                if name == "style" and position > end:
                    yield Token("style", html[end:position].rpartition("<")[0])
            else:
                yield Token("start", name, html[match.end() : end - 1])
            count += 1
    if held < len(html) and count < TOKENS:
        yield Token("text", html[held:])


def _tag_end(html: str, start: int, missing: set[str]) -> int:
    """After the ``>`` of a tag, not one within quotes; -1 where there is none near."""
    limit = start + _TAG
    while True:
        mark = _mark.search(html, start, limit)
        if mark is None:
            return -1
        start = mark.end()
        if mark[1] is None:
            return start
        quoted = _after(html, mark[1], start, missing)
        # A value with a tag in it is a quotation that was never closed.
        if 0 <= quoted <= limit and html.find("<", start, quoted) < 0:
            start = quoted


def _after(html: str, what: str, start: int, missing: set[str]) -> int:
    if what in missing:
        return -1
    found = html.find(what, start)
    if found < 0:
        missing.add(what)
        return -1
    return found + len(what)


def _contents_end(html: str, name: str, start: int, missing: set[str]) -> int:
    """Where the element ends whose contents are not shown; where it began if it never ends."""
    if name in missing:
        return start
    closing = re.compile(f"</{name}[^>]{{0,200}}>", re.IGNORECASE).search(html, start)
    if closing is None:
        missing.add(name)
        return start
    return closing.end()
