"""Elements of an HTML mail that no browser would show: preheaders, traps, what a style hides."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexer import elements

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indexer.markup import Token

_RULES = 5000
_STYLES = 500_000
_end = r"""\s*(?:!|;|$|["'}])"""
_away = (
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all"
    rf"|(?<![-\w])opacity\s*:\s*0?\.?0+(?:%|{_end})"
    r"|max-height\s*:\s*0(?![.\d]*[1-9])"
)
_tiny = rf"font-size\s*:\s*(?:0(?:\.0+)?(?:p[xt]|r?em|%|ex)?|(?:1|0?\.\d+)(?:\.0+)?p[xt]){_end}"
_hides = re.compile(_away, re.IGNORECASE)
_small = re.compile(_tiny, re.IGNORECASE)
_shows = re.compile(r"display\s*:\s*(?!none)[a-z]", re.IGNORECASE)
_forced = re.compile(r"none\s*!\s*important", re.IGNORECASE)
_sizes = re.compile(r"font(?:-size)?\s*:|\ssize\s*=", re.IGNORECASE)
_color = re.compile(r"(?<![-\w])color\s*:\s*([^;!]+)", re.IGNORECASE)
_ground = re.compile(r"background(?:-color)?\s*:\s*([^;!]+)", re.IGNORECASE)
_suspect = re.compile(
    r"none|hidden|collapse|mso-hide|opacity|max-height|font-size\s*:\s*[01.]|background",
    re.IGNORECASE,
)
_selector = re.compile(r"([a-z][a-z0-9]*)?([.#])(-?[_a-z][\w-]*)", re.IGNORECASE)


def shown(tokens: Sequence[Token]) -> list[Token]:
    """The tokens but those of elements that a browser would not show, and of styles.

    An element is hidden by its own style, by the ``hidden`` attribute, or by a rule of a ``style``
    element for its class or id alone.
    """
    rules = _rules(tokens)
    ends: dict[int, int] | None = None
    kept: list[Token] = []
    until = -1
    for place, token in enumerate(tokens):
        if place <= until or token.kind == "style":
            continue
        if (
            token.kind == "start"
            and token.attributes
            and ((_suspect.search(token.attributes)) or (rules and _ruled(token, rules)))
        ):
            ends = elements.ends(tokens) if ends is None else ends
            end = ends.get(place)
            if end is not None and _hidden(token, rules, tokens, place, end):
                until = end
                continue
        kept.append(token)
    return kept


def _hidden(
    token: Token, rules: frozenset[str], tokens: Sequence[Token], place: int, end: int
) -> bool:
    style = token.attribute("style") or ""
    if token.attribute("hidden") is not None or _hides.search(style) or _same_color(style):
        return True
    if rules and _ruled(token, rules) and not _shows.search(style):
        return True
    # Tables of newsletters have no font size, so that nothing stands between cells that have one.
    return bool(_small.search(style)) and not any(
        each.kind == "start" and _sizes.search(each.attributes)
        for each in tokens[place + 1 : min(end, place + 200)]
    )


def _same_color(style: str) -> bool:
    color, ground = _color.search(style), _ground.search(style)
    return bool(color and ground) and color[1].strip().lower() == ground[1].strip().lower()  # type: ignore[index]


def _ruled(token: Token, rules: frozenset[str]) -> bool:
    named = [f".{each}" for each in (token.attribute("class") or "").split()]
    if own := token.attribute("id"):
        named.append(f"#{own.strip()}")
    return any(each in rules or f"{token.value}{each}" in rules for each in named)


def _rules(tokens: Sequence[Token]) -> frozenset[str]:
    """The selectors of a single class or id that the styles hide on every screen."""
    found: set[str] = set()
    css = "\n".join(token.value for token in tokens if token.kind == "style")[:_STYLES]
    if not _hides.search(css) and not _small.search(css):
        return frozenset()
    for selectors, declared in _blocks(css):
        if _hides.search(declared) or _small.search(declared):
            for each in selectors.split(","):
                match = _selector.fullmatch(each.strip())
                if match:
                    found.add(f"{(match[1] or '').lower()}{match[2]}{match[3]}")
    return frozenset(found)


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of the rules that are in no ``@media`` or the like."""
    first, *rest = css.replace("<!--", " ").replace("-->", " ").split("/*")
    css = first + "".join(each.partition("*/")[2] for each in rest)
    at = 0
    for _ in range(_RULES):
        opening = css.find("{", at)
        if opening < 0:
            return
        before = css[at:opening].rpartition(";")[2]
        closing = css.find("}", opening)
        if closing < 0:
            return
        if "@" in before:
            depth, at = 1, opening + 1
            while depth and at > 0:
                closing, inner = css.find("}", at), css.find("{", at)
                if closing < 0:
                    return
                deeper = 0 <= inner < closing
                depth += 1 if deeper else -1
                at = (inner if deeper else closing) + 1
            continue
        yield before, css[opening + 1 : closing]
        at = closing + 1
