"""HTML pages in parts that call themselves plain text, as some programs send them.

Only a text that is a page from its first sign to its last is taken for one. Who writes of HTML,
quotes its source or sends a patch has words or marks of their own around it: that stays as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from indexer import markup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.markup import Token

_doctype = re.compile(r"<!doctype\s+html\b", re.IGNORECASE)
_closing = re.compile(r"</(?:html|body)\s{0,9}>", re.IGNORECASE)
_footer = re.compile(r"\s*\n[ \t]*(?:_{5,}|-{5,}|={5,}|\*{5,})[ \t]*\n")
_BEGINS = frozenset(("html", "head", "body"))
_ENDS = frozenset(("html", "body"))
_FOOTER = 2000
"""Characters of the longest footer that a list puts below a text."""
_CLOSED = 4
"""Tags of a page that is closed, at least: fewer stand in a sentence too."""
_OPEN = 10
"""Tags of a page that is not closed, or cut short, at least."""


class Page(NamedTuple):
    """A page's HTML, and what a list put below it, as text."""

    html: str
    footer: str


def find(text: str) -> Page | None:
    """The page that a text is; None for every other text. Takes time linear in its length."""
    bare = text.strip("\ufeff \t\r\n")
    if not bare.startswith("<"):
        return None
    html, footer = bare, ""
    end = max((match.end() for match in _closing.finditer(bare)), default=len(bare))
    if len(bare) - end <= _FOOTER and _footer.match(bare, end):
        html, footer = bare[:end], bare[end:]
    shown = [t for t in markup.tokens(html) if t.kind != "text" or t.value.strip("\ufeff \t\r\n")]
    return Page(html, footer.strip("\r\n")) if _is_page(html, shown) else None


def _is_page(html: str, shown: Sequence[Token]) -> bool:
    tags = [token for token in shown if token.kind in ("start", "end")]
    if not tags or "text" in (shown[0].kind, shown[-1].kind):
        return False
    # A document in XML has one root: that of a page is "html".
    roots = {"html"} if html.startswith("<?xml") else _BEGINS
    begins = tags[0].kind == "start" and tags[0].value in roots
    if not begins and not _doctype.match(html):
        return False
    closed = tags[-1].kind == "end" and tags[-1].value in _ENDS
    return len(tags) >= (_CLOSED if closed else _OPEN)
