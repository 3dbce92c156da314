"""Mute and follow over rounds of taking in: late joins, lost tags, other programs, a new cache."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from indexer import FOLLOW, MUTE, UNFOLLOW, UNMUTE, Conversation, TagChange, protocol
from indexer.session import Session
from tests.support.mailbox import LONG, Mailbox
from tests.support.messages import ME, crowd

if TYPE_CHECKING:
    from pathlib import Path

    from indexer import Call, Progress, Tagged

CROWD = crowd(14)


def row(mailbox: Mailbox, message: str) -> Conversation:
    return mailbox.client().open(f"id:{message}").result(LONG).conversation


def say(mailbox: Mailbox, change: TagChange, message: str) -> Tagged:
    whole = replace(change, conversations=(row(mailbox, message).id,))
    return mailbox.client().tag(whole).result(LONG)


def tags(mailbox: Mailbox, message: str) -> set[str]:
    return set(mailbox.notmuch("search", "--output=tags", f"id:{message}").split())


def count(mailbox: Mailbox, query: str) -> int:
    return int(mailbox.notmuch("count", "--exclude=false", query))


def now(mailbox: Mailbox, message: str) -> Path:
    """A message's file, under the name that its flags have given it."""
    base = mailbox.files[message].name.partition(":")[0]
    return next(mailbox.path.glob(f"cur/{base}:*"))


def lose(mailbox: Mailbox, message: str) -> None:
    now(mailbox, message).unlink()


def test_mute_follows_a_conversation_wherever_it_goes(users_mailbox: Mailbox) -> None:
    mailbox = users_mailbox
    asked = mailbox.message(sender=CROWD[0], to=[*CROWD, ME], subject="Salt")
    other = mailbox.message(
        sender=CROWD[1], to=[*CROWD, ME], subject="Re: Grit",
        headers={"In-Reply-To": "<late@mail.example>"},
    )  # fmt: skip
    first, second = mailbox.add(asked), mailbox.add(other)
    mailbox.index()
    say(mailbox, MUTE, first)
    assert tags(mailbox, first) == {"muted"}

    turned = mailbox.message(
        sender=CROWD[2], to=[*CROWD, ME], reply_to_message=asked, subject="Lunch on Friday"
    )
    sent = mailbox.add(turned)
    mailbox.index()
    assert tags(mailbox, sent) == {"muted"}
    assert "muted" not in tags(mailbox, second)

    # A late message makes one thread of two: it answers the one, and is answered in the other.
    late = mailbox.message(
        sender=CROWD[3], to=[*CROWD, ME], reply_to_message=turned, id="late@mail.example"
    )
    mailbox.add(late)
    mailbox.index()
    assert row(mailbox, second).messages == 4
    assert count(mailbox, "tag:muted and not tag:inbox and not tag:unread") == 4

    # A file that is taken away loses its tags, whether a round sees that or not.
    for rounds in (mailbox.index, lambda: mailbox.notmuch("new", "--quiet")):
        lose(mailbox, second)
        rounds()
        mailbox.add(other)
        rounds()
        mailbox.index()
        assert count(mailbox, "tag:muted and not tag:inbox and not tag:unread") == 4

    # Another program says so of one message, and takes it back from all.
    mailbox.notmuch("tag", "-muted", "--", "*")
    mailbox.index()
    assert count(mailbox, "tag:muted") == 0
    mailbox.notmuch("tag", "+muted", "--", f"id:{sent}")
    mailbox.index()
    assert count(mailbox, "tag:muted") == 4


def test_it_wakes_for_its_reader_alone_and_stays_read(users_mailbox: Mailbox) -> None:
    mailbox = users_mailbox
    asked = mailbox.message(sender=CROWD[0], to=[*CROWD, ME], subject="Salt")
    first = mailbox.add(asked)
    mailbox.index()
    say(mailbox, MUTE, first)

    def answer(to: list[str], body: str = "With salt.\n", **headers: str) -> str:
        return mailbox.add(
            mailbox.message(
                sender=CROWD[5], to=to, reply_to_message=asked, body=body, headers=headers
            )
        )

    everybody = [*CROWD, ME]
    quoted = "No idea.\n\n> Hi Sam,\n> how much salt?\n"
    silent = [
        answer(everybody),
        answer(everybody, "Sam knows that.\n"),
        answer(everybody, quoted),
        answer([ME], "I am away.\n", **{"Auto-Submitted": "auto-replied"}),
    ]
    alone = answer([ME])
    named = answer(everybody, "Hi Sam,\n\nhow much salt?\n")
    mailbox.index()
    assert [tags(mailbox, m) for m in silent] == [{"muted"}] * 4
    assert tags(mailbox, alone) == {"inbox", "unread", "woken/alone"}
    assert tags(mailbox, named) == {"inbox", "unread", "woken/named"}
    (shown,) = mailbox.client().rows("tag:inbox").result(LONG).rows
    assert (shown.muted, shown.unread, shown.woken, shown.hushed) == (True, 2, "alone", False)
    assert shown.snippet_by
    assert shown.snippet_by.address == CROWD[5].partition("<")[2].rstrip(">")

    # What was read stays read, also where the cache or the file's tags are lost.
    mailbox.client().tag(TagChange(remove=("unread",), ids=(alone, named))).result(LONG)
    before = mailbox.notmuch("dump")
    mailbox.client().index(rebuild=True).result(LONG)
    mailbox.index()
    assert mailbox.notmuch("dump") == before
    assert row(mailbox, first).hushed
    file = now(mailbox, alone)
    gone = file.rename(mailbox.path.parent / "gone")
    mailbox.index()
    gone.rename(file)
    mailbox.index()
    assert tags(mailbox, alone) == {"muted"}

    # Muted once more, nothing of it stands out; unmuted, nothing is left of that.
    mailbox.client().tag(TagChange(add=("unread",), ids=(named,))).result(LONG)
    done = say(mailbox, MUTE, first)
    assert tags(mailbox, named) == {"muted"}
    mailbox.client().tag(*done.undo).result(LONG)
    assert tags(mailbox, named) == {"inbox", "unread", "woken/named"}
    say(mailbox, UNMUTE, first)
    assert tags(mailbox, named) == {"inbox", "unread"}


