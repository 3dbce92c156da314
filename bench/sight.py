"""What of some newly written text has been on a screen so far.

A line counts when all its words, in order, stood on one screen, however the program wrapped it and
whatever it drew beside. A line that several people wrote counts for each of them when it stood near
their name.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections import Counter
from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

LINE = 72
"""Characters of a line, at most: what most programs break text at when they send it."""
_WORD = re.compile(r"[+\w]+")
NEAR = 8
"""Rows between a line and its author's name, at most, where others wrote the same line."""


@dataclass(frozen=True, slots=True)
class Written:
    """One line that somebody newly wrote in one message."""

    message: str
    author: str
    text: str


def storm(source: Path) -> tuple[Written, ...]:
    """All lines of the largest conversation that ``herdgen.py`` wrote to ``source``."""
    told = [json.loads(row) for row in (source / "truth.jsonl").read_text("utf-8").splitlines()]
    ((largest, _),) = Counter(row["conversation"] for row in told).most_common(1)
    authors = _authors(source / "mail" / "cur")
    return tuple(
        Written(row["id"], authors[row["id"]], line)
        for row in told
        if row["conversation"] == largest
        for sentence in re.split(r"(?<=[.?!])\s+", row["new_text"])
        for line in textwrap.wrap(sentence, LINE)
    )


class Sight:
    """Lines that are still to be seen."""

    def __init__(self, lines: Iterable[Written]) -> None:
        self.left = set(lines)
        # How many messages say the same.
        self._said = Counter(text for _id, text in {(one.message, one.text) for one in self.left})

    def look(self, rows: Sequence[str]) -> None:
        """Take a screen in."""
        plain = [bare(row) for row in rows]
        for one in tuple(self.left):
            text = bare(one.text)
            places = [at for at in range(len(plain)) if _stands(text, plain, at)]
            if places and (self._said[one.text] == 1 or self._near(one, plain, places)):
                self.left.discard(one)

    def _near(self, one: Written, plain: Sequence[str], places: Sequence[int]) -> bool:
        name = f" {bare(one.author).strip()} "
        named = [at for at, row in enumerate(plain) if name in row]
        return any(abs(at - place) <= NEAR for at in named for place in places)

    def named(self, rows: Sequence[str]) -> set[str]:
        """The authors of what is still to be seen whose names stand in these rows."""
        plain = " ".join(bare(row) for row in rows)
        return {one.author for one in self.left if f" {bare(one.author).strip()} " in plain}

    def of(self, messages: Iterable[str]) -> bool:
        """Whether some of these messages' lines are still to be seen."""
        wanted = set(messages)
        return any(one.message in wanted for one in self.left)


def bare(text: str) -> str:
    """Words with one blank between and around them, without the marks that programs draw."""
    return " " + " ".join(_WORD.findall(text)) + " "


def _stands(text: str, rows: Sequence[str], at: int) -> bool:
    """Whether a line stands in row ``at``, or begins at its end and goes on in those after it."""
    if text in rows[at]:
        return True
    left, end = _tight(text), _tight(rows[at])
    while left:
        # Some programs break lines inside of words.
        count = next((n for n in range(len(left) - 1, 0, -1) if end.endswith(left[:n])), 0)
        at = next((n for n in range(at + 1, len(rows)) if rows[n].strip()), len(rows))
        if not count or at == len(rows):
            return False
        left, end = left[count:], _tight(rows[at])
        if left in end:
            return True
    return False


def _tight(text: str) -> str:
    return text.replace(" ", "")


def _authors(folder: Path) -> dict[str, str]:
    """The names in From, by bare Message-ID."""
    found = {}
    for file in folder.iterdir():
        message = message_from_bytes(file.read_bytes(), policy=policy.default)
        sender = message["From"].addresses[0]
        found[str(message["Message-ID"]).strip("<>")] = sender.display_name or sender.addr_spec
    return found
