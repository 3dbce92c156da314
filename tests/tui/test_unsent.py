"""Drafts and what waits to be sent, as they stand in a conversation and open from there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING

from hypothesis import given, strategies as st

from indexer import Tree
from tests.outbox.servers import Arrived, real
from tests.tui.test_letters import LATER, fill, opened, sending, written
from tests.tui.trees import NOW, entry, tree
from tui import folds, heads
from tui.glyphs import UTF8
from tui.unsent import with_unsent

if TYPE_CHECKING:
    from indexer import Entry
    from tests.support.mailbox import Mailbox


def shown(entries: tuple[Entry, ...], *unsent: Entry) -> tuple[Entry, ...]:
    return with_unsent(Tree(None, entries, unsent))  # type: ignore[arg-type]


@given(
    st.lists(st.one_of(st.none(), st.integers(0, 8)), max_size=8),
    st.lists(st.one_of(st.none(), st.integers(0, 8)), max_size=5),
)
def test_each_hangs_last_below_what_it_answers(
    wanted: list[int | None], below: list[int | None]
) -> None:
    parents = [p if p is not None and p < n else None for n, p in enumerate(wanted)]
    entries = tree(parents)
    here = {one.id for one in entries}
    unsent = []
    for nth, parent in enumerate(below):
        made = entry(50 + nth, parent, tags=("draft", "unread"))
        unsent.append(made if made.parent in here else replace(made, parent=None))
    found = shown(entries, *unsent)
    assert [one for one in found if not one.unsent] == list(entries)
    assert sorted(e.id for e in found) == sorted([*here, *(e.id for e in unsent)])
    assert not any("unread" in one.tags for one in found)
    shape = folds.shape(found)
    for one in unsent:
        at = shape.places[one.id]
        above = shape.parents[at]
        assert (shape.ids[above] if above >= 0 else None) == one.parent
        assert all(found[i].unsent for i in range(at, len(found)) if shape.parents[i] == above)


def test_of_a_drafts_versions_one_is_there_and_others_drafts_are_their_own() -> None:
    ids = ("cclear-ab.1@x", "cclear-ab.2@x", "1.a@host", "1.b@host")
    drafts = [replace(entry(9, 0), id=i, tags=("draft",)) for i in ids]
    assert [e.id for e in shown(tree([None]), *drafts)][1:] == list(ids[1:])


def test_a_row_says_what_it_is_and_how_it_stands() -> None:
    look = heads.Look(90, NOW, UTC, UTF8, standing={"m2@x.example": "queued · goes out at 11:26"})
    draft = entry(1, 0, tags=("draft",), date=NOW - 60, snippet="")

    def line(one: Entry, snippet: str | None) -> str:
        return "".join(s.text for s in heads.collapsed(look, one, "", snippet)).strip()

    assert line(draft, "First words").startswith("✎ draft · First words  ")
    assert line(draft, "First words").endswith("  saved 22:12")
    assert "✎ draft · nothing written yet" in line(draft, "")
    assert "◌ queued · goes out at 11:26 · Salt" in line(entry(2, tags=("queued",)), "Salt")
    branch = (entry(0), draft, entry(2, 0, tags=("queued",)))
    said = "".join(s.text for s in heads.folded(look, branch, ""))
    assert "1 message, 2 not sent" in said


async def test_a_draft_is_a_row_and_enter_or_an_answer_goes_on_with_it(mailbox: Mailbox) -> None:
    fill(mailbox)
    synced = mailbox.message(
        subject="Re: Gritting", sender="Sam <sam@here.example>", date=LATER, body="Elsewhere.\n",
        headers={"In-Reply-To": "<asked@mail.example>"},
    )  # fmt: skip
    mailbox.add(synced, "D", folder="Drafts")
    mailbox.index()
    with real(Arrived()) as port:
        async with sending(mailbox, port) as driven:
            await driven.shows("3 messages, 3 people")
            await driven.shows("✎ draft · Elsewhere.")
            await driven.press("L")
            await opened(driven)
            await driven.press(*"Half", "escape")
            await driven.shows("the draft is kept", "✎ draft · Half")
            assert "3 messages, 3 people" in driven.text()
            assert driven.line("✎ draft · Half").rstrip().partition("saved ")[2]
            # Enter on the row, any answer to it and E go on with it; it is never answered.
            reading = driven.mail.reading
            assert reading is not None
            for key in ("enter", "r", "L", "R", "f", "E"):
                half = next(one for one in reading.entries if one.id.startswith("cclear-"))
                reading.go_to(half.id)
                await driven.press(key)
                await opened(driven)
                assert "Half" in written(driven), key
                await driven.press("escape")
                await driven.until(lambda: driven.mail.composer is None)
            # Another program's is said to be that, and no act is on what is not sent.
            reading.go_to(str(synced["Message-ID"]).strip("<>"))
            await driven.press("enter")
            await driven.shows("another program’s")
            await driven.press("a")
            await driven.shows("it is not sent yet")
            # An answer to another message is a draft of its own.
            reading.go_to(next(one.id for one in reading.entries if one.sender.name == "Cy Ash"))
            await driven.press("r")
            await opened(driven)
            assert "Half" not in written(driven)
            await driven.shows("another draft is in this conversation")
            await driven.press("escape")
            await driven.until(lambda: driven.mail.composer is None)
            # Rows of conversations say that there is one; in their view it is what they say.
            await driven.press("q")
            await driven.shows("2 answers · ✎ draft")
            driven.mail.visit(next(v for v in driven.mail.lists.views if v.key == "drafts"))
            await driven.shows("✎ Half")
            assert "2 answers" not in driven.text()
    assert mailbox.notmuch("count", "tag:deleted").strip() == "0"


async def test_a_message_in_the_queue_is_one_row_with_its_state(mailbox: Mailbox) -> None:
    fill(mailbox)
    arrived = Arrived()
    with real(arrived) as port:
        pass
    async with sending(mailbox, port, undo=600) as driven:
        await driven.press("L")
        await opened(driven)
        await driven.press(*"Salt", "ctrl+s")
        await driven.shows("◌ queued · goes out at ", " · Salt")
        assert "✎" not in driven.text()
        assert "3 messages, 3 people" in driven.text()
        (queued,) = driven.mail.entries
        assert driven.mail.reading is not None
        driven.mail.reading.go_to(queued.id)
        await driven.press("enter")
        await driven.shows("Outbox", "Re: Gritting")
        # Sent now, to a server that is not there.
        await driven.press("enter")
        await driven.shows("queued · tries again at ")
        await driven.press("q")
        await driven.shows("◌ queued · tries again at ")
        driven.mail.visit(next(v for v in driven.mail.lists.views if v.key == "drafts"))
        await driven.shows("No drafts.")
