"""What a person's signature says of them: name, role, organisation, phones. Pure.

Told by structure, in any language: the line with the sender's own name first, then what stands
between it and the first way of contact. What cannot be told so is left empty. Only signatures of
messages that the person sent are read, never quoted or forwarded ones.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from indexer import gate
from indexer.lists.names import organisation
from indexer.phones import phones
from indexer.zones.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from indexer.model.bodies import Zone
    from indexer.model.people import Person

_LINES: Final = 40
_LINE: Final = 200
_TITLE: Final = 80
_WORDS: Final = 10
_SIGNED: Final = 50
_BETWEEN: Final = 6
_TELLING: Final = 5

_APART: Final = re.compile(r"\s+[|•·¦‖]\s+|\s*[|•¦‖]\s*|\t+|\s{3,}")
_TAIL: Final = re.compile(r"\s*,\s+|\s+[-–—]\s+")
_MARKED: Final = re.compile(r"(?<!\w)[*_]{1,3}(?=\w)|(?<=\w)[*_]{1,3}(?!\w)")
_ADDRESS: Final = re.compile(r"<[^<>]*>?")
_ASIDE: Final = re.compile(r"\([^()]{0,40}\)|\[[^\[\]]{0,40}\]")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LINKED: Final = re.compile(r"@|https?:|\bwww\.|^[\w-]+(?:\.[\w-]+)+(?:/\S*)?$", re.IGNORECASE)
_POSTNOMINAL: Final = re.compile(r"(?:[A-Z][a-z]{0,3}\.?){2,4}|[A-Z][a-z]?[A-Z]{1,4}")
_CHIEF: Final = re.compile(r"C[A-Z]{1,2}O")
# What organisations end their names with, wherever they are registered.
_FORMS: Final = words("""
ltd limited llc llp inc incorporated corp corporation co plc gmbh ag kg ohg ug ev sa sarl sas srl
spa bv nv vzw asbl ab aps oy oyj sro zrt kft doo ltda pty pte kk
""")
# And what they call themselves: at the end of a name in some languages, at its head in others.
_KINDS_LAST: Final = words("""
company group council university institute college school ministry agency association society
foundation trust hospital library museum universität hochschule institut universitet universiteit
stadt gemeinde gemeente
""")
_KINDS_FIRST: Final = words("""
université universidad università universidade ministère ministerio ministero ville mairie
ayuntamiento comune câmara stadt gemeinde gemeente universität stiftung institut fundación
""")
# Providers give mailboxes to anybody: their names say nothing of who writes.
_PROVIDERS: Final = words("""
gmail googlemail outlook hotmail live msn yahoo ymail icloud me mac aol gmx web proton protonmail
mail fastmail yandex qq
""")


@dataclass(frozen=True, slots=True)
class Signed:
    """What one signature says; empty where it does not, or where that is in doubt."""

    name: str = ""
    role: str = ""
    organisation: str = ""
    phones: tuple[str, ...] = ()


NOTHING: Final = Signed()


def of_message(zones: Sequence[Zone], sender: Person) -> Signed:
    """What the sender of a message says of themselves in its own signatures."""
    if not sender.address or " via " in sender.name:
        # Some lists put their own address into From: it is nobody's.
        return NOTHING
    above: list[str] = []
    for zone in zones:
        if zone.kind == "forward":
            break
        if zone.kind == "new":
            above = zone.text[-4 * _LINE :].split("\n")
        if zone.kind != "signature":
            continue
        # A name by hand may close what was written: it was not taken for the signature's.
        last = next((line for line in reversed(above) if line.strip()), "")
        lines = [*([last] if len(last) <= _SIGNED else []), *zone.text.split("\n", _LINES)[:_LINES]]
        found = read_signature(lines, sender)
        if found != NOTHING:
            return found
    return NOTHING


def read_signature(lines: Iterable[str], sender: Person) -> Signed:
    """What a signature says, if it is its sender's: their name has to stand in it."""
    mine = _name_words(sender)
    if not mine:
        return NOTHING
    pieces = list(_pieces(lines))
    named = [at for at, piece in enumerate(pieces) if _is_name(piece, mine)]
    # Where the name stands twice, by hand and in the block, what follows it is below the last.
    at = next((n for n in reversed(named) if n - named[0] <= 2), -1)
    if at >= 0:
        name, beside = _split_name(pieces[at], mine)
    elif pieces and _fold(pieces[0]) in mine:
        # Their first name alone, which is no news.
        at, name, beside = 0, "", []
    else:
        return NOTHING
    below = [*beside, *pieces[at + 1 :]]
    role, firm = _between(below, sender.address, inline=bool(beside))
    return Signed(gate.line(name, _SIGNED), role, firm, phones(pieces[at:]))


def _pieces(lines: Iterable[str]) -> Iterator[str]:
    """What stands on lines by itself: rules and blank lines left out, ``a | b`` taken apart."""
    for line in lines:
        for part in _APART.split(line.strip()[:_LINE]):
            piece = _MARKED.sub("", gate.line(part)).strip(" *_~>-–—=#|,;")
            if any(sign.isalnum() for sign in piece):
                yield piece


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _name_words(sender: Person) -> frozenset[str]:
    """The words that the sender is called by; of a bare address, those of its local part."""
    name = _ASIDE.sub(" ", sender.name)
    if not name.strip() or "@" in name:
        local = sender.address.partition("@")[0]
        told = _WORD.findall(_fold(re.sub(r"[._\-\d]+", " ", local.partition("+")[0])))
        return frozenset(told) if len(told) > 1 else frozenset()
    return frozenset(word for word in _WORD.findall(_fold(name)) if len(word) > 1 or len(name) < 8)


