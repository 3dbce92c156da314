"""What holds for every body, however odd. Each check gives what is wrong, or nothing."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from time import process_time
from typing import TYPE_CHECKING

from indexer import body as bodies, gate
from indexer.telling import snippet
from indexer.texts import work_out
from indexer.zones import clean, split
from indexer.zones.lines import is_phrase
from indexer.zones.phrases import INLINE_HINTS
from indexer.zones.splitting import ROUNDS
from tests.fuzz.material import QUOTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.model.bodies import Zone
    from tests.fuzz.material import Case

PATIENCE = 5.0
"""Seconds of processor time that no body of some 100 KB may take."""


WRITTEN = "We agree to all of it, and so does the county."
ATTRIBUTION = "On Wed, 1 May 2024 at 10:00, Ann Other <ann@one.example> wrote:"
ANSWER = "Re: Gritting"


def wrong(case: Case) -> Iterator[str]:
    """Everything that does not hold for a body."""
    start = process_time()
    text = read(case)
    yield from of_text(text, case.subject)
    if case.form == "html" and gate.block(text) != text:
        yield "what HTML renders to has not been through the gate"
    if process_time() - start > PATIENCE:
        yield f"it takes {process_time() - start:.1f} s"


def read(case: Case) -> str:
    """The body as text."""
    if case.form == "html":
        return bodies.render(case.body)
    if case.form == "eml":
        made, _ = work_out("", case.body.encode("latin-1", "replace"), case.subject)
        return joined(made.zones)
    return gate.block(case.body)


def of_zones(text: str, subject: str) -> Iterator[str]:
    """What does not hold for the zones of a text by themselves."""
    zones = split(text, subject)
    shown = clean(zones)
    if joined(zones) != text:
        yield "the zones' texts joined are not the body"
    if any(one.kind == other.kind for one, other in pairwise(zones)):
        yield "two zones of one kind stand side by side"
    if bool(snippet(zones)) != bool(shown):
        yield "a snippet without clean text, or the other way round"


def of_text(text: str, subject: str) -> Iterator[str]:
    """Everything that does not hold for a text."""
    yield from of_zones(text, subject)
    zones = split(text, subject)
    shown = clean(zones)
    again = clean(split(shown, subject))
    if again != shown and not has_seams(zones) and not has_repeats(zones):
        yield f"cleaning twice changes it: {differs(shown, again)}"
    yield from quoted_below(text)
    yield from quoted_whole(text)


def quoted_below(text: str) -> Iterator[str]:
    """Whether a quote below changes what is shown above it, where nothing is quoted there yet."""
    # With these words the author says that the answer is in what is below.
    if any(hint in text.lower() for hint in INLINE_HINTS):
        return
    above = f"{WRITTEN}\n\n{text}"
    zones = split(above, ANSWER)
    if not {zone.kind for zone in zones}.isdisjoint(("quote", "attribution", "forward")):
        return
    for quote in QUOTES[:1] if is_open(text) else QUOTES:
        after = clean(split(f"{above}\n\n{quote}", ANSWER))
        if after != clean(zones):
            change = differs(clean(zones), after)
            yield f"a quote below ({quote[:20]!r}) changes what is above: {change}"


def has_seams(zones: tuple[Zone, ...]) -> bool:
    """Whether something is hidden between what is shown: neighbours are others without it."""
    kinds = [zone.kind for zone in zones if zone.text.strip()]
    places = [at for at, kind in enumerate(kinds) if kind in {"new", "forward"}]
    return bool(places) and places[-1] - places[0] + 1 > len(places)


def has_repeats(zones: tuple[Zone, ...]) -> bool:
    """Whether the same endings stand one above another more often than the cleaner looks again."""
    hidden = (zone.text for zone in zones if zone.kind in {"signature", "disclaimer", "footer"})
    counted = Counter(line for text in hidden for line in text.split("\n") if line.strip())
    return bool(counted) and max(counted.values()) > ROUNDS


def is_open(text: str) -> bool:
    """Whether a text ends in what may be the head of a header block below.

    That is a rule, a field, or what announces a copy.
    """
    last = text.rstrip().rpartition("\n\n")[2].split("\n")
    return any(
        ":" in line or is_phrase(line) or not any(map(str.isalnum, line.strip("-=_ ")))
        for line in last
    )


def quoted_whole(text: str) -> Iterator[str]:
    """Whether a message with ``>`` before every line, under an attribution, is a quote."""
    quote = "\n".join(f"> {line}" for line in text.split("\n"))
    after = clean(split(f"{WRITTEN}\n\n{ATTRIBUTION}\n{quote}", ANSWER))
    if after != WRITTEN and text.strip():
        yield f"quoted with > it is shown: {differs(WRITTEN, after)}"


def joined(zones: tuple[Zone, ...]) -> str:
    """The body that zones are of."""
    return "\n".join(zone.text for zone in zones)


def differs(one: str, other: str) -> str:
    """The first lines in which two texts differ."""
    mine, theirs = one.split("\n"), other.split("\n")
    pairs = enumerate(zip(mine, theirs, strict=False))
    at = next((n for n, (a, b) in pairs if a != b), min(len(mine), len(theirs)))
    return f"line {at}: {mine[at : at + 3]!r:.160} became {theirs[at : at + 3]!r:.160}"
