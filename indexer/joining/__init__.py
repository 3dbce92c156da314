"""Joining messages into conversations: whom each answers, by what evidence, and what was turned.

:mod:`~indexer.joining.facts` says of a message what matters here, :mod:`~indexer.joining.judge`
weighs it against the others, :mod:`~indexer.joining.joiner` keeps up with what comes and goes, and
:mod:`~indexer.joining.forest` puts a conversation into reading order. What a join by a quote rests
on, :mod:`~indexer.joining.ground` shows.
"""

from __future__ import annotations

from indexer.joining.facts import (
    headed as headed,
    is_unsure as is_unsure,
    letter as letter,
    parents as parents,
    told as told,
)
from indexer.joining.forest import Branch as Branch, Leaf as Leaf, build as build
from indexer.joining.ghosts import Ghost as Ghost, Recovered as Recovered
from indexer.joining.joiner import Joiner as Joiner
from indexer.joining.memory import Memory as Memory
from indexer.joining.values import (
    Changed as Changed,
    Citation as Citation,
    Hand as Hand,
    Join as Join,
    Kept as Kept,
    Letter as Letter,
    Recorded as Recorded,
    Store as Store,
)

__all__ = [
    "Branch", "Changed", "Citation", "Ghost", "Hand", "Join", "Joiner", "Kept", "Leaf", "Letter",
    "Memory", "Recorded", "Recovered", "Store", "build", "headed", "is_unsure", "letter", "parents",
    "told",
]  # fmt: skip
