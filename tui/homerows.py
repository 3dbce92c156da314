"""What a list's home shows, as rows: facts, a chart, people, what is asked, files. Pure.

Sections show their first rows; the last of these unfolds the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from indexer import Person
from tui.words import count, people as persons, short_name, when
from tui.wrap import cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import tzinfo

    from indexer import File, Home, Member, Topic

Section = Literal["people", "subjects", "hashtags", "files"]
Order = Literal["messages", "name", "last"]

ORDERS: tuple[Order, ...] = ("messages", "name", "last")
_LEAST = 3
"""Rows that a folded section has at least."""
LATELY = 60 * 86_400
"""Seconds that make "lately": who joined or left within them is told."""


class Key(NamedTuple):
    """What tells a row from others, so that the cursor stays on it."""

    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A line of facts; nothing in it is a gap."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Line ``line`` of the chart."""

    line: int


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a section, and in few words what is in it, the most important first."""

    section: Section
    title: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Someone:
    """A person; ``guest`` where they wrote here without being on the list."""

    member: Member
    guest: bool

    @property
    def key(self) -> Key:
        """By their address."""
        return Key("person", self.member.address)

    @property
    def called(self) -> str:
        """Their name, else what of their address stands for it."""
        return short_name(Person(self.member.name, self.member.address))


@dataclass(frozen=True, slots=True)
class Asked:
    """A subject or a hashtag."""

    topic: Topic

    @property
    def key(self) -> Key:
        """By what finds it."""
        return Key("topic", self.topic.query)


@dataclass(frozen=True, slots=True)
class Sent:
    """A file."""

    file: File

    @property
    def key(self) -> Key:
        """By the message and its part."""
        return Key("file", f"{self.file.message} {self.file.number}")


@dataclass(frozen=True, slots=True)
class More:
    """Unfolds the rest of a section, of which there are ``left``; folds it again where 0."""

    section: Section
    left: int

    @property
    def key(self) -> Key:
        """By its section."""
        return Key("more", self.section)


Item = Someone | Asked | Sent | More
"""Rows that the cursor rests on."""
Row = Words | Chart | Heading | Item


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a home is looked at: what is unfolded, in which order, what is looked for.

    ``width`` and ``height`` are how many columns and rows there are, ``chart`` how many lines of
    them the chart gets.
    """

    width: int
    height: int
    chart: int = 0
    open: frozenset[Section] = frozenset()
    order: Order = "messages"
    words: str = ""


def rows(home: Home, wanted: Wanted, now: int, zone: tzinfo) -> list[Row]:
    """All rows of a home."""
    made: list[Row] = []
    if not wanted.words:
        made += [*map(Words, _filled(facts(home, now, zone), wanted.width - 2)), Words()]
        if wanted.chart:
            made += [*(Chart(line) for line in range(wanted.chart)), Words()]
    sections = [
        (heading, [one for one in items if not wanted.words or matches(one, wanted.words)])
        for heading, items in _sections(home, wanted, now)
    ]
    always = () if wanted.words else ("people", "files")
    shown = [(head, items) for head, items in sections if items or head.section in always]
    few = _few([len(items) for _, items in shown], wanted.height - len(made))
    for (heading, items), most in zip(shown, few, strict=True):
        made += [heading, *_folded(heading.section, items, most, wanted), Words()]
    return made[:-1] if made else [Words("Nothing here has these words.")]


