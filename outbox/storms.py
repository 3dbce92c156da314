"""The storm brake: an answer to everybody in a reply-all storm wants a second yes. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outbox.words import count

if TYPE_CHECKING:
    from indexer import Storm
    from outbox.model import Kind


def brake(storm: Storm | None, kind: Kind | None, people: int, many: int) -> str:
    """What to ask before an answer goes out; empty where no second yes is wanted.

    It is wanted in a storm, of what goes to more than ``many`` people: to everybody, to all in
    classic form, or to those named by hand (``kind`` is None). To who asked, or to those in this
    conversation, it goes without.
    """
    if storm is None or people <= many or kind not in ("everyone", "all", None):
        return ""
    answered = "1 person" if storm.writers == 1 else f"{storm.writers:,} people"
    return (
        f"{answered} answered all {storm.people:,} within an hour."
        f" Send yours to {count(people)} too?"
    )
