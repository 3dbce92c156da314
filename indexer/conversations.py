"""Conversations: a row of one, its id, and the tree of all its messages.

The finder of lists and the parser of headers are loaded where they are used: the reader's first
page needs neither, and waits for this module.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from indexer import looking, query, storms, subjects
from indexer.crowds import Crowds
from indexer.errors import IndexerError
from indexer.marks import ALONE, MUTED, NAMED
from indexer.model.conversations import Conversation, Entry, Tree, Turn
from indexer.model.people import Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from indexer.cache import Cache, Row
    from indexer.database import Reading
    from indexer.lists import Group
    from indexer.marks import Woken
    from indexer.model.conversations import Audience
    from indexer.session import Session
    from indexer.storms import Behind

    _People = tuple[Group | None, frozenset[str]]

JOINED = "c"
"""Before the labels that the joiner gave, which no thread's id begins with."""
_DAY = 86_400
_DRIFT = 14 * _DAY
_WIDEST = ("list", "some", "private")


def fresh(db: Reading, cache: Cache, labels: Sequence[str]) -> dict[str, list[Row]]:
    """The messages of conversations, oldest first, as they stand in the database now.

    ``labels`` are those of :class:`indexer.cache.Row`; of a thread that the cache does not know it
    is the thread.
    """
    cache.belong(db.uuid)
    if labels and db.revision > cache.revision:
        threads = sorted(cache.threads(labels) | {t for t in labels if not is_joined(t)})
        known = db.known(f"{query.threads(threads)} and lastmod:{cache.revision + 1}..")
        if known:
            from indexer import headers

            with cache.change():
                headers.put_known(cache, known)
    return cache.rows(labels)


def is_joined(label: str) -> bool:
    """Whether it is a label of the joiner's, and no thread."""
    return label.startswith(JOINED)


def summarise(
    found: Sequence[Row], behind: Behind | None = None, *, people: int = 50, answers: int = 5
) -> Conversation:
    """One conversation's row from its messages, drafts and queued ones, oldest first. Pure.

    The rest say what a storm is, as :func:`indexer.storms.storm` takes it.
    """
    sent = [r for r in found if not r.unsent]
    drafts = [r for r in found if _is_draft(r)]
    rows = sent or found
    first, last = rows[0], rows[-1]
    tags = sorted({t for r in rows for t in r.tags})
    unread = [r for r in sent if "unread" in r.tags]
    said = teller(found)
    # A program answers for nobody; where there is no person, it is who wrote.
    persons = [r for r in sent if not r.auto]
    writers = {r.address or r.name for r in persons or sent}
    return Conversation(
        id=conversation_id(found),
        subject=subjects.bare(first.subject) or first.subject,
        lists=tuple(t.removeprefix("list/") for t in tags if t.startswith("list/")),
        messages=len(sent),
        unread=len(unread),
        people=len(writers),
        first=first.date,
        last=last.date,
        tags=tuple(tags),
        muted=MUTED in tags,
        asker=_sender(first),
        answers=len(writers - {first.address or first.name}),
        snippet=said.snippet or "",
        snippet_by=_sender(said),
        drafts=len(drafts),
        queued=sum(r.unsent and "draft" not in r.tags for r in found),
        saved=drafts[-1].date if drafts else None,
        draft=(drafts[-1].snippet or "") if drafts else "",
        storm=storms.storm(sent, behind, people=people, answers=answers),
        automatic=bool(sent) and not persons,
        followed=any(r.followed for r in rows),
        woken=_woken(unread),
    )


def _woken(unread: Sequence[Row]) -> Woken:
    for row in unread:
        if ALONE in row.tags:
            return "alone"
        if NAMED in row.tags:
            return "named"
    return ""


def conversation_id(found: Sequence[Row]) -> str:
    """The id of a conversation, from its messages, drafts and queued ones, oldest first."""
    sent = [r for r in found if not r.unsent]
    # An older message that came late has no say until its conversation has been kept for it.
    first = next((r for r in sent if r.placed), (sent or found)[0])
    return first.conversation or first.hash


def teller(found: Sequence[Row]) -> Row:
    """The message whose first line stands for a conversation: the first unread, else the newest.

    One that says nothing new only where none says anything.
    """
    sent = [r for r in found if not r.unsent] or found
    said = [r for r in sent if not r.chat] or sent
    return next((r for r in said if "unread" in r.tags), said[-1])


def newest_draft(found: Sequence[Row]) -> Row | None:
    """The draft of a conversation that was saved last."""
    return next((r for r in reversed(found) if _is_draft(r)), None)


def _is_draft(row: Row) -> bool:
    # That of a message in the queue has both tags: it lies there until that is sent.
    return "draft" in row.tags and "queued" not in row.tags


def _sender(row: Row) -> Person:
    return Person(row.name, row.address)


def label_of(db: Reading, cache: Cache, named: str) -> str:
    """The label of a conversation, from its id or from ``id:`` and a Message-ID.

    Raises IndexerError ``unknown-id``.
    """
    row = None
    if named.startswith("id:"):
        message = named.removeprefix("id:").strip("<>")
    else:
        row = cache.by_hash(named)
        message = row.id if row else ""
    if found := db.find(message) if message else None:
        if row is None and (row := cache.row(message)) is None:
            from indexer import headers

            with cache.change():
                headers.put_known(cache, [found])
            row = cache.row(message)
        if row:
            return row.label
    raise IndexerError(
        "unknown-id",
        f"there is no conversation or message {named!a:.80}; ids: cclear threads --json",
    )


