"""The card of a question unfolded, as rows: the question, who answered, links and files. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tui import cardlines
from tui.line import NONE, Line
from tui.words import DATE_WIDTH, count, number, short_name, size, when
from tui.wrap import READABLE, cells, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import tzinfo

    from textual.strip import Strip

    from indexer import Attached, Entry, Link, Question, Voice
    from tui.glyphs import Glyphs
    from tui.theme import Palette

NAME = 22
"""Cells of a name, where there is room for what stands beside it."""


@dataclass(frozen=True, slots=True)
class Words:
    """A line that the cursor does not rest on; nothing in it is a gap."""

    text: str = ""
    role: Literal["text", "strong", "quiet"] = "quiet"
    about: str = ""


@dataclass(frozen=True, slots=True)
class Leads:
    """A line that leads to a message; one of a file or a link can be opened by itself.

    ``name`` stands first, ``text`` beside it and ``about`` at the right.
    """

    message: str
    name: str
    text: str = ""
    about: str = ""
    link: Link | None = None
    file: Attached | None = None


Row = Words | Leads


@dataclass(frozen=True, slots=True)
class Given:
    """A question, the messages of its conversation by their ids, and how they are looked at."""

    question: Question
    entries: Mapping[str, Entry]
    now: int
    zone: tzinfo
    signs: Glyphs

    def date(self, message: str) -> str:
        """When a message was written, as people say it."""
        entry = self.entries.get(message)
        return when(entry.date, self.now, self.zone).strip() if entry else ""


def rows(given: Given, width: int) -> tuple[Row, ...]:
    """The rows of a card in so many columns."""
    question, signs = given.question, given.signs
    made: list[Row] = []
    if question.asked:
        who = short_name(question.asker)
        date = given.date(question.message)
        made.append(Leads(question.message, f"{who} asked", about=date))
        for one in question.asked:
            quoted = f"{signs.left_quote}{one}{signs.right_quote}"
            made += [Words(line, "text") for line in wrap(quoted, max(8, min(width - 4, READABLE)))]
    for title, part in (
        ("Answered", [_voice(given, voice) for voice in question.answered]),
        ("Answered privately", [_privately(given, one) for one in question.privately]),
        ("Me too", [_voice(given, voice) for voice in question.me_too]),
        ("Links", [_link(given, link) for link in question.links]),
        ("Attachments", [_file(given, file) for file in question.files]),
    ):
        if part:
            made += [*([Words()] if made else []), Words(title, "strong", number(len(part)))]
            made += part
    made += _foot(given, gap=bool(made))
    return tuple(made)


def _foot(given: Given, *, gap: bool) -> Iterator[Row]:
    question = given.question
    if gap and (question.asked or question.unread):
        yield Words()
    if question.settled:
        said = cardlines.standing(question)
        who = short_name(question.settled.by)
        message = question.settled.message
        yield Leads(message, said.capitalize(), f"says {who}", given.date(message))
    elif question.asked:
        yield Words("Not settled yet.")
    if question.unread:
        yield Words(f"{count(question.unread, 'message')} not read yet.")


def _voice(given: Given, voice: Voice) -> Leads:
    entry = given.entries.get(voice.message)
    text = (entry.snippet or "") if entry else ""
    private = "privately" if voice.private else ""
    about = " ".join(filter(None, (private, given.date(voice.message))))
    return Leads(voice.message, short_name(voice.person), text, about)


def _privately(given: Given, message: str) -> Leads:
    entry = given.entries.get(message)
    text = (entry.snippet or "") if entry else ""
    return Leads(message, "to the asker alone", text, given.date(message))


def _link(given: Given, link: Link) -> Leads:
    by = _by(given, short_name(link.by), private=link.private)
    return Leads(link.message, link.url, link.text, by, link=link)


def _file(given: Given, file: Attached) -> Leads:
    by = _by(given, short_name(file.by), private=file.private)
    return Leads(file.message, file.name or file.type, size(file.size), by, file=file)


def _by(given: Given, who: str, *, private: bool) -> str:
    return f"privately {given.signs.dot} {who}" if private else who


def draw(row: Row, width: int, styles: Palette, signs: Glyphs, *, here: bool, focus: bool) -> Strip:
    """A row, with the cursor on it where ``here`` says so."""
    if isinstance(row, Words):
        line = Line(width, ellipsis=signs.ellipsis).to(1 if row.role == "strong" else 3)
        line.add(row.text, getattr(styles, row.role))
        return line.add(f"  {row.about}" if row.about else "", styles.quiet).strip()
    base = (styles.cursor if focus else styles.resting) if here else NONE
    line = Line(width, base, signs.ellipsis)
    if here:
        line.add(signs.cursor, styles.accent if focus else styles.faint)
    end = min(width - 1, READABLE + 30)
    about = row.about if end - 3 > cells(row.about) + 12 else ""
    room = end - 3 - cells(about) - (2 if about else 0)
    line.to(3)
    if row.link is not None:
        line.add(row.name, styles.text, room)
    elif row.text and room > NAME + DATE_WIDTH:
        line.add(row.name, styles.text, max(NAME, room // 3)).to(3 + NAME)
    else:
        line.add(row.name, styles.text, room)
    left = 3 + room - line.used - 2
    if row.text and left > DATE_WIDTH:
        line.add("  ").add(row.text, styles.quiet, left)
    return line.to(end - cells(about)).add(about, styles.quiet).strip()
