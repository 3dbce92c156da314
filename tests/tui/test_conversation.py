"""The open conversation on a real mailbox: what is read, folded, found, tagged and handed out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indexer import IndexerError
from tests.support.messages import crowd
from tests.tui.host import Host, lines, open_texts, row_with, until

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage
    from pathlib import Path

    from tests.support.mailbox import Mailbox
    from tui.conversation import ConversationPane

SIZE = (100, 30)
LONG_TEXT = "\n\n".join(f"Paragraph {n} of a text that is longer than a screen." for n in range(40))


@pytest.fixture
def conversation(mailbox: Mailbox) -> Callable[[], Host]:
    """Jane asks; Rhys answered and was read; Nadia, Tom and Ben are new."""
    seen = "S"
    jane = mailbox.message(
        subject="Gritting updates: what do you pay?",
        sender="Jane Khan <jane@otterley.gov.example>",
        to=crowd(30),
        body="How do you handle gritting updates, and what do you pay?\n\n-- \nJane Khan\n",
    )
    mailbox.add(jane, seen)

    def answer(name: str, place: str, body: str, to: EmailMessage, flags: str = "") -> EmailMessage:
        made = mailbox.message(
            sender=f"{name} <{name.partition(' ')[0].lower()}@{place}.gov.example>",
            to=crowd(30),
            reply_to_message=to,
            body=body,
            attachments=[("costs.csv", b"year,cost\n2024,4000\n", "text/csv")]
            if name == "Ben Moss"
            else (),
        )
        mailbox.add(made, flags)
        return made

    answer("Rhys Patel", "ripley", "About £4k a year.\n", jane, seen)
    nadia = answer(
        "Nadia Xu",
        "derwent",
        "Same supplier as Rhys.\n\nOn Monday Jane Khan wrote:\n"
        + "".join(f"> quoted line {n}\n" for n in range(20)),
        jane,
    )
    answer("Tom Lloyd", "marlow", "Can you share the feed?\n", nadia)
    answer("Ben Moss", "selby", LONG_TEXT + "\n", jane)
    mailbox.index()
    client = mailbox.client()

    def host() -> Host:
        return Host(client, client.rows("*").result(60).rows[0].id)

    return host


def contents(directory: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(directory.glob("costs*.csv"))]


def unread(mailbox: Mailbox) -> list[str]:
    return sorted(mailbox.notmuch("search", "--output=messages", "tag:unread").split())


def names(pane: ConversationPane, ids: frozenset[str]) -> set[str]:
    return {entry.sender.name.split()[0] for entry in pane.entries if entry.id in ids}


def name(pane: ConversationPane) -> str:
    return pane.current.sender.name if pane.current else ""


async def test_it_opens_on_the_first_unread_message(conversation: Callable[[], Host]) -> None:
    host = conversation()
    async with host.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: open_texts(host))
        pane = host.pane
        assert name(pane) == "Nadia Xu"
        assert names(pane, pane.folds.open) == {"Nadia", "Tom", "Ben"}
        assert "Gritting updates: what do you pay?" in lines(host)[0]
        assert "5 messages, 5 people · 3 new" in lines(host)[0]
        assert "▸ Jane Khan  Otterley" in lines(host)[row_with(host, "Jane Khan")]
        assert "About £4k a year." in lines(host)[row_with(host, "Rhys Patel")]
        assert lines(host)[row_with(host, "▾ Nadia Xu")].startswith("▌●")
        assert row_with(host, "⋯ 21 lines quoted") == row_with(host, "Same supplier as Rhys.") + 1
        assert "to 30 people" in lines(host)[row_with(host, "Nadia Xu")]


async def test_what_was_read_to_its_end_and_left_is_read(
    conversation: Callable[[], Host], mailbox: Mailbox
) -> None:
    host = conversation()
    async with host.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: open_texts(host))
        pane = host.pane
        before = unread(mailbox)
        assert len(before) == 3, "opening reads nothing"
        nadia = pane.cursor.message
        await pilot.press("n")
        assert name(pane) == "Tom Lloyd"
        await until(pilot, lambda: f"id:{nadia}" not in unread(mailbox))
        await pilot.press("n")
        await until(pilot, lambda: open_texts(host))
        assert name(pane) == "Ben Moss"
        await until(pilot, lambda: len(unread(mailbox)) == 1)
        # Ben's text is longer than the screen: it has filled it, and leaving reads it.
        await pilot.press("space")
        await pilot.press("q")
        await until(pilot, lambda: not unread(mailbox))
        assert type(host.went[-1]).__name__ == "Left"


async def test_what_was_not_seen_to_its_end_stays_unread(
    conversation: Callable[[], Host], mailbox: Mailbox
) -> None:
    host = conversation()
    async with host.run_test(size=(100, 9)) as pilot:
        await until(pilot, lambda: open_texts(host))
        ben = next(e.id for e in host.pane.entries if e.sender.name == "Ben Moss")
        host.pane.leave()
        await until(pilot, lambda: open_texts(host))
        assert f"id:{ben}" in unread(mailbox)


async def test_marked_unread_stays_so_until_one_comes_back(
    conversation: Callable[[], Host], mailbox: Mailbox
) -> None:
    host = conversation()
    async with host.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: open_texts(host))
        nadia = host.pane.cursor.message
        await pilot.press("N", "j", "j")
        assert host.pane.cursor.message != nadia
        await until(pilot, lambda: not host.writing and "marked unread 1 message" in host.said)
        assert f"id:{nadia}" in unread(mailbox)
        await pilot.press("p")
        assert host.pane.cursor.message == nadia
        await pilot.pause()
        await pilot.press("n")
        await until(pilot, lambda: f"id:{nadia}" not in unread(mailbox))


async def test_keys_walk_messages_and_what_can_be_opened_in_them(
    conversation: Callable[[], Host],
) -> None:
    host = conversation()
    async with host.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: open_texts(host))
        pane = host.pane
        assert pane.cursor.kind == "message"
        await pilot.press("j")
        assert (name(pane), pane.cursor.kind) == ("Nadia Xu", "hidden")
        await pilot.press("enter")
        assert "│ quoted line 7" in lines(host)[row_with(host, "quoted line 7")]
        await pilot.press("tab")
        with pytest.raises(ValueError, match="not on the screen"):
            row_with(host, "quoted line 7")
        await pilot.press("o")
        assert row_with(host, "quoted line 7")
        await pilot.press("o", "k", "k")
        assert (name(pane), pane.cursor.kind) == ("Rhys Patel", "message")
        await pilot.press("tab")
        await until(pilot, lambda: open_texts(host))
        assert lines(host)[row_with(host, "Rhys Patel") + 1].endswith("About £4k a year.")
        await pilot.press("g")
        assert name(pane) == "Jane Khan"
        await pilot.press("G")
        assert name(pane) == "Ben Moss"
        assert row_with(host, "costs.csv")


async def test_an_act_on_a_fold_is_on_all_of_it(
    conversation: Callable[[], Host], mailbox: Mailbox
) -> None:
    host = conversation()
    async with host.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: open_texts(host))
        await pilot.press("z", "c")
        assert "⋯ 2 messages, 2 new  Nadia, Tom" in lines(host)[row_with(host, "2 new  Nadia")]
        await pilot.press("a")
        await until(pilot, lambda: "archived 2 messages" in host.said and not host.writing)
        assert int(mailbox.notmuch("count", "tag:inbox")) == 3
        await pilot.press("exclamation_mark")
        await until(pilot, lambda: "flagged 2 messages" in host.said and not host.writing)
        assert int(mailbox.notmuch("count", "tag:flagged")) == 2
        await pilot.press("z", "o")
        assert row_with(host, "▾ Nadia Xu")
        await pilot.press("z", "M")
        assert sum("▸" in line for line in lines(host)) == 5
        await pilot.press("z", "M")
        assert row_with(host, "⋯ 2 messages")
        await pilot.press("z", "R")
        await until(pilot, lambda: open_texts(host))
        assert host.pane.folds.open == {entry.id for entry in host.pane.entries}


async def test_several_are_selected_tagged_copied_and_piped(
    conversation: Callable[[], Host], mailbox: Mailbox
) -> None:
    host = conversation()
    async with host.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: open_texts(host))
        await pilot.press("y")
        assert host.copied == ["Same supplier as Rhys."]
        await pilot.press("x")
        assert lines(host)[row_with(host, "Nadia Xu")][1] == "✓"
        await pilot.press("x", "vertical_line")
        assert len(host.piped[0]) == 2
        await pilot.press("t")
        assert host.prompts[0].label == "tag 2 messages: "
        assert host.prompts[0].answer("") == "name tags to add and remove: +todo -later"
        assert host.prompts[0].answer("+todo -inbox") is None
        await until(pilot, lambda: "tagged 2 messages" in host.said and not host.writing)
        assert int(mailbox.notmuch("count", "tag:todo and not tag:inbox")) == 2
        assert not host.pane.selected
        await pilot.press("ampersand")
        await until(pilot, lambda: "muted 5 messages" in host.said and not host.writing)
        await until(pilot, lambda: "▷ " in lines(host)[0])
        assert int(mailbox.notmuch("count", "tag:muted")) == 5
        await pilot.press("A")
        assert host.said[-1] == "nothing is unread here"


async def test_headers_and_recipients_unfold_in_place(conversation: Callable[[], Host]) -> None:
    host = conversation()
    async with host.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: open_texts(host))
        await pilot.press("h")
        await until(pilot, lambda: host.pane.extras)
        assert row_with(host, "In-Reply-To: ")
        await pilot.press("h", "w")
        await until(pilot, lambda: any(one.recipients for one in host.pane.extras.values()))
        assert row_with(host, "To: Ann Ash <ann.0@county.example>, ")


async def test_an_attachment_is_saved_and_never_over_another(
    conversation: Callable[[], Host], tmp_path: Path
) -> None:
    host = conversation()
    async with host.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: open_texts(host))
        await pilot.press("S")
        assert host.said[-1] == "no attachment here"
        await pilot.press("G")
        await until(pilot, lambda: open_texts(host))
        for _ in range(2):
            await pilot.press("S")
            answer = host.prompts[-1].answer(str(tmp_path))
            assert not isinstance(answer, str | None)
            assert await answer is None
        assert contents(tmp_path) == [b"year,cost\n2024,4000\n"] * 2
        answer = host.prompts[-1].answer(str(tmp_path / "nowhere" / "at all"))
        assert not isinstance(answer, str | None)
        assert await answer


async def test_an_attachment_is_opened_after_asking(
    conversation: Callable[[], Host], tmp_path: Path
) -> None:
    seen = tmp_path / "seen"
    opener = tmp_path / "open it"
    opener.write_text(f'#!/bin/sh\ncat "$1" > "{seen}.part"; mv "{seen}.part" "{seen}"\n')
    opener.chmod(0o755)
    host = conversation()
    async with host.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: open_texts(host))
        host.pane.opener = f"'{opener}'"
        await pilot.press("G")
        await until(pilot, lambda: open_texts(host))
        await pilot.press("O")
        assert "costs.csv" in host.choices[0].question
        assert not seen.exists()
        host.choices[0].choices["y"]()
        await until(pilot, seen.exists)
        assert seen.read_bytes() == b"year,cost\n2024,4000\n"
        host.pane.opener = str(tmp_path / "no such program")
        host.choices[0].choices["y"]()
        await until(pilot, lambda: "could not be started" in "".join(host.said[-1:]))


async def test_words_are_found_and_walked(conversation: Callable[[], Host]) -> None:
    host = conversation()
    async with host.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: open_texts(host))
        await pilot.press("ctrl+f")
        changed = host.prompts[0].changed
        assert changed is not None
        changed("SAME supplier")
        await until(pilot, lambda: len(host.pane.digests) == 5)
        assert host.prompts[0].answer("SAME supplier") is None
        await until(pilot, lambda: host.said and host.said[-1].startswith("1 of 1 match"))
        changed("paragraph")
        assert host.prompts[0].answer("paragraph") is None
        await until(pilot, lambda: host.said[-1].startswith("1 of 40 matches"))
        assert name(host.pane) == "Ben Moss"
        await pilot.press("p")
        await until(pilot, lambda: host.said[-1].startswith("40 of 40 matches"))
        assert row_with(host, "Paragraph 39")
        await pilot.press("n", "n")
        await until(pilot, lambda: host.said[-1].startswith("2 of 40 matches"))
        assert row_with(host, "Paragraph 1 of")
        assert host.prompts[0].answer("no such words") == "not in this conversation"
        await pilot.press("escape")
        assert not host.went
        await until(pilot, lambda: not host.said[-1])


async def test_new_mail_comes_in_without_moving_what_is_read(
    conversation: Callable[[], Host], mailbox: Mailbox
) -> None:
    host = conversation()
    async with host.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: open_texts(host))
        pane = host.pane
        await pilot.press("n")
        await until(pilot, lambda: open_texts(host))
        cursor, at = pane.cursor, row_with(host, "Tom Lloyd")
        rhys = next(e for e in pane.entries if e.sender.name == "Rhys Patel")
        late = mailbox.message(
            sender="Carol Ray <carol@york.gov.example>",
            subject="Re: Gritting updates: what do you pay?",
            headers={"In-Reply-To": f"<{rhys.id}>", "References": f"<{rhys.id}>"},
            body="Late to this:\n\nwe pay nothing.\n",
        )
        mailbox.add(late)
        await host.client.index()
        pane.look_again()
        await until(pilot, lambda: len(pane.entries) == 6 and open_texts(host))
        assert pane.cursor == cursor
        assert row_with(host, "Tom Lloyd") == at
        pane.to(0)
        await until(pilot, lambda: open_texts(host))
        assert " new " in lines(host)[row_with(host, "Carol Ray")]
        assert row_with(host, "we pay nothing.")


async def test_it_can_be_read_at_any_size(conversation: Callable[[], Host]) -> None:
    host = conversation()
    async with host.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: open_texts(host))
        for width, height in ((20, 5), (300, 100), (40, 12), (79, 24), (100, 6)):
            await pilot.resize_terminal(width, height)
            await until(pilot, lambda: open_texts(host))
            shown = [host.pane.render_line(y) for y in range(height)]
            assert {strip.cell_length for strip in shown} == {host.pane.columns}
            assert any("Nadia" in strip.text for strip in shown), (width, height)
            # A rule ends what stands above, with the facts or without.
            head = [strip.text for strip in shown[: host.pane.head_height]]
            assert height < 12 or head[-1].rstrip().endswith("──"), (width, height)


async def test_the_mouse_moves_and_unfolds(conversation: Callable[[], Host]) -> None:
    host = conversation()
    async with host.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: open_texts(host))
        await pilot.click(offset=(20, row_with(host, "⋯ 21 lines quoted")))
        assert row_with(host, "quoted line 3")
        await pilot.click(offset=(20, row_with(host, "Rhys Patel")))
        assert name(host.pane) == "Rhys Patel"
        await pilot.click(offset=(20, row_with(host, "Rhys Patel")))
        await until(pilot, lambda: open_texts(host))
        assert "▾ Rhys Patel" in lines(host)[row_with(host, "Rhys Patel")]


async def test_space_reads_on_to_the_end(
    conversation: Callable[[], Host], mailbox: Mailbox
) -> None:
    host = conversation()
    async with host.run_test(size=(60, 16)) as pilot:
        await until(pilot, lambda: open_texts(host))
        pages = 0
        while not host.went:
            await pilot.press("space")
            await until(pilot, lambda: open_texts(host))
            pages += 1
            assert pages < 30
        assert pages > 5, "Ben's text alone is that long"
        await until(pilot, lambda: len(unread(mailbox)) == 1)
        assert f"id:{host.pane.cursor.message}" in unread(mailbox), "one has not moved on from it"
        await pilot.press("b", "b")
        assert host.pane.top < len(host.pane.rows) - 2 * host.pane.window + 8


async def test_a_conversation_opens_by_a_message_in_it(
    conversation: Callable[[], Host], mailbox: Mailbox
) -> None:
    host = conversation()
    message = host.client.open(host.conversation).result(60).entries[2].id
    by_message = Host(host.client, f"id:{message}")
    async with by_message.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: open_texts(by_message))
        await pilot.press("A")
        await until(pilot, lambda: not unread(mailbox))
        assert by_message.said == ["marked read 3 messages"]
        await pilot.press("d", "D")
        await until(pilot, lambda: "deleted 1 message" in by_message.said)
        assert "deleted" in lines(by_message)[row_with(by_message, "Nadia Xu")]
        assert " 2024, " in lines(by_message)[row_with(by_message, "Nadia Xu")]


async def test_the_end_of_a_conversation_asks_for_the_next(
    conversation: Callable[[], Host],
) -> None:
    host = conversation()
    async with host.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: open_texts(host))
        await pilot.press("G", "n")
        assert host.went
        assert getattr(host.went[-1], "unread", False)


async def test_a_conversation_that_is_not_there_says_so(mailbox: Mailbox) -> None:
    mailbox.add(mailbox.message())
    mailbox.index()
    client = mailbox.client()
    with pytest.raises(IndexerError):
        client.open("id:nobody@nowhere.example").result(60)
    host = Host(client, "id:nobody@nowhere.example")
    async with host.run_test(size=(60, 10)) as pilot:
        await until(pilot, lambda: "q goes back." in host.pane.said)
        assert row_with(host, "q goes back.")


async def test_hostile_text_is_text(mailbox: Mailbox) -> None:
    mailbox.add(
        mailbox.message(
            subject="[@click=app.quit]x[/b]",
            sender='"[red]Eve[/]" <eve@x.example>',
            body="[@click=app.quit]click[/] [/b]\n\x1b]52;c;aGk=\x07 \u202etxt\n",
        )
    )
    mailbox.index()
    host = Host(mailbox.client(), mailbox.client().rows("*").result(60).rows[0].id)
    async with host.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: open_texts(host))
        assert row_with(host, "[@click=app.quit]click[/] [/b]")
        assert row_with(host, "[red]Eve[/]")
        assert not set("".join(lines(host))) & set("\x1b\x07\u202e")
