"""SUMMARY: what a question to a list has brought together, to be edited down and sent back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indexer import role, unframed
from outbox import answering, message, recipients
from outbox.model import SECONDS, Exchange, OutboxError
from outbox.words import count, name

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from indexer import Client, Person
    from outbox.answering import Answering
    from outbox.model import Draft, Recipients


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a conversation: its bare id, who wrote it, its new text, to one alone."""

    id: str
    author: Person
    text: str
    private: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """A SUMMARY: its subject, its text, and the private answers, in it only where ticked.

    ``left_out`` counts messages that only thank or repeat.
    """

    subject: str
    text: str
    private: tuple[Said, ...] = ()
    ticked: frozenset[str] = frozenset()
    left_out: int = 0


def summarise(
    subject: str, question: Said, answers: Sequence[Said], ticked: Collection[str] = ()
) -> Summary:
    """The summary of a question and what was answered, oldest first. Pure.

    Answers of one author stand together; those of who asked are no answers. A private one is left
    out, its author's name too, unless its id is in ``ticked``.
    """
    seen: list[str] = []
    told: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    left_out = 0
    private = []
    for one in answers:
        what = role(one.text, one.author, question.author)
        if what == "asker":
            continue
        text = unframed(one.text, one.author.name)
        bare = _bare(text)
        if what != "answer" or not bare or any(bare in known for known in seen):
            left_out += 1
            continue
        if one.private:
            private.append(one)
            if one.id not in ticked:
                continue
        seen.append(bare)
        told.setdefault(one.author.address, []).append(text)
        names.setdefault(one.author.address, name(one.author))
    asked = unframed(question.text, question.author.name)
    parts = [f"{name(question.author)} asked:", asked, f"{count(len(told))} answered."]
    for address, texts in told.items():
        parts += [f"{names[address]}:", *texts]
    return Summary(
        f"SUMMARY: {message.answer_subject(subject).removeprefix('Re:').strip()}",
        "\n\n".join(filter(None, parts)) + "\n",
        tuple(private),
        frozenset(one.id for one in private if one.id in ticked),
        left_out,
    )


def summarised(
    client: Client, named: str, ticked: Collection[str] = ()
) -> tuple[Answering, Summary]:
    """The summary of a conversation, and what its question is answered by.

    Automatic answers are left out. Raises IndexerError; waits, so a screen calls it off its event
    loop.
    """
    any_message = answering.gather(client, named)
    first = any_message.first
    if any_message.message is first:
        question = any_message
    else:
        question = answering.gather(client, f"id:{first.id}")
    entries = question.entries[1:]
    parents = [client.parent(entry.id) for entry in entries]
    texts = answering.new_texts(client, [entry.id for entry in entries])
    written = [
        Said(entry.id, entry.sender, texts[entry.id], entry.audience == "private")
        for entry, parent in zip(entries, parents, strict=True)
        if not parent.result(SECONDS).auto and not entry.auto
    ]
    asked = Said(first.id, first.sender, question.asked)
    return question, summarise(question.conversation.subject, asked, written, ticked)


def whom_summary(question: Answering) -> Recipients:
    """Whom a summary goes to: the list, on a cc list everybody.

    Raises OutboxError ``no-list`` and what :func:`outbox.recipients.decide` raises.
    """
    case = replace(question.case, exchange=Exchange(writers=question.case.exchange.writers))
    if case.group is None and not case.parent.list_post:
        raise OutboxError("no-list", "this conversation is on no list; answer those in it")
    return recipients.decide("everyone", case)


def draft_summary(question: Answering, summary: Summary, sender: Person, when: datetime) -> Draft:
    """A summary as a reply to its question. Raises OutboxError as :func:`whom_summary` does."""
    made = message.answer(question.case.parent, whom_summary(question), sender, summary.text, when)
    return replace(made, subject=summary.subject)


def _bare(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
