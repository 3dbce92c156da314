"""What comes back of messages taken out of real archives, and what is claimed of whole ones."""

from __future__ import annotations

import random
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.threads import Zones, damaged, joined
from indexer.joining import fingerprints
from indexer.joining.writers import Writer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from bench.threads import Truth
    from indexer.joining import Ghost, Joiner, Letter
    from indexer.model.bodies import Zone

SHARES = (0.0, 1.0)
"""Which parts of an archive's replies lose their threading headers, besides."""
WORDS = (9, 25)
"""Of those taken out, the ones count of which somebody quotes so many words."""
_MARKS = re.compile(r"(?m)^[ \t>|]+")
_TAKEN = 0.1
_SEED = 7
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Claimed:
    """Ghosts of an archive.

    ``whole`` are claimed with nothing taken out. With ``taken`` messages taken out, ``more`` are
    claimed that may be of these: headers name no other, nor is it one claimed before. Of those
    ``right`` are by the author of one that was, hold its words and hang where it did, or nowhere;
    ``wrong_place`` have but the wrong parent, and ``loose`` of the right ones none. ``quoted`` are
    the messages taken out of which somebody quotes enough words, and ``found`` those that came
    back, for each number of words. ``seconds`` are CPU time a message: of the joiner and of the
    ghosts.
    """

    messages: int
    whole: int
    taken: int
    more: int
    right: int
    wrong_place: int
    loose: int
    quoted: tuple[int, ...]
    found: tuple[int, ...]
    seconds: tuple[float, float]

    @property
    def precision(self) -> float:
        """Right ones of all that are claimed beyond those of the whole archive."""
        return self.right / max(1, self.more)


def measure(archive: Path, damage: Path, share: float, work: Path, zones: Zones) -> Claimed | None:
    """Take a tenth of the answered messages out; None where an archive names no parents."""
    found = damaged(archive, damage, share, work, zones)
    if found is None:
        return None
    letters, truth = found
    texts = {one.id: zones.of(one.id) for one in letters}
    before, _ = claimed(letters, joined(letters)[0], texts)
    children: dict[str, list[str]] = {}
    for one in letters:
        if (known := truth.get(one.id)) and known.parent:
            children.setdefault(known.parent, []).append(one.id)
    by_id = {one.id: one for one in letters}
    inner = sorted(i for i in children if i in by_id)
    gone = set(random.Random(_SEED).sample(inner, int(len(inner) * _TAKEN)))
    left = [one for one in letters if one.id not in gone]
    joiner, took = joined(left)
    after, seconds = claimed(left, joiner, texts)
    more = [
        ghost
        for ghost in after
        if ghost.stands_for in gone or not (ghost.stands_for or _among(ghost, before))
    ]
    right = wrong = loose = 0
    back: set[str] = set()
    # Who quotes an attached patch quotes what stands in no zone.
    wrote = {i: [z.text for z in texts[i] if z.kind == "new"] + zones.attached(i) for i in gone}
    real = {ghost.id: _real(ghost, gone, by_id, wrote) for ghost in after}
    for ghost in more:
        message = real[ghost.id]
        if message is None:
            continue
        line = _line(message, truth, gone)
        parent = real.get(ghost.parent, ghost.parent) if ghost.parent else None
        if parent in line or parent is None or not line:
            right += 1
            loose += parent is None and bool(line)
            back.add(message)
        else:
            wrong += 1
    most = {i: max(_quoted(texts[i], texts[c]) for c in children[i] if c not in gone)
            for i in gone if any(c not in gone for c in children[i])}  # fmt: skip
    return Claimed(
        len(letters), len(before), len(gone), len(more), right, wrong, loose,
        tuple(sum(n >= least for n in most.values()) for least in WORDS),
        tuple(sum(n >= least and i in back for i, n in most.items()) for least in WORDS),
        (sum(took) / max(1, len(left)), seconds / max(1, len(left))),
    )  # fmt: skip


def claimed(
    letters: Sequence[Letter], joiner: Joiner, texts: Mapping[str, Sequence[Zone]]
) -> tuple[list[Ghost], float]:
    """All ghosts of a mailbox, and the CPU seconds that finding them took."""
    begun = time.process_time()
    found: list[Ghost] = []
    for name in sorted({n for one in letters if (n := joiner.conversation(one.id))}):
        found += joiner.recovered(name, texts.__getitem__).ghosts
    return found, time.process_time() - begun


def _real(
    ghost: Ghost,
    gone: set[str],
    letters: Mapping[str, Letter],
    wrote: Mapping[str, Sequence[str]],
) -> str | None:
    """The message taken out that a ghost is: its author, and most of its words."""
    said = _grams(ghost.text)
    writer = Writer(ghost.name, ghost.address)
    for one in sorted(gone):
        letter = letters[one]
        if not writer.may_be(Writer(letter.name, letter.address)):
            continue
        if len(said & _grams(*wrote[one])) >= _ALIKE * len(said):
            return one
    return None


def _among(ghost: Ghost, others: Sequence[Ghost]) -> bool:
    """Whether a ghost is one of others, by author and words."""
    said, writer = _grams(ghost.text), Writer(ghost.name, ghost.address)
    for other in others:
        if writer.may_be(Writer(other.name, other.address)):
            theirs = _grams(other.text)
            if len(said & theirs) >= _ALIKE * min(len(said), len(theirs)):
                return True
    return False


def _line(message: str, truth: Mapping[str, Truth], gone: set[str]) -> list[str]:
    """The messages that one may be shown to answer: the nearest that is here, or any before it."""
    found: list[str] = []
    known = truth.get(message)
    while known and known.parent and known.parent not in found:
        found.append(known.parent)
        if known.parent not in gone:
            break
        known = truth.get(known.parent)
    return found


def _quoted(parent: Sequence[Zone], child: Sequence[Zone]) -> int:
    """How many of the words that a message newly wrote its answer quotes."""
    shared = _grams(*(z.text for z in parent if z.kind == "new")) & _grams(
        *(_MARKS.sub("", z.text) for z in child if z.kind != "new")
    )
    return len(shared) + fingerprints.GRAM - 1 if shared else 0


def _grams(*texts: str) -> frozenset[tuple[str, ...]]:
    words = fingerprints.words("\n".join(texts))
    return frozenset(zip(*(words[n:] for n in range(fingerprints.GRAM)), strict=False))
