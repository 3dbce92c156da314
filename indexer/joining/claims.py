"""What messages quote of others that are not here, and which of these quotes are of one message.

Pure but for what it looks up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import msgspec

from indexer import subjects
from indexer.joining import judge, keys, quoted
from indexer.joining.values import Citation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.joining.elsewhere import Known
    from indexer.joining.library import Library
    from indexer.joining.trail import Quote
    from indexer.joining.values import Join, Letter

RUNS: Final = 6
"""Runs of four words that a quote has at least: nine words."""
_WEAK: Final = frozenset((None, "quote", "subject"))


@dataclass(frozen=True, slots=True)
class Claim:
    """What ``letter`` quotes of a message that is not here.

    ``absent`` is the Message-ID of that, as headers have it, or empty, and ``date`` when it was
    written as far as is said, in seconds. ``answered`` says that it is what ``letter`` itself
    answers. What it answered is ``above``, quoted in the same trail, or the message ``follows``,
    quoted next, or else ``anchor``.
    """

    letter: Letter
    quote: Quote
    absent: str
    date: int | None
    answered: bool = False
    anchor: str | None = None
    follows: str | None = None
    above: Claim | None = None


def may_quote(letter: Letter, join: Join, library: Library) -> bool:
    """Whether a message answers one that is not here, or may, as far as can be said unread."""
    if join.evidence == "hand" or join.left or letter.auto or not letter.quotes:
        return False
    if subjects.is_forward(letter.subject):
        return False
    if letter.named:
        return not library.has(letter.named[0][1:])
    if not letter.citations or not letter.marked or join.evidence not in _WEAK:
        return False
    nearest = letter.citations[0]
    if not nearest.cited.author or nearest.text.runs < RUNS:
        return False
    if join.parent is None:
        return True
    parent = library.letter(join.parent) if join.evidence == "quote" else None
    return parent is not None and not quoted.match(letter, 0, parent).holds(nearest=True)


def of(
    letter: Letter, join: Join, library: Library, known: Known, quotes: Sequence[Quote]
) -> list[Claim]:
    """The messages that are not here in the trail below one, nearest first."""
    probe = msgspec.structs.replace(
        letter, citations=tuple(Citation(q.cited, q.print) for q in quotes)
    )
    absent, above = _absent(letter, join, library)
    found: list[Claim] = []
    for number, quote in enumerate(quotes):
        if letter.named and number >= len(absent) and above:
            break
        name = absent[number] if number < len(absent) else ""
        date, exact = _date(letter, quote)
        if not (known.names(quote.writer) and quote.print.runs >= RUNS and (name or exact)):
            break
        if _is_patch(quote, name) or known.has(probe, number, quote, missing=bool(name)):
            break
        found.append(Claim(letter, quote, name, date))
    following = known.answered(probe, len(found)) if 0 < len(found) < len(quotes) else None
    linked: list[Claim] = []
    for number, claim in reversed(list(enumerate(found))):
        first = number == 0
        if linked:
            linked.append(replace(claim, answered=first, above=linked[-1]))
        else:
            near = following.id if following else None
            linked.append(replace(claim, answered=first, anchor=above, follows=near))
    return linked[::-1]


def _absent(letter: Letter, join: Join, library: Library) -> tuple[tuple[str, ...], str | None]:
    """The Message-IDs above one that are not here, and the first that is."""
    if not letter.named:
        under = join.under if join.parent is None else None
        if under and " " not in under and not library.has(under):
            return (under,), None
        return (), join.parent
    absent: list[str] = []
    for name in keys.lineage(letter):
        if library.has(name):
            return tuple(absent), name
        absent.append(name)
    return tuple(absent), join.parent


def _date(letter: Letter, quote: Quote) -> tuple[int | None, bool]:
    """When a quoted text was written, in seconds, and whether that is said to the minute."""
    exact: list[int] = []
    days: list[int] = []
    for moment in quote.cited.moments:
        if moment.minutes is None:
            days.append(min((moment.day * 1440 + 720) * 60, letter.date))
            continue
        offset = moment.offset if moment.offset is not None else letter.offset or 0
        exact.append((moment.minutes - offset) * 60)
    for some in (exact, days):
        if fit := [date for date in some if 0 < date <= letter.date + judge.AHEAD]:
            return max(fit), some is exact
    return None, False


def _is_patch(quote: Quote, name: str) -> bool:
    """Whether it may be the header of a patch or of a commit that looks like a message's."""
    block = quote.cited.block and not name
    return block and (not quote.cited.subject or "\ndiff --git " in quote.text)


def groups(claims: Sequence[Claim]) -> list[list[Claim]]:
    """The claims of each ghost, oldest first; none where they disagree about who wrote it."""
    named: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.absent:
            named.setdefault(claim.absent, []).append(claim)
    found = [g for g in named.values() if all(_agree(claim, g[0]) for claim in g)]
    letters = {c.letter.id for group in named.values() if group not in found for c in group}
    found = [kept for g in found if (kept := [c for c in g if c.letter.id not in letters])]
    timed: dict[int | None, list[list[Claim]]] = {}
    for group in found:
        for date in {claim.date for claim in group}:
            timed.setdefault(date, []).append(group)
    for claim in claims:
        if claim.absent or claim.letter.id in letters:
            continue
        at = timed.setdefault(claim.date, [])
        same = next((group for group in at if _agree(claim, group[0])), None)
        if same is None:
            at.append([claim])
            found.append(at[-1])
        else:
            same.append(claim)
    return found


def _agree(one: Claim, other: Claim) -> bool:
    return one.quote.writer.may_be(other.quote.writer)