def _few(sizes: Sequence[int], room: int) -> list[int]:
    """How many rows each section shows while it is folded, so that all are in sight if possible.

    Each has a heading, a row that unfolds it and a gap; what others leave goes to the first.
    """
    if not sizes:
        return []
    room -= 3 * len(sizes) - 1
    each = max(_LEAST, room // len(sizes))
    rest = [min(size, each) for size in sizes[1:]]
    return [max(_LEAST, room - sum(rest)), *[each] * len(rest)]


def _filled(pieces: Iterable[str], width: int) -> list[str]:
    """Pieces side by side as far as they fit."""
    lines: list[str] = []
    for piece in pieces:
        beside = f"{lines[-1]} · {piece}" if lines else ""
        if beside and cells(beside) <= width:
            lines[-1] = beside
        else:
            lines.append(piece)
    return lines


def facts(home: Home, now: int, zone: tzinfo) -> Iterator[str]:
    """Who began it, how much of what was asked was answered, and what is not known yet."""
    if home.founder is not None and home.since is not None and home.last is not None:
        since = when(home.since, now, zone).strip()
        yield f"Begun by {short_name(home.founder)}, {since}"
        yield f"last post {when(home.last, now, zone).strip()}"
    if home.questions:
        share = round(100 * home.answered / home.questions)
        yield f"{home.answered:,} of {count(home.questions, 'question')} answered, {share} %"
    elif not home.unread_texts:
        yield "Nobody has asked anything yet"
    if home.unread_texts:
        yield f"Reading {count(home.unread_texts, 'message')} more for questions, tags and files …"


def _sections(home: Home, wanted: Wanted, now: int) -> Iterator[tuple[Heading, list[Item]]]:
    everybody = [Someone(m, guest=False) for m in home.members]
    everybody += [Someone(m, guest=True) for m in home.guests]
    yield Heading("people", "People", about_people(home, now)), [*ordered(everybody, wanted.order)]
    yield Heading("subjects", "Asked most", ()), [Asked(one) for one in home.subjects]
    yield Heading("hashtags", "Hashtags", ()), [Asked(one) for one in home.hashtags]
    none = "none found yet" if home.unread_texts else "none"
    about = f"{len(home.files):,}" if home.files else none
    yield Heading("files", "Attachments", (about,)), [Sent(one) for one in home.files]


def about_people(home: Home, now: int) -> tuple[str, ...]:
    """How many are on it, who came lately and who is there no more: all that are listed."""
    here = [m for m in home.members if m.left is None]
    joined = sum(is_new(m, home, now) for m in here)
    gone = [m.left for m in home.members if m.left is not None]
    lately = sum(left > now - LATELY for left in gone)
    left = f"{len(gone):,} left"
    said = [persons(len(here))] if here else []
    said += [f"{left}, {lately:,} lately" if lately else left] if gone else []
    said += [f"{joined:,} joined lately"] if joined else []
    said += [count(len(home.guests), "guest")] if home.guests else []
    return tuple(said)


def is_new(member: Member, home: Home, now: int) -> bool:
    """Whether somebody joined lately a list that had been there before."""
    lately = now - LATELY
    return member.first > lately and home.since is not None and home.since < lately


def ordered(everybody: Iterable[Someone], order: Order) -> list[Someone]:
    """People in an order; who left, and who is only a guest, is among them."""
    if order == "name":
        return sorted(everybody, key=lambda one: (one.called.casefold(), one.member.address))
    if order == "last":
        return sorted(everybody, key=lambda one: (-one.member.last, one.member.address))
    return sorted(
        everybody,
        key=lambda one: (
            -one.member.messages, -one.member.answers, one.called.casefold(), one.member.address,
        ),
    )  # fmt: skip


def _folded(section: Section, items: Sequence[Item], most: int, wanted: Wanted) -> list[Row]:
    left = len(items) - most
    # A row that says "1 more" takes the place of that one.
    if wanted.words or left < 2:
        return [*items]
    if section in wanted.open:
        return [*items, More(section, 0)]
    return [*items[:most], More(section, left)]


def matches(item: Item, words: str) -> bool:
    """Whether an item has all of some words, in lower case, in what it says."""
    match item:
        case Someone(member=m):
            said = f"{m.name} {m.address} {m.card.title} {m.card.phone.text}"
        case Asked(topic=t):
            said = f"#{t.text}" if t.kind == "hashtag" else t.text
        case Sent(file=f):
            said = f"{f.name} {f.type} {f.sender.name} {f.sender.address}"
        case _:
            return False
    low = said.casefold()
    return all(word in low for word in words.casefold().split())
