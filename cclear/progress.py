"""How far a command has come: a bar on standard error, where that is a terminal."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cclear.output import complain
from indexer import gate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from indexer import Progress

_PHASES = {
    "new": "looking for mail",
    "headers": "reading headers",
    "joins": "joining conversations",
    "lists": "finding lists",
    "tags": "tagging",
    "bodies": "reading text",
}


@contextmanager
def shown() -> Iterator[Callable[[Progress], None]]:
    """Shows what the indexer says of its progress; without a bar once, what it waits for."""
    waiting: list[str] = []
    with bar() as show:

        def progress(item: Progress) -> None:
            if item.waiting and not waiting and not _has_bar():
                waiting.append(item.waiting)
                complain(f"waiting: {item.waiting}")
            show(item.waiting or _PHASES[item.phase], item.done, item.total)

        yield progress


def _has_bar() -> bool:
    return sys.stderr.isatty() and os.environ.get("TERM", "dumb") != "dumb"


@contextmanager
def bar() -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on standard error, if that is a terminal: words, how far, of how many."""
    if not _has_bar():
        yield lambda _words, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress as Bar, TextColumn, TimeElapsedColumn

    from tui.words import number

    with Bar(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[counted]}", markup=False),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    ) as drawn:
        task = drawn.add_task("looking for mail", total=None, counted="")

        def show(words: str, done: int, total: int) -> None:
            counted = (
                f"{number(done)} of {number(total)}" if total else number(done) if done else ""
            )
            drawn.update(
                task,
                description=gate.line(words, 60),
                completed=done,
                total=total or None,
                counted=counted,
            )

        yield show
