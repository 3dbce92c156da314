"""Letters as the composer opens with them: answers, forwards, summaries, drafts found again.

Each waits for the indexer's answers, so a screen calls it off its event loop. Raises OutboxError
where there is no such answer, and IndexerError.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from indexer import IndexerError, Person, clean, gate
from outbox import (
    KINDS,
    Draft,
    OutboxError,
    answer,
    cycle,
    decide,
    draft_summary,
    enclosures,
    fetch,
    gather,
    identity,
    opening,
    signed,
    summarised,
    whom_summary,
    writes,
)
from tui.attaching import again
from tui.clock import LOCAL
from tui.composing import Extra, Held, Letter, boxes, left_off, room, typed_as
from tui.words import count, exact, names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer import Body, Client
    from outbox import Answering, Kind, Recipients, Saved, Settings

SECONDS = 60.0
"""How long one answer of the indexer may take."""


def reply(
    client: Client, settings: Settings, kind: Kind, named: str, lines: Sequence[str] = ()
) -> Letter:
    """An answer to a message (``id:`` and its Message-ID), or to a conversation's first.

    It quotes the given lines of that message; where there are none, what asks.
    """
    found = gather(client, named)
    choices = _choices(found, kind)
    who = identity(found.case, settings)
    text, line = room(opening(found, kind, who.signature, lines))
    draft = answer(found.case.parent, choices[0][1], Person(who.name, who.address), text, _now())
    return Letter(
        "reply", _title(found, kind), draft, choices, line=line, parent=found.message.id,
        list=_list(found), identity=who.identity, storm=found.conversation.storm,
    )  # fmt: skip


def passage(client: Client, named: str, lines: Sequence[str]) -> str:
    """Lines of a message as they are quoted in a text that is being written already."""
    return opening(gather(client, named), "author", "", lines)


def new(client: Client, settings: Settings) -> Letter:
    """A message to whomever the user names."""
    who = writes(client, settings)
    text, line = room(signed("", who.signature))
    draft = Draft(Person(who.name, who.address), text=text)
    return Letter("new", "", draft, typed="", line=line, identity=who.identity)


def forward(client: Client, settings: Settings, named: str) -> Letter:
    """A message's text, and what of its header says where it comes from, to somebody else."""
    found = gather(client, named)
    who = identity(found.case, settings)
    parent, entry = found.case.parent, found.message
    bodies: list[Body] = []
    client.bodies((entry.id,), bodies.append).result(SECONDS)
    files, notes = _along(client, entry.id, bodies)
    said = [
        "---------- Forwarded message ----------",
        f"From: {boxes((entry.sender,))}",
        f"Date: {exact(entry.date, LOCAL)}",
        f"Subject: {entry.subject}",
        *([f"To: {_some(parent.to)}"] if parent.to else ()),
        *([f"Cc: {_some(parent.cc)}"] if parent.cc else ()),
        "",
        *(clean(body.zones) for body in bodies),
    ]
    text = gate.block(f"\n{signed('', who.signature)}\n" + "\n".join(said) + "\n")
    draft = Draft(Person(who.name, who.address), subject=f"Fwd: {entry.subject}".strip(), text=text)
    return Letter(
        "forward", entry.subject, draft, typed="", parent=entry.id, list=_list(found),
        identity=who.identity, files=files, notes=notes,
    )  # fmt: skip


def _along(
    client: Client, message: str, bodies: Sequence[Body]
) -> tuple[tuple[Held, ...], tuple[str, ...]]:
    """What goes along with a message that is forwarded, and what of it cannot, in words."""
    files, lost = [], []
    for one in (one for body in bodies for one in enclosures(message, body.parts)):
        try:
            fetch(client, one)
        except OutboxError:
            lost.append(one.name)
        else:
            files.append(Held("", one.name, one.size, one))
    notes = [gate.line(body.trouble) for body in bodies if body.trouble]
    if lost:
        notes.append(f"left out, as it cannot be read: {', '.join(lost)}")
    return tuple(files), tuple(notes)


