"""What came of a conversation's question, in a few quiet lines under its subject. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui import words
from tui.wrap import cells, cut, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer import Question, Voice
    from tui.glyphs import Glyphs

MOST: Final = 3
"""Lines that the card has at most."""
WIDEST: Final = 109
"""Cells beyond which a line is too long for the eye, as those under it."""
TALL: Final = 30
"""Rows from which on the question may take two lines."""
_ROOMY: Final = 16
_LOW: Final = 8
_NARROW: Final = 30
_FEWEST: Final = 3
"""Names that stand beside what the card brought, before that gives way to more of them."""


def lines(
    question: Question | None, subject: str, size: tuple[int, int], signs: Glyphs
) -> tuple[str, ...]:
    """The card of a conversation in a pane of ``size`` (columns, rows): at most three lines.

    The question in quotes, on two lines where there are rows enough; then who answered and how it
    stands. Where it is low or narrow that line alone, and none in less than eight rows.
    """
    width, height = size
    room = min(width - 2, WIDEST)
    if question is None or height < _LOW or room < 8:
        return ()
    last = _last(question, room, signs)
    if not last or height < _ROOMY or width < _NARROW:
        return (last,) if last else ()
    asked = " ".join(question.asked)
    if not asked or asked == subject:
        return (last,)
    return (*_quoted(question, asked, room, 2 if height >= TALL else 1, signs), last)


def standing(question: Question) -> str:
    """How a question stands: ``settled``, and how that is known, or ``not settled``."""
    if question.settled is None:
        return "not settled"
    return {
        "thanks": "settled, with thanks", "summary": "settled, with a SUMMARY", "said": "settled"
    }[question.settled.kind]  # fmt: skip


def _quoted(question: Question, asked: str, room: int, most: int, signs: Glyphs) -> tuple[str, ...]:
    lead = f"{words.given_name(question.asker)} asked: "
    if cells(lead) > room // 2:
        lead = ""
    whole = f"{lead}{signs.left_quote}{asked}{signs.right_quote}"
    made = wrap(whole, room)
    if len(made) > most:
        # The last line is cut inside the quotes.
        rest = " ".join(made[most - 1 :]).removesuffix(signs.right_quote)
        made[most - 1 :] = [cut(rest, room - cells(signs.right_quote), signs.ellipsis)]
        made[-1] += signs.right_quote
    return tuple(made)


def _last(question: Question, room: int, signs: Glyphs) -> str:
    """Who answered and how it stands, as much of it as there is room for."""
    facts = _facts(question)
    brought = _brought(question)
    dot = f" {signs.dot} "
    if not question.asked:
        said = dot.join(brought)
        return said if cells(said) <= room else ""
    most = len(question.answered)
    for tail in (brought, ()):
        for shown in range(most, min(most, _FEWEST) - 1, -1):
            said = dot.join((_answered(question.answered, shown), *facts, *tail))
            if cells(said) <= room:
                return said
    # What is missing first is what is not read yet, then who agrees; how it stands comes last.
    fewer = tuple((0, (*facts[:kept], facts[-1])) for kept in range(len(facts) - 2, -1, -1))
    for shown, kept in ((2, facts), (1, facts), (0, facts), *fewer):
        said = dot.join((_answered(question.answered, min(shown, most)), *kept))
        if cells(said) <= room:
            return said
    return cut(facts[-1].partition(",")[0], room, signs.ellipsis)


def _facts(question: Question) -> tuple[str, ...]:
    found = []
    if question.privately:
        found.append(f"privately: {words.number(len(question.privately))}")
    if question.me_too:
        found.append(f"me too: {words.number(len(question.me_too))}")
    if question.unread:
        found.append(f"{words.number(question.unread)} not read yet")
    return (*found, standing(question))


def _answered(voices: Sequence[Voice], shown: int) -> str:
    if not voices:
        return "no answer"
    if not shown:
        return f"answered: {words.number(len(voices))}"
    return f"answered: {words.names([voice.person for voice in voices], shown)}"


def _brought(question: Question) -> tuple[str, ...]:
    found = []
    if question.links:
        found.append(words.count(len(question.links), "link"))
    if question.files:
        found.append(words.count(len(question.files), "attachment"))
    return tuple(found)
