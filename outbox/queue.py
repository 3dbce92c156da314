"""What the user sent and no transport has accepted yet: never lost, never sent by two at once.

A message lies in a Maildir, its final bytes with lines ended as files have them. Its envelope is
JSON beside it, in ``tmp/envelopes``, where no mail program looks; both are on the disk before
:func:`put` returns. Who sends a message holds a lock on its file (flock(2)), which ends with the
process: that is how a crash is noticed.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import time
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from indexer import gate
from outbox import maildir
from outbox.model import OutboxError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from outbox.model import Finished

State = Literal["queued", "sending", "failed", "unsure", "sent"]

STATES: tuple[State, ...] = ("queued", "sending", "failed", "unsure", "sent")
TAGS = ("queued",)

CRASHED = (
    "the program ended while this was handed over: it may have been sent, and will not be sent "
    "again by itself"
)

STOPPED = "the program ended while this was being sent"
_FARTHEST = 2 * 3600
"""Seconds: what waits longer than that waits for a clock that has been put back since."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A recipient that the server did not take, and what it said."""

    address: str
    text: str
    for_good: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A message in the queue: its envelope, and how far it has come.

    ``id`` is the bare Message-ID; ``recipients`` are those it still has to reach; ``bcc`` which of
    them the message does not name. ``queued`` and ``not_before`` are seconds since 1970. ``draft``
    is the key of the draft that it was, ``parent`` the message that it answers or forwards and
    ``kind`` how. ``handed`` says that a transport may have it; ``refused`` are left over once the
    others have it.
    """

    key: str
    id: str
    sender: str
    recipients: tuple[str, ...]
    bcc: tuple[str, ...] = ()
    subject: str = ""
    identity: str = ""
    kind: str = "new"
    parent: str | None = None
    draft: str | None = None
    queued: int = 0
    not_before: float = 0.0
    state: State = "queued"
    tries: int = 0
    error: str = ""
    handed: bool = False
    refused: tuple[Refused, ...] = ()


def key_of(message_id: str) -> str:
    """The name of a message's files in queue and sent mail."""
    return f"cclear-{hashlib.sha256(message_id.encode()).hexdigest()[:24]}"


def put(folder: Path, finished: Finished, given: Entry) -> Entry:
    """Queue a finished message; once this returns it is on the disk, whole.

    ``given`` says what ``finished`` does not: subject, identity, bcc, draft and the like. Raises
    OutboxError: ``disk``, ``read-only``, ``queued`` for one that is there already, ``mismatch``
    for bytes that no file and transport can both hold.
    """
    key = key_of(finished.id)
    if _envelope(folder, key).exists():
        raise OutboxError("queued", "this message is in the queue already; see: cclear outbox")
    data = finished.data.replace(b"\r\n", b"\n")
    if b"\r" in data or b"\0" in data:
        raise OutboxError("mismatch", "the message holds a character that no mail may have")
    entry = replace(
        given, key=key, id=finished.id, sender=finished.sender, recipients=finished.recipients
    )
    locks: list[int] = []

    def held(handle: int) -> None:
        # Until the envelope is there, nobody takes the message for one that was left behind.
        fcntl.flock(handle, fcntl.LOCK_EX)
        locks.append(os.dup(handle))

    try:
        maildir.put(folder, key, "S", data, held=held)
        _record(folder, entry)
    finally:
        for lock in locks:
            os.close(lock)
    return entry


def entries(folder: Path) -> tuple[Entry, ...]:
    """What is in the queue, the first queued first; what a crash left is put right."""
    found = []
    for key in _keys(folder):
        entry = _read(folder, key)
        if entry and entry.state == "sending":
            with hold(folder, key) as held:
                entry = held.entry if held else entry
        if entry:
            found.append(entry)
    return tuple(sorted(found, key=lambda e: (e.queued, e.key)))


def path_of(folder: Path, key: str) -> Path | None:
    """The file of a message in the queue."""
    return maildir.find(folder, key)


