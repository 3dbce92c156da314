"""What came of a question, from a conversation's messages. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from indexer import asking, frame, gate, subjects
from indexer.questions import ending, links
from indexer.questions.roles import role, same
from indexer.questions.values import Attached, Link, Question, Settled, Voice

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from indexer.homes.values import File
    from indexer.model.bodies import Chat
    from indexer.model.people import Person

MOST_ASKED: Final = 4
"""Sentences of a question that are told."""
_SENTENCE: Final = 300
_MOST_LINKS: Final = 200
_TOLD: Final = re.compile(
    r"[^\[]{0,20}\[[^\]]*\b(?:patch|pull|ann|announce|announcement)\b", re.IGNORECASE
)
_DIFF: Final = re.compile(r"^(?:diff --git |--- a/|\+\+\+ b/|@@ -\d)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Said:
    """A message of a conversation: its bare id, who wrote it, and what is known of its text.

    ``text`` is what it newly says, of the first message with what that forwards; None where that
    has not been worked out. ``chat`` is which kind of nothing new it says, None where that is to
    be found out. ``along`` says that a file or a forward came with it; ``to`` wrote the message
    that it answers, None where that is not here.
    """

    id: str
    author: Person
    subject: str
    text: str | None
    chat: Chat | None = None
    auto: bool = False
    private: bool = False
    along: bool = False
    to: Person | None = None


def question(said: Sequence[Said], files: Iterable[File] = ()) -> Question:
    """What came of the question that a conversation began with; ``said`` are oldest first.

    There is at least one message. Where nothing is asked, its links and files are told.
    """
    first, rest = said[0], [one for one in said[1:] if not one.auto]
    asked = _asked(first)
    made = Question(
        first.author, first.id, asked, unread=sum(one.text is None for one in said if not one.auto)
    )
    if first.auto:
        return made
    known = [one for one in rest if one.text is not None]
    told = known if asked else [one for one in (first, *rest) if one.text is not None]
    here = {one.id: one for one in (rest if asked else (first, *rest))}
    before = {links.same(url) for url, _ in links.found(first.text or "")} if asked else set()
    made = replace(made, links=_links(told, before), files=_files(here, files))
    return _answers(made, known) if asked else made


def _asked(first: Said) -> tuple[str, ...]:
    """The sentences that ask; the subject, where that alone does."""
    if first.text is None or first.auto or ending.marked(first.subject) == "summary":
        return ()
    if _TOLD.match(first.subject) or _DIFF.search(first.text):
        # Who sends a patch, or tells of something, may ask by the way.
        return ()
    subject = subjects.bare(first.subject)
    found = asking.sentences(frame.unframed(first.text, first.author.name))
    found = found or asking.sentences(first.text) or asking.sentences(subject)
    return tuple(gate.line(one, _SENTENCE) for one in found[:MOST_ASKED])


def _answers(made: Question, known: Sequence[Said]) -> Question:
    answered: dict[str, Voice] = {}
    privately: dict[str, str] = {}
    echoed: dict[str, Voice] = {}
    settled: Settled | None = None
    for one in known:
        who = one.author.address or one.author.name
        kind = role(one.text or "", one.author, made.asker, chat=one.chat, along=one.along)
        if (own := kind == "asker") or ending.marked(one.subject, answers=False) == "summary":
            # Who answered privately is a number here: nobody is thanked by name for that.
            openly = [voice.person for voice in answered.values()]
            answerers = openly or [made.asker for _ in privately]
            settled = _settled(one, settled, answerers, own=own)
        if kind == "answer" and one.private:
            privately.setdefault(who, one.id)
        elif kind == "answer":
            answered.setdefault(who, Voice(one.author, one.id))
        elif kind == "echo":
            echoed.setdefault(who, Voice(one.author, one.id, one.private))
    return replace(
        made,
        answered=tuple(answered.values()),
        privately=tuple(privately.values()),
        me_too=tuple(v for k, v in echoed.items() if k not in answered and k not in privately),
        settled=settled,
    )


def _settled(
    one: Said, before: Settled | None, answerers: Sequence[Person], *, own: bool
) -> Settled | None:
    """How a question stands after a message of who asked it, or a SUMMARY."""
    marked = ending.marked(one.subject)
    if marked == "summary" or (marked and own):
        return Settled(marked, one.id, one.author)
    to_one = one.to is not None and not same(one.to, one.author) and len(answerers) > 1
    found = ending.said(one.text or "", one.author, answerers, chat=one.chat or "", to_one=to_one)
    if found == "asks":
        return None
    return Settled(found, one.id, one.author) if found else before


def _links(told: Iterable[Said], before: set[str]) -> tuple[Link, ...]:
    found: dict[str, Link] = {}
    for one in told:
        for url, text in links.given(one.text or "", one.author.name):
            key = links.same(url)
            if key not in before:
                found.setdefault(key, Link(url, text, one.author, one.id, one.private))
    return tuple(found.values())[:_MOST_LINKS]


def _files(here: dict[str, Said], files: Iterable[File]) -> tuple[Attached, ...]:
    found = sorted((f for f in files if f.message in here), key=lambda f: (f.date, f.number))
    return tuple(
        Attached(
            f.message, f.number, f.name, f.type, f.size, here[f.message].author,
            here[f.message].private,
        )
        for f in found
    )  # fmt: skip
