"""Archived mail moves to another Maildir, step by step, and nothing of it is lost on the way.

What mbsync does between the steps is done here by hand, as it does it: names get a number, and
what is on both sides is noted. That the real one does so, tests/cclear/test_two_machines.py shows.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from signal import SIGKILL
from typing import TYPE_CHECKING

import pytest

from indexer import IndexerError, Settings, TagChange
from indexer.archiving import decide
from tests.support.mailbox import LONG, Mailbox
from tests.support.messages import ME

if TYPE_CHECKING:
    from indexer import Indexed

SETTINGS = Settings(archive="Archive", background=False)


class Account:
    """INBOX and Archive of one account, as mbsync would keep them, in ``home`` below the mail."""

    def __init__(self, mailbox: Mailbox, home: str = "") -> None:
        self.mailbox = mailbox
        self.root = mailbox.path / home
        self.home = home
        self.numbers = {"INBOX": 0, "Archive": 0}
        for name in self.numbers:
            for part in ("cur", "new", "tmp"):
                (self.root / name / part).mkdir(parents=True)
        self.sync()

    def add(self, folder: str = "INBOX", flags: str = "S", **given: str | int) -> str:
        message = self.mailbox.message(**given)  # type: ignore[arg-type]
        return self.mailbox.add(message, flags, folder=str(Path(self.home) / folder))

    def files(self, folder: str) -> list[Path]:
        return sorted((self.root / folder).glob("[cn]*/*"))

    def flags(self, folder: str) -> list[str]:
        return [f.name.partition(":2,")[2] for f in self.files(folder)]

    def sync(self, *, is_uploaded: bool = True) -> None:
        """Number what has no number; note it as being on the server; expunge what is trashed."""
        for folder in self.numbers:
            for file in self.files(folder):
                if ",U=" not in file.name:
                    self.numbers[folder] += 1
                    name, info = file.name.split(":2,")
                    file.rename(file.with_name(f"{name},U={self.numbers[folder]}:2,{info}"))
            for file in self.files(folder):
                if is_uploaded and "T" in file.name.partition(":2,")[2]:
                    file.unlink()
            known = [int(m[1]) for f in self.files(folder) if (m := re.search(r",U=(\d+)", f.name))]
            pairs = [f"{n if is_uploaded else 0} {n} \n" for n in known]
            state = "FarUidValidity 1\nNearUidValidity 1\nMaxPulledUid 9\n\n" + "".join(pairs)
            (self.root / folder / ".mbsyncstate").write_text(state)

    def index(self) -> Indexed:
        return self.mailbox.client(SETTINGS).index().result(LONG)

    def tag(self, message: str, *, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> None:
        change = TagChange(add, remove, (message,))
        self.mailbox.client(SETTINGS).tag(change).result(LONG)

    def tags(self, message: str) -> list[str]:
        return self.mailbox.notmuch("search", "--output=tags", f"id:{message}").split()


@pytest.fixture
def account(mailbox: Mailbox) -> Account:
    return Account(mailbox)


def test_archived_here_it_goes_there_in_steps_and_comes_back(account: Account) -> None:
    message = account.add(body="Whole.\n")
    other = account.add(flags="")
    account.sync()
    account.index()
    content = account.files("INBOX")[0].read_bytes()
    account.tag(message, add=("mine", "list/x"), remove=("inbox",))
    for is_uploaded in (False, False, True):
        # Without the server's copy it stays in both, however often that is tried.
        account.index()
        assert account.flags("INBOX") == ["S", ""]
        assert [f.read_bytes() for f in account.files("Archive")] == [content]
        account.sync(is_uploaded=is_uploaded)
    account.index()
    assert sorted(account.flags("INBOX")) == ["", "ST"]
    # Thought better of in time: it just stays.
    account.tag(message, add=("inbox",))
    account.index()
    assert sorted(account.flags("INBOX")) == ["", "S"]
    account.tag(message, remove=("inbox",))
    account.index()
    account.sync()
    account.index()
    assert account.flags("INBOX") == [""]
    assert [f.read_bytes() for f in account.files("Archive")] == [content]
    assert account.tags(message) == ["list/x", "mine"]
    assert account.tags(other) == ["inbox", "unread"]
    # Later, it comes back as a file that is to be uploaded, and its copy stays where it is.
    account.tag(message, add=("inbox",))
    account.mailbox.client(SETTINGS).file_away().result(LONG)
    assert [f.read_bytes() for f in account.files("INBOX") if ",U=" not in f.name] == [content]
    account.sync()
    account.index()
    assert account.tags(message) == ["inbox", "list/x", "mine"]
    assert len(account.files("Archive")) == 1
    before = account.mailbox.notmuch("dump")
    account.index()
    assert account.mailbox.notmuch("dump") == before


def test_what_another_program_moved_is_tagged_so(account: Account) -> None:
    mailbox = account.mailbox
    moved, copied, stays, old = (account.add() for _ in range(4))
    account.sync()
    file = account.files("INBOX")[3]
    file.rename(account.root / "Archive" / "cur" / "old:2,S")
    account.index()
    # What lies in the archive when it is first seen was archived before.
    assert account.tags(old) == []
    first, second = account.files("INBOX")[:2]
    first.rename(account.root / "Archive" / "cur" / "1.elsewhere:2,S")
    shutil.copy(second, account.root / "Archive" / "cur" / "2.elsewhere:2,S")
    account.index()
    assert account.tags(moved) == []
    assert account.tags(copied) == account.tags(stays) == ["inbox"]
    second.unlink()
    account.index()
    assert account.tags(copied) == []
    shutil.copy(account.root / "Archive" / "cur" / "1.elsewhere:2,S", first)
    account.index()
    assert account.tags(moved) == ["inbox"]
    # Another notmuch program archives by the tag alone.
    mailbox.notmuch("tag", "-inbox", "--", f"id:{stays}")
    account.index()
    assert len(account.files("Archive")) == 4


def test_what_was_never_in_the_inbox_is_not_moved(account: Account) -> None:
    hooks = account.mailbox.path.with_name("mail.cclear") / "index" / "hooks"
    account.index()
    hooks.mkdir(parents=True)
    config = account.mailbox.config
    hook = hooks / "post-new"
    hook.write_text(f"#!/bin/sh\nnotmuch --config='{config}' tag -inbox -- subject:robot\n")
    hook.chmod(0o755)
    filtered = account.add(subject="robot")
    account.sync()
    account.index()
    account.sync()
    account.index()
    assert account.tags(filtered) == []
    assert account.files("Archive") == []
    # Mail of a muted conversation is out of the inbox on the server too.
    first = account.mailbox.message()
    muted = account.mailbox.add(first, "S", folder="INBOX")
    account.index()
    account.tag(muted, add=("muted",), remove=("inbox",))
    # One to its reader alone would wake it.
    late = account.mailbox.message(reply_to_message=first, to=[ME, "Jo <jo@o.example>"])
    account.mailbox.add(late, folder="INBOX")
    for _ in range(3):
        account.index()
        account.sync()
    assert len(account.files("Archive")) == 2
    assert [b"robot" in f.read_bytes() for f in account.files("INBOX")] == [True]


def test_two_files_of_one_message_both_go(account: Account) -> None:
    """It came directly and through a list, whose copy has a footer."""
    message = account.add(id="twice@x", body="Hello.\n")
    account.add(id="twice@x", body="Hello.\n-- \nA list's footer\n")
    account.sync()
    account.index()
    account.tag(message, remove=("inbox",))
    first, second = account.files("INBOX")
    contents = {first.read_bytes(), second.read_bytes()}
    assert len(contents) == 2
    # Another program has put one of them there already.
    shutil.copy(second, account.root / "Archive" / "cur" / "elsewhere:2,S")
    account.sync()
    for _ in range(3):
        account.index()
        account.sync()
    assert {f.read_bytes() for f in account.files("Archive")} == contents
    assert account.files("INBOX") == []


def test_a_message_that_two_accounts_got_is_archived_in_both(mailbox: Mailbox) -> None:
    accounts = Account(mailbox, "home"), Account(mailbox, "my work")
    for account in accounts:
        message = account.add(id="both@x", date=1709544000)
        account.sync()
    account.index()
    account.tag(message, remove=("inbox",))
    for _ in range(4):
        account.index()
        for one in accounts:
            one.sync()
        assert account.tags(message) == []
    assert [(len(a.files("INBOX")), len(a.files("Archive"))) for a in accounts] == [(0, 1)] * 2
    account.tag(message, add=("inbox",))
    for _ in range(3):
        account.index()
        for one in accounts:
            one.sync()
        assert account.tags(message) == ["inbox"]


def test_nothing_moves_without_an_archive_that_is_synced(mailbox: Mailbox) -> None:
    account = Account(mailbox, "work")
    (account.root / "Archive" / ".mbsyncstate").unlink()
    message = account.add()
    account.index()
    account.tag(message, remove=("inbox",))
    account.index()
    assert account.files("Archive") == []
    account.sync()
    # No more than where it is not asked for.
    plain = mailbox.client()
    plain.index().result(LONG)
    plain.file_away().result(LONG)
    assert account.files("Archive") == []
    account.index()
    assert len(account.files("Archive")) == 1
    for name in ("/Archive", "../Archive", "INBOX"):
        with pytest.raises(IndexerError, match="a folder beside INBOX"):
            mailbox.client(Settings(archive=name)).index().result(LONG)


@pytest.mark.parametrize(
    ("place", "now", "deed"),
    [
        ("", "tagged live", "keep-inbox"),
        ("", "live archived", ""),
        ("", "tagged archived", "keep-archive"),
        ("", "tagged", ""),
        ("inbox", "tagged live archived", "keep-inbox"),
        ("inbox", "live", "file-away"),
        ("inbox", "live trashed archived", "file-away"),
        ("inbox", "trashed archived", "keep-archive"),
        # Trashed by another program: that is no archiving.
        ("inbox", "tagged trashed archived", ""),
        ("inbox", "tagged archived", "keep-archive"),
        ("archive", "trashed archived", ""),
        ("archive", "live archived", "keep-inbox"),
        ("archive", "tagged trashed archived", "untrash"),
        ("archive", "tagged archived", "bring-back"),
        ("archive", "tagged", ""),
    ],
)  # fmt: skip
def test_what_is_done(place: str, now: str, deed: str) -> None:
    """By where it was, and what is so now."""
    there = {name: name in now.split() for name in ("tagged", "live", "trashed", "archived")}
    assert decide(place, **there) == deed


KILLED = """
import os, signal, sys
from indexer import archiving, protocol, session
mail, event, number = sys.argv[1], sys.argv[2], int(sys.argv[3])
opened = session.Session(protocol.Hello(mail, (), (), 10, False, "Archive"))
def kill(frame, seen, called):
    global number
    if seen == event and called in (os.link, os.rename):
        number -= 1
        if not number:
            os.kill(os.getpid(), signal.SIGKILL)
