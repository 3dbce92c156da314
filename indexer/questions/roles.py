"""What a message is to the question that its conversation began with. Pure.

One judgement for all who need it: the card above a conversation, the SUMMARY of its answers, and
the home of a list, which goes by :func:`of_chat`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from indexer import frame
from indexer.chatter import LONGEST, chat_of
from indexer.questions import echoes

if TYPE_CHECKING:
    from indexer.model.bodies import Chat
    from indexer.model.people import Person

Role = Literal["asker", "answer", "echo", "nothing"]


def role(
    text: str,
    author: Person,
    asker: Person,
    *,
    chat: Chat | None = None,
    along: bool = False,
) -> Role:
    """What a message with this clean text, not the first one, is to the question of ``asker``.

    ``asker``: who asked wrote it. ``echo``: it agrees, or wishes for the answers. ``nothing``: it
    thanks, is empty, wants to be left alone, or is from a program. All else is an ``answer``; in
    doubt it is one. ``chat`` is which kind of nothing new it says, where that is known; ``along``
    says that files came with it, which answer by themselves.
    """
    if same(author, asker):
        return "asker"
    called = frozenset(asker.name.lower().replace(",", " ").split())
    if chat is None:
        chat = chat_of(text, called, sender=author.name)
    if (said := of_chat(chat)) is not None:
        return said
    if along or len(text) > 2 * LONGEST:
        return "answer"
    if not any(c.isalnum() for c in frame.unframed(text, author.name)):
        return "nothing"
    return "echo" if echoes.echoes(text, called, sender=author.name) else "answer"


def of_chat(chat: Chat) -> Literal["echo", "nothing"] | None:
    """What a message is that says this kind of nothing new; None where it says something."""
    if not chat:
        return None
    return "echo" if chat == "agree" else "nothing"


def same(one: Person, other: Person) -> bool:
    """Whether two are one person, by their addresses; by name where they have none."""
    return (one.address or one.name) == (other.address or other.name)
