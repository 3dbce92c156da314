"""The real mbsync against a real Dovecot: what comes, what goes back, what goes wrong."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import glob
import os
import re
import shutil
import subprocess
import threading
from collections import Counter
from dataclasses import replace
from pathlib import Path
from signal import SIGKILL
from typing import TYPE_CHECKING

import pytest

import indexer
from cclear.account import (
    Account,
    Progress,
    Server,
    Synced,
    check,
    configuration,
    count_since,
    first_sync,
    is_limited,
    mbsync_version,
    placed,
    sync,
    syncing,
    usual,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.dovecot import Account as User, Dovecot
    from tests.support.mailbox import Mailbox

pytestmark = pytest.mark.skipif(not shutil.which("mbsync"), reason="mbsync is not installed")

SASL = [
    Path(place)
    for place in (
        *os.environ.get("SASL_PATH", "").split(":"),
        *glob.glob("/usr/lib/*/sasl2"),  # noqa: PTH207 - several roots
        "/usr/lib64/sasl2",
    )
    if place
]
"""Where the modules lie that mbsync logs in by."""

DAY = dt.datetime(2024, 3, 4, 12, tzinfo=dt.UTC)


class Here:
    """A user of the server, synced to a directory by the configuration that is meant for it."""

    def __init__(self, user: User, folder: Path) -> None:
        self.user = user
        self.config = folder / "mbsyncrc"
        (folder / "secret").write_text(user.password)
        self.account = Account(
            "sam@here.example",
            Server(user.server.host, user.server.port),
            user.user,
            f"cat '{folder / 'secret'}'",
            folder / "mail of mine",
            (),
            ca_file=str(user.server.ca_file),
        )
        self.take()

    def take(self, *also: str) -> None:
        """Take the usual folders as they are on the server now."""
        self.found = check(
            self.account.imap, self.user.user, self.user.password, ca_file=self.account.ca_file
        )
        folders = placed(usual(self.found, take=also), self.found)
        self.account = replace(self.account, folders=folders)
        self.write(self.account)

    def write(self, account: Account) -> None:
        self.account = account
        account.root.mkdir(exist_ok=True)
        self.config.write_text(configuration(account, mbsync_version(), path=self.config))

    def files(self, folder: str = "INBOX") -> list[Path]:
        home = self.account.root / folder
        return [file for part in ("cur", "new") for file in (home / part).iterdir()]

    def ids(self, folder: str = "INBOX") -> Counter[str]:
        return Counter(id_of(file) for file in self.files(folder))

    def file(self, message: str, folder: str = "INBOX") -> Path:
        return next(file for file in self.files(folder) if id_of(file) == message)

    def flags(self, folder: str = "INBOX") -> dict[str, str]:
        return {id_of(file): file.name.partition(":2,")[2] for file in self.files(folder)}

    def limits(self, since: dt.date) -> dict[str, int]:
        counts = count_since(self.account, self.found.folders, self.user.password, since)
        by_name = {one.name: counts[one.raw] for one in self.found.folders if one.raw in counts}
        return {one.near: by_name[one.far] for one in self.account.folders if one.far in by_name}


def id_of(file: Path) -> str:
    match = re.search(rb"^Message-ID: <(.*?)>", file.read_bytes(), re.MULTILINE | re.IGNORECASE)
    assert match, file
    return match[1].decode()


@pytest.fixture
def here(dovecot: Dovecot, tmp_path: Path) -> Here:
    return Here(dovecot.account(), tmp_path)


def test_a_day_with_both_sides(here: Here, mailbox: Mailbox) -> None:
    user = here.user
    user.append([mailbox.message(id=f"in{n}@x") for n in range(4)], date=DAY)
    user.append([mailbox.message(id="old@x")], "Sent", flags=r"\Seen")
    user.create("Lists/Web &- Entw&APw-rfe")
    user.create("Sent Items")
    user.append([mailbox.message(id="list@x")], "Lists/Web &- Entw&APw-rfe")
    here.take()
    seen: list[Progress] = []
    outcome = sync(here.config, seen.append)
    assert outcome.faults == ()
    assert (outcome.fetched, outcome.uploaded) == (6, 0)
    assert {one.folder for one in seen} >= {"INBOX", "Sent", "Drafts"}
    assert (seen[-1].done, seen[-1].total, seen[-1].folders_done) == (6, 6, seen[-1].folders)
    assert set(here.ids("Lists/Web & Entwürfe")) == {"list@x"}
    assert here.file("in1@x").stat().st_mtime == DAY.timestamp()
    assert here.account.root.joinpath("Sent Items").is_dir()

    # Read, answered and flagged on either side; a sent copy and a draft from here.
    read = here.file("in1@x")
    read.rename(read.parent.parent / "cur" / f"{read.name.partition(':2,')[0]}:2,RS")
    user.flag("INBOX", 1, r"\Flagged")
    sent = here.account.root / "Sent" / "cur" / "1.here:2,S"
    sent.write_bytes(mailbox.message(id="mine@x").as_bytes())
    draft = here.account.root / "Drafts" / "cur" / "2.here:2,DS"
    draft.write_bytes(mailbox.message(id="draft@x").as_bytes())
    outcome = sync(here.config)
    assert (outcome.faults, outcome.uploaded) == ((), 2)
    assert here.flags()["in0@x"] == "F"
    there = {one.id: one.flags for one in user.messages()}
    assert there["in1@x"] == {r"\Seen", r"\Answered"}
    assert {one.id: one.flags for one in user.messages("Sent")}["mine@x"] == {r"\Seen"}
    assert [(one.id, one.flags) for one in user.messages("Drafts")] == [
        ("draft@x", frozenset({r"\Seen", r"\Draft"}))
    ]

    # A draft that is sent is gone there too; a file that is lost is not; one expunged there is.
    here.file("draft@x", "Drafts").unlink()
    here.file("in2@x").unlink()
    user.flag("INBOX", 4, r"\Deleted")
    with user.login() as imap:
        imap.select("INBOX")
        imap.expunge()
    outcome = sync(here.config)
    assert outcome.faults == ()
    assert user.messages("Drafts") == []
    assert [one.id for one in user.messages()] == ["in0@x", "in1@x", "in2@x"]
    assert all(r"\Deleted" not in one.flags for one in user.messages())
    assert set(here.ids()) == {"in0@x", "in1@x"}

    # Marked as trashed here: gone from INBOX on both sides; elsewhere it is marked, and stays.
    for message, folder in (("in0@x", "INBOX"), ("old@x", "Sent")):
        file = here.file(message, folder)
        file.rename(file.parent.parent / "cur" / f"{file.name.partition(':2,')[0]}:2,FST")
    assert sync(here.config).is_good
    assert [one.id for one in user.messages()] == ["in1@x", "in2@x"]
    assert {one.id: one.flags for one in user.messages("Sent")}["old@x"] >= {r"\Deleted"}


def test_what_the_server_saves_is_not_uploaded_again(here: Here, mailbox: Mailbox) -> None:
    here.write(replace(here.account, saves_sent=True))
    assert sync(here.config).is_good
    sent = here.account.root / "Sent" / "cur" / "1.here:2,S"
    sent.write_bytes(mailbox.message(id="mine@x").as_bytes())
    here.user.append([mailbox.message(id="mine@x")], "Sent", flags=r"\Seen")
    assert sync(here.config).is_good
    assert len(here.user.messages("Sent")) == 1
    assert here.ids("Sent") == {"mine@x": 2}
    # Two files are one message, and what mbsync notes beside them is no mail.
    with indexer.Client(indexer.Where(mail=here.account.root), indexer.Settings()) as client:
        client.start()
        taken = client.index().result(60)
    assert (taken.added, taken.unreadable) == (1, ())


def test_the_newest_mail_first_and_the_rest_later(here: Here, mailbox: Mailbox) -> None:
    user = here.user
    for n in range(30):
        flags = r"\Flagged" if n == 3 else r"\Seen" if n % 2 else ""
        user.append([mailbox.message(id=f"m{n}@x")], flags=flags, date=DAY + dt.timedelta(days=n))
    user.append([mailbox.message(id="s@x")], "Sent", date=DAY)
    limited = here.account.folders
    # A folder that neither side has yet.
    here.write(replace(here.account, folders=(*limited, Synced("Papers", "Old", "archive"))))
    limits = here.limits((DAY + dt.timedelta(days=20)).date())
    assert limits == {"INBOX": 10, "Archive": 0, "Drafts": 0, "Sent": 0}
    assert first_sync(here.account, limits).is_good
    assert "Papers" in user.folders()
    # What is flagged comes whatever its age.
    assert here.ids() == Counter([f"m{n}@x" for n in (3, *range(20, 30))])
    assert len(here.files("Sent")) <= 1
    assert not any(is_limited(here.account.root / one.near) for one in here.account.folders)

    # What happens in between is kept: read here, lost here, flagged there, new there.
    read = here.file("m22@x")
    read.rename(read.parent.parent / "cur" / f"{read.name.partition(':2,')[0]}:2,S")
    here.file("m24@x").unlink()
    user.flag("INBOX", 27, r"\Flagged")
    user.append([mailbox.message(id="new@x")])
    assert sync(here.config).is_good
    everything = {f"m{n}@x" for n in range(30)} | {"new@x"}
    assert here.ids() == Counter(everything - {"m24@x"})
    assert here.flags() == {
        one.id: "".join(sorted(flag[1] for flag in one.flags))
        for one in user.messages()
        if one.id != "m24@x"
    }
    assert [one.id for one in user.messages()] == [*(f"m{n}@x" for n in range(30)), "new@x"]
    assert here.flags()["m22@x"] == "S"
    assert here.ids("Sent") == {"s@x": 1}
    # Once it is whole, the same call sets no limit any more.
    assert first_sync(here.account, dict.fromkeys(limits, 1)).fetched == 0
    assert len(here.files()) == 30


def test_ended_at_any_moment_it_goes_on(here: Here, mailbox: Mailbox) -> None:
    """Stopped, and killed, in the first part and in the second: each message once at the end."""
    user = here.user
    user.append([mailbox.message(id=f"a{n}@x") for n in range(150)], date=DAY)
    user.append([mailbox.message(id=f"b{n}@x") for n in range(150)], date=DAY + dt.timedelta(9))
    counts = {"INBOX": 150}
    root = here.account.root

    for _ in range(2):
        with killed_amid(root):
            assert not first_sync(here.account, counts).is_good
    assert first_sync(here.account, counts, is_stopped=lambda: True).is_stopped
    assert first_sync(here.account, counts).is_good
    assert here.ids() == Counter(f"b{n}@x" for n in range(150))
    with killed_amid(root):
        assert not sync(here.config).is_good
    assert 150 < messages_in(root) < 300
    assert sync(here.config).is_good
    assert set(here.ids().values()) == {1}
    assert len(here.files()) == 300
    assert len(user.messages()) == 300


def messages_in(root: Path) -> int:
    return len(list(root.glob("INBOX/*/*")))


@contextlib.contextmanager
def killed_amid(root: Path) -> Iterator[None]:
    """Kills the mbsync that runs once some more messages are here."""
    start, over = messages_in(root), threading.Event()

    def watch() -> None:
        while not over.wait(0.002):
            if messages_in(root) > start + 20:
                for process in own_mbsyncs():
                    os.kill(process, SIGKILL)
                return

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def own_mbsyncs() -> list[int]:
    """The processes of mbsync that this one started."""
    found = subprocess.run(
        ["ps", "-eo", "pid=,ppid=,comm="], capture_output=True, text=True, check=True
    ).stdout
    rows = (line.split(None, 2) for line in found.splitlines())
    return [
        int(pid) for pid, parent, name in rows if (int(parent), name) == (os.getpid(), "mbsync")
    ]


def test_each_fault_is_a_sentence_and_the_rest_goes_on(
    here: Here, mailbox: Mailbox, tmp_path: Path
) -> None:
    user, good = here.user, here.account
    user.create("Lists")
    here.take()
    good = here.account
    assert sync(here.config).is_good

    def fault(**changes: object) -> str:
        here.write(replace(good, **changes))  # type: ignore[arg-type]
        faults = sync(here.config).faults
        here.write(good)
        assert len(faults) == 1, faults
        assert user.password not in faults[0].text
        return f"{faults[0].trouble}: {faults[0].text}"

    assert fault(secret_command="echo wrong") == (
        "password: the server does not take this name and password"
    )
    assert fault(secret_command="exit 3").startswith("password: the command for the password")
    assert fault(imap=Server(user.server.misnamed, user.server.port)).startswith("certificate: ")
    assert fault(imap=Server(user.server.host, user.server.plain_port)).startswith("no-tls: ")
    assert fault(imap=Server("imap.nowhere.invalid", 993)).split(":")[0] in ("name", "network")
    assert fault(imap=Server("127.0.0.1", 1)).startswith("refused: ")
    if user.server.has_tokens and not any(list(p.glob("libkdexoauth2*")) for p in SASL):
        assert fault(auth="oauth2") == (
            "token: mbsync cannot log in by OAuth 2 here; install its module, on Debian: "
            "apt-get install libsasl2-modules-kdexoauth2"
        )
    with (good.root / "Sent" / ".mbsyncstate.lock").open("wb") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)
        assert fault() == (
            "locked: another mbsync is at work on this mail; wait for it, then sync again"
        )
    here.config.write_text("Sync what\n")
    assert sync(here.config).faults[0].trouble == "configuration"
    here.write(good)

    user.append([mailbox.message(id="then@x")], "Lists")
    assert sync(here.config).is_good
    user.delete("Lists")
    user.append([mailbox.message(id="late@x")], "Sent")
    outcome = sync(here.config)
    assert [(one.trouble, one.folder) for one in outcome.faults] == [("folder", "Lists")]
    assert set(here.ids("Sent")) == {"late@x"}
    assert "the folder Lists is not on the server any more" in outcome.faults[0].text
    user.create("Lists")
    user.append([mailbox.message(id="now@x")], "Lists")
    outcome = sync(here.config)
    assert [(one.trouble, one.folder) for one in outcome.faults] == [("uidvalidity", "Lists")]
    # As it says: moved away, the folder comes anew.
    (good.root / "Lists").rename(tmp_path / "away")
    assert sync(here.config).is_good
    assert here.ids("Lists") == {"now@x": 1}


def test_a_full_disk_is_a_sentence_and_it_goes_on(here: Here, mailbox: Mailbox) -> None:
    root = here.account.root
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(root)],
        capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode:
        pytest.skip("mounting a small disk is not allowed here")
    try:
        messages = [mailbox.message(id=f"m{n}@x", body="x" * 70 + "\n") for n in range(200)]
        here.user.append(messages)
        outcome = sync(here.config)
        assert [one.trouble for one in outcome.faults] == ["disk"]
        assert "make room" in outcome.faults[0].text
        assert 0 < len(here.files()) < 200
        subprocess.run(["mount", "-o", "remount,size=6m", str(root)], check=True)
        assert sync(here.config).is_good
        assert here.ids() == Counter(f"m{n}@x" for n in range(200))
    finally:
        subprocess.run(["umount", "-l", str(root)], check=True)


def test_an_access_token_syncs(
    here: Here, mailbox: Mailbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not here.user.server.has_tokens:
        pytest.skip("this Dovecot takes no tokens")
    if not any(list(place.glob("libkdexoauth2*")) for place in SASL):
        pytest.skip("mbsync has no XOAUTH2: on Debian, apt-get install libsasl2-modules-kdexoauth2")
    token = tmp_path / "token"
    token.write_text(here.user.token)
    here.write(replace(here.account, auth="oauth2", secret_command=f"cat '{token}'"))
    here.user.append([mailbox.message(id="m@x")])
    assert sync(here.config).is_good
    assert set(here.ids()) == {"m@x"}
    # mbsync would wait three minutes for Dovecot to hang up.
    token.write_text("ya29.old")
    monkeypatch.setattr(syncing, "_QUIET_LOGIN", 1.0)
    assert [one.trouble for one in sync(here.config).faults] == ["token"]
