"""A real Maildir with a real notmuch database, in a temporary directory."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import indexer
from tests.support.messages import ME, Builder, as_bytes, bare_id

if TYPE_CHECKING:
    from email.message import EmailMessage

ROOT = Path(__file__).resolve().parents[2]
"""The checkout."""

LONG = 180.0
"""Seconds after which an answer is taken to be lost."""

_CONFIG = """\
[database]
path={path}
[user]
name=Sam Reader
primary_email={address}
[new]
tags=unread;inbox
ignore=
[search]
exclude_tags=deleted;spam
[maildir]
synchronize_flags=true
"""


class Mailbox(Builder):
    """One Maildir, its database, and clients of it.

    ``path`` is the Maildir; ``where`` is what :class:`indexer.Client` and the screens are given.
    """

    def __init__(self, path: Path, *, config: Path | None = None) -> None:
        """A Maildir at ``path``, embedded (``--mail PATH``) without ``config``."""
        super().__init__()
        self.path = path
        self.files: dict[str, Path] = {}
        self.where = indexer.Where(mail=None if config else path)
        self._config = config
        self._names = itertools.count(1)
        self._clients: dict[indexer.Settings, indexer.Client] = {}
        self._stack = ExitStack()
        for name in ("cur", "new", "tmp"):
            (path / name).mkdir(parents=True, exist_ok=True)
        if config:
            address = ME.partition("<")[2].rstrip(">")
            config.write_text(_CONFIG.format(path=path, address=address), encoding="utf-8")
            self.notmuch("new", "--quiet")

    def add(self, given: EmailMessage | str | bytes, flags: str = "", *, folder: str = "") -> str:
        """Deliver a message with Maildir ``flags`` (``"S"`` seen, ``"F"`` flagged); its bare id.

        ``folder`` is a Maildir below ``path``. The database learns of it at the next index.
        """
        home = self.path / folder
        for name in ("cur", "new", "tmp"):
            (home / name).mkdir(parents=True, exist_ok=True)
        name = f"{next(self._names)}.mail.example"
        draft, final = home / "tmp" / name, home / "cur" / f"{name}:2,{''.join(sorted(flags))}"
        draft.write_bytes(as_bytes(given))
        draft.rename(final)
        found = bare_id(given)
        self.files[found] = final
        return found

    def remove(self, message: str) -> None:
        """Delete the file last added under an id."""
        self.files.pop(message).unlink()

    def client(self, settings: indexer.Settings | None = None) -> indexer.Client:
        """A started client, the same one for the same settings, closed after the test."""
        settings = settings or indexer.Settings()
        if settings not in self._clients:
            client = self._stack.enter_context(indexer.Client(self.where, settings))
            client.start()
            self._clients[settings] = client
        return self._clients[settings]

    def index(self) -> indexer.Indexed:
        """Take in what was added, moved and removed."""
        return self.client().index().result(LONG)

    @property
    def config(self) -> Path:
        """The notmuch configuration; an embedded one is there after the first index."""
        if self._config:
            return self._config
        home = self.path.with_name(f"{self.path.name}.cclear")
        for file in sorted(home.glob("*")):
            if file.is_file() and file.read_bytes().startswith(b"[database]"):
                return file
        raise FileNotFoundError(f"no notmuch configuration in {home}: index first")

    def notmuch(self, *args: str, stdin: str = "") -> str:
        """What the notmuch program prints, on this database; raises where it fails."""
        done = subprocess.run(
            ["notmuch", f"--config={self.config}", *args],
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=LONG,
        )
        if done.returncode:
            raise RuntimeError(f"notmuch {' '.join(args)}: {done.stderr}")
        return done.stdout

    def command(self, *args: str) -> list[str]:
        """The command line of cclear on this mail."""
        mail = [] if self._config else ["--mail", str(self.path)]
        return [sys.executable, "-P", "-m", "cclear", *mail, *args]

    def cclear(self, *args: str, stdin: str | bytes = b"") -> subprocess.CompletedProcess[str]:
        """Run cclear to its end, with its standard output and error as text."""
        return run(self.command(*args), stdin)

    def close(self) -> None:
        """End the clients."""
        self._stack.close()


def run(command: list[str], stdin: str | bytes = b"") -> subprocess.CompletedProcess[str]:
    """Run a program to its end, with its standard output and error as text."""
    done = subprocess.run(
        command,
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        check=False,
        timeout=LONG,
        env=os.environ.copy(),
    )
    return subprocess.CompletedProcess(
        command,
        done.returncode,
        done.stdout.decode("utf-8", "surrogateescape"),
        done.stderr.decode("utf-8", "surrogateescape"),
    )
