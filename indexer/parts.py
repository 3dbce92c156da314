"""The parts of a message that are not its text: names, kinds, and the bytes to save."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from indexer import charset, envelope, gate, invitation, structure
from indexer.model.bodies import Part, PartKind

if TYPE_CHECKING:
    from indexer.structure import Entity

_OPENED = 1 << 20
_SIGNATURES = {
    "application/pgp-signature": "PGP signature, not checked",
    "application/pkcs7-signature": "S/MIME signature, not checked",
    "application/x-pkcs7-signature": "S/MIME signature, not checked",
}
_SMIME = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")
_MESSAGES = ("message/rfc822", "message/global", "message/news")


def part(raw: bytes, number: int) -> tuple[str, bytes]:
    """The safe name and the decoded bytes of the part with this number in walk order.

    The numbers are those of :class:`indexer.model.bodies.Part`. LookupError where there is no such
    part, or where it is a multipart, which has no bytes of its own (but an encrypted one).
    """
    raw = envelope.newlines(raw)
    entities, _ = structure.read(raw)
    if not 0 <= number < len(entities):
        raise LookupError(number)
    entity = entities[number]
    if entity.type == "multipart/encrypted" and entity.children:
        return name(raw, entity), entity.children[-1].decode(raw)
    if entity.children:
        raise LookupError(number)
    return name(raw, entity), entity.decode(raw)


def name(raw: bytes, entity: Entity) -> str:
    """The safe file name of a part; of an attached message without one, its subject."""
    if entity.type in _MESSAGES and not entity.named:
        subject = _attached(raw, entity).subject
        if subject:
            return gate.file_name(f"{subject}.eml", "message.eml")
    return entity.name


def describe(raw: bytes, entity: Entity) -> Part:
    """A part as a line: its kind, and a note where a terminal cannot show what it holds."""
    kind, note = _kind(raw, entity)
    size = entity.size(raw)
    if entity.type == "multipart/encrypted" and entity.children:
        size = entity.children[-1].size(raw)
    return Part(entity.number, kind, name(raw, entity), gate.line(entity.type, 100), size, note)


def _kind(raw: bytes, entity: Entity) -> tuple[PartKind, str]:
    kind = entity.type
    if kind in ("text/calendar", "application/ics"):
        said = charset.decode(entity.decode(raw, _OPENED), entity.charset or "utf-8")
        return "invitation", invitation.note(said)
    if kind in ("multipart/encrypted", "application/pgp-encrypted"):
        return "encrypted", "Encrypted with PGP: it cannot be opened here"
    if kind in _SMIME:
        if (entity.parameter("smime-type") or "").lower() == "signed-data":
            return "signature", "Signed with S/MIME, the text inside: it cannot be opened here"
        return "encrypted", "Encrypted with S/MIME: it cannot be opened here"
    if kind in _SIGNATURES:
        return "signature", _SIGNATURES[kind]
    if kind in _TNEF or entity.named.lower() == "winmail.dat":
        return "winmail", "Outlook packed attachments into this; the program tnef unpacks it"
    if kind in _MESSAGES:
        return "message", _message_note(raw, entity)
    if kind.startswith("image/") and entity.disposition != "attachment":
        return "image", ""
    if kind == "message/delivery-status":
        return "attachment", _delivery_note(raw, entity)
    if kind == "message/external-body":
        return "attachment", "Only a pointer to a file kept elsewhere"
    if kind == "message/partial":
        return "attachment", "One piece of a message that was sent in several"
    return "attachment", ""


def _attached(raw: bytes, entity: Entity) -> envelope.Envelope:
    return envelope.parse(envelope.head(entity.decode(raw, 2 * envelope.HEAD)))


def _message_note(raw: bytes, entity: Entity) -> str:
    inner = _attached(raw, entity)
    who = inner.sender.name or inner.sender.address
    pieces = [f"“{inner.subject}”" if inner.subject else "no subject"]
    if who:
        pieces.append(f"from {who}")
    if inner.date is not None:
        day = datetime.fromtimestamp(inner.date, UTC)
        pieces.append(f"{day.day} {day:%b %Y}")
    return gate.line(", ".join(pieces), 300)


def _delivery_note(raw: bytes, entity: Entity) -> str:
    """A delivery report (RFC 3464): what became of the message, for the first recipient told."""
    text = entity.decode(raw, 1 << 16).replace(b"\r", b"")
    found: dict[bytes, str] = {}
    for group in text.split(b"\n\n"):
        for key, value in envelope.fields(group):
            found.setdefault(key, envelope.unfold(value))
    said = found.get(b"action", "").strip().lower()
    whom = found.get(b"final-recipient", "").rpartition(";")[2].strip()
    return gate.line(": ".join(filter(None, (f"Delivery {said}" if said else "", whom))), 300)
