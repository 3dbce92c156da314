"""A message being written: what it is, whom it may go to, what to ask before it goes. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from indexer import Person, people
from outbox import Draft, OutboxError, Recipients, brake, changed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer import Storm
    from outbox import Enclosure, Kind

Purpose = Literal["reply", "new", "forward", "summary"]

GUARDED: frozenset[Kind] = frozenset(("everyone", "all"))
"""Kinds of reply whose number of people is typed where they are many."""


@dataclass(frozen=True, slots=True)
class Held:
    """What is to go along: a file's path, the name it goes by, its size in bytes.

    ``enclosure`` is a part of another message, which has no path.
    """

    path: str
    name: str
    size: int
    enclosure: Enclosure | None = None


@dataclass(frozen=True, slots=True)
class Extra:
    """A passage that may be put in: whose it is, and its text. It is out until it is asked for."""

    author: str
    text: str

    @property
    def passage(self) -> str:
        """As it stands in the text."""
        return f"{self.author}:\n\n{self.text}\n"


@dataclass(frozen=True, slots=True)
class Letter:
    """What the composer shows.

    ``title`` names what is answered: a list, a person, a subject. ``choices`` are the audiences
    that one key goes through, ``at`` the one chosen; there are none for a message whose To is
    typed. ``typed`` is To as the user has it, None where a choice says it; ``copies`` and
    ``hidden`` are Cc and Bcc then. ``line`` is where the cursor begins. ``key`` is the draft's in
    its store, empty before it was saved. ``parent`` is the Message-ID that is answered or
    forwarded, ``list`` the list's name, ``identity`` who writes. ``notes`` are said under the
    heading; ``extra`` is left out of the text until it is asked for. ``storm`` is what the answered
    conversation is.
    """

    purpose: Purpose
    title: str
    draft: Draft
    choices: tuple[tuple[Kind, Recipients], ...] = ()
    at: int = 0
    typed: str | None = None
    copies: str = ""
    hidden: str = ""
    line: int = 0
    key: str = ""
    parent: str | None = None
    list: str | None = None
    identity: str = ""
    files: tuple[Held, ...] = ()
    notes: tuple[str, ...] = ()
    extra: tuple[Extra, ...] = ()
    storm: Storm | None = None

    @property
    def kind(self) -> Kind | None:
        """The kind of reply; None where the user says whom it goes to."""
        return self.choices[self.at][0] if self.choices and self.typed is None else None

    @property
    def recipients(self) -> Recipients | None:
        """Whom it goes to by its kind; None where the user says it."""
        return self.choices[self.at][1] if self.choices and self.typed is None else None


def cycled(letter: Letter) -> Letter:
    """The next audience; from what was typed, back to the first."""
    if not letter.choices:
        return letter
    at = 0 if letter.typed is not None else (letter.at + 1) % len(letter.choices)
    return replace(letter, at=at, typed=None, copies="", hidden="")


def boxes(persons: Sequence[Person]) -> str:
    """People as a To line has them."""
    return ", ".join(box(person) for person in persons)


def box(person: Person) -> str:
    """A mailbox as a To line has it (RFC 5322, section 3.4)."""
    if not person.name:
        return person.address
    name = person.name.replace("\\", "").replace('"', "")
    plain = all(sign.isalnum() or sign in " -'’" for sign in name)
    return f"{name} <{person.address}>" if plain else f'"{name}" <{person.address}>'


def by_hand(letter: Letter) -> Letter:
    """The same recipients in lines to be changed by hand, each where it was."""
    found = letter.recipients
    if found is None:
        return letter
    return typed_as(letter, found.to, found.cc, found.bcc)


def typed_as(
    letter: Letter, to: Sequence[Person], cc: Sequence[Person], bcc: Sequence[Person]
) -> Letter:
    """The letter with these recipients, as if the user had typed them."""
    return replace(letter, typed=boxes(to), copies=boxes(cc), hidden=boxes(bcc))


def addressed(letter: Letter) -> Draft:
    """The draft with its recipients, by choice or as typed. Raises OutboxError ``address``."""
    found = letter.recipients
    if found is not None:
        return replace(letter.draft, to=found.to, cc=found.cc, bcc=found.bcc, title=found.title)
    return _typed(letter, *map(read, lines(letter)))


def as_it_is(letter: Letter) -> Draft:
    """The draft with its recipients as far as they are typed."""
    try:
        return addressed(letter)
    except OutboxError:
        return _typed(letter, *map(half_typed, lines(letter)))


def _typed(
    letter: Letter, to: tuple[Person, ...], cc: tuple[Person, ...], bcc: tuple[Person, ...]
) -> Draft:
    title = next((r.title for _, r in letter.choices[letter.at : letter.at + 1]), "")
    # Those in Bcc are a group in To as long as nobody else stands there.
    title = (title or letter.draft.title) if bcc and not to else ""
    return replace(letter.draft, to=to, cc=cc, bcc=bcc, title=title)


def lines(letter: Letter) -> tuple[str, str, str]:
    """To, Cc and Bcc as the user has them."""
    return letter.typed or "", letter.copies, letter.hidden


def whom(letter: Letter) -> Recipients | None:
    """Whom it goes to, with words for it: by its kind, or as far as it is typed."""
    if letter.recipients is not None:
        return letter.recipients
    decided = letter.choices[letter.at][1] if letter.choices else None
    to, cc, bcc = (
        [person for person in half_typed(line) if "@" in person.address] for line in lines(letter)
    )
    found = changed(decided, to, cc, bcc)
    return found if found.words else None


def read(typed: str) -> tuple[Person, ...]:
    """The mailboxes of a To line. Raises OutboxError ``address`` for what is none."""
    found: list[Person] = []
    for part in parts(typed):
        named = people(part)
        if len(named) != 1 or "@" not in named[0].address:
            raise OutboxError("address", f"“{part.strip():.60}” is no address; write name@host")
        found += named
    return tuple({person.address: person for person in reversed(found)}.values())[::-1]


def parts(typed: str) -> list[str]:
    """The pieces of a To line between its commas; those in quotes part nothing."""
    made, quoted = [""], False
    for sign in typed:
        quoted ^= sign == '"'
        if sign in ",;" and not quoted:
            made.append("")
        else:
            made[-1] += sign
    return [part for part in made if part.strip()]


def half_typed(typed: str) -> tuple[Person, ...]:
    """What stands in a To line, as it stands, where it may not be finished."""
    found: list[Person] = []
    for part in parts(typed):
        named = people(part)
        found += named if len(named) == 1 else (Person("", part.strip()),)
    return tuple(found)


def room(text: str) -> tuple[str, int]:
    """A text with a line to write on below what is quoted, above the signature; that line."""
    lines = text.split("\n")
    quoted = max((at for at, line in enumerate(lines) if line.startswith(">")), default=-2)
    at = quoted + 2
    while len(lines) <= at or (quoted >= 0 and lines[at - 1]):
        lines.insert(min(at - 1, len(lines)), "")
    if lines[at]:
        lines.insert(at, "")
    if lines[at + 1 : at + 2] == ["-- "]:
        lines.insert(at + 1, "")
    return "\n".join(lines), at


def left_off(text: str) -> int:
    """The line that was written last, above the signature; where none was, the one to write on."""
    lines = text.split("\n")
    end = lines.index("-- ") if "-- " in lines else len(lines)
    written = [at for at, line in enumerate(lines[:end]) if line.strip()]
    last = written[-1] if written else 0
    return last if written and not lines[last].startswith(">") else min(last + 2, len(lines) - 1)


def in_short(letter: Letter) -> str:
    """Whom it goes to in words, without what was changed of that."""
    found = whom(letter)
    if found is None or letter.recipients is not None:
        return found.words if found else ""
    return found.words.partition(" · ")[0].replace(", changed by hand", "")


def labels(files: Sequence[Held]) -> tuple[str, ...]:
    """What each of the files is called where one is taken off: by its path, or as forwarded."""
    made: list[str] = []
    for one in files:
        label = one.path or f"{one.name} (forwarded)"
        number = 2
        while label in made:
            label = f"{one.name} (forwarded, {number})"
            number += 1
        made.append(label)
    return tuple(made)


def named_for_list(letter: Letter) -> str:
    """The one address that a reply to a list without one was sent to, if nobody on it has it."""
    roster = next((to.bcc for kind, to in letter.choices if kind == "everyone"), ())
    if letter.typed is None or not roster:
        return ""
    named = [person for line in lines(letter) for person in read(line)]
    known = {p.address for _, to in letter.choices for p in (*to.to, *to.cc, *to.bcc)}
    return named[0].address if len(named) == 1 and named[0].address not in known else ""


def guard(letter: Letter, limit: int) -> int:
    """The number of people that has to be typed before it goes; 0 where none has."""
    number = _reached(letter)
    if letter.recipients is not None and letter.kind not in GUARDED:
        return 0
    return number if number > limit else 0


def second(letter: Letter, limit: int) -> str:
    """What is asked once more before it goes into a reply-all storm; empty where nothing is."""
    return brake(letter.storm, letter.kind, _named(letter), limit)


def _reached(letter: Letter) -> int:
    """How many people it goes to. Raises OutboxError ``address``."""
    if letter.recipients is not None:
        return letter.recipients.people
    return len(_named(letter))


def _named(letter: Letter) -> set[str]:
    """The addresses that it goes to. Raises OutboxError ``address``."""
    if (to := letter.recipients) is not None:
        return {person.address for person in (*to.to, *to.cc, *to.bcc)}
    return {person.address for line in lines(letter) for person in read(line)}
