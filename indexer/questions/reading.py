"""What came of a conversation's question, as far as its texts are in the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer import conversations, zones
from indexer.database import Reading
from indexer.homes import tally
from indexer.homes.tally import Letter, Sent
from indexer.questions import card
from indexer.questions.card import Said

if TYPE_CHECKING:
    from indexer.model.bodies import Body
    from indexer.model.conversations import Entry
    from indexer.questions.values import Question
    from indexer.session import Session


def of(session: Session, named: str) -> Question:
    """What came of the question of a conversation, by its id or ``id:`` and one of its messages.

    No text is worked out for it. Raises IndexerError ``unknown-id``.
    """
    cache = session.cache
    with Reading(session.place) as db:
        tree = conversations.open_tree(db, session, named)
    entries = sorted(tree.entries or tree.unsent, key=lambda e: (e.date, e.id))
    entries = [e for e in entries if not e.recovered]
    bodies = cache.bodies([e.id for e in entries])
    files = cache.files([e.id for e in entries])
    brought = {message for message, *_ in files}
    authors = {e.id: e.sender for e in entries}
    said = []
    for nth, entry in enumerate(entries):
        body = bodies.get(entry.id)
        auto = bool(entry.auto or (body and body.auto))
        along = entry.id in brought or bool(body and _forwards(body))
        said.append(
            Said(
                entry.id, entry.sender, entry.subject, _text(body, whole=not nth),
                body.chat if body else "", auto, entry.audience == "private", along,
                authors.get(entry.parent or ""),
            )
        )  # fmt: skip
    keys = {entry.id: nth for nth, entry in enumerate(entries)}
    letters = [_letter(entry, keys[entry.id], auto=one.auto)
               for entry, one in zip(entries, said, strict=True)]  # fmt: skip
    sent = [Sent(keys[message], *rest) for message, *rest in files]
    return card.question(said, tally.files(letters, sent))


def _text(body: Body | None, *, whole: bool) -> str | None:
    if body is None:
        return None
    kept = body.zones if whole else [zone for zone in body.zones if zone.kind == "new"]
    return zones.clean(kept)


def _forwards(body: Body) -> bool:
    return any(zone.kind == "forward" for zone in body.zones)


def _letter(entry: Entry, key: int, *, auto: bool) -> Letter:
    sender = entry.sender
    return Letter(
        key, entry.id, "", entry.date, sender.name, sender.address, entry.subject, "",
        automatic=auto, asks=None,
    )  # fmt: skip
