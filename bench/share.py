"""How much ``cclear index`` takes beside the notmuch work that nobody can spare it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.mailbox import again, bring, copy, hold_back
from bench.processes import Cost, cost

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bench.mailbox import Mailbox


@dataclass(frozen=True, slots=True)
class Share:
    """Seconds of CPU: ``notmuch new``, tagging as cclear did, and cclear, which writes the tags."""

    messages: int
    new: float
    tagging: float
    tags: int
    ours: float

    @property
    def ratio(self) -> float:
        """What is ours alone, against what nobody can spare: the tags are written either way."""
        return (self.ours - self.tagging) / (self.new + self.tagging)

    @property
    def whole(self) -> float:
        """All that cclear does after ``notmuch new``, against the same."""
        return self.ours / (self.new + self.tagging)


def measure(
    source: Path, work: Path, command: Sequence[str], messages: int, known: float | None
) -> Share:
    """Take in the same mail three times, on copies of its own.

    First ``notmuch new`` alone, from nothing (``known`` are its seconds where somebody measured
    them before); then ``cclear index`` on that database, whose own ``notmuch new`` finds nothing
    and counts against it; then the tags that this gave, by ``notmuch tag`` on the first database.
    """
    plain = copy(source, work / "plain", messages=messages, indexed=known is not None)
    if known is None:
        known = cost(["notmuch", "new", "--quiet"], plain.environment()).cpu
    count = int(plain.notmuch("count", "*"))
    tagged = again(plain, work / "tagged")
    ours = cost([*command, "index"], tagged.environment()).cpu
    changes = _differences(plain, tagged)
    tagged.clear()
    batch = work / "tags"
    batch.write_text("".join(changes), encoding="utf-8")
    tagging = cost(["notmuch", "tag", "--batch"], plain.environment(), stdin=batch).cpu
    plain.clear()
    return Share(count, known, tagging, len(changes), ours)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Taking in some new messages: ``cclear index``, ``notmuch new``, tagging as cclear did."""

    messages: int
    ours: Cost
    new: Cost
    tagging: Cost
    tags: int

    @property
    def beyond(self) -> float:
        """Seconds by the clock that ours takes beyond the others."""
        return self.ours.wall - self.new.wall - self.tagging.wall


def settled(
    source: Path, work: Path, command: Sequence[str], later: int
) -> tuple[Mailbox, Mailbox]:
    """A mailbox that cclear has taken in, but for its newest ``later`` messages, and a twin.

    In that there is the same mail with the same tags.
    """
    box = copy(source, work / "box")
    hold_back(box, later)
    cost([*command, "index"], box.environment())
    return box, again(box, work / "twin")


def arrival(box: Mailbox, twin: Mailbox, command: Sequence[str], count: int) -> Arrival:
    """Bring the same ``count`` messages of those held back to cclear, and to notmuch alone.

    Those in the twin then get the tags that cclear gave the others.
    """
    bring(box, count)
    bring(twin, count)
    ours = cost([*command, "index"], box.environment())
    new = cost(["notmuch", "new", "--quiet"], twin.environment())
    changes = _differences(twin, box)
    batch = twin.home / "tags"
    batch.write_text("".join(changes), encoding="utf-8")
    tagging = cost(["notmuch", "tag", "--batch"], twin.environment(), stdin=batch)
    return Arrival(count, ours, new, tagging, len(changes))


def _differences(plain: Mailbox, tagged: Mailbox) -> list[str]:
    """The lines of ``notmuch dump`` that are new in ``tagged``, for ``notmuch tag --batch``."""
    before = set(_dump(plain))
    return [line for line in _dump(tagged) if line not in before]


def _dump(box: Mailbox) -> list[str]:
    text = box.notmuch("dump", "--format=batch-tag", "--include=tags")
    return [line for line in text.splitlines(keepends=True) if not line.startswith("#")]
