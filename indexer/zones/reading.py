"""Zones as a person reads them: the clean text, and its first words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from indexer.zones.lines import is_rule
from indexer.zones.phrases import GREETINGS, GREETINGS_RUN_ON, SIGN_OFFS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.model import Zone

_SNIPPET: Final = 200
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


def snippet(zones: Sequence[Zone]) -> str:
    """The first words that say something, greetings skipped: one line, at most 200 characters.

    A paragraph is folded to one line. Empty where nobody wrote anything.
    """
    lines = [line.strip() for line in clean(zones)[:20_000].split("\n")]
    first = next((i for i, line in enumerate(lines) if _says(line)), None)
    if first is None:
        first = next((i for i, line in enumerate(lines) if line), None)
    if first is None:
        return ""
    said = ""
    for line in lines[first:]:
        if not line or len(said) > _SNIPPET:
            break
        said = f"{said} {line}" if said else line
    return _cut(" ".join(said[: 4 * _SNIPPET].split()))


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


def _says(line: str) -> bool:
    return bool(line) and not is_rule(line, 2) and not is_greeting(line)


def _cut(text: str) -> str:
    if len(text) <= _SNIPPET:
        return text
    end = text.rfind(" ", _SNIPPET // 2, _SNIPPET)
    return text[: end if end > 0 else _SNIPPET - 1].rstrip(" ,;:-–—") + "…"
