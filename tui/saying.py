"""What was said of a list, in words. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.words import count

if TYPE_CHECKING:
    from indexer import Decided


def said(done: Decided) -> str:
    """What was said, or taken back, with the lists' names."""
    name, other = done.name, done.other
    went = f" ({count(done.conversations, 'conversation')})" if done.conversations else ""
    words = {
        "merge": f"{name} merged into {other}",
        "split": f"{name} taken out of {other}{went}",
        "drop": f"{name} is no list",
        "accept": f"{name} is a list",
        "title": f"{name} renamed",
        "address": f"{name} has another address",
    }[done.act]
    return f"undone: {words}" if done.undone else words
