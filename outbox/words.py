"""What the composer says of recipients, in words, on one safe line. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer import gate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer import Person

NAMED = 3
"""Of more people than that, a line says the number."""


def name(person: Person) -> str:
    """What a person is called: their name, else their address; a name is no other address."""
    return gate.line(person.name, 60) if person.name and "@" not in person.name else person.address


def box(person: Person) -> str:
    """A person's name and address."""
    return f"{name(person)} <{person.address}>" if name(person) != person.address else name(person)


def boxes(people: Sequence[Person]) -> str:
    """Names and addresses, the first few of many: ``a, b, c and 9 more``."""
    return _some([box(p) for p in people])


def names(people: Sequence[Person]) -> str:
    """Names, the first few of many: ``Jane Khan and Bo Ash``."""
    return _some([name(p) for p in people])


def count(number: int) -> str:
    """``1 person``, ``301 people``, ``1,204 people``."""
    return "1 person" if number == 1 else f"{number:,} people"


def to_list(title: str) -> str:
    """``to the list localgov-digital``."""
    return f"to the list {gate.line(title, 80)}"


def alone(people: Sequence[Person], own: Sequence[str]) -> str:
    """``to Jane Khan alone``; ``to Jane Khan and Bo Ash``; ``to 8 people``."""
    if len(people) == 1:
        return "to yourself alone" if people[0].address in own else f"to {name(people[0])} alone"
    return f"to {names(people)}" if len(people) <= NAMED else f"to {count(len(people))}"


def in_conversation(people: Sequence[Person], own: Sequence[str]) -> str:
    """``to 8 people in this conversation``; one is named."""
    if len(people) == 1:
        return alone(people, own)
    return f"to {count(len(people))} in this conversation"


def hidden(number: int) -> str:
    """``to 301 people, hidden from one another``."""
    return f"to {count(number)}, hidden from one another"


def among(lists: Sequence[str], people: int) -> str:
    """``to the list localgov-digital and 3 people``, for a reply to all."""
    some = f"to the {'list' if len(lists) == 1 else 'lists'} {_some(lists)}"
    return f"{some} and {count(people)}" if people else some


def _some(words: Sequence[str]) -> str:
    shown = [gate.line(word, 160) for word in words[:NAMED]]
    if len(words) > NAMED:
        return f"{', '.join(shown)} and {len(words) - NAMED} more"
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))
