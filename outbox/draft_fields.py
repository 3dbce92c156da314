"""A draft as header fields for others and as JSON for ourselves, and back. Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from indexer import Person, gate
from outbox import fields
from outbox.model import Draft, Enclosure

if TYPE_CHECKING:
    from outbox.drafts import Work

_PEOPLE = ("to", "cc", "bcc")
_LINES = ("title", "subject", "thread_index", "thread_topic")
_NAMED = ("kind", "identity")


def heading(draft: Draft, message_id: str, date: str) -> bytes:
    """The header fields that other programs read, each ended by a newline."""
    said = [("From", _box(draft.sender)), ("Date", date), ("Message-ID", f"<{message_id}>")]
    said += [
        (name.capitalize(), ", ".join(map(_box, people)))
        for name in _PEOPLE
        if (people := getattr(draft, name))
    ]
    said.append(("Subject", fields.text(draft.subject)))
    if draft.in_reply_to and (answered := fields.ids((draft.in_reply_to,))):
        said.append(("In-Reply-To", fields.msg_ids(answered)))
    if above := fields.ids(draft.references):
        said.append(("References", fields.msg_ids(above)))
    return b"".join(fields.field(*one, utf8=True) for one in said).replace(b"\r\n", b"\n")


def fields_of(work: Work, now: int) -> bytes:
    """All of a work but its key, its text and what is attached, as JSON."""
    draft = work.draft
    found: dict[str, Any] = {n: getattr(draft, n) for n in _LINES}
    found |= {n: [[p.name, p.address] for p in getattr(draft, n)] for n in _PEOPLE}
    found |= {n: getattr(work, n) for n in (*_NAMED, "parent", "list")}
    found |= {
        "version": 1,
        "saved": now,
        "sender": [draft.sender.name, draft.sender.address],
        "in_reply_to": draft.in_reply_to,
        "references": draft.references,
        "files": work.files,
        "by_hand": work.by_hand,
        "enclosures": [[e.message, e.number, e.name, e.type, e.size] for e in work.enclosures],
    }
    return json.dumps(found).encode()


def from_fields(data: bytes, text: str) -> tuple[dict[str, Any], int]:
    """What a Work is made of, and when it was saved; as hostile as any other mail.

    Raises ValueError, TypeError and their like where it is nothing of ours.
    """
    found = json.loads(data)
    lines: dict[str, Any] = {n: gate.line(_text(found[n])) for n in _LINES}
    lines |= {n: tuple(_person(p) for p in found[n]) for n in _PEOPLE}
    draft = Draft(
        sender=_person(found["sender"]),
        text=text,
        in_reply_to=_id(found["in_reply_to"]),
        references=tuple(r for r in map(_id, found["references"]) if r),
        **lines,
    )
    files = tuple(_text(f) for f in found["files"])
    if any("\0" in f for f in files):
        raise ValueError("no path")
    given: dict[str, Any] = {n: gate.line(_text(found[n])) for n in _NAMED}
    given["parent"] = _id(found["parent"])
    given["list"] = gate.line(_text(found["list"])) if found["list"] is not None else None
    # What a draft of an earlier version does not have.
    given["by_hand"] = found.get("by_hand", False) is True
    given["enclosures"] = tuple(map(_enclosure, found.get("enclosures", ())))
    return given | {"draft": draft, "files": files}, int(found["saved"])


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _id(value: object) -> str | None:
    return gate.message_id(_text(value)) if value is not None else None


def _enclosure(value: object) -> Enclosure:
    if not isinstance(value, list):
        raise TypeError("no part")
    message, number, name, kind, size = value
    known = _id(message)
    if known is None:
        raise ValueError("no message")
    kind = gate.line(_text(kind), 100)
    return Enclosure(known, int(number), gate.file_name(_text(name)), kind, int(size))


def _person(value: object) -> Person:
    if not isinstance(value, list):
        raise TypeError("no person")
    name, address = value
    # What is half typed is kept as it is: a draft may name what is no address yet.
    return Person(gate.line(_text(name)), gate.line(_text(address)))


def _box(person: Person) -> str:
    # An address that is half typed, or that no header can hold, is kept in the JSON as it is.
    name, address = fields.phrase(person.name), gate.line(person.address)
    return f"{name} <{address}>" if name else address
