"""What is known around a message that is answered, asked of the indexer; waits for its answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from indexer import IndexerError, Person, asks, clean, question
from outbox import quoting
from outbox.model import SECONDS, Case, Exchange, Group
from outbox.writer import wrote_as

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer import Body, Client, Conversation, Entry, MailList, Parent
    from outbox.model import Kind


@dataclass(frozen=True, slots=True)
class Answering:
    """A message, its conversation, and what its author and the conversation's first newly wrote.

    ``entries`` are all messages, the oldest first.
    """

    case: Case
    conversation: Conversation
    message: Entry
    entries: tuple[Entry, ...]
    said: str
    asked: str

    @property
    def first(self) -> Entry:
        """The conversation's first message."""
        return self.entries[0]


def gather(client: Client, named: str) -> Answering:
    """All that a reply needs of a message: by ``id:`` and its Message-ID, or a conversation's id.

    A conversation's id stands for its first message. Raises IndexerError; waits, so a screen calls
    it off its event loop.
    """
    tree = client.open(named).result(SECONDS)
    # What is known from quotes alone is nobody's to answer.
    here = (entry for entry in tree.entries if not entry.recovered)
    entries = tuple(sorted(here, key=lambda e: (e.date, e.id)))
    if not entries or any(f"id:{e.id}" == named for e in tree.unsent):
        raise IndexerError("unknown-id", f"{named!a:.80} is a draft; go on with it in the reader")
    wanted = named.removeprefix("id:").strip("<>") if named.startswith("id:") else entries[0].id
    message = next((e for e in entries if e.id == wanted), None)
    if message is None:
        raise IndexerError("unknown-id", f"there is no message {named!a:.80}; see: cclear threads")
    first = entries[0]
    own, name, lists = client.own(), client.own_name(), client.lists()
    parents = [client.parent(e.id) for e in (message, first)]
    texts = new_texts(client, (message.id, first.id))
    parent, start = (one.result(SECONDS) for one in parents)
    found = lists.result(SECONDS)
    chosen = choose(parent, [one for one in found if one.name in tree.conversation.lists])
    # No program asks: "Can it wait?" in an automatic answer is not for the list.
    said = "" if parent.auto else texts[message.id]
    case = Case(
        parent=parent,
        exchange=exchange(message, entries, start if first is not message else None, said),
        group=_group(client, chosen) if chosen else None,
        own=own.result(SECONDS),
        lists=frozenset().union(*map(_reached, found)),
        name=name.result(SECONDS) or wrote_as(client, own.result(SECONDS), entries),
    )
    return Answering(case, tree.conversation, message, entries, texts[message.id], texts[first.id])


def exchange(message: Entry, entries: Sequence[Entry], first: Parent | None, said: str) -> Exchange:
    """The conversation's facts; ``entries`` oldest first, ``said`` what the message newly says."""
    # No program is answered for having answered.
    writers = {e.sender.address: e.sender for e in entries if e.sender.address and not e.auto}
    openly = {
        e.sender.address
        for e in entries
        if e.audience == "list" or (e.audience == "some" and e.people > 1) or e is entries[0]
    }
    return Exchange(
        asks=asks(said),
        first=first,
        writers=tuple(writers.values()),
        privately=frozenset(writers) - openly,
        private=message.audience == "private",
    )


def choose(parent: Parent, lists: Sequence[MailList]) -> MailList | None:
    """Which of a conversation's lists a message is answered on.

    The one whose List-Post it has, else one that it is addressed to, else one without an address.
    """
    named = {p.address for p in (*parent.to, *parent.cc)}

    def rank(one: MailList) -> int:
        reached = _reached(one)
        if parent.list_post in reached:
            return 0
        if reached & named:
            return 1
        return 2 if one.kind == "cc" else 3

    return min(lists, key=rank, default=None)


def _reached(one: MailList) -> frozenset[str]:
    """The addresses that a list is reached by, lower case."""
    return frozenset(a.lower() for a in (one.address, *one.also) if a)


def new_texts(client: Client, ids: Sequence[str]) -> dict[str, str]:
    """What the authors of messages newly wrote in them, without what they forwarded."""
    found: dict[str, str] = dict.fromkeys(ids, "")

    def take(body: Body) -> None:
        found[body.id] = clean([zone for zone in body.zones if zone.kind == "new"])

    client.bodies(tuple(found), take).result(SECONDS)
    return found


def opening(
    answering: Answering, kind: Kind, signature: str = "", lines: Sequence[str] = ()
) -> str:
    """What the composer opens with for a reply: the given lines quoted, else just the question.

    The question is the answered message's where that asks, or where its author is who is answered;
    else that of the conversation's first message.
    """
    is_its_own = answering.case.exchange.asks or kind in ("author", "all")
    entry, text = answering.message, answering.said
    if not lines and not is_its_own and answering.asked:
        entry, text = answering.first, answering.asked
    when = datetime.fromtimestamp(entry.date, UTC).astimezone() if entry.date > 0 else None
    asked = tuple(lines) or question(text)
    return quoting.beginning(entry.sender, when, asked, signature, whole=bool(lines))


def _group(client: Client, chosen: MailList) -> Group:
    members = client.roster(chosen.name).result(SECONDS)
    return Group(
        name=chosen.name,
        title=chosen.title or chosen.name,
        kind=chosen.kind,
        address=chosen.address.lower() if chosen.address else None,
        roster=tuple(Person(m.name, m.address) for m in members if m.left is None),
    )
