"""Whether a message is the one that another quotes: words, author, time and subject. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from indexer import subjects
from indexer.joining import fingerprints, keys

if TYPE_CHECKING:
    from indexer.joining.values import Citation, Letter

_DAY: Final = 1440
_TELLING: Final = 4
_LITTLE: Final = 8
_CLOCKS: Final = 14 * 60


@dataclass(frozen=True, slots=True)
class Match:
    """How a candidate compares with a citation.

    ``shared`` fingerprints are in both, which is about ``cover`` of the quoted text. ``author``:
    1 the attribution names them, -1 it names somebody else, 0 it does not say. ``time``: 2 the
    minute is right by a clock that is known, 1 by some clock, or the day where no time is said,
    0 it does
    not say or is off by less than a day, -1 another day. ``subject``: whether both have the same.
    ``runs`` is how much text is quoted, and ``dated`` whether the attribution says when.
    """

    shared: int
    cover: float
    author: int
    time: int
    subject: bool
    runs: int = 0
    dated: bool = False

    @property
    def sure(self) -> bool:
        """Whether the attribution says who and which minute, and the subject or a word agrees."""
        return self.author > 0 and self.time == 2 and (self.subject or self.shared > 0)

    @property
    def certain(self) -> bool:
        """Whether who, when and the words all agree: even a message sent as a new one answers."""
        return self.sure and self.cover >= 0.5

    def holds(self, *, nearest: bool) -> bool:
        """Whether this is evidence enough; ``nearest``, of the text that is quoted first."""
        if not self.subject:
            # Under another subject a text is cited, or sent again, as often as it is answered.
            return nearest and self.author > 0 and self.time == 2 and self.cover >= 0.3
        if not nearest and self.cover < 0.3:
            return False
        if self.author < 0 or self.time < 0:
            return self.author + self.time > 0 and self.shared >= 6 and self.cover >= 0.7
        if self.author and self.time == 2:
            return True
        if self.author and self.dated and not self.shared:
            # Some programs say when a message came in, and little that was quoted is left.
            return self.runs < _LITTLE
        if self.author and self.time:
            return True
        if self.author or self.time:
            return self.shared >= 2 and self.cover >= 0.4
        return self.shared >= 3 and self.cover >= 0.5

    @property
    def rank(self) -> float:
        """More is better."""
        return 4 * self.cover + (0, 1, 3)[max(0, self.time)] + self.author + self.subject


def match(child: Letter, number: int, parent: Letter) -> Match:
    """How ``parent`` compares with what ``child`` quotes under that number."""
    citation = child.citations[number]
    shared, cover = overlap(citation, parent)
    same = subjects.alike(child.base, parent.base)
    if citation.cited.subject:
        same = same or subjects.alike(citation.cited.subject, parent.base)
    return Match(
        shared,
        cover,
        names(citation.cited.author, parent),
        time(child, number, parent),
        same,
        citation.text.runs,
        bool(citation.cited.moments),
    )


def overlap(citation: Citation, parent: Letter) -> tuple[int, float]:
    """How many fingerprints are in both, and about how much of the quoted text that is."""
    quote, text = citation.text, parent.said
    shared = len(set(quote.marks).intersection(text.marks))
    if not shared:
        return 0, 0.0
    # Of a long text fewer are kept than of a short quote from it.
    kept = min(1.0, text.density / quote.density)
    return shared, min(1.0, shared / (len(quote.marks) * kept))


def names(said: str, parent: Letter) -> int:
    """Whether a text names the author of a message: 1, -1 where it names somebody else, else 0."""
    low, words, anybody = _read(said)
    if not low:
        return 0
    if parent.address and parent.address.casefold() in low:
        return 1
    own = _parts(parent.name)
    if own and words.issuperset(own):
        return 1
    local = _parts(parent.address.partition("@")[0])
    if local and words.issuperset(local) and max(map(len, local)) >= _TELLING:
        return 1
    if len(own) > 1 and own[-1] in words and (own[0] in words or own[0][0] in words):
        return 1
    # Of somebody who has no name but an address, it cannot be told who they are not.
    return -1 if anybody and own else 0


@lru_cache(maxsize=256)
def _read(said: str) -> tuple[str, frozenset[str], bool]:
    """An attribution in lower case, its words, and whether it can name anybody."""
    low = said.casefold().strip()
    words = frozenset(fingerprints.words(low))
    return low, words, any(len(w) > 1 and w.isalpha() for w in words)


@lru_cache(maxsize=1024)
def _parts(name: str) -> tuple[str, ...]:
    return tuple(w for w in fingerprints.words(name) if len(w) > 1)


def time(child: Letter, number: int, parent: Letter) -> int:
    """Whether the attribution's time is a message's; see :class:`Match`."""
    moments = child.citations[number].cited.moments
    if not moments:
        return 0
    theirs = keys.times(parent)
    if not theirs.isdisjoint(keys.clocks(child, number)):
        return 2
    best = -1
    for moment in moments:
        if moment.minutes is None:
            near = any(abs(moment.day - t // _DAY) <= 1 for t in theirs)
            best = max(best, 1 if near else -1)
            continue
        away = abs(moment.minutes - (moment.offset or 0) - parent.date // 60)
        if away <= _CLOCKS:
            best = max(best, 1 if moment.offset is None and away % 15 in {0, 1, 14} else 0)
    return best
