"""Archived mail lies in another folder, for IMAP has no other way to say so.

``inbox`` is a tag, which stays on this machine. Where ``[mail] archive`` names a folder, a message
that loses it goes from INBOX to that folder, one that gets it again comes back, and one that
another program moved loses or gets the tag. The property ``cclear.place`` says where a message was
when it was last seen to: without it, nobody could tell what was archived here from what came back
there. So what was never in the inbox (a hook may see to that) is never moved.

Only files that mbsync keeps are moved, and in steps that lose nothing wherever they end: the file
gets a second name in the other folder, without mbsync's number; a sync uploads it; only when
mbsync has noted it as being on the server is the one in INBOX marked as trashed, which takes it out
there with the next sync (mbsync(1), Expunge). What lies in the archive stays there.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from indexer import lock
from indexer.database import Reading, Retag, Writing, wait
from indexer.errors import IndexerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from indexer.database import Filed
    from indexer.session import Session

Deed = Literal["", "keep-inbox", "keep-archive", "file-away", "bring-back", "untrash"]

_WRITE_SECONDS = 3.0
_STATE = ".mbsyncstate"
_INBOX = "INBOX"
_TAG = frozenset({"inbox"})
_NONE = frozenset[str]()
_UID = re.compile(r",U=(\d+)")
_PAIR = re.compile(rb"^(\d+) (\d+) ", re.MULTILINE)
_MARK = re.compile(rb"^X-TUID: .*\n", re.MULTILINE)


def settle(session: Session) -> Iterator[int]:
    """Make folders and tags agree, yielding how many messages are done.

    Does nothing where no archive is set, or mbsync does not keep it. Raises IndexerError.
    """
    root = session.mail_root
    accounts = _accounts(root, session.hello.archive)
    if not accounts:
        return
    inbox = _within(root, (a.inbox for a in accounts))
    archive = _within(root, (a.archive for a in accounts))
    with Reading(session.place) as db:
        ids = [i for query in _queries(inbox, archive) for i in db.ids(query)]
    done = 0
    while done < len(ids):
        for _ in wait(session.place, lock.PATIENCE):
            yield done
        # Short, so that other programs and readers get their turn.
        until = time.monotonic() + _WRITE_SECONDS
        with Writing(session.place) as db:
            while done < len(ids) and time.monotonic() < until:
                if filed := db.filed(ids[done]):
                    _see_to(db, filed, accounts)
                done += 1
        yield done


def _accounts(root: Path, archive: str) -> list[_Account]:
    """The accounts that have both folders, kept by mbsync: in the root, or a folder below it."""
    if not archive:
        return []
    if Path(archive).is_absolute() or ".." in Path(archive).parts or archive == _INBOX:
        raise IndexerError(
            "usage", f"archive in [mail] is a folder beside INBOX, which {archive!a:.80} is not"
        )
    found = sorted(p.parent for p in (*root.glob(f"{_INBOX}/cur"), *root.glob(f"*/{_INBOX}/cur")))
    accounts = [_Account(inbox, inbox.parent / archive) for inbox in found]
    return [a for a in accounts if all((f / _STATE).is_file() for f in (a.inbox, a.archive))]


def _within(root: Path, folders: Iterable[Path]) -> str:
    """A query for what lies in any of these (notmuch-search-terms(7), folder:)."""
    names = [str(folder.relative_to(root)).replace('"', '""') for folder in folders]
    terms = [f'folder:"{name}"' for name in names]
    return f"({' or '.join(terms)})"


def _queries(inbox: str, archive: str) -> tuple[str, ...]:
    """Those whose tag, folder and place do not all say the same."""
    return (
        f"{inbox} and tag:inbox and not property:cclear.place=inbox",
        f"{inbox} and not tag:inbox and property:cclear.place=inbox",
        f"{inbox} and not tag:inbox and property:cclear.place=archive",
        f"{archive} and not {inbox} and not property:cclear.place=archive",
        f"{archive} and not {inbox} and tag:inbox and property:cclear.place=archive",
    )


def decide(place: str, *, tagged: bool, live: bool, trashed: bool, archived: bool) -> Deed:
    """What is to be done about a message. Pure.

    ``place`` is where it was last time; ``live`` and ``trashed`` say whether INBOX has files of it
    that are not, and that are, marked as trashed; ``archived`` whether the archive has any.
    """
    if place == "archive":
        if live:
            return "keep-inbox"
        if tagged:
            return "untrash" if trashed else "bring-back" if archived else ""
        return ""
    if live:
        return "keep-inbox" if tagged else "file-away" if place == "inbox" else ""
    return "keep-archive" if archived and not (trashed and tagged) else ""


def _see_to(db: Writing, filed: Filed, accounts: list[_Account]) -> None:
    """Do what is to be done about one message, which several accounts may have got."""
    live = [f for a in accounts for f in a.lives(filed)]
    trashed = [f for a in accounts for f in a.lives(filed, trashed=True)]
    archived = [(f, a) for a in accounts for f in a.archives(filed)]
    deed = decide(
        filed.place, tagged="inbox" in filed.tags,
        live=bool(live), trashed=bool(trashed), archived=bool(archived),
    )  # fmt: skip
    try:
        if deed == "file-away":
            # Each of them is to come one step further.
            are_out = [a.file_away(db, filed) for a in accounts]
            if not all(are_out):
                return
            deed = "keep-archive"
        elif deed == "bring-back":
            file, account = archived[0]
            account.bring_back(db, file)
            deed = "keep-inbox"
        elif deed == "untrash":
            for file in trashed:
                _mark(db, file, _flags(file).replace("T", ""))
            deed = "keep-inbox"
    except FileNotFoundError:
        # mbsync is at work just now and gave it another name: the next round knows it.
        return
    if deed == "keep-inbox":
        db.retag(Retag(filed.id, _TAG, _NONE, "inbox"))
    elif deed == "keep-archive":
        db.retag(Retag(filed.id, _NONE, _TAG, "archive"))


class _Account:
    """INBOX and the archive, two Maildirs side by side, looked at once as far as it takes."""

    def __init__(self, inbox: Path, archive: Path) -> None:
        self.inbox = inbox
        self.archive = archive
        self._bases: dict[Path, set[str]] = {}

    def lives(self, filed: Filed, *, trashed: bool = False) -> list[Path]:
        """A message's files in INBOX that are not marked as trashed, or those that are."""
        there = [f for f in filed.files if f.parent.parent == self.inbox]
        return [f for f in there if ("T" in _flags(f)) == trashed]

    def archives(self, filed: Filed) -> list[Path]:
        """A message's files in the archive."""
        return [f for f in filed.files if f.parent.parent == self.archive]

    def file_away(self, db: Writing, filed: Filed) -> bool:
        """Bring each file in INBOX one step further; whether all are out of it now.

        A message can have come twice, through a list and directly: each file has to be there.
        """
        live, archived = self.lives(filed), self.archives(filed)
        ready = []
        for file in live:
            content = _content(file)
            twin = next((other for other in archived if _content(other) == content), None)
            if twin is None:
                self._put(db, file, self.archive)
            elif self._is_uploaded(twin):
                ready.append(file)
        if len(ready) < len(live):
            return False
        for file in ready:
            _mark(db, file, "".join(sorted({*_flags(file), "T"})))
        return True

    def bring_back(self, db: Writing, file: Path) -> None:
        """Put a file of the archive into INBOX too."""
        self._put(db, file, self.inbox)

    def _put(self, db: Writing, file: Path, folder: Path) -> None:
        """Give a file a name in another folder, once: the database may not know of it yet."""
        if folder not in self._bases:
            self._bases[folder] = {
                _base(other)
                for part in ("cur", "new")
                if (folder / part).is_dir()
                for other in (folder / part).iterdir()
            }
        if _base(file) not in self._bases[folder]:
            _second_name(db, file, folder)
            self._bases[folder].add(_base(file))

    def _is_uploaded(self, file: Path) -> bool:
        number = _UID.search(file.name)
        return number is not None and int(number[1]) in self._uploaded

    @cached_property
    def _uploaded(self) -> frozenset[int]:
        """The numbers of the archive's messages that mbsync has on both sides (sync_state.c)."""
        _, _, pairs = (self.archive / _STATE).read_bytes().partition(b"\n\n")
        return frozenset(int(near) for far, near in _PAIR.findall(pairs) if int(far))


