"""Address headers: the mailboxes in a To or Cc (RFC 5322, section 3.4).

Not ``email.utils.getaddresses``: from Python 3.11.10 and 3.12.6 on it gives up a whole header
for one malformed mailbox in it, and it takes milliseconds for a header of 300, of which a wide
cc has two in every message. A plain header is cut by one regular expression and its pieces are
remembered, since the same people are written to again and again; any other is read by a scanner
that looks at each character once.
"""

from __future__ import annotations

import re
from functools import lru_cache
from operator import attrgetter

from indexer import charset, gate
from indexer.model.people import Person

RECIPIENTS = 5000
"""Mailboxes read from one header."""

_piece = re.compile(r'((?:[^",()\\:;\[\]<>]++|"[^"\\]*+"|<[^"<>(),:;\\\[\] \t]*+>)*)(?:,|\Z)')
_plain = re.compile(
    r'[ \t]*+(?:"([^"\\]*+)"|([^"<>@:;()\\\[\]]*+))[ \t]*+<([^<>@\s]++@[^<>@\s]++)>[ \t]*+\Z'
    r'|[ \t]*+([^"<>@\s]++@[^"<>@\s]++)[ \t]*+\Z'
)
_spaces = re.compile(r"\s+")
_address_of = attrgetter("address")
_char = re.compile(r'[^"<>(),:;\\\[\]]++|.', re.DOTALL)


def people(value: str) -> tuple[Person, ...]:
    """The mailboxes of an address header on one line, groups flattened, each address once.

    Names are decoded and through the gate, empty where they only repeat the address.
    """
    if not value:
        return ()
    boxes = tuple(filter(None, map(_mailbox, value.split(","))))
    if len(boxes) == value.count(",") + 1 == len(set(map(_address_of, boxes))) <= RECIPIENTS:
        return boxes
    found: dict[str, Person] = {}
    end = 0
    while end < len(value):
        match = _piece.match(value, end)
        if match is None:
            return _scan(value)
        end = match.end()
        person = _mailbox(match[1])
        if person is None:
            if match[1].strip():
                return _scan(value)
        elif person.address not in found:
            found[person.address] = person
            if len(found) == RECIPIENTS:
                break
    return tuple(found.values())


@lru_cache(maxsize=1 << 14)
def _mailbox(piece: str) -> Person | None:
    """The person of a plain piece; None for an empty piece or one that is not plain."""
    match = _plain.match(piece)
    if match is None:
        return None
    address = gate.address(match[3] or match[4])
    return None if address is None else Person(_name(match[1] or match[2] or "", address), address)


def _name(text: str, address: str) -> str:
    name = gate.line(_spaces.sub(" ", charset.words(text)).strip(), 200)
    # Outlook quotes what it made up: "'jane@x.example'" <jane@x.example>.
    while len(name) > 1 and name[0] == name[-1] and name[0] in "'\"":
        name = name[1:-1].strip()
    return "" if name.lower().strip("'<>") == address else name


def _scan(value: str) -> tuple[Person, ...]:
    """Any address header, read once from left to right; what is no mailbox is passed over."""
    found: dict[str, Person] = {}
    phrase: list[str] = []
    before: list[str] = []
    angle: str | None = None
    comment = ""

    def close(*, separator: bool) -> None:
        nonlocal angle, comment
        text = "".join(phrase).strip()
        phrase.clear()
        if angle is not None:
            address = gate.address(_spaces.sub("", angle.rpartition(":")[2]))
            # An unquoted "Last, First <a@b>" is two pieces, the first of which is no mailbox.
            name = ", ".join([*before, text] if text else before) or comment
        elif "@" in text:
            address, name = gate.address(_spaces.sub("", text)), comment
            if address is None:
                address = next(filter(None, map(gate.address, text.split())), None)
        else:
            address, name = None, ""
            if separator and text and len(before) < 3:
                before.append(text)
                return
        before.clear()
        angle, comment = None, ""
        if address and address not in found:
            found[address] = Person(_name(name, address), address)

    position, size = 0, len(value)
    unclosed: set[str] = set()
    while position < size and len(found) < RECIPIENTS:
        match = _char.match(value, position)
        if match is None:
            break
        char, position = match[0], match.end()
        if char == '"':
            # One that never ends was no quotation.
            closed = _quotation(value, position) if '"' not in unclosed else None
            if closed:
                phrase.append(closed[0])
                position = closed[1]
            else:
                unclosed.add('"')
        elif char == "(":
            closed = _comment(value, position) if "(" not in unclosed else None
            if closed:
                comment, position = closed
            else:
                unclosed.add("(")
        elif char == "<":
            closing = value.find(">", position)
            angle = value[position : closing if closing >= 0 else size]
            position = closing + 1 if closing >= 0 else size
        elif char == ":":
            if angle is None and "@" not in "".join(phrase[-4:]):
                phrase.clear()
                before.clear()
        elif char in ",;":
            close(separator=char == ",")
            if char == ";":
                before.clear()
        elif char != ">":
            phrase.append(char)
    close(separator=False)
    return tuple(found.values())


def _quotation(value: str, position: int) -> tuple[str, int] | None:
    """A quoted string from after its opening quote, unescaped, and where it ends, if it does."""
    out: list[str] = []
    start = position
    while position < len(value):
        char = value[position]
        if char == '"':
            out.append(value[start:position])
            return "".join(out), position + 1
        if char == "\\":
            out.append(value[start:position])
            position += 1
            start = position
        position += 1
    return None


def _comment(value: str, position: int) -> tuple[str, int] | None:
    """A comment, which may hold others, from after its opening parenthesis, if it ends."""
    start, depth = position, 1
    while position < len(value):
        char = value[position]
        if char == "\\":
            position += 1
        elif char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
            if not depth:
                return value[start:position], position + 1
        position += 1
    return None
