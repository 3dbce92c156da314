"""A message's body as text, and the list of what else it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from indexer import charset, envelope, flowed, gate, pages, parts, structure
from indexer.model.bodies import Part

if TYPE_CHECKING:
    from indexer.rendered import Rendered
    from indexer.structure import Entity
    from indexer.zones import Hint

TEXT = 2_000_000
"""Characters of text that are shown of one message."""

_FILES = frozenset((
    "text/calendar", "text/csv", "text/vcard", "text/x-vcard", "text/directory", "text/rtf",
    "text/css", "text/xml", "text/javascript", "text/x-amp-html", "text/watch-html",
    "text/rfc822-headers",
))  # fmt: skip
_OTHER_FORMS = frozenset(("text/x-amp-html", "text/watch-html", "text/rtf"))
_INLINE_NAMED = frozenset(
    ("text/plain", "text/html", "text/x-patch", "text/x-diff", "text/markdown")
)
_STUB = 700
_stub = re.compile(
    r"(?<![a-z])x?html(?![a-z])|browser|navigat(?:eur|or)|navegador|webläsare|selain|przeglądar|prohlíže|böngésző"
    r"|браузер|перегляд|浏览器|瀏覽器|ブラウザ|브라우저|متصفح|דפדפן",
    re.IGNORECASE,
)
_link = re.compile(r"https?://[^\s<>]++")
_not_letters = re.compile(r"[\W_]+")
_html_charset = re.compile(
    rb"""<meta[^>]{0,200}charset\s{0,5}=\s{0,5}["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE
)
_not_base64_line = re.compile(rb"\n(?![A-Za-z0-9+/=]*+[ \t]*+\r?(?:\n|\Z))")
_armour = re.compile(
    r"^-----(BEGIN|END) PGP (SIGNED MESSAGE|SIGNATURE|MESSAGE)-----[ \t]*$", re.MULTILINE
)
_scaffold = re.compile(rb"^(?:--|Content-)[^\n]*", re.MULTILINE | re.IGNORECASE)
_dashed = re.compile(r"^- (?=-)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Text:
    """What a message says: its text, gated, and its other parts.

    ``trouble`` says in words what is missing and why; ``html`` that the text was HTML; ``hints``
    what its structure says of its lines.
    """

    text: str
    parts: tuple[Part, ...]
    trouble: str
    html: bool
    hints: tuple[Hint, ...] = ()


@dataclass(slots=True)
class _Reading:
    raw: bytes
    texts: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)
    room: int = TEXT
    html: bool = False
    hints: list[Hint] = field(default_factory=list)

    def say(self, trouble: str) -> None:
        if trouble and trouble not in self.trouble:
            self.trouble.append(trouble)


def read(raw: bytes) -> Text:
    """The text of a message and its other parts; any bytes do.

    Plain text is preferred to HTML unless it is empty or only says to look at the HTML. Text parts
    that follow one another, such as a list's footer, are joined. Attached and encrypted things
    are not opened. Raises nothing of its own accord; the caller limits time and memory.
    """
    raw = envelope.newlines(raw)
    entities, trouble = structure.read(raw)
    reading = _Reading(raw)
    reading.say(trouble)
    _collect(reading, entities[0])
    if not reading.texts and not reading.parts:
        _remains(reading, entities[0])
    text = "\n".join(reading.texts).rstrip("\n")
    return Text(
        text,
        tuple(sorted(reading.parts, key=lambda each: each.number)),
        gate.line(" ".join(reading.trouble)),
        reading.html,
        tuple(reading.hints),
    )


def _remains(reading: _Reading, root: Entity) -> None:
    """Show what no part took in: a message must not look empty in which something was written."""
    data = reading.raw[root.start : min(root.end, root.start + TEXT)]
    if _scaffold.sub(b"", data).strip():
        reading.texts.append(gate.block(charset.guess(data)).strip("\n"))
        reading.say("Its parts could not be told from one another.")


def render(html: str) -> str:
    """HTML as text, gated: quotes marked with ``>``, links with where they lead."""
    return rendered(html).text


def rendered(html: str) -> Rendered:
    """As :func:`render`, with what the structure says of its lines."""
    from indexer import html as renderer

    return renderer.read(html)


def _collect(reading: _Reading, entity: Entity) -> None:
    """Take a part in; no deeper than :data:`indexer.structure.DEPTH`."""
    if entity.type == "multipart/encrypted" and entity.children:
        reading.parts.append(parts.describe(reading.raw, entity))
    elif entity.type == "multipart/alternative" and len(entity.children) > 1:
        _alternative(reading, entity)
    elif entity.children:
        for child in entity.children:
            _collect(reading, child)
    elif entity.type.startswith("multipart/"):
        return
    elif _is_text(entity):
        _text(reading, entity)
    else:
        reading.parts.append(parts.describe(reading.raw, entity))


def _is_text(entity: Entity) -> bool:
    kind = entity.type
    if not kind.startswith("text/") or kind in _FILES:
        return False
    if entity.disposition == "attachment" and (entity.depth or entity.named):
        return False
    return kind in _INLINE_NAMED or not entity.named


def _leaves(entity: Entity) -> list[Entity]:
    if not entity.children or entity.type == "multipart/encrypted":
        return [entity]
    return [leaf for child in entity.children for leaf in _leaves(child)]


