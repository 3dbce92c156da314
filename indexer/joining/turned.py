"""Whether an answer to an old message began something else: a hijacked thread. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from indexer import subjects
from indexer.joining import series
from indexer.joining.fingerprints import words

if TYPE_CHECKING:
    from indexer.joining.values import Letter

_SAME: Final = 0.5
_HOLLOW: Final = frozenset(
    words(
        "a about again an and any anybody anyone are for from has have help how in info"
        " information is new news of on or please poll query question questions quick request"
        " some the to update urgent was what when where who why with"
    )
)


def away(letter: Letter, parent: Letter) -> bool:
    """Whether ``letter``, whose header names ``parent``, is a new question and no answer to it.

    Its subject has no mark of answering, it quotes nothing, it asks, and somebody else wrote it:
    who goes on after their own message sends a series. Besides, the subject turned into something
    else entirely, or the first question says what the subject says, as a new message has to.
    """
    if letter.marked or letter.quotes or not letter.asks or letter.address == parent.address:
        return False
    if letter.auto or parent.auto or not letter.base or not parent.base:
        return False
    if series.is_patch(letter.subject) or series.is_patch(parent.subject):
        return False
    return letter.asks == "subject" or not _akin(letter.base, parent.base)


def _akin(one: str, other: str) -> bool:
    """Whether two subjects have words in common, or one mentions the other."""
    if subjects.alike(one, other) or one in other or other in one:
        return True
    mine, theirs = telling(one), telling(other)
    fewer = min(len(mine), len(theirs))
    return fewer == 0 or len(mine & theirs) / fewer >= _SAME


def telling(subject: str) -> set[str]:
    """The words of a subject that say what it is about."""
    return {w for w in words(subject) if len(w) > 1 and not w.isdigit()} - _HOLLOW
