"""The mailbox that is measured on: a copy in a directory of its own, with its notmuch database."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import random
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]

_CONFIG = """\
[database]
path={mail}
[user]
name=Bench
primary_email={me}
[new]
tags=unread;inbox
[search]
exclude_tags=deleted;spam
[maildir]
synchronize_flags=true
"""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A Maildir at ``home/mail`` with its database, whose owner is ``me``."""

    home: Path
    me: str

    @property
    def mail(self) -> Path:
        """The Maildir."""
        return self.home / "mail"

    @property
    def config(self) -> Path:
        """The notmuch configuration."""
        return self.home / "notmuch-config"

    @property
    def index(self) -> Path:
        """The database."""
        return self.mail / ".notmuch"

    @property
    def held(self) -> Path:
        """What was held back."""
        return self.home / "held"

    def environment(self) -> dict[str, str]:
        """For programs that are to see this mail, and nothing else of the user's."""
        strange = ("NOTMUCH", "XDG_", "COLUMNS", "LINES")
        kept = {k: v for k, v in os.environ.items() if not k.startswith(strange)}
        return kept | {
            "HOME": str(self.home),
            "NOTMUCH_CONFIG": str(self.config),
            "PYTHONPATH": str(ROOT),
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
        }

    def notmuch(self, *args: str) -> str:
        """What the notmuch program prints."""
        return subprocess.run(
            ["notmuch", *args],
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def search(self, query: str, *options: str) -> list[dict[str, Any]]:
        """Threads, newest first, as ``notmuch search`` gives them."""
        found = json.loads(self.notmuch("search", "--format=json", *options, "--", query))
        assert isinstance(found, list)  # noqa: S101 - notmuch's own format
        return found

    def clear(self) -> None:
        """Remove all of it."""
        shutil.rmtree(self.home, ignore_errors=True)


def generate(
    herdgen: Path, to: Path, messages: int, storm: int, *options: str, broken: bool = False
) -> None:
    """Have ``herdgen.py`` write a mailbox whose threads are whole, so that its storm is one.

    With ``broken``, some answers name nothing that they answer, as ``herdgen.py`` has it by itself.
    Raises FileNotFoundError where ``herdgen.py`` is not there.
    """
    if not herdgen.is_file():
        raise FileNotFoundError(f"{herdgen} is not here: name it (--herdgen), or name a mailbox")
    command = [
        sys.executable,
        str(herdgen),
        str(to),
        f"--messages={messages}",
        f"--storm={storm}",
        *([] if broken else ["--broken=0"]),
        *options,
    ]
    subprocess.run(command, check=True)


def copy(source: Path, home: Path, *, messages: int = 0, indexed: bool = True) -> Mailbox:
    """A copy of a mailbox; its oldest messages only where their number is given.

    Files are linked where they can be: nothing ever writes to them. ``indexed`` brings the database
    along where the source has one and all is copied, and makes it where not.
    """
    meta = json.loads((source / "meta.json").read_text(encoding="utf-8"))
    made = Mailbox(home, meta["me"])
    home.mkdir(parents=True)
    made.config.write_text(_CONFIG.format(mail=made.mail, me=made.me), encoding="utf-8")
    for name in ("cur", "new", "tmp"):
        folder = source / "mail" / name
        (made.mail / name).mkdir(parents=True)
        files = sorted(folder.iterdir(), key=_number)[: messages or None]
        for file in files:
            _link(file, made.mail / name / file.name)
        # notmuch new skips a directory that is as old as when it last looked.
        shutil.copystat(folder, made.mail / name)
    if indexed:
        if (old := _index_of(source)) and not messages:
            shutil.copytree(old, made.index)
        made.notmuch("new", "--quiet")
    return made


def empty(source: Path, home: Path) -> Mailbox:
    """A mailbox of the same owner with no mail in it yet."""
    meta = json.loads((source / "meta.json").read_text(encoding="utf-8"))
    made = Mailbox(home, meta["me"])
    for name in ("cur", "new", "tmp"):
        (made.mail / name).mkdir(parents=True)
    made.config.write_text(_CONFIG.format(mail=made.mail, me=made.me), encoding="utf-8")
    made.notmuch("new", "--quiet")
    return made


def again(box: Mailbox, home: Path) -> Mailbox:
    """A copy of a copy, database and all, for something that changes it."""
    home.mkdir(parents=True)
    made = replace(box, home=home)
    made.config.write_text(_CONFIG.format(mail=made.mail, me=made.me), encoding="utf-8")
    shutil.copytree(
        box.mail, made.mail, copy_function=_link, ignore=shutil.ignore_patterns(".notmuch")
    )
    if box.held.is_dir():
        shutil.copytree(box.held, made.held, copy_function=_link)
    shutil.copytree(box.index, made.index)
    return made


def deliver(box: Mailbox, count: int, seed: int) -> None:
    """Bring ``count`` more messages: answers as wide as those that are there, with ids anew."""
    draw = random.Random(seed)
    with os.scandir(box.mail / "cur") as entries:
        sample = [e.path for e in itertools.islice(entries, 4000)]
    for number in range(count):
        raw = _any(draw, sample)
        head, mark, body = raw.partition(b"\n\n")
        fresh = f"Message-ID: <bench.{seed}.{number}@mail.example>".encode()
        lines = [fresh if i.startswith(b"Message-ID:") else i for i in head.split(b"\n")]
        target = box.mail / "cur" / f"9{seed:04}{number:06}.bench:2,"
        target.write_bytes(b"\n".join(lines) + mark + body)


def hold_back(box: Mailbox, count: int) -> None:
    """Take the newest ``count`` messages out of the mailbox, for :func:`bring`."""
    box.held.mkdir()
    for file in sorted((box.mail / "cur").iterdir(), key=_number)[-count:]:
        file.rename(box.held / file.name)
    box.notmuch("new", "--quiet")


def bring(box: Mailbox, count: int) -> None:
    """Bring the oldest of those held back: mail that comes after all that is there.

    Raises ValueError where so many are not left.
    """
    files = sorted(box.held.iterdir(), key=_number)[:count]
    if len(files) < count:
        raise ValueError(f"{len(files)} messages were left, not {count}")
    for file in files:
        file.rename(box.mail / "cur" / file.name)


def _any(draw: random.Random, paths: list[str]) -> bytes:
    """One of those files; a reader that marks mail read renames some meanwhile."""
    while True:
        with contextlib.suppress(FileNotFoundError):
            return Path(draw.choice(paths)).read_bytes()


def _number(file: Path) -> tuple[int, str]:
    head = file.name.partition(".")[0]
    return (int(head) if head.isdigit() else 0, file.name)


def _index_of(source: Path) -> Path | None:
    for name in ("notmuch-fresh", "notmuch-fresh/.notmuch", "mail/.notmuch"):
        if (source / name / "xapian").is_dir():
            return source / name
    return None


def _link(source: str | Path, target: str | Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