def _alternative(reading: _Reading, entity: Entity) -> None:
    """Show the plainest of several forms that says it (RFC 2046, section 5.1.4)."""
    forms = [
        (child, [leaf for leaf in _leaves(child) if _is_text(leaf)]) for child in entity.children
    ]
    plain = [child for child, leaves in forms if leaves and leaves[0].type != "text/html"]
    rich = [child for child, leaves in forms if any(leaf.type == "text/html" for leaf in leaves)]
    chosen: Entity | None = None
    said = ""
    for child in plain:
        said = "\n".join(_decode(reading, leaf) for leaf in _leaves(child) if _is_text(leaf))
        if said.strip():
            chosen = child
            break
    if rich and (chosen is None or _is_stub(said)):
        fuller = _Reading(reading.raw, room=reading.room)
        _collect(fuller, rich[-1])
        shown, told = _letters("\n".join(fuller.texts)), _letters(said)
        if chosen is None or len(shown) > 2 * len(told) or told[:40] not in shown != "":
            chosen = rich[-1]
    if chosen is None:
        chosen = next((child for child, leaves in forms if leaves), None)
    for child in entity.children:
        if child is chosen:
            _collect(reading, child)
        else:
            _only_parts(reading, child)


def _only_parts(reading: _Reading, entity: Entity) -> None:
    for leaf in _leaves(entity):
        if not _is_text(leaf) and leaf.type not in _OTHER_FORMS:
            reading.parts.append(parts.describe(reading.raw, leaf))


def _letters(text: str) -> str:
    return _not_letters.sub("", _link.sub("", text))


def _is_stub(text: str) -> bool:
    return len(_link.sub("", text).strip()) <= _STUB and _stub.search(text) is not None


def _text(reading: _Reading, entity: Entity) -> None:
    said = _decode(reading, entity)
    hints: tuple[Hint, ...] = ()
    is_html = entity.type == "text/html"
    page = None if is_html or entity.named else pages.find(said)
    made = rendered(page.html if page else said) if is_html or page else None
    before = _letters("\n".join(reading.texts)) if made else ""
    if made and before and _letters(made.text)[:2000] == before[:2000]:
        # The same again in HTML, beside the plain text and not instead of it.
        reading.parts.append(parts.describe(reading.raw, entity))
        return
    if page and made and (before or not made.text.strip()):
        # Whoever writes as text what shows nothing, or a page below other words, means its source.
        made = None
    if made:
        shown, hints = made.text, made.hints
        if not made.whole:
            reading.say("The HTML is too large to be shown to its end.")
        reading.html = reading.html or not before
        said = f"{shown}\n\n{gate.block(page.footer)}" if page and page.footer else shown
    else:
        if (entity.parameter("format") or "").lower() == "flowed":
            delsp = (entity.parameter("delsp") or "").lower() == "yes"
            said = flowed.unflow(said.replace("\r\n", "\n"), delsp=delsp)
        said = _unarmour(reading, entity, gate.block(said))
    if len(said) > reading.room:
        said = said[: reading.room]
        reading.say(f"The text is cut after {TEXT:,} characters.")
    reading.room -= len(said)
    if said.strip():
        above = sum(text.count("\n") + 1 for text in reading.texts)
        reading.hints += [hint.moved(above) for hint in hints]
        reading.texts.append(said.rstrip("\n") if reading.texts else said.strip("\n"))


def _decode(reading: _Reading, entity: Entity) -> str:
    limit = 4 * TEXT
    if entity.end - entity.start > limit:
        reading.say(f"The text is cut after {TEXT:,} characters.")
    data = reading.raw[entity.start : min(entity.end, entity.start + limit)]
    data = (
        _mended_base64(data)
        if entity.encoding in ("base64", "b")
        else entity.decode(reading.raw, limit)
    )
    label = entity.charset
    if entity.type == "text/html" and (not label or label.lower() == "us-ascii"):
        told = _html_charset.search(data, 0, 4096)
        label = told[1].decode("ascii") if told else label
    text = charset.decode(data, label)
    if label and charset.codec(label) is None and not data.isascii():
        reading.say(f"Its charset, {gate.line(label, 40)}, is not known.")
    if len(text) > reading.room and entity.type != "text/html":
        text = text[: reading.room]
        reading.say(f"The text is cut after {TEXT:,} characters.")
    return text


def _mended_base64(data: bytes) -> bytes:
    """Base64 text, also where a list added its footer as it is, or where it is not base64."""
    odd = _not_base64_line.search(b"\n" + data)
    run, rest = (data[: odd.start()], data[odd.start() :]) if odd else (data, b"")
    if not rest.strip():
        return charset.base64(data)
    coded = b"".join(run.split())
    if len(coded) >= 16 and len(coded) % 4 == 0 and b" " in rest:
        return charset.base64(coded) + b"\n" + rest
    words = data[:2000].split()
    return data if len(words) > 3 and max(map(len, words)) < 60 else charset.base64(data)


def _unarmour(reading: _Reading, entity: Entity, text: str) -> str:
    """Text without the marks of inline PGP (RFC 4880, section 7), which are noted as a part."""
    if "-----BEGIN PGP " not in text:
        return text
    marks = {(match[1], match[2]): match for match in reversed(list(_armour.finditer(text)))}
    secret = marks.get(("BEGIN", "MESSAGE"))
    signed = marks.get(("BEGIN", "SIGNED MESSAGE"))
    mark = marks.get(("BEGIN", "SIGNATURE"))
    size = entity.size(reading.raw)
    if secret:
        note = "Encrypted with PGP in the text: it cannot be opened here"
        reading.parts.append(Part(entity.number, "encrypted", entity.name, entity.type, size, note))
    elif signed and mark and signed.start() < mark.start():
        note = "PGP signature in the text, not checked"
        reading.parts.append(Part(entity.number, "signature", entity.name, entity.type, size, note))
        end = marks.get(("END", "SIGNATURE"))
        body = text.find("\n\n", signed.end())
        if end and signed.end() <= body < mark.start() < end.start():
            inner = _dashed.sub("", text[body + 2 : mark.start()])
            return text[: signed.start()] + inner + text[end.end() :].lstrip("\n")
    return text
