"""Reads mbox files, in all the dialects there are, a message at a time.

RFC 4155 describes the family and no more. A message starts at a *From_ line*, which says nothing
that its header does not say better. What keeps a body's own ``From `` lines from being taken for
one is the dialect's habit:

=========  =================================================================================
mboxo      ``From `` is written ``>From ``
mboxrd     ``From ``, ``>From ``, ... get one more ``>``
mboxcl     as mboxrd, and Content-Length counts the body
mboxcl2    Content-Length counts the body; nothing is quoted
(others)   only lines that look like a From_ line are quoted, or none at all
=========  =================================================================================

Nothing in a file says which it is. So: a Content-Length is believed only where a From_ line, or
the end, follows where it points to; elsewhere a message ends at what really looks like a From_
line and has a header field below it. One ``>`` is taken away from ``>From ``, except in files
whose counted bodies hold unquoted ``From `` lines (mboxcl2).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT = 64 << 20
"""Bytes; a longer message is skipped."""

SKIP_LIMIT = 1 << 30
"""Bytes; a file in which nothing ends for so long is given up."""

_CHUNK = 1 << 18
_LINE = 1000
_HEAD = 1 << 20
_BOM = b"\xef\xbb\xbf"

_MONTH = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_ASCTIME = re.compile(
    rb" (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? " + _MONTH + rb" [ \d]?\d \d\d?:\d\d(?::\d\d)?[ \r\n]"
)
_TIME = re.compile(rb"[ T]\d\d?:\d\d")
_DAY = re.compile(rb"\b" + _MONTH + rb"\b|\d{4}-\d\d-\d\d")
_YEAR = re.compile(rb"\b(?:19|20)?\d\d\s*(?:[-+]\d{4}\s*)?(?:remote from \S{1,255}\s*)?$|\b\d{4}\b")
_FIELD = re.compile(rb"[!-9;-~]{1,200}[ \t]{0,20}:")
_HEAD_END = re.compile(rb"\n\r?\n")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_BARE = re.compile(rb"^From ", re.MULTILINE)
_BLANKS = re.compile(rb"(?:\r?\n){0,2}")


class Stream(Protocol):
    """What is read: a binary file, opened plain or through :mod:`gzip`."""

    def read1(self, size: int = ..., /) -> bytes:
        """At most ``size`` bytes, b"" at the end."""
        ...


class TooLongError(Exception):
    """A message has no end within :data:`SKIP_LIMIT`."""


def is_dated(line: bytes) -> bool:
    """Whether a line beginning with ``From `` carries a date, as a From_ line does."""
    if _ASCTIME.search(line):
        return True
    return bool(_TIME.search(line) and _DAY.search(line) and _YEAR.search(line))


def is_field(line: bytes) -> bool:
    """Whether a line can start a header field (RFC 5322, section 2.2)."""
    return _FIELD.match(line) is not None


def body_at(raw: bytes | bytearray, start: int = 0) -> int:
    """Where the body begins, behind the empty line; the length where there is none."""
    if raw.startswith((b"\n", b"\r\n"), start):
        return raw.index(b"\n", start) + 1
    found = _HEAD_END.search(raw, start)
    return found.end() if found else len(raw)


def fields(head: bytes) -> Iterator[tuple[bytes, bytes]]:
    """A header block's fields: the name in lower case, and all of its bytes as they stand.

    What is no field (an mbox's ``>From `` line, the empty line at the end) has an empty name.
    """
    name = b""
    lines: list[bytes] = []
    for line in head.splitlines(keepends=True):
        if line[:1] in b" \t" and lines and line.strip():
            lines.append(line)
            continue
        if lines:
            yield name, b"".join(lines)
        name = line.partition(b":")[0].rstrip().lower() if is_field(line) else b""
        lines = [line]
    if lines:
        yield name, b"".join(lines)


def messages(stream: Stream, skipped: list[str] | None = None) -> Iterator[bytes]:
    """The messages of an mbox, unquoted, without their From_ lines, otherwise byte for byte.

    Memory holds one message. One longer than :data:`LIMIT` is left out and described in
    ``skipped``. What the stream raises in the middle of a message passes through, and that message
    with it; raises TooLongError where no message ends for :data:`SKIP_LIMIT`.
    """
    box = _Box(stream)
    box.begin()
    while box.fill(1):
        raw = box.take()
        if raw is None:
            if skipped is not None:
                skipped.append(f"holds a message longer than {LIMIT >> 20} MiB; it was left out")
        else:
            yield raw


class _Box:
    """The part of an mbox that is in memory: from the start of a message on."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._data = bytearray()
        self._ended = False
        self._dated = True
        self._unquoted = False

    def fill(self, size: int) -> bool:
        """Have ``size`` bytes; False where the file ends before."""
        while len(self._data) < size and not self._ended:
            got = self._stream.read1(_CHUNK)
            self._data += got
            self._ended = not got
        return len(self._data) >= size

    def begin(self) -> None:
        """Go to the first message: past a byte order mark and empty lines."""
        self.fill(_LINE * 2)
        if self._data.startswith(_BOM):
            del self._data[: len(_BOM)]
        while self._data.startswith((b"\n", b"\r")):
            del self._data[:1]
            self.fill(_LINE * 2)
        if self._data.startswith(b"From "):
            self._dated = is_dated(self._line(0))

    def take(self) -> bytes | None:
        """The next message; None for one too long. The buffer then starts at the one after."""
        start = 0
        if self._data.startswith(b"From "):
            while (start := self._data.find(b"\n") + 1) == 0 and not self._ended:
                self.fill(len(self._data) + 1)
                if len(self._data) > LIMIT:
                    break
            if not start and self._ended:
                start = len(self._data)
        counted = self._counted(start)
        if counted is not None:
            stop, following = counted
            raw = bytes(self._data[start:stop])
            self._unquoted = self._unquoted or _BARE.search(raw, body_at(raw)) is not None
            del self._data[:following]
            return raw if self._unquoted else _unquote(raw)
        return self._scanned(start)

    def _line(self, at: int) -> bytes:
        end = self._data.find(b"\n", at, at + _LINE)
        return bytes(self._data[at : end + 1 if end >= 0 else at + _LINE])

    def _counted(self, start: int) -> tuple[int, int] | None:
        """Where the message ends and the next begins by its Content-Length, if that holds."""
        body = self._head_end(start)
        if body is None:
            return None
        size = _content_length(bytes(self._data[start:body]))
        if size is None or size > LIMIT:
            return None
        stop = body + size
        self.fill(stop + 2 * _LINE + 4)
        if stop > len(self._data):
            return None
        if self._ended and not self._data[stop:].strip(b"\r\n"):
            return stop, len(self._data)
        blanks = _BLANKS.match(self._data, stop)
        following = blanks.end() if blanks else stop
        at_line = following > stop or self._data[stop - 1 : stop] == b"\n"
        if at_line and self._is_from(following, after_blank=True):
            return stop, following
        return None

    def _head_end(self, start: int) -> int | None:
        """Where the body begins, if the header ends within a reasonable size."""
        seen = start
        while True:
            end = _HEAD_END.search(self._data, max(start - 1, seen - 3))
            if end:
                return end.end()
            seen = len(self._data)
            if seen > start + _HEAD or not self.fill(seen + 1):
                return None

    def _scanned(self, start: int) -> bytes | None:
        """The message up to what looks like the next one's From_ line."""
        at, dropped = max(start - 1, 0), 0
        while True:
            found = self._data.find(b"\nFrom ", at)
            if found >= 0:
                self.fill(found + 2 * _LINE)
                blank = self._blank_before(found)
                if self._is_from(found + 1, after_blank=blank):
                    stop = found + 1
                    break
                at = found + 1
                continue
            at = max(at, len(self._data) - 5)
            if len(self._data) > LIMIT + _LINE:
                keep = 8
                dropped += len(self._data) - keep
                at = max(at - (len(self._data) - keep), 0)
                del self._data[:-keep]
                if dropped > SKIP_LIMIT:
                    raise TooLongError("has no end to a message; the rest was left out")
            if not self.fill(len(self._data) + 1):
                stop = len(self._data)
                blank = stop > 0 and self._blank_before(stop - 1)
                break
        raw = None
        if not dropped:
            end = stop
            if blank and end > start:
                end -= 2 if self._data[end - 2 : end] == b"\r\n" else 1
            raw = _unquote(bytes(self._data[start:end]))
        del self._data[:stop]
        return raw

    def _blank_before(self, newline: int) -> bool:
        """Whether the line that ends at ``newline`` is empty."""
        before = bytes(self._data[max(newline - 2, 0) : newline])
        return before.endswith(b"\n") or before == b"\n\r"

    def _is_from(self, at: int, *, after_blank: bool) -> bool:
        """Whether a From_ line begins here: it looks like one, and a header field follows."""
        if not self._data.startswith(b"From ", at):
            return False
        line = self._line(at)
        below = self._line(at + len(line))
        if not line.endswith(b"\n") or not (is_field(below) or below.startswith(b">From ")):
            return False
        if not after_blank:
            return _ASCTIME.search(line) is not None
        # Thunderbird stopped writing dates there one day, in files that had them.
        is_bare = not line[5:].strip(b" -\r\n")
        is_mozilla = is_bare and below.lower().startswith(b"x-mozilla-status:")
        return is_dated(line) or is_mozilla or not self._dated


def _content_length(head: bytes) -> int | None:
    for name, field in fields(head):
        if name == b"content-length":
            value = field.partition(b":")[2].strip()
            return int(value) if value.isdigit() and len(value) < 12 else None
    return None


def _unquote(raw: bytes) -> bytes:
    start = body_at(raw)
    if b">From " not in raw:
        return raw
    return raw[:start] + _QUOTED.sub(rb"\1", raw[start:])
