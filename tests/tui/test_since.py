"""What came since the last look: where it stands, and a look that a restart remembers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING

from hypothesis import given, strategies as st

from indexer import Settings
from tests.support.messages import ME, crowd
from tests.tui import trees
from tests.tui.driving import locked, reading
from tests.tui.trees import NOW, tree
from tui import folds, looking, since
from tui.gathering import gathered
from tui.glyphs import UTF8
from tui.heads import Look
from tui.layout import layout
from tui.since import Order

if TYPE_CHECKING:
    import pytest

    from indexer import Entry
    from tests.support.mailbox import Mailbox
    from tests.tui.driving import Driven

CROWD = crowd(14)
LOOK = Look(80, NOW, UTC, UTF8)


def one(number: int) -> str:
    return f"m{number}@x.example"


#  0 ─┬ 1 ─ 2 ─ 3 ─ 4
#     ├ 5 ─ 6
#     └ 7 ─ 8 ─ 9
LONG = tree([None, 0, 1, 2, 3, 0, 5, 0, 7, 8])


def test_runs_of_what_is_not_new_are_one_row_each() -> None:
    made = since.in_tree(gathered(LONG), {one(6)}, ())
    assert [group.ids for group in made.groups] == [
        tuple(map(one, (1, 2, 3, 4))), tuple(map(one, (7, 8, 9))),
    ]  # fmt: skip
    # The question and what is answered stay in sight, and so does what is asked to.
    kept = since.in_tree(gathered(LONG), {one(6)}, {one(8)})
    assert [group.ids for group in kept.groups] == [tuple(map(one, (1, 2, 3, 4)))]


def test_what_was_parted_stays_so_when_its_run_is_another() -> None:
    made = since.in_tree(gathered(LONG), {one(6)}, ())
    shape = folds.shape(made.entries, made.groups)
    open_ = folds.opened(folds.Folds(), shape, one(1))
    other = since.in_tree(gathered(LONG), {one(6)}, {one(1)})
    after = folds.shape(other.entries, other.groups)
    kept = since.parted(open_, shape, after)
    assert not folds.is_folded(kept, after, one(3))
    assert folds.is_folded(kept, after, one(8))


def test_the_new_stand_first_the_newest_branch_before_the_others() -> None:
    dates = {one(6): 10, one(3): 20, one(9): 5}
    entries = tuple(replace(e, date=dates.get(e.id, 0)) for e in LONG)
    made, order = since.new_first(gathered(entries), set(dates))
    assert [e.id for e in made.entries] == [one(n) for n in (3, 4, 6, 9, 0, 1, 2, 5, 7, 8)]
    assert (order.first, order.rest) == (one(3), one(0))
    assert {name: above.id for name, above in order.answers.items()} == {
        one(3): one(2), one(6): one(5), one(9): one(8),
    }  # fmt: skip
    lines = since.lines(LOOK, order, [one(3)], 3)
    said = ["".join(span.text for span in line).strip(" ─") for line in lines]
    assert said == ["since you last looked: 3 new", f"⤷ {said[1][2:]}"]
    assert "What number 2 said." in said[1]


@given(trees.trees(), st.sets(st.integers(0, 12)), st.sets(st.integers(0, 12)))
def test_every_message_stands_once_in_either_order(
    entries: tuple[Entry, ...], new: set[int], stay: set[int]
) -> None:
    ids = sorted(entry.id for entry in entries)
    fresh = {ids[n] for n in new if n < len(ids)}
    quiet = tuple(replace(e, chat="thanks") if at % 3 == 1 else e for at, e in enumerate(entries))
    whole = gathered(quiet)
    first, order = since.new_first(whole, fresh)
    apart = since.in_tree(whole, fresh, {ids[n] for n in stay if n < len(ids)})
    for made in (first, apart):
        assert sorted(entry.id for entry in made.entries) == ids
        shape = folds.shape(made.entries, made.groups)
        assert fresh.isdisjoint(i for g in made.groups if g.key[:7] == "earlier" for i in g.ids)
        drawn = layout(made.entries, shape, folds.Folds(), {}, LOOK)
        shown = {i for row in drawn for i in folds.covered(folds.Folds(), shape, row.message)}
        assert shown == set(ids)
    assert bool(order.first) == bool(fresh)
    assert order == Order() or order.first == first.entries[0].id


def looked(mailbox: Mailbox) -> int:
    return int(mailbox.notmuch("count", "property:cclear.looked=1"))


async def test_a_look_lasts_and_what_came_after_it_is_first(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "PAUSE", 0.05)
    asked = mailbox.message(sender=CROWD[0], to=[*CROWD, ME], subject="Lorries", body="How many?\n")
    mailbox.add(asked, "S")
    last, sent = asked, []
    for n in range(18):
        above = asked if n % 6 == 0 else last
        last = mailbox.message(
            sender=CROWD[1 + n % 12], to=[*CROWD, ME], reply_to_message=above,
            body=f"Hi,\n\nWe have {n} of them.\n",
        )  # fmt: skip
        mailbox.add(last, "S")
        sent.append(last)
    mailbox.index()
    async with reading(mailbox, size=(80, 18)) as driven:
        await driven.shows("Lorries")
        await opened(driven)
        assert "since you last looked" not in driven.text()
        await driven.press("s")
        await driven.shows("nothing came since")
        with locked(mailbox):
            await driven.press("q")
            await driven.until(lambda: driven.at("conversations"))
            assert looked(mailbox) == 0
        await driven.until(lambda: looked(mailbox) == 19)

    for n, above in enumerate((sent[5], asked)):
        answer = mailbox.message(
            sender=CROWD[n], to=[*CROWD, ME], reply_to_message=above, body=f"New, number {n}.\n"
        )
        mailbox.add(answer, "S" * n)
    mailbox.index()
    async with reading(mailbox, size=(80, 18), mail=Settings(storm_people=51)) as driven:
        await driven.shows("Lorries")
        await opened(driven)
        await driven.shows("since you last looked: 2 new", "New, number 0.", "earlier messages")
        lines = driven.lines()
        at = next(n for n, line in enumerate(lines) if "since you last" in line)
        # What it answers, the line, then the first of the new, with the cursor on it.
        assert "We have 5 of them." in lines[at - 1]
        assert "New, number 0." in lines[at + 1]
        assert lines[at + 1].startswith("▌●")
        # What was read elsewhere came too, and says so.
        assert "new" in driven.line("New, number 1.")

        await driven.press("s")
        await driven.shows("new first", "⤷ ")
        shown = [line for line in driven.lines() if "New, number" in line or "─ earlier" in line]
        assert ["number 1" in shown[0], "number 0" in shown[1], "earlier" in shown[2]] == [True] * 3
        await driven.press("s")
        await driven.shows("in the tree’s order", "earlier messages")
        await driven.press("g", "j")
        count = driven.text().count("We have")
        await driven.press("tab")
        await driven.until(lambda: driven.text().count("We have") > count)

        # What arrives meanwhile is new too.
        mailbox.add(mailbox.message(sender=CROWD[3], to=[ME], reply_to_message=asked))
        mailbox.index()
        await driven.until(lambda: len(driven.mail.reading.new) == 3)  # type: ignore[union-attr]


async def opened(driven: Driven) -> None:
    await driven.press("enter")
    await driven.until(lambda: driven.mail.reading and driven.mail.reading.rows)
    await driven.pilot.pause()