def _second_name(db: Writing, file: Path, maildir: Path) -> None:
    """Give a file a name in another Maildir too, and tell the database."""
    target = maildir / file.parent.name / _UID.sub("", file.name)
    try:
        target.hardlink_to(file)
    except FileNotFoundError:
        raise
    except FileExistsError:
        pass
    except OSError:
        # Not every file system gives a file two names.
        aside = maildir / "tmp" / target.name
        shutil.copy2(file, aside)
        with aside.open("rb") as copy:
            os.fsync(copy.fileno())
        aside.replace(target)
    db.take(str(target), (), ())


def _mark(db: Writing, file: Path, flags: str) -> None:
    """Give a file these flags, and tell the database its new name."""
    target = file.parent.with_name("cur") / f"{file.name.partition(':2,')[0]}:2,{flags}"
    file.rename(target)
    db.take(str(target), (), ())
    db.forget(str(file))


def _flags(file: Path) -> str:
    return file.name.partition(":2,")[2]


def _base(file: Path) -> str:
    """A Maildir file's name without what mbsync and flags add."""
    return _UID.sub("", file.name.partition(":2,")[0])


def _content(file: Path) -> bytes:
    """A message as it came, without the mark that mbsync may put into a copy."""
    header, gap, body = file.read_bytes().replace(b"\r\n", b"\n").partition(b"\n\n")
    return _MARK.sub(b"", header + b"\n") + gap + body
