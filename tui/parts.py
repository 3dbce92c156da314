"""What a message has beside its text: a line a part, and honest words for what is not shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui import words

if TYPE_CHECKING:
    from indexer import Part

_NAMES = {
    "attachment": "",
    "image": "",
    "invitation": "Invitation",
    "winmail": "Outlook's own format",
    "message": "Attached message",
    "encrypted": "Encrypted",
    "signature": "Signature",
}
_NOTES = {
    "winmail": "save it and unpack it with tnef",
    "encrypted": "cclear cannot decrypt it; save it, or read it elsewhere",
    "signature": "not checked",
}


def line(part: Part) -> str:
    """A part in a few words: ``gritting-costs.csv  text/csv  12 KB``.

    What is no ordinary attachment begins with what it is, and ends with its note.
    """
    name, note = _NAMES[part.kind], part.note or _NOTES.get(part.kind, "")
    if part.kind in ("attachment", "image"):
        said = [part.name or "attachment", part.type, words.size(part.size)]
        return "  ".join([*said, note] if note else said)
    # An invitation's note says itself whether it is one, or an answer, or a cancellation.
    title = note if note and part.kind == "invitation" else f"{name}: {note}" if note else name
    return "  ".join([title, part.name or part.type, words.size(part.size)])


def question(part: Part) -> str:
    """What is asked before a part is handed to a program that may do anything with it."""
    return f"Open {part.name or part.type} with the system's program for {part.type}? y/n"
