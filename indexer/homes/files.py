"""The files that a message brings, by what is in them. Pure.

The same file sent twice, forwarded or renamed, has one digest. What no person attached is left
out: signatures, the other forms of a text, what machines report. Pictures that stand in the text
(RFC 2392) are marked, for a logo is known only by how often it comes.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from indexer import charset, envelope, structure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from indexer.model.bodies import Part
    from indexer.structure import Entity

_HTML: Final = 1 << 20
_CID: Final = re.compile(r"cid:([^\"'\s<>)]{1,300})", re.IGNORECASE)
_REPORTS: Final = frozenset(
    ("message/delivery-status", "message/disposition-notification", "text/rfc822-headers",
     "message/global-delivery-status", "message/feedback-report")
)  # fmt: skip
_KINDS: Final = frozenset(("attachment", "invitation", "winmail", "message", "image"))


@dataclass(frozen=True, slots=True)
class Brought:
    """A part of a message that is a file: ``digest`` is of its decoded bytes.

    ``inline`` says that it is a picture to which the message's own HTML refers.
    """

    number: int
    digest: bytes
    name: str
    type: str
    size: int
    inline: bool


def of(raw: bytes, parts: Sequence[Part]) -> tuple[Brought, ...]:
    """The files among the parts of a message. The caller limits time and memory."""
    wanted = {part.number: part for part in parts if part.kind in _KINDS}
    if not wanted:
        return ()
    raw = envelope.newlines(raw)
    entities, _ = structure.read(raw)
    if entities[0].type == "multipart/report":
        return ()
    named = _referred(raw, entities) if any(_content_id(e) for e in entities) else frozenset()
    found = []
    for entity in entities:
        part = wanted.get(entity.number)
        if part is None or not _is_file(entity):
            continue
        data = entity.decode(raw)
        inline = entity.type.startswith("image/") and _content_id(entity) in named
        digest = hashlib.blake2b(data, digest_size=16).digest()
        # What is empty is alike in its bytes and may yet be meant: the name tells it apart.
        if not data:
            digest = hashlib.blake2b(part.name.encode(), digest_size=16).digest()
        found.append(Brought(part.number, digest, part.name, part.type, len(data), inline))
    return tuple(found)


def _is_file(entity: Entity) -> bool:
    if entity.type in _REPORTS:
        return False
    # Without a name or the word "attachment" a text is a form of what the message says.
    texts = entity.type.startswith("text/") or entity.type == "application/ics"
    return (
        not texts
        or entity.disposition == "attachment"
        or (bool(entity.named) and entity.type != "text/calendar")
    )


def _content_id(entity: Entity) -> str:
    return str(entity.headers["content-id"] or "").strip().strip("<>").lower()


def _referred(raw: bytes, entities: Iterable[Entity]) -> frozenset[str]:
    found: set[str] = set()
    for entity in entities:
        if entity.type == "text/html":
            text = charset.decode(entity.decode(raw, _HTML), entity.charset or "utf-8")
            found.update(one.lower() for one in _CID.findall(text))
    return frozenset(found)
