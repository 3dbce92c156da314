"""What the joiner gets right: replies of real archives that lost their headers, whole mailboxes."""

from __future__ import annotations

import contextlib
import email
import email.policy
import gzip
import json
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from email.message import EmailMessage
from typing import TYPE_CHECKING

from indexer import envelope, headers, mbox, texts
from indexer.joining import Joiner, Leaf, Letter, Memory, build, letter as read_letter
from indexer.joining.series import is_patch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from indexer.model.bodies import Zone

SHARES = (0.0, 0.3, 1.0)
"""Which parts of an archive's replies lose their threading headers."""
RECALL = {0.3: 0.75, 1.0: 0.6}
SIZES = (2000, 20_000)
_BATCH = 100


@dataclass(frozen=True, slots=True)
class Truth:
    """What is known of a message: the parent that its header named, and what was done to it."""

    parent: str | None
    damaged: bool
    conversation: str = ""
    hijack: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Parents given to replies that lost theirs, and to messages that have none.

    ``orphans`` are the latter; ``otherwise`` counts whole replies that were not left where their
    header says, and ``split`` those of them that were taken for the beginning of something else.
    """

    damaged: int = 0
    given: int = 0
    right: int = 0
    orphans: int = 0
    whole: int = 0
    otherwise: int = 0
    split: int = 0

    @property
    def precision(self) -> float:
        """Right ones of all parents given where the header says none."""
        return self.right / max(1, self.given + self.orphans)

    @property
    def recall(self) -> float:
        """Right ones of all replies that lost their headers."""
        return self.right / max(1, self.damaged)


@dataclass(frozen=True, slots=True)
class Partition:
    """Conversations against those that were meant, by pairs of messages, and hijacks split off.

    ``each`` are the CPU seconds a message: of all, of the first tenth, of the last.
    """

    precision: float
    recall: float
    hijacks: int
    split: int
    wrongly: int
    each: tuple[float, float, float]


class Zones:
    """The zones of messages, worked out once however often a message is read."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Zone, ...]] = {}
        self._raw: dict[str, bytes] = {}

    def of(self, message: str) -> tuple[Zone, ...]:
        """Those of a message that was read."""
        return self._known[message]

    def attached(self, message: str) -> list[str]:
        """The texts of all parts of a message that was read."""
        parts = email.message_from_bytes(self._raw[message], policy=email.policy.default)
        found = []
        for part in parts.walk():
            if part.get_content_maintype() == "text" and isinstance(part, EmailMessage):
                with contextlib.suppress(LookupError):
                    found.append(str(part.get_content()))
        return found

    def letter(self, raw: bytes) -> Letter | None:
        """A message as the joiner takes it."""
        env = envelope.parse(envelope.head(raw))
        if not env.id:
            return None
        self._raw[env.id] = raw
        if env.id not in self._known:
            self._known[env.id] = texts.work_out(env.id, raw, env.subject)[0].zones
        return read_letter(env, headers.author(env, env.sender), self._known[env.id])


