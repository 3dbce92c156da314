"""Which elements of an HTML mail hold what others wrote, by the marks that mail programs leave.

Three sorts of marks: an element that holds a quotation whole; one that begins it, the rest being
what follows beside it; and one around both the author's answers and the blockquotes they answer.
Nothing here looks at words: what an element holds is told by :mod:`indexer.zones`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from indexer.elements import Outline, names
from indexer.zones import HintKind, introduces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.markup import Token

_HOLDERS: Final = frozenset((
    "div", "span", "blockquote", "table", "tr", "td", "p", "section", "hr", "center", "font",
    "article", "img",
))  # fmt: skip
_CITED: Final = frozenset((
    "gmail_quote", "protonmail_quote", "tutanota_quote", "nylas-quote", "missive_quote",
    "spark_quote", "clean_bq", "front-blockquote", "isreplycontent", "cite", "cite2", "iosymail",
    "history_container", "mori", "qt", "wmi-quote", "replybq", "zmail_extra_quote", "hs_reply",
    "sh-quoted-content",
))  # fmt: skip
_AROUND: Final = frozenset((
    "gmail_quote", "gmail_quote_container", "protonmail_quote", "zmail_extra", "tutanota_quote",
    "nylas-quote", "messagereplysection", "applemailoriginalcontents", "appleoriginalcontents",
    "missive_quote", "mail-quote-collapse", "front-blockquote", "sh-quoted-content", "hs_reply",
    "hubspot-quote", "mailbird-quote", "mail-app-auto-quote",
))  # fmt: skip
_WHOLE: Final = frozenset((
    "yahoo_quoted", "olk_src_body_section", "mail-editor-reference-message-container",
    "ms-outlook-mobile-reference-message", "ms-outlook-ios-reference-message", "_originalcontent",
    "quoted-content", "edo-original", "groupwisemessagebody", "quote", "__quoted_text__",
))  # fmt: skip
_BEGINS: Final = frozenset((
    "divrplyfwdmsg", "appendonsend", "outlookmessageheader", "zwchr", "stopspelling",
    "_persistentheader", "quoted_header", "__divider__", "groupwisemessageheader",
))  # fmt: skip
_ATTRIBUTES: Final = frozenset((
    "gmail_attr", "moz-cite-prefix", "airmail_on", "reply-intro", "wmi-quote-attribution",
    "mailbird-attribution",
))  # fmt: skip
_FORWARDED: Final = frozenset(("moz-forward-container",))
_MARKED: Final = _AROUND | _WHOLE | _BEGINS | _ATTRIBUTES | _FORWARDED

_border_top = re.compile(
    r"border-top\s*:\s*(?:solid\s+#?\w+\s+1\.0pt|#?\w+\s+1\.0pt\s+solid)", re.IGNORECASE
)
_border_left = re.compile(r"border-left\s*:\s*(?!none|0|medium none)[^;]*\w", re.IGNORECASE)
_distance = re.compile(r"padding\s*:\s*3\.0pt", re.IGNORECASE)
_no_border = re.compile(r"border\s*:\s*(?:medium\s+)?none", re.IGNORECASE)
_right = re.compile(r"align\s*=\s*[\"']?right", re.IGNORECASE)
_smallest = re.compile(r"size\s*=\s*[\"']?1\b", re.IGNORECASE)
_label = re.compile(r"[^\n:：]{1,40}[:：]")
_MOST: Final = 300
_DEPTH: Final = 50
_NEAR: Final = 300
_ATTRIBUTION: Final = 600
_FIELDS: Final = 3


class Span(NamedTuple):
    """What a mark covers, in places of tokens: ``kind``, from ``start`` to ``end``.

    ``kind`` is ``attribution``, ``trail`` (a copied message whose text begins at ``body``) or
    ``forward`` (the same, marked as a forward).
    """

    kind: HintKind
    start: int
    body: int
    end: int


class Quoting(NamedTuple):
    """The spans of an HTML mail, and which blockquotes in it are quotations, in order."""

    spans: tuple[Span, ...]
    cited: tuple[int, ...]


def find(outline: Outline) -> Quoting:
    """What the marks of mail programs say of a mail's elements; at most some hundred of them."""
    spans: list[Span] = []
    quotes: dict[int, bool] = {}
    asked = 0
    for place, token in enumerate(outline.tokens):
        if token.kind != "start" or token.value not in _HOLDERS:
            continue
        named = set(names(token)) if token.attributes else set()
        if token.value == "blockquote":
            quotes[place] = (
                place in quotes or _cites(token) or bool(named & _CITED and not _indents(token))
            )
            if not named & _AROUND:
                continue
        if asked < _MOST and (
            named & _MARKED
            or _word_header(outline, place, token)
            or _notes_header(outline, place, token)
        ):
            asked += 1
            spans += _spans(outline, place, token, named, quotes)
    return Quoting(_merged(outline, spans), _cited(outline, quotes))


def _cites(token: Token) -> bool:
    return (token.attribute("type") or "").lower() == "cite" or bool(token.attribute("cite"))


def _indents(token: Token) -> bool:
    """Whether a blockquote has no rule at its side: how webmails indent what an author wrote."""
    style = token.attribute("style") or ""
    return bool(_no_border.search(style)) and not _border_left.search(style)


def _spans(
    outline: Outline, place: int, token: Token, named: set[str], quotes: dict[int, bool]
) -> list[Span]:
    end = outline.end(place)
    if token.value == "blockquote":
        return []
    if named & _FORWARDED:
        return [Span("forward", place, place, end)]
    if named & _ATTRIBUTES:
        return [] if _is_header(outline, place, end) else [Span("attribution", place, place, end)]
    if named & _AROUND:
        return _around(outline, place, end, quotes)
    if named & _WHOLE:
        return [Span("trail", place, place, end)] if outline.says(place, end) else []
    return [_beginning(outline, place, end)]


