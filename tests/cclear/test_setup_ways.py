"""``cclear setup`` in plain lines: each way to one's own mail, and what goes wrong on it."""

from __future__ import annotations

import gzip
import shutil
import stat
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

from cclear import demo
from cclear.setup.places import Setup
from cclear.setup.syncing import has_mbsync
from tests.support.messages import Builder, as_bytes
from tests.support.ports import free_port
from tui.interview import Ask, Working

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.dovecot import Dovecot
    from tests.support.mailbox import Mailbox

CCLEAR = [sys.executable, "-P", "-m", "cclear"]


def answered(*answers: str, arguments: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """Set up, with an answer a line."""
    return subprocess.run(
        [*CCLEAR, *arguments, "setup"],
        input="".join(f"{answer}\n" for answer in answers),
        capture_output=True, text=True, check=False, timeout=180,
    )  # fmt: skip


def settings(home: Path) -> dict[str, dict[str, object]]:
    """What config.toml says."""
    path = home / ".config" / "cclear" / "config.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


@pytest.fixture
def sample() -> Iterator[Path]:
    """The sample mailbox, as a Maildir."""
    with demo.mailbox() as path:
        yield path


def test_an_existing_notmuch_database_is_used_as_it_is(users_mailbox: Mailbox, home: Path) -> None:
    users_mailbox.add(Builder().message())
    done = answered("")
    assert "1 message, no list yet." in done.stdout, done.stderr
    assert "notmuch’s index" in done.stdout
    assert settings(home) == {}


def test_a_maildir_in_the_usual_place_is_found_and_read_where_it_is(
    sample: Path, home: Path
) -> None:
    shutil.copytree(sample, home / "Maildir")
    done = answered("")
    assert "~/Maildir  a Maildir with 101 messages" in done.stderr
    assert "101 messages, 3 lists." in done.stdout
    assert settings(home) == {"mail": {"maildir": str(home / "Maildir")}}
    read = subprocess.run([*CCLEAR, "threads", "--limit", "1"], capture_output=True, check=False)
    assert read.returncode == 0


def test_an_export_cut_off_in_the_middle_keeps_what_could_be_read(home: Path) -> None:
    build = Builder()
    line = b"From jane Sat Jan  3 01:05:34 2026\n"
    whole = b"".join(line + as_bytes(build.message()) + b"\n" for _ in range(200))
    packed = gzip.compress(whole)
    (home / "all.mbox.gz").write_bytes(packed[: len(packed) - 40])
    done = answered("export", "~/all.mbox.gz", "~/Post")
    assert done.returncode == 0, done.stderr
    assert "ends in the middle" in done.stderr
    assert "messages, no list yet." in done.stdout
    assert stat.S_IMODE((home / "Post").stat().st_mode) == 0o700
    (home / "all.mbox.gz").write_bytes(packed)
    done = answered("export", "~/all.mbox.gz", "~/Post")
    assert "200 messages" in done.stdout, "run again, it goes on where it stopped"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("nothing.pst", b"no Outlook file at all", "no mail that is known here"),
        ("missing.mbox", None, "is not there"),
        ("picture.zip", b"PK\x03\x04", ""),
    ],
)
def test_what_is_no_export_is_a_sentence_and_writes_nothing(
    home: Path, name: str, content: bytes | None, words: str
) -> None:
    if content is not None:
        (home / name).write_bytes(content)
    done = answered("export", f"~/{name}", "~/Post")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()[-1]) > 20
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert settings(home) == {}


def test_answers_that_end_too_early_or_are_none_of_the_choices(home: Path) -> None:
    done = answered("imap")
    assert (done.returncode, settings(home)) == (1, {})
    assert "setup was left at: What is your address?" in done.stderr
    assert "'pop3' is none of: " in answered("pop3").stderr
    done = answered("imap", "jane")
    assert "jane is no address; write name@host" in done.stderr


def test_a_server_that_is_not_there_is_a_sentence_and_nothing_is_written(home: Path) -> None:
    port = str(free_port())
    done = answered(
        "imap", "jane@here.example", "Jane", "no", f"127.0.0.1:{port}", "jane",
        "127.0.0.1:25", "file", "secret",
    )  # fmt: skip
    assert done.returncode == 1
    assert f"127.0.0.1 takes no connections on port {port}" in done.stderr
    assert "secret" not in done.stdout + done.stderr
    assert settings(home) == {}
    assert not (home / ".config" / "cclear" / "passwords").exists()


def test_a_wrong_password_and_a_certificate_for_another_name(dovecot: Dovecot, home: Path) -> None:
    account = dovecot.account()
    ca = str(dovecot.ca_file)
    first = ("imap", account.user, "Jane", "no")
    server = f"{dovecot.host}:{dovecot.port}"
    done = answered(
        *first, server, account.user, "127.0.0.1:25", "file", "not it", ca, "not this either"
    )
    assert done.returncode == 1
    done = answered(
        *first, f"{dovecot.misnamed}:{dovecot.port}", account.user, "127.0.0.1:25", "file",
        account.password, ca,
    )  # fmt: skip
    assert done.returncode == 1
    assert "certificate" in done.stderr
    assert settings(home) == {}


def test_mbsync_is_installed_after_asking_or_all_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's package manager is a stand-in; what is looked for afterwards is not."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("sh", "cat", "chmod"):
        found = shutil.which(name)
        assert found
        (programs / name).symlink_to(found)
    monkeypatch.setenv("PATH", str(programs))
    runner = tmp_path / "run"
    runner.write_text(
        f'#!/bin/sh\n[ "$*" = "--yes --install isync" ] || exit 1\n'
        f"printf '#!/bin/sh\\necho isync 1.4.4\\n' >{programs}/mbsync\nchmod +x {programs}/mbsync\n"
    )
    runner.chmod(0o755)
    setup = Setup(tmp_path, {"CCLEAR_RUN": str(runner)}, tmp_path / "config.toml")
    going = has_mbsync(setup)
    asked = next(going)
    assert isinstance(asked, Ask)
    assert (asked.default, [c.key for c in asked.choices]) == (
        "install",
        ["install", "again", "no"],
    )
    again = going.send("again")
    assert isinstance(again, Ask)
    assert again.trouble == "mbsync is still not here"
    assert going.send("install") == Working("Installing isync")
    with pytest.raises(StopIteration) as end:
        next(going)
    assert end.value.value is True
    (programs / "mbsync").unlink()
    left = has_mbsync(setup)
    next(left)
    with pytest.raises(StopIteration) as end:
        left.send("no")
    assert end.value.value is False
