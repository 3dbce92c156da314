"""One finding of the doctor's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "unset", "broken"]


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, how it is, in words, and the command that mends it."""

    name: str
    state: State
    says: str
    mend: str = ""


def fine(name: str, says: str) -> Check:
    """It works."""
    return Check(name, "ok", says)


def unset(name: str, says: str, mend: str) -> Check:
    """It isn't set up; one may do without."""
    return Check(name, "unset", says, mend)


def broken(name: str, says: str, mend: str) -> Check:
    """It is set up, and does not work."""
    return Check(name, "broken", says, mend)
