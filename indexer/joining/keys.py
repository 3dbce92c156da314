"""Under which keys a message is found as a parent, and under which it looks for its own. Pure.

A posting has a kind, a key of 63 bits and a number, by which it is ordered. What a message offers
and what another wants meet under the same key, whichever of the two arrives first.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from indexer.joining import series

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.joining.values import Letter

NAMED: Final = "named"
TEXT: Final = "text"
TIME: Final = "time"
INDEX: Final = "index"
SUBJECT: Final = "subject"
SERIES: Final = "series"
BELOW: Final = "below"
MEMBER: Final = "member"

_INDICES: Final = 40
_ROOT, _BLOCK = 22, 5
_QUARTER: Final = 60


def key(text: str | bytes) -> int:
    """63 bits of a text."""
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big") >> 1


def chain(letter: Letter) -> tuple[str, ...]:
    """The Message-IDs that a header names, nearest first."""
    return tuple(named[1:] for named in letter.named)


def lineage(letter: Letter) -> tuple[str, ...]:
    """Those of them of which each answers the next: not a second message of In-Reply-To."""
    return tuple(named[1:] for n, named in enumerate(letter.named) if n == 0 or named[0] == "r")


def offers(letter: Letter) -> Iterator[tuple[str, int]]:
    """Kinds and keys under which the message is found as a parent."""
    for mark in letter.said.marks:
        yield TEXT, mark
    for minute in times(letter):
        yield TIME, minute
    if letter.index:
        yield INDEX, key(letter.index)
    if letter.base:
        yield SUBJECT, key(letter.base)
    if series.begins(letter.subject, letter.id):
        for place in series_keys(letter):
            yield SERIES, place


def wants(letter: Letter) -> Iterator[tuple[str, int]]:
    """Kinds and keys under which the message looks for its parent."""
    if letter.hand and letter.hand.other:
        yield NAMED, key(letter.hand.other)
    if letter.kept:
        yield NAMED, key(letter.kept.other)
    for name in chain(letter):
        yield NAMED, key(name)
    if letter.named:
        # What its header names is not here yet: weaker evidence would contradict it.
        return
    for index in ancestors(letter.index):
        yield INDEX, key(index)
    for number, citation in enumerate(letter.citations):
        for mark in citation.text.marks:
            yield TEXT, mark
        for minute in clocks(letter, number):
            yield TIME, minute
    if letter.base:
        yield SUBJECT, key(letter.base)
    for place in series_keys(letter):
        yield SERIES, place


def times(letter: Letter) -> set[int]:
    """The minute a message was sent in, by UTC and by its own clock."""
    minute = letter.date // 60
    return {minute, minute + (letter.offset or 0)}


def clocks(letter: Letter, number: int) -> set[int]:
    """The minutes that an attribution may mean: by the clock it says, the writer's, or as it is.

    A program that shows times by its user's clock takes today's summer time for that day's.
    """
    found = set()
    own = letter.offset or 0
    for moment in letter.citations[number].cited.moments:
        minutes = moment.minutes
        if minutes is None:
            continue
        found.add(minutes)
        if moment.offset is not None:
            found.add(minutes - moment.offset)
        else:
            found |= {minutes - own + shift for shift in (-_QUARTER, 0, _QUARTER)}
    return found


def ancestors(index: bytes) -> tuple[bytes, ...]:
    """The conversation indices of a message's ancestors, nearest first: five bytes an answer.

    MS-OXOMSG, section 2.2.1.3: a child's index is its parent's and five bytes.
    """
    return tuple(index[:end] for end in range(len(index) - _BLOCK, _ROOT - 1, -_BLOCK))[:_INDICES]


def is_root(index: bytes) -> bool:
    """Whether a conversation index is that of a message which answers none."""
    return len(index) == _ROOT


def series_keys(letter: Letter) -> tuple[int, ...]:
    """What patches of one series share: author, label and count; what sent them in one go."""
    found = []
    if place := series.numbered(letter.subject):
        found.append(key(f"{letter.address}\n{place.label}\n{place.total}"))
    if batch := series.sent(letter.id):
        found.append(key(f"{letter.address}\n{batch[0]}"))
    return tuple(found)
