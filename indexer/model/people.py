"""People, and what their own signatures say of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """A mailbox (RFC 5322, section 3.4): display name, empty where there is none, and address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a person said of themselves, and the Message-ID of the newest that says it.

    Both are empty where nothing is known.
    """

    text: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What a person's own signatures say of them; ``phone`` is one number, or several by commas."""

    name: Fact = Fact()
    role: Fact = Fact()
    organisation: Fact = Fact()
    phone: Fact = Fact()

    @property
    def title(self) -> str:
        """``Head of Communications, Otterley Borough Council``, or what of it is known."""
        return ", ".join(fact.text for fact in (self.role, self.organisation) if fact.text)
