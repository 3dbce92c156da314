"""What a list's messages come to: people, months, questions, subjects, hashtags, files. Pure.

All counts are over the messages given and nothing else, so that a plain tally of the same mail
gives the same. People are told apart by their address.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from indexer import subjects as marks
from indexer.homes import hashtags
from indexer.homes.values import File, Month, Topic
from indexer.model.people import Person
from indexer.questions import roles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from indexer.model.bodies import Chat

MOST: Final = 200
"""Subjects, and hashtags, that a home has."""
_LOGO: Final = 64 << 10
"""Bytes under which a picture may be a logo."""
_EVERYWHERE: Final = 3
"""Conversations in which a small picture has to come to be one."""
_DAY: Final = 86_400


class Letter(NamedTuple):
    """A message on the list; ``asks`` is None until its text was worked out.

    ``chat`` says which kind of nothing new it says, where that is known.

    ``parents`` are the Message-IDs that it answers, nearest first, a line each behind one letter
    (:func:`indexer.joining.parents`).
    """

    key: int
    id: str
    conversation: str
    date: int
    name: str
    address: str
    subject: str
    parents: str
    automatic: bool
    asks: bool | None
    chat: Chat = ""


class Sent(NamedTuple):
    """A file that came with a message, by that one's key."""

    message: int
    number: int
    digest: bytes
    name: str
    type: str
    size: int
    inline: bool


@dataclass(slots=True)
class Wrote:
    """What one person wrote; ``name`` is what their newest message calls them."""

    name: str
    messages: int
    answers: int
    first: int
    last: int


def people(letters: Sequence[Letter]) -> dict[str, Wrote]:
    """Who wrote, by address, the oldest first."""
    authors = {letter.id: letter.address for letter in letters}
    found: dict[str, Wrote] = {}
    for letter in letters:
        wrote = found.get(letter.address)
        if wrote is None:
            wrote = found[letter.address] = Wrote(letter.name, 0, 0, letter.date, letter.date)
        wrote.messages += 1
        wrote.last = letter.date
        wrote.name = letter.name or wrote.name
        wrote.answers += _answers(letter, authors)
    return found


def _answers(letter: Letter, authors: Mapping[str, str]) -> bool:
    """Whether somebody answers somebody else: the nearest message that it names and is here."""
    if not letter.parents or letter.automatic:
        return False
    for named in letter.parents.split("\n"):
        author = authors.get(named[1:])
        if author is not None and named[1:] != letter.id:
            return author != letter.address
    return False


