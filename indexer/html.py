"""HTML mail as text: html2text, driven by tokens of our own and kept within limits.

html2text writes Markdown for people who edit it; a reader of mail wants what the author wrote.
So emphasis, images and hidden elements are left out, lines stand where a browser would break
them, and a link is followed by where it leads unless its text says so already. What mail programs
marked as quoted comes out as hints for :mod:`indexer.zones`, by line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from html2text import HTML2Text

from indexer import gate, hidden, html_signatures, links, markup, quoting
from indexer.elements import Outline
from indexer.rendered import Rendered, hints

if TYPE_CHECKING:
    from collections.abc import Sequence

LIMIT = 1_000_000
"""Characters of HTML that are read."""

_QUOTES = 30
_LISTS = 10
_RULE = "_" * 32  # as Outlook's own text form has it

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LINES = frozenset((
    "div", "tr", "table", "tbody", "thead", "tfoot", "center", "address", "article", "aside",
    "section", "header", "footer", "main", "nav", "form", "fieldset", "figure", "figcaption",
    "details", "summary", "caption",
))  # fmt: skip
_PASSED_ON = frozenset(("dl", "dt", "dd", "q", "s", "del", "strike"))

_tight = re.compile(r"margin(?:-bottom)?\s*:\s*0(?![.\d]*[1-9])", re.IGNORECASE)
_spaces = re.compile(r"\s+")
_separator = re.compile(r"^((?:>+ )?)--$", re.MULTILINE)
_scheme = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)


def render(html: str) -> str:
    """The text of ``html``, gated; quotes marked with ``>``, nothing wrapped."""
    return read(html).text


def read(html: str) -> Rendered:
    """As :func:`render`, with what its structure says of its lines, and whether it is whole."""
    every = list(markup.tokens(html[:LIMIT]))
    whole = len(html) <= LIMIT and len(every) < markup.TOKENS
    if all(token.kind == "text" for token in every):
        return _plain("".join(token.value for token in every), whole=whole)
    shown = hidden.shown(every)
    made = _write(shown, images=False)
    if not made.text:
        # A message must not look empty that its author wrote something in.
        made = _write(shown, images=True)
        made = made if made.text else _write(every, images=True)
    return made if whole else Rendered(made.text, made.hints, whole=False)


def _plain(text: str, *, whole: bool) -> Rendered:
    """Text without any tag, which is called HTML by mistake: its lines are lines."""
    lines = gate.block(markup.characters(text)).split("\n")
    return Rendered(hints([each.rstrip(" \t") for each in lines], [], (), {}).text, whole=whole)


def _write(tokens: Sequence[markup.Token], *, images: bool) -> Rendered:
    outline = Outline(tokens)
    quoted = quoting.find(outline)
    signatures = html_signatures.find(outline, quoted)
    edges = {place for span in quoted.spans for place in span[1:]}
    written: dict[int, int] = {}
    writer = _Writer(images=images, cited=frozenset(quoted.cited))
    for place, token in enumerate(tokens):
        if place in edges:
            written[place] = writer.edge()
        if place in signatures:
            writer.separator()
        if token.kind == "text":
            writer.text(token.value)
        elif token.kind == "start":
            writer.start(place, token)
        elif token.kind == "end":
            writer.end(token.value)
    written[len(tokens)] = writer.edge()
    pieces = writer.pieces
    text = writer.result()
    safe = gate.block(text)
    places = written if safe.count("\n") == text.count("\n") else {}
    lines = [_separator.sub(r"\1-- ", each.rstrip(" \t")) for each in safe.split("\n")]
    return hints(lines, pieces, quoted.spans, places)


class _Writer:
    """Hands tokens to html2text, and keeps what it would let grow or write otherwise."""

    def __init__(self, *, images: bool, cited: frozenset[int]) -> None:
        self._out = HTML2Text(bodywidth=0)
        self._out.ignore_emphasis = True
        self._images = images
        self._cited = cited
        self._quotes: list[bool] = []  # for each open blockquote, whether it is shown as one
        self._lists = 0
        self._pre = 0
        self._tight = False
        self._tables: list[list[int]] = []  # bordered?, cells in this row
        self._link = ""
        self._label: list[str] = []

    @property
    def pieces(self) -> list[str]:
        """What was written so far; it stays as it is when the result is taken."""
        return self._out.outtextlist

    def edge(self) -> int:
        """Begin a line, which what comes next is the first of; how many pieces are before it."""
        self._out.pbr()
        return len(self._out.outtextlist)

    def result(self) -> str:
        self._close_link()
        return self._out.finish()

    def text(self, value: str) -> None:
        value = markup.characters(value)
        if self._pre:
            self._verbatim(value.replace("\r\n", "\n").replace("\r", "\n"))
            return
        if "\xa0" in value and not value.strip():
            if self._out.p_p:
                # An otherwise empty paragraph is how many programs write an empty line.
                self._break(2)
            else:
                self._out.space = True
            return
        if self._link:
            self._label.append(value[:500])
        # Said to be a character reference, it is not escaped as Markdown.
        self._out.handle_data(value, entity_char=True)

    def separator(self) -> None:
        """The line that begins a signature, unless it stands there."""
        recent = "".join(self._out.outtextlist[-8:]).rstrip(" \n>")
        if not recent.endswith("--"):
            self._out.pbr()
            self._out.o("--")
        self._out.pbr()

    def start(self, place: int, token: markup.Token) -> None:
        tag = token.value
        if tag == "br":
            self._break(2)
        elif tag == "p":
            style = token.attribute("style") or ""
            self._tight = "MsoNormal" in token.attributes or bool(_tight.search(style))
            self._paragraph(tight=self._tight)
        elif tag == "a":
            self._close_link()
            self._link = links.target(gate.url(token.attribute("href") or "") or "")
        elif tag in ("td", "th"):
            self._cell()
        elif tag == "table":
            border = (token.attribute("border") or "0").strip()
            self._tables.append([border not in ("0", ""), 0])
            self._line()
        elif tag == "tr":
            if self._tables:
                self._tables[-1][1] = 0
            self._out.pbr()
        elif tag == "blockquote":
            marked = self._out.blockquote < _QUOTES and place in self._cited
            self._quotes.append(marked)
            if marked:
                self._out.handle_tag(tag, {}, start=True)
            else:
                self._out.p()
        elif tag in ("ul", "ol"):
            self._lists += 1
            if self._lists <= _LISTS:
                first = token.attribute("start") or "1"
                known = first if first.isdecimal() and len(first) < 9 else "1"
                self._out.handle_tag(tag, {"start": known}, start=True)
        elif tag == "img":
            self._image(token)
        elif tag == "hr":
            self._out.pbr()
            self._out.o(_RULE)
            self._out.pbr()
        else:
            self._either(tag, start=True)

    def end(self, tag: str) -> None:
        if tag == "a":
            self._close_link()
        elif tag == "p":
            self._paragraph(tight=self._tight)
        elif tag == "table":
            if self._tables:
                self._tables.pop()
            self._out.pbr()
        elif tag == "blockquote":
            if self._quotes and self._quotes.pop():
                self._out.handle_tag(tag, {}, start=False)
            else:
                self._out.p()
        elif tag in ("ul", "ol"):
            if self._lists:
                self._lists -= 1
                if self._lists < _LISTS:
                    self._out.handle_tag(tag, {}, start=False)
        else:
            self._either(tag, start=False)

    def _either(self, tag: str, *, start: bool) -> None:
        if tag in _HEADINGS:
            self._out.p()
        elif tag in _LINES:
            self._line()
        elif tag == "pre":
            self._out.p()
            self._pre = max(0, self._pre + (1 if start else -1))
        elif tag == "li" or tag in _PASSED_ON:
            self._out.handle_tag(tag, {}, start=start)

    def _in_cell(self) -> bool:
        return bool(self._tables and self._tables[-1][0] and self._tables[-1][1])

    def _line(self) -> None:
        if self._in_cell():
            self._out.space = True
        else:
            self._out.pbr()

    def _break(self, most: int) -> None:
        if self._in_cell():
            self._out.space = True
        else:
            self._out.p_p = min(self._out.p_p + 1, most)

    def _paragraph(self, *, tight: bool) -> None:
        if tight or self._in_cell():
            self._line()
        else:
            self._out.p()

    def _cell(self) -> None:
        if not self._tables:
            return
        self._tables[-1][1] += 1
        if self._tables[-1][1] > 1:
            if self._tables[-1][0]:
                self._out.space = False
                self._out.o(" | ")
            else:
                self._out.space = True

    def _verbatim(self, text: str) -> None:
        """Lines as they stand; empty ones at either end are breaks like others."""
        said = text.strip("\n")
        for _ in range(min(2, len(text) - len(text.lstrip("\n")))):
            self._break(2)
        if not said:
            return
        depth = self._out.blockquote
        between = " " if self._in_cell() else "\n" + (">" * depth + " " if depth else "")
        self._out.o(said.expandtabs(8).replace("\n", between))
        for _ in range(min(2, len(text) - len(text.rstrip("\n")))):
            self._break(2)

    def _image(self, token: markup.Token) -> None:
        alt = _spaces.sub(" ", token.attribute("alt") or "").strip()
        if alt and (self._images or (len(alt) <= 8 and not alt.isascii())):
            # Mail programs write emoji as images.
            self._out.handle_data(alt[:200], entity_char=True)
            if self._link:
                self._label.append(alt[:200])

    def _close_link(self) -> None:
        link, label = self._link, _spaces.sub(" ", "".join(self._label)).strip()
        self._link, self._label = "", []
        if not link or not label:
            return
        if link.startswith("mailto:"):
            shown = link[7:].partition("?")[0]
            if shown.lower() not in label.lower():
                self._out.o(f" <{shown}>")
        elif _plain_url(link) != _plain_url(label):
            self._out.o(f" <{link}>")


def _plain_url(text: str) -> str:
    return _scheme.sub("", text).rstrip("/").lower()
