"""The header block of a message: who wrote to whom, when, in answer to what.

Works on bytes by itself rather than with ``email.policy.default``, which some headers make slow
for minutes or raise what it does not document. Everything here takes any bytes and never raises.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from indexer import automatic, charset, gate, listing
from indexer.mailboxes import people
from indexer.model.people import Person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from indexer.model.bodies import Automatic

__all__ = ["Envelope", "head", "headers", "parse", "people"]

HEAD = 100 * 1024
"""Bytes of headers that are read."""

_REFERENCES = 500
_REPEATED = 8
_LATEST = 4102444800  # 2100-01-01: no clock is that wrong, and no terminal shows it

_field = re.compile(rb"^([!-9;-~]{1,200})[ \t]*:((?:[^\n]*)(?:\n[ \t][^\n]*)*)", re.MULTILINE)
_leading = re.compile(rb"(?:[ \t]*\r?\n){0,1000}(?:>?From [^\n]*\n)?")
# Begins with a plain character, which re looks for at the speed of memchr.
_no_header = re.compile(rb"\n(?![!-9;-~]{1,200}[ \t]*:|[ \t]+(?:[^\s]|\r?\n[ \t]))")
_blank = re.compile(rb"^[ \t]*\r*(?:\n|\Z)", re.MULTILINE)
_known = re.compile(
    rb"^(?:From|To|Subject|Date|Message-ID|Received|Content-Type|MIME-Version)[ \t]*:",
    re.MULTILINE | re.IGNORECASE,
)
_in_angles = re.compile(r"<([^<>]*)>")
_zone = re.compile(r"\s([+-])(\d\d)(\d\d)(?:\s|$)")
_index = re.compile(r"[A-Za-z0-9+/]{30,960}={0,2}\Z")
_ROOT, _BLOCK = 22, 5
_spaces = re.compile(r"\s+")
_between_ids = re.compile(r'[\s<>"(),;]+')

_WANTED = frozenset(
    b"message-id from sender to cc reply-to subject date in-reply-to references"
    b" list-unsubscribe precedence auto-submitted x-autoreply x-autorespond"
    b" x-autoresponse x-failed-recipients return-path content-type x-original-from"
    b" x-original-sender thread-index thread-topic".split()
)
_FIELDS = _WANTED | automatic.FIELDS
_ROBOTS = frozenset((b"x-autoreply", b"x-autorespond", b"x-autoresponse", b"x-failed-recipients"))


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the header block says, all through the gate.

    ``date`` is seconds since 1970, None where it is missing, unreadable or out of range.
    ``in_reply_to`` and ``references`` are bare Message-IDs, the oldest first. ``list_id`` is the
    part in angle brackets in lower case and ``list_title`` the phrase before it (RFC 2919);
    ``list_post`` is an address, ``no_post`` is ``List-Post: NO`` (RFC 2369); ``list_names`` and
    ``forum`` are as in :class:`indexer.listing.Listing`, ``original`` is whom a list that put its
    own address into From says it had there before. ``auto`` says that no person wrote it:
    Auto-Submitted (RFC 3834), answering machines, delivery reports. ``automatic`` is of
    which kind it is, where a program answered with it.
    """

    id: str | None
    sender: Person
    to: tuple[Person, ...]
    cc: tuple[Person, ...]
    reply_to: tuple[Person, ...]
    subject: str
    date: int | None
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    list_id: str | None
    list_title: str
    list_post: str | None
    no_post: bool
    unsubscribe: bool
    precedence: str
    auto: bool
    automatic: Automatic = ""
    list_names: tuple[str, ...] = ()
    forum: bool = False
    original: tuple[Person, ...] = ()
    offset: int | None = None
    thread_index: str = ""
    thread_topic: str = ""


