"""A list's home as it passes through the indexer's door: frozen values, through the gate.

Dates are whole seconds since 1970 in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from indexer.model.lists import Member  # noqa: TC001 - msgspec reads it at run time
from indexer.model.people import Person  # noqa: TC001 - msgspec reads it at run time

TopicKind = Literal["subject", "hashtag"]


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the calendar in UTC: its messages, and how many addresses they came from."""

    year: int
    month: int
    messages: int
    people: int


@dataclass(frozen=True, slots=True)
class Topic:
    """What is asked on a list: a subject without its marks, or a hashtag without its sign.

    A conversation's subject is that of its first message. A hashtag counts in the messages whose
    subject or clean text has it. ``query`` finds the conversations; ``last`` is the newest date.
    """

    kind: TopicKind
    text: str
    conversations: int
    messages: int
    last: int
    query: str


@dataclass(frozen=True, slots=True)
class File:
    """A file that was sent to a list, and the message that brought it first.

    ``message`` is a bare Message-ID, ``number`` that of the part in it. ``times`` is how many
    messages carried the file, under whatever name. ``size`` is in bytes, decoded; ``name`` is safe
    as a file name.
    """

    message: str
    number: int
    name: str
    type: str
    size: int
    date: int
    sender: Person
    times: int


@dataclass(frozen=True, slots=True)
class Home:
    """What there is to know of a list. Messages are those tagged with it, unsent ones left out.

    ``members`` are and were on the list, ``guests`` wrote in its conversations without being on
    it; the messages of both add up to ``messages``. An answer is a message that answers another
    person's and was written by somebody, not by a machine. ``months`` are those with messages,
    oldest first, and ``founder`` wrote the oldest one, at ``since``. ``questions`` counts the
    conversations whose first message asks something, ``answered`` those of them in which anybody
    else wrote. ``subjects`` and ``hashtags`` have those most asked, at most 200 each; ``files``
    are the newest first.

    The texts of ``unread_texts`` messages have not been worked out: what is told from texts
    (questions, hashtags, files, what people sign with) is complete once there are none.
    """

    name: str
    members: tuple[Member, ...]
    guests: tuple[Member, ...]
    messages: int
    conversations: int
    months: tuple[Month, ...]
    founder: Person | None
    since: int | None
    last: int | None
    questions: int
    answered: int
    subjects: tuple[Topic, ...]
    hashtags: tuple[Topic, ...]
    files: tuple[File, ...]
    unread_texts: int
