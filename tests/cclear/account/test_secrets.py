"""Where a password lies: it comes back as it was, and nobody else can read it."""

from __future__ import annotations

import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cclear.account import AccountError, keep_in_file, keep_in_keyring, keyring_name, read_secret
from cclear.account.owned import is_edited, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ODD = "pa ss 'w\"ö\\rd$(x)`"

BACKEND = """\
import json, pathlib
from keyring.backend import KeyringBackend

class Folder(KeyringBackend):
    priority = 5
    name = "Folder of the tests"
    path = pathlib.Path(__file__).with_name("kept.json")

    def get_password(self, service, name):
        if not self.path.exists():
            return None
        return json.loads(self.path.read_text()).get(f"{service}/{name}")

    def set_password(self, service, name, password):
        if password == "refused":
            raise RuntimeError(f"locked: will not keep {password}")
        self.path.write_text(json.dumps({f"{service}/{name}": password}))
"""


@pytest.fixture
def keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A keyring of the test's own, for this process and those that it starts."""
    library = pytest.importorskip("keyring")
    folder = tmp_path / "backend"
    folder.mkdir()
    (folder / "folder_keyring.py").write_text(BACKEND, encoding="utf-8")
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setenv("PYTHONPATH", str(folder), prepend=":")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "folder_keyring.Folder")
    before = library.get_keyring()
    library.set_keyring(library.core.load_keyring("folder_keyring.Folder"))
    yield folder
    library.set_keyring(before)


def test_in_the_keyring(keyring: Path) -> None:
    assert keyring_name() == "Folder"
    kept = keep_in_keyring("sam@here.example", ODD)
    assert ODD not in kept.command
    assert kept.command.startswith(sys.executable)
    assert read_secret(kept.command) == ODD
    done = subprocess.run(["sh", "-c", kept.command], capture_output=True, text=True, check=True)
    assert done.stdout == f"{ODD}\n"
    with pytest.raises(AccountError) as caught:
        keep_in_keyring("sam@here.example", "refused")
    assert str(caught.value) == "the keyring says: locked: will not keep …"


def test_in_a_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    path = tmp_path / "a new" / "password in plain text"
    kept = keep_in_file(path, "first")
    kept = keep_in_file(path, ODD)
    assert read_secret(kept.command) == ODD
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("exit 3", "ended with status 3"),
        ("true", "prints nothing"),
        ("no-such-program-here", "ended with status 127"),
        ("sleep 20", "does not come to an end"),
    ],
)
def test_a_command_that_fails_is_named(command: str, words: str) -> None:
    with pytest.raises(AccountError) as caught:
        read_secret(command, "access token", seconds=0.3)
    assert words in str(caught.value)
    assert str(caught.value).endswith(f"try it by hand: {command}")
    assert caught.value.trouble == "token"


def test_what_its_owner_edited_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "new" / "mbsyncrc"
    assert write(path, "Host a\n").path == path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not write(path, "Host b\n").is_beside
    assert "Host b" in path.read_text()
    path.write_text(path.read_text().replace("Host b", "Host mine"))
    assert is_edited(path)
    written = write(path, "Host c\n")
    assert (written.path.name, written.is_beside) == ("mbsyncrc.new", True)
    assert "Host mine" in path.read_text()
    assert "Host c" in written.path.read_text()
    # One that cclear has not written at all is its owner's too.
    theirs = tmp_path / "rc"
    theirs.write_text("Host x\n")
    assert write(theirs, "Host y\n").is_beside
    assert theirs.read_text() == "Host x\n"
