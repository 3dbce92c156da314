"""Messages for tests, built as mail programs build them: real MIME, real headers, fixed dates."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
from collections.abc import Mapping, Sequence
from email.header import Header
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import compat32, default
from email.utils import format_datetime, formataddr, parseaddr

ME = "Sam Reader <sam@here.example>"
"""Whose mail it is, as the user's own notmuch knows them too."""

START = dt.datetime(2024, 3, 4, 9, 0, tzinfo=dt.UTC)
"""The first message's date; each one after it comes an hour later."""

People = str | Sequence[str]
Attachment = tuple[str, bytes, str]
"""A file name, the bytes, and a media type such as ``application/pdf``."""

# Headers stay as written here: refolding 300 recipients costs the email library a second.
_POLICY = default.clone(refold_source="none")


class Builder:
    """Makes messages, each with an id and a date of its own."""

    def __init__(self, start: dt.datetime = START) -> None:
        self._start = start
        self._numbers = itertools.count(1)

    def message(
        self,
        *,
        subject: str | None = None,
        sender: str = "Jane Khan <jane@otterley.example>",
        to: People = ME,
        cc: People = (),
        reply_to_message: EmailMessage | None = None,
        body: str = "Hello.\n",
        html: str | None = None,
        attachments: Sequence[Attachment] = (),
        date: dt.datetime | int | None = None,
        headers: Mapping[str, str] | None = None,
        id: str | None = None,  # noqa: A002 - the field's word, and never shadowed inside
    ) -> EmailMessage:
        """One message.

        An answer (``reply_to_message``) has In-Reply-To, References and "Re:" of what it answers.
        ``html`` alone (``body=""``) makes a text/html message, else multipart/alternative.
        ``headers`` come last, as they are, and take the place of those of the same name; an empty
        value leaves that header out. ``date`` is a time or seconds since 1970.
        """
        number = next(self._numbers)
        parent = reply_to_message
        if date is None:
            date = self._start + dt.timedelta(hours=number)
        elif isinstance(date, int):
            date = dt.datetime.fromtimestamp(date, dt.UTC)
        if subject is None:
            subject = answer_subject(str(parent["Subject"])) if parent else f"Message {number}"
        fields = {
            "From": people(sender),
            "To": people(to),
            "Cc": people(cc),
            "Subject": encoded(subject),
            "Date": format_datetime(date),
            "Message-ID": f"<{id or f'{number}@mail.example'}>",
        }
        if parent is not None:
            above = bare_id(parent)
            refs = [*str(parent.get("References", "")).split(), f"<{above}>"]
            fields["In-Reply-To"] = f"<{above}>"
            fields["References"] = "\n\t".join(refs)
        fields |= dict(headers or {})
        message = EmailMessage(policy=_POLICY)
        for name, value in fields.items():
            if value:
                message.set_raw(name, value)
        if html is None or body:
            message.set_content(body)
            if html is not None:
                message.add_alternative(html, subtype="html")
        else:
            message.set_content(html, subtype="html")
        for name, content, kind in attachments:
            main, _, sub = kind.partition("/")
            message.add_attachment(content, maintype=main, subtype=sub, filename=name)
        return message


def answer_subject(subject: str) -> str:
    """The subject of an answer."""
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"


def encoded(text: str) -> str:
    """A header's text as mail carries it."""
    return text if text.isascii() else Header(text, "utf-8").encode()


def people(given: People) -> str:
    """An address header, folded after every third mailbox."""
    listed = [given] if isinstance(given, str) else list(given)
    boxes = [box if box.isascii() else formataddr(parseaddr(box), "utf-8") for box in listed]
    lines = [", ".join(boxes[n : n + 3]) for n in range(0, len(boxes), 3)]
    return ",\n\t".join(lines)


def crowd(count: int, start: int = 0, domain: str = "county.example") -> list[str]:
    """``count`` invented people, always the same ones."""
    first = ("Ann", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal", "Ida", "Jo")
    last = ("Ash", "Bell", "Cole", "Dean", "Eves", "Ford", "Gray", "Hill", "Ince", "Judd")
    return [
        f"{first[n % 10]} {last[n // 10 % 10]} <{first[n % 10].lower()}.{n}@{domain}>"
        for n in range(start, start + count)
    ]


def as_bytes(given: EmailMessage | str | bytes) -> bytes:
    """What goes into the file."""
    if isinstance(given, EmailMessage):
        return given.as_bytes()
    return given.encode("utf-8", "surrogateescape") if isinstance(given, str) else given


def bare_id(given: EmailMessage | str | bytes) -> str:
    """The Message-ID without its brackets, or the one that notmuch gives where there is none."""
    raw = as_bytes(given)
    found = BytesHeaderParser(policy=compat32).parsebytes(raw).get("Message-ID")
    if found is None:
        return f"notmuch-sha1-{hashlib.sha1(raw, usedforsecurity=False).hexdigest()}"
    return str(found).strip().removeprefix("<").removesuffix(">")
