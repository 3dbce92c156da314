"""Who an attribution or a copied header block says wrote what stands below it. Pure.

A name is taken only where it can be told from the rest of the line; else nobody is named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from indexer import gate
from indexer.joining import fingerprints
from indexer.zones.words import OPENERS, WRITES, words

if TYPE_CHECKING:
    from indexer.zones.cited import Cited

_MOST: Final = 400
_LONGEST: Final = 60
_NAMES: Final = 5
_SHORT: Final = 3
_ADDRESS: Final = re.compile(r"[^\s<>()\[\]\"'*,;:|@]{1,120}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_LINKED: Final = re.compile(
    r"[<(\[]{0,2}(?:https?://|mailto:)[^\s>)\]]{1,300}[>)\]]{0,2}", re.IGNORECASE
)
_ENCLOSED: Final = re.compile(r"[<\[(][^<>\[\]()]{0,200}[>\])]")
_VIA: Final = re.compile(r"\s(?:via|über|par|tramite)\s.{1,80}$", re.IGNORECASE)
_VIAS: Final = frozenset(("via", "über", "par", "tramite"))
_BY_LIST: Final = " via list"
_FOR: Final = re.compile(
    r"\b(?:on behalf of|im auftrag von|au nom de|en nombre de|namens)\b", re.IGNORECASE
)
_X500: Final = re.compile(r"/[\w&. -]{1,40}(?:/[\w&. -]{1,40}){0,4}(?:@\w{1,40})?$")
_CALL: Final = re.compile(r"[A-Z]{1,2}\d[A-Z]{1,4}")
_ASIDE: Final = re.compile(r"\([^()\x00]{0,60}\)")
_BAD: Final = frozenset("?@<>()[]{}|\ufffd/\\=")
_LINK: Final = "\x00"
_PARTS: Final = words("""
al av bin da de del della den der di do dos du el la le les ten ter van von zu zum zur
y e ibn af op
""")
_HELPERS: Final = frozenset(("a", "à", "ha", "hat", "has", "har", "var", "i", "je"))
_CLOCK: Final = words("""
am pm gmt utc at on um cet cest est edt pst pdt cst cdt mst mdt bst the and uhr den
""")
_TRIM: Final = " \t\"'“”„«»*_<>|,:;"


@dataclass(frozen=True, slots=True)
class Writer:
    """A name, an address or both; ``address`` is in lower case, through the gate."""

    name: str = ""
    address: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.address)

    def may_be(self, other: Writer) -> bool:
        """Whether both can be one person: the same address, or all of one's name in the other's."""
        if self.address and self.address == other.address:
            return True
        mine, theirs = set(fingerprints.words(self.name)), set(fingerprints.words(other.name))
        return bool(mine and theirs) and (mine <= theirs or theirs <= mine)


def named(cited: Cited) -> Writer:
    """Whom it names, as far as it is clear; an empty one where it is not."""
    said = " ".join(cited.author.split())
    if not said or len(said) > _MOST:
        return Writer()
    said = _LINKED.sub(_linked, said)
    found = list(_ADDRESS.finditer(said))
    address = found[0][0].casefold() if found else ""
    if cited.block:
        name, address = _field(said, address)
    else:
        if len({m[0].casefold() for m in found}) > 1:
            return Writer()
        name = _sentence(said, found[0].span() if found else None)
    if via := _VIA.search(name):
        name, address = name[: via.start()], ""
    name = _clean(name)
    if not (cited.block or address or cited.moments or " " in name):
        # "They wrote:".
        return Writer()
    return Writer(name, gate.address(address) or "" if address else "")


def _linked(match: re.Match[str]) -> str:
    found = _ADDRESS.search(match[0].partition(":")[2])
    return (
        f" <{found[0]}> " if match[0].lstrip("<([").lower().startswith("mailto") and found else " "
    )


def _field(value: str, address: str) -> tuple[str, str]:
    """Name and address of a From field as programs copy it."""
    if behalf := _FOR.search(value):
        value, address = value[behalf.end() :], ""
        if found := _ADDRESS.search(value):
            address = found[0].casefold()
    name = _ADDRESS.sub(" ", _ENCLOSED.sub(" ", value))
    name = _X500.sub("", name.strip(_TRIM))
    last, comma, first = name.partition(",")
    if comma and first.strip(_TRIM) and "," not in first and len(last.split()) <= _SHORT:
        name = f"{first.strip(_TRIM)} {last.strip(_TRIM)}"
    return name, address


def _sentence(said: str, span: tuple[int, int] | None) -> str:
    """The name in a line such as ``On DATE, NAME <ADDRESS> wrote:``, in whatever order."""
    if span:
        said = f"{said[: span[0]]} {_LINK} {said[span[1] :]}"
    said = _ASIDE.sub(" ", said.replace(f"< {_LINK}", f" {_LINK}"))
    tokens = [t for t in said.split() if t.strip("<>()[]\"'.-")]
    verbs = [n for n, t in enumerate(tokens) if t.casefold().strip(_TRIM + "()") in WRITES]
    marks = [n for n, t in enumerate(tokens) if _LINK in t]
    vias = [n for n, t in enumerate(tokens) if t.casefold() in _VIAS]
    if vias and (marks or verbs) and vias[0] < max([*marks, *verbs]):
        # A list wrote its own address where its member's was.
        return _back(tokens[: vias[0]]) + _BY_LIST
    if marks:
        return _back(tokens[: marks[0]])
    if not verbs:
        return ""
    verb = verbs[-1]
    after = _forth(tokens[verb + 1 :])
    if after:
        return after
    before = tokens[:verb]
    while before and before[-1].casefold() in _HELPERS:
        before.pop()
    return _back(before)


def _back(tokens: list[str]) -> str:
    """The name that a run of words ends in.

    One in small letters is taken where something of a date stands before it.
    """
    found: list[str] = []
    small = bounded = False
    for token in reversed(tokens):
        bare = token.strip("\"'“”„«»*_")
        word = bare.rstrip(",:")
        if not _is_word(word):
            bounded = True
            break
        if bare[-1:] == "," and len(found) == 1 and _is_name(word) and not small:
            # "Doe, Jane".
            return f"{found[0]} {word}"
        if bare[-1:] in {",", ":"} and found:
            bounded = True
            break
        found.append(word)
        small = small or not _is_name(word)
        if len(found) > _NAMES:
            return ""
    while found and found[-1].casefold() in _PARTS:
        found.pop()
    if small and not (bounded and len(found) <= _SHORT):
        return ""
    return " ".join(reversed(found))


def _forth(tokens: list[str]) -> str:
    """The name that a run of words is, but for what follows a comma."""
    found: list[str] = []
    for token in tokens:
        bare = token.strip("\"'“”„«»*_")
        if not _is_name(bare.rstrip(",:")):
            return ""
        found.append(bare.rstrip(",:"))
        if bare[-1:] in {",", ":"}:
            break
    return " ".join(found) if len(found) <= _NAMES else ""


def _is_word(word: str) -> bool:
    """Whether a word can be one of a name, however written, and no part of a date."""
    low = word.casefold()
    if not any(c.isalpha() for c in word) or low in _CLOCK | WRITES:
        return False
    if any(c.isdigit() for c in word) and not _CALL.fullmatch(word):
        return False
    return low in _PARTS or not (word[0].islower() and low in OPENERS)


def _is_name(word: str) -> bool:
    """Whether it is written as names are."""
    return _is_word(word) and (word.casefold() in _PARTS or not word[0].islower())


def _clean(name: str) -> str:
    """A name fit to be shown; empty where it cannot be one."""
    name = gate.line(" ".join(name.split())).strip(_TRIM + "<>()[]")
    some = name.split()
    if not some or len(name) > _LONGEST or len(some) > _NAMES or not _BAD.isdisjoint(name):
        return ""
    return name if sum(c.isalpha() for c in name) >= 2 else ""
