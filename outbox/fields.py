"""Header fields as bytes: ASCII, folded, and nothing in them that was not meant. Pure.

Where an address has no ASCII form, those of its message are UTF-8 as it stands (RFC 6532).

Written here rather than by ``email.policy``: that one turns a long In-Reply-To into encoded words,
which breaks the thread, takes a second for 300 mailboxes, and decodes what strangers put into ids
(CVE-2024-6923). :mod:`outbox.check` reads the result with the library's parser.
"""

from __future__ import annotations

import re
import unicodedata
from email.header import Header
from typing import TYPE_CHECKING

import idna

from indexer import gate
from outbox.model import OutboxError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer import Person

LONGEST = 998
"""Characters of a line without its CRLF (RFC 5322, section 2.1.1)."""

_FOLD = 76
_WORD = 60
"""Of an encoded word, so that the first fits beside its field's name (RFC 2047, section 2)."""
_atoms = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+\Z")


def field(name: str, value: str, *, utf8: bool = False) -> bytes:
    """A field of ASCII or UTF-8 words, folded at spaces where long; unfolded it is the same again.

    The first word stays beside the name, since some programs read an empty first line as a value.
    """
    lines, line = [], f"{name}:"
    for number, word in enumerate(value.split(" ")):
        room = _FOLD if number else LONGEST
        if len(line) + 1 + len(word) > room and line.strip() and word:
            lines.append(line)
            line = ""
        line = f"{line} {word}"
    return ("\r\n".join((*lines, line)) + "\r\n").encode("utf-8" if utf8 else "ascii")


def needs_utf8(people: Iterable[Person]) -> bool:
    """Whether a header with these mailboxes has to be UTF-8. Raises OutboxError ``address``."""
    return not all(addr_spec(person.address).isascii() for person in people)


def text(value: str, *, utf8: bool = False) -> str:
    """A subject or topic: plain ASCII as it is, else encoded words (RFC 2047)."""
    value = " ".join(gate.line(value, 4 * LONGEST).split())
    is_plain = (utf8 or value.isascii()) and "=?" not in value
    if is_plain and all(len(word.encode()) < LONGEST - 80 for word in value.split(" ")):
        return value
    return _encoded(value)


def ids(found: Iterable[str]) -> tuple[str, ...]:
    """The Message-IDs that can stand in a header literally, each once: in ASCII, on one line."""
    usable = (gate.message_id(one) for one in found)
    fits = (one for one in usable if one and one.isascii() and len(one) <= LONGEST - 3)
    return tuple(dict.fromkeys(fits))


def msg_ids(found: Iterable[str]) -> str:
    """Ids as In-Reply-To and References have them."""
    return " ".join(f"<{one}>" for one in found)


def mailboxes(people: Iterable[Person], *, utf8: bool = False) -> str:
    """An address list (RFC 5322, section 3.4). Raises OutboxError ``address``."""
    return ", ".join(mailbox(person, utf8=utf8) for person in people)


def group(title: str, *, utf8: bool = False) -> str:
    """A group without mailboxes, whose members only the envelope names: ``Comms network:;``."""
    return f"{phrase(title, utf8=utf8) or 'undisclosed-recipients'}:;"


def mailbox(person: Person, *, utf8: bool = False) -> str:
    """One mailbox with its name. Raises OutboxError ``address``."""
    address, name = addr_spec(person.address), phrase(person.name, utf8=utf8)
    return f"{name} <{address}>" if name else address


def domain_in_ascii(domain: str) -> str:
    """A domain as DNS has it (IDNA 2008, RFC 5891, after UTS 46). Raises UnicodeError.

    By a library: Python's own codec is IDNA 2003, in which ``faß.example`` is ``fass.example``,
    a domain of somebody else's.
    """
    return domain if domain.isascii() else idna.encode(domain, uts46=True).decode("ascii")


def addr_spec(address: str) -> str:
    """An address for header and envelope, its domain as DNS has it.

    What stands before the @ may have characters beyond ASCII, in their composed form (RFC 6531,
    section 3.7.1). Raises OutboxError ``address``.
    """
    found = gate.address(address)
    if found is None:
        raise OutboxError("address", f"{address!a:.80} is no address; write it as name@host")
    local, _, domain = found.rpartition("@")
    try:
        domain = domain_in_ascii(domain)
    except UnicodeError:
        domain = ""
    local = unicodedata.normalize("NFC", local)
    if not domain or len(local.encode()) + len(domain) > LONGEST // 3:
        raise OutboxError(
            "address", f"{gate.line(address, 80)} cannot be written to from here; leave it out"
        )
    return f"{local}@{domain}"


def phrase(name: str, *, utf8: bool = False) -> str:
    """A display name: atoms, a quoted string, or encoded words."""
    name = " ".join(gate.line(name, 200).split())
    if not (utf8 or name.isascii()) or "=?" in name:
        return _encoded(name)
    if _atoms.match(name):
        return name
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"' if name else ""


def _encoded(value: str) -> str:
    return " ".join(Header(value, "utf-8", maxlinelen=_WORD).encode(linesep="\n").split())
