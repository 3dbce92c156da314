"""The last look at a finished message: parsed again, it has to be what was meant.

Read with the library's parser under ``compat32``, which looks at no header's content, and not with
``email.policy.default``: what hostile ids and names make of that one is how they got into headers.
"""

from __future__ import annotations

from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import getaddresses
from typing import TYPE_CHECKING

from indexer import gate, people
from outbox import fields, mime
from outbox.flowed import flow
from outbox.model import OutboxError

if TYPE_CHECKING:
    from indexer import Person
    from outbox.model import Draft, Finished

FIELDS = frozenset((
    "From", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To", "References",
    "Thread-Index", "Thread-Topic", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
))  # fmt: skip


def check(draft: Draft, finished: Finished) -> None:
    """Raise OutboxError ``mismatch`` where the bytes say anything else than the draft."""
    lines = finished.data.split(b"\r\n")
    _same("line ends", not any(b"\n" in one or b"\r" in one for one in lines), wanted=True)
    _same("long lines", any(len(one) > fields.LONGEST for one in lines), wanted=False)
    message = BytesParser(policy=compat32).parsebytes(finished.data)
    utf8 = fields.needs_utf8((draft.sender, *draft.to, *draft.cc))
    is_ascii = finished.data.partition(b"\r\n\r\n")[0].isascii()
    _same("characters in its header", is_ascii, wanted=not utf8)
    found = _fields(message)
    _same("recipients", finished.recipients, wanted=_envelope(draft))
    _same("From", _read(found.pop("From", "")), wanted=_meant((draft.sender,)))
    _same("To", *_to(found.pop("To", ""), draft))
    _same("Cc", _read(found.pop("Cc", "")), wanted=_meant(draft.cc))
    _same("Subject", _text(found.pop("Subject", "")), wanted=_words(draft.subject))
    _same("Message-ID", found.pop("Message-ID", ""), wanted=f"<{finished.id}>")
    replied = fields.msg_ids(fields.ids(filter(None, [draft.in_reply_to])))
    _same("In-Reply-To", found.pop("In-Reply-To", ""), wanted=replied)
    references = fields.msg_ids(fields.ids(draft.references))
    _same("References", found.pop("References", ""), wanted=references)
    _same("Thread-Index", found.pop("Thread-Index", ""), wanted=draft.thread_index)
    topic = _words(draft.thread_topic) if draft.thread_index else ""
    _same("Thread-Topic", _text(found.pop("Thread-Topic", "")), wanted=topic)
    _same("MIME-Version", found.pop("MIME-Version", ""), wanted="1.0")
    _parts(message, draft, finished.data)


def _fields(message: Message) -> dict[str, str]:
    """The header fields by name, unfolded; each at most once, and none that never is meant."""
    found: dict[str, str] = {}
    for name, value in message.raw_items():
        if name in found or name not in FIELDS:
            raise OutboxError("mismatch", f"a header {name!a:.40} was not meant; nothing was sent")
        raw = str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        found[name] = raw.replace("\r\n", "").strip(" ")
    return found


def _parts(message: Message, draft: Draft, data: bytes) -> None:
    parts: list[Message] = [message]
    if draft.attachments:
        inner = message.get_payload()
        _same("parts", isinstance(inner, list) and message.is_multipart(), wanted=True)
        parts = [one for one in inner if isinstance(one, Message)]
    _same("parts", len(parts), wanted=1 + len(draft.attachments))
    _same("defects", [d for one in (message, *parts) for d in one.defects], wanted=[])
    _same("text's type", parts[0].get_content_type(), wanted="text/plain")
    said = parts[0].get_payload(decode=True)
    text = said.decode("utf-8") if isinstance(said, bytes) else ""
    wanted = flow(draft.text).rstrip("\n").encode("utf-8", "replace").decode("utf-8")
    _same("text", text.replace("\r\n", "\n").rstrip("\n"), wanted=wanted)
    for part, attachment in zip(parts[1:], draft.attachments, strict=True):
        kind = mime.media_type(attachment)
        _same("attachment's type", part.get_content_type(), wanted=kind)
        _same("attachment's name", part.get_filename(), wanted=mime.file_name(attachment.name))
        if kind == "message/rfc822":
            _same("attachment", attachment.data in data, wanted=True)
        else:
            _same("attachment", part.get_payload(decode=True), wanted=attachment.data)


def _envelope(draft: Draft) -> tuple[str, ...]:
    every = (*draft.to, *draft.cc, *draft.bcc)
    return tuple(dict.fromkeys(fields.addr_spec(p.address) for p in every))


def _to(value: str, draft: Draft) -> tuple[object, object]:
    if not draft.to and (draft.title or not draft.cc):
        utf8 = fields.needs_utf8((draft.sender, *draft.cc))
        return value, fields.group(draft.title, utf8=utf8)
    return _read(value), _meant(draft.to)


def _read(value: str) -> tuple[list[str], list[str]]:
    """The addresses of a field, by two parsers that know nothing of each other."""
    library = [address.lower() for _, address in getaddresses([value])] if value else []
    return library, [p.address for p in people(value)]


def _meant(some: tuple[Person, ...]) -> tuple[list[str], list[str]]:
    addresses = [fields.addr_spec(p.address) for p in some]
    return addresses, addresses


def _text(value: str) -> str:
    return str(make_header(decode_header(value)))


def _words(value: str) -> str:
    return " ".join(gate.line(value, 4 * fields.LONGEST).split())


def _same(what: str, found: object, wanted: object) -> None:
    if found != wanted:
        raise OutboxError(
            "mismatch", f"the finished message has other {what} than was meant; nothing was sent"
        )
