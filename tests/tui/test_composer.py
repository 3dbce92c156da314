from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.events import Key, Paste

from outbox import OutboxError
from outbox.drafts import find
from tests.tui.writing import JANE, blank, letter, writing
from tui.completion import Known
from tui.composing import addressed

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import App


async def test_a_reply_says_whom_it_goes_to_and_the_cursor_is_below_what_is_quoted(
    tmp_path: Path,
) -> None:
    async with writing(tmp_path, letter()) as made:
        lines = made.lines()
        assert lines[0].startswith(
            "── Reply to Comms network ── Jane Khan alone "
            "(ctrl+t: those in this conversation, everybody) ──"
        )
        assert lines[1].rstrip() == " Subject  Re: Gritting"
        assert lines[2].startswith(" On 4 Mar 2024")
        assert lines[-1].startswith(" ctrl+s send")
        await made.press(*"So")
        assert made.composer.current().draft.text.split("\n")[2:5] == ["", "So", "-- "]
        await made.press("ctrl+t")
        assert "── 2 people in this conversation (ctrl+t: everybody, Jane" in made.text()
        await made.press("ctrl+t")
        assert "── 301 people, hidden from one another (ctrl+t: Jane" in made.lines()[0]
        await made.press("ctrl+t")
        assert "── Jane Khan alone (" in made.lines()[0]


async def test_what_is_typed_before_the_answer_is_there_is_not_lost(tmp_path: Path) -> None:
    async with writing(tmp_path, None) as made:
        await made.press(*"Hi", "enter", *"Jane", "ctrl+s")
        assert "not sent: whom it goes to was not shown yet; ctrl+s sends" in made.text()
        made.composer.open(letter())
        # It is saved though no further key comes.
        await made.shows("saved ")
        await made.press(*"!")
        assert made.composer.current().draft.text.split("\n")[1:6] == [
            "> How do you grit?", "", "Hi", "Jane!", "-- ",
        ]  # fmt: skip


async def test_a_draft_is_saved_soon_and_said_to_be_once_it_is(tmp_path: Path) -> None:
    async with writing(tmp_path, letter()) as made:
        await made.pilot.pause()
        assert "saved" not in made.text()
        await made.press(*"So")
        await made.shows("saved ")
        assert len(made.app.saved) == 1
        (draft,) = find(tmp_path, parent="1@mail.example")
        assert "So" in draft.work.draft.text
        await made.press(*" be it", "escape")
        await made.until(lambda: made.app.done)
        assert made.app.done == ["the draft is kept"]
        (draft,) = find(tmp_path)
        assert "So be it\n" in draft.work.draft.text


async def test_keys_of_one_burst_act_in_their_order_and_what_is_pasted_comes_once(
    tmp_path: Path,
) -> None:
    def burst(app: App[None], *keys: str) -> None:
        for key in keys:
            app.post_message(Key(key, key if len(key) == 1 else None))

    async with writing(tmp_path, blank(), addressed=True) as made:
        to, body = made.composer.to.line, made.composer.body
        burst(made.app, "a", "b", "backspace", "c", "ctrl+u", "j", "left", "i")
        await made.until(lambda: to.value == "ij")
        made.app.post_message(Paste("k\x1b\nl"))
        await made.until(lambda: to.value == "ik\ufffd lj")
        body.focus()
        await made.pilot.pause()
        body.load_text("")
        burst(made.app, "x", "y", "backspace", "enter", "z", "left", "w")
        await made.until(lambda: body.text == "x\nwz")
        made.app.post_message(Paste("1\n2"))
        await made.until(lambda: body.text == "x\nw1\n2z")


async def test_nothing_written_leaves_no_draft(tmp_path: Path) -> None:
    async with writing(tmp_path, letter()) as made:
        await made.press("escape")
        assert made.app.done == ["nothing was written, no draft kept"]
        assert not find(tmp_path)


async def test_a_save_that_fails_says_so_until_one_succeeds(tmp_path: Path) -> None:
    def full() -> None:
        raise OutboxError("disk", "the disk is full; make room")

    async with writing(tmp_path, letter(), (110, 30)) as made:
        made.app.before_save = full
        await made.press(*"So")
        await made.shows("not saved: the disk is full; make room")
        assert made.composer.foot.unsaved
        await made.press(*" be")
        assert "not saved: the disk" in made.text()
        await made.press("escape")
        await made.shows("the draft could not be saved and stays here")
        await made.press("ctrl+s")
        assert not made.app.sent
        assert not made.app.done
        made.app.before_save = lambda: None
        await made.until(lambda: made.composer.foot.saved.startswith("saved "))
        assert "not saved" not in made.text()
        assert "So be" in find(tmp_path)[0].work.draft.text


async def test_sending_asks_nothing_where_there_is_nothing_to_ask(tmp_path: Path) -> None:
    async with writing(tmp_path, letter()) as made:
        await made.press(*"So", "ctrl+s")
        await made.until(lambda: made.app.sent)
        (sent,) = made.app.sent
        assert sent.kind == "list"
        assert find(tmp_path)[0].work.key == sent.key


async def test_everybody_is_a_number_to_be_typed_each_time(tmp_path: Path) -> None:
    async with writing(tmp_path, letter()) as made:
        await made.press("ctrl+t", "ctrl+t", *"So", "ctrl+s")
        await made.shows("This goes to 301 people. Type 301 to send it:")
        await made.press("enter")
        await made.press(*"30", "enter")
        await made.shows("not sent: 301 is the number to type")
        await made.press("escape", "ctrl+s", *"301", "enter")
        await made.until(lambda: made.app.sent)
        assert made.app.sent[0].kind == "everyone"
        made.composer.not_sent("the queue is full")
        await made.press("ctrl+s")
        await made.shows("Type 301 to send it:")


