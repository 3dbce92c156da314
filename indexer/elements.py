"""What elements of an HTML mail mean as a whole: which are hidden, which are the signature."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexer.markup import characters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.markup import Token

_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
))  # fmt: skip
_SIGNATURES = frozenset(
    ("gmail_signature", "moz-signature", "x_gmail_signature", "signature", "x_signature")
)
_QUOTE_MARKS = frozenset(("blockquote", "hr"))
_quote_class = re.compile(
    r"gmail_quote|gmail_attr|yahoo_quoted|moz-cite|divRplyFwdMsg|appendonsend|border-top"
)
_hiding = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|max-height\s*:\s*0(?![.\d]*[1-9])", re.IGNORECASE
)
_may_hide = re.compile(_hiding.pattern + r"|\shidden\b", re.IGNORECASE)


def may_hide(text: str) -> bool:
    """Whether markup says anything of hiding, in a style or as an attribute."""
    return _may_hide.search(text) is not None


def _ends(tokens: Sequence[Token]) -> dict[int, int]:
    """For each start tag that is closed, by place, the place of its end tag."""
    opened: dict[str, list[int]] = {}
    ends: dict[int, int] = {}
    for place, token in enumerate(tokens):
        if token.kind == "start" and token.value not in _VOID:
            opened.setdefault(token.value, []).append(place)
        elif token.kind == "end" and opened.get(token.value):
            ends[opened[token.value].pop()] = place
    return ends


def shown(tokens: Sequence[Token]) -> list[Token]:
    """The tokens but those of elements that a browser would not show."""
    ends = _ends(tokens)
    kept: list[Token] = []
    until = -1
    for place, token in enumerate(tokens):
        if place <= until:
            continue
        if token.kind == "start" and place in ends and may_hide(" " + token.attributes):
            style = token.attribute("style") or ""
            if _hiding.search(style) or token.attribute("hidden") is not None:
                until = ends[place]
                continue
        kept.append(token)
    return kept


def signatures(tokens: Sequence[Token]) -> set[int]:
    """Where an element begins that a mail program marked as the signature, and nothing follows."""
    found = {
        place
        for place, token in enumerate(tokens)
        if token.kind == "start"
        and "ignature" in token.attributes
        and _SIGNATURES.intersection(
            " ".join(token.attribute(name) or "" for name in ("class", "id", "data-smartmail"))
            .lower()
            .split()
        )
    }
    if not found:
        return found
    ends = _ends(tokens)
    return {
        place
        for place in list(found)[:50]
        if place in ends
        and _says(tokens[place : ends[place]])
        and _last(tokens[ends[place] :][:400])
    }


def _says(tokens: Sequence[Token]) -> bool:
    return any(each.kind == "text" and characters(each.value).strip() for each in tokens[:1000])


def _last(tokens: Sequence[Token]) -> bool:
    """Whether no text of the author's follows, before the quoted message or the end."""
    for each in tokens:
        if each.kind == "text" and characters(each.value).strip():
            return False
        if each.kind == "start" and (
            each.value in _QUOTE_MARKS or _quote_class.search(each.attributes)
        ):
            return True
    return True
