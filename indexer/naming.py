"""Whether a text speaks to somebody by name: ``@sam``, ``Hi Sam,``, ``Sam, could you``. Pure.

To be spoken of is not to be spoken to: "Sam knows that" names nobody here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.zones.phrases import GREETINGS

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHORTEST = 2
_LONGEST_LINE = 400
_LINES = 400
_TITLES = (
    "mr|mrs|ms|miss|mx|dr|prof|professor|sir|madam|herr|herrn|frau|monsieur|madame|mme|mlle|senor"
    "|senora|sr|sra|signor|signora|dott|sig|pan|pani|dhr|mevr|meneer|mevrouw"
)
_THANKS = "thanks|thank you|many thanks|thx|cheers|danke|vielen dank|merci|gracias|grazie|tack"
_AND = "and|&|und|et|y|e|og|och|en|i|ja|и"
_ASKS = (
    r"(?:please|pls|plz|bitte"
    r"|(?:can|could|would|will|do|did|have|are|were) (?:(?:one|any|either|both) of )?(?:you|u)"
    r"|(?:kannst|konntest|wurdest|hast) du|(?:konnen|konnten|wurden|haben) sie|puoi|potresti"
    r"|(?:peux|pourrais)[- ]tu|(?:pouvez|pourriez)[- ]vous|puedes|podrias|kun je|kunt u|kan du"
    r"|kunne du)(?!\w)"
)
_BRINGS_IN = r"(?:\+|(?:adding|looping|copying|bringing|cc'?ing)(?: in)? )"
_NOT_NAMES = (
    "admin all archive bounce contact enquiries hello help info inbox mail me news no noreply"
    " office post postmaster press reply sales service support team webmaster"
)
_NOBODYS = frozenset(_NOT_NAMES.split())


@dataclass(frozen=True, slots=True)
class Names:
    """What somebody is called, as :func:`plain` writes it.

    ``spoken`` are names that one is spoken to by, ``last`` names that come after a title alone,
    ``handles`` what stands behind an @.
    """

    spoken: frozenset[str]
    last: frozenset[str]
    handles: frozenset[str]


def plain(text: str) -> str:
    """Text without case and accents, for comparing names: ``Łukasz Zoë`` is ``łukasz zoe``."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c)).replace("’", "'")


def called(name: str, addresses: Iterable[str], others: Iterable[str] = ()) -> Names:
    """What somebody of that name and with these addresses is called among ``others``.

    An address says a name where none is known: ``sam.reader@`` is Sam Reader. A first or last name
    that somebody else there has too is nobody's for sure; then the full name alone counts.
    """
    parts = _parts(name)
    handles = set()
    for address in addresses:
        local = plain(address).partition("@")[0].partition("+")[0]
        pieces = re.split(r"[._-]", local)
        if local not in _NOBODYS and any(map(str.isalpha, pieces)):
            handles.add(local)
            if not parts and len(pieces) <= 3 and all(p.isalpha() for p in pieces):
                parts = pieces
    firsts, lasts, wholes = set(), set(), set()
    for other in others:
        if theirs := _parts(other):
            firsts.add(theirs[0])
            lasts.add(theirs[-1])
            wholes.add(" ".join(theirs))
    whole = " ".join(parts)
    spoken, last = set(), set()
    if len(parts) > 1 and whole not in wholes:
        spoken.add(whole)
    if parts and len(parts[0]) >= _SHORTEST and parts[0] not in firsts | _NOBODYS:
        spoken.add(parts[0])
    if len(parts) > 1 and len(parts[-1]) >= _SHORTEST and parts[-1] not in lasts:
        last.add(parts[-1])
    return Names(frozenset(spoken), frozenset(last), frozenset(handles))


def _parts(name: str) -> list[str]:
    """The words of a name, given name first; ``Khan, Jane (Comms)`` is Jane Khan."""
    name = plain(re.sub(r"\(.*|\s+via\s.*|\"", "", name)).strip()
    last, comma, first = name.partition(",")
    if comma and first.strip():
        name = f"{first} {last}"
    words = name.replace(",", " ").split()
    return [] if any("@" in word for word in words) else words


def names(text: str, who: Names) -> bool:
    """Whether somebody is spoken to by name in a text that was newly written."""
    called = _any(who.spoken)
    handles = _any(who.handles | who.spoken | {s.replace(" ", "") for s in who.spoken})
    after_title = f"(?:{_TITLES})\\.? {_any(who.last)}" if who.last else ""
    forms = [f for f in (called, after_title) if f]
    patterns = []
    if handles:
        patterns.append(rf"(?<![\w.@/])@{handles}(?![\w@-]|\.\w)")
    if forms:
        name = f"(?:{'|'.join(forms)})"
        # Others may be greeted before: "Hi Jane and Sam,", "Dear Jane, Sam and all".
        word = rf"(?:{_GREETED}|{_THANKS})"
        before = rf"(?:[\w'-]+(?: [\w'-]+)?(?:,| (?:{_AND})(?!\w)|/) ?(?:{word} )?)"
        greeted = rf"{word}[,!]? {before}{{0,4}}"
        among, others = (
            rf"(?:[\w'-]{{1,30}}(?:,|/| (?:{_AND})(?!\w)) ?)",
            rf"(?:(?:,|/| (?:{_AND})(?!\w)) ?[\w'-]{{1,30}})",
        )
        ends = rf"(?=\s*(?:[,!:.;–—-]|$|/| (?:{_AND})(?!\w)))"
        patterns += [
            rf"^{greeted}{name}{ends}",
            # "Sam, could you"; "Sam: the map"; "Sam - the map"; but not the list "Sam, Ben and Jo".
            rf"(?:^|[.!?] ){name}(?:,| ?[:–—]| -) (?!\w+(?:,| (?:{_AND})(?!\w)))",
            rf"^{name},$",
            # "Sam can you"; "Jane and Sam, please"; "over to you Sam"; "+Sam", "adding Sam".
            rf"(?:^|[.!?] ){among}{{0,3}}{name}{others}{{0,3}}(?:,| ?[:–—]| -)? {_ASKS}",
            rf"(?<!\w)you,? {name}(?=\s*(?:[,!?:.;–—]|$))",
            rf"(?:^|[\s(]){_BRINGS_IN} ?{name}(?![\w'-])",
            rf"(?:^|, ){name}[?!](?:\s|$)",
        ]
    if not patterns:
        return False
    found = re.compile("|".join(patterns))
    lines = (" ".join(plain(line[:_LONGEST_LINE]).split()) for line in text.split("\n")[:_LINES])
    return any(found.search(line) for line in lines)


def _any(words: Iterable[str]) -> str:
    listed = sorted(words, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, listed))})" if listed else ""


_GREETED = "|".join(re.escape(plain(g)) for g in sorted(GREETINGS, key=len, reverse=True))