def months(letters: Iterable[Letter]) -> tuple[Month, ...]:
    """Each month with messages, by the calendar in UTC."""
    days: dict[int, list[str]] = defaultdict(list)
    for letter in letters:
        days[letter.date // _DAY].append(letter.address)
    messages: Counter[tuple[int, int]] = Counter()
    writers: dict[tuple[int, int], set[str]] = defaultdict(set)
    for day, addresses in sorted(days.items()):
        when = datetime.fromtimestamp(day * _DAY, UTC)
        messages[when.year, when.month] += len(addresses)
        writers[when.year, when.month].update(addresses)
    return tuple(Month(*when, n, len(writers[when])) for when, n in messages.items())


def by_conversation(letters: Iterable[Letter]) -> dict[str, list[Letter]]:
    """The conversations, each oldest first."""
    found: dict[str, list[Letter]] = {}
    for letter in letters:
        found.setdefault(letter.conversation, []).append(letter)
    return found


def questions(conversations: Iterable[Sequence[Letter]]) -> tuple[int, int]:
    """How many conversations begin with a question, and how many of them somebody answered.

    Nobody answers with thanks or a "+1", nor, as far as is known, with a text that was not read.
    """
    asked = answered = 0
    for first, *rest in conversations:
        if first.asks and not first.automatic:
            asked += 1
            answered += any(r.address != first.address and _says(r) for r in rest)
    return asked, answered


def _says(letter: Letter) -> bool:
    read = letter.asks is not None and not letter.automatic
    return read and roles.of_chat(letter.chat) is None


def subjects(name: str, conversations: Iterable[Sequence[Letter]]) -> tuple[Topic, ...]:
    """What is asked most, by the base subject of conversations' first messages."""
    alike: dict[str, list[Sequence[Letter]]] = defaultdict(list)
    for conversation in conversations:
        alike[marks.base(conversation[0].subject)].append(conversation)
    alike.pop("", None)
    found = [
        Topic(
            "subject", _newest_spelling(base, same), len(same), sum(map(len, same)),
            max(one[-1].date for one in same), f'list:{name} and asked:"{_quotable(base)}"',
        )
        for base, same in alike.items()
    ]  # fmt: skip
    return _most(found)


def _newest_spelling(base: str, same: Iterable[Sequence[Letter]]) -> str:
    return marks.bare(max(same, key=lambda one: one[0].date)[0].subject) or base


def _quotable(text: str) -> str:
    # notmuch ends a phrase at a quote; in a search both stand for the same subject.
    return text.replace('"', "'")


def tagged(
    letters: Iterable[Letter], told: Iterable[tuple[int, str, str]]
) -> dict[str, dict[int, str]]:
    """By hashtag, the messages that have it in subject or text, and how each spells it."""
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for key, tag, spelled in told:
        found[tag][key] = spelled
    # Answers repeat their subjects.
    named: dict[str, dict[str, str]] = {}
    for letter in letters:
        if letter.subject not in named:
            named[letter.subject] = hashtags.of(letter.subject)
        for tag, spelled in named[letter.subject].items():
            found[tag].setdefault(letter.key, spelled)
    return found


def topics(
    name: str, letters: Iterable[Letter], told: Iterable[tuple[int, str, str]]
) -> tuple[Topic, ...]:
    """The hashtags used most."""
    by_key = {letter.key: letter for letter in letters}
    found = []
    for tag, spelled in tagged(by_key.values(), told).items():
        same = [by_key[key] for key in spelled if key in by_key]
        if same:
            text = min(Counter(spelled.values()).items(), key=lambda one: (-one[1], one[0]))[0]
            within = len({letter.conversation for letter in same})
            last = max(letter.date for letter in same)
            query = f"list:{name} and hashtag:{tag}"
            found.append(Topic("hashtag", text, within, len(same), last, query))
    return _most(found)


def _most(found: Iterable[Topic]) -> tuple[Topic, ...]:
    most = sorted(found, key=lambda t: (-t.conversations, -t.messages, -t.last, t.text))
    return tuple(most[:MOST])


def files(letters: Iterable[Letter], sent: Iterable[Sent]) -> tuple[File, ...]:
    """The files, once each, at the message that brought them first; the newest first.

    Left out are small pictures that belong to a text, or come again and again: logos. So is what
    a machine sent.
    """
    by_key = {letter.key: letter for letter in letters if not letter.automatic}
    alike: dict[bytes, list[Sent]] = defaultdict(list)
    for one in sent:
        if one.message in by_key:
            alike[one.digest].append(one)
    found = []
    for same in alike.values():
        brought = [(by_key[one.message], one) for one in same]
        if _is_logo(brought):
            continue
        first, one = min(brought, key=lambda b: (b[0].date, b[0].id, b[1].number))
        times = len({letter.key for letter, _ in brought})
        sender = Person(first.name, first.address)
        found.append(
            File(first.id, one.number, one.name, one.type, one.size, first.date, sender, times)
        )
    return tuple(sorted(found, key=lambda f: (-f.date, f.message, f.number)))


def _is_logo(brought: Sequence[tuple[Letter, Sent]]) -> bool:
    one = brought[0][1]
    if one.size >= _LOGO or not any(sent.type.startswith("image/") for _, sent in brought):
        return False
    everywhere = len({letter.conversation for letter, _ in brought}) >= _EVERYWHERE
    return everywhere or all(sent.inline for _, sent in brought)


def unread_texts(letters: Iterable[Letter]) -> int:
    """How many messages' texts have not been worked out."""
    return sum(letter.asks is None for letter in letters)
