"""What stands in place of rows where there are none: the news first, then what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands import named
from tui.words import when

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from indexer import IndexerError
    from tui.views import View

BACK = "{back} goes back."
LOADING = ("Loading …",)
FILLING = ("Looking for mail …", "It shows here as soon as it is taken in.")
NO_MAIL = (
    "No mail yet. Here is how to get some:",
    "cclear setup           leads to your own mail, one question at a time",
    "cclear import FILE     takes in an mbox file or a folder of messages",
    "cclear --mail DIR      reads a Maildir that you have",
    "cclear demo            shows a mailbox made up for trying things out",
)


def broken(error: IndexerError) -> tuple[str, ...]:
    """What went wrong says itself what to do."""
    return ("This can’t be shown.", error.text)


def empty(view: View, now: int, zone: tzinfo, keymap: Mapping[str, str]) -> tuple[str, ...]:
    """Nothing is in a view; with the user's own keys, given a keymap."""
    if view.kind == "list" and view.list and view.list.last:
        return (f"No mail here since {when(view.list.last, now, zone).strip()}.",)
    return {
        "inbox": ("The inbox is empty.", "All that came is under Everything."),
        "drafts": ("No drafts.",),
        "followed": ("No conversation is followed.", named("{follow} follows one.", keymap)),
        "outbox": ("Nothing waits to be sent.",),
        "search": (
            "Nothing matches.",
            f"Searched for: {view.query}",
            named(
                "{search} searches again: words, from:jane, subject:budget, list:NAME, date:week..",
                keymap,
            ),
        ),
        "saved": ("Nothing matches this search now.", f"It is: {view.query}"),
    }.get(view.kind, ("No mail here.",))
