"""Lines of a message are selected whole, quoted as they stand, and none that is folded."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from textual.events import MouseDown, MouseEvent, MouseMove, MouseUp

import indexer
from indexer import Body, Zone
from tests.support.messages import ME, START, crowd
from tests.tui.driving import Driven, reading
from tests.tui.host import Host, lines as shown_by, open_texts, row_with, until
from tests.tui.trees import NOW, tree
from tui.bodies import Digest, digest
from tui.folds import Folds, shape
from tui.glyphs import UTF8
from tui.heads import Look
from tui.layout import Row, rows
from tui.outline import plan
from tui.selection import Selection, Spot, extended, lines, spots

if TYPE_CHECKING:
    from textual.app import App
    from textual.pilot import Pilot

    from tests.support.mailbox import Mailbox
    from tui.selecting import Selecting

OWN = "sam@here.example"
LONG = "This line is far too long for the window that it stands in, and so it takes three rows."
FILLED = (
    "This paragraph was filled to some seventy columns by the program that",
    "sent it, and a narrow window would otherwise make a comb of it, which",
    "nobody wants to read.",
)
TRAIL = "Jane wrote this without a mark.\n\nAnd this."
ASKED = "Hello all,\n\nHow do you grit, and what do you pay for it?\nAnd who decides?\n\nThanks"


# Rows and lines


def page(
    *zones: tuple[str, str], width: int = 100, shown: bool = False
) -> tuple[Digest, list[Row]]:
    """One open message of some zones, its quotes shown or not."""
    entries = tree([None])
    message = entries[0].id
    made = digest(Body(message, tuple(Zone(kind, text) for kind, text in zones), (), ""))  # type: ignore[arg-type]
    hidden = frozenset((message, number) for number in range(9)) if shown else frozenset()
    folds = Folds(frozenset({message}), frozenset(), hidden)
    look = Look(width, NOW, UTC, UTF8, "Gritting")
    (item,) = plan(entries, shape(entries), folds, look)
    return made, list(rows(item, made, folds, look))


def chosen(made: Digest, on: list[Row], first: Spot, last: Spot) -> tuple[str, ...]:
    return lines(made, Selection("m", first, last), spots(on), marked=True)


def test_a_line_is_selected_whole_on_all_its_rows() -> None:
    made, on = page(("new", f"Hello,\n\n{LONG}\nBye"), width=44)
    there = spots(on)
    # The blank line below a greeting takes no row.
    assert there == tuple(Spot(0, line) for line in (0, 2, 3))
    one = Selection("m", there[1], there[1])
    assert len([row for row in on if one.covers(row.source)]) == 3
    assert lines(made, one, there) == (LONG,)


def test_a_paragraph_filled_anew_is_selected_by_its_own_lines() -> None:
    made, on = page(("new", "\n".join(FILLED)), width=44)
    there = spots(on)
    assert lines(made, Selection("m", there[1], there[2]), there) == FILLED[1:]
    for at, spot in enumerate(there):
        marked = " ".join(r.text for r in on if Selection("m", spot, spot).covers(r.source))
        assert all(word in marked for word in FILLED[at].split())


def test_what_is_folded_is_not_selected_and_what_is_unfolded_is() -> None:
    zones = (
        ("new", "Above."),
        ("quote", "\n".join(f"> line {n}" for n in range(9))),
        ("new", "Below."),
        ("attribution", "On Monday Jane wrote:"),
        ("quote", TRAIL),
    )
    made, on = page(*zones)
    assert not any(row.source for row in on if "quoted" in row.text)
    every = chosen(made, on, spots(on)[0], spots(on)[-1])
    assert every == ("Above.", "", "> line 6", "> line 7", "> line 8", "", "Below.")
    made, on = page(*zones, shown=True)
    every = chosen(made, on, spots(on)[0], spots(on)[-1])
    assert every[:3] == ("Above.", "", "> line 0")
    assert every[-3:] == ("> Jane wrote this without a mark.", "", "> And this.")
    assert every[-4] == "On Monday Jane wrote:"
    whole = Selection("m", spots(on)[0], spots(on)[-1])
    assert lines(made, whole, spots(on))[-3:] == tuple(TRAIL.split("\n")), "copied, it has no mark"


def test_a_selection_is_extended_as_far_as_there_are_lines() -> None:
    made, on = page(("new", "one\n\ntwo\nthree"))
    there = spots(on)
    start = Selection("m", there[2], there[2])
    assert lines(made, extended(start, there, 99), there) == ("two", "three")
    assert lines(made, extended(start, there, -99), there) == ("one", "", "two")
    assert lines(made, extended(start, there, -1), there) == ("two",), "no blank lines at its ends"


# On a real mailbox


def fill(mailbox: Mailbox) -> None:
    """A question on a list, and an answer to it below its last lines."""
    headers = {
        "List-Id": "<gritting.lists.example>",
        "List-Post": "<mailto:gritting@lists.example>",
    }
    ann, _bo, cy = crowd(3)
    asked = mailbox.message(
        subject="Gritting", sender=ann, to="gritting@lists.example", date=START,
        body=f"{ASKED}\n", headers=headers,
    )  # fmt: skip
    quoted = "".join(f"> older line {n}\n" for n in range(12))
    answer = mailbox.message(
        reply_to_message=asked, sender=cy, to="gritting@lists.example", headers=headers,
        date=START + timedelta(hours=2),
        body=f"On Monday Ann wrote:\n{quoted}\nSalt.\n\nAnd more salt.\n",
    )  # fmt: skip
    mailbox.add(asked)
    mailbox.add(answer)
    mailbox.client(indexer.Settings(addresses=(OWN,))).index().result(60)


def marked(driven: Driven) -> list[str]:
    """The lines on the screen that are marked as selected."""
    pane = driven.mail.reading
    assert pane is not None
    return [row.text.strip() for row in pane.in_sight() if pane.is_selected(row)]


def place(driven: Driven, words: str) -> tuple[int, int]:
    """Where words of a message are on the screen: under the head, which may quote them."""
    pane = driven.mail.reading
    assert pane is not None
    lines, head = driven.lines(), pane.region.y + pane.head_height
    y = next(y for y, line in enumerate(lines) if y >= head and words in line)
    return lines[y].index(words), y


async def mouse(
    app: App[None], pilot: Pilot[None], *steps: tuple[type[MouseEvent], int, int]
) -> None:
    """The mouse as a terminal tells of it: a click may come of that."""
    for kind, x, y in steps:
        await app.on_event(kind(None, x, y, 0, 0, 1, False, False, False, x, y))
        await pilot.pause()


async def drag(driven: Driven, first: str, last: str) -> None:
    """Drag the mouse from words to words."""
    begin, end = place(driven, first), place(driven, last)
    steps = (MouseDown, *begin), (MouseMove, *begin), (MouseMove, *end), (MouseUp, *end)
    await mouse(driven.app, driven.pilot, *steps)


def written(driven: Driven) -> str:
    composer = driven.mail.composer
    return composer.current().draft.text if composer and composer.letter else ""


async def test_an_answer_quotes_just_the_lines_that_are_selected(mailbox: Mailbox) -> None:
    fill(mailbox)
    client = mailbox.client(indexer.Settings(addresses=(OWN,)))
    mailbox.client = lambda *_: client  # type: ignore[method-assign]
    async with reading(mailbox, (110, 48)) as driven:
        await driven.press("enter")
        await driven.shows("And who decides?", "And more salt.")
        pane = driven.mail.reading
        assert pane is not None
        # By keys: what moves extends, y copies, esc ends it.
        await driven.press("v", "j", "j", "j")
        assert marked(driven)[0] == "Hello all,"
        await driven.shows("4 lines selected")
        await driven.press("k")
        assert marked(driven)[-1] == "And who decides?"
        await driven.press("y")
        await driven.shows("copied 4 lines")
        assert driven.app.clipboard == "\n".join(ASKED.split("\n")[:4])
        await driven.press("escape")
        assert not marked(driven)
        assert driven.at("conversation")
        # By mouse: whole lines, from where it was pressed; nothing folds; a click ends it.
        folds = pane.folds
        await drag(driven, "How do you", "who decides")
        assert marked(driven) == ASKED.split("\n")[2:4]
        drawn = [driven.lines()[place(driven, one)[1]] for one in marked(driven)]
        assert all("▌" in one for one in drawn), "without colour as well"
        await drag(driven, "And who", "▾ Ann Ash")
        assert marked(driven)[0] == "Hello all,"
        assert pane.folds == folds
        await driven.pilot.click(offset=place(driven, "And who decides"))
        assert not marked(driven)
        # From the line that was clicked.
        await driven.press("v")
        assert marked(driven) == ["And who decides?"]
        await driven.press("L")
        await driven.until(lambda: written(driven) or driven.mail.status.danger)
        assert written(driven), driven.mail.status.text
        text = written(driven)
        assert "Ann Ash wrote:\n> And who decides?\n\n" in text
        assert "grit" not in text
        await driven.until(lambda: not pane.chosen)
        # More lines, of another message, into what is being written.
        await driven.press(*"We do")
        await drag(driven, "older line 11", "And more")
        assert len(marked(driven)) == 4
        # What is typed at once is for below them.
        driven.burst("R", *"Yes")
        await driven.until(lambda: "Yes" in written(driven))
        assert written(driven).startswith(text.rstrip())
        assert "\nWe do\n\nOn " in written(driven)
        assert (
            written(driven)
            .rstrip()
            .endswith(" wrote:\n>> older line 11\n>\n> Salt.\n>\n> And more salt.\n\nYes")
        )
        assert not pane.chosen
        assert driven.mail.is_writing
        # Into the draft that is kept, once it is gone on with.
        await driven.press("escape")
        await driven.shows("the draft is kept")
        await driven.press("g", "v", "L")
        await driven.until(lambda: "> Hello all," in written(driven))
        assert "\nWe do\n" in written(driven)


async def test_a_selection_stays_where_it_is_until_its_lines_are_folded_or_left(
    mailbox: Mailbox,
) -> None:
    everyone = [ME, *crowd(5)]
    body = "\n".join(f"Line {n} of many." for n in range(60))
    first = mailbox.message(subject="Long", sender=everyone[1], to=everyone, body="Why?\n")
    long = mailbox.message(reply_to_message=first, sender=everyone[2], to=everyone, body=body)
    mailbox.add(first)
    mailbox.add(long)
    mailbox.index()
    client = mailbox.client()
    host = Host(client, client.rows("*").result(60).rows[0].id)
    async with host.run_test(size=(90, 24)) as pilot:
        await until(pilot, lambda: open_texts(host))
        pane: Selecting = host.pane
        await pilot.press("n", "v", *"jj")
        assert pane.chosen_lines() == tuple(f"Line {n} of many." for n in range(3))
        at = row_with(host, "Line 2 of")
        await pilot.press("h")
        await until(pilot, lambda: any("Message-ID: " in row.text for row in pane.rows))
        assert row_with(host, "Line 2 of") == at, "what comes above does not move it"
        await pilot.press("space", "space")
        at = row_with(host, pane.chosen_lines()[-1])
        kept = pane.chosen_lines()
        assert len(kept) > 30
        # New mail above it, then another width: the same lines, at the same place.
        late = mailbox.message(reply_to_message=first, sender=everyone[3], to=everyone, body="So.")
        mailbox.add(late)
        await client.index()
        pane.look_again()
        await until(pilot, lambda: len(pane.entries) == 3 and open_texts(host))
        assert (pane.chosen_lines(), row_with(host, kept[-1])) == (kept, at)
        await pilot.resize_terminal(44, 24)
        await pilot.pause()
        assert pane.chosen_lines() == kept
        assert kept[-1] in "\n".join(shown_by(host))
        # It stops at the end of its message, and at its beginning.
        await pilot.press("G", "j")
        assert pane.chosen_lines()[-1] == "Line 59 of many."
        await pilot.press("g", "k")
        assert pane.chosen_lines() == ("Line 0 of many.",)
        # What is dragged beyond the edge goes on as far as the message.
        await pilot.press("escape")
        y = row_with(host, "Line 5 of")
        await mouse(host, pilot, (MouseDown, 9, y), (MouseMove, 9, y + 1), (MouseMove, 9, 24))
        await until(pilot, lambda: len(pane.chosen_lines()) == 55)
        await mouse(host, pilot, (MouseUp, 9, 24))
        assert pane.chosen_lines()[0] == "Line 5 of many."
        # It begins at the words that were found.
        await pilot.press("escape", "ctrl+f")
        assert host.prompts[0].answer("line 30 of") is None
        await until(pilot, lambda: "Line 30 of" in "\n".join(shown_by(host)))
        await pilot.press("v")
        assert pane.chosen_lines() == ("Line 30 of many.",)
        await pilot.press("escape", "escape", "tab")
        assert not pane.chosen_lines()
        await pilot.press("v")
        assert host.said[-1] == "open the message first"
        await pilot.press("tab", "v")
        assert pane.chosen_lines()
        await pilot.press("n")
        assert not pane.chosen_lines()
        assert not host.went
