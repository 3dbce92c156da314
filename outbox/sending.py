"""From the composer to the sent copy: queue a message, send what is due, take one back.

All of this blocks, on disks and servers: it belongs into a thread or a process, never into an
event loop. The order of things is what keeps mail from being lost or sent twice: the queue holds a
message before anybody is told so; its copy is safe before queue and draft let go of it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from indexer import IndexerError, TagChange
from outbox import drafts, maildir, queue, transports
from outbox.fields import addr_spec
from outbox.model import OutboxError
from outbox.settings import folders, transport_of
from outbox.transports import Outcome
from outbox.words import count

if TYPE_CHECKING:
    from collections.abc import Callable

    from indexer import Client
    from outbox.drafts import Saved, Work
    from outbox.model import Finished
    from outbox.queue import Entry, Held, State
    from outbox.settings import Folders, Settings, Transport

RETRIES = (60, 300, 900, 3600)
"""Seconds to the next try after each that failed; the last one for all later ones."""

_MARKS = {"list", "author", "thread", "everyone", "all", "summary"}
_PASSING = ("locked", "lost", "disk", "damaged")
"""Why tags may have to wait; an index on a full disk cannot be told from a damaged one."""


@dataclass(frozen=True, slots=True)
class Event:
    """What became of a message just now; ``text`` says it in words, ``next_try`` when it goes on.

    ``state`` is the queue's, and ``sent`` also where another program is to send it.
    """

    id: str
    subject: str
    state: State
    text: str
    next_try: float | None = None


def places(settings: Settings, client: Client) -> Folders:
    """The outbox's Maildirs in this client's mail. Raises IndexerError."""
    return folders(settings, Path(client.mail_root().result()))


def submit(
    settings: Settings,
    client: Client,
    finished: Finished,
    work: Work,
    *,
    undo: bool = True,
) -> Entry:
    """Save a draft, and queue it as the message that it became. It is sent by :func:`send_due`.

    With ``undo`` it can be taken back for ``undo_seconds``. Once this returns, the message is on
    the disk. Raises OutboxError, ``no-transport`` where nothing says how to send.
    """
    transports.check(transport_of(settings, work.identity))
    found = places(settings, client)
    now = time.time()
    saved = drafts.save(found.drafts, work)
    named = {addr_spec(p.address) for p in (*work.draft.to, *work.draft.cc)}
    given = queue.Entry(
        key="",
        id=finished.id,
        sender=finished.sender,
        recipients=finished.recipients,
        bcc=tuple(r for r in finished.recipients if r not in named),
        subject=work.draft.subject,
        identity=work.identity,
        kind=work.kind,
        parent=work.parent,
        draft=work.key,
        queued=int(now),
        not_before=now + settings.undo_seconds if undo else 0.0,
    )
    entry = queue.put(found.queue, finished, given)
    # Both tags: it is no draft beside the message while that is in the queue.
    _take(client, saved.path, (*drafts.TAGS, *queue.TAGS), instead_of=saved.replaced)
    if path := queue.path_of(found.queue, entry.key):
        _take(client, str(path), queue.TAGS)
    return entry


def cancel(settings: Settings, client: Client, message_id: str) -> Saved | None:
    """Take a message out of the queue; the draft that it is again.

    None where its draft was gone, and the message itself lies among the drafts now. Raises
    OutboxError: ``unknown-id``, ``busy`` while it is being sent, ``sent`` afterwards.
    """
    found = places(settings, client)
    with queue.hold(found.queue, queue.key_of(message_id)) as held:
        if held is None:
            raise _absent(found, message_id)
        entry = held.entry
        if entry.state == "sent":
            raise OutboxError("sent", "too late: it has been sent")
        if entry.draft is None:
            raise OutboxError(
                "sent", "too late: all but those who were refused have it; see: cclear outbox"
            )
        saved = drafts.get(found.drafts, entry.draft)
        if saved:
            left = saved.path
        else:
            left = drafts.leave(found.drafts, entry.key, held.path.read_bytes(), entry.bcc)
        held.remove()
        gone = str(held.path)
    _take(client, left, drafts.TAGS, remove=queue.TAGS, instead_of=(gone,))
    return saved


def send_due(
    settings: Settings,
    client: Client,
    on_event: Callable[[Event], None] | None = None,
    *,
    only: str | None = None,
) -> tuple[Event, ...]:
    """Send what is due, one after the other; what became of each.

    ``on_event`` hears it at once, in this thread, and before that when each begins. ``only`` is a
    Message-ID that the user wants sent now, also where it failed, or where it is unsure. Any number
    of programs may do this at the same time. Raises IndexerError where the mail cannot be opened,
    and OutboxError where the queue's folder cannot.
    """
    found = places(settings, client)
    sender = _Sender(settings, client, found, on_event or (lambda _: None))
    queue.sweep(found.queue)
    done = []
    for entry in queue.entries(found.queue):
        if only is not None and entry.id != only:
            continue
        with queue.hold(found.queue, entry.key) as held:
            event = sender.turn(held, is_asked=only is not None) if held else None
        if event:
            done.append(event)
    return tuple(done)


class _Sender:
    """One round through the queue."""

    def __init__(
        self,
        settings: Settings,
        client: Client,
        found: Folders,
        on_event: Callable[[Event], None],
    ) -> None:
        self._settings = settings
        self._client = client
        self._folders = found
        self._tell = on_event

    def turn(self, held: Held, *, is_asked: bool) -> Event | None:
        """Go on with one message, where it is its turn."""
        entry = held.entry
        is_due = queue.is_due(entry, time.time())
        try:
            if entry.state == "sent":
                event = self._finish(held)
            elif is_due or (is_asked and entry.state != "sending"):
                event = self._attempt(held)
            else:
                return None
        except OutboxError as error:
            # A disk that is full: what it says is the state; it can be told, not recorded.
            event = Event(entry.id, entry.subject, held.entry.state, error.text)
        self._tell(event)
        return event

    def _attempt(self, held: Held) -> Event:
        entry = held.entry
        transport = transport_of(self._settings, entry.identity)
        try:
            transports.check(transport)
        except OutboxError as error:
            return self._set_back(held, Outcome("later", error.text))
        if not entry.recipients or not entry.sender:
            return self._event(held, entry.error or "its envelope is empty")
        held.record(state="sending", tries=entry.tries + 1, handed=False, error="")
        self._tell(self._event(held, f"sending to {count(len(entry.recipients))}"))
        if transport.transport == "drafts":
            return self._leave(held)
        outcome = self._send(held, transport)
        if outcome.result != "accepted":
            return self._set_back(held, outcome)
        held.accepted()
        return self._finish(held)

    def _send(self, held: Held, transport: Transport) -> Outcome:
        entry = held.entry
        try:
            return transports.send(
                transport, held.path, entry.sender, entry.recipients, held.hand_over
            )
        except OutboxError as error:
            return Outcome("later", error.text)
        except OSError as error:
            # Another program gave the file another name just now; nobody has it yet.
            return Outcome("later", maildir.trouble(self._folders.queue, error).text)

    def _set_back(self, held: Held, outcome: Outcome) -> Event:
        """Not sent: to be tried again, or to be seen to."""
        states: dict[str, State] = {"later": "queued", "refused": "failed", "unsure": "unsure"}
        tries = max(held.entry.tries, 1)
        again = time.time() + RETRIES[min(tries, len(RETRIES)) - 1]
        held.record(
            state=states[outcome.result],
            error=outcome.text,
            not_before=again,
            handed=outcome.result == "unsure",
            refused=(),
        )
        text = outcome.text
        if outcome.result == "unsure":
            text += "; it will not be sent again by itself"
        return self._event(held, text, again if outcome.result == "later" else None)

    def _leave(self, held: Held) -> Event:
        """The transport ``drafts``: another program sends it."""
        entry = held.entry
        data = held.path.read_bytes()
        left = drafts.leave(self._folders.drafts, entry.key, data, entry.bcc)
        gone = drafts.discard(self._folders.drafts, entry.draft) if entry.draft else ()
        held.remove()
        path = str(held.path)
        _take(self._client, left, drafts.TAGS, remove=queue.TAGS, instead_of=(path, *gone))
        text = f"left in {self._settings.drafts}, for another program to send"
        return Event(entry.id, entry.subject, "sent", text)

    def _finish(self, held: Held) -> Event:
        """It is out: the copy, then the tags; only then the draft and the queue let go."""
        entry = held.entry
        copy = maildir.link(held.path, self._folders.sent, entry.key, "S")
        gone = drafts.discard(self._folders.drafts, entry.draft) if entry.draft else ()
        try:
            self._tag(entry, str(copy), gone)
        except IndexerError as error:
            if error.kind in _PASSING:
                return self._event(held, f"sent; its tags wait, as {error.text}")
        reached = len(entry.recipients) - len(entry.refused)
        if entry.refused:
            return self._leave_refused(held, reached)
        held.remove()
        _take(self._client, "", (), instead_of=(str(held.path),))
        return Event(entry.id, entry.subject, "sent", f"sent to {count(reached)}")

    def _leave_refused(self, held: Held, reached: int) -> Event:
        """All others have it; those who were refused stay in the queue."""
        from outbox.transports_smtp import list_refused

        refused = held.entry.refused
        is_final = all(one.for_good for one in refused)
        text = f"sent to {count(reached)}; {list_refused(refused)}"
        again = time.time() + RETRIES[min(max(held.entry.tries, 1), len(RETRIES)) - 1]
        held.record(
            state="failed" if is_final else "queued",
            recipients=tuple(one.address for one in refused),
            not_before=again,
            handed=False,
            refused=(),
            draft=None,
            error=text,
        )
        return self._event(held, text, None if is_final else again)

    def _tag(self, entry: Entry, copy: str, gone: tuple[str, ...]) -> None:
        self._client.take_file(
            copy, add=("sent",), remove=("inbox", "unread", "queued", "draft"), instead_of=gone
        ).result()
        if entry.parent and (entry.kind in _MARKS or entry.kind == "forward"):
            tag = "passed" if entry.kind == "forward" else "replied"
            self._client.tag(TagChange(add=(tag,), ids=(entry.parent,))).result()

    def _event(self, held: Held, text: str, next_try: float | None = None) -> Event:
        entry = held.entry
        return Event(entry.id, entry.subject, entry.state, text, next_try)


def drop(settings: Settings, client: Client, message_id: str) -> Entry:
    """Take a message out of the queue that went to all but some: those never get it.

    Raises OutboxError ``unknown-id``, ``busy``, and ``usage`` for one that nobody has yet.
    """
    found = places(settings, client)
    with queue.hold(found.queue, queue.key_of(message_id)) as held:
        if held is None:
            raise _absent(found, message_id)
        if held.entry.draft is not None or held.entry.state == "sent":
            raise OutboxError("usage", "this message is whole; cancel it instead")
        held.remove()
        entry, gone = held.entry, str(held.path)
    _take(client, "", (), instead_of=(gone,))
    return replace(entry, state="sent")


def _absent(found: Folders, message_id: str) -> OutboxError:
    if queue.path_of(found.queue, queue.key_of(message_id)):
        return OutboxError("busy", "too late: it is being sent at this moment")
    if maildir.find(found.sent, queue.key_of(message_id)):
        return OutboxError("sent", "too late: it has been sent")
    return OutboxError("unknown-id", "there is no such message in the queue; see: cclear outbox")


def _take(
    client: Client,
    path: str,
    add: tuple[str, ...],
    *,
    remove: tuple[str, ...] = (),
    instead_of: tuple[str, ...] = (),
) -> None:
    """Let the index know of files; where it cannot now, the next ``cclear index`` does."""
    try:
        client.take_file(
            path, add=add, remove=("inbox", "unread", *remove), instead_of=instead_of
        ).result()
    except IndexerError:
        return
