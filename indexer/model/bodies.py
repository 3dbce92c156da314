"""What messages say, line by line and part by part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Chat = Literal["", "thanks", "agree", "remove", "stop", "wrong", "automatic"]

Automatic = Literal["", "reply", "bounce", "meeting", "recall", "receipt"]

ZoneKind = Literal[
    "new", "quote", "attribution", "signature", "disclaimer", "footer", "banner", "forward"
]

PartKind = Literal[
    "attachment", "invitation", "winmail", "message", "encrypted", "signature", "image"
]


@dataclass(frozen=True, slots=True)
class Zone:
    """A run of lines of one kind. A body's zones, joined by newlines, are the body."""

    kind: ZoneKind
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part that is not the text: its number in the message (walk order), name, type and size.

    ``size`` is in bytes, decoded. ``name`` is safe as a file name. ``note`` is the honest line
    for parts that a terminal does not show (an invitation's time and place, say).
    """

    number: int
    kind: PartKind
    name: str
    type: str
    size: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """What a message says: zones, other parts, and ``trouble`` where it could not be read whole.

    ``chat``, ``auto`` and ``snippet`` are those of its ``Entry``, known for good by its text.
    """

    id: str
    zones: tuple[Zone, ...]
    parts: tuple[Part, ...] = ()
    trouble: str = ""
    chat: Chat = ""
    auto: Automatic = ""
    snippet: str = ""
