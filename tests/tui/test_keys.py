from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tui.driving import reading
from tui.settings import Settings

if TYPE_CHECKING:
    from tests.support.mailbox import Mailbox


def fill(mailbox: Mailbox) -> None:
    """A conversation of three, all unread, and another."""
    asked = mailbox.message(subject="Gritting", body="How?\n")
    mailbox.add(asked)
    for number in range(2):
        mailbox.add(mailbox.message(reply_to_message=asked, body=f"Answer {number}\n"))
    mailbox.add(mailbox.message(subject="Budget", body="Money.\n"))
    mailbox.index()


async def test_two_keys_in_a_row_and_what_may_follow_the_first(mailbox: Mailbox) -> None:
    fill(mailbox)
    async with reading(mailbox) as driven:
        await driven.press("j", "enter")
        await driven.shows("How?", "Answer 0", "Answer 1", "not settled")
        await driven.press("z")
        assert driven.lines()[-1].startswith(" z …  a fold or unfold  o unfold  c fold")
        await driven.press("M")
        await driven.until(lambda: "\n▌    How?" not in driven.text())
        folded = driven.text()
        # A key that does not follow ends the row and does nothing else.
        await driven.press("z", "j")
        assert driven.text() == folded
        await driven.press("z", "R")
        await driven.shows("Answer 1")
        # At another level there is no such row.
        await driven.press("q", "z")
        assert driven.mail.waiting is None


async def test_leaving_is_asked_for_at_the_first_level_alone(mailbox: Mailbox) -> None:
    fill(mailbox)
    async with reading(mailbox, (80, 24)) as driven:
        await driven.press("enter")
        await driven.shows("Money.")
        await driven.press("q")
        assert driven.at("conversations")
        await driven.press("q")
        assert driven.at("lists")
        await driven.shows("Everything")
        await driven.press("q")
        assert driven.lines()[-1].startswith(" Leave cclear?  y yes")
        await driven.press("n")
        assert "Leave" not in driven.text()
        await driven.press("j", "q", "j")
        assert driven.app.is_running
        assert driven.mail.lists.key == "all"
        await driven.press("q", "y")
        await driven.until(lambda: not driven.app.is_running)


async def test_the_users_own_keys_are_the_ones_that_count(mailbox: Mailbox) -> None:
    fill(mailbox)
    keys = {"archive": "e", "fold-all": "comma x, z m", "down": "ctrl+n"}
    async with reading(mailbox, settings=Settings(keys=keys, fetch_minutes=0)) as driven:
        assert " e archive" in driven.lines()[-1]
        await driven.press("ctrl+n")
        assert "▌" in driven.line("Gritting")
        await driven.press("k", "j")
        assert "▌" in driven.line("Budget")
        await driven.press("a")
        await driven.press("e")
        await driven.shows("archived 1 message")
        assert mailbox.notmuch("count", "tag:inbox").strip() == "3"
        await driven.press("question_mark")
        await driven.shows("ctrl+n", "One line down.")
        await driven.press("space")
        await driven.shows("Take it out of the inbox.")
        await driven.press("q")
        await driven.hides("Budget")
        await driven.press("enter")
        await driven.shows("Answer 1")
        await driven.press("comma", "x")
        await driven.hides("▾")
        await driven.press("z", "R")
        await driven.shows("▾")
        await driven.press("z", "m")
        await driven.hides("▾")


async def test_what_is_said_names_the_keys_that_the_user_chose(mailbox: Mailbox) -> None:
    fill(mailbox)
    keys = {
        "send": "f5", "keep": "f6", "attach": "f7", "readdress": "f8", "discard": "f9",
        "back": "z q", "undo": ".", "open": "f2", "search": "f3", "save-search": "K", "quit": "f4",
    }  # fmt: skip
    async with reading(mailbox, settings=Settings(keys=keys, fetch_minutes=0)) as driven:
        await driven.press("K")
        await driven.shows("search first, with f3: then K keeps the search")
        await driven.press("question_mark")
        await driven.shows("Everywhere")
        await driven.press("z", "q")
        await driven.hides("Everywhere")
        await driven.press("Q")
        await driven.shows("f2 sends it now   . takes it back   zq back")
        await driven.press("z", "q")
        await driven.hides("sends it now")
        await driven.press("f3", *"zq", "enter")
        await driven.shows("f3 searches again")
        await driven.press("m")
        await driven.shows("f5 send  f6 keeps the draft")
        composer = driven.mail.composer
        assert composer is not None
        await driven.until(lambda: composer.letter)
        composer.to.line.value = "jane@otterley-x.example"
        composer.body.insert("As attached")
        await driven.press("f5")
        await driven.shows("There is no subject. f5 sends it so")
        await driven.press("f5")
        await driven.shows("f5 sends, f7 attaches")
        await driven.press("f8")
        await driven.press("f7")
        await driven.shows("enter attaches   tab completes   f6 leaves it")
        await driven.press("f6")
        await driven.press("f9")
        await driven.shows("y, then enter, throws it away   f6 leaves it")
        await driven.press("y", "enter")
        await driven.shows("thrown away")


async def test_keys_go_to_the_prompt_while_it_is_there(mailbox: Mailbox) -> None:
    fill(mailbox)
    async with reading(mailbox) as driven:
        await driven.press("slash")
        await driven.type("qazxj")
        await driven.shows("search: qazxj")
        await driven.press("ctrl+r", "tab", "down", "up")
        await driven.shows("search: qazxj")
        assert driven.prompted
        await driven.press("escape", "j")
        assert "▌" in driven.line("Gritting")
        assert mailbox.notmuch("count", "tag:inbox").strip() == "4"


async def test_help_and_palette_know_every_command(mailbox: Mailbox) -> None:
    fill(mailbox)
    async with reading(mailbox, (100, 30)) as driven:
        await driven.press("question_mark")
        await driven.shows("Everywhere", "One line down.")
        await driven.press("G")
        await driven.shows("under [keys] in config.toml")
        await driven.press("g")
        await driven.shows("Everywhere")
        await driven.press("escape")
        await driven.hides("Everywhere")
        await driven.press("ctrl+p")
        await driven.shows("archive", "Take it out of the inbox.")
        await driven.type("go to every")
        await driven.shows("go to Everything")
        await driven.press("enter")
        await driven.until(lambda: driven.mail.rows.view and driven.mail.rows.view.key == "all")
        await driven.press("ctrl+p")
        await driven.type("flag")
        await driven.shows("Flag it, or no longer.")
        await driven.hides("archive")
        await driven.press("enter")
        await driven.shows("flagged 1 message")
        assert mailbox.notmuch("count", "tag:flagged").strip() == "1"
