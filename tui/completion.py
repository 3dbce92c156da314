"""What a line being typed may become: addresses of lists and people, files. Pure but for files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer import gate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer import Person

SHOWN = 5
"""How many are offered at once."""
_SCANNED = 5000
"""Files of a directory that are looked at."""


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody that a message may go to; ``note`` says where they are known from."""

    person: Person
    note: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """What the typed text may become: as it is shown, with a note, and the whole line with it."""

    text: str
    note: str
    value: str


def fragment(typed: str) -> tuple[str, str]:
    """A To line as what is settled, up to its last comma, and what is being typed."""
    quoted, at = False, 0
    for place, sign in enumerate(typed):
        quoted ^= sign == '"'
        if sign in ",;" and not quoted:
            at = place + 1
    head, rest = typed[:at], typed[at:]
    blanks = len(rest) - len(rest.lstrip())
    return head + rest[:blanks], rest[blanks:]


def addresses(known: Iterable[Known], typed: str, limit: int = SHOWN) -> list[Offer]:
    """Those whose name or address has words that begin as what is typed, in their given order.

    Of two equally good, the one given first comes first: lists, rosters, people written to.
    """
    from tui.composing import box

    head, wanted = fragment(typed)
    words = wanted.casefold().replace("<", " ").split()
    if not words:
        return []
    here = head.casefold()
    found = []
    for one in known:
        name, address = one.person.name.casefold(), one.person.address
        if address in here:
            continue
        has = [*name.replace(",", " ").split(), address, *address.replace("@", ".").split(".")]
        if all(any(part.startswith(word) for part in has) for word in words):
            settled = head if not head or head.endswith(" ") else f"{head} "
            value = f"{settled}{box(one.person)}, "
            found.append(Offer(gate.line(box(one.person), 120), one.note, value))
            if len(found) == limit:
                break
    return found


def files(typed: str, limit: int = SHOWN) -> list[Offer]:
    """Files and directories whose path begins as what is typed; ``~`` is one's home."""
    lead, slash, start = typed.rpartition("/")
    directory = os.path.expanduser(lead + slash) if slash else "."  # noqa: PTH111
    if typed.startswith("~") and not slash:
        return [Offer("~/", "home", "~/")]
    found: list[tuple[bool, str]] = []
    try:
        with os.scandir(directory) as entries:
            for number, entry in enumerate(entries):
                if number == _SCANNED:
                    break
                if entry.name.startswith(".") and not start.startswith("."):
                    continue
                if entry.name.casefold().startswith(start.casefold()):
                    found.append((not _is_directory(entry), entry.name))
    except (OSError, ValueError):
        return []
    made = []
    for is_file, name in sorted(found)[:limit]:
        full = f"{lead}{slash}{name}" + ("" if is_file else "/")
        made.append(Offer(gate.line(name, 120) + ("" if is_file else "/"), "", full))
    return made


def _is_directory(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
