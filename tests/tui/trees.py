"""Trees, bodies and looks for tests of how conversations are laid out: values and strategies."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from indexer import Body, Entry, Part, Person, Zone
from tui.folds import Folds, shape
from tui.glyphs import ASCII, UTF8
from tui.heads import Look

if TYPE_CHECKING:
    from collections.abc import Sequence

NOW = 1_700_000_000
NAMES = ("Jane Khan", "日本 太郎", "Zoë 👩‍👩‍👧 Ångström", "", "A" * 60, "Rhys Patel")


def entry(number: int, parent: int | None = None, **changes: object) -> Entry:
    """Message ``number``, an answer to ``parent``."""
    made = Entry(
        id=f"m{number}@x.example",
        parent=None if parent is None else f"m{parent}@x.example",
        depth=0,
        evidence=None if parent is None else "in-reply-to",
        sender=Person(NAMES[number % len(NAMES)], f"p{number}@otterley.gov.example"),
        date=NOW - 86_400 + number * 60,
        subject="Gritting",
        people=301,
        joined=0,
        dropped=0,
        audience="list",
        tags=(),
        snippet=f"What number {number} said.",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def tree(parents: Sequence[int | None]) -> tuple[Entry, ...]:
    """Entries in reading order, of the parents of messages 0, 1, 2, ..."""
    children: dict[int | None, list[int]] = {}
    for number, parent in enumerate(parents):
        children.setdefault(parent, []).append(number)
    order: list[int] = []
    waiting = list(reversed(children.get(None, [])))
    while waiting:
        number = waiting.pop()
        order.append(number)
        waiting += reversed(children.get(number, []))
    return tuple(entry(number, parents[number]) for number in order)


def chain(length: int) -> tuple[Entry, ...]:
    return tree([None, *range(length - 1)])


def fan(width: int) -> tuple[Entry, ...]:
    return tree([None, *([0] * (width - 1))])


def zipper(length: int) -> tuple[Entry, ...]:
    """Every message has a short answer and one that goes on."""
    parents: list[int | None] = [None]
    spine = 0
    while len(parents) < length:
        parents += [spine, spine]
        spine = len(parents) - 1
    return tree(parents)


ODD = (
    "", "  ", "Hello all,", "> quoted", "> > deeper", "-- ", "    code(x);", "- item",
    "A line that was filled by a program to some seventy columns or so, and", "a\tb\tc",
    "http://example.org/" + "x" * 120, "日本語の長い行" * 12, "e\u0301" * 30,
    "diff --git a/x b/x", "❤\ufe0f 👩‍👩‍👧 ok",
)  # fmt: skip
LINE = st.one_of(
    st.sampled_from(ODD),
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=90),
)
KINDS = ("new", "quote", "attribution", "signature", "disclaimer", "footer", "banner", "forward")
ZONES = st.lists(
    st.builds(
        Zone,
        st.sampled_from(KINDS),
        st.lists(LINE, min_size=1, max_size=6).map("\n".join),
    ),
    max_size=7,
).map(tuple)
PARTS = st.lists(
    st.builds(
        Part,
        st.integers(1, 9),
        st.sampled_from(
            ("attachment", "invitation", "winmail", "message", "encrypted", "signature", "image")
        ),
        st.sampled_from(("", "a.pdf", "日本語の名前.csv", "x" * 100)),
        st.just("text/csv"),
        st.integers(0, 10**8),
        st.sampled_from(("", "Thursday 10:00, Room 4")),
    ),
    max_size=2,
    unique_by=lambda part: part.number,
).map(tuple)


@st.composite
def trees(draw: st.DrawFn) -> tuple[Entry, ...]:
    """Any tree of up to 24 messages, some unread, flagged or private."""
    size = draw(st.integers(1, 24))
    parents: list[int | None] = [
        draw(st.one_of(st.none(), st.integers(max(0, n - 4), n - 1))) if n else None
        for n in range(size)
    ]
    tags = st.sampled_from(((), ("unread",), ("flagged", "unread"), ("deleted", "draft")))
    return tuple(
        replace(
            one,
            tags=draw(tags),
            snippet=draw(st.sampled_from((None, "", "Some words", "日本語" * 40))),
            audience=draw(st.sampled_from(("list", "some", "private"))),
            joined=draw(st.integers(0, 3)),
        )
        for one in tree(parents)
    )


@st.composite
def scenes(draw: st.DrawFn) -> tuple[tuple[Entry, ...], Folds, dict[str, Body], Look]:
    """A tree, how it is folded, some of its bodies, and how it is looked at."""
    entries = draw(trees())
    ids = shape(entries).ids
    some = st.frozensets(st.sampled_from(ids), max_size=len(ids))
    folds = Folds(
        draw(some),
        draw(some),
        frozenset((message, number) for message in draw(some) for number in range(4)),
        brief=draw(some),
    )
    bodies = {
        message: Body(message, draw(ZONES), draw(PARTS), draw(st.sampled_from(("", "It is cut."))))
        for message in draw(some)
    }
    look = Look(
        draw(st.integers(8, 130)),
        NOW,
        UTC,
        draw(st.sampled_from((UTF8, ASCII))),
        "Gritting",
        draw(st.booleans()),
        draw(some),
        draw(some),
        draw(some),
    )
    return entries, folds, bodies, look
