"""A conversation as rows: what each message that stands in a line of its own shows.

Pure. :func:`tui.outline.plan` walks the tree once; :func:`rows` makes the rows of one message, so
that a screen keeps those of messages that did not change. Rows begin right of the cursor's column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple, overload

from indexer import Card
from tui import counted, heads, parts, turning
from tui.bodies import Context, Hidden, Said, close_set, forward_head, quoted
from tui.commands import named
from tui.heads import Look, Span
from tui.outline import plan
from tui.subjects import same_subject
from tui.wrap import READABLE, Filled, cells, cut, prose, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from indexer import Entry, Headers, Part, Person, Recipients
    from tui.bodies import Digest
    from tui.folds import Folds, Shape
    from tui.heads import Role
    from tui.outline import Item


TRAIL = 12
"""Lines from which on what a conversation's first message quotes is a trail worth a word."""


class Stop(NamedTuple):
    """Something that the cursor rests on: a message, or a thing in it by its number."""

    message: str
    kind: Literal["message", "hidden", "part", "turn"] = "message"
    number: int = 0


class Later(Sequence["Span"]):
    """Spans that are made when somebody looks: most rows of a long conversation are never drawn."""

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], tuple[Span, ...]]) -> None:
        self._make = make
        self._made: tuple[Span, ...] | None = None

    def _spans(self) -> tuple[Span, ...]:
        if self._made is None:
            self._made = self._make()
        return self._made

    @overload
    def __getitem__(self, at: int) -> Span: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Span]: ...
    def __getitem__(self, at: int | slice) -> Span | Sequence[Span]:
        return self._spans()[at]

    def __len__(self) -> int:
        return len(self._spans())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._spans() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._spans())


class Source(NamedTuple):
    """Where a row's words stand: lines ``first`` to ``end - 1`` of a block of the message's digest.

    An empty row above a block has none of its lines: ``end`` is ``first`` then.
    """

    block: int
    first: int
    end: int

    def has(self, block: int, line: int) -> bool:
        """Whether a line of a block is one of them."""
        return block == self.block and self.first <= line < self.end


@dataclass(frozen=True, slots=True)
class Row:
    """One line on the screen. ``said`` where it is what the message's author wrote.

    ``source`` where its words are lines of the message, whoever wrote them.
    ``words`` is the span that they wrote, where others than those left of it are on the line too.
    """

    spans: Sequence[Span]
    message: str
    stop: Stop | None = None
    said: bool = False
    source: Source | None = None
    words: int | None = None

    @property
    def text(self) -> str:
        """What it reads."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Extras:
    """What was asked for besides a message's text, once it is there."""

    headers: Headers | None = None
    recipients: Recipients | None = None
    ground: tuple[str, ...] = ()


NOTHING = Extras()


def rows(
    item: Item, digest: Digest | None, folds: Folds, look: Look, extras: Extras = NOTHING
) -> tuple[Row, ...]:
    """The rows of one message in sight; one row while its text is not there."""
    entry = item.entry
    stop = Stop(entry.id)
    if item.folded:
        line = counted.line if item.gathered else heads.folded
        made = Later(partial(line, look, item.covered, item.head))
        return (Row(made, entry.id, stop),)
    if not item.open or digest is None:
        snippet = entry.snippet if digest is None or entry.snippet else digest.snippet
        one = heads.waiting if item.open else heads.collapsed
        only = Row(Later(partial(one, look, entry, item.head, snippet)), entry.id, stop)
        if not (entry.left or entry.turns or entry.id in folds.grounded):
            return (only,)
        page = _Page(item, look)
        page.rows.append(only)
        page.joined(entry, folds, extras)
        page.turned(entry)
        return tuple(page.rows)
    if brief := _brief(item, digest, folds, look):
        at = [span.text for span in brief].index(digest.brief)
        return (Row(brief, entry.id, stop, said=True, words=at),)
    page = _Page(item, look)
    first, whom = heads.head(look, entry, item.head)
    page.rows.append(Row(first, entry.id, stop))
    if whom:
        page.add(wrap(whom.text, page.room), whom.role)
    page.joined(entry, folds, extras)
    page.head(entry, folds, extras)
    page.body(digest, folds)
    for part in digest.parts:
        page.part(part)
    page.turned(entry)
    return tuple(page.rows)


