"""Keys in rows of two, and questions answered with one key: what the next key means.

The next key goes here before it goes anywhere else, while something waits for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.commands import shown, under

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tui.commands import Place


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for the next key: words for the bottom line, and what each key does.

    ``escape`` is what another key does: nothing for a question, its own command after a prefix.
    """

    lead: str
    hints: tuple[tuple[str, str], ...]
    choices: Mapping[str, Callable[[], object]]


def question(text: str, choices: Mapping[str, Callable[[], object]]) -> Waiting:
    """A question whose answers are single keys; any other means no."""
    hints = tuple((shown(key), "yes") for key in choices)
    return Waiting(text, (*hints, ("any other key", "no")), choices)


def prefix(
    key: str, place: Place, mapped: Mapping[str, str], run: Callable[[str], object]
) -> Waiting | None:
    """The first of two keys was typed; None where no command here begins with it."""
    found = under(key, place, mapped)
    if not found:
        return None

    def carry_out(name: str) -> Callable[[], object]:
        return lambda: run(name)

    return Waiting(
        f"{shown(key)} {chr(0x2026)}",
        tuple((shown(last), command.title) for last, command in found),
        {last: carry_out(command.id) for last, command in found},
    )
