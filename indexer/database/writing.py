"""The database, open to be written to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import notmuch2

from indexer.database.failures import mapped
from indexer.database.properties import (
    CONVERSATION,
    EVIDENCE,
    FOLLOWED,
    HAND,
    LOOKED,
    PLACE,
    assign,
    recorded,
)
from indexer.database.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Mapping

    from indexer.database.values import Place, Retag

FLAGS = frozenset({"draft", "flagged", "passed", "replied", "unread"})
"""Tags that notmuch keeps in step with Maildir flags."""


class Writing(Reading):
    """The database, open to be written to. Keep it short: other programs wait."""

    def __init__(self, place: Place) -> None:
        super().__init__(place, notmuch2.Database.MODE.READ_WRITE)
        self._sync = self.syncs_flags

    def retag(self, change: Retag) -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
        """Change a message's tags; what was really added and removed, and what they are now."""
        with mapped(self._place):
            found = self._find(change.id)
            if found is None:
                return frozenset(), frozenset(), ()
            before = frozenset(str(t) for t in found.tags)
            add, remove = change.add - before, (change.remove & before) - change.add
            if add or remove or change.place or change.follow or change.join or change.hands:
                with found.frozen():
                    for value in change.hands:
                        found.properties.add(HAND, value)
                    if change.join:
                        assign(found, CONVERSATION, change.join[0])
                        assign(found, EVIDENCE, change.join[1])
                    if change.follow:
                        assign(found, FOLLOWED, "yes")
                    if change.place:
                        assign(found, PLACE, change.place)
                    for tag in sorted(add):
                        found.tags.add(tag)
                    for tag in sorted(remove):
                        found.tags.discard(tag)
                if self._sync and FLAGS & (add | remove):
                    found.tags.to_maildir_flags()
            return add, remove, tuple(sorted((before | add) - remove))

    def take(self, path: str, add: Iterable[str], remove: Iterable[str]) -> str:
        """Take in a file of the mail's folder and change its message's tags; its Message-ID."""
        with mapped(self._place):
            message = self._db.add(path, sync_flags=self._sync).msg
            with message.frozen():
                for tag in remove:
                    message.tags.discard(tag)
                for tag in add:
                    message.tags.add(tag)
            return str(message.messageid)

    def forget(self, path: str) -> str:
        """Forget a file that is gone; the Message-ID of its message where that went with it."""
        with mapped(self._place):
            try:
                message = str(self._db.get(path).messageid)
            except LookupError:
                return ""
            return "" if self._db.remove(path) else message

    @property
    def reached(self) -> int:
        """The revision that what was written so far has led to."""
        with mapped(self._place):
            return self._db.revision().rev

    def follow(self, message: str, followed: bool) -> bool:  # noqa: FBT001 - what it is to be
        """Record that a message's conversation is followed, or not; whether that is news."""
        with mapped(self._place):
            found = self._find(message)
            if found is None or bool(recorded(found, FOLLOWED)) == followed:
                return False
            with found.frozen():
                if followed:
                    assign(found, FOLLOWED, "yes")
                else:
                    del found.properties[FOLLOWED]
            return True

    def say_hands(self, said: Mapping[str, Collection[str]], about: Container[str]) -> None:
        """Record on messages what the user said of where messages belong, in one transaction.

        It stands in place of what was said of those that ``about`` names, whoever recorded that.
        """
        with mapped(self._place), self._db.atomic():
            for message, values in said.items():
                found = self._find(message)
                if found is None:
                    continue
                before = {str(value) for _, value in found.properties.getall(HAND, exact=True)}
                wanted = {v for v in before if v.partition(" ")[0] not in about} | set(values)
                for value in before - wanted:
                    found.properties.remove(HAND, value)
                for value in wanted - before:
                    found.properties.add(HAND, value)

    def look(self, messages: Iterable[str]) -> int:
        """Record that these were looked at, in one transaction; of how many that is news."""
        news = 0
        with mapped(self._place), self._db.atomic():
            for message in messages:
                found = self._find(message)
                if found is not None and not recorded(found, LOOKED):
                    assign(found, LOOKED, "1")
                    news += 1
        return news

    def keep_place(self, message: str, place: str) -> None:
        """Record where a message was seen to be."""
        self._record(message, PLACE, place)

    def _record(self, message: str, name: str, value: str) -> None:
        with mapped(self._place):
            found = self._find(message)
            if found is not None:
                with found.frozen():
                    assign(found, name, value)

    def set_config(self, key: str, value: str) -> None:
        """Set a value of the database's configuration; an empty one forgets it."""
        with mapped(self._place):
            if value or self._db.config.get(key):
                self._db.config[key] = value