def _brief(item: Item, digest: Digest, folds: Folds, look: Look) -> tuple[Span, ...] | None:
    """The one line that all of an open message fits in, where it may."""
    entry = item.entry
    if entry.id not in folds.brief - folds.headed - folds.addressed - folds.grounded:
        return None
    if entry.left or entry.turns:
        return None
    if any(message == entry.id for message, _number in folds.shown):
        return None
    if entry.subject and not same_subject(entry.subject, look.subject):
        return None
    return heads.brief(look, entry, item.head, digest.brief, digest.hidden)


def layout(
    entries: Sequence[Entry],
    shape: Shape,
    folds: Folds,
    digests: Mapping[str, Digest],
    look: Look,
) -> list[Row]:
    """All rows of a conversation, as :func:`tui.outline.plan` and :func:`rows` make them."""
    return [
        row
        for item in plan(entries, shape, folds, look)
        for row in rows(item, digests.get(item.entry.id), folds, look)
    ]


class _Page:
    """The rows of an open message, as they come."""

    def __init__(self, item: Item, look: Look) -> None:
        self.look = look
        self.message = item.entry.id
        self.begins = item.entry.parent is None or self.message in look.finders
        self.role: Role = "pending" if item.entry.recovered else "text"
        self.rows: list[Row] = []
        indent = " " * look.margin
        gutter = Span(item.body, "faint")
        self.lead: tuple[Span, ...] = (Span(indent, "text"), gutter, Span("  ", "text"))
        if look.width - 1 - heads.width_of(self.lead) < 8:
            self.lead = (Span(indent, "text"),)
        self.room = max(1, look.width - 1 - heads.width_of(self.lead))
        self.bar = look.glyphs.quote + " " if self.room >= 8 else ""

    def add(self, lines: Sequence[str], role: Role, *, said: bool = False) -> None:
        """Lines that fit already."""
        for line in lines:
            spans = (*self.lead, Span(line, role)) if line else self.lead
            self.rows.append(Row(spans, self.message, None, said))

    def lines(
        self, block: int, lines: Sequence[Filled], role: Role, *, said: bool = False, bar: str = ""
    ) -> None:
        """Lines of one of the digest's blocks that fit already."""
        lead = (*self.lead, Span(bar, "faint")) if bar else self.lead
        for text, first, end in lines:
            spans = (*lead, Span(text, role)) if text else lead
            source = Source(block, first, end)
            self.rows.append(Row(spans, self.message, None, said, source))

    def line(self, text: str, role: Role, stop: Stop) -> None:
        """One line that the cursor can rest on."""
        text = cut(text, min(self.room, heads.LINE), self.look.glyphs.ellipsis)
        self.rows.append(Row((*self.lead, Span(text, role)), self.message, stop))

    def joined(self, entry: Entry, folds: Folds, extras: Extras) -> None:
        """What it began away from, and where that was asked what shows whom it answers."""
        room = min(self.room, heads.LINE)
        if entry.left:
            self.line(turning.began(self.look, entry.left, room), "quiet", Stop(entry.id, "turn"))
        if entry.id in folds.grounded and extras.ground:
            why, *quote = extras.ground
            sign = self.look.glyphs.evidence
            self.add(wrap(f"{sign} {why}", min(self.room, READABLE), "  "), "quiet")
            for line in quote:
                bar = f"  {self.bar}"
                fitting = wrap(line, max(1, min(self.room, READABLE) - cells(bar)))
                self.add([bar + piece for piece in fitting], "quiet")

    def turned(self, entry: Entry) -> None:
        """What went on from it by itself."""
        room = min(self.room, heads.LINE)
        for number, turn in enumerate(entry.turns, 1):
            stop = Stop(entry.id, "turn", number)
            self.line(turning.went(self.look, turn, room), "quiet", stop)

    def head(self, entry: Entry, folds: Folds, extras: Extras) -> None:
        """What stands between the first line and the text."""
        if entry.subject and not same_subject(entry.subject, self.look.subject):
            self.add(wrap(f"Subject  {entry.subject}", min(self.room, READABLE)), "quiet")
        if entry.id in folds.addressed and extras.recipients:
            self._field("From", self._from(extras.recipients))
            for title, persons in (
                ("To", extras.recipients.to),
                ("Cc", extras.recipients.cc),
                ("Came", extras.recipients.joined),
                ("Went", extras.recipients.dropped),
                ("Bounced", extras.recipients.bounced),
            ):
                self._field(title, _listed(persons))
        if entry.id in folds.headed and extras.headers:
            for name, value in extras.headers.fields:
                self._field(name, value)
            self.add([""], "text")

    def _field(self, name: str, value: str) -> None:
        if value:
            self.add(wrap(f"{name}: {value}", min(self.room, heads.LINE), "  "), "quiet")

    def _from(self, whom: Recipients) -> str:
        """The sender with what they sign with, where they do."""
        if whom.sender is None or whom.card == Card():
            return ""
        said = (_listed((whom.sender,)), whom.card.title, whom.card.phone.text)
        return f" {self.look.glyphs.dot} ".join(each for each in said if each)

    def body(self, digest: Digest, folds: Folds) -> None:
        """The text, and a line for each run of it that is hidden."""
        empty, signed = True, False
        for at, block in enumerate(digest.blocks):
            if isinstance(block, Said):
                self._spaced(at)
                bar = self.bar if block.forwarded else ""
                room = self.room - cells(bar)
                ends = isinstance(next(iter(digest.blocks[at + 1 :]), None), Hidden)
                fitting, signed = close_set(prose(list(block.lines), max(1, room)), ends=ends)
                head = forward_head(block.lines) if block.forwarded else 0
                quiet = [line for line in fitting if line.end <= head]
                self.lines(at, quiet, "quiet", said=True, bar=bar)
                self.lines(at, fitting[len(quiet) :], self.role, said=True, bar=bar)
                empty = False
            elif isinstance(block, Context):
                self._spaced(at)
                self._quote(at, block.lines)
            else:
                shown = (self.message, block.number) in folds.shown
                self._hidden(at, block, shown=shown, beside=signed)
                empty, signed = False, False
        if empty and not digest.parts and not digest.trouble:
            self.add(wrap("(empty message)", self.room), "quiet", said=True)
        elif not any(row.said for row in self.rows):
            # What was read is the first line then: it must be possible to have seen the end.
            last = self.rows[-1]
            self.rows[-1] = replace(last, said=True)
        if digest.trouble:
            self.add(wrap(digest.trouble, min(self.room, READABLE)), "danger")

    def _spaced(self, at: int) -> None:
        """An empty line where text follows text that is not the same paragraph."""
        if len(self.rows) > 1 and self.rows[-1].said:
            self.lines(at, [Filled("", 0, 0)], "text")

    def _hidden(self, at: int, block: Hidden, *, shown: bool, beside: bool) -> None:
        """What is counted, ``beside`` the sign-off before it where both fit on one line."""
        signs = self.look.glyphs
        sign = signs.open if shown else signs.hidden
        said = f"{sign} {block.words.replace('·', signs.dot)}"
        if self.begins and block.has_quotes and block.lines >= TRAIL and not shown:
            # Whoever was brought in by this message has seen nothing of what it answers.
            key = named("{quotes}", self.look.keymap)
            hint = f" {signs.dot} {key} shows what was before"
            said += hint if cells(said + hint) <= self.room else ""
        stop = Stop(self.message, "hidden", block.number)
        spans = (*self.rows[-1].spans, Span(f"  {said}", "quiet"))
        if beside and heads.width_of(spans) - heads.width_of(self.lead) <= self.room:
            source, words = self.rows[-1].source, len(spans) - 2
            self.rows[-1] = Row(spans, self.message, stop, True, source, words)
        else:
            self.line(said, "quiet", stop)
        if shown:
            self._quote(at, block.text)

    def _quote(self, at: int, lines: Sequence[str]) -> None:
        """Lines that were not written for this message, a bar for each depth of quoting."""
        deepest = min(4, self.room // 8) if self.bar else 0
        for place, line in enumerate(lines):
            depth, rest = quoted(line)
            bars = self.bar * min(max(1, depth), deepest)
            fitting = prose([rest if rest.strip() else ""], max(1, self.room - cells(bars)))
            own = [Filled(one.text, place, place + 1) for one in fitting]
            self.lines(at, own, "quiet", bar=bars)

    def part(self, part: Part) -> None:
        """One line for a part, with the keys that save and open it where there is room."""
        signs = self.look.glyphs
        text = f"{signs.attachment} {parts.line(part)}".replace("·", signs.dot)
        save, opens = (named(key, self.look.keymap) for key in ("{save-part}", "{open}"))
        keys = f"   {save} save {signs.dot} {opens} open"
        if cells(text) + cells(keys) <= self.room:
            text += keys
        first, *more = wrap(text, min(self.room, heads.LINE), "  ")
        self.line(first, "quiet", Stop(self.message, "part", part.number))
        self.add(more, "quiet")


def _listed(persons: Sequence[Person]) -> str:
    return ", ".join(
        f"{person.name} <{person.address}>" if person.name else person.address for person in persons
    )
