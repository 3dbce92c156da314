"""An interview: one question at a time, each with a default, and what is done in between.

Who asks writes a generator of these values; who shows them, a screen or plain lines, walks it with
a :class:`Walk`. Nothing here loads a screen.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from typing import TypeAlias

from indexer import gate


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several answers: ``key`` is the answer, the rest is what a person reads."""

    key: str
    title: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question. Its answer is sent back; an empty one has become the default."""

    id: str
    """One a question: asked again after :meth:`Walk.back`, an answer is known by it."""

    question: str
    detail: tuple[str, ...] = ()
    default: str = ""
    choices: tuple[Choice, ...] = ()
    """Where there are any, the answer is the key of one of them."""

    secret: bool = False
    """Whether the answer is hidden while it is typed."""

    trouble: str = ""
    """What was wrong with the answer before, and what to do."""

    last: bool = False
    """Whether what came before is done and cannot be asked again."""


@dataclass(frozen=True, slots=True)
class Tell:
    """A line about something done, or not done (``trouble``), which stays in sight."""

    text: str
    trouble: bool = False


@dataclass(frozen=True, slots=True)
class Working:
    """What goes on, and how far it is; ``total`` is 0 where that is not known."""

    what: str
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Finished:
    """The end: what there is now, in a few lines, and what to open next.

    ``opens`` is ``mail``, ``demo``, or empty for nothing; ``failed`` where there is no mail.
    """

    lines: tuple[str, ...]
    opens: str = ""
    failed: bool = False


Step: TypeAlias = Ask | Tell | Working | Finished
Interview: TypeAlias = Generator[Ask | Tell | Working, str, Finished]


class Walk:
    """Goes through an interview, and back. Its methods block as long as the work takes.

    Going back begins anew and gives the earlier answers again: an interview does what cannot be
    done twice only after its last question that can be gone back from.
    """

    def __init__(self, begin: Callable[[], Interview]) -> None:
        self._begin = begin
        self._going = begin()
        self._asked: Ask | None = None
        self._answers: dict[str, str] = {}
        self._given: dict[str, str] = {}
        self.said: list[Tell] = []
        """What was told so far."""

    @property
    def answered(self) -> bool:
        """Whether there is a question to go back to."""
        return bool(self._answers)

    def go(self, answer: str = "") -> Step:
        """The next step; ``answer`` is to the question that the last one was."""
        asked, self._asked = self._asked, None
        if asked is None:
            return self._take(None)
        answer = answer or asked.default
        # Asked again, a question's newest answer counts, and its place is the last.
        self._answers.pop(asked.id, None)
        self._answers[asked.id] = answer
        if not asked.secret:
            self._given[asked.id] = answer
        return self._take(answer)

    def back(self) -> Step:
        """The question before the one that waits; the same one where there is none before."""
        asked = self._asked
        if asked is None or asked.last or not self._answers:
            return asked or self.go()
        self._answers.pop(asked.id, None)
        if self._answers:
            self._answers.popitem()
        return self._again()

    def close(self) -> None:
        """Leave it; what it had begun it ends."""
        self._going.close()

    def _again(self) -> Step:
        self._going.close()
        self._going, self._asked, self.said = self._begin(), None, []
        known, self._answers = self._answers, {}
        step = self._take(None)
        while not isinstance(step, Finished):
            if isinstance(step, Ask):
                if step.trouble or step.id not in known:
                    break
                step = self.go(known.pop(step.id))
            else:
                step = self.go()
        return step

    def _take(self, answer: str | None) -> Step:
        try:
            step = next(self._going) if answer is None else self._going.send(answer)
        except StopIteration as end:
            finished: Finished = end.value
            return finished
        if isinstance(step, Ask):
            # Come back to, a question has the answer that it was given before.
            if not step.trouble and step.id in self._given:
                step = replace(step, default=self._given[step.id])
            self._asked = step
        elif isinstance(step, Tell):
            self.said.append(step)
        return step


def ask(question: Ask, wrong: Callable[[str], str]) -> Generator[Ask, str, str]:
    """Ask until the answer holds: ``wrong`` says what is the matter with one, else nothing."""
    answer = yield question
    while trouble := wrong(answer):
        answer = yield replace(question, trouble=trouble, default=answer or question.default)
    return answer


def progress_words(step: Working, number: Callable[[int], str] = "{:,}".format) -> str:
    """``reading INBOX, 1,200 of 40,000``."""
    what = gate.line(step.what)
    if step.total:
        return f"{what}, {number(step.done)} of {number(step.total)}"
    return f"{what}, {number(step.done)}" if step.done else what
