"""Whether people write to one another on a real list, or one office to all of them.

What an office announces is begun by its own house, and nobody answers there but now and then
somebody from outside: a word of thanks, or an answer that was meant for the office alone. On a list
people answer one another, those of the house too; or they write there as much as anybody who only
tells them something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

OFFICE = "@"
"""Whoever of its house was answered by somebody from outside: no address."""

_PEOPLE, _PAIRS, _THREADS, _MOST = 8, 2, 8, 200
_BEGINNERS, _TOLD_EACH = 3, 4
"""People write there where so many from outside began something, and at most so much was told."""


class Voices(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who wrote to a list, as far as it was seen.

    ``told`` counts what was begun by its own house, by programs, and by whoever did not address
    it; ``begun`` what each of the others began there. ``people`` are the first of all who wrote,
    ``answers`` counts what answered other people, ``pairs`` are who answered whom, where both are
    known: the first two who answered somebody. ``among`` says that somebody of its house answered
    another there, or nobody knows whom. ``addressed`` says that somebody from outside wrote to it;
    ``threads`` are those that were begun last.
    """

    told: int = 0
    begun: dict[str, int] = {}
    people: tuple[str, ...] = ()
    answers: int = 0
    pairs: tuple[tuple[str, str], ...] = ()
    among: bool = False
    addressed: bool = False
    threads: tuple[str, ...] = ()

    @property
    def are_several(self) -> bool:
        """Whether several people write there, to one another or as much as an office does."""
        if len(self.people) > 1 and (self.among or _exchanged(self.pairs)):
            return True
        most = max(self.begun.values(), default=0)
        others = self.answers + sum(self.begun.values()) - most
        if len(self.begun) >= _BEGINNERS and self.told <= _TOLD_EACH * sum(self.begun.values()):
            return True
        spoken = len(self.people) > 1 and (self.answers > 0 or len(self.begun) > 1)
        return spoken and others >= self.told + most

    @property
    def are_open(self) -> bool:
        """Whether all was begun from outside, to the list: nobody's office runs it."""
        return self.addressed and not self.told


def told(voices: Voices, thread: str) -> Voices:
    """With one more conversation that a program began."""
    if thread in voices.threads:
        return voices
    number = min(voices.told + 1, _MOST)
    return msgspec.structs.replace(voices, told=number, threads=_last(voices, thread))


def began(voices: Voices, who: str, thread: str, *, from_outside: bool) -> Voices:
    """With one more conversation that somebody began; not ``from_outside``, it is the house's.

    Of the parts of one (patches, instalments) the first one counts.
    """
    voices = _heard(voices, who, from_outside=from_outside)
    if not from_outside:
        return told(voices, thread)
    if thread in voices.threads:
        return voices
    voices = msgspec.structs.replace(voices, threads=_last(voices, thread))
    if who not in voices.begun and len(voices.begun) >= _PEOPLE:
        return voices
    begun = voices.begun | {who: min(voices.begun.get(who, 0) + 1, _MOST)}
    return msgspec.structs.replace(voices, begun=begun)


def answered(
    voices: Voices, who: str, whom: str | None, *, from_outside: bool, of_house: bool
) -> Voices:
    """With one more answer to ``whom``, None where that is not known; ``of_house``: to its own."""
    voices = _heard(voices, who, from_outside=from_outside)
    pairs = voices.pairs
    pair = (who, OFFICE if from_outside and of_house else whom or "")
    new = pair not in pairs and sum(one[1] == pair[1] for one in pairs) < _PAIRS
    if whom and new and len(pairs) < _PEOPLE:
        pairs = (*pairs, pair)
    return msgspec.structs.replace(
        voices,
        answers=min(voices.answers + 1, _MOST),
        pairs=pairs,
        among=voices.among or (not from_outside and (of_house or not whom)),
    )


def followed(voices: Voices, who: str, *, from_outside: bool) -> Voices:
    """With one more message that neither began a conversation nor answered anybody else."""
    return _heard(voices, who, from_outside=from_outside)


def both(one: Voices, other: Voices) -> Voices:
    """What is known of two lists that were one all along."""
    return Voices(
        min(one.told + other.told, _MOST),
        _sum(one.begun, other.begun),
        tuple(dict.fromkeys((*one.people, *other.people)))[:_PEOPLE],
        min(one.answers + other.answers, _MOST),
        tuple(dict.fromkeys((*one.pairs, *other.pairs))),
        one.among or other.among,
        one.addressed or other.addressed,
        (*one.threads, *other.threads)[-_THREADS:],
    )


def _exchanged(pairs: tuple[tuple[str, str], ...]) -> bool:
    """Whether not all answers went to one who answered nobody."""
    answering = {who for who, _ in pairs}
    centres = {whom for _, whom in pairs} - answering
    return len(pairs) > 1 and not any(all(whom == one for _, whom in pairs) for one in centres)


def _heard(voices: Voices, who: str, *, from_outside: bool) -> Voices:
    people = voices.people
    if who not in people and len(people) < _PEOPLE:
        people = (*people, who)
    addressed = voices.addressed or from_outside
    return msgspec.structs.replace(voices, people=people, addressed=addressed)


def _last(voices: Voices, thread: str) -> tuple[str, ...]:
    return (*voices.threads, thread)[-_THREADS:]


def _sum(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    keys = list(dict.fromkeys((*one, *other)))[:_PEOPLE]
    return {key: min(one.get(key, 0) + other.get(key, 0), _MOST) for key in keys}
