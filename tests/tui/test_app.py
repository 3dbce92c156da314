from __future__ import annotations

import asyncio
import random
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import pytest

from indexer import Progress
from tests.tui.driving import LONG, locked, reading
from tui import app, glyphs
from tui.bars import progress_words
from tui.settings import THEMES, Settings

if TYPE_CHECKING:
    from tests.support.mailbox import Mailbox


def fill(mailbox: Mailbox, many: int = 12) -> None:
    for number in range(many):
        asked = mailbox.message(subject=f"Question {number} 漢字", body="How?\n")
        mailbox.add(asked)
        if number % 3 == 0:
            mailbox.add(mailbox.message(reply_to_message=asked, body="So.\n"), "S")
    mailbox.index()


@pytest.mark.parametrize("term", ["dumb", "", "unknown"])
def test_a_terminal_that_cannot_be_drawn_on_is_refused(
    term: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for stream in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True, raising=False)
    assert "TERM" in app.unfit({"TERM": term})
    assert not app.unfit({"TERM": "xterm"})


def test_without_a_terminal_one_line_says_so(
    mailbox: Mailbox, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.run(mailbox.client(), Settings(), title="") == 1
    said = capsys.readouterr().err
    assert said.startswith("cclear: the reader needs a terminal")
    assert said.count("\n") == 1


async def test_without_any_mail_it_says_how_to_get_some(mailbox: Mailbox) -> None:
    async with reading(mailbox, (80, 24)) as driven:
        await driven.shows("No mail yet", "cclear import FILE", "cclear --mail DIR", "cclear demo")
        for key in ("j", "k", "enter", "a", "x", "n", "G", "space", "t", "y", "vertical_line", "A"):
            await driven.press(key)
            if driven.prompted:
                await driven.press("escape")
        assert driven.app.is_running
        mailbox.add(mailbox.message(subject="The first"))
        with locked(mailbox):
            await driven.press("ctrl+r")
            await driven.shows("Looking for mail")
        await driven.shows("The first")
        await driven.hides("No mail yet")


async def test_where_the_inbox_is_empty_it_starts_with_everything(mailbox: Mailbox) -> None:
    fill(mailbox, 2)
    mailbox.notmuch("tag", "-inbox", "--", "*")
    async with reading(mailbox, (80, 24)) as driven:
        await driven.shows("Question 1")
        assert driven.mail.rows.view
        assert driven.mail.rows.view.key == "all"
        await driven.press("q", "g", "enter")
        await driven.shows("The inbox is empty.")


async def test_any_size_at_any_moment(mailbox: Mailbox) -> None:
    fill(mailbox)
    sizes = [(20, 5), (300, 100), (99, 24), (100, 24), (34, 9), (40, 12), (21, 40), (120, 5)]
    dice = random.Random(5)
    sizes += [(dice.randint(20, 300), dice.randint(5, 100)) for _ in range(12)]
    keys = [
        "enter",
        "j",
        "space",
        "q",
        "slash",
        "escape",
        "question_mark",
        "q",
        "n",
        "left",
        "right",
        "q",
        "z",
        "R",
        "G",
        "t",
        "j",
        "enter",
    ]
    async with reading(mailbox) as driven:
        for number, size in enumerate(sizes):
            await driven.pilot.resize_terminal(*size)
            await driven.press(keys[number % len(keys)])
            await driven.pilot.pause()
            await driven.until(lambda size=size: len(driven.lines()) == size[1])  # type: ignore[misc]
            lines = driven.lines()
            assert any(line.strip() for line in lines)
            for strip in driven.app.screen._compositor.render_strips():
                assert strip.cell_length == size[0]
        assert driven.app.is_running


async def test_narrow_one_pane_wide_two(mailbox: Mailbox) -> None:
    fill(mailbox)
    async with reading(mailbox, (120, 30)) as driven:
        await driven.shows("Everything", "Question 3")
        await driven.pilot.resize_terminal(80, 24)
        await driven.hides("Everything")
        assert "Question 3" in driven.text()
        await driven.press("q")
        await driven.shows("Everything")
        assert "Question 3" not in driven.text()
        await driven.press("right")
        await driven.shows("Question 3")
        await driven.press("enter", "left")
        await driven.until(lambda: driven.at("conversations"))
        await driven.pilot.resize_terminal(120, 30)
        await driven.shows("Everything", "Question 3")


async def test_the_mouse_selects_opens_and_scrolls(mailbox: Mailbox) -> None:
    fill(mailbox, 40)
    async with reading(mailbox, (120, 20)) as driven:
        await driven.shows("Question 39")
        await driven.pilot.click(driven.mail.rows, (10, 4))
        assert "▌" in driven.line("Question 38")
        await driven.pilot.click(driven.mail.rows, (10, 4), times=2)
        await driven.until(lambda: driven.at("conversation"))
        await driven.pilot.click(driven.mail.lists, (4, 1))
        await driven.until(lambda: driven.at("lists"))
        await driven.shows("Question 39")
        assert driven.mail.lists.key == "all"
        from textual.events import MouseScrollDown

        rows = driven.mail.rows
        for _ in range(5):
            rows.post_message(MouseScrollDown(rows, 1, 5, 0, 1, 0, False, False, False))
        await driven.hides("Question 39")


@pytest.mark.parametrize("theme", THEMES)
async def test_every_theme_tells_states_without_colour(
    theme: str, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    fill(mailbox, 3)
    async with reading(mailbox, settings=Settings(theme=theme, fetch_minutes=0)) as driven:
        await driven.shows("●")
        await driven.press("x")
        assert "▌●" in driven.text()
        assert "✓" in driven.text()
        for strip in driven.app.screen._compositor.render_strips():
            for segment in strip:
                color = segment.style.color if segment.style else None
                assert color is None or color.is_default


async def test_without_utf8_everything_is_ascii(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(mailbox, 3)
    monkeypatch.setenv("LC_ALL", "C")
    glyphs.glyphs.cache_clear()
    async with reading(mailbox, (120, 20)) as driven:
        await driven.shows("Question 2 ????")
        assert driven.text().isascii()
        await driven.press("enter")
        await driven.shows("How?")
        assert driven.text().isascii()


def test_the_locale_says_whether_there_is_utf8() -> None:
    assert glyphs.speaks_utf8({"LANG": "en_GB.UTF-8"})
    assert glyphs.speaks_utf8({"LC_ALL": "C.utf8", "LANG": "C"})
    assert not glyphs.speaks_utf8({"LC_ALL": "C", "LANG": "en_GB.UTF-8"})
    assert not glyphs.speaks_utf8({"LANG": "en_GB.ISO-8859-1"})
    assert not glyphs.speaks_utf8({})


async def test_a_fetch_command_runs_first_and_its_failure_is_one_line(mailbox: Mailbox) -> None:
    fill(mailbox, 1)
    failing = Settings(fetch="printf 'no route\\033[2J to host\\n'; exit 3", fetch_minutes=0)
    async with reading(mailbox, settings=failing) as driven:
        await driven.shows("fetching failed: no route")
        assert "\x1b" not in driven.text()
        mailbox.add(mailbox.message(subject="Came all the same"))
        await driven.press("ctrl+r")
        await driven.shows("Came all the same")


async def test_leaving_ends_a_fetch_that_still_runs(mailbox: Mailbox, tmp_path: Path) -> None:
    fill(mailbox, 1)
    noted = tmp_path / "pids"
    slow = Settings(fetch=f"sh -c 'echo $$ > {noted}; sleep 600'; true", fetch_minutes=0)
    async with reading(mailbox, settings=slow) as driven:
        await driven.shows("fetching mail")
        await driven.until(lambda: noted.exists() and noted.read_text().strip())
        # The mail that is there can be read meanwhile.
        await driven.press("enter")
        await driven.shows("How?")
        await driven.press("ctrl+r")
        await driven.shows("already looking for mail")
    pid = int(noted.read_text())
    end = monotonic() + LONG
    while _runs(pid):
        assert monotonic() < end
        await asyncio.sleep(0.01)


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


async def test_a_broken_database_is_said_and_nothing_ends(mailbox: Mailbox) -> None:
    fill(mailbox, 2)
    for table in mailbox.path.with_name("mail.cclear").rglob("*.glass"):
        table.write_bytes(b"\0" * 8192)
    async with reading(mailbox, (80, 24)) as driven:
        await driven.shows("This can’t be shown.")
        assert driven.mail.rows.error
        await driven.shows(driven.mail.rows.error.text[:20])
        for key in ("j", "enter", "n", "a", "q", "j", "enter", "slash", "x", "enter", "escape"):
            await driven.press(key)
        assert driven.app.is_running


def test_progress_is_said_in_words() -> None:
    assert progress_words(Progress("new", 1200, 40000)) == "taking in 1,200 of 40,000"
    assert progress_words(Progress("bodies", 0, 0)) == "cleaning mail"
    waiting = Progress("new", 0, 0, "another program is taking in mail")
    assert progress_words(waiting) == "another program is taking in mail"


async def test_progress_has_a_bar_and_goes_away(mailbox: Mailbox) -> None:
    fill(mailbox, 1)
    async with reading(mailbox, (100, 20)) as driven:
        await driven.shows("taken in just now")
        status = driven.mail.status
        status.show_progress(Progress("new", 20_000, 40_000))
        await driven.shows("taking in 20,000 of 40,000 ━━━━━━──────")
        await driven.pilot.resize_terminal(40, 20)
        await driven.shows("taking in 20,000 of 40,000")
        status.show_progress(None)
        await driven.shows("taken in")
        await driven.hides("taking in")