async def test_an_attachment_that_was_forgotten_is_asked_for_once(tmp_path: Path) -> None:
    async with writing(tmp_path, letter()) as made:
        await made.press(*"See attached", "ctrl+s")
        await made.shows("No file goes along: “See attached”")
        assert not made.app.sent
        await made.press("ctrl+s")
        await made.until(lambda: made.app.sent)


async def test_files_are_attached_by_a_completed_path_and_taken_off(tmp_path: Path) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "rota[b].pdf").write_bytes(b"x" * 1200)
    (folder / "minutes.txt").write_text("m")
    (folder / ".hidden").write_text("h")
    async with writing(tmp_path, letter()) as made:
        await made.press("ctrl+f")
        made.composer.ask.line.value = f"{folder}/"
        await made.shows("rota[b].pdf")
        assert ".hidden" not in made.text()
        await made.press("down", "tab", "enter")
        await made.shows("◫ rota[b].pdf  1 KB")
        assert [one.name for one in made.composer.current().files] == ["rota[b].pdf"]
        await made.press("ctrl+f")
        await made.shows("takes it off")
        await made.press("tab", "enter")
        assert not made.composer.current().files
        await made.press("ctrl+f", *"nowhere", "enter")
        await made.shows("there is no file nowhere")
        await made.press("escape")
        assert not made.app.done


async def test_a_new_message_is_addressed_with_what_is_known(tmp_path: Path) -> None:
    async with writing(tmp_path, blank()) as made:
        made.composer.known = (Known(JANE, "Comms network"),)
        assert made.lines()[0].startswith("── New message ──")
        await made.press("ctrl+s")
        await made.shows("name somebody in To")
        await made.press(*"kh")
        await made.shows("Jane Khan <jane@otterley.example>")
        await made.press("enter", *"bob", "ctrl+s")
        await made.shows("“bob” is no address; write name@host")
        await made.press(*"@b.example", "enter", *"Hello", "enter", *"Text", "ctrl+s")
        await made.until(lambda: made.app.sent)
        sent = made.app.sent[0]
        assert sent.draft.subject == "Hello"
        assert sent.draft.text == "Text\n"
        assert sent.typed == "Jane Khan <jane@otterley.example>, bob@b.example"


async def test_recipients_are_changed_by_hand_each_where_it_was(tmp_path: Path) -> None:
    async with writing(tmp_path, letter()) as made:
        await made.press("ctrl+t", "ctrl+r")
        await made.shows("To       Jane Khan <jane@otterley.example>")
        await made.shows("Cc       Bo Ash <bo@ripley.example>")
        assert "── 2 people in this conversation (" in made.lines()[0]
        await made.press(*", di@d.example")
        assert "── Jane Khan and 2 others, changed by hand · 3 people · +1 −0 " in made.lines()[0]
        # Cc and Bcc on the same key once more.
        await made.press("ctrl+r", "tab", "tab", *"cy@c.example", "ctrl+s")
        await made.until(lambda: made.app.sent)
        draft = addressed(made.app.sent[0])
        assert [[p.address for p in some] for some in (draft.to, draft.cc, draft.bcc)] == [
            ["jane@otterley.example", "di@d.example"], ["bo@ripley.example"], ["cy@c.example"],
        ]  # fmt: skip
        made.composer.not_sent("the queue is full")
        await made.press("ctrl+t")
        assert "Jane Khan alone" in made.lines()[0]


async def test_hidden_ones_stay_hidden_and_their_number_is_typed(tmp_path: Path) -> None:
    async with writing(tmp_path, letter()) as made:
        await made.press("ctrl+t", "ctrl+t", "ctrl+r")
        line = made.composer.bcc.line
        assert line.value.count("@") == 301
        line.value = line.value.replace("Ann 7 <ann.7@county.example>, ", "")
        await made.shows("── 300 people, hidden from one another, changed by hand · +0 −1 ")
        await made.press("ctrl+s")
        await made.shows("This goes to 300 people. Type 300 to send it:")
        await made.press(*"300", "enter")
        await made.until(lambda: made.app.sent)
        draft = addressed(made.app.sent[0])
        assert (len(draft.to), len(draft.cc), len(draft.bcc)) == (0, 0, 300)
        assert draft.title == "Comms network"


async def test_the_editor_gets_the_text_after_it_was_saved(tmp_path: Path) -> None:
    seen = []

    async def editor(_app: App[Any], path: Path) -> None:
        seen.append((path.read_text(), len(find(tmp_path))))  # noqa: ASYNC240
        path.write_text("Wholly\x1b[31m new\r\n")  # noqa: ASYNC240

    async with writing(tmp_path, letter(), editor=editor) as made:
        await made.press(*"So", "ctrl+o")
        await made.until(lambda: made.composer.current().draft.text == "Wholly\ufffd[31m new\n")
        ((text, drafts),) = seen
        assert "\nSo\n" in text
        assert drafts == 1
        await made.press("escape")
        await made.until(lambda: made.app.done)
        assert find(tmp_path)[0].work.draft.text == "Wholly\ufffd[31m new\n"


@pytest.mark.parametrize("size", [(20, 5), (40, 12), (80, 24), (300, 100)])
async def test_it_works_at_any_size_and_while_that_changes(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with writing(tmp_path, letter(), size) as made:
        made.composer.styles.height = "100%" if size[1] < 12 else "50%"
        await made.press(*"So")
        assert "So" in made.text()
        await made.pilot.resize_terminal(*(30, 8) if size[0] > 30 else (80, 24))
        await made.press(*" be it")
        assert "So be it" in made.text()
        assert made.composer.current().draft.text.split("\n")[3] == "So be it"
