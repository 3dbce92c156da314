"""``cclear setup`` and the first run: the interview, on a screen or in plain lines."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cclear import config
from cclear.errors import PlainError
from cclear.output import complain, style, write
from tui.interview import Ask, Finished, Tell, Walk, progress_words

if TYPE_CHECKING:
    from argparse import Namespace

    from cclear.setup.places import Setup
    from tui.interview import Interview


def run(options: Namespace) -> int:
    """Set up one's own mail; on a terminal, open it at the end."""
    finished = interview(_setup(options))
    if finished is None or finished.failed:
        return 1
    if not _on_screen():
        return 0
    from cclear.commands import reader

    return reader.opened(finished, options)


def interview(setup: Setup) -> Finished | None:
    """Walk the interview where it can be shown; None where the user left it."""
    from cclear.setup import ways

    def begin() -> Interview:
        return ways.begin(setup)

    if not _on_screen():
        return _in_lines(Walk(begin))
    from tui.questions import Questions

    screen = Questions(begin)
    finished = screen.run()
    if screen.error:
        raise screen.error
    return finished


def _setup(options: Namespace) -> Setup:
    from cclear.setup.places import Setup

    path = Path(options.config).absolute() if options.config else config.default_path()
    if path.exists():
        # A mistake in it is said now: what is written later must not run into it.
        config.load(path)
    mail = config.where(options.mail, config.Config(path)).mail if options.mail else None
    return Setup(Path.home(), os.environ, path, mail)


def _on_screen() -> bool:
    from tui.app import unfit

    return not unfit(os.environ)


def _in_lines(walk: Walk) -> Finished:
    """Each question a line on standard error, each answer a line of standard input.

    An empty line takes the default. Raises PlainError where the answers end too early, or the
    same question is answered wrong twice in a row.
    """
    step = walk.go()
    while not isinstance(step, Finished):
        if isinstance(step, Ask):
            step = walk.go(_answer(step))
            continue
        if isinstance(step, Tell):
            (complain if step.trouble else write)(step.text)
        elif sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{style(progress_words(step), 'dim')}")
        step = walk.go()
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
    for line in step.lines:
        write(line)
    return step


def _answer(step: Ask) -> str:
    if step.trouble and not sys.stdin.isatty():
        raise PlainError(f"{step.question} {step.trouble}")
    for line in (step.question, *step.detail, *((step.trouble,) if step.trouble else ())):
        sys.stderr.write(f"{line}\n")
    for choice in step.choices:
        sys.stderr.write(f"  {choice.key:<12} {choice.title}  {choice.detail}\n")
    sys.stderr.write(f"[{step.default}] " if step.default and not step.secret else "> ")
    sys.stderr.flush()
    if step.secret and sys.stdin.isatty():
        return getpass.getpass("")
    line = sys.stdin.readline()
    if not line:
        raise PlainError(
            f"setup was left at: {step.question} Answer it, a line each; or use a terminal"
        )
    answer = line.rstrip("\r\n") if step.secret else line.strip()
    if step.choices and answer and answer not in {choice.key for choice in step.choices}:
        keys = ", ".join(choice.key for choice in step.choices)
        raise PlainError(f"{step.question} {answer!r} is none of: {keys}")
    return answer
