"""What a message's own header says has become of it: read, flagged, deleted, archived.

Programs that keep or export mail in mbox files write it there: ``Status`` and ``X-Status``
(Dovecot, mutt), ``X-Mozilla-Status`` (Thunderbird), ``X-Gmail-Labels`` (Google Takeout).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer import charset, roles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.found import Place
    from indexer.roles import Role

ARTEFACTS = frozenset(
    b"status x-status x-keywords x-uid x-imap x-imapbase content-length "
    b"x-mozilla-status x-mozilla-status2 x-mozilla-keys".split()
)
"""What mbox programs write into headers for themselves; Dovecot's list, and Thunderbird's."""

_READ = (b"status", b"x-status", b"x-mozilla-status", b"x-mozilla-status2", b"x-gmail-labels")
_MOZILLA = ((0x1, "S"), (0x2, "R"), (0x4, "F"), (0x1000, "P"))
# nsMsgMessageFlags: Expunged in the low half; IMAPDeleted in the high one.
_EXPUNGED, _IMAP_DELETED = 0x8, 0x00200000
_LABELS = 8192


@dataclass(frozen=True, slots=True)
class Status:
    """Maildir flags (None where nothing tells), the place, and whether it is to be left out."""

    flags: str | None = None
    place: Place = ""
    left: bool = False


def status(
    parts: Iterable[tuple[bytes, bytes]], folder: Role = "", *, known: bool = False
) -> Status:
    """What the fields of a header say, and the folder that the message lay in.

    ``known``: the program keeps folders, so that one of the user's own is not the inbox.
    """
    values: dict[bytes, bytes] = {}
    for name, field in parts:
        if name in _READ:
            values.setdefault(name, field.partition(b":")[2].strip())
    flags = _flags(values) if set(values) - {b"x-gmail-labels"} else None
    low, high = _bits(values, b"x-mozilla-status"), _bits(values, b"x-mozilla-status2")
    left = bool(low & _EXPUNGED or high & _IMAP_DELETED)
    if b"x-gmail-labels" in values:
        return _labelled(_labels(values[b"x-gmail-labels"]), left=left)
    return in_folder(flags, folder, known=known, left=left)


def in_folder(
    flags: str | None, folder: Role, *, known: bool = False, left: bool = False
) -> Status:
    """What the folder adds: what was sent was read, and only the inbox is the inbox."""
    if folder in roles.LEFT_OUT:
        return Status(flags, "", left=True)
    if folder == "sent":
        return Status(_with(flags, "S"), "sent", left)
    if folder == "drafts":
        return Status(_with(flags, "DS"), "draft", left)
    if folder == "inbox" or not known:
        return Status(flags, "", left)
    return Status(flags, "archive", left)


def _with(flags: str | None, more: str) -> str:
    return "".join(sorted({*(flags or ""), *more}))


def _flags(values: dict[bytes, bytes]) -> str:
    flags = set()
    if b"R" in values.get(b"status", b""):
        flags.add("S")
    for letter, flag in ((b"A", "R"), (b"F", "F"), (b"D", "T"), (b"T", "D")):
        if letter in values.get(b"x-status", b""):
            flags.add(flag)
    bits = _bits(values, b"x-mozilla-status")
    flags.update(flag for bit, flag in _MOZILLA if bits & bit)
    return "".join(sorted(flags))


def _bits(values: dict[bytes, bytes], name: bytes) -> int:
    try:
        return int(values.get(name, b"0")[:8], 16)
    except ValueError:
        return 0


def _labels(value: bytes) -> set[Role]:
    text = charset.words(charset.header(b" ".join(value[:_LABELS].split())))
    return {roles.role(label.strip().strip('"')) for label in text.split(",")}


def _labelled(found: set[Role], *, left: bool) -> Status:
    """Gmail's own labels as state. A person's own labels say nothing of it, and stay a header."""
    flags = {"S"} - ({"S"} if "unread" in found else set())
    if "starred" in found:
        flags.add("F")
    if "drafts" in found:
        flags.update("DS")
    place: Place = "archive"
    if "drafts" in found:
        place = "draft"
    elif "inbox" in found:
        place = ""
    elif "sent" in found:
        place = "sent"
    left = left or bool(found & {"trash", "spam"})
    return Status("".join(sorted(flags)), place, left)