sys.setprofile(kill)
for _ in archiving.settle(opened):
    pass
"""
"""Settles, and is killed just before or after the call of that number that moves a file."""


def test_killed_at_any_step_it_goes_on(account: Account) -> None:
    message = account.add(body="Whole.\n")
    other = account.add(body="Whole too.\n")
    account.sync()
    account.index()
    contents = {f.read_bytes() for f in account.files("INBOX")}

    def killed(event: str, number: int) -> bool:
        command = [sys.executable, "-P", "-c", KILLED, str(account.mailbox.path), event]
        done = subprocess.run([*command, str(number)], check=False, timeout=LONG)
        assert done.returncode in (0, -SIGKILL)
        return done.returncode != 0

    kills = 0
    for change in ({"remove": ("inbox",)}, {"add": ("inbox",)}, {"remove": ("inbox",)}):
        for one in (message, other):
            account.tag(one, **change)
        for _ in range(2):
            for event, number in (("c_return", 1), ("c_call", 1), ("c_return", 1)):
                kills += killed(event, number)
                # The index does not know yet what a sync then gives another name.
                account.sync(is_uploaded=False)
                assert {f.read_bytes() for n in account.numbers for f in account.files(n)} == (
                    contents
                )
            account.index()
            account.sync()
        account.index()
        account.sync()
        account.index()
        is_back = "add" in change
        assert account.tags(message) == account.tags(other) == (["inbox"] if is_back else [])
        assert len(account.files("Archive")) == 2
        assert len(account.files("INBOX")) == (2 if is_back else 0)
    assert kills >= 8
