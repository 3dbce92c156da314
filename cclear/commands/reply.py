"""``cclear reply``: whom a reply would go to, the message that would go out; and out it goes."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import outbox
from cclear.commands import configuration, conversation_named, open_client
from cclear.errors import PlainError, UsageError
from cclear.output import complain, json_line, mailbox, style, write
from indexer import Person, gate

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from indexer import Client, Storm
    from outbox import Draft, Event, Finished, Identity, Kind, Recipients, Work

_BIGGEST = 16 << 20
_NAMED = 3


def run(options: Namespace) -> int:
    """Print whom a reply would go to, or with ``--print`` the message; ``--send`` sends it."""
    text = body(options.body) if options.body is not None else None
    try:
        with open_client(options) as client:
            if options.send:
                return _send(client, options, text)
            draft, recipients, _, _ = _made(client, options, text)
            finished = _finished(draft) if options.print else None
    except outbox.OutboxError as error:
        raise refused(error) from error
    if options.json:
        row = _row(recipients, draft)
        if finished:
            row["message"] = finished.data.decode("utf-8", "replace")
        json_line(row)
    elif finished:
        sys.stdout.flush()
        sys.stdout.buffer.write(finished.data.replace(b"\r\n", b"\n"))
        sys.stdout.buffer.flush()
    else:
        _say(recipients, draft)
    if not options.json and (line := outbox.forgotten(text or "", 0)):
        sys.stderr.write(f"cclear: nothing is attached, yet the text says: {gate.line(line, 80)}\n")
    return 0


def refused(error: outbox.OutboxError) -> PlainError:
    """What the outbox refuses, as the command line says it."""
    return UsageError(error.text) if error.kind == "usage" else PlainError(error.text)


def body(name: str) -> str:
    """The text of a message from a file, ``-`` for standard input. Raises PlainError, OSError."""
    if name == "-":
        raw = sys.stdin.buffer.read(_BIGGEST + 1)
    else:
        with Path(name).open("rb") as file:
            raw = file.read(_BIGGEST + 1)
    if len(raw) > _BIGGEST:
        raise PlainError(f"{name} is too long for a message; attach it to one instead")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise PlainError(f"{name} is not UTF-8; save it as such") from error


def _made(
    client: Client, options: Namespace, text: str | None
) -> tuple[Draft, Recipients, Work, Storm | None]:
    """The reply, whom it goes to, as a draft is kept, and the storm that it answers."""
    settings = configuration(options).outbox
    found = outbox.gather(client, conversation_named(options.id))
    kind: Kind = options.to or outbox.usual(found.case)
    recipients = outbox.decide(kind, found.case)
    identity = _identity(found.case, settings, needed=options.print or options.send)
    if text is None:
        text = outbox.opening(found, kind, identity.signature)
    else:
        text = outbox.signed(text, identity.signature)
    sender = Person(identity.name, identity.address)
    draft = outbox.answer(found.case.parent, recipients, sender, text, _now())
    group = found.case.group
    work = outbox.Work(
        outbox.new_key(), draft, kind, draft.in_reply_to, group.name if group else None,
        identity.identity,
    )  # fmt: skip
    return draft, recipients, work, found.conversation.storm


def _send(client: Client, options: Namespace, text: str | None) -> int:
    """Queue and send; what fails now is tried again by ``cclear outbox send``."""
    settings = configuration(options).outbox
    draft, recipients, work, storm = _made(client, options, text)
    _agreed(recipients, settings, options, work, storm)
    finished = _finished(draft)
    outbox.submit(settings, client, finished, work, undo=False)
    (event,) = outbox.send_due(settings, client, only=finished.id) or (None,)
    if options.json:
        json_line(_row(recipients, draft) | {"id": finished.id, "state": _state(event)})
    else:
        write(finished.id)
    if event and event.state != "sent":
        complain(f"not sent yet, but queued: {gate.line(event.text)}; see: cclear outbox")
        return 1
    if event and event.text.startswith("left in "):
        complain(gate.line(event.text))
    return 0


def _state(event: Event | None) -> str:
    # Nothing happened here: another program that was sending just then has it.
    return event.state if event else "sending"


def _agreed(
    recipients: Recipients,
    settings: outbox.Settings,
    options: Namespace,
    work: Work,
    storm: Storm | None,
) -> None:
    """Raise UsageError where many would get it, and that was not agreed to."""
    number = recipients.people
    if options.people not in (None, number) or (
        options.people is None and number > settings.many_people
    ):
        raise UsageError(f"this goes to {number} people; say so: --people {number}")
    kind = next((one for one in outbox.KINDS if one == work.kind), None)
    to = {person.address for person in (*recipients.to, *recipients.cc, *recipients.bcc)}
    asked = outbox.brake(storm, kind, to, settings.many_people)
    if asked and not options.storm:
        raise UsageError(f"{asked} Say so: --storm")


def _identity(case: outbox.Case, settings: outbox.Settings, *, needed: bool) -> Identity:
    """Who writes; nobody yet where only the recipients are asked and none is known."""
    try:
        return outbox.identity(case, settings)
    except outbox.OutboxError:
        if needed:
            raise
        return outbox.Identity(name=settings.name, signature=settings.signature)


def _finished(draft: Draft) -> Finished:
    return outbox.finish(draft, outbox.new_id(draft.sender.address), _now())


def _now() -> datetime:
    return datetime.fromtimestamp(int(time.time()), UTC).astimezone()


def _row(recipients: Recipients, draft: Draft) -> dict[str, Any]:
    return {
        "to": _addresses(recipients.to),
        "cc": _addresses(recipients.cc),
        "bcc": _addresses(recipients.bcc),
        "subject": draft.subject,
        "in_reply_to": draft.in_reply_to,
        "references": list(draft.references),
        "people": recipients.people,
        "joined": _addresses(recipients.joined),
        "dropped": _addresses(recipients.dropped),
        "warnings": list(recipients.warnings),
    }


def _addresses(people: Sequence[Person]) -> list[str]:
    return [person.address for person in people]


def _say(recipients: Recipients, draft: Draft) -> None:
    from tui.words import people

    write(style(gate.line(recipients.words), "bold"))
    lines = [("Subject", draft.subject)]
    lines += [
        (name, _some(some))
        for name, some in (("To", recipients.to), ("Cc", recipients.cc), ("Bcc", recipients.bcc))
        if some
    ]
    for name, some in (("joined", recipients.joined), ("dropped", recipients.dropped)):
        if some:
            lines.append((name, f"{people(len(some))}: {_some(some)}"))
    lines += [("note", one) for one in recipients.warnings]
    for name, value in lines:
        write(f"{style(f'{name:8}', 'dim')} {gate.line(value, 500)}")


def _some(found: Sequence[Person]) -> str:
    shown = ", ".join(mailbox(person) for person in found[:_NAMED])
    return f"{shown} and {len(found) - _NAMED} more" if len(found) > _NAMED else shown
