"""Suggestions: what groups might be lists, and what becomes of one that the user accepts."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Literal

from indexer.lists.register import Listed, called
from indexer.lists.values import Suggestion

if TYPE_CHECKING:
    from indexer.lists.cc import CcLists
    from indexer.lists.distribution import Distributions
    from indexer.lists.register import Register
    from indexer.lists.roster import Rosters
    from indexer.lists.suggesting import Recurring

SUGGESTED = 50
"""How many suggestions are made at a time."""


class Accepting:
    """The suggestions, by what each of the others knows."""

    def __init__(
        self,
        register: Register,
        recurring: Recurring,
        cc: CcLists,
        distributions: Distributions,
        rosters: Rosters,
    ) -> None:
        self._register = register
        self._recurring = recurring
        self._cc = cc
        self._distributions = distributions
        self._rosters = rosters

    def suggestions(self) -> tuple[Suggestion, ...]:
        """Groups that recur and are no list by the evidence, the most used ones first."""
        taken = self._register.names()
        found: list[Suggestion] = []
        unlisted = (item for item in self._recurring.most_used() if item[0] not in self._register)
        for key, use in islice(unlisted, SUGGESTED):
            address = None if key.startswith("cc:") else key.removeprefix("to:")
            kind: Literal["cc", "address"] = "address" if address else "cc"
            circle = {} if address else self._cc.called(key)
            name, title = called(key, Listed(kind, "", "", address, use.last), circle, taken)
            taken.add(name)
            members = use.members or self._rosters.count(key)
            found.append(Suggestion(key, kind, name, title, members, use.mails, use.last))
        return tuple(found)

    def accept(self, key: str) -> None:
        """Make a suggestion a list; it is promoted as those are that were found."""
        if key in self._register:
            return
        circle, address = self._cc.circle(key), key.removeprefix("to:")
        if circle:
            circle.found = circle.changed = True
            row = Listed("cc", "", "", None, circle.last, circle.state.present.bit_count())
        elif address != key:
            row = Listed("address", "", "", address, 0, self._rosters.count(key))
        else:
            return
        self._register.add(key, row)
        self._recurring.accept(key)

    def accepted(self) -> set[str]:
        """The lists that are lists by being accepted."""
        return self._recurring.accepted()

    def withdraw(self, key: str) -> bool:
        """Take back that a suggestion was accepted; whether it is no list now."""
        self._recurring.withdraw(key)
        circle, address = self._cc.circle(key), key.removeprefix("to:")
        if circle and not circle.evidence.enough:
            circle.found, circle.changed = False, True
        elif address == key or self._distributions.found(address) is not None:
            return False
        self._register.drop(key)
        return True
