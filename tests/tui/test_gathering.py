"""Counted rows: what says nothing new, in a storm and elsewhere, from mail to screen."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given, strategies as st

from indexer import Settings
from tests.support.mailbox import LONG
from tests.support.messages import ME, START, crowd
from tests.tui.driving import Driven, reading
from tests.tui.trees import entry, tree
from tui import folds as folding
from tui.folds import Folds
from tui.gathering import gathered

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import EmailMessage
    from pathlib import Path

    from indexer import Chat, Entry
    from tests.support.mailbox import Mailbox

KINDS: tuple[Chat, ...] = ("", "thanks", "agree", "remove", "automatic")
PEOPLE = crowd(60)
SAM = Settings(addresses=("sam@here.example",), background=False)
"""Texts are worked out as they are asked for: what they say is known after they are shown."""


def chatty(parents: list[int | None], kinds: Mapping[int, Chat]) -> tuple[Entry, ...]:
    return tuple(
        replace(one, chat=kinds.get(int(one.id[1:].partition("@")[0]), "")) for one in tree(parents)
    )


def ids(*numbers: int) -> tuple[str, ...]:
    return tuple(f"m{number}@x.example" for number in numbers)


def test_thanks_go_behind_the_answers_and_what_is_answered_stays() -> None:
    told: dict[int, Chat] = {1: "thanks", 2: "agree", 3: "thanks", 5: "automatic", 6: "remove"}
    made = gathered(chatty([None, 0, 0, 0, 3, 0, 0], told))
    # 3 was answered by 4, which says something; one wish to be removed is no storm.
    assert tuple(e.id for e in made.entries) == ids(0, 3, 4, 6, 1, 2, 5)
    assert [group.ids for group in made.groups] == [ids(1, 2), ids(5)]
    storm = gathered(chatty([None, 0, 1, 2, 0], {1: "remove", 2: "stop", 3: "agree"}), storm=True)
    assert [group.ids for group in storm.groups] == [ids(1, 2, 3)]
    assert {e.parent for e in storm.entries[2:]} == {"m0@x.example"}
    # Each answers the last, and one of them says something.
    chain = gathered(chatty([None, 0, 1, 2, 3], {1: "remove", 2: "stop", 4: "agree"}), storm=True)
    assert [group.ids for group in chain.groups] == [ids(1, 2, 4)]
    assert [(e.id, e.parent) for e in chain.entries[:2]] == [(*ids(0), None), ids(3, 0)]
    assert gathered(chatty([None, 0], {1: "thanks"})).groups == ()
    loose = gathered(chatty([None, 0, 0, 0], dict.fromkeys((1, 2, 3), "thanks")), loose=ids(2))
    assert [group.ids for group in loose.groups] == [ids(1, 3)]


@given(st.data(), st.booleans())
def test_nothing_is_lost_and_what_says_something_keeps_its_place(
    data: st.DataObject, storm: bool
) -> None:
    size = data.draw(st.integers(1, 14))
    parents = [None, *(data.draw(st.integers(0, n - 1)) for n in range(1, size))]
    kinds = {n: data.draw(st.sampled_from(KINDS)) for n in range(size)}
    entries = chatty(parents, kinds)
    made = gathered(entries, storm=storm)
    shape = folding.shape(made.entries, made.groups)
    assert sorted(e.id for e in made.entries) == sorted(e.id for e in entries)
    away = set(shape.groups)
    assert entries[0].id not in away
    kept = [e for e in entries if e.id not in away]
    shown = [e for e in made.entries if e.id not in away]
    assert [e.id for e in shown] == [e.id for e in kept], "in their order"
    assert storm or shown == kept, "as they were"
    assert all(e.parent not in away for e in shown), "no answer below what is folded away"
    for group in made.groups:
        at = shape.places[group.ids[0]]
        assert shape.ids[at : at + len(group.ids)] == group.ids, "side by side"
        assert all(shape.ends[shape.places[i]] == shape.places[i] + 1 for i in group.ids)
        folds = Folds()
        assert folding.covered(folds, shape, group.ids[0]) == group.ids
        for message in group.ids:
            assert folding.ancestor_in_sight(folds, shape, message) == group.ids[0]
            parted = folding.revealed(folds, shape, message)
            assert folding.ancestor_in_sight(parted, shape, message) == message
            assert folding.closed(parted, shape, message) == folds
    again = gathered(made.entries, storm=storm)
    assert again.entries == made.entries, "gathered once is gathered"
    assert entry(0).chat == ""


def storm(mailbox: Mailbox) -> None:
    """A question to 61 people, and within minutes nine answers to all of them."""
    sent: dict[str, EmailMessage] = {}

    def add(key: str, who: int, body: str, to: str | None = "ask", **headers: str) -> None:
        others = [one for one in PEOPLE if one != PEOPLE[who]]
        sent[key] = mailbox.message(
            subject="Gritting" if to is None else None,
            sender=PEOPLE[who],
            to=[ME, *others],
            reply_to_message=sent[to] if to else None,
            body=body,
            date=START + dt.timedelta(minutes=2 * len(sent)),
            headers=headers,
        )
        mailbox.add(sent[key], "S" if to is None else "")

    add("ask", 0, "What do you pay for gritting?\n", None)
    add("off", 1, "Please remove me from this list.\n")
    add("said", 2, "About four thousand a year.\n")
    add("stop", 3, "Everyone, please stop replying to all!\n", "off")
    add("too", 4, "Me too please\n", "off")
    add("out", 5, "I am away until Monday.\n", **{"Auto-Submitted": "auto-replied"})
    add("off2", 6, "Take me off this list please.\n")
    add("thanks", 7, "Thanks!\n", "said")
    add("why", 8, "Why am I on this list?\n")
    add("note", 9, "Thanks, and does it cover footpaths?\n", "thanks")
    mailbox.client(SAM).index().result(LONG)


async def test_a_storm_is_one_row_that_unfolds_and_an_answer_to_all_is_asked_twice(
    mailbox: Mailbox, tmp_path: Path
) -> None:
    storm(mailbox)
    # A message under the cursor stays where it is when its text turns out to say nothing new.
    mailbox.client(SAM).read_all().result(LONG)
    async with reading(mailbox, (120, 34), mail=SAM) as driven:
        await driven.shows("↯ Gritting", "reply-all storm")
        await driven.press("enter")
        await driven.shows(
            "⋯ 6 × “please remove me”, “please stop replying”, 6 new", "⋯ 1 automatic reply"
        )
        assert "Bo, Di, Ed" in driven.line("6 ×")
        await driven.shows("About four thousand", "does it cover footpaths")
        assert "Thanks!" not in driven.text()
        assert "Take me off" not in driven.text()
        assert "↯ reply-all storm" in driven.text()

        # Whoever goes on from it has read what it stands for; n goes into it before.
        for _ in range(4):
            await driven.press("n")
        await driven.shows("Take me off this list", "Me too please")
        await driven.press("z", "c", "z", "c")
        await driven.shows("⋯ 6 × “please remove me”")
        await driven.press("d")
        await driven.until(lambda: len(ids_of(mailbox, "tag:deleted")) == 6, "an act is on all")
        await driven.press("u")
        await driven.until(lambda: not ids_of(mailbox, "tag:deleted"))
        await driven.press("ctrl+f")
        await driven.until(lambda: driven.prompted)
        await driven.type("take me")
        await driven.press("enter")
        await driven.shows("Take me off this list", "1 of 1 match")
        # What unfolds below the last line of the screen comes into sight.
        await driven.press("escape", "z", "c", "z", "c")
        await driven.shows("⋯ 6 × “please remove me”")
        await driven.pilot.resize_terminal(120, 10)
        await driven.press("g", "G", "k", "tab")
        await driven.shows("Take me off this list", "Why am I on this list?")
        await driven.pilot.resize_terminal(120, 34)
        await driven.press("g")

        await driven.press("R")
        await driven.until(lambda: driven.mail.composer and driven.mail.composer.letter)
        await answered(driven)

    config = tmp_path / "config.toml"
    config.write_text('[mail]\naddresses = ["sam@here.example"]\n', encoding="utf-8")
    reply = ("--config", str(config), "reply", "id:1@mail.example", "--to", "all", "--send")
    done = mailbox.cclear(*reply, "--people", "60")
    assert done.returncode == 2
    assert done.stderr.endswith("Send yours to 60 people too? Say so: --storm\n")
    assert done.stderr.count("\n") == 1


async def answered(driven: Driven) -> None:
    """To all: their number first, then a yes, without which it is not sent."""
    await driven.press("ctrl+s")
    await driven.shows("Type 60 to send it:")
    await driven.type("60")
    await driven.press("enter")
    await driven.shows("answered all 60 within an hour", "Send yours to 60 people too? y:")
    await driven.press("n", "enter")
    await driven.shows("not sent: y sends it all the same")
    assert driven.mail.composer is not None
    await driven.press("escape")


POST = {"List-Id": "Web teams <web.lists.example>", "List-Post": "<mailto:web@lists.example>"}
FEW = Settings(addresses=("sam@here.example",), background=False, storm_people=16)


async def test_behind_a_lists_address_a_debate_is_no_storm_and_a_wave_of_wishes_is(
    mailbox: Mailbox, tmp_path: Path
) -> None:
    begun: list[EmailMessage] = []

    def post(who: int, body: str, to: int | None = 0, subject: str | None = None) -> None:
        above = begun[to] if to is not None else None
        minutes = dt.timedelta(minutes=len(mailbox.files), hours=3 * len(begun))
        message = mailbox.message(
            sender=PEOPLE[who], to="web@lists.example", cc=PEOPLE[0] if above else (),
            reply_to_message=above, body=body, date=START + minutes, headers=POST, subject=subject,
        )  # fmt: skip
        if above is None:
            begun.append(message)
        mailbox.add(message, "S")

    post(0, "Which map do you use?\n", None, "Maps")
    for who in range(1, 15):
        post(who, f"We pay about {who} thousand a year for ours.\n")
    post(15, "Welcome to the list.\n", None, "Welcome")
    for who in range(1, 5):
        post(who, "Please remove me from this list.\n", 1)
    post(16, "There is a link for that below every mail.\n", 1)
    client = mailbox.client(FEW)
    client.index().result(LONG)
    client.read_all().result(LONG)
    async with reading(mailbox, (120, 34), mail=FEW) as driven:
        await driven.shows("Welcome", "Maps", "14 answers")
        assert "↯" not in driven.text()
        post(5, "Me too please.\n", 1)
        client.index().result(LONG)
        client.read_all().result(LONG)
        await driven.shows("↯ Welcome", "reply-all storm")
        assert "↯ Maps" not in driven.text()
        storms = [row.storm for row in client.rows("*").result(LONG).rows]
        # Seventeen wrote to the list, the writer of each answer and who is in Cc among them.
        assert [one and (one.people, one.answers) for one in storms] == [(16, 5), None]
        await driven.press("enter")
        await driven.shows("⋯ 5 × “please remove me”", "There is a link", "↯ reply-all storm")
        await driven.press("L")
        await driven.until(lambda: driven.mail.composer and driven.mail.composer.letter)
        await driven.press("ctrl+s")
        await driven.shows(
            "5 people answered 16 or more people within an hour. Send yours to the list too? y:"
        )
        await driven.press("n", "enter")
        await driven.shows("not sent: y sends it all the same")
        await driven.press("escape", "escape")

    config = tmp_path / "config.toml"
    config.write_text(
        '[mail]\naddresses = ["sam@here.example"]\nstorm_people = 16\n', encoding="utf-8"
    )
    reply = ("--config", str(config), "reply", "id:16@mail.example", "--send")
    done = mailbox.cclear(*reply)
    assert done.returncode == 2
    assert done.stderr.endswith("Send yours to the list too? Say so: --storm\n")


def ids_of(mailbox: Mailbox, query: str) -> list[str]:
    return mailbox.notmuch("search", "--exclude=false", "--output=messages", query).split()