def damaged(
    archive: Path, damage: Path, share: float, work: Path, zones: Zones
) -> tuple[list[Letter], dict[str, Truth]] | None:
    """The messages of an archive after ``damage.py``, in the order of its file, and the truth.

    None where no message of it answers another as its header has it.
    """
    folder = work / archive.name.partition(".")[0]
    if not folder.exists():
        folder.mkdir()
        with gzip.open(archive) as stream:
            for number, raw in enumerate(mbox.messages(stream)):
                (folder / f"{number:06}").write_bytes(raw)
    out = work / f"{folder.name}-{share}"
    command = [sys.executable, str(damage), str(folder), str(out), f"--share={share}"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    rows = map(json.loads, open_lines(work / f"{out.name}.truth.jsonl"))
    truth = {row["id"]: Truth(row["parent"], row["damaged"]) for row in rows}
    if not any(known.parent for known in truth.values()):
        return None
    with gzip.open(f"{out}.mbox.gz") as stream:
        return [one for raw in mbox.messages(stream) if (one := zones.letter(raw))], truth


def herd(mailbox: Path) -> tuple[list[Letter], dict[str, Truth]]:
    """The messages of a mailbox that ``herdgen.py`` wrote, oldest first, and the truth."""
    zones = Zones()
    files = sorted((mailbox / "mail" / "cur").iterdir())
    found = [one for file in files if (one := zones.letter(file.read_bytes()))]
    rows = map(json.loads, open_lines(mailbox / "truth.jsonl"))
    truth = {
        row["id"]: Truth(row["parent"], row["broken"], row["conversation"], row["hijack"])
        for row in rows
    }
    return sorted(found, key=lambda one: (one.date, one.id)), truth


def open_lines(file: Path) -> Iterator[str]:
    """The lines of a text file."""
    with file.open(encoding="utf-8") as stream:
        yield from stream


def joined(letters: Sequence[Letter]) -> tuple[Joiner, list[float]]:
    """A joiner that took messages a hundred at a time, and the CPU seconds of each hundred."""
    joiner = Joiner(Memory())
    took = []
    for start in range(0, len(letters), _BATCH):
        begun = time.process_time()
        joiner.take(letters[start : start + _BATCH])
        took.append(time.process_time() - begun)
    return joiner, took


def parents(
    letters: Iterable[Letter], joiner: Joiner, truth: Mapping[str, Truth], *, patches: bool
) -> Found:
    """The parents of the patches, or of everything else."""
    count: Counter[str] = Counter()
    for one in letters:
        known, join = truth.get(one.id), joiner.join(one.id)
        if known is None or join is None or is_patch(one.subject) is not patches:
            continue
        right = join.parent == known.parent
        if known.damaged:
            count.update(damaged=1, given=bool(join.parent), right=right and bool(join.parent))
        elif known.parent is None or known.hijack:
            count.update(orphans=bool(join.parent))
        else:
            count.update(whole=1, otherwise=not right, split=bool(join.left))
    return Found(**count)


def partition(
    letters: Sequence[Letter], joiner: Joiner, truth: Mapping[str, Truth], took: Sequence[float]
) -> Partition:
    """The conversations of a mailbox against the true ones."""
    both: Counter[tuple[str | None, str]] = Counter()
    ours: Counter[str | None] = Counter()
    theirs: Counter[str] = Counter()
    hijacks: Counter[str] = Counter()
    for one in letters:
        known, join, name = truth[one.id], joiner.join(one.id), joiner.conversation(one.id)
        both[name, known.conversation] += 1
        ours[name] += 1
        theirs[known.conversation] += 1
        split = join is not None and join.left is not None
        hijacks.update(all=known.hijack, split=known.hijack and split)
        hijacks.update(wrongly=split and not known.hijack)
    alike = _pairs(both.values())
    tenth = max(1, len(took) // 10)
    return Partition(
        alike / max(1, _pairs(ours.values())),
        alike / max(1, _pairs(theirs.values())),
        hijacks["all"],
        hijacks["split"],
        hijacks["wrongly"],
        (
            sum(took) / max(1, len(letters)),
            sum(took[:tenth]) / (tenth * _BATCH),
            sum(took[-tenth:]) / (tenth * _BATCH),
        ),
    )


def long(messages: int, *, chain: bool) -> tuple[float, float]:
    """CPU seconds to take in a conversation and to build its tree.

    Each message answers the one before it, or all answer an early one.
    """
    letters: list[Letter] = []
    for number in range(messages):
        above = [number - 1] if chain else [number // 7]
        line = range(number - 1, -1, -1) if chain else above
        named = tuple(f"r{n}@long.example" for n in list(line)[:60]) if number else ()
        letters.append(
            Letter(id=f"{number}@long.example", date=number * 60, subject="Re: It", base="it",
                   marked=True, named=named)
        )  # fmt: skip
    joiner, took = joined(letters)
    begun = time.process_time()
    leaves = []
    dates = {one.id: one.date for one in letters}
    for message in joiner.members(letters[0].id):
        join = joiner.join(message)
        if join:
            leaves.append(Leaf(message, dates[message], join.parent, join.evidence))
    if len(build(leaves)) != messages:
        raise RuntimeError("the tree of a long conversation does not hold it whole")
    return sum(took), time.process_time() - begun


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)
