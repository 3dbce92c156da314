"""Why a message is where it is, where a conversation turned, and what nobody here has: in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING

import pytest

from indexer import Body, Evidence, Ground, Person, Turn, Zone
from tests.tui import trees
from tests.tui.trees import NOW
from tui import evidence, turning
from tui.bodies import digest
from tui.folds import Folds, first, shape
from tui.gathering import gathered
from tui.glyphs import ASCII, UTF8
from tui.heads import Look
from tui.layout import Extras, Row, Stop, layout, rows
from tui.outline import Item
from tui.wrap import cells

if TYPE_CHECKING:
    from indexer import Entry

BO = Person("Bo Beech", "bo@ripley.example")
OLD = Turn("old@x.example", "c1", "Gritting", NOW - 30 * 86_400)
NEW = Turn("new@x.example", "c2", "日本 buses", NOW - 20 * 86_400)


def look(width: int = 100, finder: str = "") -> Look:
    finders = {"found@x.example": finder} if finder else {}
    return Look(width, NOW, UTC, UTF8, "Gritting", finders=finders)


def made(
    entry: Entry, at: Look, *, shown: bool = False, ground: tuple[str, ...] = ()
) -> tuple[Row, ...]:
    ids = frozenset((entry.id,))
    folds = Folds(ids if shown else frozenset(), brief=ids, grounded=ids if ground else frozenset())
    item = Item(entry, (entry,), "└ ", "  ", open=shown, folded=False)
    body = digest(Body(entry.id, (Zone("new", "We use the feed."),)))
    return rows(item, body, folds, at, Extras(ground=ground))


def by_hand(entry: Entry, **keys: str) -> str:
    return evidence.unknown(replace(entry, evidence="hand"), keys)


@pytest.mark.parametrize(
    ("why", "line", "head"),
    [
        ("in-reply-to", "", ""),
        ("references", "", "⤷ by references · "),
        ("thread-index", "⤷ by thread index", "⤷ by thread index · "),
        ("quote", "⤷ by quoted text", "⤷ by quoted text · "),
        ("series", "⤷ patch series", "⤷ patch series · "),
        ("subject", "⤷ by subject", "⤷ by subject · "),
        ("hand", "⤷ by hand", "⤷ by hand · "),
    ],
)
def test_what_was_repaired_says_so_quietly(why: Evidence, line: str, head: str) -> None:
    one = trees.entry(1, 0, evidence=why)
    (row,) = made(one, look())
    assert ("⤷" in row.text) is bool(line)
    assert " ".join(row.text.split()).endswith(f"{line} Mon".strip())
    assert all(span.role == "quiet" for span in row.spans if "⤷" in span.text)
    brief = made(one, look(), shown=True)
    assert "We use the feed." in brief[0].text or why == "references"
    folds = Folds(frozenset((one.id,)))
    shown = layout((one,), shape((one,)), folds, {one.id: digest(Body(one.id, ()))}, look())
    assert f"{head}to 301 people" in shown[0].text
    (narrow,) = made(one, look(50))
    assert ("⤷ " in narrow.text, "by" in narrow.text) == (bool(line), False)


@pytest.mark.parametrize(
    ("why", "ground", "said"),
    [
        ("quote", Ground(attribution="Jane wrote:", line="How so?"), ("Jane wrote:", "How so?")),
        ("quote", Ground(), ("it quotes Jane’s message",)),
        (
            "thread-index",
            Ground(index=1),
            ("its Thread-Index continues that of Jane’s message",),
        ),
        (
            "thread-index",
            Ground(index=3),
            ("its Thread-Index continues that of Jane’s message, 3 answers further on",),
        ),
        (
            "series",
            Ground(patch=(3, 7), seconds=12),
            ("patch 3 of 7 of the same series, sent 12 seconds after",),
        ),
        ("series", Ground(), ("a patch of the same series",)),
        (
            "subject",
            Ground(people=True, seconds=2 * 86_400 + 60),
            ("same subject, same people, 2 days apart",),
        ),
        ("references", Ground(field="References"), ("its References name Jane’s message",)),
        (
            "references",
            Ground(),
            ("the References of an answer to it name Jane’s message before it",),
        ),
        ("in-reply-to", Ground(field="In-Reply-To"), ("its In-Reply-To names Jane’s message",)),
    ],
)
def test_what_a_join_rests_on(why: Evidence, ground: Ground, said: tuple[str, ...]) -> None:
    assert evidence.at_length(trees.entry(1, 0, evidence=why), ground, "Jane") == said


def test_it_stands_below_the_line_of_a_message_open_or_not() -> None:
    one = trees.entry(1, 0, evidence="quote")
    ground = ("On Monday Jane Khan wrote:", "How do you handle gritting updates?")
    wanted = ["⤷ On Monday Jane Khan wrote:", "│ How do you handle gritting updates?"]
    closed, shown = made(one, look(), ground=ground), made(one, look(), shown=True, ground=ground)
    assert [row.text.strip() for row in closed[1:]] == wanted
    assert [row.text.strip() for row in shown[1:]] == [*wanted, "We use the feed."]
    assert by_hand(one) == "you said so; J twice on it takes that back"
    assert by_hand(one, answers="z j,J") == "you said so; zj twice on it takes that back"
    assert by_hand(replace(one, left=OLD)) == "you split it off; # puts it back"
    assert evidence.unknown(one, {}).startswith("what it quotes says that it belongs here")
    narrow = made(one, look(20), ground=ground)
    assert all(cells(row.text) < 20 for row in narrow)


def test_both_sides_of_a_turn_lead_to_each_other() -> None:
    here = trees.entry(0, left=OLD, turns=(NEW, replace(NEW, subject="x" * 200)))
    for shown in (False, True):
        at = made(here, look(80), shown=shown)
        stops = {row.stop.number: row for row in at if row.stop and row.stop.kind == "turn"}
        assert stops[0].text.strip() == "⤷ began as an answer to “Gritting”   enter opens it"
        assert "⤷ “日本 buses” went on by itself, 25 Oct" in stops[1].text
        assert "…” went on by itself, 25 Oct" in stops[2].text
        assert at[1] is stops[0]
        assert at[-1] is stops[2]
    assert [turning.numbered(here, n) for n in (0, 1, 3)] == [OLD, NEW, None]
    assert turning.numbered(trees.entry(0, turns=(NEW,)), 0) is None
    assert turning.number_of(here, "new@x.example") == 1
    assert turning.number_of(here, "other@x.example") is None
    assert "⤷ “Gritting”" in made(here, look(36))[1].text
    for width in (12, 20, 40):
        assert all(cells(row.text) < width for row in made(here, look(width)))


def test_what_nobody_here_has_is_seen_to_be_so() -> None:
    ghost = trees.entry(1, 0, evidence="quote", recovered="found@x.example", people=0, sender=BO)
    at = look(110, "Bo Beech")
    (line,) = made(ghost, at)
    assert "⤷ recovered from Bo Beech’s quote" in line.text
    assert {span.role for span in line.spans[2:] if span.text.strip()} == {"pending"}
    assert "⤷ recovered  " in made(ghost, look(80, "Bo Beech"))[0].text
    shown = made(ghost, at, shown=True)
    assert shown[0].text.rstrip().endswith("⤷ recovered from Bo Beech’s quote     Mon")
    assert {span.role for span in shown[1].spans if "feed" in span.text} == {"pending"}
    assert "nobody by name" not in "".join(row.text for row in shown)
    assert "Mon" not in made(replace(ghost, date=0), at)[0].text, "its date is not known"
    assert "1970" not in made(replace(ghost, date=0), at)[0].text
    assert evidence.absent("Bo Beech").endswith("it stands in Bo Beech’s quote")
    found = trees.entry(2, 1, id="found@x.example", sender=BO)
    assert evidence.finders((ghost, found)) == {"found@x.example": "Bo Beech"}
    root = trees.entry(0)
    assert first((root, replace(ghost, date=NOW)))[1] == root.id
    tree = (root, ghost)
    closed = Folds(closed=frozenset((root.id,)))
    (row,) = layout(tree, shape(tree), closed, {}, at)
    assert "2 messages, 1 recovered" in row.text
    thanks = [trees.entry(n, 0, chat="thanks") for n in (3, 4)]
    (group,) = gathered((root, *thanks, replace(ghost, chat="thanks"))).groups
    assert group.ids == tuple(each.id for each in thanks)


def test_ascii_has_signs_of_its_own() -> None:
    one = trees.entry(1, 0, evidence="quote", left=OLD, turns=(replace(NEW, subject="Buses"),))
    at = replace(look(80), glyphs=ASCII)
    for row in made(one, at, shown=True, ground=("Jane wrote:", "How so?"))[1:]:
        assert row.text.isascii(), row.text
    assert Stop(one.id, "turn", 1) in {row.stop for row in made(one, at)}
