"""A part of a message, to be saved."""

from __future__ import annotations

from indexer import envelope, structure


def part(raw: bytes, number: int) -> tuple[str, bytes]:
    """The safe name and the decoded bytes of the part with this number in walk order.

    The numbers are those of :class:`indexer.model.Part`. LookupError where there is no such part,
    or where it is a multipart, which has no bytes of its own (but an encrypted one).
    """
    raw = envelope.newlines(raw)
    entities, _ = structure.read(raw)
    if not 0 <= number < len(entities):
        raise LookupError(number)
    entity = entities[number]
    if entity.type == "multipart/encrypted" and entity.children:
        return entity.name, entity.children[-1].decode(raw)
    if entity.children:
        raise LookupError(number)
    return entity.name, entity.decode(raw)