def split(raw: bytes, start: int = 0, stop: int | None = None) -> tuple[bytes, int]:
    """The header block of the message in ``raw[start:stop]`` and where its body begins.

    Blank lines and an mbox ``From `` line at the start are skipped. A line that is no header ends
    the block, unless well-known headers follow it. The block is cut at the last whole line within
    100 KiB; the body still begins after all of it.
    """
    stop = len(raw) if stop is None else stop
    leading = _leading.match(raw, start, stop)
    begin = leading.end() if leading else start
    if leading and raw.find(b"\n", start, begin) >= 0 and not _starts(raw, begin, stop):
        # Nothing but a body after the blank lines: they were the empty header block.
        return b"", begin
    if _starts(raw, begin, stop):
        near = begin + HEAD
        odd = _no_header.search(raw, begin, min(stop, near + 1000))
        if odd and odd.start() < near:
            end = odd.start() + 1
        else:
            # Beyond what is read, only the empty line matters.
            empty = (raw.find(mark, near, stop) for mark in (b"\n\n", b"\n\r\n"))
            end = min((place + 1 for place in empty if place >= 0), default=stop)
    else:
        end = begin
    body = end
    blank = _blank.search(raw, end, min(stop, end + HEAD))
    if blank and blank.start() != end and _known.search(raw, end, blank.start()):
        end = blank.start()
    if blank and blank.start() == end:
        body = blank.end()
    if end - begin > HEAD:
        end = raw.rfind(b"\n", begin, begin + HEAD) + 1 or begin + HEAD
    return raw[begin:end], body


def _starts(raw: bytes, begin: int, stop: int) -> bool:
    """Whether a header field begins here."""
    return _field.match(raw, begin, min(stop, begin + 1000)) is not None


def head(raw: bytes) -> bytes:
    """The header block, at most 100 KiB, of a message or of the beginning of one."""
    return split(newlines(raw))[0]


def newlines(raw: bytes) -> bytes:
    """A message as it is, or with LF line ends where it has none but CR."""
    if raw.find(b"\n", 0, HEAD) < 0 and raw.find(b"\r", 0, HEAD) >= 0:
        return raw.replace(b"\r", b"\n")
    return raw


def fields(block: bytes) -> list[tuple[bytes, bytes]]:
    """The header fields of a block in order: names in lower case, values as they stand."""
    return [(name.lower(), value) for name, value in _field.findall(block)]


def unfold(value: bytes) -> str:
    """A field's value on one line (RFC 5322, section 2.2.3), its bytes as text."""
    if b"\r" in value:
        value = value.replace(b"\r\n", b"\n").replace(b"\r", b" ")
    return charset.header(value.replace(b"\n", b"")).strip()


def headers(block: bytes) -> tuple[tuple[str, str], ...]:
    """All header fields in order as a reader sees them: unfolded, decoded, through the gate."""
    return tuple(
        (gate.line(charset.header(name), 200), gate.line(charset.words(unfold(value)), HEAD))
        for name, value in _field.findall(block)
    )


