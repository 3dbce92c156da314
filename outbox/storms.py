"""The storm brake: an answer to everybody in a reply-all storm wants a second yes. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outbox.words import count

if TYPE_CHECKING:
    from collections.abc import Collection

    from indexer import Storm
    from outbox.model import Kind


def brake(storm: Storm | None, kind: Kind | None, to: Collection[str], many: int) -> str:
    """What to ask before an answer to some addresses goes out; empty where no second yes is wanted.

    It is wanted in a storm, of what goes to more than ``many`` people: to everybody, to all in
    classic form, to those named by hand (``kind`` is None), and to the address of a list that the
    storm goes through. To who asked, or to those in this conversation, it goes without.
    """
    if storm is None:
        return ""
    answered = f"{count(storm.writers)} answered"
    if storm.people > many and not {one.lower() for one in to}.isdisjoint(storm.addresses):
        reached = f"{storm.people:,} or more people"
        return f"{answered} {reached} within an hour. Send yours to the list too?"
    if len(to) <= many or kind not in ("everyone", "all", None):
        return ""
    return f"{answered} all {storm.people:,} within an hour. Send yours to {count(len(to))} too?"
