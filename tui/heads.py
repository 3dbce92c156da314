"""The lines of a conversation that stand for a message: collapsed, open, or folded with others.

Pure: an entry and how it is looked at in, spans of text by what they mean out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from tui import evidence, words
from tui.wrap import cells, cut, pad

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import tzinfo

    from indexer import Entry
    from tui.glyphs import Glyphs

Role = Literal["text", "strong", "quiet", "faint", "accent", "danger", "pending"]
"""What a span means: a style of :class:`tui.theme.Palette`, by its name."""

LINE = 110
"""Columns that a line of the tree takes, at most: a date far off at the right is never found."""


class Span(NamedTuple):
    """Some text in one style."""

    text: str
    role: Role


@dataclass(frozen=True, slots=True)
class Look:
    """How a conversation is looked at: cells across (the cursor's among them), moment, signs.

    ``standing`` says of messages in the queue how they stand; ``finders`` is who wrote the messages
    in whose quotes others were found. ``keymap`` has the user's own keys, to be named.
    """

    width: int
    now: int
    zone: tzinfo
    glyphs: Glyphs
    subject: str = ""
    exact: bool = False
    selected: frozenset[str] = field(default=frozenset())
    pending: frozenset[str] = field(default=frozenset())
    arrived: frozenset[str] = field(default=frozenset())
    standing: Mapping[str, str] = field(default_factory=dict)
    finders: Mapping[str, str] = field(default_factory=dict)
    keymap: Mapping[str, str] = field(default_factory=dict)

    @property
    def line(self) -> int:
        """Cells of a line of the tree, beside the cursor's."""
        return max(1, min(self.width - 1, LINE))

    @property
    def margin(self) -> int:
        """Cells of the column that says what is new."""
        return 2 if self.width >= 40 else 1

    @property
    def levels(self) -> int:
        """How many branches deep a message is indented: most of the width is for what is said."""
        return max(1, min(8, (self.width - 8) // 9))

    def date(self, ts: int) -> str:
        """A date, as wide as any other that is shown with it."""
        if self.exact:
            return cut(words.exact(ts, self.zone), max(6, self.width // 2), self.glyphs.ellipsis)
        return words.when(ts, self.now, self.zone)


def width_of(spans: Sequence[Span]) -> int:
    """The cells that spans take."""
    return sum(cells(span.text) for span in spans)


def fit(spans: Sequence[Span], width: int, ellipsis: str) -> list[Span]:
    """Spans in at most ``width`` cells, the last of them cut."""
    kept: list[Span] = []
    room = width
    for span in spans:
        size = cells(span.text)
        if size > room:
            if room > 0:
                kept.append(Span(cut(span.text, room, ellipsis), span.role))
            break
        kept.append(span)
        room -= size
    return kept


def spread(left: Sequence[Span], right: Sequence[Span], look: Look) -> tuple[Span, ...]:
    """A line with something at its right end, which keeps its room."""
    room = look.line - width_of(right)
    if room < look.line // 3:
        return tuple(fit([*left, Span(" ", "text"), *right], look.line, look.glyphs.ellipsis))
    kept = fit(left, room - 1, look.glyphs.ellipsis)
    gap = Span(" " * (room - width_of(kept)), "text")
    return (*kept, gap, *right)


def mark(look: Look, entries: Sequence[Entry]) -> Span:
    """The sign at the left: what is selected, waits to be written, is new or flagged."""
    signs = look.glyphs
    ids = {entry.id for entry in entries}
    if ids <= look.selected:
        return Span(pad(signs.selected, look.margin), "accent")
    if ids & look.pending:
        return Span(pad(signs.pending, look.margin), "pending")
    if any("unread" in entry.tags for entry in entries):
        return Span(pad(signs.unread, look.margin), "accent")
    if any("flagged" in entry.tags for entry in entries):
        return Span(pad(signs.flagged, look.margin), "accent")
    return Span(" " * look.margin, "text")


def collapsed(look: Look, entry: Entry, gutter: str, snippet: str | None) -> tuple[Span, ...]:
    """A message in one line: who, of what organisation, what they newly wrote, when."""
    return _line(look, entry, gutter, look.glyphs.folded, snippet)


def waiting(look: Look, entry: Entry, gutter: str, snippet: str | None) -> tuple[Span, ...]:
    """An open message whose text is on its way: one line too, so that little moves later."""
    return _line(look, entry, gutter, look.glyphs.open, snippet)


def _unsent(look: Look, entry: Entry, gutter: str, snippet: str | None) -> tuple[Span, ...]:
    """One's own that is not out yet: ``✎ draft · first words · saved 11:24``."""
    between = Span(f" {look.glyphs.dot} ", "quiet")
    left = [mark(look, (entry,)), Span(gutter, "faint"), *_state(look, entry)]
    if snippet:
        left += [between, Span(snippet, "quiet")]
    elif snippet is not None:
        left += [between, Span("nothing written yet", "quiet")]
    when = look.date(entry.date).strip()
    saved = f"saved {when}" if "draft" in entry.tags and look.width >= 40 else when
    return spread(left, [Span("  ", "text"), Span(saved, "quiet")], look)


def _state(look: Look, entry: Entry) -> list[Span]:
    if "draft" in entry.tags:
        return [Span(f"{look.glyphs.draft} draft", "quiet")]
    said = look.standing.get(entry.id, "queued")
    stuck = said.startswith(("failed", "unsure"))
    return [Span(f"{look.glyphs.pending} ", "quiet"), Span(said, "danger" if stuck else "quiet")]


def brief(look: Look, entry: Entry, gutter: str, said: str, hidden: int) -> tuple[Span, ...] | None:
    """An open message in one line: who, all that they newly wrote, and how much is hidden.

    None where it does not fit, or where whom it went to has to be said.
    """
    at = _snippet_column(look)
    as_before = entry.audience == "some" and not entry.joined and not entry.dropped
    to_all = entry.audience == "list" or as_before
    if not said or not at or not to_all or entry.evidence == "references" or entry.recovered:
        return None
    sign, right = look.glyphs.folded, _right(look, entry)
    spans = [Span(said, "text")]
    if hidden:
        spans.append(Span(f"  {look.glyphs.hidden} {words.count(hidden, 'line')}", "quiet"))
    room = look.line - width_of(right) - 1
    left = _begun(look, entry, gutter, sign, at)
    if width_of([*left, *spans]) > room:
        # Better out of its column, without the organisation, than on lines of its own.
        left = [mark(look, (entry,)), Span(gutter, "faint"), Span(f"{sign} ", "quiet")]
        left += [Span(words.short_name(entry.sender), "strong"), Span("  ", "text")]
    fits = width_of([*left, *spans]) <= room
    return spread([*left, *spans], right, look) if fits else None


def _line(
    look: Look, entry: Entry, gutter: str, fold: str, snippet: str | None
) -> tuple[Span, ...]:
    if entry.unsent:
        return _unsent(look, entry, gutter, snippet)
    unread = "unread" in entry.tags
    right = _right(look, entry)
    at = _snippet_column(look)
    left = _begun(look, entry, gutter, fold, at)
    if at:
        private = "private: " if entry.audience == "private" else ""
        said = snippet if snippet != "" else "(no new text)"
        left += [
            Span(private, "accent"),
            Span(said or "", "text" if unread and snippet else "quiet"),
        ]
    return spread(*_dimmed(entry, left, right), look)


def _dimmed(entry: Entry, left: list[Span], right: list[Span]) -> tuple[list[Span], list[Span]]:
    """The spans of a line, all of them alike where nobody here has the message."""
    if not entry.recovered:
        return left, right
    # The mark and the tree's lines are not the message's.
    spans = [Span(text, "pending") for text, _role in left[2:]]
    return [*left[:2], *spans], [Span(text, "pending") for text, _role in right]


def _begun(look: Look, entry: Entry, gutter: str, fold: str, at: int) -> list[Span]:
    """A line up to column ``at``, where what is said begins; with 0, up to the name's end."""
    left = [mark(look, (entry,)), Span(gutter, "faint"), Span(fold + " ", "quiet")]
    room = max(8, at - 2 - width_of(left)) if at else look.line
    left += _who(look, entry, room, unread="unread" in entry.tags)
    return [*left, Span(" " * max(2, at - width_of(left)), "text")] if at else left


def _who(look: Look, entry: Entry, room: int, *, unread: bool) -> list[Span]:
    """A name and, where there is room for it, the organisation, in at most ``room`` cells."""
    name = cut(words.short_name(entry.sender), room, look.glyphs.ellipsis)
    spans = [Span(name, "strong" if unread else "text")]
    # Of a provider's address the signature says whom it speaks for.
    firm = words.organisation(entry.sender.address) or entry.organisation
    left = room - cells(name) - 2
    if firm and left >= min(4, cells(firm)):
        spans += [Span("  ", "text"), Span(cut(firm, left, look.glyphs.ellipsis), "quiet")]
    return spans


def _snippet_column(look: Look) -> int:
    """Where snippets begin, one below the other; 0 where there is no room for any."""
    for width, column in ((100, 34), (80, 29), (60, 22), (40, 17)):
        if look.width >= width:
            return column
    return 0


def _right(look: Look, entry: Entry, *, said: bool = False) -> list[Span]:
    """What stands at a line's end; ``said`` where its evidence stands elsewhere."""
    gap = Span(" ", "text")
    spans: list[Span] = []
    if "deleted" in entry.tags:
        spans += [gap, Span("deleted", "quiet")]
    if "flagged" in entry.tags:
        spans += [gap, Span(look.glyphs.flagged, "accent")]
    if entry.id in look.arrived:
        spans += [gap, Span("new", "accent")]
    if not said and (why := evidence.beside(look, entry)):
        spans += [Span("  ", "text"), Span(why, "quiet")]
    return [*spans, *_date(look, entry.date)] if entry.date or not entry.recovered else spans


def _date(look: Look, ts: int) -> list[Span]:
    """A date in its column. Blanks are spans of their own: SVG readers drop leading ones."""
    said = look.date(ts)
    date = said.lstrip(" ")
    # In a narrow window names need the blanks of a short date.
    gap = (2 if look.width >= 60 else 1) + (len(said) - len(date) if look.width >= 40 else 0)
    return [Span(" " * gap, "text"), Span(date, "quiet")]


def head(look: Look, entry: Entry, gutter: str) -> tuple[tuple[Span, ...], Span | None]:
    """An open message's first line, and whom it went to where that needs a line of its own."""
    left = [mark(look, (entry,)), Span(gutter, "faint"), Span(look.glyphs.open + " ", "quiet")]
    right = _right(look, entry, said=True)
    role: Role = "accent" if entry.audience == "private" else "quiet"
    whom = Span(recipients(look, entry), role)
    if entry.unsent:
        left += [*_state(look, entry), Span("  ", "text")]
    name = _who(look, entry, look.line, unread=True)
    if width_of(left) + width_of(name) + width_of([whom, *right]) + 3 <= look.line:
        return spread(*_dimmed(entry, [*left, *name], [whom, *right]), look), None
    room = max(8, look.line - width_of(left) - width_of(right) - 1)
    left += _who(look, entry, room, unread=True)
    return spread(*_dimmed(entry, left, right), look), whom


def recipients(look: Look, entry: Entry) -> str:
    """Whom a message went to, in a few words: ``to 301 people · +2 −1``."""
    signs = look.glyphs
    if not entry.people:
        said = "to nobody by name"
    elif entry.audience == "private":
        said = f"private, to {words.people(entry.people)}"
    else:
        said = f"to {words.people(entry.people)}"
    if (entry.joined or entry.dropped) and entry.audience != "private":
        said += f" {signs.dot} +{entry.joined} {signs.minus}{entry.dropped}"
    why = evidence.label(look, entry)
    if entry.recovered:
        return why
    return f"{why} {signs.dot} {said}" if why else said


def folded(look: Look, entries: Sequence[Entry], gutter: str) -> tuple[Span, ...]:
    """A message and all that hangs under it, in one line: ``⋯ 7 messages, 2 new  Ben, Carol``."""
    new = sum("unread" in entry.tags for entry in entries)
    sent = [entry for entry in entries if not entry.unsent]
    found = sum(entry.recovered is not None for entry in sent)
    left = [
        mark(look, entries),
        Span(gutter, "faint"),
        Span(f"{look.glyphs.hidden} {words.count(len(sent), 'message')}", "quiet"),
    ]
    if new:
        left.append(Span(f", {new} new", "accent"))
    if found:
        left.append(Span(f", {found} recovered", "quiet"))
    if len(sent) < len(entries):
        left.append(Span(f", {len(entries) - len(sent)} not sent", "quiet"))
    limit = max(1, look.width // 12)
    who = words.names([entry.sender for entry in sent], limit)
    left += [Span("  ", "text"), Span(who, "quiet")]
    return spread(left, _date(look, max(entry.date for entry in sent or entries)), look)
