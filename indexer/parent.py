"""What an answer to a message has to know of it: read in the worker, from its header block.

Addresses are read from fields as they stand: an encoded word is decoded only inside the name it
stands in, so that no name can hold a further recipient (RFC 2047, section 5, rule 3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer import envelope
from indexer.mailboxes import people
from indexer.model.heads import Parent

if TYPE_CHECKING:
    from indexer.model.people import Person


def read(block: bytes) -> Parent:
    """The facts of a header block; any bytes do."""
    env = envelope.parse(block)
    fields: dict[bytes, list[str]] = {}
    for name, value in envelope.fields(block):
        if name in _WANTED:
            fields.setdefault(name, []).append(envelope.unfold(value))

    def first(name: bytes) -> str:
        return fields.get(name, [""])[0]

    def mailboxes(name: bytes) -> tuple[Person, ...]:
        return people(", ".join(fields.get(name, ())))

    return Parent(
        id=env.id,
        authors=people(first(b"from")),
        sender=next(iter(people(first(b"sender"))), None),
        reply_to=mailboxes(b"reply-to"),
        followup_to=mailboxes(b"mail-followup-to"),
        original=people(first(b"x-original-from")),
        to=env.to,
        cc=env.cc,
        subject=env.subject,
        date=env.date,
        in_reply_to=env.in_reply_to,
        references=env.references,
        list_id=env.list_id,
        list_title=env.list_title,
        list_post=env.list_post,
        no_post=env.no_post,
        thread_index=env.thread_index,
        thread_topic=env.thread_topic,
        auto=env.auto,
    )


_WANTED = frozenset(b"from sender reply-to mail-followup-to x-original-from".split())
