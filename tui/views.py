"""What the first level offers: each view is a query with a title."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from tui.words import people

if TYPE_CHECKING:
    from indexer import Count, MailList, Search, Suggested

Kind = Literal[
    "inbox", "all", "search", "saved", "drafts", "outbox", "followed", "list", "suggested",
    "suggestion",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class View:
    """A query that the first level offers, and what it counts; ``key`` tells views apart.

    ``members`` are those of a suggestion.
    """

    key: str
    kind: Kind
    title: str
    query: str
    unread: int = 0
    messages: int | None = None
    list: MailList | None = None
    members: int = 0

    @property
    def what(self) -> str:
        """The kind in words: ``cc · 301 people``, ``list``, ``address``, ``search``."""
        if self.kind == "suggestion":
            return f"suggested · {people(self.members)}"
        if self.list is None:
            return {"search": "search", "saved": "saved search"}.get(self.kind, "")
        if self.list.kind == "cc":
            return f"cc · {people(self.list.members)}" if self.list.members else "cc"
        return "list" if self.list.kind == "list-id" else "address"


INBOX = View("inbox", "inbox", "Inbox", "tag:inbox")
ALL = View("all", "all", "Everything", "*")
FOLLOWED = View("followed", "followed", "Followed", "property:cclear.followed=yes")
DRAFTS = View("drafts", "drafts", "Drafts", "tag:draft")
OUTBOX = View("outbox", "outbox", "Outbox", "tag:queued")


def search(query: str) -> View:
    """The view of what was searched for."""
    return View("search", "search", f"Search: {query}", query)


def counted(view: View, count: Count | None) -> View:
    """The view with how many messages match it."""
    return replace(view, unread=count.unread, messages=count.messages) if count else view


def saved(given: Search) -> View:
    """The view of a saved search."""
    return View(f"saved:{given.name}", "saved", given.name, given.query)


def of_list(given: MailList) -> View:
    """The view of a list."""
    return View(
        f"list:{given.name}", "list", given.title or given.name, f"list:{given.name}",
        given.unread, given.messages, given,
    )  # fmt: skip


def suggested(number: int) -> View:
    """The way to what may be lists; it has no conversations of its own."""
    return View("suggested", "suggested", f"Suggested ({number})", "")


def of_suggestion(given: Suggested) -> View:
    """The view of the conversations that would be on a suggested list."""
    return View(
        f"suggestion:{given.query}", "suggestion", given.title, given.query, members=given.members
    )