def ids_of(db: Reading, cache: Cache, named: str) -> list[str]:
    """The Message-IDs of a conversation, as the database knows it now.

    What is being written or waits is not the conversation's, unless it is all of it. Raises
    IndexerError ``unknown-id``.
    """
    label = label_of(db, cache, named)
    rows = fresh(db, cache, [label])[label]
    return [r.id for r in rows if not r.unsent] or [r.id for r in rows]


def open_tree(db: Reading, session: Session, named: str) -> Tree:
    """A conversation with all its messages in reading order."""
    cache = session.cache
    label = label_of(db, cache, named)
    messages = fresh(db, cache, [label])[label]
    bare = [r for r in messages if not r.headers]
    if bare:
        from indexer import headers

        with cache.change():
            headers.take_heads(db, cache, bare)
        messages = cache.rows([label])[label]
    if not messages:
        raise IndexerError("unknown-id", f"the conversation {named!a:.80} has no messages any more")
    hello = session.hello
    conversation = summarise(
        messages, Crowds(cache, session.own),
        people=hello.storm_people, answers=hello.storm_answers,
    )  # fmt: skip
    tree = _tree(cache, session.own, conversation, messages)
    if packed := cache.recovered(label):
        from indexer import haunting

        tree = replace(tree, entries=haunting.haunted(tree.entries, haunting.read(packed)))
    return replace(tree, decided=not cache.is_undecided(label))


def _tree(
    cache: Cache, own: frozenset[str], conversation: Conversation, messages: Sequence[Row]
) -> Tree:
    from indexer import trees

    groups = _Groups(cache, own, conversation.lists)
    sent = [r for r in messages if not r.unsent]
    asker = (sent or messages)[0].address
    sets = {key: frozenset(cache.members(key)) for key in {r.recipients for r in messages}}
    everybody = cache.persons(frozenset().union(*sets.values()))
    address = {key: person.address for key, person in everybody.items()}.__getitem__
    addresses = {key: frozenset(map(address, people)) for key, people in sets.items()}
    organisations = cache.organisations({r.address for r in messages})
    unsent = [r for r in messages if r.unsent and (_is_draft(r) or "draft" not in r.tags)]
    came = looking.came(sent, own)
    entries = []
    built = trees.build(sent)
    went_on = cache.parted(row.id for row in sent)
    for node in (*built, *trees.hang(unsent, built)):
        row, parent = node.row, node.parent
        mine = sets[row.recipients]
        theirs = sets[parent.recipients] if parent else mine
        went = addresses[row.recipients] - {row.address}
        heard = groups.heard(went, row, asker)
        entries.append(
            Entry(
                id=row.id,
                parent=parent.id if parent else None,
                depth=node.depth,
                evidence=node.evidence,
                sender=_sender(row),
                date=row.date,
                subject=row.subject,
                people=row.people,
                joined=len(mine - theirs),
                dropped=len(theirs - mine),
                audience=heard,
                tags=row.tags,
                snippet=row.snippet,
                organisation=organisations[row.address],
                chat=row.chat,
                auto=row.auto,
                left=_left(cache, row),
                turns=tuple(_turns(cache, row, went_on.get(row.id, ()))),
                fresh=row.id in came,
            )
        )
    conversation = replace(conversation, lists=groups.names)
    return Tree(conversation, tuple(entries[: len(built)]), tuple(entries[len(built) :]))


def _left(cache: Cache, row: Row) -> Turn | None:
    """What a message began away from; None where both are in one conversation by now."""
    other = cache.row(row.parted) if row.parted else None
    return _turn(cache, other, row) if other and other.label != row.label else None


def _turns(cache: Cache, row: Row, messages: Iterable[str]) -> Iterator[Turn]:
    for message in messages:
        if (other := cache.row(message)) and other.label != row.label:
            yield _turn(cache, other, other)


def _turn(cache: Cache, other: Row, began: Row) -> Turn:
    rows = cache.rows([other.label])[other.label]
    by_hand = began.evidence == "hand"
    return Turn(other.id, conversation_id(rows), other.subject, other.date, by_hand)


class _Groups:
    """The lists that a conversation is on, and who was on them on a day."""

    def __init__(self, cache: Cache, own: frozenset[str], names: Sequence[str]) -> None:
        from indexer.lists import Lists

        self._lists = Lists(cache, own=own) if names else None
        # Of a list that others were merged into, mail to all of one of them went to the list.
        self.names = (
            tuple(dict.fromkeys(self._lists.whole(n) for n in names)) if self._lists else ()
        )
        self._groups = [g for n in self.names for g in self._lists.parts(n)] if self._lists else []
        self._own = own
        self._settled = max((g.last for g in self._groups if g.kind == "cc"), default=0)
        self._now = self._people(None)
        self._days: dict[int, list[_People]] = {}

    def heard(self, went: frozenset[str], row: Row, asker: str) -> Audience:
        """Whom a message went to: on the list as it is, else as it was on that day."""
        from indexer.lists import audience

        for groups in (self._now, None):
            heard = min(
                (
                    audience(went, row.address, asker, self._own, group, present)
                    for group, present in (groups or self._at(row.date))
                ),
                key=_WIDEST.index,
            )
            # Who was on a list long ago is slow to say, and mostly need not be known.
            if heard != "some" or row.date > self._settled - _DRIFT:
                break
        return heard

    def _at(self, date: int) -> list[_People]:
        day = date // _DAY + 1
        if day not in self._days:
            self._days[day] = self._people(day * _DAY)
        return self._days[day]

    def _people(self, date: int | None) -> list[_People]:
        if not self._groups or not self._lists:
            return [(None, frozenset())]
        return [(g, self._lists.present(g.key, date)) for g in self._groups]