def _is_header(outline: Outline, start: int, end: int) -> bool:
    """Whether an element has the header of a forward: several lines, and not a date and a verb."""
    return outline.text(start, end, 2000).count("\n") >= _FIELDS


def _around(outline: Outline, place: int, end: int, quotes: dict[int, bool]) -> list[Span]:
    """An element around quotations and what stands between them, or that is all quotation."""
    inner = next(
        (
            at
            for at in range(place + 1, min(end, place + _NEAR))
            if outline.tokens[at].kind == "start" and outline.tokens[at].value == "blockquote"
        ),
        None,
    )
    if inner is not None:
        above = outline.text(place, inner, _ATTRIBUTION + 200)
        if len(above) <= _ATTRIBUTION and above.count("\n") < _FIELDS:
            quotes[inner] = True
            return [Span("attribution", place, place, inner)] if above else []
    elif not outline.says(place, end):
        return []
    first = outline.next_said(place)
    attribution = next(
        (
            at
            for at in range(place, min(first, place + _NEAR))
            if "gmail_attr" in outline.tokens[at].attributes
        ),
        None,
    )
    header = outline.end(attribution) if attribution is not None else place
    fields = attribution is not None and _is_header(outline, attribution, header)
    return [Span("forward" if fields else "trail", place, max(place, header), end)]


def _word_header(outline: Outline, place: int, token: Token) -> bool:
    """Whether this is the rule above the header that Word and its like write over a trail."""
    style = token.attribute("style") if "order-top" in token.attributes else None
    if not style or token.value != "div" or not _border_top.search(style):
        return False
    fields = [
        line
        for line in outline.text(place, outline.end(place), 300).split("\n")[:4]
        if _label.match(line)
    ]
    # People draw lines above a "Note:", too; theirs have another distance.
    return len(fields) > 1 or bool(fields and _distance.search(style))


def _notes_header(outline: Outline, place: int, token: Token) -> bool:
    """Whether Lotus Notes wrote this above a trail: a table with small labels, or an icon."""
    if token.value == "img":
        return "graycol.gif" in token.attributes or "Inactive hide details" in token.attributes
    if token.value != "table" or not outline.says(place, place + _NEAR // 4):
        return False
    labels = tables = 0
    for at in range(place + 1, min(outline.end(place), place + _NEAR // 4) - 1):
        each, inner = outline.tokens[at : at + 2]
        # The labels' own table is the only one within; around more there is a text, too.
        tables += each.kind == "start" and each.value == "table" and not labels
        labels += (
            each.value == "div"
            and inner.value == "font"
            and _right.search(each.attributes) is not None
            and _smallest.search(inner.attributes) is not None
        )
    return tables <= 1 and labels >= _FIELDS - 1


def _beginning(outline: Outline, place: int, end: int) -> Span:
    """The trail that an element begins: up to where the element ends in which text follows it."""
    after, around = end, outline.parents[place]
    for _ in range(_DEPTH):
        # Elements may end in another order than they should.
        stop = max(after, outline.ends[around]) if around >= 0 else len(outline.tokens)
        if around < 0 or outline.says(after, stop):
            break
        after, around = stop, outline.parents[around]
    header = outline.says(place, end) and outline.says(end, stop)
    return Span("trail", place, end if header else place, stop)


def _merged(outline: Outline, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans, those made one that begin at the same text: the outer's extent, the inner's text."""
    made: list[Span] = []
    for span in spans:
        last = made[-1] if made else None
        if (
            last
            and "attribution" not in (last.kind, span.kind)
            and not outline.says(last.start, span.start)
        ):
            kind: HintKind = "forward" if "forward" in (last.kind, span.kind) else "trail"
            body = max(last.body, span.body)
            made[-1] = Span(kind, last.start, body, max(last.end, span.end))
        else:
            made.append(span)
    return tuple(made)


def _cited(outline: Outline, quotes: dict[int, bool]) -> tuple[int, ...]:
    """The blockquotes that hold what others wrote.

    One without a program's mark is the author's own, a citation of anything, unless an attribution
    stands above it or begins it; or unless it has a quotation's rule at its left, and the author's
    text is all on one side of it.
    """
    cited: set[int] = set()
    within = -1
    asked = 0
    for place, marked in quotes.items():
        end = outline.end(place)
        if marked or place < within:
            within = max(within, end)
            cited.add(place)
        elif asked < _MOST:
            asked += 1
            if _is_quotation(outline, place, end):
                within = max(within, end)
                cited.add(place)
    return tuple(sorted(cited))


def _is_quotation(outline: Outline, place: int, end: int) -> bool:
    token = outline.tokens[place]
    if _indents(token):
        return False
    if introduces(outline.text(place, min(end, place + 40), 300), within=True):
        return True
    if introduces(_above(outline, place)):
        return True
    return bool(_border_left.search(token.attribute("style") or "")) and not (
        outline.says(0, place) and outline.says(end, len(outline.tokens))
    )


def _above(outline: Outline, place: int) -> str:
    """The last lines above an element, as far as they may be an attribution."""
    start = place
    length = 0
    while start > 0 and place - start < 60 and length < 400:
        start -= 1
        token = outline.tokens[start]
        if token.value == "blockquote":
            start += 1
            break
        length += len(token.value.strip()) if token.kind == "text" else 0
    return outline.text(start, place, 2000)
