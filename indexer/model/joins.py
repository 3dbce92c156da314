"""What joins messages into conversations, and what the user said of that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Evidence = Literal[
    "in-reply-to", "references", "thread-index", "quote", "series", "subject", "hand"
]


@dataclass(frozen=True, slots=True)
class Ground:
    """What shows that a message answers another, as far as both say.

    ``field`` is the header field that names the other, empty where none does. ``index`` counts the
    answers by which its Thread-Index continues the other's, 0 where it does not (MS-OXOMSG, section
    2.2.1.3). ``attribution`` is what stands above its quote, on one line, and ``line`` the first
    quoted line that the other wrote. ``patch`` are number and count where it is a patch of the
    series that the other begins. ``subject`` says that they have the same one, ``people`` that it
    went to who wrote the other. ``seconds`` is how long after the other it was sent, None where
    that is not known.
    """

    field: str = ""
    index: int = 0
    attribution: str = ""
    line: str = ""
    patch: tuple[int, int] | None = None
    subject: bool = False
    people: bool = False
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """What was said by hand of where ``messages`` belong, and their ``conversation`` now.

    ``before`` has what was said of each until now, to be said again. The mail follows ``later``
    where a round of taking in was going on: the next one does it.
    """

    conversation: str
    messages: tuple[str, ...]
    before: tuple[tuple[str, str], ...]
    later: bool = False
