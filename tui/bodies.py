"""What a message says, as blocks: what is shown, what is shown as context, what is counted.

A zone that is not new text is hidden, each run of such zones behind one counted line. Where the
author wrote below a quote, its last lines stay in sight: they are what is being answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from tui import words
from tui.wrap import hanging, is_stiff

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from indexer import Automatic, Body, Chat, Part, Zone, ZoneKind
    from tui.wrap import Filled

CONTEXT = 3
"""Quoted lines that stay in sight above an answer."""
SIGN_OFF = 32
"""Cells of the longest line that is taken for the words before a signature."""

_SAID: dict[ZoneKind, str] = {
    "quote": "quoted",
    "attribution": "quoted",
    "forward": "quoted",
    "signature": "signature",
    "disclaimer": "disclaimer",
    "footer": "list footer",
    "banner": "banner",
    "new": "blank",
}


@dataclass(frozen=True, slots=True)
class Said:
    """Lines that the author wrote; ``forwarded`` where they passed on another's."""

    lines: tuple[str, ...]
    forwarded: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """The quoted lines right above an answer, as they stand."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hidden:
    """Lines behind a counted one. ``number`` is its place among the message's; ``zones`` all."""

    number: int
    zones: tuple[tuple[ZoneKind, tuple[str, ...]], ...]

    @property
    def text(self) -> tuple[str, ...]:
        """All its lines, as they stand."""
        return tuple(line for _kind, lines in self.zones for line in lines)

    @property
    def lines(self) -> int:
        """How many lines with something on them."""
        return sum(_full(lines) for _kind, lines in self.zones)

    @property
    def has_quotes(self) -> bool:
        """Whether somebody else's words are in it."""
        return any(_SAID[kind] == "quoted" for kind, _lines in self.zones)

    @property
    def words(self) -> str:
        """``212 lines quoted · 9 lines signature, disclaimer``."""
        rest: dict[str, int] = {}
        for kind, lines in self.zones:
            rest[_SAID[kind]] = rest.get(_SAID[kind], 0) + _full(lines)
        quoted = rest.pop("quoted", 0)
        said = [f"{words.count(quoted, 'line')} quoted"] if quoted else []
        if total := sum(rest.values()):
            kinds = ", ".join(name for name, n in rest.items() if n)
            said.append(f"{words.count(total, 'line')} {kinds}")
        return " · ".join(said)


Block = Said | Context | Hidden


@dataclass(frozen=True, slots=True)
class Digest:
    """A body as the screen takes it."""

    blocks: tuple[Block, ...]
    parts: tuple[Part, ...]
    trouble: str
    chat: Chat = ""
    auto: Automatic = ""
    snippet: str = ""

    @property
    def clean(self) -> str:
        """What the author wrote, paragraphs as they were."""
        return "\n\n".join("\n".join(block.lines) for block in self.blocks if type(block) is Said)

    @property
    def brief(self) -> str:
        """All that the author wrote, as one line; empty where it takes more to understand it."""
        said = [block for block in self.blocks if isinstance(block, Said)]
        if len(said) != 1 or said[0].forwarded or self.parts or self.trouble:
            return ""
        if any(isinstance(block, Context) for block in self.blocks):
            return ""
        lines = said[0].lines
        if any(is_stiff(line) or hanging(line) for line in lines):
            return ""
        return " ".join(word for line in lines for word in line.split())

    @property
    def hidden(self) -> int:
        """How many lines are hidden."""
        return sum(block.lines for block in self.blocks if isinstance(block, Hidden))


def digest(body: Body) -> Digest:
    """A body's zones as blocks. Every line that is not blank is in exactly one of them."""
    blocks: list[Block] = []
    numbers = 0
    runs = list(_runs(body.zones))
    for at, (shown, zones) in enumerate(runs):
        if shown:
            forwarded = all(zone.kind == "forward" for zone in zones)
            lines = _trimmed(line for zone in zones for line in zone.text.split("\n"))
            blocks.append(Said(lines, forwarded))
            continue
        hidden, context = _above_answer(zones) if at + 1 < len(runs) else (_lines(zones), ())
        if any(_full(lines) for _kind, lines in hidden):
            blocks.append(Hidden(numbers, hidden))
            numbers += 1
        if context:
            blocks.append(Context(context))
    return Digest(
        tuple(blocks), body.parts, body.trouble, body.chat, body.auto, body.snippet,
    )  # fmt: skip


def hidden_runs(digests: Mapping[str, Digest]) -> frozenset[tuple[str, int]]:
    """All that is hidden in some messages: by Message-ID, the number of each."""
    return frozenset(
        (message, block.number)
        for message, digest in digests.items()
        for block in digest.blocks
        if isinstance(block, Hidden)
    )


