"""What people write who have nothing new to say: ``chatter.toml``, a table a language, and signs.

Everything is lower case, apostrophes are straight.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple


class Language(NamedTuple):
    """Phrases and words of one language; what each is for is said in the file."""

    thanks: tuple[str, ...]
    agree: tuple[str, ...]
    remove: tuple[str, ...]
    stop: tuple[str, ...]
    wrong: tuple[str, ...]
    filler: tuple[str, ...]
    excuse: tuple[str, ...]
    drop: tuple[str, ...]
    thanked: frozenset[str]
    agreed: frozenset[str]
    removed: frozenset[str]
    turns: frozenset[str]
    lists: frozenset[str]


@cache
def languages() -> tuple[Language, ...]:
    """All languages there are, English first."""
    text = files("indexer").joinpath("chatter.toml").read_text(encoding="utf-8")
    return tuple(map(_language, tomllib.loads(text).values()))


def _language(table: dict[str, str]) -> Language:
    # Some languages have no word for some of them yet.
    phrases = [_phrases(table.get(kind, "")) for kind in Language._fields[:8]]
    words = [frozenset(table.get(kind, "").split()) for kind in Language._fields[8:]]
    return Language._make((*phrases, *words))


def _phrases(cell: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in cell.split(",") if phrase.strip())


URGENT: Final = frozenset((
    "now", "today", "immediately", "asap", "urgently", "sofort", "umgehend", "jetzt",
    "immédiatement", "inmediatamente", "ya", "imediatamente", "já", "subito", "meteen", "direct",
    "genast", "straks", "heti", "natychmiast", "ihned", "okamžitě", "azonnal", "немедленно",
    "срочно", "негайно", "imediat", "snarast",
))  # fmt: skip
"""How soon: that adds nothing to a wish to be left alone, and to anything else it does."""

SIGNS: Final = {
    "👍": "agree", "👏": "thanks", "🙏": "thanks", "💯": "agree", "+1": "agree", "++": "agree",
    "+100": "agree", "+1000": "agree",
}  # fmt: skip
"""Signs that stand for a phrase in any language."""

SMILES: Final = frozenset((":)", ":-)", ";)", ";-)", ":d", ":-d", ":(", ":-(", "^^", "xd", "<3"))
"""Signs that stand for nothing."""