class Held:
    """A message of the queue that this process alone may send, change or take out."""

    def __init__(self, folder: Path, entry: Entry, path: Path) -> None:
        self._folder = folder
        self.entry = entry
        self.path = path

    def record(self, **changes: Any) -> None:  # noqa: ANN401 - of the fields' types
        """Change the envelope, on the disk. Raises OutboxError."""
        entry = replace(self.entry, **changes)
        _record(self._folder, entry)
        self.entry = entry

    def hand_over(self, refused: tuple[Refused, ...] = ()) -> None:
        """Record that the transport gets the message now: the point of no return.

        The receipt is written first, so that no full disk can lose it. Raises OutboxError.
        """
        receipt = replace(self.entry, state="sent", handed=True, refused=refused, error="")
        final = _envelope(self._folder, self.entry.key)
        maildir.write(final.with_suffix(".new"), final.with_suffix(".receipt"), _packed(receipt))
        self.record(handed=True, refused=refused)

    def accepted(self) -> None:
        """Record that the transport has it: state ``sent``. Raises OutboxError."""
        final = _envelope(self._folder, self.entry.key)
        try:
            final.with_suffix(".receipt").rename(final)
            maildir.sync(final.parent)
        except OSError as error:
            raise maildir.trouble(final.parent, error) from error
        self.entry = replace(self.entry, state="sent", error="")

    def remove(self) -> None:
        """Take the message out of the queue. Raises OutboxError."""
        envelope = _envelope(self._folder, self.entry.key)
        for suffix in (".receipt", ".json"):
            maildir.remove(envelope.with_suffix(suffix))
        maildir.remove(self.path)


@contextlib.contextmanager
def hold(folder: Path, key: str) -> Iterator[Held | None]:
    """A message for this process alone; None where another has it, or where it is gone.

    One that was being sent when its sender ended is ``unsure`` if a transport may have it, else
    ``queued`` again.
    """
    path = maildir.find(folder, key)
    handle = _lock(path) if path else None
    if path is None or handle is None:
        yield None
        return
    try:
        entry = _read(folder, key)
        if entry is None or not path.exists():
            yield None
            return
        held = Held(folder, entry, path)
        if entry.state == "sending":
            changes: dict[str, Any] = {"state": "queued", "error": STOPPED}
            if entry.handed:
                changes = {"state": "unsure", "error": CRASHED}
            try:
                held.record(**changes)
            except OutboxError:
                # It is true all the same, and read the same way by the next one.
                held.entry = replace(entry, **changes)
        yield held
    finally:
        os.close(handle)


def sweep(folder: Path) -> None:
    """Remove what a process left that ended before its message was queued."""
    maildir.sweep(folder / "tmp")
    for key, path in list(maildir.files(folder)):
        handle = None if _envelope(folder, key).exists() else _lock(path)
        if handle is not None:
            if not _envelope(folder, key).exists():
                maildir.remove(path)
            os.close(handle)


def is_due(entry: Entry, now: float) -> bool:
    """Whether a queued message's time has come."""
    waits = entry.not_before - now
    return entry.state == "queued" and not 0 < waits <= _FARTHEST


def _lock(path: Path) -> int | None:
    """An open file whose lock is ours; None where another process has it."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def _envelope(folder: Path, key: str) -> Path:
    return folder / "tmp" / "envelopes" / f"{key}.json"


def _keys(folder: Path) -> list[str]:
    return sorted(p.stem for p in (folder / "tmp" / "envelopes").glob("cclear-*.json"))


def _record(folder: Path, entry: Entry) -> None:
    final = _envelope(folder, entry.key)
    try:
        if not final.parent.is_dir():
            final.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            maildir.sync(final.parent.parent)
    except OSError as error:
        raise maildir.trouble(folder, error) from error
    maildir.write(final.with_suffix(".new"), final, _packed(entry))


def _packed(entry: Entry) -> bytes:
    return json.dumps(asdict(entry)).encode()


def _read(folder: Path, key: str) -> Entry | None:
    """An envelope; None where it is gone."""
    path = _envelope(folder, key)
    try:
        given = json.loads(path.read_bytes())
        texts = {n: given[n] for n in ("recipients", "bcc")}
        refused = tuple(Refused(**one) for one in given["refused"])
        entry = Entry(**given | {n: tuple(v) for n, v in texts.items()} | {"refused": refused})
        _check(entry, key)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        why = gate.line(f"its envelope {path} cannot be read: {error}", 200)
        return Entry(key, key, "", (), queued=int(time.time()), state="failed", error=why)
    return entry


def _check(entry: Entry, key: str) -> None:
    if entry.key != key or entry.state not in STATES:
        raise ValueError("it is another message's")
