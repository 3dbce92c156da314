"""The graph of messages: what each hangs below, and which hang together.

Every message, and every Message-ID that is named but not here, is a node with at most one other
above it. What hangs together has one label, so that a conversation is found without a walk; where
two come together the smaller one is moved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from indexer.joining import keys
from indexer.joining.values import Join  # noqa: TC001 - msgspec reads it at run time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.joining.values import Store

ABSENT: Final = 1 << 62
"""In place of the number of a message that is not here."""
_ALL: Final = 1 << 60


class Node(msgspec.Struct, frozen=True, array_like=True):
    """A message or a Message-ID in its conversation; ``taken`` counts messages as they came."""

    label: int
    under: str | None = None
    taken: int = ABSENT
    join: Join | None = None


class Graph:
    """Nodes and their labels, kept in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(Node).decode

    def node(self, message: str) -> Node | None:
        """A node, or None where there is none."""
        raw = self._store.get("node", message)
        return self._decode(raw) if raw is not None else None

    def together(self, message: str, most: int = _ALL) -> Sequence[str]:
        """The nodes of its conversation: messages as they were taken in, then those not here."""
        node = self.node(message)
        return self.labelled(node.label, most) if node else ()

    def labelled(self, label: int, most: int = _ALL) -> Sequence[str]:
        """The nodes with a label."""
        return self._store.posted(keys.MEMBER, label, most)

    def arrive(self, message: str) -> int:
        """A message is here, new or not; the label of its conversation."""
        node = self.node(message)
        if node is None:
            return self.appear(message, self._count("taken"))
        if node.taken == ABSENT:
            self._move(message, node.label, self._count("taken"))
        return node.label

    def leave(self, message: str) -> set[int]:
        """A message is here no more; what hangs below it stays there. The label of that."""
        node = self.node(message)
        if node is None:
            return set()
        self._move(message, node.label, ABSENT)
        return {node.label}

    def settle(self, message: str, join: Join | None) -> None:
        """Note what was decided of a message."""
        self._put(message, msgspec.structs.replace(self._known(message), join=join))

    def appear(self, message: str, taken: int = ABSENT) -> int:
        """A new node, in a conversation of its own; the label of that."""
        label = self._count("label")
        self._put(message, Node(label, None, taken))
        self._store.post(keys.MEMBER, label, taken, message)
        self._resize(label, 1)
        return label

    def attach(self, message: str, under: str) -> set[int]:
        """Hang a node that nothing is above below another; the conversations that this touches."""
        node, above = self._known(message), self._known(under)
        self._put(message, msgspec.structs.replace(node, under=under))
        self._store.post(keys.BELOW, keys.key(under), 0, message)
        if node.label == above.label:
            return {node.label}
        small, large = sorted((node.label, above.label), key=self._size)
        for one in list(self._store.posted(keys.MEMBER, small, _ALL)):
            self._move(one, large, self._known(one).taken)
        return {small, large}

    def detach(self, message: str) -> set[int]:
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
            self._move(one, label, self._known(one).taken)
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

    def tidy(self, loose: set[str]) -> set[int]:
        """Forget those of some Message-IDs that are not here and that nothing hangs below."""
        touched: set[int] = set()
        while loose:
            message = loose.pop()
            node = self.node(message)
            if node is None or node.taken != ABSENT or self._hung(message):
                continue
            touched |= self.detach(message)
            label = self._known(message).label
            self._store.unpost(keys.MEMBER, label, ABSENT, message)
            self._resize(label, -1)
            self._store.put("node", message, None)
            if node.under is not None:
                loose.add(node.under)
        return touched

    def _hung(self, message: str) -> bool:
        found = self._store.posted(keys.BELOW, keys.key(message), _ALL)
        return any(self._known(one).under == message for one in found)

    def _known(self, message: str) -> Node:
        node = self.node(message)
        if node is None:
            raise KeyError(message)
        return node

    def _put(self, message: str, node: Node) -> None:
        self._store.put("node", message, self._encode(node))

    def _move(self, message: str, label: int, taken: int) -> None:
        node = self._known(message)
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
