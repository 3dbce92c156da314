"""The first sync: the newest mail first, and all the rest afterwards, each message once.

mbsync has no limit by date. ``MaxMessages`` limits by number, and what it left out is not fetched
when the limit is lifted: a message below the highest number that was pulled counts as known. So

1. the server is asked how many messages of each folder came since a date;
2. a configuration beside the real one, with that limit for each folder, fetches them;
3. in each folder's ``.mbsyncstate`` the highest number pulled is set to 0. To mbsync every message
   that it has no pair for is new then, and its pairs, flags and all, stay as they are;
4. the real configuration, at any later time and in any number of runs, fetches the others.

Killed at any moment, it goes on: a folder without a state file is at step 2; one whose state has
``MaxExpiredFarUid``, which only a limit leaves there, is at step 3. A limit is set only in step 2
and never below what is here already, for mbsync removes what is above it. isync 1.4.4 and 1.5.1
do the same here; the format is theirs (sync.c, sync_state.c).
"""

from __future__ import annotations

import contextlib
import fcntl
import imaplib
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from cclear.account.connection import answered, logged_in, quoted
from cclear.account.mbsyncrc import configuration
from cclear.account.syncing import Outcome, Progress, mbsync_version, sync
from outbox import Deadline

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping

    from cclear.account.model import Account, Folder

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STATE = ".mbsyncstate"
_PULLED = re.compile(rb"^MaxPulledUid \d+$", re.MULTILINE)
_EXPIRED = re.compile(rb"^MaxExpiredFarUid \d+\n", re.MULTILINE)


def count_since(
    account: Account, folders: Iterable[Folder], secret: str, since: dt.date, seconds: float = 60
) -> dict[str, int]:
    """How many messages of each folder arrived since a day, by the folder's raw name.

    By the server's arrival dates (RFC 3501, section 6.4.4, SINCE). A folder that cannot be opened
    is left out. Raises AccountError.
    """
    day = f"{since.day}-{_MONTHS[since.month - 1]}-{since.year}"
    found = {}
    with logged_in(
        account.imap, account.user, secret, account.auth, ca_file=account.ca_file,
        deadline=Deadline(seconds),
    ) as imap:  # fmt: skip
        for folder in folders:
            try:
                answered(imap.select(quoted(folder.raw), readonly=True))
                numbers = answered(imap.uid("SEARCH", "SINCE", day))[0] or b""
            except imaplib.IMAP4.abort:
                raise
            except imaplib.IMAP4.error:
                continue
            found[folder.raw] = len(numbers.split())
    return found


def first_sync(
    account: Account,
    counts: Mapping[str, int],
    on_progress: Callable[[Progress], None] = lambda _: None,
    *,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Outcome:
    """Fetch the newest messages of each folder: ``counts`` by :attr:`Synced.near`.

    A folder that was begun before any limit, or has none in ``counts``, is fetched whole. After
    it, syncing with the account's own configuration fetches the rest, whenever that is. It may be
    ended at any moment and called again. Raises AccountError and OSError.
    """
    limits = {
        near: max(count, _here(account.root / near))
        for near, count in counts.items()
        if is_new(account.root / near)
    }
    account.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    _make(account)
    text = configuration(account, mbsync_version(), limits=limits)
    handle, name = tempfile.mkstemp(prefix="mbsyncrc.")
    try:
        with open(handle, "w", encoding="utf-8") as file:  # noqa: PTH123 - an open file
            file.write(text)
        outcome = sync(Path(name), on_progress, is_stopped=is_stopped)
    finally:
        Path(name).unlink()
    # Ended in the middle, the other folders' newest mail comes before the old mail of these.
    if not outcome.is_stopped and all(one.trouble == "folder" for one in outcome.faults):
        open_up(account)
    return outcome


def open_up(account: Account) -> tuple[str, ...]:
    """Let what a limit left out count as new: the folders, by their names here, where that was.

    A folder that mbsync is at work on, or was killed in, is passed over: call this again after
    the next sync. Raises OSError.
    """
    opened = []
    for folder in account.folders:
        home = account.root / folder.near
        if is_limited(home) and _open(home):
            opened.append(folder.near)
    return tuple(opened)


def is_new(maildir: Path) -> bool:
    """Whether mbsync has not finished a first run there."""
    return not (maildir / _STATE).exists()


def is_limited(maildir: Path) -> bool:
    """Whether a limit left messages of this folder on the server, and still does."""
    try:
        return bool(_EXPIRED.search((maildir / _STATE).read_bytes().partition(b"\n\n")[0] + b"\n"))
    except FileNotFoundError:
        return False


def _open(maildir: Path) -> bool:
    state = maildir / _STATE
    with (maildir / f"{_STATE}.lock").open("ab") as lock:
        try:
            # As mbsync locks it itself (sync.c, lock_state): nothing else writes there meanwhile.
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        # A journal counts only beside the state that it goes with (sync.c, load_state).
        if all((maildir / f"{_STATE}{end}").exists() for end in (".journal", ".new")):
            return False
        header, gap, pairs = state.read_bytes().partition(b"\n\n")
        header = _EXPIRED.sub(b"", _PULLED.sub(b"MaxPulledUid 0", header + b"\n")).rstrip(b"\n")
        _replace(state, header + gap + pairs)
    return True


def _replace(path: Path, data: bytes) -> None:
    aside = path.with_name(f"{path.name}.cclear")
    try:
        with aside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            aside.unlink()
        raise


def _make(account: Account) -> None:
    """Make the Maildirs that the server may lack: mbsync makes no folder that is on no side."""
    for folder in account.folders:
        if folder.use in ("sent", "drafts", "archive"):
            for part in ("cur", "new", "tmp"):
                (account.root / folder.near / part).mkdir(0o700, parents=True, exist_ok=True)


def _here(maildir: Path) -> int:
    """How many messages a Maildir holds."""
    return sum(
        1
        for place in (maildir / "cur", maildir / "new")
        if place.is_dir()
        for _ in os.scandir(place)
    )
