"""Mail out: whom a reply goes to, the message itself, drafts, the queue, the transports.

This is the room's front door. The names below are all that other rooms use; each is loaded when
it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from outbox import drafts as _drafts, queue as _queue
    from outbox.answering import Answering as Answering, gather as gather, opening as opening
    from outbox.changing import changed as changed
    from outbox.connecting import Deadline as Deadline, connect as connect, is_near as is_near
    from outbox.drafts import Saved as Saved, Work as Work, new_key as new_key
    from outbox.enclosing import enclosures as enclosures, fetch as fetch
    from outbox.message import (
        answer as answer,
        answer_subject as answer_subject,
        finish as finish,
        new_id as new_id,
    )  # fmt: skip
    from outbox.model import (
        KINDS as KINDS,
        Attachment as Attachment,
        Case as Case,
        Draft as Draft,
        Enclosure as Enclosure,
        Exchange as Exchange,
        Finished as Finished,
        Group as Group,
        Kind as Kind,
        OutboxError as OutboxError,
        Recipients as Recipients,
    )  # fmt: skip
    from outbox.passwords import password_of as password_of
    from outbox.queue import Entry as Entry
    from outbox.quoting import signed as signed
    from outbox.recipients import cycle as cycle, decide as decide, usual as usual
    from outbox.reminder import forgotten as forgotten
    from outbox.sending import (
        Event as Event,
        cancel as cancel,
        drop as drop,
        places as places,
        send_due as send_due,
        submit as submit,
    )  # fmt: skip
    from outbox.settings import (
        Identity as Identity,
        Settings as Settings,
        Transport as Transport,
        choose as choose,
        mistake as mistake,
    )  # fmt: skip
    from outbox.storms import brake as brake
    from outbox.summary import (
        Summary as Summary,
        draft_summary as draft_summary,
        summarised as summarised,
        whom_summary as whom_summary,
    )  # fmt: skip
    from outbox.transports import Outcome as Outcome
    from outbox.transports_smtp import check_login as check_login, xoauth2 as xoauth2
    from outbox.writer import identity as identity, writes as writes

    discard_draft, find_drafts = _drafts.discard, _drafts.find
    get_draft, save_draft = _drafts.get, _drafts.save
    queue_entries = _queue.entries

_HOMES = {
    "answering": ("Answering", "gather", "opening"),
    "changing": ("changed",),
    "connecting": ("Deadline", "connect", "is_near"),
    "drafts": ("Saved", "Work", "new_key"),
    "enclosing": ("enclosures", "fetch"),
    "message": ("answer", "answer_subject", "finish", "new_id"),
    "passwords": ("password_of",),
    "queue": ("Entry",),
    "quoting": ("signed",),
    "recipients": ("cycle", "decide", "usual"),
    "reminder": ("forgotten",),
    "sending": ("Event", "cancel", "drop", "places", "send_due", "submit"),
    "settings": ("Identity", "Settings", "Transport", "choose", "mistake"),
    "storms": ("brake",),
    "summary": ("Summary", "draft_summary", "summarised", "whom_summary"),
    "writer": ("identity", "writes"),
    "transports": ("Outcome",),
    "transports_smtp": ("check_login", "xoauth2"),
}

_RENAMED = {
    "discard_draft": ("drafts", "discard"),
    "find_drafts": ("drafts", "find"),
    "get_draft": ("drafts", "get"),
    "save_draft": ("drafts", "save"),
    "queue_entries": ("queue", "entries"),
}
"""What is called after its module inside, and by a full name at the door."""


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the module protocol of PEP 562
    if name.startswith("_"):
        raise AttributeError(name)
    if name in _RENAMED:
        home, name = _RENAMED[name]
    else:
        home = next((home for home, names in _HOMES.items() if name in names), "model")
    return getattr(import_module(f"outbox.{home}"), name)
