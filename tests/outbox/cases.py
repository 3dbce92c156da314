"""The matrix of replies as a text file, and the messages that it describes.

A parent begins with ``## `` and its title. Header fields follow, in which people and lists go by
the short names below; then what is known around it, behind ``~``; then a row a kind of reply:
To, Cc and Bcc expected, or ``!`` and the error, and which rule of the file's head says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from indexer import Person
from indexer.envelope import head
from indexer.parent import read
from outbox import KINDS, Case, Exchange, Group, Kind

PEOPLE = {
    "me": "Sam Reader <sam@here.example>",
    "me2": "Sam Reader <sam.reader@old.example>",
    "jane": "Jane Khan <jane@otterley.example>",
    "home": "Jane at Home <jane@home.example>",
    "rhys": "Rhys Patel <rhys@ripley.example>",
    "nadia": "Nadia Xu <nadia@derwent.example>",
    "tom": "Tom Lloyd <tom@marlow.example>",
    "eve": "Eve <eve@evil.example>",
    "boss": "The Boss <boss@otterley.example>",
    "robot": "No Reply <no-reply@shop.example>",
    "dig": "digital@lists.example",
    "dig2": "digital@old-lists.example",
    "ann": "announce@lists.example",
    "staff": "all-staff@otterley.example",
    "town": "town@lists.example",
    "comms": "comms@groups.example",
}
HERD = tuple(f"Person {n} <p{n}@county.example>" for n in range(1, 15))
OWN = ("sam@here.example", "sam.reader@old.example")
_ADDRESSED = {"From", "Sender", "Reply-To", "Mail-Followup-To", "X-Original-From", "To", "Cc"}
_MEMBERS = ("me", "jane", "rhys", "nadia", "tom", "herd")


def box(word: str) -> str:
    return PEOPLE.get(word, word)


def address(word: str) -> str:
    return box(word).rpartition("<")[2].rstrip(">").lower()


def expand(words: str) -> list[str]:
    out: list[str] = []
    for each in filter(None, (w.strip() for w in words.split(","))):
        if each == "herd":
            out += HERD
        elif each == "roster":
            out += [box(m) for m in ("jane", "rhys", "nadia", "tom")] + list(HERD)
        elif match := re.fullmatch(r"(\d+) strangers", each):
            out += [f"s{n}@elsewhere.example" for n in range(int(match[1]))]
        else:
            out.append(box(each))
    return out


def addresses(words: str) -> list[str]:
    return [one.rpartition("<")[2].rstrip(">").lower() for one in expand(words)]


def people(words: str) -> tuple[Person, ...]:
    found = []
    for one in expand(words):
        name, angle, rest = one.rpartition("<")
        found.append(Person(name.strip(), rest.rstrip(">")) if angle else Person("", one))
    return tuple(found)


GROUPS = {
    "comms": Group("comms", "Comms network", "cc", None, people(", ".join(_MEMBERS))),
    "named": Group("comms", "Comms network", "cc", address("comms"), people(", ".join(_MEMBERS))),
    "dig": Group("digital", "Digital", "list-id", address("dig"), people("jane, rhys, nadia")),
    "ann": Group("announce", "Announcements", "list-id", None, people("boss")),
    "staff": Group("all-staff", "All staff", "address", address("staff"), people("jane, boss")),
}


@dataclass(frozen=True)
class Row:
    """One kind of reply to one parent."""

    title: str
    kind: Kind
    case: Case
    to: list[str]
    cc: list[str]
    bcc: list[str]
    error: str
    rule: str


def field(line: str) -> bytes:
    name, _, value = line.partition(": ")
    if name in _ADDRESSED and not value.startswith("raw "):
        value = ", ".join(expand(value))
    elif name == "List-Post" and value != "NO" and not value.startswith("raw "):
        value = f"<mailto:{address(value)}>"
    elif name == "Message-ID" and not value:
        value = "<parent@mail.example>"
    return f"{name}: {value.removeprefix('raw ')}\n".encode()


def parent(lines: list[str]) -> Case:
    """The case of one parent from its lines."""
    block = b"".join(field(line) for line in lines if not line.startswith("~"))
    said = {
        line[1:].strip().partition(":")[0]: line.partition(":")[2].strip()
        for line in lines
        if line.startswith("~")
    }
    first = said.get("first")
    asked = None
    if first is not None:
        asked = read(b"".join(field(f.strip()) for f in first.split("|")))
    exchange = Exchange(
        asks="asks" in said,
        first=asked,
        writers=people(said.get("writers", "")),
        privately=frozenset(addresses(said.get("privately", ""))),
        private="private" in said,
    )
    lists = {address(name) for name in ("dig", "staff", "town")}
    return Case(
        read(head(block)), exchange, GROUPS.get(said.get("list", "")), OWN, frozenset(lists)
    )


def matrix() -> tuple[dict[str, str], list[Row]]:
    """The rules by name, and every row."""
    rules: dict[str, str] = {}
    rows: list[Row] = []
    title, lines = "", list[str]()
    text = Path(__file__).with_name("matrix.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("## "):
            title, lines = line[3:], []
        elif line.startswith("|"):
            kind, to, cc, bcc, rule = (cell.strip() for cell in line.strip("|").split("|"))
            if kind not in KINDS:
                continue
            error = to.removeprefix("!").strip() if to.startswith("!") else ""
            case = parent(lines)
            rows.append(
                Row(
                    title, kind, case, [] if error else addresses(to), addresses(cc),
                    addresses(bcc), error, rule,
                )
            )  # fmt: skip
        elif title and line.strip():
            lines.append(line)
        elif line.startswith("- "):
            name, _, sentence = line[2:].partition(" = ")
            rules[name] = sentence
    return rules, rows
