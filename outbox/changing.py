"""Recipients that the user changed by hand, in words. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outbox.model import Recipients
from outbox.words import count, hidden, name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer import Person


def changed(
    decided: Recipients | None,
    to: Sequence[Person],
    cc: Sequence[Person] = (),
    bcc: Sequence[Person] = (),
) -> Recipients:
    """Whom a message goes to as its user has it, each once, and what is other than was decided.

    ``decided`` is whom its kind would go to, None for a message that answers nobody. The words are
    ``to Jane Khan and 2 others, changed by hand · 3 people · +1 −2``; those of the kind where
    nothing is other; empty where nobody is named.
    """
    first = _each(to)
    second = {a: p for a, p in _each(cc).items() if a not in first}
    third = {a: p for a, p in _each(bcc).items() if a not in first and a not in second}
    title = decided.title if decided and third and not first else ""
    found = Recipients(tuple(first.values()), tuple(second.values()), tuple(third.values()), title)
    if decided is None:
        return _with(found, _said(found))
    was = [_each(some) for some in (decided.to, decided.cc, decided.bcc)]
    if [*map(set, was)] == [*map(set, (first, second, third))]:
        return decided
    before, now = set().union(*was), {*first, *second, *third}
    added, gone = len(now - before), len(before - now)
    counted = f" · +{added} −{gone}" if added or gone else ""
    return _with(found, f"{_said(found, ', changed by hand')}{counted}" if now else "")


def _said(found: Recipients, how: str = "") -> str:
    named = (*found.to, *found.cc, *found.bcc)
    if not named:
        return ""
    if not found.to and not found.cc:
        return f"{hidden(len(named))}{how}"
    if len(named) == 1:
        return f"to {name(named[0])} alone{how}"
    more = len(named) - 1
    said = f"to {name(named[0])} and {more:,} other{'s' * (more > 1)}"
    if found.bcc:
        said += f", {count(len(found.bcc))} hidden"
    return f"{said}{how} · {count(len(named))}"


def _with(found: Recipients, words: str) -> Recipients:
    return Recipients(found.to, found.cc, found.bcc, found.title, words=words)


def _each(people: Sequence[Person]) -> dict[str, Person]:
    return {person.address: person for person in people}
