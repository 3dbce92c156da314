"""The finished message: a draft as bytes, and a reply's draft from what it answers."""

from __future__ import annotations

import secrets
from dataclasses import replace
from email.utils import format_datetime
from typing import TYPE_CHECKING

from outbox import check, conversation_index, fields, mime
from outbox.model import Draft, Finished, OutboxError

if TYPE_CHECKING:
    from datetime import datetime

    from indexer import Parent, Person
    from outbox.model import Attachment, Recipients

_PREFIXES = frozenset((
    "re", "aw", "antw", "sv", "vs", "vá", "odp", "ref", "res", "ynt", "απ", "ha", "ats", "atb",
    "回复", "答复", "回覆", "答覆", "返信", "회신",
))  # fmt: skip
_MARKS = (":", "：")


def new_id(address: str) -> str:
    """A new Message-ID, bare, of the domain of who sends it (RFC 5322, section 3.6.4).

    Raises OutboxError ``address``.
    """
    return f"{secrets.token_hex(16)}@{fields.addr_spec(address).rpartition('@')[2]}"


def finish(draft: Draft, identifier: str, when: datetime) -> Finished:
    """The final bytes of a draft, parsed again and compared with it, and the envelope.

    ``identifier`` is its bare Message-ID, ``when`` has a zone; the same ones give the same bytes.
    Bcc is part of the envelope alone. Raises OutboxError ``nobody``, ``address``, ``usage`` and
    ``mismatch``.
    """
    if not (draft.to or draft.cc or draft.bcc):
        raise OutboxError("nobody", "the message has no recipient; name one")
    if fields.ids((identifier,)) != (identifier,) or "@" not in identifier:
        raise OutboxError("usage", f"{identifier!a:.80} is no Message-ID; make another")
    draft = _each_once(replace(draft, attachments=tuple(map(mime.as_mail, draft.attachments))))
    data = _head(draft, identifier, when)
    piece = mime.body(draft.text, draft.attachments, identifier)
    every = (*draft.to, *draft.cc, *draft.bcc)
    finished = Finished(
        identifier,
        data + piece.fields + b"\r\n" + piece.body,
        fields.addr_spec(draft.sender.address),
        tuple(dict.fromkeys(fields.addr_spec(person.address) for person in every)),
    )
    check.check(draft, finished)
    return finished


def _each_once(draft: Draft) -> Draft:
    """A draft that names every mailbox once: in To before Cc, and there before Bcc."""
    seen: set[str] = set()
    left: list[tuple[Person, ...]] = []
    for some in (draft.to, draft.cc, draft.bcc):
        kept = {fields.addr_spec(p.address): p for p in reversed(some)}
        left.append(tuple(kept[a] for a in reversed(kept) if a not in seen))
        seen |= kept.keys()
    return replace(draft, to=left[0], cc=left[1], bcc=left[2])


def _head(draft: Draft, identifier: str, when: datetime) -> bytes:
    utf8 = fields.needs_utf8((draft.sender, *draft.to, *draft.cc))
    said = [("From", fields.mailbox(draft.sender, utf8=utf8))]
    if draft.to:
        said.append(("To", fields.mailboxes(draft.to, utf8=utf8)))
    elif draft.title or not draft.cc:
        said.append(("To", fields.group(draft.title, utf8=utf8)))
    if draft.cc:
        said.append(("Cc", fields.mailboxes(draft.cc, utf8=utf8)))
    said.append(("Subject", fields.text(draft.subject, utf8=utf8)))
    said.append(("Date", format_datetime(when)))
    said.append(("Message-ID", f"<{identifier}>"))
    if draft.in_reply_to and (answered := fields.ids((draft.in_reply_to,))):
        said.append(("In-Reply-To", fields.msg_ids(answered)))
    if references := fields.ids(draft.references):
        said.append(("References", fields.msg_ids(references)))
    if draft.thread_index:
        said.append(("Thread-Index", draft.thread_index))
        if topic := fields.text(draft.thread_topic, utf8=utf8):
            said.append(("Thread-Topic", topic))
    said.append(("MIME-Version", "1.0"))
    return b"".join(fields.field(name, value, utf8=utf8) for name, value in said)


def answer(
    parent: Parent,
    recipients: Recipients,
    sender: Person,
    text: str,
    when: datetime,
    *,
    attachments: tuple[Attachment, ...] = (),
) -> Draft:
    """The draft of a reply: recipients as decided, and threading as the parent has it."""
    index = conversation_index.extended(parent.thread_index, when) if parent.thread_index else ""
    return Draft(
        sender=sender,
        to=recipients.to,
        cc=recipients.cc,
        bcc=recipients.bcc,
        title=recipients.title,
        subject=answer_subject(parent.subject),
        text=text,
        attachments=attachments,
        in_reply_to=parent.id,
        references=references(parent),
        thread_index=index,
        thread_topic=parent.thread_topic if index else "",
    )


def references(parent: Parent) -> tuple[str, ...]:
    """What References of an answer holds, oldest first (RFC 5322, section 3.6.4).

    The parent's References, or its In-Reply-To where that has one id alone, and the parent's id.
    """
    if parent.id is None:
        return ()
    above = parent.references
    if not above and len(parent.in_reply_to) == 1:
        above = parent.in_reply_to
    return (*(one for one in above if one != parent.id), parent.id)


def answer_subject(subject: str) -> str:
    """The subject with exactly one ``Re: `` before it; a list's ``[name]`` stays."""
    rest = " ".join(subject.split())
    tags = ""
    while True:
        stripped = _without_prefix(rest)
        if stripped != rest:
            rest = stripped
            continue
        tag, bracket, after = rest.partition("]")
        inner = _without_prefix(after.lstrip())
        if bracket and f"{tag}] " in tags:
            rest = after.lstrip()
            continue
        if not rest.startswith("[") or not bracket or inner == after.lstrip():
            return f"Re: {tags}{rest}".rstrip()
        tags += f"{tag}] "
        rest = inner


def _without_prefix(text: str) -> str:
    """The text without one prefix of a reply: ``Re:``, ``AW:``, ``Re[2]:``, ``RE :``."""
    for mark in _MARKS:
        before, found, after = text.partition(mark)
        word = before.rstrip()
        if word.endswith(("]", ")")):
            word, _, number = word[:-1].replace("(", "[").rpartition("[")
            if not number.isdecimal():
                continue
        if found and word.rstrip().casefold() in _PREFIXES:
            return after.lstrip()
    return text
