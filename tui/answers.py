"""Letters as the composer opens with them: answers, forwards, summaries, drafts found again.

Each waits for the indexer's answers, so a screen calls it off its event loop. Raises OutboxError
where there is no such answer, and IndexerError.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from indexer import Person, clean, gate
from outbox import (
    KINDS,
    Draft,
    OutboxError,
    answer,
    choose,
    cycle,
    decide,
    draft_summary,
    gather,
    identity,
    opening,
    signed,
    summarised,
    whom_summary,
)
from tui.attaching import again
from tui.clock import LOCAL
from tui.composing import Extra, Letter, boxes, left_off, room
from tui.words import count, exact, names

if TYPE_CHECKING:
    from indexer import Body, Client
    from outbox import Answering, Kind, Recipients, Saved, Settings

SECONDS = 60.0
"""How long one answer of the indexer may take."""


def reply(client: Client, settings: Settings, kind: Kind, named: str) -> Letter:
    """An answer to a message (``id:`` and its Message-ID), or to a conversation's first."""
    found = gather(client, named)
    choices = _choices(found, kind)
    who = identity(found.case, settings)
    text, line = room(opening(found, kind, who.signature))
    draft = answer(found.case.parent, choices[0][1], Person(who.name, who.address), text, _now())
    return Letter(
        "reply", _title(found, kind), draft, choices, line=line, parent=found.message.id,
        list=_list(found), identity=who.identity,
    )  # fmt: skip


def new(client: Client, settings: Settings) -> Letter:
    """A message to whomever the user names."""
    who = choose(settings, client.own().result(SECONDS))
    if not who.address:
        raise OutboxError(
            "usage", "no address of yours is known; set [mail] addresses in config.toml"
        )
    text, line = room(signed("", who.signature))
    draft = Draft(Person(who.name, who.address), text=text)
    return Letter("new", "", draft, typed="", line=line, identity=who.identity)


def forward(client: Client, settings: Settings, named: str) -> Letter:
    """A message's text, and what of its header says where it comes from, to somebody else."""
    found = gather(client, named)
    who = identity(found.case, settings)
    parent, entry = found.case.parent, found.message
    texts: list[str] = []

    def take(body: Body) -> None:
        texts.append(clean(body.zones))

    client.bodies((entry.id,), take).result(SECONDS)
    said = [
        "---------- Forwarded message ----------",
        f"From: {boxes((entry.sender,))}",
        f"Date: {exact(entry.date, LOCAL)}",
        f"Subject: {entry.subject}",
        *([f"To: {_some(parent.to)}"] if parent.to else ()),
        *([f"Cc: {_some(parent.cc)}"] if parent.cc else ()),
        "",
        *texts,
    ]
    text = gate.block(f"\n{signed('', who.signature)}\n" + "\n".join(said) + "\n")
    draft = Draft(Person(who.name, who.address), subject=f"Fwd: {entry.subject}".strip(), text=text)
    return Letter(
        "forward", entry.subject, draft, typed="", parent=entry.id, list=_list(found),
        identity=who.identity,
    )  # fmt: skip


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
        extra=tuple(
            Extra(gate.line(one.author.name, 60) or one.author.address, one.text)
            for one in private
        ),
    )  # fmt: skip


def resume(client: Client, saved: Saved) -> Letter:
    """A draft to go on with; where it cannot be known whom its kind goes to, as it says itself."""
    work = saved.work
    kind, draft = work.kind, work.draft
    base = Letter(
        "new", draft.subject, draft, line=left_off(draft.text), key=work.key, parent=work.parent,
        list=work.list, identity=work.identity, files=tuple(map(again, work.files)),
    )  # fmt: skip
    typed = replace(base, typed=boxes((*draft.to, *draft.cc)))
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
                choices=_posted(found, draft),
            )  # fmt: skip
        choices = _choices(found, "list" if chosen in ("thread", "everyone") else chosen)
    except OutboxError:
        if draft.bcc:
            raise
        return replace(typed, purpose="reply")
    at = next((at for at, (one, _) in enumerate(choices) if one == chosen), 0)
    made = replace(base, purpose="reply", title=_title(found, chosen), choices=choices, at=at)
    # Changed by hand, unless it is who is on the list now and was not then.
    by_hand = not draft.bcc and {*draft.to, *draft.cc} != {*choices[at][1].to, *choices[at][1].cc}
    return replace(made, typed=typed.typed) if by_hand else made


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
