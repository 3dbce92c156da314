"""A list's home on the screen: what it says, how it is walked, where it leads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from indexer import File, Home, Member, Month, Person, Topic
from tests.support.messages import ME, START, crowd
from tests.tui.driving import reading
from tui import chart, homedraw, homefoot, homerows
from tui.glyphs import ASCII, UTF8
from tui.home import HomePane
from tui.homedraw import Look
from tui.homerows import Someone, Wanted
from tui.theme import palette
from tui.wrap import cells

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.mailbox import Mailbox

NOW = int(datetime(2025, 3, 12, 14, 0, tzinfo=UTC).timestamp())
DAY = 86_400


def fill(mailbox: Mailbox) -> None:
    """A cc list of twenty people: rounds of questions, a hashtag, a file sent twice."""
    people = crowd(20)
    for number in range(6):
        asked = mailbox.message(
            subject=f"Round {number}: [b]who[/b] pays?", sender=people[number], to=[ME, *people],
            date=START + timedelta(days=31 * number), body="What is it? #gritting\n",
            attachments=[("costs.csv", b"a,b\n", "text/csv")] if number < 2 else [],
        )  # fmt: skip
        mailbox.add(asked, "S")
        for answer in range(2):
            mailbox.add(
                mailbox.message(
                    reply_to_message=asked, sender=people[10 + answer], to=[ME, *people],
                    date=START + timedelta(days=31 * number, hours=3 + answer),
                ), "S",
            )  # fmt: skip
    mailbox.index()


async def test_a_home_leads_to_what_it_counts_and_back(mailbox: Mailbox, tmp_path: Path) -> None:
    fill(mailbox)
    async with reading(mailbox, (120, 40)) as driven:
        await driven.until(lambda: driven.mail.lists.lists)
        # From a conversation of the list.
        await driven.press("i")
        await driven.until(lambda: driven.at("home"))
        # Keys that come before what it tells are for nothing, and do no harm.
        pane = HomePane(driven.app.client, keymap={})
        pane.action_bottom()
        pane.action_up()
        assert not pane.cursor
        await driven.shows("6 of 6 questions answered, 100 %", "#gritting", "costs.csv  ×2")
        await driven.shows("18 messages", "Begun by Ann Ash")
        wrote = driven.line("Ann Bell")[36:].split()
        assert wrote[:2] + wrote[-4:-2] == ["▌", "Ann", "6", "6"]

        # By name, and only those with some words.
        await driven.press("o", "o")
        await driven.until(lambda: "people by name" not in driven.text())
        await driven.press("ctrl+f")
        await driven.type("bo bell")
        await driven.hides("Ann Bell")
        await driven.press("enter")
        await driven.until(lambda: not driven.prompted)
        assert "#gritting" not in driven.text()
        await driven.press("enter")
        await driven.until(lambda: driven.at("conversations"))
        await driven.shows("from:")
        await driven.until(lambda: len(driven.mail.rows.rows.rows) == 6)
        await driven.press("q")
        await driven.until(lambda: driven.at("home"))
        await driven.press("q")
        await driven.shows("Ann Bell", "#gritting")

        # Part by part: subjects, hashtags, files.
        await driven.press("g", "n", "n")
        await driven.until(lambda: "▌" in driven.line("#gritting"))
        await driven.press("enter")
        await driven.shows("hashtag:gritting")
        await driven.until(lambda: len(driven.mail.rows.rows.rows) == 6)
        await driven.press("q", "n")
        await driven.until(lambda: driven.at("home") and "▌" in driven.line("costs.csv"))
        await driven.press("S")
        await driven.shows("save costs.csv in:")
        await driven.press(*["backspace"] * len("~/Downloads"))
        await driven.type(str(tmp_path))
        await driven.press("enter")
        await driven.shows("saved ")
        assert (tmp_path / "costs.csv").read_bytes() == b"a,b\n"
        await driven.press("enter")
        await driven.until(lambda: driven.at("conversation"))
        reading_pane = driven.mail.reading
        assert reading_pane is not None
        await driven.until(lambda: reading_pane.cursor.message == "1@mail.example")
        await driven.press("q")
        await driven.until(lambda: driven.at("home"))

        # New mail is told of, where the cursor is.
        mailbox.add(mailbox.message(sender=crowd(1)[0], to=[ME, *crowd(20)]), "S")
        mailbox.index()
        await driven.shows("19 messages")
        assert "▌" in driven.line("costs.csv  ×2")
        await driven.press("q")
        await driven.until(lambda: driven.at("conversations"))


def big(people: int = 300) -> Home:
    """A home with everything in it, hostile and wide names too."""
    members = tuple(
        Member(
            f"p{n}@county.example", "[red]\N{FLAG IN HOLE}李明 Khan" if n == 3 else f"Person {n}",
            people - n, NOW - (900 if n % 9 else 9) * DAY, NOW - n * DAY,
            NOW - (5 if n % 2 else 99) * DAY if n % 7 == 5 else None,
            by="p0@county.example", answers=n, bounced=NOW if n == 8 else None,
        )
        for n in range(people)
    )  # fmt: skip
    months = tuple(Month(2022 + n // 12, n % 12 + 1, n * 7 % 50 + 1, n % 9 + 1) for n in range(39))
    jane = Person("Jane Khan", "jane@otterley.example")
    topics = tuple(
        Topic("subject", f"Subject {n} " * 5, 9 - n % 9, 20, NOW, f"s{n}") for n in range(40)
    )
    tags = (Topic("hashtag", "gritting", 3, 8, NOW, "list:x and hashtag:gritting"),)
    files = tuple(
        File(f"{n}@x", 2, f"costs-{n}.csv", "text/csv", 10**n, NOW, jane, n + 1) for n in range(9)
    )
    return Home(
        "x", members, members[:2], 45_150, 812, months, jane, NOW - 900 * DAY, NOW, 80, 62, topics,
        tags, files, 1204,
    )  # fmt: skip


@pytest.mark.parametrize("size", [(20, 5), (80, 24), (300, 100)])
def test_a_home_fits_in_any_window(size: tuple[int, int]) -> None:
    home = big()
    width, height = size
    for signs, theme in ((UTF8, "dark"), (ASCII, "terminal")):
        lines = homedraw.chart_lines(width, height)
        for words in ("", "person 1"):
            wanted = Wanted(width, height, lines, frozenset(("people",)), words=words)
            made = homerows.rows(home, wanted, NOW, UTC)
            look = Look(
                home, "Comms network", "cc", width, height, palette(theme), signs, NOW, UTC,
                "messages", {},
            )  # fmt: skip
            strips = [homedraw.draw(row, look, cursor=True, focus=True) for row in made]
            strips += [homedraw.head(look, y) for y in range(2)]
            strips += [homefoot.draw(row, look, y) for row in made[-40:] for y in range(3)
                       if isinstance(row, homerows.Item)]  # fmt: skip
            for strip in strips:
                assert strip.cell_length == sum(cells(s.text) for s in strip) == width
                assert signs.utf8 or strip.text.replace("⛳李明", "").isascii()
            people = [row for row in made if isinstance(row, Someone)]
            assert len(people) == (302 if not words else 139)
            text = "\n".join(strip.text for strip in strips)
            assert "Person 1" in text
            if width >= 80 and not words:
                shown = (
                    "62 of 80 questions",
                    "Reading 1,204 messages more",
                    "mail comes back",
                    "43 left, 22 lately",
                )
                for one in (*shown, "left Fri", "joined 3 Mar"):
                    assert one in text
                # Bars of people do not stand on those of messages.
                said = [strip.text.strip(" ▌|>") for strip in strips]
                labelled = [n for n, one in enumerate(said) if one.startswith("people")]
                assert not said[labelled[0] - 1]


def test_bars_share_their_months_and_show_any_count() -> None:
    months = (Month(2024, 11, 1, 1), Month(2025, 1, 100, 9), Month(2031, 1, 5, 1))
    for width in range(1, 60):
        along = chart.axis(months, (2025, 3), width)
        assert len(along.months) * along.step <= width
        assert along.months[-1] == (2025, 3)
        assert len(chart.labels(along)) <= width
        by_month = {(m.year, m.month): m.messages for m in months}
        counts = [by_month.get(month, 0) for month in along.months]
        for signs in (UTF8, ASCII):
            lines = chart.bars(counts, along, 3, signs)
            assert len({len(line) for line in lines}) == 1
            for at, count in enumerate(counts):
                column = [line[at * along.step] for line in lines]
                assert (column == [" "] * 3) == (not count)
    assert chart.labels(chart.axis(months, (2025, 3), 20)) == "Nov Dec 2025    Mar"
    assert chart.axis((), (2025, 3), 20).months == ()
    assert chart.axis(months[2:], (2025, 3), 20).months == ((2031, 1),)