def summary(client: Client, settings: Settings, named: str) -> Letter:
    """What a conversation's answers add up to; what was written privately is left out of it."""
    found, made = summarised(client, named)
    who = identity(found.case, settings)
    draft = draft_summary(found, made, Person(who.name, who.address), _now())
    draft = replace(draft, text=signed(made.text, who.signature))
    private = [one for one in made.private if one.id not in made.ticked]
    notes: tuple[str, ...] = ()
    if private:
        authors = names([one.author for one in private])
        notes = (f"left out: {count(len(private), 'private answer')} ({authors})",)
    return Letter(
        "summary", _title(found, "list"), draft, _posted(found, draft), parent=draft.in_reply_to,
        list=_list(found), identity=who.identity, notes=notes,
        storm=found.conversation.storm,
        extra=tuple(
            Extra(gate.line(one.author.name, 60) or one.author.address, one.text)
            for one in private
        ),
    )  # fmt: skip


def _gone(client: Client, files: Sequence[Held], key: str) -> tuple[str, ...]:
    """Of a draft's files those that are there no more, in words."""
    gone = []
    for one in files:
        try:
            if one.enclosure:
                client.path(one.enclosure.message).result(SECONDS)
            elif not Path(one.path).is_file():
                gone.append(one.name)
        except (IndexerError, OSError):
            gone.append(one.name)
    return (f"not there any more: {', '.join(gone)}; {key} takes it off",) if gone else ()


def resume(client: Client, saved: Saved, key: str) -> Letter:
    """A draft to go on with; where it cannot be known whom its kind goes to, as it says itself.

    ``key``, in words, takes a file off that is there no more.
    """
    work = saved.work
    kind, draft = work.kind, work.draft
    enclosed = (Held("", one.name, one.size, one) for one in work.enclosures)
    files = (*enclosed, *map(again, work.files))
    base = Letter(
        "new", draft.subject, draft, line=left_off(draft.text), key=work.key, parent=work.parent,
        list=work.list, identity=work.identity, files=files, notes=_gone(client, files, key),
    )  # fmt: skip
    typed = typed_as(base, draft.to, draft.cc, draft.bcc)
    if kind == "forward":
        return replace(typed, purpose="forward")
    chosen = next((one for one in KINDS if one == kind), None)
    if work.parent is None or (chosen is None and kind != "summary"):
        return replace(typed, purpose="reply" if work.parent else "new")
    try:
        found = gather(client, f"id:{work.parent}")
        if chosen is None:
            return replace(
                base, purpose="summary", title=_title(found, "list"),
                choices=_posted(found, draft), storm=found.conversation.storm,
            )  # fmt: skip
        choices = _choices(found, "list" if chosen in ("thread", "everyone") else chosen)
    except OutboxError:
        return replace(typed, purpose="reply")
    base = replace(base, storm=found.conversation.storm)
    at = next((at for at, (one, _) in enumerate(choices) if one == chosen), 0)
    made = replace(base, purpose="reply", title=_title(found, chosen), choices=choices, at=at)
    # Changed by hand, unless it is who is on the list now and was not then.
    decided = choices[at][1]
    by_hand = work.by_hand or (
        not draft.bcc and {*draft.to, *draft.cc} != {*decided.to, *decided.cc}
    )
    return typed_as(made, draft.to, draft.cc, draft.bcc) if by_hand else made


def _choices(found: Answering, kind: Kind) -> tuple[tuple[Kind, Recipients], ...]:
    """The kind that is meant first, then what one key goes through besides."""
    first = decide(kind, found.case)
    rest = [(one, to) for one, to in cycle(found.case) if one != kind and _all(to) != _all(first)]
    return ((kind, first), *rest)


def _posted(found: Answering, draft: Draft) -> tuple[tuple[Kind, Recipients], ...]:
    """Whom a summary goes to."""
    kind: Kind = "everyone" if draft.bcc else "list"
    return ((kind, whom_summary(found)),)


def _all(given: Recipients) -> set[str]:
    return {person.address for person in (*given.to, *given.cc, *given.bcc)}


def _title(found: Answering, kind: Kind) -> str:
    group = found.case.group
    if kind not in ("author", "all") and group:
        return group.title
    return found.conversation.subject


def _list(found: Answering) -> str | None:
    return found.case.group.name if found.case.group else None


def _some(people: tuple[Person, ...]) -> str:
    more = f" and {len(people) - 5} more" if len(people) > 5 else ""
    return boxes(people[:5]) + more


def _now() -> datetime:
    return datetime.now().astimezone()
