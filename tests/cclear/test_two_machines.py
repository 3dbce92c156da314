"""Two machines with one mailbox: each its mbsync and its index, on one real Dovecot."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from cclear.account import (
    Account,
    Server,
    check,
    configuration,
    mbsync_version,
    placed,
    sync,
    usual,
)
from indexer import Settings, TagChange
from tests.support.mailbox import LONG, Mailbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.dovecot import Account as User, Dovecot

pytestmark = pytest.mark.skipif(not shutil.which("mbsync"), reason="mbsync is not installed")

SETTINGS = Settings(archive="Archive")


class Machine:
    """A home with its own mbsync configuration, Maildirs and index."""

    def __init__(self, user: User, home: Path) -> None:
        home.mkdir()
        self.user = user
        server = Server(user.server.host, user.server.port)
        ca_file = str(user.server.ca_file)
        found = check(server, user.user, user.password, ca_file=ca_file)
        (home / "secret").write_text(user.password)
        self.mailbox = Mailbox(home / "mail")
        self.client = self.mailbox.client(SETTINGS)
        self.config = home / "mbsyncrc"
        account = Account(
            "sam@here.example", server, user.user, f"cat '{home / 'secret'}'", self.mailbox.path,
            placed(usual(found), found), ca_file=ca_file,
        )  # fmt: skip
        self.config.write_text(configuration(account, mbsync_version()))

    def fetch(self) -> None:
        """One round, as the reader has it: move what was archived, sync, take in."""
        self.client.file_away().result(LONG)
        outcome = sync(self.config)
        assert outcome.faults == ()
        self.client.index().result(LONG)

    def tag(self, message: str, *, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> None:
        self.client.tag(TagChange(add, remove, (message,))).result(LONG)

    def tags(self, message: str) -> set[str]:
        said = self.mailbox.notmuch("search", "--output=tags", "--exclude=false", f"id:{message}")
        return set(said.split())

    def folders(self, message: str) -> set[str]:
        said = self.mailbox.notmuch("search", "--output=files", "--exclude=false", f"id:{message}")
        root = len(self.mailbox.path.parts)
        return {line.split("/")[root] for line in said.splitlines()}

    def place(self, message: str) -> tuple[bool, set[str]]:
        """Whether it is in the inbox, and the folders that hold it."""
        return "inbox" in self.tags(message), self.folders(message)


@pytest.fixture
def two(dovecot: Dovecot, tmp_path: Path, mailbox: Mailbox) -> Iterator[tuple[Machine, Machine]]:
    user = dovecot.account()
    user.append([mailbox.message(id=f"m{n}@x", subject=f"Message {n}") for n in range(6)])
    user.append([mailbox.message(id="old@x", subject="Old")], "Archive", flags=r"\Seen")
    # Gmail's archive has what is in the inbox too.
    both = mailbox.message(id="both@x", subject="Both")
    for folder in ("INBOX", "Archive"):
        user.append([both], folder)
    machines = Machine(user, tmp_path / "a"), Machine(user, tmp_path / "b")
    for one in machines:
        one.fetch()
    yield machines
    for one in machines:
        one.mailbox.close()


def test_what_is_done_on_one_is_so_on_the_other(two: tuple[Machine, Machine]) -> None:
    here, there = two
    for one in two:
        # What the server had in its archive was archived before.
        assert one.place("old@x") == (False, {"Archive"})
        assert one.place("m0@x") == (True, {"INBOX"})
        assert one.place("both@x") == (True, {"INBOX", "Archive"})
    here.tag("m0@x", remove=("unread",))
    here.tag("m1@x", add=("flagged",))
    here.tag("m2@x", add=("replied",))
    for message in ("m3@x", "both@x"):
        here.tag(message, remove=("inbox",))
    here.tag("m4@x", add=("deleted", "mine"))
    for one in (here, here, there):
        one.fetch()
    assert there.tags("m0@x") == {"inbox"}
    assert there.tags("m1@x") == {"inbox", "unread", "flagged"}
    assert there.tags("m2@x") == {"inbox", "unread", "replied"}
    for one in two:
        for message in ("m3@x", "both@x"):
            assert one.place(message) == (False, {"Archive"})
    # What IMAP has no word for stays: README says so.
    assert there.tags("m4@x") == {"inbox", "unread"}

    # The other one thinks better of it.
    there.tag("m3@x", add=("inbox",))
    for one in (there, here):
        one.fetch()
        assert one.place("m3@x") == (True, {"INBOX", "Archive"})
    # And back again: what is in the archive already is not put there once more.
    here.tag("m3@x", remove=("inbox",))
    for one in (here, here, there, here, there):
        one.fetch()
    for one in two:
        assert one.place("m3@x") == (False, {"Archive"})
        assert len(list((one.mailbox.path / "Archive").glob("[cn]*/*"))) == 3
        assert one.mailbox.notmuch("count", "--exclude=false", "*") == "8\n"
    assert all(r"\Deleted" in m.flags for m in here.user.messages() if m.id == "m3@x")
    assert sorted(m.id for m in here.user.messages("Archive")) == ["both@x", "m3@x", "old@x"]