def _is_name(piece: str, mine: frozenset[str]) -> bool:
    """Whether a piece begins with the sender's name: all of it, or two words of a longer one."""
    head = _ASIDE.sub(" ", _head(piece))
    if any(sign in ":@/" for sign in head):
        return False
    said = _WORD.findall(_fold(head))
    if not said or len(said) > len(mine) + 4 or any(sign.isdigit() for sign in head):
        return False
    common = mine.intersection(said)
    if len(mine) == 1:
        return common == mine and len(said) <= 2
    # Where names are written without spaces, the letters are the same.
    return len(common) >= 2 or sorted("".join(said)) == sorted("".join(mine))


def _head(piece: str) -> str:
    piece = piece.partition("<")[0].rstrip()
    return _TAIL.split(piece, maxsplit=1)[0] if not _surname_first(piece) else piece


def _surname_first(piece: str) -> bool:
    """Whether a comma stands inside the name: ``Khan, Jane``."""
    first, comma, rest = piece.partition(",")
    return bool(comma) and " " not in first.strip() and len(rest.split()) <= 2


def _split_name(piece: str, mine: frozenset[str]) -> tuple[str, list[str]]:
    """A name, and what else stands on its line."""
    head = _head(piece)
    rest = _ADDRESS.sub("", piece[len(head) :])
    beside = [each.strip() for each in _TAIL.split(rest) if each.strip()]
    name = " ".join(_ASIDE.sub(" ", head).split())
    surname, comma, given = name.partition(",")
    if comma and mine.intersection(_WORD.findall(_fold(given))):
        name = f"{given.strip()} {surname.strip()}"
    told = [b for b in beside if _CHIEF.fullmatch(b) or not _POSTNOMINAL.fullmatch(b)]
    return name, told


def _between(below: Sequence[str], address: str, *, inline: bool) -> tuple[str, str]:
    """Role and organisation: what stands between a name and the first way of contact."""
    titles: list[str] = []
    closed = False
    for piece in below:
        said = " ".join(_ASIDE.sub(" ", piece).split()).strip(" ,;")
        # ``Inc.`` does without its full stop, ``S.A.`` does not.
        if said.rpartition(" ")[2].count(".") == 1:
            said = said.rstrip(".")
        if not said:
            continue
        if _closes(said):
            closed = True
            break
        titles.append(said)
    if not closed and len(titles) > 2:
        # Nothing says where the signature ends and where a slogan or an address begins.
        titles = titles[:_BETWEEN]
        return (titles[0] if _firm(titles[1:], address) else ""), _firm(titles[1:], address)
    if len(titles) > _BETWEEN:
        return "", ""
    firm = _firm(titles, address)
    if firm and titles[0] == firm:
        return "", (_own_part(firm, address) if _begins(firm, address) else "")
    if firm:
        return titles[0], _own_part(firm, address)
    if len(titles) == 2 and closed and not _labels(address):
        return titles[0], titles[1]
    if len(titles) > 1 and closed:
        return titles[0], ""
    only = titles[0] if len(titles) == 1 else ""
    return (only if inline or (closed and " " in only) else ""), ""


def _closes(said: str) -> bool:
    """Whether a piece is no title: a number, an address, a link, a label, a sentence."""
    return (
        any(sign.isdigit() for sign in said)
        or _LINKED.search(said) is not None
        or ":" in said
        or len(said) > _TITLE
        or said.count(" ") >= _WORDS
        or said[-1] in "?!"
        or ". " in said
    )


def _firm(titles: Sequence[str], address: str) -> str:
    """The piece that is an organisation's name: the address is its, or its legal form says so."""
    labels = _labels(address)
    return next((t for t in reversed(titles) if _is_firm(t, labels)), "")


def _own_part(firm: str, address: str) -> str:
    """Of ``Communications, Otterley Council`` the organisation."""
    parts = firm.split(", ")
    labels = _labels(address)
    told = [part for part in parts if _is_firm(part, labels)]
    return told[-1] if len(parts) > 1 and told and not _is_form(parts[-1]) else firm


def _begins(firm: str, address: str) -> bool:
    """Whether a name is an organisation's from its beginning: ``Head of Otterley`` is a role."""
    joined = "".join(_WORD.findall(_fold(firm)))
    return _is_form(firm) or any(
        joined.startswith(label) or label.startswith(joined) for label in _labels(address)
    )


def _labels(address: str) -> tuple[str, ...]:
    """The names in an address' domain that can be its owner's, in letters alone."""
    domain = address.rpartition("@")[2]
    told = organisation(domain)
    if told in _PROVIDERS:
        return ()
    others = [label for label in domain.split(".")[:-1] if len(label) >= _TELLING]
    parts = [part for part in told.split("-") if len(part) >= _TELLING - 1]
    found = ("".join(_WORD.findall(_fold(label))) for label in (told, *others, *parts))
    return tuple(dict.fromkeys(label for label in found if len(label) > 2))


def _is_firm(title: str, labels: Sequence[str]) -> bool:
    said = _WORD.findall(_fold(title))
    if len(said) > 1 and _is_form(title):
        return True
    joined, initials = "".join(said), "".join(word[0] for word in said)
    return any(
        label in joined
        or (len(said) > 2 and initials == label)
        or (len(joined) >= _TELLING - 1 and label.startswith(joined))
        for label in labels
    )


def _is_form(title: str) -> bool:
    said = _WORD.findall(title.replace(".", "").casefold())
    if not said:
        return False
    return said[-1] in _FORMS or said[-1] in _KINDS_LAST or said[0] in _KINDS_FIRST
