"""Phone numbers in a signature, by their form: which country's they are is not known. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from indexer.zones.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST: Final = 4
_DIGITS: Final = range(7, 16)
"""How many digits a number has, with or without its country's (E.164, section 6.1)."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_PHONE: Final = re.compile(
    r"(?<![\w/.@])(\+?\(?\d[\d ()./\u00a0\u2011\u2013-]{5,24}\d)"
    r"(?:\s{0,2}(?:ext|extn|x|#|poste|int|dw)[. :]{0,2}\d{1,5})?(?![\w/@])",
    re.IGNORECASE,
)
_DATE: Final = re.compile(r"\d{4}[-./]\d\d?[-./]\d\d?|\d\d?[-./]\d\d?[-./](?:19|20)?\d\d")
_POSTCODE: Final = re.compile(r"\d{5}-\d{4}")
_NO_PHONE: Final = words("""
fax telefax faks telefaks télécopie vat tva ust ustid mwst btw iva nip cif reg registered
registration company charity hrb siret siren rcs abn iban bic account konto id ref no nr
""")


def phones(pieces: Iterable[str]) -> tuple[str, ...]:
    """Phone numbers as they stand, the first few; of lines, or of parts of lines.

    What is labelled as another number, or as fax, is none, nor is a date or a postcode.
    """
    found: dict[str, None] = {}
    for piece in pieces:
        matches = list(_PHONE.finditer(piece))
        edges = [0, *(match.end() for match in matches)]
        starts = [*(match.start() for match in matches), len(piece)]
        for at, match in enumerate(matches):
            before, after = piece[edges[at] : starts[at]], piece[edges[at + 1] : starts[at + 1]]
            label = before if _WORD.search(before) else after.partition(",")[0]
            if _is_phone(match[1], label):
                found[" ".join(match[0].split()).rstrip(" .-/")] = None
    return tuple(found)[:_MOST]


def _is_phone(number: str, label: str) -> bool:
    digits = sum(sign.isdigit() for sign in number)
    said = _WORD.findall(label.casefold())
    if digits not in _DIGITS or _DATE.fullmatch(number) or _POSTCODE.fullmatch(number):
        return False
    if len(said) > 3 or not _NO_PHONE.isdisjoint(said) or said == ["f"]:
        return False
    if number.startswith(("+", "0", "(")):
        return True
    groups = len(re.findall(r"\d+", number))
    return bool(said) or (groups > 2 and digits >= 9)
