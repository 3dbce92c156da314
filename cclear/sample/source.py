"""Reads the sample's own notation: people.txt and conversations/*.txt (see README there)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

NEVER = 10_000

ME = "nia"
"""Whose mailbox it is, by key."""


@dataclass(frozen=True, slots=True)
class Council:
    """An organisation: what its servers and its house style add to its people's mail."""

    domain: str
    name: str
    surname_first: bool = False
    prefix: str = ""
    """What its gateway puts before the subject of outside mail."""
    banner: str = ""
    """What its gateway puts above the text of outside mail."""
    strapline: str = ""
    disclaimer: tuple[str, ...] = ()
    below: bool = False
    """Whether the disclaimer is put below everything, quotes too, by the council's server."""


@dataclass(frozen=True, slots=True)
class Human:
    """Somebody who writes or is written to.

    ``since`` and ``until`` are working days before today between which new questions to the
    cc list name them.
    """

    key: str
    name: str
    address: str
    role: str
    program: str
    council: Council
    phone: str
    options: dict[str, str] = field(default_factory=dict, hash=False)
    since: int = NEVER
    until: int = -1

    @property
    def shown(self) -> str:
        """The display name that their mail carries."""
        if "shown" in self.options:
            return self.options["shown"]
        if not self.council.surname_first:
            return self.name
        first, _, last = self.name.partition(" ")
        return f"{last.upper()}, {first}"


@dataclass(frozen=True, slots=True)
class Written:
    """One message as the sample's authors wrote it: new text, and how and to whom it is sent.

    ``days`` counts working days before today, ``clock`` is the time of day in minutes.
    """

    key: str
    who: str
    days: int
    clock: int
    text: str
    options: dict[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Told:
    """A conversation: its file's name, subject, the group it goes to, and its messages."""

    name: str
    subject: str
    group: str
    messages: tuple[Written, ...]


def data() -> Traversable:
    """Where the sample's data lies, installed or not."""
    return resources.files("cclear.sample")


@cache
def people() -> dict[str, Human]:
    """Everybody, by key, in the order of people.txt."""
    found: dict[str, Human] = {}
    council = Council("", "")
    text = data().joinpath("people.txt").read_text("utf-8")
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("@"):
            council = _council(line[1:])
            continue
        human = _human(line, council, len(found))
        if human.key in found:
            raise ValueError(f"people.txt: two people are called {human.key}")
        found[human.key] = human
    return found


@cache
def told() -> tuple[Told, ...]:
    """All conversations, in the order of their file names."""
    folder = data().joinpath("conversations")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".txt")), key=lambda f: f.name)
    return tuple(_told(f.name[:-4], f.read_text("utf-8")) for f in files)


def plain(text: str) -> str:
    """ASCII letters for an address: no accents, no apostrophes."""
    letters = unicodedata.normalize("NFKD", text.replace("ø", "o").replace("ł", "l"))
    return "".join(c for c in letters if c.isascii() and (c.isalnum() or c in ".-_")).lower()


def _council(line: str) -> Council:
    domain, name, *rest = (part.strip() for part in line.split("|"))
    options = dict(_pairs(rest))
    return Council(
        domain,
        name,
        options.get("names") == "surname",
        options.get("prefix", ""),
        options.get("banner", ""),
        options.get("strap", ""),
        tuple(options["disclaimer"].split(" // ")) if "disclaimer" in options else (),
        options.get("below") == "yes",
    )


def _human(line: str, council: Council, number: int) -> Human:
    name, role, program, *rest = (part.strip() for part in line.split("|"))
    options = dict(_pairs(rest))
    first, _, last = name.partition(" ")
    local = options.get("local", f"{plain(first)}.{plain(last.replace(' ', ''))}")
    phone = f"01632 960 {100 + number * 7 % 900:03d}"
    return Human(
        options.get("key", local),
        name,
        f"{local}@{council.domain}",
        role,
        program or "outlook",
        council,
        phone,
        options,
        int(options.get("since", NEVER)),
        int(options.get("until", -1)),
    )


def _pairs(parts: list[str]) -> Iterator[tuple[str, str]]:
    for part in parts:
        if part:
            key, _, value = part.partition("=")
            yield key.strip(), value.strip()


def _told(name: str, text: str) -> Told:
    head, *rest = f"\n{text}".split("\n== ")
    options = dict(_fields(head.strip().splitlines()))
    if "subject" not in options:
        raise ValueError(f"{name}: no subject")
    messages = tuple(_written(name, n, block) for n, block in enumerate(rest))
    return Told(name, options["subject"], options.get("group", "none"), messages)


def _written(name: str, number: int, block: str) -> Written:
    lines = block.split("\n")
    who, when, clock, *labels = lines[0].split()
    end = lines.index("") if "" in lines else len(lines)
    hours, _, minutes = clock.partition(":")
    return Written(
        f"{name}/{labels[0] if labels else number}",
        who,
        int(when.removesuffix("d")),
        int(hours) * 60 + int(minutes),
        "\n".join(lines[end:]).strip("\n"),
        dict(_fields(lines[1:end])),
    )


def _fields(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        key, colon, value = line.partition(":")
        if not colon:
            raise ValueError(f"not a field: {line!r}")
        yield key.strip(), value.strip()
