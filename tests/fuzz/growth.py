"""How the cleaner's time grows: with eight times as much it takes some eight times as long."""

from __future__ import annotations

from dataclasses import dataclass
from time import process_time
from typing import TYPE_CHECKING

from indexer import body
from indexer.telling import snippet
from indexer.zones import clean, split
from tests.fuzz.material import PIECES, TAGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LARGE = 1_000_000
"""Characters that are looked at in the end."""
TIMES = 8
MOST = 2.5 * TIMES
"""How much longer the larger one may take: what is linear takes eight times as long."""
BLUR = 0.25
"""Seconds that say nothing on a busy machine."""

TEXTS = (
    *dict.fromkeys(piece + "\n" for piece in PIECES), "a", "> " * 50, "a@b, ", "x:\n\n", " ",
    "To: x\nSubject: y\n", "Begin forwarded message:\n----- End forwarded message -----\n",
    "To: x\nSubject: y\n\ntext\n\n", "wrote:\n", "Ann\n\nwrote:\n> x\n\n",
    "On 1 May 2024,\n", "*From:* a@b.example *Sent:* 1\n", "-- \nAnn\n\n", "Tel: 020 7946 0000 ",
    "+44 ", "http://x.example/", "*" * 30, "_" * 70 + "\n", "(" * 60, "Hi\n\nKind regards\nAnn\n\n",
    "confidential intended recipient ", "日本", "> " + "x" * 3000 + "\n", "| | | ", "1" * 40 + " ",
)  # fmt: skip
PAGES = (*TAGS, "<div><p>x", "<a href=x>y", "<table><tr><td>x", "<!-- - ", "<b", "&#", "&amp;" * 9,
         "<br>> x", "<blockquote>x", "x</div>", "<div style='a:b;", "<p>On 1 May, Ann wrote:</p>",
         '<div class="gmail_quote">x</div>', "[a]: http://b.example\n", "\\`*_{}[]()")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Growth:
    """What a repeated piece took, small and large, in seconds of processor time."""

    piece: str
    small: float
    large: float

    @property
    def times(self) -> float:
        """How much longer eight times as much took."""
        return self.large / max(self.small, 1e-3)

    @property
    def fine(self) -> bool:
        """Whether it grew in proportion."""
        return self.large < MOST * self.small + BLUR


def measured() -> Iterator[Growth]:
    """Texts and pages of every piece, over and over, also with quoted lines between."""
    for piece in TEXTS:
        for unit in (piece, f"{piece}\n> q\n"):
            yield _growth(unit, _split)
    for piece in PAGES:
        yield _growth(piece, body.render)


def _growth(unit: str, work: Callable[[str], object]) -> Growth:
    found = Growth(unit, _seconds(unit, LARGE // TIMES, work), _seconds(unit, LARGE, work))
    if not found.fine:
        # Something else may have had the machine: the best of three counts.
        small = max(_seconds(unit, LARGE // TIMES, work) for _ in range(2))
        large = min(found.large, *(_seconds(unit, LARGE, work) for _ in range(2)))
        found = Growth(unit, max(found.small, small), large)
    return found


def _seconds(unit: str, length: int, work: Callable[[str], object]) -> float:
    text = unit * (length // len(unit))
    start = process_time()
    work(text)
    return process_time() - start


def _split(text: str) -> None:
    zones = split(text)
    clean(zones)
    snippet(zones)