def test_what_is_followed_is_so_for_good_and_in_all_that_is_joined(
    users_mailbox: Mailbox,
) -> None:
    mailbox = users_mailbox
    followed = "property:cclear.followed=yes"
    asked, other = (mailbox.message(subject=s) for s in ("Salt", "Grit"))
    first, second = mailbox.add(asked), mailbox.add(other)
    mailbox.index()
    say(mailbox, MUTE, first)
    done = say(mailbox, FOLLOW, first)
    assert (row(mailbox, first).followed, row(mailbox, first).muted) == (True, False)
    mailbox.client().tag(*done.undo).result(LONG)
    assert (row(mailbox, first).followed, row(mailbox, first).muted) == (False, True)
    say(mailbox, FOLLOW, first)

    third = mailbox.add(mailbox.message(reply_to_message=asked))
    mailbox.index()
    assert count(mailbox, f"{followed} and tag:unread") == 1
    assert row(mailbox, second).followed is False

    # Threads that are one conversation, by what the user said.
    mailbox.client().join(f"id:{second}", f"id:{first}").result(LONG)
    assert count(mailbox, followed) == 3

    lose(mailbox, first)
    mailbox.index()
    mailbox.add(asked)
    mailbox.client().index(rebuild=True).result(LONG)
    assert count(mailbox, followed) == 3

    say(mailbox, UNFOLLOW, third)
    assert count(mailbox, followed) == 0
    say(mailbox, FOLLOW, third)
    assert say(mailbox, MUTE, third).messages == 3
    assert (count(mailbox, followed), count(mailbox, "tag:muted")) == (0, 3)
    mailbox.index()
    assert (count(mailbox, followed), count(mailbox, "tag:muted")) == (0, 3)


def test_a_text_that_ended_the_program_is_not_looked_through_for_ever(
    users_mailbox: Mailbox,
) -> None:
    mailbox = users_mailbox
    asked = mailbox.message(sender=CROWD[0], to=[*CROWD, ME])
    first = mailbox.add(asked)
    mailbox.index()
    say(mailbox, MUTE, first)
    calls = mailbox.message(
        sender=CROWD[1], to=[*CROWD, ME], reply_to_message=asked, body="Hi Sam,\nlook.\n"
    )
    deadly = mailbox.add(calls)
    session = Session(protocol.Hello(None, (), (), 10, background=False, archive=""))
    with session.cache.change():
        session.cache.set_meta(waking=f"2 {deadly}")
    session.cache.close()
    mailbox.index()
    assert tags(mailbox, deadly) == {"muted"}


def test_who_unmutes_while_mail_is_taken_in_has_the_last_word(users_mailbox: Mailbox) -> None:
    mailbox = users_mailbox
    asked = mailbox.message(sender=CROWD[0], to=[*CROWD, ME])
    first = mailbox.add(asked)
    mailbox.index()
    say(mailbox, MUTE, first)
    for n in range(20):
        mailbox.add(mailbox.message(sender=CROWD[n % 14], to=CROWD, reply_to_message=asked))
    client, conversation = mailbox.client(), row(mailbox, first).id
    said: list[Call[Tagged]] = []

    def unmute(progress: Progress) -> None:
        if progress.phase == "tags" and not said:
            said.append(client.tag(replace(UNMUTE, conversations=(conversation,))))

    client.index(unmute).result(LONG)
    assert said[0].result(LONG).messages
    mailbox.index()
    assert count(mailbox, "tag:muted") == 0
    assert count(mailbox, "tag:inbox and tag:unread") == 20
