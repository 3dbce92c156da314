"""The joiner: takes messages as they come, says whom each answers and what is one conversation.

It works by what changed: a message that comes is judged itself, and so is every other whose
evidence it changes, found through the keys that they share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.joining import ghosts, judge, keys
from indexer.joining.graph import Graph
from indexer.joining.library import Library
from indexer.joining.values import Changed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from indexer.joining.ghosts import Recovered
    from indexer.joining.values import Join, Letter, Store
    from indexer.model.bodies import Zone


class Joiner:
    """Joins messages into conversations; keeps what it knows in ``store``."""

    def __init__(self, store: Store) -> None:
        self._graph = Graph(store)
        self._library = Library(store)

    def take(self, letters: Iterable[Letter]) -> Changed:
        """Take in messages, new ones and those of which something else is known now."""
        again: set[str] = set()
        touched: set[int] = set()
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
            touched.add(self._graph.arrive(letter.id))
        return self._settle(again, touched)

    def drop(self, messages: Iterable[str]) -> Changed:
        """Forget messages that are no longer there."""
        again: set[str] = set()
        touched: set[int] = set()
        for message in messages:
            letter = self._library.letter(message)
            if letter is None:
                continue
            again.update(self._shaken(letter))
            again.add(message)
            self._library.remove(letter)
            touched |= self._graph.leave(message)
        return self._settle(again, touched)

    def letter(self, message: str) -> Letter | None:
        """A message as it was taken; None where it is not here."""
        return self._library.letter(message)

    def join(self, message: str) -> Join | None:
        """What was decided of a message; None where it is not here."""
        node = self._graph.node(message)
        return node.join if node else None

    def conversation(self, message: str) -> str | None:
        """The message of its conversation that was taken in first: the conversation's name."""
        return next(iter(self._graph.together(message, 1)), None)

    def members(self, message: str) -> tuple[str, ...]:
        """The messages of its conversation, in the order in which they were taken in."""
        return tuple(m for m in self._graph.together(message) if self._library.has(m))

    def labelled(self, label: int) -> tuple[str, ...]:
        """The messages with a label of :class:`~indexer.joining.Changed`, as they were taken in."""
        return tuple(m for m in self._graph.labelled(label) if self._library.has(m))

    def recovered(self, message: str, zones: Callable[[str], Sequence[Zone]]) -> Recovered:
        """The messages of its conversation that are known from quotes alone.

        ``zones`` reads those of a message here; see :func:`~indexer.joining.ghosts.find`.
        """
        here = []
        for member in self.members(message):
            letter, join = self._library.letter(member), self.join(member)
            if letter and join:
                here.append((letter, join))
        return ghosts.find(here, self._library, zones)

    def _shaken(self, letter: Letter) -> Iterator[str]:
        """Messages whose evidence changes as a letter comes or goes; it is in the library."""
        library = self._library
        for claimant in library.wanting(keys.NAMED, keys.key(letter.id)):
            yield claimant
            if found := library.letter(claimant):
                yield from self._claimed(found)
        yield from self._claimed(letter)
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

    def _claimed(self, letter: Letter) -> Iterator[str]:
        """Of those that a letter names, the ones of which others have to say what they answered."""
        for name in keys.chain(letter):
            found = self._library.letter(name)
            if found is None or not found.named:
                yield name

    def _near_subject(self, key: int, letter: Letter) -> Iterator[str]:
        """Who may find a letter among the newest of its subject: each is one of them, too."""
        later = 0
        for other in self._library.wanting_from(keys.SUBJECT, key, letter.date):
            yield other.id
            later += other.date > letter.date
            if later > judge.NEAR:
                return

    def _settle(self, again: set[str], touched: set[int]) -> Changed:
        """Judge messages again, hang them where that says, and say what has changed.

        ``touched`` are the labels of conversations that have changed already.
        """
        graph, library = self._graph, self._library
        changed: dict[str, Join | None] = {}
        loose: set[str] = set()
        waiting = sorted(again, reverse=True)
        while waiting:
            message = waiting.pop()
            node = graph.node(message)
            if node is None:
                continue
            letter = library.letter(message)
            join = judge.judge(letter, library) if letter else None
            if join != node.join:
                changed[message] = join
                graph.settle(message, join)
            under = join.under if join else judge.missing(message, library)
            under = None if under == message else under
            if letter is None:
                loose.add(message)
            if under == node.under:
                continue
            touched |= graph.detach(message)
            if under is not None:
                if graph.node(under) is None:
                    graph.appear(under)
                    waiting.append(under)
                touched |= graph.attach(message, under)
            if node.under is not None:
                loose.add(node.under)
        touched |= graph.tidy(loose)
        return Changed(changed, frozenset(touched))