def quoted(line: str) -> tuple[int, str]:
    """How deep a line is quoted by ``>`` marks, and what it says (RFC 3676, section 4.5)."""
    depth, at = 0, 0
    while True:
        mark = at
        while line[mark : mark + 1] == " ":
            mark += 1
        if line[mark : mark + 1] != ">":
            break
        depth, at = depth + 1, mark + 1
    rest = line[at:]
    return depth, rest[1:] if depth and rest.startswith(" ") else rest


def forward_head(lines: Sequence[str]) -> int:
    """How many of a forward's first lines are the header that a program copied into it.

    That is what stands before its first blank line, or the second where a rule has the first,
    if it is fields and what announces them.
    """
    end = next((at for at, line in enumerate(lines) if not line.strip()), 0)
    if end == 1:
        end = next((at for at, line in enumerate(lines) if at > 1 and not line.strip()), 0)
    fields = [line for line in lines[1:end] if line.strip()]
    told = all(":" in line or line[:1].isspace() for line in fields)
    return end if fields and told else 0


def _runs(zones: Sequence[Zone]) -> Iterable[tuple[bool, list[Zone]]]:
    """Zones in runs that are shown and runs that are not; blank ones go with what is hidden."""

    def sort(zone: Zone) -> str:
        if not zone.text.strip():
            return "blank"
        return zone.kind if zone.kind in ("new", "forward") else "hidden"

    sorts = [sort(zone) for zone in zones]
    for at, kind in enumerate(sorts):
        if kind == "blank":
            near = [sorts[i] for i in (at - 1, at + 1) if 0 <= i < len(sorts)]
            said = [one for one in near if one not in ("hidden", "blank")]
            sorts[at] = said[0] if said and "hidden" not in near else "hidden"
    if "hidden" in sorts and not any(zone.text.strip() for zone in zones):
        return
    for kind, run in groupby(zip(sorts, zones, strict=True), key=lambda pair: pair[0]):
        yield kind != "hidden", [zone for _kind, zone in run]


def _lines(zones: Sequence[Zone]) -> tuple[tuple[ZoneKind, tuple[str, ...]], ...]:
    return tuple((zone.kind, tuple(zone.text.split("\n"))) for zone in zones)


def _above_answer(
    zones: list[Zone],
) -> tuple[tuple[tuple[ZoneKind, tuple[str, ...]], ...], tuple[str, ...]]:
    """What is hidden of a run that new text follows, and what stays in sight above that."""
    kept = list(_lines(zones))
    tail: list[tuple[ZoneKind, tuple[str, ...]]] = []
    while kept and not _full(kept[-1][1]):
        tail.insert(0, kept.pop())
    if not kept or kept[-1][0] != "quote":
        return tuple(kept + tail), ()
    if sum(_full(lines) for _kind, lines in kept) <= CONTEXT + 1 and all(
        _SAID[kind] in ("quoted", "blank") for kind, _lines in kept
    ):
        every = tuple(line for _kind, lines in kept for line in lines if line.strip())
        return (), every
    kind, lines = kept.pop()
    full = [at for at, line in enumerate(lines) if line.strip()]
    at = full[-CONTEXT] if len(full) > CONTEXT else full[0]
    if lines[:at]:
        kept.append((kind, lines[:at]))
    return tuple(kept), tuple(line for line in lines[at:] if line.strip())


def _full(lines: Iterable[str]) -> int:
    return sum(1 for line in lines if line.strip())


def _trimmed(lines: Iterable[str]) -> tuple[str, ...]:
    """Without outer blank lines, and of several blank ones in a row only one."""
    made: list[str] = []
    for line in lines:
        if line.strip() or (made and made[-1]):
            made.append(line.rstrip())
    while made and not made[-1]:
        made.pop()
    return tuple(made)


def close_set(lines: Sequence[Filled], *, ends: bool) -> tuple[list[Filled], bool]:
    """Lines without the blank one after a greeting, and whether the last is a sign-off.

    That is a short line of its own where the text ``ends``; it loses the blank line before it.
    """
    made = list(lines)
    if len(made) > 2 and not made[1].text and _is_greeting(made[0].text):
        del made[1]
    signed = ends and len(made) > 2 and not made[-2].text and len(made[-1].text) <= SIGN_OFF
    if signed:
        del made[-2]
    return made, signed


def _is_greeting(line: str) -> bool:
    first = line.split(maxsplit=1)[0].strip(",!.").casefold()
    greets = ("hi", "hello", "hallo", "hey", "dear", "bonjour", "hola", "good", "all", "morning")
    return len(line) <= 40 and (line.endswith((",", "!", "all")) and first in greets)
