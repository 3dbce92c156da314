"""The joiner: takes messages as they come, says whom each answers and what is one conversation.

It works by what changed: a message that comes is judged itself, and so is every other whose
evidence it changes, found through the keys that they share. Every message, and every Message-ID
that is named but not here, is a node with at most one other above it; what hangs together is a
conversation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from indexer.joining import judge, keys
from indexer.joining.library import Library
from indexer.joining.values import Changed, Join

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from indexer.joining.values import Letter, Store

_ABSENT: Final = 1 << 62
_ALL: Final = 1 << 60


class _Node(msgspec.Struct, frozen=True, array_like=True):
    """A message or a Message-ID in its conversation; ``taken`` counts messages as they came."""

    label: int
    under: str | None = None
    taken: int = _ABSENT
    join: Join | None = None


class Joiner:
    """Joins messages into conversations; keeps what it knows in ``store``."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._library = Library(store)
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(_Node).decode

    def take(self, letters: Iterable[Letter]) -> Changed:
        """Take in messages, new ones and those of which something else is known now."""
        again: set[str] = set()
        for letter in letters:
            old = self._library.letter(letter.id)
            if old == letter:
                continue
            if old:
                again.update(self._shaken(old))
                self._library.remove(old)
            self._library.put(letter)
            again.update(self._shaken(letter))
            again.add(letter.id)
            node = self._node(letter.id)
            if node is None:
                self._appear(letter.id, self._count("taken"))
            elif node.taken == _ABSENT:
                self._move(letter.id, node, node.label, self._count("taken"))
        return self._settle(again)

    def drop(self, messages: Iterable[str]) -> Changed:
        """Forget messages that are no longer there."""
        again: set[str] = set()
        for message in messages:
            letter = self._library.letter(message)
            if letter is None:
                continue
            again.update(self._shaken(letter))
            again.add(message)
            self._library.remove(letter)
            if (node := self._node(message)) is not None:
                self._move(message, node, node.label, _ABSENT)
        return self._settle(again)

    def join(self, message: str) -> Join | None:
        """What was decided of a message; None where it is not here."""
        node = self._node(message)
        return node.join if node else None

    def conversation(self, message: str) -> str | None:
        """The message of its conversation that was taken in first: the conversation's name."""
        node = self._node(message)
        return next(iter(self._store.posted(keys.MEMBER, node.label, 1)), None) if node else None

    def members(self, message: str) -> tuple[str, ...]:
        """The messages of its conversation, in the order in which they were taken in."""
        node = self._node(message)
        if node is None:
            return ()
        found = self._store.posted(keys.MEMBER, node.label, _ALL)
        return tuple(m for m in found if self._library.has(m))

    # -- what a message changes

    def _shaken(self, letter: Letter) -> Iterator[str]:
        """Messages whose evidence changes as a letter comes or goes; it is in the library."""
        library = self._library
        for claimant in library.wanting(keys.NAMED, keys.key(letter.id)):
            yield claimant
            if found := library.letter(claimant):
                yield from keys.chain(found)
        yield from keys.chain(letter)
        for kind, key in set(keys.offers(letter)):
            if kind == keys.SUBJECT:
                yield from self._near_subject(key, letter)
            elif kind == keys.SERIES:
                for other in library.wanting_from(kind, key, letter.date - judge.MINUTES):
                    if other.date > letter.date + judge.MINUTES:
                        break
                    yield other.id
            else:
                most = judge.COMMON[kind]
                count = library.count(kind, key, most + 2)
                if count <= most:
                    yield from library.wanting(kind, key, letter.date - judge.AHEAD)
                elif count == most + 1:
                    # With this one it says nothing any more, or says something again.
                    yield from library.wanting(kind, key)

    def _near_subject(self, key: int, letter: Letter) -> Iterator[str]:
        """Who may find a letter among the newest of its subject: each is one of them, too."""
        later = 0
        for other in self._library.wanting_from(keys.SUBJECT, key, letter.date):
            yield other.id
            later += other.date > letter.date
            if later > judge.NEAR:
                return

    def _settle(self, again: set[str]) -> Changed:
        """Judge messages again, hang them where that says, and say what has changed."""
        changed: dict[str, Join | None] = {}
        touched: set[int] = set()
        loose: set[str] = set()
        waiting = sorted(again, reverse=True)
        while waiting:
            message = waiting.pop()
            node = self._node(message)
            if node is None:
                continue
            letter = self._library.letter(message)
            join = judge.judge(letter, self._library) if letter else None
            if join != node.join:
                changed[message] = join
                self._put(message, msgspec.structs.replace(node, join=join))
            under = join.under if join else judge.missing(message, self._library)
            under = None if under == message else under
            if letter is None:
                loose.add(message)
            if under == node.under:
                continue
            touched |= self._detach(message)
            if under is not None:
                if self._node(under) is None:
                    self._appear(under, _ABSENT)
                    waiting.append(under)
                touched |= self._attach(message, under)
            if node.under is not None:
                loose.add(node.under)
        touched |= self._tidy(loose)
        return Changed(changed, frozenset(touched))

    # -- the graph

    def _appear(self, message: str, taken: int) -> None:
        """A new node, in a conversation of its own."""
        label = self._count("label")
        self._put(message, _Node(label, None, taken))
        self._store.post(keys.MEMBER, label, taken, message)
        self._resize(label, 1)

    def _attach(self, message: str, under: str) -> set[int]:
        """Hang a node that nothing is above below another; the conversations that this touches."""
        node, above = self._known(message), self._known(under)
        self._put(message, msgspec.structs.replace(node, under=under))
        self._store.post(keys.BELOW, keys.key(under), 0, message)
        if node.label == above.label:
            return {node.label}
        small, large = sorted((node.label, above.label), key=self._size)
        for one in list(self._store.posted(keys.MEMBER, small, _ALL)):
            moved = self._known(one)
            self._move(one, moved, large, moved.taken)
        return {small, large}

    def _detach(self, message: str) -> set[int]:
        """Take a node away from what is above it; the conversations that this touches."""
        node = self._known(message)
        if node.under is None:
            return set()
        self._put(message, msgspec.structs.replace(node, under=None))
        self._store.unpost(keys.BELOW, keys.key(node.under), 0, message)
        below = self._below(message)
        if node.under in below:
            # They went round in a circle, and still hang together.
            return {node.label}
        label = self._count("label")
        for one in below:
            moved = self._known(one)
            self._move(one, moved, label, moved.taken)
        return {node.label, label}

    def _below(self, message: str) -> dict[str, None]:
        """A node and all that hang below it."""
        found = {message: None}
        stack = [message]
        while stack:
            at = stack.pop()
            for one in self._store.posted(keys.BELOW, keys.key(at), _ALL):
                if one not in found and self._known(one).under == at:
                    found[one] = None
                    stack.append(one)
        return found

    def _tidy(self, loose: set[str]) -> set[int]:
        """Forget those of some Message-IDs that are not here and that nothing hangs below."""
        touched: set[int] = set()
        while loose:
            message = loose.pop()
            node = self._node(message)
            if node is None or node.taken != _ABSENT or self._hung(message):
                continue
            touched |= self._detach(message)
            label = self._known(message).label
            self._store.unpost(keys.MEMBER, label, _ABSENT, message)
            self._resize(label, -1)
            self._store.put("node", message, None)
            if node.under is not None:
                loose.add(node.under)
        return touched

    def _hung(self, message: str) -> bool:
        found = self._store.posted(keys.BELOW, keys.key(message), _ALL)
        return any(self._known(one).under == message for one in found)

    # -- rows

    def _node(self, message: str) -> _Node | None:
        raw = self._store.get("node", message)
        return self._decode(raw) if raw is not None else None

    def _known(self, message: str) -> _Node:
        node = self._node(message)
        if node is None:
            raise KeyError(message)
        return node

    def _put(self, message: str, node: _Node) -> None:
        self._store.put("node", message, self._encode(node))

    def _move(self, message: str, node: _Node, label: int, taken: int) -> None:
        self._store.unpost(keys.MEMBER, node.label, node.taken, message)
        self._store.post(keys.MEMBER, label, taken, message)
        if label != node.label:
            self._resize(node.label, -1)
            self._resize(label, 1)
        self._put(message, msgspec.structs.replace(node, label=label, taken=taken))

    def _size(self, label: int) -> int:
        return int(self._store.get("size", str(label)) or b"0")

    def _resize(self, label: int, by: int) -> None:
        size = self._size(label) + by
        self._store.put("size", str(label), b"%d" % size if size else None)

    def _count(self, name: str) -> int:
        number = int(self._store.get("count", name) or b"0") + 1
        self._store.put("count", name, b"%d" % number)
        return number