def parse(block: bytes) -> Envelope:
    """What a header block says; any bytes do."""
    first: dict[bytes, bytes] = {}
    many: dict[bytes, list[bytes]] = {b"to": [], b"cc": [], b"references": [], b"in-reply-to": []}
    of_list: dict[bytes, list[bytes]] = {}
    for name, value in _field.findall(block):
        key = name.lower()
        if key in many:
            many[key].append(value)
        elif key in _FIELDS:
            first.setdefault(key, value)
        if key in listing.FIELDS and len(of_list.setdefault(key, [])) < _REPEATED:
            of_list[key].append(value)

    def text(name: bytes) -> str:
        value = first.get(name)
        return unfold(value) if value else ""

    sender = _sender(text(b"from")) or _sender(text(b"sender")) or Person("", "")
    to, cc = (people(", ".join(map(unfold, many[name]))) for name in (b"to", b"cc"))
    listed = listing.read(of_list, unfold, (*to, *cc))
    subject = _phrase(text(b"subject"))
    in_reply_to = _ids(map(unfold, many[b"in-reply-to"]))
    references = _ids(map(unfold, many[b"references"]))
    kind: Automatic = ""
    if not listed.forum:
        answers = bool(in_reply_to or references)
        kind = automatic.of_head(first, text, subject, sender.address, answers=answers)
    return Envelope(
        id=_own_id(text(b"message-id")),
        sender=sender,
        to=to,
        cc=cc,
        reply_to=people(text(b"reply-to")),
        subject=subject,
        date=_date(text(b"date")),
        in_reply_to=in_reply_to,
        references=references,
        list_id=listed.id,
        list_title=listed.title,
        list_post=listed.post,
        no_post=listed.no_post,
        unsubscribe=b"list-unsubscribe" in first,
        precedence=gate.line(text(b"precedence").lower(), 40).strip(),
        # A forum calls generated what it sends on, though people wrote it.
        auto=bool(kind) or (not listed.forum and _auto(first, text, sender)),
        automatic=kind,
        list_names=listed.names,
        forum=listed.forum,
        original=people(text(b"x-original-from")) or people(text(b"x-original-sender")),
        offset=_offset(text(b"date")),
        thread_index=_thread_index(text(b"thread-index")),
        thread_topic=gate.line(charset.words(text(b"thread-topic")), 255).strip(),
    )


def _phrase(text: str) -> str:
    return gate.line(_spaces.sub(" ", charset.words(text)).strip())


def _sender(value: str) -> Person | None:
    found = people(value)
    if found:
        return found[0]
    name = _phrase(value)
    return Person(name, "") if name else None


def _own_id(value: str) -> str | None:
    inside = _in_angles.search(value)
    return gate.message_id(_spaces.sub("", inside[1]) if inside else value)


def _ids(values: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for value in values:
        if "<" in value:
            some = _in_angles.findall(value)
        else:
            some = [each for each in _between_ids.split(value) if "@" in each[1:-1]]
        for each in some:
            identifier = gate.message_id(_spaces.sub("", each))
            if identifier:
                found.setdefault(identifier)
    every = tuple(found)
    if len(every) > _REFERENCES:
        # The first is the conversation's root, the last ones are its nearest ancestors.
        every = every[:1] + every[1 - _REFERENCES :]
    return every


def _date(value: str) -> int | None:
    if not value or len(value) > 200:
        return None
    try:
        when = parsedate_to_datetime(value)
        if when.tzinfo is None:
            when = when.replace(tzinfo=UTC)
        seconds = int(when.timestamp())
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None
    return seconds if 0 <= seconds < _LATEST else None


def _offset(value: str) -> int | None:
    found = _zone.search(value[-20:])
    if not found:
        return None
    minutes = int(found[2]) * 60 + int(found[3])
    return None if minutes > 14 * 60 else -minutes if found[1] == "-" else minutes


def _thread_index(value: str) -> str:
    """A conversation index (MS-OXOMSG, section 2.2.1.3): 22 bytes and 5 an answer; else empty."""
    value = "".join(value.split())
    if not _index.match(value):
        return ""
    try:
        size = len(binascii.a2b_base64(value, strict_mode=True))
    except binascii.Error:
        return ""
    return value if size >= _ROOT and (size - _ROOT) % _BLOCK == 0 else ""


def _auto(first: dict[bytes, bytes], text: Callable[[bytes], str], sender: Person) -> bool:
    submitted = text(b"auto-submitted").lower()
    if submitted and submitted.partition(";")[0].strip() != "no":
        return True
    if not _ROBOTS.isdisjoint(first):
        return True
    if text(b"precedence").lower() in ("auto_reply", "auto-reply"):
        return True
    if text(b"return-path") == "<>" or sender.address.startswith("mailer-daemon@"):
        return True
    kind = text(b"content-type").lower()
    return kind.startswith("multipart/report") and "disposition-notification" not in kind
