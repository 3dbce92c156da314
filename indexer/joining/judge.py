"""Who a message answers: the evidence in order of trust. Pure but for what it looks up.

What is decided of a message depends on the set of messages that is known and on nothing else: not
on what was decided of others, nor on the order in which they came.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from indexer import subjects
from indexer.joining import keys, quoted, series, turned
from indexer.joining.values import Join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.joining.library import Library
    from indexer.joining.values import Kept, Letter
    from indexer.model.joins import Evidence

COMMON: Final = {keys.TEXT: 12, keys.TIME: 48, keys.INDEX: 12}
"""What more messages than these offer says nothing, by kind of key."""
NEAR: Final = 8
"""How many messages of the same subject are looked at."""
MINUTES: Final = 3600
"""Seconds within which the patches of a series are sent."""
_SHARED: Final = 2
AHEAD: Final = 86_400
"""Seconds that the clock of a message may be ahead of that of one that quotes it."""
_DAYS: Final = 14 * 86_400


def judge(letter: Letter, library: Library) -> Join:
    """The parent of a message among those in the library, and why."""
    if letter.hand:
        return _by_hand(letter, library)
    if letter.kept and library.has(letter.kept.other):
        return _as_before(letter.kept)
    if letter.named:
        return _by_name(letter, library)
    for weigh in _WEAKER:
        if join := weigh(letter, library):
            return join
    return Join()


def missing(name: str, library: Library) -> str | None:
    """What a message that is not here answered, as the oldest one that says so has it."""
    for claimant in library.naming(name):
        if above := _above(name, claimant):
            return above[0]
    return None


def _by_hand(letter: Letter, library: Library) -> Join:
    hand = letter.hand
    if hand is None:
        return Join()
    if hand.what == "alone":
        return Join(evidence="hand", left=hand.other or None)
    if hand.what == "answers" and library.has(hand.other):
        return Join(hand.other, "hand", hand.other)
    return Join(None, "hand", hand.other)


def _as_before(kept: Kept) -> Join:
    if kept.evidence == "split":
        return Join(left=kept.other)
    return Join(kept.other, kept.evidence, kept.other)


def _by_name(letter: Letter, library: Library) -> Join:
    for named in letter.named:
        parent = library.letter(named[1:])
        if parent is None:
            continue
        if turned.away(letter, parent):
            return Join(left=parent.id)
        evidence: Evidence = "in-reply-to" if named[0] == "i" else "references"
        return Join(parent.id, evidence, parent.id)
    return Join(under=letter.named[0][1:])


def _by_answers(letter: Letter, library: Library) -> Join | None:
    """What the References of an answer to it say that it answered itself.

    Where that is not here, weaker evidence would contradict it. Some programs leave a message out
    of the line: where the quote is attributed to somebody else, whose text it is says more.
    """
    absent: str | None = None
    for claimant in library.naming(letter.id):
        above = _above(letter.id, claimant)
        here = [other for name in above if (other := library.letter(name))]
        for other in here:
            if may_answer(letter, other):
                return _between(letter, other, library) or Join(other.id, "references", other.id)
        if above and not here and absent is None:
            absent = above[0]
    return Join(under=absent) if absent else None


def _between(letter: Letter, other: Letter, library: Library) -> Join | None:
    """The later message whose text is quoted, where the quote is attributed not to ``other``."""
    if not letter.citations or quoted.names(letter.citations[0].cited.author, other) >= 0:
        return None
    join = _by_quote(letter, library)
    parent = library.letter(join.parent) if join and join.parent else None
    return join if parent and _age(other) < _age(parent) else None


def _above(message: str, claimant: Letter) -> tuple[str, ...]:
    """What a message answered, nearest first, by the References of another that names it."""
    line = keys.lineage(claimant)
    return line[line.index(message) + 1 :] if message in line else ()


def _by_index(letter: Letter, library: Library) -> Join | None:
    for index in keys.ancestors(letter.index)[:1]:
        return _indexed(letter, index, library)
    return None


def _by_older_index(letter: Letter, library: Library) -> Join | None:
    for index in keys.ancestors(letter.index)[1:]:
        if join := _indexed(letter, index, library):
            return join
    return None


def _indexed(letter: Letter, index: bytes, library: Library) -> Join | None:
    found = [
        other
        for message in library.offering(keys.INDEX, keys.key(index), COMMON[keys.INDEX])
        if (other := library.letter(message)) and other.index == index and may_answer(letter, other)
    ]
    if not found:
        return None
    parent = max(found, key=_age)
    return Join(parent.id, "thread-index", parent.id)


def _by_series(letter: Letter, library: Library) -> Join | None:
    """The cover letter of a patch, else the first patch of its series."""
    place = series.numbered(letter.subject)
    if place is None or place.number == 0:
        return None
    batch = series.sent(letter.id)
    found = []
    for shared in keys.series_keys(letter):
        since, until = letter.date - MINUTES, letter.date + MINUTES
        for other in library.near(keys.SERIES, shared, since, until):
            theirs, sent = series.numbered(other.subject), series.sent(other.id)
            together = batch is not None and sent is not None and batch[0] == sent[0]
            if together and sent and batch and sent[1] < min(batch[1], 2):
                found.append((0, 0, other.id))
            elif theirs and place.follows(theirs):
                found.append((1 + theirs.number, abs(other.date - letter.date), other.id))
    if not found:
        return None
    parent = min(found)[2]
    return Join(parent, "series", parent)


def _by_quote(letter: Letter, library: Library) -> Join | None:
    """The message whose text stands in the nearest quote, else in what that quotes itself.

    Where the nearest text may be of a message that is here, but it cannot be told which, only the
    conversation is known. So it is where the message's own conversation index says that it answers
    none, unless who, when and the words all agree.
    """
    nearest, doubtful = True, False
    begins = len(letter.index) == keys.ROOT
    for number, citation in enumerate(letter.citations):
        best: tuple[float, int, str, bool] | None = None
        for other in candidates(letter, number, library):
            match = quoted.match(letter, number, other)
            if match.holds(nearest=nearest) and (letter.marked or match.certain):
                if may_answer(letter, other) or _ahead(letter, other, match):
                    told = match.certain or not begins
                    rank = (round(match.rank, 1), other.date, other.id, told)
                    best = max(best, rank) if best else rank
            elif match.subject and match.author > 0 and match.time >= 0:
                doubtful = doubtful or may_answer(letter, other)
        if best:
            answered = best[3] and (nearest or not doubtful)
            return Join(best[2] if answered else None, "quote", best[2])
        if citation.cited.author or citation.text.runs:
            # A few words that are attributed to nobody are no text that is answered.
            nearest = False
            doubtful = doubtful or not citation.cited.author
    return None


def candidates(letter: Letter, number: int, library: Library) -> Iterator[Letter]:
    """Whom a text that it quotes may be of: its words, its minute or the subject are theirs."""
    marks = letter.citations[number].text.marks
    shared: Counter[str] = Counter()
    for mark in marks:
        shared.update(library.offering(keys.TEXT, mark, COMMON[keys.TEXT]))
    enough = min(_SHARED, len(marks))
    found = {message for message, count in shared.items() if count >= enough}
    for minute in keys.clocks(letter, number):
        found.update(library.offering(keys.TIME, minute, COMMON[keys.TIME]))
    for message in sorted(found):
        if other := library.letter(message):
            yield other
    for other in _same_subject(letter, library):
        if other.id not in found:
            yield other


def _same_subject(letter: Letter, library: Library) -> Iterator[Letter]:
    if letter.base:
        yield from library.latest(keys.SUBJECT, keys.key(letter.base), NEAR, letter.date)


def _by_subject(letter: Letter, library: Library) -> Join | None:
    """A message of the same subject in the last days whose author this one is addressed to.

    Where they wrote several, or others wrote in between, it is only known which conversation it is.
    """
    if not letter.marked:
        return None
    recent = [
        other
        for other in _same_subject(letter, library)
        if may_answer(letter, other) and letter.date - other.date <= _DAYS
    ]
    asked = [o for o in recent if o.address in letter.to and o.address != letter.address]
    if not asked:
        return None
    if len(recent) == 1:
        return Join(asked[0].id, "subject", asked[0].id)
    return Join(None, "subject", asked[0].id)


def _by_root(letter: Letter, _: Library) -> Join | None:
    """The beginning that messages share by their conversation indices, though it is not here."""
    above = keys.ancestors(letter.index)
    if not above or (letter.topic and subjects.base(letter.topic) != letter.base):
        return None
    # No Message-ID has a blank in it.
    return Join(None, "thread-index", f"index {above[-1].hex()}")


_WEAKER: Final = (
    _by_answers, _by_index, _by_series, _by_quote, _by_older_index, _by_subject, _by_root,
)  # fmt: skip
"""In order of trust; an index proves less the further away the message is that it leads to."""


def _ahead(letter: Letter, other: Letter, match: quoted.Match) -> bool:
    """Whether a message was answered though its clock was ahead of the answer's."""
    near = letter.id != other.id and other.date < letter.date + AHEAD
    return near and ((match.shared >= 6 and match.cover >= 0.7) or match.sure)


def may_answer(letter: Letter, other: Letter) -> bool:
    """Whether a message was there to be answered: a circle of such joins cannot be."""
    return _age(other) < _age(letter)


def _age(letter: Letter) -> tuple[int, str]:
    return letter.date, letter.id
