"""What was said of a list, in words: on the screen and on the command line. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexer import Decided


def said(done: Decided, name: str = "", other: str = "") -> str:
    """What was said, or taken back; ``name`` and ``other`` are what the lists are called here."""
    name, other = name or done.name, other or done.other
    words = {
        "merge": f"{name} merged into {other}",
        "split": f"{name} taken out of {other}",
        "drop": f"{name} is no list",
        "accept": f"{name} is a list",
        "title": f"{name} renamed",
        "address": f"{name} has another address",
    }[done.act]
    return f"undone: {words}" if done.undone else words
