"""Taking in: with others at work, twice at once, and ended anywhere."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from indexer import Client, IndexerError, Progress, Settings, takein
from indexer.lists import Lists
from indexer.protocol import Hello
from indexer.session import Session
from tests.support.mailbox import LONG, Mailbox
from tests.support.messages import bare_id

if TYPE_CHECKING:
    from email.message import EmailMessage

MEMBERS = [f"Person {n} <p{n}@council{n % 5}.example>" for n in range(16)]


def storm(mailbox: Mailbox, questions: int = 4, answers: int = 4) -> list[EmailMessage]:
    """A cc list's conversations, as messages not yet delivered."""
    made = []
    for day in range(questions):
        root = mailbox.message(sender=MEMBERS[day], to=MEMBERS, subject=f"Question {day}")
        made.append(root)
        made += [
            mailbox.message(reply_to_message=root, sender=MEMBERS[(day + n + 5) % 16], to=MEMBERS)
            for n in range(answers)
        ]
    return made


def test_a_list_is_named_by_all_that_came_with_it(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its first conversations share nothing; however many messages are taken at a time."""
    monkeypatch.setattr(takein, "_TAKE", 5)
    about = ("Snow", "Salt", "Gritting rota", "Who pays for gritting?", "Gritting in March")
    for subject, root, *answers in zip(about, *[iter(storm(mailbox, 5))] * 5, strict=True):
        root.replace_header("Subject", subject)
        for answer in answers:
            answer.replace_header("Subject", f"Re: {subject}")
        for message in (root, *answers):
            mailbox.add(message)
    mailbox.client().lists().result(LONG)
    mailbox.notmuch("new", "--quiet")
    session = Session(Hello(str(mailbox.path), (), (), 10, background=False, archive=""))
    # Ended once all were seen: then nothing waits to be decided.
    assert Progress("lists", 25, 25) in takein.catch_up_in_turn(session)
    (found,) = Lists(session.cache, own=session.own).lists()
    session.cache.close()
    assert found.name == "gritting"


def listed(mailbox: Mailbox) -> int:
    tags = [t for t in mailbox.notmuch("search", "--output=tags", "*").split() if "list/" in t]
    assert len(tags) == 1
    return int(mailbox.notmuch("count", f"tag:{tags[0]}"))


def test_every_message_of_a_lists_conversations_is_tagged_and_again_changes_nothing(
    mailbox: Mailbox,
) -> None:
    messages = storm(mailbox)
    for message in messages:
        mailbox.add(message)
    private = mailbox.message(reply_to_message=messages[0], sender=MEMBERS[9], to=MEMBERS[0])
    mailbox.add(private)
    elsewhere = mailbox.add(mailbox.message(subject="Elsewhere"))
    done = mailbox.index()
    assert (done.added, done.lists, done.unreadable) == (len(messages) + 2, 1, ())
    assert listed(mailbox) == len(messages) + 1
    before = mailbox.notmuch("dump")
    again = mailbox.index()
    assert (again.added, again.removed, again.moved, again.lists) == (0, 0, 0, 1)
    assert mailbox.notmuch("dump") == before
    client = mailbox.client()
    moved = client.join(f"id:{elsewhere}", f"id:{bare_id(messages[0])}").result(LONG)
    assert listed(mailbox) == len(messages) + 2
    client.restore(moved.before).result(LONG)
    # The other way round it is the list's part that leaves.
    moved = client.join(f"id:{bare_id(messages[0])}", f"id:{elsewhere}").result(LONG)
    assert listed(mailbox) == len(messages) + 2
    client.restore(moved.before).result(LONG)
    assert listed(mailbox) == len(messages) + 1
    split = client.split(f"id:{bare_id(private)}").result(LONG)
    assert listed(mailbox) == len(messages)
    client.restore(split.before).result(LONG)
    assert listed(mailbox) == len(messages) + 1


def test_what_another_programs_notmuch_new_took_in_is_seen_to(mailbox: Mailbox) -> None:
    messages = storm(mailbox)
    mailbox.index()
    for message in messages:
        mailbox.add(message)
    mailbox.notmuch("new", "--quiet")
    assert mailbox.index().added == 0
    assert listed(mailbox) == len(messages)


def test_a_late_message_of_a_list_gets_its_tag_which_nobody_else_has(mailbox: Mailbox) -> None:
    messages = storm(mailbox)
    private = mailbox.add(mailbox.message(subject="Elsewhere"))
    mailbox.index()
    mailbox.notmuch("tag", "+list/council0", "--", f"id:{private}")
    for message in messages:
        mailbox.add(message)
    mailbox.index()
    assert mailbox.notmuch("count", "tag:list/council0") == "1\n"
    mailbox.notmuch("tag", "-list/council0", "--", f"id:{private}")
    late = mailbox.message(reply_to_message=messages[0], sender="New <new@n.example>")
    mailbox.add(late)
    mailbox.index()
    assert listed(mailbox) == len(messages) + 1


def test_what_went_to_a_list_before_it_was_known_is_tagged_and_two_names_are_one(
    mailbox: Mailbox,
) -> None:
    """One's own copies have no List-Id; two lists with one List-Post keep the earlier name."""
    bins = "bins@lists.example"
    copy = mailbox.add(mailbox.message(to=bins, subject="Lids"))
    mailbox.add(
        mailbox.message(
            sender=MEMBERS[1],
            to="bins@old.example",
            headers={"List-Id": "<old.old.example>", "X-BeenThere": "old@old.example"},
        )
    )
    mailbox.index()
    assert not mailbox.notmuch("search", "--output=messages", "tag:list/bins").split()
    through = {"List-Id": "<bins.lists.example>", "List-Post": f"<mailto:{bins}>"}
    for n in range(2):
        mailbox.add(mailbox.message(sender=MEMBERS[n], to=bins, headers=through))
    mailbox.index()
    assert f"id:{copy}" in mailbox.notmuch("search", "--output=messages", "tag:list/bins")
    both = through | {"List-Id": "<old.old.example>"}
    for n in range(3):
        mailbox.add(mailbox.message(sender=MEMBERS[n], to=bins, headers=both))
    mailbox.index()
    tags = mailbox.notmuch("search", "--output=tags", "*").split()
    assert [t for t in tags if t.startswith("list/")] == ["list/old"]
    assert mailbox.notmuch("count", "tag:list/old").strip() == "7"


def test_conversations_of_a_list_are_counted_anew_where_they_changed(mailbox: Mailbox) -> None:
    messages = storm(mailbox)
    ids = [mailbox.add(message) for message in messages]
    mailbox.index()

    def counts() -> set[int]:
        both = (mailbox.client().lists(exact=exact).result(LONG)[0] for exact in (False, True))
        return {given.conversations for given in both}

    assert counts() == {4}
    both = {"References": f"<{ids[0]}> <{ids[5]}>"}
    mailbox.add(mailbox.message(sender=MEMBERS[3], to=MEMBERS, headers=both))
    mailbox.index()
    assert counts() == {3}
    for message in ids[15:]:
        mailbox.remove(message)
    mailbox.index()
    assert counts() == {2}


def test_more_mail_of_a_conversation_is_removed_than_is_taken_at_once(mailbox: Mailbox) -> None:
    asked = mailbox.message(subject="Salt")
    gone = [mailbox.add(asked)]
    gone += [mailbox.add(mailbox.message(reply_to_message=asked)) for _ in range(230)]
    mailbox.add(mailbox.message(subject="Grit"))
    mailbox.index()
    for message in gone:
        mailbox.remove(message)
    assert mailbox.index().removed == len(gone)
    (row,) = mailbox.client().rows("*").result(LONG).rows
    assert (row.subject, row.messages) == ("Grit", 1)


def test_removed_and_moved_mail(mailbox: Mailbox) -> None:
    ids = [mailbox.add(mailbox.message()) for _ in range(3)]
    mailbox.index()
    mailbox.remove(ids[0])
    moved = mailbox.files[ids[1]]
    moved.rename(moved.with_name(moved.name.replace(":2,", ":2,F")))
    done = mailbox.index()
    assert (done.removed, done.moved) == (1, 1)
    rows = mailbox.client().rows("*").result(LONG).rows
    assert len(rows) == 2
    assert mailbox.client().look().result(LONG).messages == 2
    assert mailbox.client().rows("tag:flagged").result(LONG).rows[0].messages == 1


def test_what_is_no_mail_is_named(mailbox: Mailbox) -> None:
    mailbox.add(mailbox.message())
    stray = mailbox.path / "cur" / "notes.txt"
    stray.write_text("nothing like a message\n" * 3)
    done = mailbox.index()
    assert done.added == 1
    assert done.unreadable == (str(stray),)


def test_one_by_one_or_all_at_once_gives_the_same_list(mailbox: Mailbox) -> None:
    messages = storm(mailbox)
    draw = random.Random(1)
    draw.shuffle(messages)
    for n, message in enumerate(messages):
        mailbox.add(message)
        if n % 5 == 0:
            mailbox.index()
    mailbox.index()
    assert listed(mailbox) == len(messages)


def test_two_at_once_do_the_work_once(mailbox: Mailbox) -> None:
    messages = storm(mailbox)
    for message in messages:
        mailbox.add(message)
    with Client(mailbox.where) as other:
        calls = [mailbox.client().index(), other.index()]
        done = [call.result(LONG) for call in calls]
    assert sorted(d.added for d in done) == [0, len(messages)]
    assert listed(mailbox) == len(messages)


@pytest.mark.parametrize("seed", range(4))
def test_killed_anywhere_the_next_run_finishes(mailbox: Mailbox, seed: int) -> None:
    messages = storm(mailbox, 5, 5)
    for message in messages:
        mailbox.add(message)
    draw = random.Random(seed)
    after = draw.randrange(1, 12)
    heard = 0

    with Client(mailbox.where, Settings(background=False)) as client:
        enough = threading.Event()

        def kill(_: Progress) -> None:
            nonlocal heard
            heard += 1
            if heard == after:
                for pid in client.pids:
                    os.kill(pid, signal.SIGKILL)
                enough.set()

        # The client itself asks a new worker to go on.
        client.index(kill).result(LONG)
    mailbox.index()
    assert listed(mailbox) == len(messages)
    assert mailbox.client().look().result(LONG).messages == len(messages)


def test_another_writer_is_waited_for_in_words(mailbox: Mailbox) -> None:
    mailbox.add(mailbox.message())
    mailbox.index()
    mailbox.add(mailbox.message())
    holder = hold(mailbox)
    said = threading.Event()

    def hear(progress: Progress) -> None:
        if "another program" in progress.waiting:
            said.set()

    call = mailbox.client().index(hear)
    assert said.wait(LONG)
    assert len(mailbox.client().rows("*").result(LONG).rows) == 1
    holder.communicate(b"\n")
    assert call.result(LONG).added == 1


def hold(mailbox: Mailbox) -> subprocess.Popen[bytes]:
    """A program that has the database open for writing until it reads a line."""
    code = (
        "import sys; from pathlib import Path; from indexer import database as d\n"
        "with d.Writing(d.embedded(Path(sys.argv[1]))): print('held', flush=True); input()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-P", "-c", code, str(mailbox.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout
    holder.stdout.readline()
    return holder


def test_a_failing_hook_is_one_line(users_mailbox: Mailbox) -> None:
    hooks = users_mailbox.path / ".notmuch" / "hooks"
    hooks.mkdir(parents=True, exist_ok=True)
    hook = hooks / "pre-new"
    hook.write_text("#!/bin/sh\nexit 3\n")
    hook.chmod(0o755)
    with pytest.raises(IndexerError) as error:
        users_mailbox.index()
    assert "hook" in error.value.text
    assert "\n" not in error.value.text
    hook.unlink()
    with contextlib.suppress(IndexerError):
        users_mailbox.index()
    assert users_mailbox.index().added == 0


def test_the_users_hooks_run(users_mailbox: Mailbox) -> None:
    hooks = users_mailbox.path / ".notmuch" / "hooks"
    hooks.mkdir(parents=True, exist_ok=True)
    hook = hooks / "post-new"
    hook.write_text(f"#!/bin/sh\nnotmuch --config={users_mailbox.config} tag +hooked -- '*'\n")
    hook.chmod(0o755)
    users_mailbox.add(users_mailbox.message())
    users_mailbox.index()
    assert users_mailbox.client().counts("tag:hooked").result(LONG)[0].messages == 1
