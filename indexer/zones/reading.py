"""Zones as a person reads them: the clean text, and lines that greet or sign off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from indexer.zones.phrases import GREETINGS, GREETINGS_RUN_ON, SIGN_OFFS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.model.bodies import Zone

_GREETING: Final = 60
_GREETING_WORDS: Final = 6
_GREETED: Final = frozenset(GREETINGS)
_SIGNED: Final = frozenset(SIGN_OFFS)
_LONGEST_GREETING: Final = max(g.count(" ") for g in GREETINGS) + 1
_END: Final = ",.!;:،，、。！-–— "


def clean(zones: Sequence[Zone]) -> str:
    """What the author newly wrote, and a forward: no outer blank lines, one for what is hidden."""
    said = (_trimmed(zone.text) for zone in zones if zone.kind in {"new", "forward"})
    return "\n\n".join(text for text in said if text)


def is_greeting(line: str) -> bool:
    """Whether a line is a greeting and nothing else: ``Hi all,``, ``Dear Jane``, ``Jane,``."""
    if not line or len(line) > _GREETING:
        return False
    low = line.rstrip(_END).lower()
    words = low.replace(",", " ").split()
    if not words:
        return False
    if len(words) <= _GREETING_WORDS:
        for n in range(1, min(_LONGEST_GREETING, len(words)) + 1):
            if " ".join(words[:n]) in _GREETED and not line.endswith("?"):
                return True
    if low.startswith(GREETINGS_RUN_ON) and len(low) < 24:
        return True
    named = line[-1] in ",:" and line[:1].isupper() and len(words) <= 2
    return named and all(w.replace("-", "").replace("'", "").isalpha() for w in words)


def is_sign_off(line: str) -> bool:
    """Whether a line is a sign-off: ``Kind regards,``, perhaps with a name after it."""
    if len(line) > _GREETING:
        return False
    low = line.strip(_END).lower()
    if low in _SIGNED:
        return True
    head, comma, name = low.partition(",")
    return bool(comma) and head.strip() in _SIGNED and len(name.split()) <= 3


def _trimmed(text: str) -> str:
    if "\n" not in text:
        return text.rstrip()
    lines = text.split("\n")
    first, last = 0, len(lines)
    while first < last and not lines[first].strip():
        first += 1
    while last > first and not lines[last - 1].strip():
        last -= 1
    return "\n".join(lines[first:last]).rstrip()
