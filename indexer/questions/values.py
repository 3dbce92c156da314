"""What came of a question, as it passes through the indexer's door: frozen, through the gate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from indexer.model.people import Person  # noqa: TC001 - msgspec reads it at run time

SettledBy = Literal["thanks", "summary", "said"]


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody, and the bare Message-ID of the first message in which they answered or agreed.

    ``private`` says that this message went to the asker alone.
    """

    person: Person
    message: str
    private: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """How it was said that a question is settled: by thanks, a SUMMARY, or in so many words."""

    kind: SettledBy
    message: str
    by: Person


@dataclass(frozen=True, slots=True)
class Link:
    """An http(s) link that somebody wrote or set: where it leads, wrappers taken off.

    ``text`` is what it was shown as, empty where that is the link itself.
    """

    url: str
    text: str
    by: Person
    message: str
    private: bool = False


@dataclass(frozen=True, slots=True)
class Attached:
    """A file: the part ``number`` of a message; ``size`` in bytes, ``name`` safe for a file."""

    message: str
    number: int
    name: str
    type: str
    size: int
    by: Person
    private: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What a conversation's first message asked, and what came of it, oldest first.

    ``asked`` are the sentences that ask, empty where nothing is asked: then only links and files,
    those of the first message among them, are told. ``answered`` are those who answered openly;
    ``privately`` has a Message-ID a person who answered the asker alone, and names nobody.
    ``me_too`` only agree or wish for the answers. ``unread`` counts messages whose texts have not
    been worked out: what they say is in nothing of this.
    """

    asker: Person
    message: str
    asked: tuple[str, ...] = ()
    answered: tuple[Voice, ...] = ()
    privately: tuple[str, ...] = ()
    me_too: tuple[Voice, ...] = ()
    settled: Settled | None = None
    links: tuple[Link, ...] = ()
    files: tuple[Attached, ...] = ()
    unread: int = 0
