"""The terminal's edge: the last step before text is written to it.

Everything shown has been through the indexer's gate. This filter holds even if something has not:
controls from a message could move the cursor, set the clipboard (OSC 52) or reorder a line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len, split_graphemes
from rich.segment import Segment
from textual.filter import LineFilter

if TYPE_CHECKING:
    from rich.style import Style
    from textual.color import Color

# C0 and DEL, C1, bidi marks, embeddings, overrides and isolates, line separators, annotations:
# none is a cell wide, so that taking them out moves nothing.
_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb]"
)
# Emoji that terminals do not agree on: a colour of skin is drawn beside the hand or on it, what is
# joined as one sign or as several, a sign that a selector makes an emoji in one cell or two. The
# layout counted as newer terminals do; where another counts, all that follows would be elsewhere.
_VARIED = re.compile("[\u200d\ufe0f\U0001f3fb-\U0001f3ff]")
_VARIANT = re.compile("\u200d[\u203c-\u3299\U0001f000-\U0001faff]|[\ufe0f\U0001f3fb-\U0001f3ff]")
_JOINED = re.compile("\u200d.?")
_SURROGATE = re.compile("[\ud800-\udfff]")
_FOREIGN = re.compile("[^\x20-\x7e]")
_ALIKE = str.maketrans("‘’‚“”„«»–—−…·•×│─\u00a0", '\'\'\'"""""---.-*x|- ')
_SCHEMES = ("https://", "http://", "mailto:")


class Edge(LineFilter):
    """Takes out of every line what only a program for terminals could have meant.

    ``utf8`` False also writes ``?`` for what is not ASCII, as many as the character is wide.
    """

    def __init__(self, *, utf8: bool = True) -> None:
        super().__init__()
        self._clean = _clean if utf8 else _ascii

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The same line without controls, suspect links and actions."""
        clean = self._clean
        return [
            Segment(clean(text), _plain(style) if style and style.link_id else style, None)
            for text, style, _control in segments
        ]


def _clean(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    text = _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))
    return _agreed(text) if _VARIED.search(text) else text


def _agreed(text: str) -> str:
    """The same text of signs that every terminal draws as wide as they were counted."""
    spans, _ = split_graphemes(text)
    signs = [(_VARIANT.sub("", text[start:end]), width) for start, end, width in spans]
    return "".join(sign + " " * (width - cell_len(sign)) for sign, width in signs)


def _ascii(text: str) -> str:
    if text.isascii():
        return _clean(text)
    alike = _JOINED.sub("", _clean(text)).translate(_ALIKE)
    return _FOREIGN.sub(lambda found: "?" * cell_len(found[0]), alike)


def _plain(style: Style) -> Style:
    link = style.link
    suspect = link is not None and (_FOREIGN.search(link) or not link.startswith(_SCHEMES))
    if suspect or any(key.startswith("@") for key in style.meta):
        return style.clear_meta_and_links()
    return style
