"""Tags and rosters beside the truth that ``herdgen.py`` wrote. Pure.

A list's tag is the one that most of its messages carry, and a tag is one list's at most: that of
which it has most messages. Every other tag on a message is wrong, so that of a list split in two
only the larger half counts, and of two that were made one only the larger.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

Tags = dict[str, frozenset[str]]
"""By Message-ID: the names of the lists that a message is on."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What was written: each message's list and kind, and who is on each cc list at the end."""

    lists: Mapping[str, str | None]
    cc: frozenset[str]
    members: Mapping[str, frozenset[str]]

    @property
    def messages(self) -> int:
        """How many messages there are."""
        return len(self.lists)


@dataclass(frozen=True, slots=True)
class Score:
    """What the tags say beside the truth; shares are between 0 and 1.

    ``strange`` are names most of whose messages are on no list at all, ``halves`` those that are a
    second name of a list, ``unfound`` lists that no tag stands for, ``inexact`` the messages of
    lists that have a List-Id or an address whose tag is missing, or is there and should not be.
    """

    found: float
    right: float
    inexact: int
    strange: tuple[str, ...]
    halves: tuple[str, ...]
    unfound: tuple[str, ...]
    names: Mapping[str, str]


def read(source: Path) -> Truth:
    """The truth beside a mailbox: ``truth.jsonl`` and ``lists.json``."""
    told = (source / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    lists = json.loads((source / "lists.json").read_text(encoding="utf-8"))
    return Truth(
        {entry["id"]: entry["list"] for entry in map(json.loads, told)},
        frozenset(entry["name"] for entry in lists if entry["kind"] == "herd"),
        {e["name"]: frozenset(e["members"]) for e in lists if e["kind"] == "herd"},
    )


def score(truth: Truth, tags: Tags) -> Score:
    """Judge the tags of all messages."""
    votes: defaultdict[str, Counter[str | None]] = defaultdict(Counter)
    for message, names in tags.items():
        for name in names:
            votes[name][truth.lists.get(message)] += 1
    tag_of: dict[str, str] = {}
    halves, strange = [], []
    for name, counts in sorted(votes.items(), key=lambda item: (-max(item[1].values()), item[0])):
        owner = counts.most_common(1)[0][0]
        if owner is None:
            strange.append(name)
        elif owner in tag_of:
            halves.append(name)
        else:
            tag_of[owner] = name
    everything = sum(len(names) for names in tags.values())
    right: Counter[str] = Counter()
    written: Counter[str] = Counter()
    inexact = 0
    for message, given in truth.lists.items():
        names = tags.get(message, frozenset())
        if given is not None:
            written[given] += 1
            right[given] += tag_of.get(given) in names
    for given, count in written.items():
        if given not in truth.cc:
            inexact += count - right[given]
            if given in tag_of:
                inexact += votes[tag_of[given]].total() - right[given]
    ours = sum(written[name] for name in truth.cc)
    return Score(
        found=sum(right[name] for name in truth.cc) / ours if ours else 1.0,
        right=right.total() / everything if everything else 1.0,
        inexact=inexact,
        strange=tuple(strange),
        halves=tuple(halves),
        unfound=tuple(sorted(set(written) - set(tag_of))),
        names=tag_of,
    )


def rosters(
    truth: Truth, names: Mapping[str, str], present: Mapping[str, Collection[str]]
) -> tuple[float, float]:
    """How much of the cc lists' members is on their rosters, and how much of those is others.

    ``names`` gives a list's tag, ``present`` the addresses on a roster by that.
    """
    there = everybody = others = 0
    for given, members in truth.members.items():
        on = frozenset(present.get(names.get(given, ""), ()))
        there += len(members & on)
        everybody += len(members)
        others += len(on - members)
    return there / everybody if everybody else 1.0, others / (there + others) if others else 0.0


def same(one: Tags, other: Tags, messages: Collection[str], *, renamed: bool) -> float:
    """The share of messages that are on the same lists both times.

    With ``renamed`` a list may have another name: the one whose messages are most like its own.
    """
    known = _renaming(one, other) if renamed else {}
    alike = 0
    for message in messages:
        before = frozenset(known.get(n, n) for n in one.get(message, frozenset()))
        alike += before == other.get(message, frozenset())
    return alike / len(messages) if messages else 1.0


def _renaming(one: Tags, other: Tags) -> dict[str, str]:
    shared: Counter[tuple[str, str]] = Counter()
    for message, names in one.items():
        shared.update((a, b) for a in names for b in other.get(message, ()))
    known: dict[str, str] = {}
    for (name, became), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if name not in known and became not in known.values():
            known[name] = became
    # A name that became nothing must not be taken for one that is there by chance.
    return {name: known.get(name, f"{name}?") for names in one.values() for name in names}
