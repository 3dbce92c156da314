"""What the user said of lists, as the database's configuration keeps it. Pure.

Below ``cclear.list.`` stand ``NAME.FIELD`` with their values, and nothing else remembers them:
``title`` and ``address`` are the user's own; ``merged`` names the list that this one is part of;
``split`` names the list that it was taken out of, and how many decisions came before; ``stays``
are messages that were not taken out; ``accepted`` and ``not`` are ``yes``. ``known`` are some of
the list's messages, by which it is found again when all else of it was worked out anew, and
``key`` is what the finder calls it where that says more than a number. ``undo`` is a journal: for
each thing that was said of the list, its number and what stood there before.

Message-IDs are percent-encoded (RFC 3986, section 2.1), with a blank between two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import msgspec

from indexer import gate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

PREFIX = "cclear.list."
KEPT = 20
"""Steps that can be undone of one list."""

_NAME = re.compile(r"[a-z0-9.-]{1,80}")
_SPLIT = re.compile(r"[a-z0-9.-]{1,80}( [0-9]{1,9})?")
_FIELDS = frozenset(("title", "key", "known", "stays", "accepted", "not"))


@dataclass(frozen=True, slots=True)
class Decision:
    """What was said of one list; see the module for its fields. ``order`` counts splits."""

    name: str
    title: str = ""
    address: str = ""
    merged: str = ""
    split: str = ""
    order: int = 0
    known: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    key: str = ""
    accepted: bool = False
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Decisions:
    """All that was said; ``complaints`` are lines about values that make no sense."""

    said: Mapping[str, Decision] = field(default_factory=dict)
    complaints: tuple[str, ...] = ()

    def of(self, name: str) -> Decision:
        """What was said of a list, be it nothing."""
        return self.said.get(name) or Decision(name)

    def whole(self, name: str, there: Collection[str]) -> str:
        """The list that this one is part of by now: itself, or what it was merged into.

        ``there`` are the lists that there are; being merged into another says nothing.
        """
        while (into := self.of(name).merged) in there:
            name = into
        return name

    def splits(self, name: str) -> tuple[Decision, ...]:
        """The lists that were taken out of this one, in that order."""
        found = [one for one in self.said.values() if one.split == name]
        return tuple(sorted(found, key=lambda one: (one.order, one.name)))

    def family(self, name: str) -> frozenset[str]:
        """The list and all that were taken out of it, and out of those."""
        found = {name}
        for one in self.splits(name):
            found |= self.family(one.name)
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Undone:
    """A step that is taken back: of which list, which fields, and what to write."""

    name: str
    number: int
    fields: frozenset[str]
    changes: Mapping[str, str]


def parse(config: Mapping[str, str]) -> Decisions:
    """What ``NAME.FIELD`` and their values say; what makes no sense is left out and complained of.

    Every string is through the gate.
    """
    values: dict[str, dict[str, str]] = {}
    wrong: list[str] = []
    for key, value in sorted(config.items()):
        name, _, field_name = key.rpartition(".")
        if not value or field_name == "undo":
            continue
        if _NAME.fullmatch(name) and _is_sense(field_name, value):
            values.setdefault(name, {})[field_name] = value
        else:
            wrong.append(_complaint(key, value))
    for way in ("merged", "split"):
        ways = {n: v[way].partition(" ")[0] for n, v in values.items() if way in v}
        round_and_round = _going_round(ways)
        wrong += [_complaint(f"{n}.{way}", values[n].pop(way)) for n in round_and_round]
    return Decisions({name: _decision(name, found) for name, found in values.items()}, tuple(wrong))


def _complaint(key: str, value: str) -> str:
    key = PREFIX + ascii(gate.line(key, 100))[1:-1]
    away = f"notmuch config set --database {key}"
    return f"{key} is {value!a:.60}, which says nothing; take it away with: {away}"


def _is_sense(field_name: str, value: str) -> bool:
    match field_name:
        case "address":
            return gate.address(value) is not None
        case "merged":
            return _NAME.fullmatch(value) is not None
        case "split":
            return _SPLIT.fullmatch(value) is not None
    return field_name in _FIELDS


def _decision(name: str, values: Mapping[str, str]) -> Decision:
    origin, _, order = values.get("split", "").partition(" ")
    return Decision(
        name,
        title=gate.line(values.get("title", "")),
        address=gate.line(values.get("address", "")),
        merged=values.get("merged", ""),
        split=origin,
        order=int(order or 0),
        known=read_ids(values.get("known", "")),
        stays=read_ids(values.get("stays", "")),
        key=values.get("key", ""),
        accepted=_is_yes(values.get("accepted", "no")),
        dropped=_is_yes(values.get("not", "no")),
    )


def _is_yes(value: str) -> bool:
    # Who writes it by hand may say it in another way.
    return value.strip().casefold() not in ("no", "false", "0")


def _going_round(ways: dict[str, str]) -> list[str]:
    """Names to leave out so that no way from name to name comes back to where it began."""
    found = []
    for start in sorted(ways):
        seen, name = {start}, start
        while (name := ways.get(name, "")) and name not in seen:
            seen.add(name)
        if name == start:
            del ways[start]
            found.append(start)
    return found


def write_ids(ids: Iterable[str]) -> str:
    """Message-IDs as a value."""
    return " ".join(quote(one, safe="@!$&'*+,/=?^`{|}~") for one in ids)


def read_ids(value: str) -> tuple[str, ...]:
    """Message-IDs from a value."""
    return tuple(unquote(one) for one in value.split())


# -- saying and undoing


def say(config: Mapping[str, str], name: str, said: Mapping[str, str]) -> dict[str, str]:
    """What to write for something said of a list: its fields, and the journal's next step.

    ``config`` is all that stands below :data:`PREFIX`. What stands there already is no step.
    """
    before = {f: config.get(f"{name}.{f}", "") for f in said}
    if before == dict(said):
        return {}
    steps = [*_steps(config, name), (next_number(config), before)][-KEPT:]
    changes = {f"{name}.{f}": value for f, value in said.items()}
    return changes | {f"{name}.undo": _encoded(steps)}


def undo(config: Mapping[str, str], name: str = "") -> Undone | None:
    """The last thing said, of a list or of any; None where nothing is left of it.

    What was said of a list that was merged into this one, or taken out of it, is said of both.
    """
    said = parse(config)
    names = {key.rpartition(".")[0] for key in config}
    if name:
        names = {one for one in names if name in (one, said.of(one).merged, said.of(one).split)}
    last = [(steps[-1][0], one) for one in names if (steps := _steps(config, one))]
    if not last:
        return None
    _, newest = max(last)
    *steps, (number, before) = _steps(config, newest)
    changes = {f"{newest}.{f}": value for f, value in before.items()}
    changes[f"{newest}.undo"] = _encoded(steps) if steps else ""
    return Undone(newest, number, frozenset(before), changes)


def next_number(config: Mapping[str, str]) -> int:
    """A number greater than that of every step so far."""
    names = {key.removesuffix(".undo") for key in config if key.endswith(".undo")}
    return 1 + max((steps[-1][0] for n in names if (steps := _steps(config, n))), default=0)


def _steps(config: Mapping[str, str], name: str) -> list[tuple[int, dict[str, str]]]:
    """The journal of a list; one that somebody else wrote into says nothing."""
    try:
        return msgspec.json.decode(
            config.get(f"{name}.undo") or "[]", type=list[tuple[int, dict[str, str]]]
        )
    except (msgspec.MsgspecError, UnicodeError):
        return []


def _encoded(steps: list[tuple[int, dict[str, str]]]) -> str:
    return msgspec.json.encode(steps).decode()


def encode(decisions: Decisions) -> bytes:
    """All that was said, for the cache."""
    return msgspec.json.encode(list(decisions.said.values()))


def decode(raw: bytes | None) -> Decisions:
    """All that was said, from the cache."""
    found = msgspec.json.decode(raw, type=list[Decision]) if raw else []
    return Decisions({one.name: one for one in found})
